"""The clock: dates of the case to steps of the simulation and back."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import scenarios


@dataclass(frozen=True)
class Clock:
    """Steps of `days` days from `start`, `steps` of them; dates outside map to steps outside."""

    start: dt.date
    days: float
    steps: int

    @classmethod
    def of(cls, scenario: "scenarios.Scenario") -> "Clock":
        """The clock of a scenario: its weeks, cut into its steps."""
        case = scenario.case
        return cls(case.start, float(case.step_days), math.ceil(case.weeks * 7 / case.step_days))

    def step(self, day: dt.date) -> int:
        """The step in which a day lies; negative before the start."""
        return math.floor((day - self.start).days / self.days)

    def day(self, step: float) -> dt.date:
        """The first day of a step."""
        return self.start + dt.timedelta(days=math.floor(step * self.days))

    def span(self, weeks: float) -> int:
        """A span of weeks as whole steps, rounded up."""
        return math.ceil(weeks * 7.0 / self.days - 1e-9)
