"""Questions that a case is asked before the answers are known, and the answers, which are kept apart."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.models.base import ActorId, BodyId, Day, Identifier, Strict, Text
from scenarios.models.numbers import refuse

Certainty = Literal["read", "partly"]


class Recognition(Strict):
    """Whether each state of some bodies has recognised, by days after the declaration and by dates."""

    ask: Literal["recognition"]
    """What sort of question it is."""
    of: tuple[BodyId, ...]
    """The bodies whose members are asked about."""
    by_days: tuple[int, ...] = ()
    """Days after the declaration."""
    by_dates: tuple[Day, ...] = ()
    """Days of the calendar."""


class Wave(Strict):
    """How many members of a body have recognised by so many days after the declaration."""

    ask: Literal["wave"]
    """What sort of question it is."""
    of: BodyId
    """The body."""
    by_days: tuple[int, ...]
    """Days after the declaration."""


class Date(Strict):
    """When something happens, and whether it does by some dates."""

    ask: Literal["date"]
    """What sort of question it is."""
    title: Text
    """What happens."""
    outcome: Text
    """The outcome that has its week: weeks after the start, or none where it does not happen."""
    by_dates: tuple[Day, ...] = ()
    """Days of the calendar by which it may have happened."""


class Threshold(Strict):
    """From where on an amount counts as the event: a judgement, with its range."""

    low: float
    """The least that might do."""
    mode: float
    """What is taken."""
    high: float
    """The most that might be asked for."""
    note: Text
    """Why."""


class Event(Strict):
    """Whether something happens within the horizon."""

    ask: Literal["event"]
    """What sort of question it is."""
    title: Text
    """What happens."""
    outcome: Text
    """The outcome that is 1 in a run in which it does; with `above`, an amount."""
    above: Threshold | None = None
    """From where on the amount counts as the event, where the model has nothing nearer to it."""


class Amount(Strict):
    """How much of something there is at the end of the horizon, or on a day."""

    ask: Literal["amount"]
    """What sort of question it is."""
    title: Text
    """What it is."""
    unit: Text
    """Its unit."""
    outcome: Text | None = None
    """The outcome that has it at the end."""
    weekly: Text | None = None
    """The recorded variable that has it week by week."""
    on: Day | None = None
    """The day, for a variable recorded week by week."""
    between: tuple[float, float] | None = None
    """Bounds between which it may lie."""

    @model_validator(mode="after")
    def _read_off(self) -> "Amount":
        if (self.outcome is None) == (self.weekly is None):
            refuse([("", "wants either outcome, or weekly and on")])
        if (self.weekly is None) != (self.on is None):
            refuse([("on", "goes with weekly, and weekly with it")])
        return self


Question = Annotated[Recognition | Wave | Date | Event | Amount, Field(discriminator="ask")]


class Questions(Strict):
    """What a case is asked: id -> question."""

    questions: dict[Identifier, Question]
    """The questions by name."""
    texts_say: dict[ActorId, float] = Field(default_factory=dict)
    """What the documents, taken at their word, give a state to recognise (0-1)."""
    texts_others: float | None = None
    """What they give every other member of the bodies asked about."""
    texts_note: Text | None = None
    """How the documents were read."""


class Origin(Strict):
    """A place where an answer can be read."""

    title: Text
    """What it is."""
    url: Text | None = None
    """Where it is."""


class Dated(Strict):
    """The day on which a state recognised."""

    date: Day
    """The day."""
    source: tuple[Identifier, ...]
    """Where it was read."""
    certainty: Certainty = "read"
    """Read in a source, or read in part."""
    note: Text | None = None
    """What sources disagree on."""


class Answer(Strict):
    """What came of a question."""

    date: Day | None = None
    """When it happened."""
    happened: bool | None = None
    """Whether it did, where no day is needed."""
    value: float | None = None
    """How much there was."""
    source: tuple[Identifier, ...]
    """Where it was read."""
    certainty: Certainty = "read"
    """Read in a source, or read in part."""
    note: Text | None = None
    """What is to be known about it."""

    @model_validator(mode="after")
    def _one(self) -> "Answer":
        given = [name for name in ("date", "happened", "value") if getattr(self, name) is not None]
        if len(given) != 1:
            refuse([("", f"wants one of date, happened and value, and has {' and '.join(given) or 'none'}")])
        return self


class History(Strict):
    """What happened: for scoring only."""

    until: Day
    """The day up to which it was looked."""
    declared: Day | None = None
    """The day of the declaration."""
    sources: dict[Identifier, Origin] = Field(default_factory=dict)
    """Where it was read."""
    recognised: dict[ActorId, Dated] = Field(default_factory=dict)
    """The states that recognised; those of the case that are not named had not by `until`."""
    answers: dict[Identifier, Answer] = Field(default_factory=dict)
    """The answers to other questions, by the question's name."""

    @model_validator(mode="after")
    def _sourced(self) -> "History":
        cited = [(f"recognised.{name}", one.source) for name, one in self.recognised.items()]
        cited += [(f"answers.{name}", one.source) for name, one in self.answers.items()]
        refuse(
            [
                (f"{place}.source", f"'{name}' is not among sources")
                for place, names in cited
                for name in names
                if name not in self.sources
            ]
        )
        return self
