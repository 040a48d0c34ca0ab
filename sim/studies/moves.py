"""Moves: what single things an actor could do otherwise, each as settings that anybody can type again.

Everybody may stand elsewhere, give an issue another weight, and press those it can reach; what a seat or a
part allows is in `seats`, and rules that take others' consent in `procedures`.  A step is a tenth of the
scale throughout, so that no number is chosen for any move.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import scenarios

Kind = Literal["position", "salience", "timing", "part", "pressure", "rule"]

STEP = 10.0
"""Points: a tenth of the scale of positions."""
SHARE = 0.1
"""A tenth of the scale of shares, such as salience."""

SILENT = ("body", "force")
"""Kinds of actors that hold no position and decide nothing of their own."""

LADDER = ("low", "mode", "high")


@dataclass(frozen=True)
class Move:
    """Something that an actor could do otherwise.

    name : unlike that of any other move of the actor; says : what it does, as `it ...` goes on
    settings : KEY=VALUE, laid over the scenario; actor : who does it; target : whom it presses, if anybody
    consent : who else would have to agree, in words, nobody where it is the actor's own to do
    points : how far it moves the actor from where it wishes to stand, in points; weighted : times salience
    """

    name: str
    kind: Kind
    says: str
    settings: tuple[str, ...]
    actor: str
    target: str = ""
    consent: str = ""
    points: float = 0.0
    weighted: float = 0.0

    @property
    def stem(self) -> str:
        """What moves that differ in their amount or week alone have in common."""
        parts = self.name.split(".")
        return ".".join(parts[: 1 if parts[0] in {"declare", "press"} else 2])

    @property
    def own(self) -> bool:
        """Whether the actor can do it by itself, to itself."""
        return not (self.consent or self.target)


def moves(scenario: "scenarios.Scenario", actor: str) -> tuple[Move, ...]:
    """All single moves of an actor in a scenario, those of its own first."""
    from sim.studies.procedures import procedures
    from sim.studies.seats import seats

    found = [
        *stances(scenario, actor, actor),
        *weights(scenario, actor),
        *seats(scenario, actor),
        *(one for other in reach(scenario, actor) for one in stances(scenario, actor, other)),
        *procedures(scenario, actor),
    ]
    return tuple(found)


def own(scenario: "scenarios.Scenario", actor: str) -> tuple[Move, ...]:
    """What an actor can do by itself: no pressure on others, and nobody's consent."""
    from sim.studies.seats import seats

    found = [*stances(scenario, actor, actor), *weights(scenario, actor), *seats(scenario, actor)]
    return tuple(one for one in found if one.own)


def stances(scenario: "scenarios.Scenario", actor: str, who: str) -> Iterator[Move]:
    """An actor stands a step higher or lower on each issue; another is pressed a step towards the actor."""
    wished = scenario.actors[actor].positions
    for issue, held in scenario.actors[who].positions.items():
        title = scenario.issues[issue].title
        steps: tuple[float, ...] = (STEP, -STEP)
        if who != actor:
            gap = wished[issue].mode - held.mode if issue in wished else 0.0
            steps = (max(min(gap, STEP), -STEP),)
        for by in steps:
            ends = [min(max(end + by, 0.0), 100.0) for end in held.range]
            if ends[1] == held.mode:
                continue
            there = f"{ends[1]:g} instead of {held.mode:g} on {title}"
            settings = ladder(f"actors.{who}.positions.{issue}", ends)
            way = "up" if by > 0 else "down"
            if who != actor:
                says = f"moves {scenario.actors[who].name} to {there}"
                yield Move(f"press.{who}.{issue}", "pressure", says, settings, actor, who)
                continue
            points = abs(ends[1] - held.mode)
            cost = points * held.salience.range[1]
            name = f"position.{issue}.{way}"
            yield Move(name, "position", f"stands at {there}", settings, actor, points=points, weighted=cost)


def weights(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """An actor gives an issue more weight or less."""
    for issue, held in scenario.actors[actor].positions.items():
        low, mode, high = held.salience.range
        for way, by in (("up", SHARE), ("down", -SHARE)):
            ends = [round(min(max(end + by, 0.0), 1.0), 6) for end in (low, mode, high)]
            if ends[1] == mode:
                continue
            amount = f"salience {ends[1]:g} instead of {mode:g}"
            says = f"gives {scenario.issues[issue].title} {'more' if by > 0 else 'less'} weight ({amount})"
            settings = ladder(f"actors.{actor}.positions.{issue}.salience", ends)
            yield Move(f"salience.{issue}.{way}", "salience", says, settings, actor)


def reach(scenario: "scenarios.Scenario", actor: str) -> list[str]:
    """Whom an actor can press: those that hold positions and are tied to it, or sit in a body with it."""
    here = scenario.actors[actor]
    return [
        name
        for name, other in scenario.actors.items()
        if name != actor
        and other.positions
        and (name in here.ties or actor in other.ties or here.memberships.keys() & other.memberships.keys())
    ]


def ladder(key: str, ends: Sequence[float]) -> tuple[str, ...]:
    """Settings of low, mode and high."""
    return tuple(f"{key}.{rung}={round(end, 6):g}" for rung, end in zip(LADDER, ends, strict=True))


def under(kind: Kind, actor: str, consent: str = "") -> Any:
    """A maker of moves of one kind: called with name, words and settings."""

    def make(name: str, says: str, *settings: str) -> Move:
        return replace(Move(name, kind, says, settings, actor), consent=consent)

    return make
