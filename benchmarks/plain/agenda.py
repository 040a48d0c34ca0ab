"""What may be voted on, agreed and answered in a run, and what became of it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agents.state import NOT_TABLED

if TYPE_CHECKING:
    from benchmarks.plain.stage import Stage

UNION_EFFECTS = {"common_position", "mission"}
"""Effects of texts that go to the union; all others are the council's."""


@dataclass
class Text:
    """What may be put to a vote, and what became of it; votes : latest ballot or stance by actor.

    number : its place among the texts; weeks, opens : steps
    """

    name: str
    number: int
    issue: str
    place: float
    reversion: float
    council: bool
    sponsors: tuple[str, ...]
    weeks: int
    opens: int
    effect: str
    tabled: bool = False
    insisted: bool = False
    told: dict[str, int] = field(default_factory=dict)
    week: int | None = None
    result: int = NOT_TABLED
    votes: dict[str, int] = field(default_factory=dict)


@dataclass
class Posture:
    """What the alliance may agree on; how often it was proposed, and who broke the silence how often."""

    name: str
    place: float
    strength: float
    caveats: float
    reserves: bool
    proposed: int = 0
    objected: dict[str, int] = field(default_factory=dict)


@dataclass
class Response:
    """What an actor may do once its trigger has come; rate per day, shocks in incidents per week.

    number : its place among the responses; chance : that it came in the week in which it was last due
    """

    name: str
    number: int
    actor: str
    after: str
    rate: float
    shocks: dict[str, float]
    precedent: float
    week: int | None = None
    chance: float = 0.0


def texts(stage: "Stage") -> list[Text]:
    """The texts of the case, none of them tabled."""
    clock = stage.clock
    return [
        Text(
            name=name,
            number=number,
            issue=draft.issue,
            place=draft.place,
            reversion=draft.reversion,
            council=draft.effect not in UNION_EFFECTS,
            sponsors=draft.sponsors,
            weeks=clock.span(draft.weeks or 0),
            opens=clock.step(draft.not_before) if draft.not_before else 0,
            effect=draft.effect,
        )
        for number, (name, draft) in enumerate(stage.scenario.case.texts.items())
    ]


def postures(stage: "Stage") -> list[Posture]:
    """The postures of the case, none of them proposed."""
    offered = stage.scenario.case.postures.items()
    return [Posture(name, one.place, one.strength, one.caveats, one.reserves) for name, one in offered]


def responses(stage: "Stage", rates: list[float]) -> list[Response]:
    """The responses of the case, with these rates per day."""
    offered = stage.scenario.case.responses.items()
    return [
        Response(name, number, one.actor, one.after, rates[number], one.shocks, one.precedent)
        for number, (name, one) in enumerate(offered)
    ]
