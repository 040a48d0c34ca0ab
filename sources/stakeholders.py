"""Stakeholders as the coding needs them: names, kind, seats in bodies, and positions as they stand."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from scenarios import ScenarioError
from scenarios.exceptions import did_you_mean, one_of
from scenarios.models.actors import Actor, Grade
from scenarios.models.numbers import LADDER, written
from scenarios.nodes import Node, plain, quoted, read
from sources.faults import SourceError
from sources.voices import names_of, speaks_for

KINDS: tuple[str, ...] = get_args(Actor.model_fields["kind"].annotation)
HOLDERS = frozenset({"party", "state", "community"})
"""Kinds that hold positions; those of a body and of a force are what their members decide."""


@dataclass(frozen=True)
class Seat:
    """A seat in a body; without a day it reaches back, or on, for good."""

    since: dt.date | None = None
    until: dt.date | None = None

    def held(self, day: dt.date) -> bool:
        """Whether it is held on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Stakeholder:
    """An actor: kind, what it goes by, seats by body, how closely it ties its members (0-1), positions."""

    id: str
    kind: str = "state"
    names: frozenset[str] = frozenset()
    seats: Mapping[str, Seat] = field(default_factory=dict)
    cohesion: float = 1
    positions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether it is of a kind that holds positions."""
        return self.kind in HOLDERS

    def voices(self, speaker: str) -> bool:
        """Whether a speaker, as a coder describes it, speaks for the actor."""
        return speaks_for(speaker, self.names)


def read_stakeholders(path: Path) -> dict[str, Stakeholder]:
    """The actors of an actors.yaml, in its order; only what the rule asks for is read.

    Raises:
        SourceError: what is wrong with those, with line and column, all at once.
    """
    try:
        root = read(path)
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None
    faults: list[str] = []
    found = {name: _stakeholder(name, node, faults) for name, node in root.children.items()}
    if faults:
        raise SourceError(faults)
    return found


def nameless(actors: Iterable[str]) -> dict[str, Stakeholder]:
    """Actors of which nothing is known but their ids: states without a seat."""
    return {name: Stakeholder(name, names=names_of(name, {})) for name in actors}


def _stakeholder(name: str, node: Node, faults: list[str]) -> Stakeholder:
    if not isinstance(node.value, dict):
        faults.append(f"{node.place}: {name}: is not a mapping (kind, memberships, positions)")
        return Stakeholder(name)
    kind = node.children.get("kind")
    if kind is not None and kind.value not in KINDS:
        hint = did_you_mean(str(kind.value), KINDS) or f"; allowed: {one_of(KINDS)}"
        faults.append(f"{kind.mark}: {name}.kind: {_shown(kind)} is not a kind of actor{hint}")
    bodies = node.children.get("memberships")
    positions = node.children.get("positions")
    faults += _misshapen(name, bodies, "memberships")
    faults += _misshapen(name, positions, "positions")
    return Stakeholder(
        name,
        str(kind.value) if kind else "state",
        names_of(name, plain(node)),
        {body: _seat(name, body, seat, faults) for body, seat in (bodies.children if bodies else {}).items()},
        _cohesion(name, node, faults),
        {
            issue: _position(f"{name}.positions.{issue}", entry, faults)
            for issue, entry in (positions.children if positions else {}).items()
        },
    )


def _misshapen(name: str, node: Node | None, key: str) -> Iterator[str]:
    if node is not None and not isinstance(node.value, dict):
        yield f"{node.mark}: {name}.{key}: is not a mapping"


def _seat(name: str, body: str, node: Node, faults: list[str]) -> Seat:
    days: list[dt.date | None] = []
    for key in ("from", "until"):
        given = node.children.get(key)
        try:
            days.append(dt.date.fromisoformat(str(given.value)) if given else None)
        except ValueError:
            assert given
            place = f"{given.mark}: {name}.memberships.{body}.{key}"
            faults.append(f"{place}: {_shown(given)} is not a date (YYYY-MM-DD)")
            days.append(None)
    return Seat(*days)


def _cohesion(name: str, node: Node, faults: list[str]) -> float:
    """The value, or the likeliest, of how closely a body ties its members; 1 where nothing is said."""
    given = node.children.get("cohesion")
    if given is None:
        return 1
    number = given.children.get("value") or given.children.get("mode")
    if number is not None and _is_number(number) and 0 <= number.value <= 1:  # type: ignore[operator]
        return float(number.value)  # type: ignore[arg-type]
    faults.append(f"{(number or given).mark}: {name}.cohesion: wants a value, or a mode, from 0 to 1")
    return 1


def _position(place: str, node: Node, faults: list[str]) -> dict[str, Any]:
    """A position as it stands, if its range and its grade are ones."""
    numbers = [node.children.get(rung) for rung in LADDER]
    wrong = [
        f"{(given or node).mark}: {place}.{rung}: "
        + (f"{_shown(given)} is not a number from 0 to 100" if given else "is missing")
        for rung, given in zip(LADDER, numbers, strict=True)
        if given is None or not _is_number(given) or not 0 <= given.value <= 100  # type: ignore[operator]
    ]
    if not wrong:
        low, mode, high = (float(given.value) for given in numbers if given)  # type: ignore[arg-type]
        if not low <= mode <= high:
            shown = ", ".join(map(written, (low, mode, high)))
            wrong = [f"{node.mark}: {place}: {shown} is no range (low <= mode <= high)"]
    grade = node.children.get("grade")
    if grade is None or grade.value not in get_args(Grade):
        got = f"{_shown(grade)} is not a grade" if grade else "has no grade"
        wrong.append(f"{(grade or node).mark}: {place}: {got}; allowed: {one_of(get_args(Grade))}")
    faults += wrong
    entry: dict[str, Any] = plain(node) if isinstance(node.value, dict) else {}
    return entry


def _is_number(node: Node) -> bool:
    return isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _shown(node: Node) -> str:
    if isinstance(node.value, dict | list):
        return "a mapping" if isinstance(node.value, dict) else "a list"
    return quoted(node.value)
