"""Scoring rules: how far probabilities and distributions were from what came."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agents.arrays import Bools, Floats

SHORTEST = 1e-6
"""The least that a probability counts as in the log score, whoever gave it."""


def brier(probability: Floats, happened: Bools) -> Floats:
    """Squared distance of probabilities from 1 or 0, (n,): 0 is best, one half gets 1/4. Brier 1950."""
    return np.asarray((probability - happened) ** 2, dtype=np.float64)


def log_score(probability: Floats, happened: Bools) -> Floats:
    """Minus the logarithm to base 2 of what was given to what came, (n,) bits: one half gets 1. Good 1952."""
    given = np.where(happened, probability, 1.0 - probability)
    return np.asarray(-np.log2(np.clip(given, SHORTEST, 1.0)), dtype=np.float64)


def crps(values: Floats, came: float) -> float:
    """Continuous ranked probability score of runs, in their unit: E|X - y| - E|X - X'| / 2.

    values : (run,), all finite; the fair estimate, which no number of runs flatters.
    Source: Gneiting & Raftery 2007; Ferro 2014 (the fair estimate).
    """
    x = np.sort(np.asarray(values, dtype=np.float64))
    n = len(x)
    off = float(np.abs(x - came).mean())
    if n < 2:
        return off
    apart = float(((2.0 * np.arange(n) - n + 1.0) * x).sum()) * 2.0 / (n * (n - 1.0))
    return off - apart / 2.0


def censored(values: Floats, came: float | None, horizon: float) -> tuple[Floats, float]:
    """Values and what came, with `never`, and all that is beyond it, put at the horizon."""
    filled = np.where(np.isnan(values), horizon, np.minimum(values, horizon))
    return filled, horizon if came is None else min(came, horizon)


@dataclass(frozen=True)
class Bin:
    """Forecasts of like probability: how many, what they said on average, and in which share it came."""

    count: int
    said: float
    came: float


@dataclass(frozen=True)
class Decomposition:
    """The Brier score in parts: reliability - resolution + uncertainty + within, exactly.

    reliability : how far what was said is from what came, bin by bin (0 is best)
    resolution : how far bins differ from the base rate; uncertainty : that of the base rate
    within : what is left since forecasts within a bin are not all alike
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    bins: tuple[Bin, ...]


def decomposed(
    probability: Floats, happened: Bools, edges: Sequence[float] = (0.1, 0.3, 0.5, 0.7, 0.9)
) -> Decomposition:
    """Murphy's decomposition (1973) over bins, with the terms within bins of Stephenson et al. 2008."""
    p, y = np.asarray(probability, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    base, n = float(y.mean()), len(y)
    place = np.digitize(p, edges)
    bins, reliability, resolution = [], 0.0, 0.0
    for one in np.unique(place):
        here = place == one
        said, came, count = float(p[here].mean()), float(y[here].mean()), int(here.sum())
        bins.append(Bin(count, said, came))
        reliability += count * (said - came) ** 2 / n
        resolution += count * (came - base) ** 2 / n
    score = float(((p - y) ** 2).mean())
    uncertainty = base * (1.0 - base)
    return Decomposition(
        score,
        reliability,
        resolution,
        uncertainty,
        score - reliability + resolution - uncertainty,
        tuple(bins),
    )


def interval(values: Floats, groups: Sequence[str], samples: int, seed: int) -> tuple[float, float]:
    """A 95% bootstrap interval of a mean, groups drawn as wholes: a state's answers at three dates are one.

    values : (n,); groups : (n,), such as states
    """
    names = sorted(set(groups))
    where = np.array([names.index(one) for one in groups])
    sums = np.bincount(where, weights=values, minlength=len(names))
    counts = np.bincount(where, minlength=len(names)).astype(np.float64)
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    drawn = rng.integers(0, len(names), (samples, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)
