"""From acts to a range: how much each counts, where the likeliest place is, and how much is left open.

An act is something that was said once, however many outlets carry it and however many coders confirm it.
Every number here that is a judgement stands at the head of this file, with its reason; docs/decisions/0023
says what becomes of the results when it is another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum
from types import MappingProxyType

from scenarios.models.actors import Grade
from scenarios.models.evidence import Mode, Stance

DIRECTNESS: Mapping[Mode, float] = MappingProxyType(
    {"direct": 4, "indirect": 3, "narrated": 2, "expected": 1}
)
"""How much an act counts by how it is told.

Evenly spaced, since the modes are an order and nothing tells more: one quotation outweighs one report, two
reports outweigh one quotation. Shares of 4:3:2:1 keep what is weaker in sight, where a rule that takes only
the directest would let one ambiguous quotation silence ten reports.
"""

COMMITMENT: Mapping[Stance, float] = MappingProxyType(
    {"supports": 1, "opposes": 1, "conditional": 1 / 2, "neutral": 1 / 8}
)
"""How much an act counts by its stance.

Half on a condition, as it may or may not be met. An eighth where nothing is favoured: the position is then
the middle of what is left open, and the most direct of such acts shall not outweigh the least direct of the
others.
"""

WIDTH: Mapping[Grade, int] = MappingProxyType({"stated": 24, "reported": 40, "group": 50, "assumed": 100})
"""Points from low to high where the acts agree, by grade.

The worded points of a scale are 25 apart: an actor's own words leave half a step open to either side. What
others report of it leaves most of a step open, what is said of a body that it belongs to a whole one.
"""

STEP = 25
"""Points between two worded places of a scale; acts that are farther apart contradict each other."""

MARGIN = 5
"""Points that the range goes beyond the outermost act: a draw has no density at the ends of its range."""

_STRENGTH: tuple[Grade, ...] = ("stated", "reported", "group", "assumed")


@dataclass(frozen=True)
class Act:
    """Something that was said once about where an actor stands.

    position : where on the scale, 0-100; least, most : of what its coders read; weight : above 0
    commits : whether it favours, rejects or sets a condition, and is not neutral
    evidence : the id of the statement that tells it most directly
    """

    position: float
    least: float
    most: float
    weight: float
    grade: Grade
    commits: bool
    evidence: str


@dataclass(frozen=True)
class Estimate:
    """Where an actor stands on an issue: whole points, low <= mode <= high, and what it rests on."""

    low: int
    mode: int
    high: int
    grade: Grade
    evidence: tuple[str, ...]


def estimate(acts: Sequence[Act]) -> Estimate | None:
    """The range that acts allow; None where none of them commits the actor to anything.

    The mode is the weighted mean of all acts. The range has its middle between the outermost acts that
    commit; it is as wide as the grade, or wide enough for those acts and a margin. What the end of the scale
    cuts off is left open at the other end, so that "never" is no surer than "perhaps".
    """
    committing = [act for act in acts if act.commits]
    if not committing:
        return None
    least, most = min(act.least for act in committing), max(act.most for act in committing)
    grade = _grade(committing, contradict=most - least > STEP)
    width = _even(min(100, max(WIDTH[grade], most - least + 2 * MARGIN)))
    low = min(max(_whole((least + most - width) / 2), 0), 100 - width)
    mean = fsum(act.weight * act.position for act in acts) / fsum(act.weight for act in acts)
    mode = min(max(_whole(mean), low), low + width)
    return Estimate(low, mode, low + width, grade, tuple(sorted({act.evidence for act in acts})))


def _grade(acts: Sequence[Act], *, contradict: bool) -> Grade:
    """The strongest grade among the acts; the weakest where they contradict each other."""
    grades = sorted((act.grade for act in acts), key=_STRENGTH.index)
    return grades[-1 if contradict else 0]


def _whole(number: float) -> int:
    """The nearest whole number, of two the even one, so that mirroring a scale mirrors what is on it."""
    return round(round(number, 6))


def _even(width: float) -> int:
    """The least even number that is not smaller: an even width has its middle on a whole point."""
    return 2 * ceil(round(width / 2, 6))
