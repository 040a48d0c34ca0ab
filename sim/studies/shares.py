"""What one outcome hangs on: each factor's share of its variance, which way it works, what chance does."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from agents.arrays import Bools, Floats
from sim.studies import variance
from sim.studies.factors import CHANCE, Factor
from sim.studies.paired import short
from sim.studies.saltelli import Design
from sim.studies.study import Measure
from sim.studies.variance import Answer, Index, Split

PRECISE = 0.1
"""Half of the interval of a share that is narrow enough to rank by."""

MATTERS = 0.01
"""A share of the variance below which a factor can be left alone."""


@dataclass(frozen=True)
class Share:
    """What one factor has to do with one outcome; `answer` only of a single number that moves it."""

    factor: Factor
    index: Index
    answer: Answer | None = None

    @property
    def matters(self) -> bool:
        """Whether more than a hundredth of the variance is surely its doing, alone or with others."""
        return self.index.least > MATTERS

    @property
    def idle(self) -> bool:
        """Whether less than a hundredth of the variance surely is."""
        return self.index.most < MATTERS

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        said = {"factor": self.factor.name} | {key: short(x) for key, x in asdict(self.index).items()}
        said |= {"matters": self.matters, "idle": self.idle, "inert": self.index.inert}
        if self.answer is None:
            return said | {"way": None, "fifths": None}
        return said | {"way": short(self.answer.way), "fifths": [short(float(x)) for x in self.answer.fifths]}


@dataclass(frozen=True)
class Outlook:
    """What one outcome hangs on.

    samples : how many tell; mean, deviation : over the runs of samples A and B
    coded : how runs count in which the question does not arise, in words, if there are any
    untold : why nothing can be said; then there are no shares and no split
    shares : of all factors, the largest total first; members : of the members of groups, likewise
    """

    name: str
    measure: Measure
    samples: int
    mean: float | None
    deviation: float | None
    coded: str = ""
    untold: str = ""
    split: Split | None = None
    shares: tuple[Share, ...] = ()
    members: tuple[Share, ...] = ()

    @property
    def would_do(self) -> int:
        """How many samples would make every interval narrow enough; those that there are, where they do."""
        return variance.wanted([one.index for one in self.shares], self.samples, PRECISE)

    @property
    def beliefs(self) -> tuple[Share, ...]:
        """The shares of what is assumed: all but that of chance."""
        return tuple(one for one in self.shares if one.factor.name != CHANCE)

    @property
    def chance(self) -> Share | None:
        """The share of chance."""
        return next((one for one in self.shares if one.factor.name == CHANCE), None)

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        return {
            **asdict(self.measure),
            "samples": self.samples,
            "mean": short(self.mean),
            "deviation": short(self.deviation),
            "coded": self.coded,
            "untold": self.untold,
            "split": self.split and {key: short(x) for key, x in asdict(self.split).items()},
            "samples_that_would_do": self.would_do if self.shares else None,
            "shares": [one.as_dict() for one in self.shares],
            "members": [one.as_dict() for one in self.members],
        }


def outlook(
    name: str,
    measure: Measure,
    y: Floats,
    plan: Design,
    factors: Sequence[Factor],
    members: Sequence[Factor],
    weeks: float,
    reached: Bools | None = None,
) -> Outlook:
    """What an outcome hangs on.

    y : (N, D + 2), under A, under A with each factor from B, then with each member, and under B; NaN where
    the question does not arise
    weeks : how long the case lasts, which counts as the week of what never happens
    reached : (N,), the samples of which every run was made; by default all
    """
    made = np.ones(len(y), dtype=np.bool_) if reached is None else reached
    y, coded = _coded(y, measure, weeks, made)
    kept: Bools = np.asarray(made & ~np.isnan(y).any(axis=1))
    base = y[kept][:, [0, -1]]
    mean, deviation = (float(base.mean()), float(base.std())) if kept.any() else (None, None)
    untold = variance.untold(y[kept])
    found = Outlook(name, measure, int(kept.sum()), mean, deviation, coded, untold)
    if untold:
        return found
    told = [
        Share(one, index, _answer(one, place, y, plan, kept))
        for place, (one, index) in enumerate(
            zip((*factors, *members), variance.indices(y[kept], plan.seed), strict=True)
        )
    ]
    chance = next(one.index for one in told if one.factor.name == CHANCE)
    shares, rest = _ranked(told[: len(factors)]), _ranked(told[len(factors) :])
    return replace(found, split=variance.split(chance), shares=shares, members=rest)


def _ranked(told: Sequence[Share]) -> tuple[Share, ...]:
    """The largest total first."""
    return tuple(sorted(told, key=lambda one: -one.index.total))


def _answer(one: Factor, place: int, y: Floats, plan: Design, kept: Bools) -> Answer | None:
    """How the outcome answers to a factor that is a single number."""
    if not one.single:
        return None
    column = plan.places[one.columns[0]]
    return variance.answer(y[kept, 0], y[kept, 1 + place], plan.u[kept, column], plan.v[kept, column])


def _coded(y: Floats, measure: Measure, weeks: float, made: Bools) -> tuple[Floats, str]:
    """Give a number to runs in which the question does not arise, and say which.

    A week of what never happens is the horizon's end, and what could not happen did not; a sample is left out
    where there is no such number.
    """
    absent = np.isnan(y) & made[:, None]
    if not absent.any():
        return y, ""
    share = f"{absent[made].mean():.0%} of runs"
    if measure.unit.startswith("weeks"):
        said = f"a run in which it never happens counts as week {weeks:g}, the end of the horizon ({share})"
        return np.where(absent, weeks, y), said
    if measure.unit.startswith("share of"):
        return np.where(absent, 0.0, y), f"a run in which the question does not arise counts as no ({share})"
    left = int(absent.any(axis=1).sum())
    return y, f"samples in which the question does not always arise are left out ({left} of {made.sum()})"
