"""Response curves and their thresholds: where along a key an outcome changes, and whether it does at all.

All values of a key share their luck, so two of them differ by what happens run by run. A change is clear
where its 95% interval, widened for as many values as are compared with one (Bonferroni), leaves out nought.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from agents.arrays import Floats
from sim.studies.design import Value
from sim.studies.known import known, means, quantiles
from sim.studies.paired import short
from sim.studies.study import Measure

RISK = 0.05
"""How often a curve that does not move may be said to."""

STEEP = 2.0
"""How many times as steep as the rest a stretch has to be, to be called a threshold."""

LEVEL = 0.1
"""How much of its whole movement a curve may still make where it is called level."""

Course = Literal["given", "still", "unclear", "rises", "falls", "peaks", "dips", "wavers", "differs"]
"""The key itself; equal in all runs; within its interval; one way; up and down, or down and up; more of both;
by words."""


@dataclass(frozen=True)
class Change:
    """What an outcome does from one value of a key to another.

    mean : of the differences; half : half the width of their 95% interval, widened for the number of values;
    rises, falls : shares of the paired runs in which it is higher or lower, None where runs are not paired
    """

    mean: float
    half: float
    rises: float | None = None
    falls: float | None = None

    @property
    def clear(self) -> bool:
        """Whether it goes beyond its interval."""
        return abs(self.mean) > self.half


@dataclass(frozen=True)
class Curve:
    """How an outcome answers to one key.

    values : of the key, K of them, or the middles of stretches where points were drawn; runs : (K, S, R), the
    outcome for each value, setting of the other keys and run, NaN where it does not arise; paired : whether
    the settings are the same for all values, as on a grid
    """

    key: str
    values: tuple[Value, ...]
    outcome: str
    measure: Measure
    runs: Floats
    paired: bool = True

    @property
    def chance(self) -> bool:
        """Whether the outcome either happens in a run or does not."""
        return self.measure.unit.startswith("share of")

    @property
    def numeric(self) -> bool:
        """Whether one value of the key is more than another."""
        return not any(isinstance(value, str) for value in self.values)

    @cached_property
    def mean(self) -> Floats:
        """The mean at each value, (K,); NaN where the outcome never arises."""
        return means(self.runs.reshape(len(self.values), -1))

    @cached_property
    def spread(self) -> tuple[Floats, Floats]:
        """The 5 and 95 per cent points over runs at each value, each (K,)."""
        return quantiles(self.runs.reshape(len(self.values), -1))

    def change(self, first: int, last: int) -> Change:
        """From one value to another, by their places."""
        a, b = self.runs[first], self.runs[last]
        wide = NormalDist().inv_cdf(1.0 - RISK / 2.0 / max(len(self.values) - 1, 1))
        if not self.paired:
            ends = [known(means(side)) for side in (a, b)]
            if min(map(len, ends)) < 2:
                return Change(0.0, np.inf)
            error = np.hypot(*(one.std(ddof=1) / np.sqrt(len(one)) for one in ends))
            return Change(float(ends[1].mean() - ends[0].mean()), float(wide * error))
        apart = b - a
        both = known(apart.ravel())
        each = known(means(apart.T))
        if len(each) < 2:
            return Change(0.0, np.inf)
        half = float(wide * each.std(ddof=1) / np.sqrt(len(each)))
        return Change(float(each.mean()), half, float((both > 0).mean()), float((both < 0).mean()))

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The places of the lowest and of the highest mean."""
        unknown = np.isnan(self.mean)
        low = np.argmin(np.where(unknown, np.inf, self.mean))
        high = np.argmax(np.where(unknown, -np.inf, self.mean))
        return int(low), int(high)

    @cached_property
    def most(self) -> Change:
        """From its lowest mean to its highest."""
        return self.change(*self.ends)

    @cached_property
    def span(self) -> float:
        """How far the highest mean is above the lowest."""
        low, high = self.ends
        return float(np.nan_to_num(self.mean[high] - self.mean[low]))

    @cached_property
    def strength(self) -> float:
        """How far apart its means are, for the spread of the outcome over all runs."""
        there = known(self.runs.ravel())
        deviation = float(there.std()) if len(there) else 0.0
        return self.span / deviation if deviation and self.answers else 0.0

    @cached_property
    def still(self) -> bool:
        """Whether every run has exactly the same outcome at all values."""
        first = np.broadcast_to(self.runs[:1], self.runs.shape)
        return self.paired and bool(np.array_equal(self.runs, first, equal_nan=True))

    @cached_property
    def given(self) -> bool:
        """Whether the outcome is the value of the key itself, as the week of a declaration that is dated."""
        if not self.numeric:
            return False
        values = np.array(self.values, dtype=np.float64)[:, None, None]
        unknown = np.isnan(self.runs)
        return not unknown.all() and bool(np.all((self.runs == values) | unknown))

    @cached_property
    def answers(self) -> bool:
        """Whether the outcome clearly answers to the key."""
        return not self.still and not self.given and self.most.clear

    @cached_property
    def course(self) -> Course:
        """What it does from the first value to the last."""
        if not self.answers:
            return "given" if self.given else "still" if self.still else "unclear"
        if not self.numeric:
            return "differs"
        last, (low, high) = len(self.values) - 1, self.ends
        peak = 0 < high < last and self.change(0, high).clear and self.change(high, last).clear
        dip = 0 < low < last and self.change(0, low).clear and self.change(low, last).clear
        if peak and dip:
            return "wavers"
        if peak or dip:
            return "peaks" if peak else "dips"
        return "rises" if high > low else "falls"

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        low, high = self.spread
        found = threshold(self)
        return {
            "key": self.key,
            "values": list(self.values),
            "mean": [_none(x) for x in self.mean],
            "q05": [_none(x) for x in low],
            "q95": [_none(x) for x in high],
            "course": self.course,
            "span": short(self.span),
            "half": _none(self.most.half),
            "clear": self.answers,
            "strength": short(self.strength),
            "level": {"first": level(self)[0], "last": level(self)[1]},
            "threshold": found and found.as_dict(),
        }


