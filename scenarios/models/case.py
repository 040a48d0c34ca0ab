"""The case: its dates, places, roles, and what can be tabled, proposed and answered."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from scenarios.models.base import (
    ActorId,
    BodyId,
    Day,
    Free,
    Identifier,
    IssueId,
    PlaceId,
    ShortName,
    Strict,
    Text,
)
from scenarios.models.evidence import Document
from scenarios.models.numbers import (
    Factor,
    Incidents,
    Point,
    SourcedFactor,
    SourcedIncidents,
    SourcedPerDay,
    Sources,
    Weeks,
    refuse,
    written,
)

VALUE = "value"
"""The word that stands, in the events of a lever, for the value it is set to."""


class Roles(Strict):
    """Which actor plays which part; a part without an actor is not played."""

    claimant: ActorId | None = None
    """Who seeks the status."""
    parent: ActorId | None = None
    """Whose consent is at stake."""
    force: ActorId | None = None
    """The force in the field."""
    council: ActorId | None = None
    """The body that adopts or vetoes texts."""
    alliance: ActorId | None = None
    """The body that commands the force, by consensus."""
    union: ActorId | None = None
    """The body that seeks a common position."""
    mediator: ActorId | None = None
    """Who mediates the talks."""
    patrons_of_claimant: tuple[ActorId, ...] = ()
    """Who stands behind the claimant."""
    patrons_of_parent: tuple[ActorId, ...] = ()
    """Who stands behind the parent."""


class IssueRoles(Strict):
    """Which issue plays which part."""

    status: IssueId | None = None
    """What is claimed; whoever holds a high position on it recognises."""
    posture: IssueId | None = None
    """What the force should be."""
    talks: IssueId | None = None
    """Whether talks go on."""
    mission: IssueId | None = None
    """Whether the union sends its mission."""


class CalendarEntry(Strict):
    """A dated fact that is known at the forecast date."""

    date: Day
    """The day."""
    name: Text
    """What happens on it."""
    kind: Literal[
        "meeting", "report", "deadline", "request", "declaration", "resolution", "agreement", "election",
        "mandate", "letter", "statement", "other",
    ]  # fmt: skip
    """What sort of fact it is; a deadline and a request act on the claimant."""
    body: BodyId | None = None
    """The body that meets or decides."""
    source: Sources
    """Where it is known from."""
    note: Text | None = None
    """What else is to be known."""


class Locality(Strict):
    """A place on the ground in which incidents happen and the force stands."""

    name: Text
    """What it is called in figures and reports."""
    garrison: bool
    """Whether the force stands there, so that it can deter."""
    base_rate: SourcedIncidents
    """Incidents per week in quiet times."""
    weight: SourcedFactor
    """How much of the shock of a declaration, or of a deadline passed, is felt there."""
    safeguarded: bool = False
    """Whether the plan's safeguards calm it."""
    note: Text | None = None
    """What else is to be known."""


class Draft(Strict):
    """A text that can be put to the vote in the council or in the union."""

    title: Text
    """What it is called."""
    issue: IssueId
    """The issue it is about."""
    place: Point
    """Where it stands on the issue."""
    reversion: Point
    """Where things stand without it."""
    sponsors: tuple[ActorId, ...] = ()
    """Who tables it."""
    effect: Literal["extend_talks", "endorse", "condemn", "end_mandate", "common_position", "mission"]
    """What its adoption does; a common position and a mission are the union's, the others the council's."""
    weeks: Weeks | None = None
    """How long talks are extended, where that is the effect."""
    not_before: Day | None = None
    """The first day on which the union can vote on it."""
    note: Text | None = None
    """Why it is placed so."""
    source: Sources
    """Where it is known from."""

    @model_validator(mode="after")
    def _complete(self) -> "Draft":
        if self.effect == "extend_talks" and self.weeks is None:
            refuse([("", "extends talks without saying for how many weeks")])
        return self


class Posture(Strict):
    """What the alliance can resolve that its force shall be."""

    title: Text
    """What it is called."""
    place: Point
    """Where it stands on the posture issue."""
    strength: Factor
    """Strength as a multiple of the strength at the start."""
    caveats: Factor
    """Caveats as a multiple of those at the start."""
    reserves: bool = False
    """Whether reserve battalions are on call under it."""
    source: Sources | None = None
    """Where it is known from."""
    note: Text | None = None
    """Why it is placed so."""


