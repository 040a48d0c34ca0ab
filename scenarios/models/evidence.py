"""Evidence: documents, the statements found in them, and references."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.models.base import ActorId, Day, DocumentId, Hexadecimal, IssueId, Strict, Text
from scenarios.models.numbers import Point, refuse

Offset = Annotated[int, Field(ge=0)]


class Document(Strict):
    """A text that statements were coded from; the text itself is not part of the case."""

    file: Text
    """Name of the text file."""
    sha256: Hexadecimal
    """Checksum of the file, so that offsets are known to fit."""
    outlet: Text
    """Who published it."""
    date: Day
    """When it was published."""
    note: Text | None = None
    """What else is to be known about it."""


Stance = Literal["supports", "opposes", "conditional", "neutral"]
Mode = Literal["direct", "indirect", "narrated", "expected"]
Decision = Literal["accepted", "edited", "added"]


class Statement(Strict):
    """What somebody says about an issue, coded from a stretch of a document and confirmed by a coder."""

    document: DocumentId
    """The document in which it stands."""
    start: Offset
    """Where it begins, in code points from the start of the text."""
    end: Offset
    """Where it ends, exclusive."""
    sha256: Hexadecimal
    """Checksum of the stretch as UTF-8."""
    speaker: Text
    """Who says it."""
    actor: ActorId
    """The actor, or the body, whose position it is."""
    issue: IssueId
    """The issue it is about."""
    stance: Stance
    """Whether it favours, rejects, or ties to a condition, the high end of the scale."""
    position: Point
    """Where on the scale it stands."""
    mode: Mode
    """Quoted, reported speech, told by the writer, or expected of the actor."""
    paraphrase: Text
    """What it says, in our words."""
    note: Text | None = None
    """Why it was coded so."""
    decision: Decision = "added"
    """What the coder made of a candidate: took it as proposed, changed it, or added what was not proposed."""
    coders: tuple[Text, ...] = ()
    """Who confirmed it."""

    @model_validator(mode="after")
    def _forward(self) -> "Statement":
        if self.end <= self.start:
            refuse([("end", f"{self.end} is not after start ({self.start})")])
        return self


class Reference(Strict):
    """A work that numbers, positions and dates rest on."""

    title: Text
    """Title of the work."""
    author: Text | None = None
    """Who wrote it; a reference needs an author or a publisher."""
    publisher: Text | None = None
    """Who published it."""
    year: Annotated[int, Field(ge=1000, le=2100)]
    """Year of publication."""
    url: Text | None = None
    """Where it can be read."""
    kind: Literal["dataset", "treaty", "resolution", "article", "book", "news"]
    """What sort of work it is."""
    accessed: Day | None = None
    """When the address was last visited."""
    licence: Text | None = None
    """Terms under which it may be used."""
    note: Text | None = None
    """What was taken from it."""

    @model_validator(mode="after")
    def _signed(self) -> "Reference":
        if self.author is None and self.publisher is None:
            refuse([("", "has neither author nor publisher")])
        return self