@dataclass(frozen=True)
class Threshold:
    """The stretch of a curve in which it makes half of its movement or more, far steeper than elsewhere.

    first, last : places of the values between which it lies; half : the values between which the mean passes
    a half, where the outcome is a chance and passes it but once
    """

    first: int
    last: int
    values: tuple[Value, Value]
    ends: tuple[float, float]
    change: Change
    half: tuple[Value, Value] | None

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        return {
            "from": self.values[0],
            "to": self.values[1],
            "mean_from": short(self.ends[0]),
            "mean_to": short(self.ends[1]),
            "change": short(self.change.mean),
            "half": short(self.change.half),
            "rises": short(self.change.rises),
            "falls": short(self.change.falls),
            "passes_a_half": list(self.half) if self.half else None,
        }


def threshold(curve: Curve) -> Threshold | None:
    """The steepest stretch, where the curve answers clearly and most of its movement is there."""
    if not curve.answers or not curve.numeric:
        return None
    start, end = sorted(curve.ends)
    upward = 1.0 if curve.mean[end] > curve.mean[start] else -1.0
    climbed = upward * curve.mean[start : end + 1]
    first, last = (start + place for place in _narrowest(climbed, curve.span / 2.0))
    at = [float(value) for value in curve.values]
    width, reach = at[last] - at[first], _reach(curve, at, first)
    moved = abs(curve.mean[last] - curve.mean[first])
    change = curve.change(first, last)
    if not change.clear or moved / curve.span < STEEP * width / reach:
        return None
    return Threshold(
        first,
        last,
        (curve.values[first], curve.values[last]),
        (float(curve.mean[first]), float(curve.mean[last])),
        change,
        passing(curve),
    )


def _reach(curve: Curve, at: list[float], first: int) -> float:
    """How far the key goes on the side of a peak or a dip on which a place is; else the whole way."""
    turn = {"peaks": curve.ends[1], "dips": curve.ends[0]}.get(curve.course)
    if turn is None:
        start, end = (0, -1) if curve.course != "wavers" else sorted(curve.ends)
        return at[end] - at[start]
    return at[turn] - at[0] if first < turn else at[-1] - at[turn]


def _narrowest(climbed: Floats, wanted: float) -> tuple[int, int]:
    """The places of the fewest steps in which a curve climbs as much as is wanted; the steepest of them."""
    for width in range(1, len(climbed)):
        rise = climbed[width:] - climbed[:-width]
        rise = np.where(np.isnan(rise), -np.inf, rise)
        if rise.max() >= wanted:
            first = int(np.argmax(rise))
            return first, first + width
    return 0, len(climbed) - 1


def passing(curve: Curve) -> tuple[Value, Value] | None:
    """The neighbouring values between which a chance passes a half, if it clearly does, and once."""
    if not (curve.chance and curve.answers and curve.numeric):
        return None
    above = curve.mean >= 0.5
    turns = [i for i, (a, b) in enumerate(pairwise(above)) if a != b]
    if len(turns) != 1 or np.isnan(curve.mean).any():
        return None
    return curve.values[turns[0]], curve.values[turns[0] + 1]


def level(curve: Curve) -> tuple[Value | None, Value | None]:
    """Up to which value a curve is level from its start, and from which to its end; None where it is not.

    A curve is level over three values or more, and a quarter of them, among which it makes less than a tenth
    of its movement.
    """
    if not curve.answers or not curve.numeric:
        return None, None
    least = max(3, int(np.ceil(len(curve.values) / 4)))
    found: list[Value | None] = []
    for mean, values in ((curve.mean, curve.values), (curve.mean[::-1], curve.values[::-1])):
        near = np.abs(mean - mean[0]) <= LEVEL * curve.span
        reach = int(np.argmin(near)) if not near.all() else len(near)
        found.append(values[reach - 1] if reach >= least else None)
    return found[0], found[1]


def _none(number: float) -> float | None:
    """A number for JSON: none where there is none."""
    return float(short(float(number))) if np.isfinite(number) else None