class Response(Strict):
    """What an actor may do in answer to a turn of events."""

    title: Text
    """What it is called."""
    actor: ActorId
    """Who does it."""
    after: Literal["start", "declaration", "recognition", "resolution", "unrest"]
    """What it answers."""
    rate: SourcedPerDay
    """How soon it comes, once there is something to answer."""
    shocks: dict[PlaceId, Incidents] = Field(default_factory=dict)
    """Incidents per week that it adds, by place."""
    precedent: float = 0
    """What it adds to the precedent index."""
    source: Sources | None = None
    """Where it is known from."""
    note: Text | None = None
    """What it stands for."""


class Lever(Strict):
    """A short name for what scenarios often set by one number."""

    title: Text
    """What it does, in words."""
    unit: Text
    """What its value is counted in."""
    low: float
    """The least that it can be set to."""
    high: float
    """The most that it can be set to."""
    whole: bool = False
    """Whether only whole numbers make sense."""
    keys: tuple[Text, ...] = ()
    """Dotted keys that get the value."""
    beside: Annotated[dict[str, Any], Free()] = Field(default_factory=dict)
    """Dotted keys that are set beside, and to what."""
    events: tuple[Annotated[dict[str, Any], Free()], ...] = ()
    """What happens besides; the word `value` stands for the value, under `date` for so many weeks after the
    start."""
    replaces: tuple[Text, ...] = ()
    """Kinds of events, by the word after `do`, that fall away for it."""
    remove: tuple[Text, ...] = ()
    """Events that fall away for it if they are there, as `events.<id>`."""
    note: Text | None = None
    """What else is to be known."""

    @model_validator(mode="after")
    def _effective(self) -> "Lever":
        ends = {"low": self.low, "high": self.high}
        faults = [
            (name, f"{written(end)} is not a whole number")
            for name, end in ends.items()
            if self.whole and not end.is_integer()
        ]
        if self.low > self.high:
            faults.append(("low", f"low {written(self.low)} is above high {written(self.high)}"))
        if not self.keys and not any(VALUE in event.values() for event in self.events):
            faults.append(("", f"does nothing with its value; give keys, or events with the word {VALUE}"))
        refuse(faults)
        return self


class Case(Strict):
    """What is given, whatever the scenario."""

    title: Text
    """What the case is called."""
    summary: Text
    """The case in a paragraph."""
    forecast_date: Day
    """The last day of which anything is known."""
    start: Day
    """The first day that is simulated."""
    weeks: Annotated[int, Field(ge=1, le=1040)]
    """How many weeks are simulated."""
    step_days: Annotated[float, Field(ge=0.5, le=28)] = 7
    """Days per step; rates are per day, so that this changes only the resolution."""
    documents: dict[Identifier, Document] = Field(default_factory=dict)
    """The texts that statements were coded from."""
    roles: Roles = Roles()
    """Which actor plays which part."""
    issue_roles: IssueRoles = IssueRoles()
    """Which issue plays which part."""
    calendar: tuple[CalendarEntry, ...] = ()
    """Dated facts that are known at the forecast date; they may precede the start."""
    places: dict[Identifier, Locality] = Field(default_factory=dict)
    """Places on the ground."""
    severity_of: Text | None = None
    """The week that severity 100 stands for, such as March 2004."""
    texts: dict[Identifier, Draft] = Field(default_factory=dict)
    """Texts that can be tabled in the council."""
    postures: dict[Identifier, Posture] = Field(default_factory=dict)
    """Postures that can be proposed in the alliance."""
    responses: dict[Identifier, Response] = Field(default_factory=dict)
    """What actors may do in answer."""
    levers: dict[ShortName, Lever] = Field(default_factory=dict)
    """Short names, such as force.strength, for what scenarios often set."""
    headline: Annotated[tuple[Text, ...], Field(max_length=5)] = ()
    """Names of the outcomes, five at most, that a summary shows first."""

    @property
    def horizon(self) -> dt.date:
        """The first day that is no longer simulated."""
        return self.start + dt.timedelta(weeks=self.weeks)
