"""What a round costs in the programs that the protocols follow, and how many times less it costs here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agents import protocols
from benchmarks import tables
from benchmarks.clock import Cost, cost


@dataclass(frozen=True)
class Reference:
    """A program's cost in CPU seconds a round, the least where a range was measured, and on what."""

    seconds: float
    program: str
    actors: int
    issues: int
    protocol: str
    case: str = ""
    """The shipped case on which it was measured; else positions drawn at random."""


SCHOLZ = "Scholz et al. 2011, reconstructed in Python"
KTAB = "KTAB 1.4 in C++, -O2, no log"
DECIDE = "DECIDE 2020.2.2 in Python"

# Measured with the programs themselves, on two busy cores.
REFERENCES: Mapping[str, Reference] = {
    # 300-326 s in ten rounds: it reckons every chance of victory anew for every pair
    "expected_utility_ratio": Reference(30.0, SCHOLZ, 20, 1, "expected-utility"),
    # 0.52 s in ten rounds
    "expected_utility_cached_ratio": Reference(0.052, f"{SCHOLZ}, chances kept", 20, 1, "expected-utility"),
    # 2.3 s as shipped, with its log
    "condorcet_ratio": Reference(0.43, KTAB, 40, 1, "condorcet"),
    "exchange_random_ratio": Reference(0.51, DECIDE, 20, 5, "exchange"),
    # 15-22 s in ten rounds
    "exchange_ratio": Reference(1.5, DECIDE, 15, 13, "exchange", tables.PARIS),
}

SHARING = "condorcet_ratio"
"""The ratio that is also measured with many runs sharing the work."""


@dataclass(frozen=True)
class Compared:
    """A reference, how many runs shared the work here, and what a run and round then costs here."""

    reference: Reference
    runs: int
    cost: Cost

    @property
    def ratio(self) -> float:
        """How many times the processor time of ours the reference takes."""
        return self.reference.seconds / self.cost.cpu


def compare(many: int, lasting: float, tick: Callable[[str], None]) -> dict[str, Compared]:
    """Every reference against one run of ours, and one of them also against so many runs, by name."""
    found = {}
    for name, reference in REFERENCES.items():
        tick(name)
        found[name] = Compared(reference, 1, _round(reference, 1, lasting))
        if name == SHARING:
            found[f"{name}_1000"] = Compared(reference, many, _round(reference, many, lasting))
    return found


def _round(reference: Reference, runs: int, lasting: float) -> Cost:
    """What a run and round costs here, over ten rounds."""
    size, blocks = tables.blocks(runs)
    if reference.case:
        rule, table, luck = tables.of_cast(tables.cast_of(reference.case, size))
    else:
        rule, luck = protocols.get(reference.protocol), None
        table = tables.drawn(reference.actors, reference.issues, size)

    def work() -> None:
        for _ in range(blocks):
            tables.bargain(rule, table, luck)

    return cost(work, lasting).shared(size * blocks * tables.ROUNDS)
