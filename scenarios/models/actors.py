"""Actors: who they are, what they belong to, what they command and where they stand."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from scenarios.models.base import ActorId, BodyId, Day, Evidence, IssueId, PlaceId, Strict, Text
from scenarios.models.naming import Naming
from scenarios.models.numbers import (
    Point,
    Salience,
    Share,
    SourcedQuantity,
    SourcedShare,
    SourcedSoldiers,
    Sources,
    Votes,
    _ladder_faults,
    refuse,
)

Grade = Literal["stated", "reported", "group", "assumed"]


class Position(Strict):
    """Where an actor stands on an issue, as far as the evidence tells: 0-100 with low, mode and high."""

    low: Point
    """The least that the evidence allows."""
    mode: Point
    """The likeliest."""
    high: Point
    """The most that the evidence allows."""
    salience: Salience
    """How much the issue matters to the actor (0-1): a share, or its low, mode and high."""
    grade: Grade
    """Its own words, another's report, a statement about a group, or an assumption."""
    evidence: tuple[Evidence, ...] = ()
    """Statements and references that the position rests on."""
    note: Text | None = None
    """How the position follows from the evidence; required where it is assumed."""

    @property
    def range(self) -> tuple[float, float, float]:
        """Low, mode and high."""
        return (self.low, self.mode, self.high)

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to draw."""
        return self.low == self.high

    @model_validator(mode="after")
    def _ordered(self) -> "Position":
        refuse(_ladder_faults(*self.range))
        return self


class Membership(Strict):
    """A seat in a body, for a time or for good."""

    votes: Votes | None = None
    """Weighted votes, where the body weights them."""
    seat: Literal["permanent", "elected"] | None = None
    """The kind of seat, where the body has two."""
    since: Annotated[Day | None, Field(alias="from")] = None
    """The first day of the membership; without it, since before the start."""
    until: Day | None = None
    """The last day of the membership; without it, beyond the horizon."""
    source: Sources | None = None
    """Where it is known from; required for votes and for seats."""

    def holds(self, day: dt.date) -> bool:
        """Whether the actor is a member on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @model_validator(mode="after")
    def _ordered(self) -> "Membership":
        if self.source is None and (self.votes is not None or self.seat is not None):
            refuse([("source", "is missing; votes and seats need one")])
        if self.since and self.until and self.since > self.until:
            refuse([("from", f"{self.since} is after until ({self.until})")])
        return self


class Actor(Strict):
    """A stakeholder: a party, a state, a body that decides, a force in the field or a community."""

    name: Text
    """What the actor is called in figures and reports."""
    kind: Literal["party", "state", "body", "force", "community"]
    """What sort of actor it is; bodies and forces hold no positions of their own."""
    iso3: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    """Three-letter country code, for maps and data sets."""
    office: Text | None = None
    """Who speaks for the actor at the forecast date."""
    naming: Naming | None = None
    """What it is called in documents, besides its name and the persons of its office."""
    memberships: dict[BodyId, Membership] = Field(default_factory=dict)
    """The bodies to which the actor belongs."""
    cohesion: SourcedShare | None = None
    """For a body: how much a seat in it ties its members, as a share of what the closest body does."""
    capability: dict[str, SourcedQuantity] = Field(default_factory=dict)
    """Named measures of power; `rules.negotiation.capability` picks one."""
    contingent: SourcedSoldiers | None = None
    """Soldiers in the force."""
    posts: dict[PlaceId, Share] = Field(default_factory=dict)
    """Where the contingent stands: its share by place."""
    caveats: SourcedShare | None = None
    """Share of the force's tasks that the contingent may not do."""
    ties: dict[ActorId, Share] = Field(default_factory=dict)
    """Bilateral ties to other actors (0-1), beyond shared memberships, which are computed."""
    exposure: SourcedShare | None = None
    """Exposure to the precedent (0-1): a territorial dispute of its own."""
    reliance: dict[ActorId, SourcedShare] = Field(default_factory=dict)
    """Reliance on patrons (0-1)."""
    asks_plan: SourcedShare | None = None
    """How far the actor ties its recognition to the plan's safeguards (0-1)."""
    positions: dict[IssueId, Position] = Field(default_factory=dict)
    """Where the actor stands, issue by issue."""
    note: Text | None = None
    """What else is to be known."""

    @model_validator(mode="after")
    def _consistent(self) -> "Actor":
        if self.kind in {"body", "force"} and self.positions:
            refuse([("positions", f"a {self.kind} holds no positions; its members do")])
        if self.cohesion is not None and self.kind != "body":
            refuse([("cohesion", f"a {self.kind} has no members; only a body has cohesion")])
        total = sum(self.posts.values())
        if self.posts and abs(total - 1) > 0.005:
            refuse([("posts", f"the shares add up to {total:.3g}, not to 1")])
        return self
