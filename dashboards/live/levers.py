"""Levers: what of a scenario can be moved on the page; the case says it, not this program."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents import protocols
from scenarios.models.scenario import Scenario
from sim.needs import DECISIONS

AS_IT_IS = ""
"""What stands for not being set."""


@dataclass(frozen=True)
class Lever:
    """Something that can be set; options : (value, words) if it is a choice, else it is a number."""

    key: str
    title: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    whole: bool = False
    options: Sequence[tuple[str, str]] = ()

    @property
    def step(self) -> float:
        """How far an arrow key moves it."""
        if self.whole:
            return 1
        span = (self.high or 0) - (self.low or 0)
        return 0.05 if span <= 1 else 0.25 if span <= 10 else 1 if span <= 100 else 500


def levers(scenario: Scenario) -> Iterator[Lever]:
    """The levers of a scenario: short names of its case, then rules that it uses."""
    for key, one in scenario.case.levers.items():
        yield Lever(key, one.title, one.unit, one.low, one.high, bool(one.whole))
    union = scenario.case.roles.union
    if union:
        name = scenario.actors[union].name
        # A majority wants a number that no list can give.
        choices = [(one, one.replace("_", " ")) for one in DECISIONS["union"] if one != "majority"]
        yield Lever(f"rules.{union}.decision", f"How {name} decides", options=choices)
    names = [(one, one.replace("-", " ")) for one in protocols.names()]
    yield Lever("rules.negotiation.protocol", "How positions move each other", options=names)
