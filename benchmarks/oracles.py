"""The plain forms of the protocols, to which tests hold the compiled ones, and how much more they cost."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from agents import protocols
from benchmarks import tables
from benchmarks.clock import cost
from benchmarks.references import Compared, Reference

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "oracles"

PLAIN: Mapping[str, tuple[int, int]] = {
    "expected_utility": (20, 1),
    "condorcet": (20, 1),
    "exchange": (10, 5),
}
"""Actors and issues among which each is timed: so few that it takes seconds at most."""


def ratio_of(name: str) -> str:
    """The name of the ratio of a plain form."""
    return f"oracle_{name}_ratio"


def has(name: str) -> bool:
    """Whether a plain form is there."""
    return (FOLDER / f"{name}.py").is_file()


def compare(lasting: float, tick: Callable[[str], None]) -> dict[str, Compared]:
    """A round of each plain form that is there against a round of ours, by the name of the ratio."""
    found = {}
    for name in PLAIN:
        tick(f"{name}, plain")
        if has(name):
            found[ratio_of(name)] = _compare(name, lasting)
    return found


def _compare(name: str, lasting: float) -> Compared:
    actors, issues = PLAIN[name]
    protocol, table = name.replace("_", "-"), tables.drawn(actors, issues, 1)
    plain, rule = import_module(f"tests.oracles.{name}").round_of, protocols.get(protocol)
    seconds = cost(lambda: plain(table), 0.0).cpu
    reference = Reference(seconds, f"{protocol}, plain, in NumPy", actors, issues, protocol)
    return Compared(reference, 1, cost(lambda: rule.round(table), lasting))
