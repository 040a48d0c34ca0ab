"""A sweep: one scenario at many values of some of its keys, and how each outcome answers.

All points run the same run numbers, so that they share their luck and differ by what was varied alone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.arrays import Bools, Floats
from scenarios.levers import meaning
from sim.studies.design import Axis, Value, plain
from sim.studies.known import means, quantiles
from sim.studies.paired import short
from sim.studies.study import BLOCK, Measure, Point, Progress, Study, study
from sim.studies.thresholds import Curve
from sim.studies.variation import Plan, plan
from sim.work.executor import Executor
from sim.work.makings import makings
from sim.work.parts import Parts

if TYPE_CHECKING:
    import scenarios

BINS, LEAST = 12, 8
"""Stretches of a key that drawn points are gathered in, at most, and how many points each has at least."""

KEPT = 8
"""Outcomes whose curves are held at once."""


@dataclass(frozen=True)
class Sweep:
    """What came of a sweep: for each outcome, what every run of every point came to."""

    plan: Plan
    runs: int
    seed: int
    study: Study

    @property
    def scenario(self) -> "scenarios.Scenario":
        """The scenario with nothing varied."""
        return self.plan.scenario

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What is varied."""
        return self.plan.axes

    @property
    def grid(self) -> bool:
        """Whether every value of a key meets every value of the others."""
        return self.plan.kind == "grid"

    @property
    def measures(self) -> Mapping[str, Measure]:
        """What each outcome counts, in the order of the case."""
        return self.study.measures

    @property
    def headline(self) -> tuple[str, ...]:
        """The outcomes that the case names first; without any, the first five."""
        named = tuple(name for name in self.scenario.case.headline if name in self.measures)
        return named or tuple(self.measures)[:5]

    @cached_property
    def made(self) -> Bools:
        """Which runs were made, (P, R): some outcome of theirs is known."""
        some = np.zeros((len(self.plan.points), self.runs), dtype=np.bool_)
        for name in self.measures:
            some |= ~np.isnan(self.values(name))
        return some

    @property
    def done(self) -> int:
        """Points of which all runs were made."""
        return int(self.made.all(axis=1).sum())

    def meaning(self, key: str) -> tuple[str, str]:
        """What a key says and what it is counted in, where that is known."""
        return meaning(self.scenario, key)

    def values(self, outcome: str) -> Floats:
        """An outcome by point and run, (P, R)."""
        return np.stack(self.study.values[outcome])

    @cached_property
    def curves(self) -> Mapping[str, tuple[Curve, ...]]:
        """For each outcome how it answers to each key, the others averaged over."""
        return _Curves(self)

    def answers(self, outcome: str) -> tuple[Curve, ...]:
        """How an outcome answers to each key."""
        return tuple(self._curve(place, outcome, self.values(outcome)) for place in range(len(self.axes)))

    def _curve(self, place: int, outcome: str, values: Floats) -> Curve:
        one, measure = self.axes[place], self.measures[outcome]
        if self.grid:
            sizes = [len(axis.values) for axis in self.axes]
            there = np.moveaxis(values.reshape(*sizes, self.runs), place, 0)
            reached = np.moveaxis(np.asarray(self.made.any(axis=1)).reshape(sizes), place, 0)
            kept = np.flatnonzero(reached.reshape(len(one.values), -1).any(axis=1))
            runs = there.reshape(len(one.values), -1, self.runs)[kept]
            return Curve(one.key, tuple(one.values[i] for i in kept), outcome, measure, runs)
        middles, members = self._stretches(place)
        runs = np.full((len(members), max(map(len, members)), self.runs), np.nan)
        for row, chosen in zip(runs, members, strict=True):
            row[: len(chosen)] = values[chosen]
        return Curve(one.key, middles, outcome, measure, runs, paired=False)

    def _stretches(self, place: int) -> tuple[tuple[Value, ...], list[list[int]]]:
        """Drawn points gathered along a key: by its values if they are few, else in stretches."""
        one, reached = self.axes[place], np.flatnonzero(self.made.any(axis=1))
        at = {int(i): self.plan.points[i][place] for i in reached}
        if not one.drawn and len(one.values) <= BINS:
            held = [value for value in one.values if value in at.values()]
            return tuple(held), [[i for i, got in at.items() if got == value] for value in held]
        numbers = np.array(list(at.values()), dtype=np.float64)
        order = np.argsort(numbers, kind="stable")
        parts = np.array_split(order, min(BINS, max(len(at) // LEAST, 2), len(at)))
        middles = tuple(_near(float(np.median(numbers[part]))) for part in parts)
        return middles, [[int(reached[i]) for i in part] for part in parts]

    def heat(self, rows: int, columns: int, outcome: str) -> tuple[Floats, dict[str, Value]]:
        """Mean outcome by the values of two keys of a grid, and at which values the other keys are held."""
        sizes = [len(axis.values) for axis in self.axes]
        each = means(self.values(outcome)).reshape(sizes)
        held = {i: size // 2 for i, size in enumerate(sizes) if i not in {rows, columns}}
        chosen = each[tuple(held.get(i, slice(None)) for i in range(len(sizes)))]
        middle = {self.axes[i].key: self.axes[i].values[at] for i, at in held.items()}
        return (chosen if rows < columns else chosen.T), middle

    def as_dict(self, outcomes: Sequence[str] = ()) -> dict[str, Any]:
        """For a program: equal sweeps give equal numbers."""
        names = outcomes or tuple(self.measures)
        return {
            "scenario": self.scenario.name,
            "title": self.scenario.title,
            "hash": self.scenario.hash,
            "settings": list(self.plan.settings),
            "design": self.plan.kind,
            "seed": self.seed,
            "runs": self.runs,
            "complete": self.study.complete,
            "keys": [self._key(axis) for axis in self.axes],
            "points": [list(point) for point in self.plan.points],
            "outcomes": {name: self._outcome(name) for name in names},
            "missing": [
                {
                    "point": list(self.plan.points[one.point]),
                    "runs": list(one.runs),
                    "message": one.failure.message,
                    "traceback": one.failure.traceback,
                }
                for one in self.study.missing
            ],
        }

    def _key(self, axis: Axis) -> dict[str, Any]:
        title, unit = self.meaning(axis.key)
        return {"key": axis.key, "title": title, "unit": unit, "values": list(axis.values)}

    def _outcome(self, name: str) -> dict[str, Any]:
        """By point mean, 90% interval and the share of runs in which an outcome arises; by key its curve."""
        values, measure = self.values(name), self.measures[name]
        low, high = quantiles(values)
        known = ~np.isnan(values)
        columns = {"mean": means(values), "q05": low, "q95": high, "share": known.mean(axis=-1)}
        return {
            "unit": measure.unit,
            "meaning": measure.meaning,
            **{
                key: [None if np.isnan(x) else short(float(x)) for x in held] for key, held in columns.items()
            },
            "curves": [curve.as_dict() for curve in self.curves[name]],
        }


class _Curves(Mapping[str, tuple[Curve, ...]]):
    """Curves by outcome, made when they are asked for and not all kept: each holds what its runs came to."""

    def __init__(self, found: Sweep) -> None:
        self._found = found
        self._made = lru_cache(maxsize=KEPT)(found.answers)

    def __getitem__(self, outcome: str) -> tuple[Curve, ...]:
        if outcome not in self._found.measures:
            raise KeyError(outcome)
        return self._made(outcome)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found.measures)

    def __len__(self) -> int:
        return len(self._found.measures)


def _near(number: float) -> Value:
    """A number with three significant digits: a stretch is no exact place."""
    return plain(float(f"{number:.3g}"))


def sweep(
    name: str | Path,
    vary: Sequence[str],
    kind: str = "grid",
    points: int | None = None,
    runs: int = 100,
    seed: int = 2007,
    set_: Sequence[str] = (),
) -> Sweep:
    """Vary keys of a scenario and see how outcomes answer; DesignError says what is wrong with what is asked.

    vary : texts such as `KEY=8000,16000` and `KEY=0:26`; runs : of each point
    """
    return run(plan(name, vary, kind, points, runs, seed, set_), runs, seed)


def run(
    planned: Plan,
    runs: int,
    seed: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
    parts: Parts | None = None,
) -> Sweep:
    """Run all points of a plan; Ctrl-C leaves what is finished (see `Study.complete`)."""
    points = [Point(scenario, range(runs)) for scenario in planned.scenarios]
    return Sweep(planned, runs, seed, study(points, seed, executor, progress, parts))


def identity(planned: Plan, runs: int, seed: int) -> dict[str, Any]:
    """What makes a sweep this one and no other, for its parts."""
    levers = planned.scenario.case.model_dump(mode="json", include={"levers"})
    said = {
        "scenario": planned.scenario.hash,
        "levers": hashlib.sha256(json.dumps(levers, sort_keys=True).encode()).hexdigest(),
        "keys": [axis.key for axis in planned.axes],
        "points": hashlib.sha256(json.dumps(planned.points).encode()).hexdigest(),
    }
    return {"seed": seed, "runs": runs, "block": BLOCK, **said, "versions": dict(makings())}
