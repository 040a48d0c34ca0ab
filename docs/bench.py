"""The bench on which patterns are measured: scenarios run under the same luck, and how numbers are told."""

import hashlib
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import scenarios
from sim import ensemble
from sim.clock import Clock
from sim.outcomes import every
from sim.studies.paired import spread

CASE = "kosovo-2007"
LOOK = 12
"""The week at which usable force is compared: after most declarations."""

HOLDS, WEAK, FAILS = "holds", "holds only weakly", "does not appear"

Array = NDArray[np.float64]
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Measured:
    """Outcomes by name, (run,); weeks of declaration (run,) and recognition (run, actor), NaN for never."""

    outcomes: dict[str, Array]
    declared: Array
    recognised: Array
    usable: Array
    actors: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """A pattern, its verdict and the rule for it, what was measured, and by which mechanism it comes."""

    title: str
    verdict: str
    rule: str
    rows: Rows
    reading: str


class Bench:
    """Runs scenarios once each and remembers them."""

    def __init__(self, runs: int, seed: int) -> None:
        """Nothing is run yet."""
        self.runs, self.seed = runs, seed
        self._of = cache(self._measure)

    def __call__(self, scenario: str = "baseline", *settings: str, events: str = "") -> Measured:
        """A scenario of the case with settings laid over it; or, with a YAML list of events, the baseline."""
        return self._of(scenario, settings, events)

    def _measure(self, scenario: str, settings: tuple[str, ...], events: str) -> Measured:
        resolved = _written(events, settings) if events else shipped(scenario, settings)
        data = ensemble.run(resolved, self.runs, self.seed).data
        return Measured(
            {one.name: np.asarray(one.values, dtype=np.float64) for one in every(data, resolved)},
            _weeks(data["declaration_week"].values),
            _weeks(data["recognised_week"].values),
            data["usable"].isel(week=LOOK).sum("place").values.astype(np.float64),
            tuple(str(name) for name in data["actor"].values),
        )


@cache
def shipped(scenario: str = "baseline", settings: tuple[str, ...] = ()) -> "scenarios.Scenario":
    """A scenario of the case, with settings laid over it."""
    return scenarios.load(f"{CASE}/{scenario}", settings)


@cache
def fingerprint() -> str:
    """Short hash of every scenario of the case; when it changes, the patterns have to be measured anew."""
    hashes = [scenarios.load(name).hash for name in scenarios.list_scenarios(CASE)]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()[:12]


def request_week() -> int:
    """The week in which the request to wait runs out, by the calendar of the case."""
    case = shipped().case
    return max(Clock.of(shipped()).step(one.date) for one in case.calendar if one.kind == "request")


def _written(events: str, settings: tuple[str, ...]) -> "scenarios.Scenario":
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pattern.yaml"
        words = "title: A pattern\nquestion: What do these events change?\n"
        file.write_text(f"{words}extends: {CASE}/baseline\nevents: {events}\n", encoding="utf-8")
        return scenarios.load(file, settings)


def _weeks(weeks: NDArray[np.generic]) -> Array:
    known = weeks.astype(np.float64)
    return np.where(known < 0, np.nan, known)


def clear(difference: Array) -> bool:
    """Whether a paired difference is positive beyond its interval."""
    mean, half = spread(difference)
    return mean > half


def number(value: float) -> str:
    """A number as a table shows it."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


def share(value: float) -> str:
    """A share as a percentage."""
    return f"{value:.1%}"


def paired(difference: Array) -> str:
    """A mean paired difference with its 95% interval."""
    mean, half = spread(difference)
    return f"{mean:+.2f} ± {half:.2f}"


def ninety(values: Array) -> str:
    """A mean, and the range that holds 90% of the runs."""
    low, high = np.nanquantile(values, (0.05, 0.95))
    return f"{number(float(np.nanmean(values)))} (90% of runs: {number(low)} to {number(high)})"


def grade(holds: bool, weak: bool) -> str:
    """The verdict on a pattern."""
    return HOLDS if holds else WEAK if weak else FAILS
