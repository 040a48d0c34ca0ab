"""Positions: what confirmed statements say about where each actor stands, as low, mode and high.

An actor's own statements come first. Where it has none that commits it to anything, those of the bodies serve
in which it held a seat on the day, if their members are tied closely enough. Where there are none either, the
position stays an assumption. docs/decisions/0023 gives the reasons.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sources.acts import Confirmed, Period, acts, confirmed, current
from sources.aggregation import Estimate, estimate
from sources.stakeholders import Stakeholder

CLOSE = 0.5
"""Cohesion from which a body speaks for its members: below it, it is a table at which rivals sit."""

Standing = Literal["coded", "kept", "assumed"]


@dataclass(frozen=True)
class Rule:
    """Which statements count: by how many coders, from which days; until : the last of them."""

    until: dt.date
    period: Period = "week"
    least: int = 1


@dataclass(frozen=True)
class Placed:
    """An actor on an issue: what the statements give, and what stands in the actors file.

    bodies : whose statements served, empty where its own did; references : cited there and no statements
    entry : as it stands there, None where it has none
    """

    actor: str
    issue: str
    found: Estimate | None
    bodies: tuple[str, ...] = ()
    entry: Mapping[str, Any] | None = None
    references: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """`coded` from statements, `kept` as judged with references, or `assumed`."""
        if self.references and (self.entry or {}).get("grade") != "assumed":
            return "kept"
        return "coded" if self.found else "assumed"

    @property
    def fits(self) -> bool:
        """Whether the likeliest place by the statements lies within the range that stands."""
        if self.found is None or self.entry is None:
            return True
        return bool(self.entry["low"] <= self.found.mode <= self.entry["high"])


def place_all(
    statements: Sequence[Confirmed],
    stakeholders: Mapping[str, Stakeholder],
    issues: Collection[str],
    rule: Rule,
) -> list[Placed]:
    """Every actor that holds positions on every issue, in the order in which they are given."""
    cells = _cells(confirmed(statements, rule.least), rule)
    known = {one.id for one in statements}
    return [
        _place(cells, stakeholders, actor, issue, known)
        for actor in stakeholders.values()
        if actor.holds
        for issue in issues
    ]


Cells = Mapping[tuple[str, str], Sequence[Confirmed]]


def _cells(statements: Sequence[Confirmed], rule: Rule) -> Cells:
    """The statements that are current, by actor and issue."""
    found: dict[tuple[str, str], list[Confirmed]] = defaultdict(list)
    for one in statements:
        found[one.actor, one.issue].append(one)
    return {cell: current(group, rule.period, rule.until) for cell, group in found.items()}


def _place(
    cells: Cells,
    stakeholders: Mapping[str, Stakeholder],
    actor: Stakeholder,
    issue: str,
    known: Collection[str],
) -> Placed:
    """One actor on one issue: by its own statements, else by those of its bodies."""
    entry = actor.positions.get(issue)
    cited = (entry or {}).get("evidence") or ()
    references = tuple(name for name in cited if name not in known)
    own = estimate(acts(_own(cells, actor, issue)))
    if own:
        return Placed(actor.id, issue, own, (), entry, references)
    told = dict(_of_bodies(cells, stakeholders, actor, issue))
    found = estimate([act for body, said in told.items() for act in acts(said, stakeholders[body].cohesion)])
    return Placed(actor.id, issue, found, tuple(told) if found else (), entry, references)


def _own(cells: Cells, actor: Stakeholder, issue: str) -> Sequence[Confirmed]:
    """Its own statements; of a community only what it says itself: others can but suppose what it wants."""
    said = cells.get((actor.id, issue), ())
    return [one for one in said if one.own] if actor.kind == "community" else said


def _of_bodies(
    cells: Cells, stakeholders: Mapping[str, Stakeholder], actor: Stakeholder, issue: str
) -> Iterator[tuple[str, list[Confirmed]]]:
    """What its bodies say on the days on which it has a seat, body by body."""
    for body, seat in actor.seats.items():
        said = [one for one in cells.get((body, issue), ()) if seat.held(one.day)]
        if said and body in stakeholders and stakeholders[body].cohesion >= CLOSE:
            yield body, said
