"""From statements to acts: which count, which of them are the same thing said once, and from which days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal, get_args

from scenarios.models.actors import Grade
from scenarios.models.evidence import Mode, Stance
from sources.aggregation import COMMITMENT, DIRECTNESS, Act

Period = Literal["week", "latest", "all"]
PERIODS: tuple[Period, ...] = get_args(Period)
WEEK = 7


@dataclass(frozen=True)
class Confirmed:
    """A statement that a coder confirmed, with all that the rule asks of it.

    day : on which its document was published; coders : who confirmed this very entry
    own : whether the speaker speaks for the actor; others are heard as narrators at best
    body : whether the actor is a body, so that it tells of members
    """

    id: str
    document: str
    day: dt.date
    start: int
    end: int
    sha256: str
    speaker: str
    actor: str
    issue: str
    stance: Stance
    mode: Mode
    position: float
    coders: frozenset[str]
    own: bool
    body: bool = False

    @property
    def told(self) -> Mode:
        """How directly it is told: what somebody else says of the actor is a narration, in quotes or not."""
        return self.mode if self.own or self.mode == "expected" else "narrated"

    @property
    def weight(self) -> float:
        """How much it counts."""
        return DIRECTNESS[self.told] * COMMITMENT[self.stance]

    @property
    def grade(self) -> Grade:
        """Of a body's statements: group; else whether the actor's own words are known."""
        if self.body:
            return "group"
        return "stated" if self.own and self.mode in {"direct", "indirect"} else "reported"

    def overlaps(self, other: "Confirmed") -> bool:
        """Whether both are coded from the same words of one document, for the same actor and issue."""
        same = (self.document, self.actor, self.issue) == (other.document, other.actor, other.issue)
        return same and self.start < other.end and other.start < self.end


def confirmed(statements: Sequence[Confirmed], least: int) -> list[Confirmed]:
    """Those that at least so many coders confirmed: in this entry, or in one of theirs that overlaps it."""
    by_cell: dict[Hashable, list[Confirmed]] = defaultdict(list)
    for one in statements:
        by_cell[one.document, one.actor, one.issue].append(one)

    def coders(one: Confirmed) -> set[str]:
        beside = by_cell[one.document, one.actor, one.issue]
        return {name for other in beside if one.overlaps(other) for name in other.coders}

    return [one for one in statements if len(coders(one)) >= least]


def current(statements: Sequence[Confirmed], period: Period, until: dt.date) -> list[Confirmed]:
    """Of one actor's statements on one issue, those of the newest days that commit it to anything.

    `week` pools seven days, counted backwards from `until`; `latest` takes one day; `all` takes everything.
    Nothing younger than `until` counts. A neutral statement does not push older ones out.
    """
    known = [one for one in statements if one.day <= until]
    if period == "all":
        return known
    days = WEEK if period == "week" else 1

    def age(one: Confirmed) -> int:
        return (until - one.day).days // days

    newest = min((age(one) for one in known if one.stance != "neutral"), default=None)
    return [one for one in known if age(one) == newest]


def acts(statements: Sequence[Confirmed], share: float = 1) -> list[Act]:
    """One actor's statements on one issue as acts, each once; share : by which their weights are cut."""
    return [_act(group, share) for group in _same(statements)]


def _act(group: Sequence[Confirmed], share: float) -> Act:
    """What statements of one act come to: the mean of what its coders read, as direct as the directest."""
    readings: dict[str, set[float]] = defaultdict(set)
    for one in group:
        for coder in one.coders or {""}:
            readings[coder].add(one.position)
    means = [fsum(places) / len(places) for places in readings.values()]
    best = min(group, key=lambda one: (-one.weight, one.day, one.id))
    return Act(
        position=fsum(means) / len(means),
        least=min(one.position for one in group),
        most=max(one.position for one in group),
        weight=best.weight * share,
        grade=next(
            grade for grade in ("stated", "reported", "group") if any(g.grade == grade for g in group)
        ),
        commits=any(one.stance != "neutral" for one in group),
        evidence=best.id,
    )


def _same(statements: Sequence[Confirmed]) -> Iterator[list[Confirmed]]:
    """The statements in groups that are one act.

    The same words in two documents (a wire copy, a paragraph carried over); the same words of one document
    as several coders marked them; and one voice that on one day takes one stance at one place, which two
    outlets word differently or one repeats.
    """
    parent = list(range(len(statements)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    def join(pairs: Iterable[tuple[int, int]]) -> None:
        for i, j in pairs:
            parent[root(j)] = root(i)

    join(_alike(statements, lambda one: one.sha256))
    join(_alike(statements, lambda one: (one.speaker.casefold(), one.day, one.stance, one.position)))
    join(
        (i, j)
        for i, one in enumerate(statements)
        for j, other in enumerate(statements[:i])
        if one.coders != other.coders and one.overlaps(other)
    )
    found: dict[int, list[Confirmed]] = defaultdict(list)
    for i, one in enumerate(statements):
        found[root(i)].append(one)
    yield from found.values()


def _alike(
    statements: Sequence[Confirmed], key: Callable[[Confirmed], Hashable]
) -> Iterator[tuple[int, int]]:
    """Pairs that have a key in common: each with the first that has it."""
    first: dict[Hashable, int] = {}
    for i, one in enumerate(statements):
        yield first.setdefault(key(one), i), i
