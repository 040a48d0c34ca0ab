"""Events: what a scenario makes happen, and when.

An event is flat, `{date: 2008-02-17, do: declare, coordinated: true}`: its timing, the word after `do`, and
what that word needs. `weeks` belongs to the timing (`after: declaration, weeks: 2`), so durations are
`lasting`.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.models.base import (
    ActorId,
    BodyId,
    Day,
    EventName,
    Identifier,
    Indicator,
    IssueId,
    PlaceId,
    ResponseId,
    Strict,
    Text,
    TextId,
)
from scenarios.models.numbers import Battalions, Factor, Incidents, Point, Sources, Weeks, refuse

MILESTONES = (
    "declaration", "deadline", "resolution", "veto", "agreement", "mission", "first_recognition", "reserves",
)  # fmt: skip
"""What the engine dates by itself, so that an event can come `after` it."""


class Timed(Strict):
    """When something happens: on a date, after another event, or when an indicator says so."""

    id: Identifier | None = None
    """A name by which other events and scenarios can speak of it."""
    date: Day | None = None
    """The day on which it happens."""
    after: EventName | None = None
    """A milestone of the run, or the id of another event, after which it happens."""
    weeks: Weeks | None = None
    """How many weeks after."""
    when: Indicator | None = None
    """An indicator that brings it about the first time that it passes the mark."""
    above: float | None = None
    """The mark, if it is passed upwards."""
    below: float | None = None
    """The mark, if it is passed downwards."""
    source: Sources | None = None
    """Where it is known from."""
    note: Text | None = None
    """Why it is in the scenario."""

    @model_validator(mode="after")
    def _timed(self) -> "Timed":
        given = [name for name in ("date", "after", "when") if getattr(self, name) is not None]
        if len(given) != 1:
            got = " and ".join(given) or "none"
            refuse([("", f"an event has one of date, after, when; this has {got}")])
        marks = (self.above is not None) + (self.below is not None)
        if self.when is not None and marks != 1:
            refuse([("when", "needs one of above, below")])
        if self.when is None and marks:
            refuse([("above" if self.above is not None else "below", "goes with when only")])
        if self.after is None and self.weeks is not None:
            refuse([("weeks", "goes with after only")])
        return self


class Declare(Timed):
    """The claimant declares."""

    do: Literal["declare"]
    """What happens."""

    coordinated: bool
    """Whether with its partners."""


class TableText(Timed):
    """A text is put to the vote, in the council or in the union."""

    do: Literal["table_text"]
    """What happens."""

    text: TextId
    """The text."""
    insist: bool = False
    """Whether its sponsors let it come to a vote even where they expect a veto."""
    abstaining: tuple[ActorId, ...] = ()
    """Members that abstain, whatever their position."""
    vetoing: tuple[ActorId, ...] = ()
    """Permanent members that veto, whatever their position."""


class ExtendTalks(Timed):
    """Talks go on."""

    do: Literal["extend_talks"]
    """What happens."""

    lasting: Weeks
    """For how many weeks."""


class EndTalks(Timed):
    """Talks end."""

    do: Literal["end_talks"]
    """What happens."""


class Agree(Timed):
    """The parties agree."""

    do: Literal["agree"]
    """What happens."""

    place: Point
    """Where on the status issue."""


class DeployReserves(Timed):
    """Reserve battalions are called."""

    do: Literal["deploy_reserves"]
    """What happens."""

    battalions: Battalions
    """How many."""
    place: PlaceId | None = None
    """Where to; without it, to the place where it is worst."""


class SetStrength(Timed):
    """The strength of the force changes."""

    do: Literal["set_strength"]
    """What happens."""

    factor: Factor
    """As a multiple of the strength at the start."""


class SetCaveats(Timed):
    """Caveats change."""

    do: Literal["set_caveats"]
    """What happens."""

    factor: Factor
    """As a multiple of those at the start."""


class WithdrawContingent(Timed):
    """A contingent leaves."""

    do: Literal["withdraw_contingent"]
    """What happens."""

    actor: ActorId
    """Whose."""


class Shock(Timed):
    """A provocation adds to unrest."""

    do: Literal["shock"]
    """What happens."""

    place: PlaceId
    """Where."""
    incidents: Incidents
    """What it adds per week."""
    lasting: Annotated[Weeks, Field(ge=1)] = 1
    """For how many weeks."""


class MovePosition(Timed):
    """An actor's position moves."""

    do: Literal["move_position"]
    """What happens."""

    actor: ActorId
    """Whose."""
    issue: IssueId
    """On which issue."""
    by: Annotated[float, Field(ge=-100, le=100)]
    """Points, upwards if positive."""


class CommitPlan(Timed):
    """The claimant's commitment to the plan moves."""

    do: Literal["commit_plan"]
    """What happens."""

    by: Annotated[float, Field(ge=-100, le=100)]
    """Points, upwards if positive."""


class ForceResponse(Timed):
    """A response comes, whatever its rate."""

    do: Literal["force_response"]
    """What happens."""

    response: ResponseId
    """Which."""


class EndMandate(Timed):
    """The mandate of the force and of the mission ends."""

    do: Literal["end_mandate"]
    """What happens."""


class Precedent(Timed):
    """The precedent index moves."""

    do: Literal["precedent"]
    """What happens."""

    by: float
    """How far, upwards if positive."""


class HoldVote(Timed):
    """A body votes on an issue."""

    do: Literal["hold_vote"]
    """What happens."""

    body: BodyId
    """Which body."""
    issue: IssueId
    """On which issue."""


Event = Annotated[
    Declare
    | TableText
    | ExtendTalks
    | EndTalks
    | Agree
    | DeployReserves
    | SetStrength
    | SetCaveats
    | WithdrawContingent
    | Shock
    | MovePosition
    | CommitPlan
    | ForceResponse
    | EndMandate
    | Precedent
    | HoldVote,
    Field(discriminator="do"),
]
"""Something that a scenario makes happen."""

EventKinds = (
    Declare,
    TableText,
    ExtendTalks,
    EndTalks,
    Agree,
    DeployReserves,
    SetStrength,
    SetCaveats,
    WithdrawContingent,
    Shock,
    MovePosition,
    CommitPlan,
    ForceResponse,
    EndMandate,
    Precedent,
    HoldVote,
)
"""Every kind of event, for docs and checks."""
