"""Forecasts: the answers that an ensemble gives to a case's questions. Nothing here knows what happened.

A probability is the share of runs, (k + 1/2) / (n + 1), so that no finite ensemble calls anything impossible.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from agents.arrays import NEVER, Floats
from scenarios.models.questions import Amount, Date, Event, Questions, Recognition, Wave
from sim import outcomes
from sim.clock import Clock
from sim.results import Results


@dataclass(frozen=True)
class Chance:
    """A question that is answered with yes or no, and the probability of yes.

    id : unique; asked : the question that it is part of; actor, day : whom and when it is about, if anyone
    range : of a probability that hangs on a judgement, its least and most
    """

    id: str
    asked: str
    text: str
    probability: float
    actor: str | None = None
    days: int | None = None
    date: dt.date | None = None
    range: tuple[float, float] | None = None


@dataclass(frozen=True)
class Spread:
    """A question that is answered with a number or a day, and what each run gave; NaN where it never comes.

    values : (run,), in the unit; a day is counted from the start of the case
    """

    id: str
    asked: str
    text: str
    unit: str
    values: Floats
    of: str | None = None
    days: int | None = None

    @property
    def quantiles(self) -> tuple[float | None, ...]:
        """The 5, 25, 50, 75 and 95 per cent points; None where so many runs never have it."""
        filled = np.where(np.isnan(self.values), np.inf, self.values)
        found = np.quantile(filled, (0.05, 0.25, 0.5, 0.75, 0.95), method="inverted_cdf")
        return tuple(float(one) if np.isfinite(one) else None for one in found)


@dataclass(frozen=True)
class Forecast:
    """All answers of an ensemble; start, horizon : the first and the last day that it covers."""

    scenario: str
    hash: str
    seed: int
    runs: int
    start: dt.date
    horizon: dt.date
    chances: tuple[Chance, ...]
    spreads: tuple[Spread, ...]


def forecast(results: Results, questions: Questions) -> Forecast:
    """What an ensemble answers.

    Errors: ValueError for a question about an outcome or a variable that the case does not have.
    """
    reader = _Reader(results)
    chances: list[Chance] = []
    spreads: list[Spread] = []
    for name, asked in questions.questions.items():
        for one in reader.read(name, asked):
            (chances if isinstance(one, Chance) else spreads).append(one)  # type: ignore[arg-type]
    clock = reader.clock
    horizon = clock.start + dt.timedelta(days=clock.days * clock.steps)
    scenario = results.scenario
    about = (scenario.name, scenario.hash, results.seed, results.runs)
    return Forecast(*about, clock.start, horizon, tuple(chances), tuple(spreads))


def share(happened: Any) -> float:
    """The probability that runs give: (k + 1/2) / (n + 1)."""
    return float((np.count_nonzero(happened) + 0.5) / (len(happened) + 1.0))


class _Reader:
    """Reads answers off the arrays of an ensemble."""

    def __init__(self, results: Results) -> None:
        self.results, self.scenario, self.data = results, results.scenario, results.data
        self.clock = Clock.of(results.scenario)
        self.outcomes = {one.name: one.values for one in outcomes.by_run(results.data, results.scenario)}
        self.step = float(results.data.attrs["step_days"])

    def read(self, name: str, asked: Any) -> Iterator[Chance | Spread]:
        """The answers to one question."""
        kinds: dict[type, Callable[[str, Any], Iterator[Chance | Spread]]] = {
            Recognition: self._recognition,
            Wave: self._wave,
            Date: self._date,
            Event: self._event,
            Amount: self._amount,
        }
        yield from kinds[type(asked)](name, asked)

    def _recognition(self, name: str, asked: Recognition) -> Iterator[Chance]:
        actors = list(self.scenario.actors)
        days = {number: outcomes.recognised_by(self.data, number) for number in asked.by_days}
        weeks = self.data["recognised_week"].values.astype(np.float64)
        middle = np.where(weeks == NEVER, np.inf, (weeks + 0.5) * self.step)
        for actor, entry in self.scenario.actors.items():
            if entry.kind != "state" or not any(body in entry.memberships for body in asked.of):
                continue
            column = actors.index(actor)
            for number, by in days.items():
                text = f"{entry.name} recognises within {number} days of the declaration"
                yield Chance(f"{name}.{actor}.day-{number}", name, text, share(by[:, column]), actor, number)
            for date in asked.by_dates:
                text = f"{entry.name} has recognised by {date}"
                by_date = middle[:, column] <= self._elapsed(date)
                yield Chance(f"{name}.{actor}.{date}", name, text, share(by_date), actor, None, date)

    def _wave(self, name: str, asked: Wave) -> Iterator[Spread]:
        members = np.array(
            [one.kind == "state" and asked.of in one.memberships for one in self.scenario.actors.values()]
        )
        title = self.scenario.actors[asked.of].name
        for number in asked.by_days:
            count = (outcomes.recognised_by(self.data, number) & members).sum(axis=-1).astype(np.float64)
            text = f"Members of {title} that recognise within {number} days (of {int(members.sum())})"
            yield Spread(f"{name}.day-{number}", name, text, "states", count, asked.of, number)

    def _date(self, name: str, asked: Date) -> Iterator[Chance | Spread]:
        # Dated to the middle of its step, as recognitions are.
        days = self._outcome(name, asked.outcome) * 7.0 + self.step / 2.0
        yield Spread(name, name, f"Day on which it happens: {asked.title}", "day", days)
        for date in asked.by_dates:
            happened = np.nan_to_num(days, nan=np.inf) <= self._elapsed(date)
            text = f"{asked.title}, by {date}"
            yield Chance(f"{name}.{date}", name, text, share(happened), None, None, date)

    def _event(self, name: str, asked: Event) -> Iterator[Chance]:
        values = np.nan_to_num(self._outcome(name, asked.outcome), nan=0.0)
        if asked.above is None:
            yield Chance(name, name, asked.title, share(values > 0.0))
            return
        steps = asked.above
        least, likely, most = (share(values >= at) for at in (steps.high, steps.mode, steps.low))
        yield Chance(name, name, asked.title, likely, range=(least, most))

    def _amount(self, name: str, asked: Amount) -> Iterator[Chance | Spread]:
        if asked.outcome is not None:
            values = self._outcome(name, asked.outcome)
        else:
            assert asked.weekly is not None
            assert asked.on is not None
            if asked.weekly not in self.data:
                raise ValueError(f"questions.{name}.weekly: '{asked.weekly}' is no variable of this case")
            step = min(max(self.clock.step(asked.on), 0), self.clock.steps - 1)
            values = self.data[asked.weekly].isel(week=step).values.astype(np.float64)
        when = f" on {asked.on}" if asked.on else ""
        yield Spread(name, name, f"{asked.title}{when}", asked.unit, np.asarray(values, dtype=np.float64))
        if asked.between is not None:
            low, high = asked.between
            text = f"{asked.title}{when} between {low:,.0f} and {high:,.0f} {asked.unit}"
            yield Chance(f"{name}.between", name, text, share((values >= low) & (values <= high)))

    def _outcome(self, name: str, outcome: str) -> Floats:
        if outcome not in self.outcomes:
            raise ValueError(f"questions.{name}.outcome: '{outcome}' is no outcome of this case")
        return np.asarray(self.outcomes[outcome], dtype=np.float64)

    def _elapsed(self, date: dt.date) -> float:
        """Days from the start of the case to the end of a day."""
        return (date - self.clock.start).days + 1.0
