"""What a sweep varies: keys read from what was asked, a design over them, and a scenario for each point."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.exceptions import Problem, ScenarioError
from scenarios.marks import Mark
from scenarios.resolve import load
from scenarios.variants import Variants
from sim.studies import design
from sim.studies.design import MOST, Axis, DesignError, Kind, Range, Value

if TYPE_CHECKING:
    import scenarios

MOST_RUNS = 500_000
"""Runs of all points together: what they come to is held at once."""


@dataclass(frozen=True)
class Plan:
    """What a sweep will run: the scenario as it is, what is varied, and a scenario for each point."""

    scenario: "scenarios.Scenario"
    settings: tuple[str, ...]
    kind: Kind
    axes: tuple[Axis, ...]
    points: tuple[tuple[Value, ...], ...]
    scenarios: tuple["scenarios.Scenario", ...]


def plan(
    name: str | Path,
    vary: Sequence[str],
    kind: str = "grid",
    points: int | None = None,
    runs: int = 100,
    seed: int = 2007,
    set_: Sequence[str] = (),
) -> Plan:
    """Read what is asked; DesignError says all that is wrong with it, a line each.

    vary : texts such as `KEY=8000,16000` and `KEY=0:26`; kind : grid, lhs or sobol;
    points : of a drawn design, or along each range of a grid that is neither whole nor stepped; set_ : what
    is set at every point
    """
    faults = list(design.faults(kind, points))
    asked = list(_asked(vary, faults))
    try:
        base = load(name, set_)
    except ScenarioError as error:
        raise DesignError("\n".join([*faults, str(error)])) from None
    for one in asked:
        faults += _key_faults(name, set_, one)
    if faults:
        raise DesignError("\n".join(faults))
    known: Kind = next(one for one in design.KINDS if one == kind)
    axes = [design.axis(one, whole=_whole(name, set_, one), kind=known, points=points) for one in asked]
    _check_size(axes, known, points, runs)
    places = design.points_of(axes, known, points, seed)
    return Plan(base, tuple(set_), known, tuple(axes), tuple(places), _variants(name, set_, axes, places))


def _asked(vary: Sequence[str], faults: list[str]) -> list[Range]:
    """What is asked of each key, as far as it is well formed."""
    found: dict[str, Range] = {}
    if not vary:
        faults.append("nothing is varied; say --vary KEY=LOW:HIGH or --vary KEY=A,B,C")
    for text in vary:
        try:
            one = design.read(text)
        except DesignError as error:
            faults.append(f"--vary {text}: {error}")
            continue
        if one.key in found:
            faults.append(
                f"--vary {text}: {one.key}: is said twice (--vary {found[one.key].text}); say it once"
            )
        found.setdefault(one.key, one)
    return list(found.values())


def _key_faults(name: str | Path, set_: Sequence[str], asked: Range) -> list[str]:
    """What is wrong with a key at its ends, said of the option that asks for them."""
    problems: list[Problem] = []
    for value in asked.ends:
        setting = f"{asked.key}={value}"
        try:
            load(name, [*set_, setting])
        except ScenarioError as error:
            said, own = Mark(f"--set {setting}"), Mark(f"--vary {asked.text}")
            problems += [
                Problem(own if one.mark == said else one.mark, one.path, one.message, one.inherited)
                for one in error.problems
            ]
    return [str(one) for one in dict.fromkeys(problems)]


def _whole(name: str | Path, set_: Sequence[str], asked: Range) -> bool:
    """Whether a range is one of whole numbers: its key takes its lower end, and not half more."""
    if asked.values or not (asked.low.is_integer() and asked.high.is_integer()):
        return False
    try:
        load(name, [*set_, f"{asked.key}={asked.low + 0.5}"])
    except ScenarioError:
        return True
    return False


def _check_size(axes: Sequence[Axis], kind: Kind, points: int | None, runs: int) -> None:
    """Refuse what nobody could wait for or look at."""
    many = design.count(axes, kind, points)
    sizes = [f"{len(one.values):,}{'+' if len(one.values) > MOST else ''} of {one.key}" for one in axes]
    if many > MOST:
        raise DesignError(
            f"--vary: {' x '.join(sizes)} make a grid of more than {MOST:,} points; give fewer values "
            "(LOW:HIGH:STEP), or draw points with --design lhs --points 256"
        )
    if many * runs > MOST_RUNS:
        raise DesignError(
            f"--runs: {many:,} points of {runs:,} runs are {many * runs:,} runs, more than {MOST_RUNS:,}; "
            f"{MOST_RUNS // many:,} runs are possible"
        )


def _variants(
    name: str | Path, set_: Sequence[str], axes: Sequence[Axis], places: Sequence[tuple[Value, ...]]
) -> tuple["scenarios.Scenario", ...]:
    """The scenario of each point."""
    variants = Variants(name, set_)
    found = []
    problems: list[Problem] = []
    for place in places:
        try:
            found.append(
                variants.load([f"{one.key}={value}" for one, value in zip(axes, place, strict=True)])
            )
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise DesignError(str(ScenarioError(problems)))
    return tuple(found)
