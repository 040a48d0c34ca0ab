"""Naming: what actors are called in documents, which only those who code them ask for."""

from pydantic import model_validator

from scenarios.models.base import Day, Strict, Text
from scenarios.models.numbers import refuse


class Officer(Strict):
    """Somebody who speaks for an actor, for a time or for good."""

    name: Text
    """First name and surname."""
    office: Text | None = None
    """What the person is."""
    since: Day | None = None
    """The first day in office; without one, long before."""
    until: Day | None = None
    """The last day in office; without one, to this day."""

    @model_validator(mode="after")
    def _forward(self) -> "Officer":
        if self.since and self.until and self.until < self.since:
            refuse([("until", f"{self.until} is before since ({self.since})")])
        return self


class Naming(Strict):
    """What an actor is called besides its name; a state's demonym and capital are known anyway."""

    aliases: tuple[Text, ...] = ()
    """Other names of its own."""
    groups: tuple[Text, ...] = ()
    """Names for it among others, or for those who belong to it; all actors that have one are meant by it."""
    demonyms: tuple[Text, ...] = ()
    """How its offices and people are called, such as Serbian."""
    capital: Text | None = None
    """The town that stands for its government."""
    officers: tuple[Officer, ...] = ()
    """Who speaks for it, besides the persons of its office."""


class Cues(Strict):
    """Words by which an issue is known in documents; a star at the end stands for any other letters."""

    words: tuple[Text, ...] = ()
    """What the issue is about."""
    supports: tuple[Text, ...] = ()
    """Words that favour the high end of its scale by themselves."""
    opposes: tuple[Text, ...] = ()
    """Words that reject the high end of its scale by themselves."""
