"""Krippendorff's alpha: how far coders agree, beyond what the mix of their values gives by chance.

alpha = 1 - D_o / D_e, with D_o the mean squared difference of values within units and D_e that of all pairs
of values (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"). Any number of coders, any values
missing. Both are taken by moments instead of the matrix of coincidences, so that all samples of a bootstrap
are one product of matrices.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Metric = Literal["nominal", "ordinal", "interval"]
"""What makes two values differ: that they are two, how many values lie between them, or their distance."""

RELIABLE, TENTATIVE = 0.8, 0.667
"""From where on results are customarily relied on, and conclusions drawn tentatively (Krippendorff 2004,
"Content Analysis", 2nd edition, p. 241)."""

COVERAGE = 0.95
"""How much of the samples an interval holds."""

FEW = 25
"""Units below which no interval is to be believed: of 25, they held the true alpha in 74-83% of trials."""

_CELLS = 4_000_000
"""Numbers in one array of the bootstrap: 32 MB."""


@dataclass(frozen=True)
class Table:
    """Values of units that at least two coders gave one to.

    values : (V,), ascending; counts : (U, V), how many coders gave it; weights : (U,), what a unit counts
    """

    values: Floats
    counts: Floats
    weights: Floats


@dataclass(frozen=True)
class Alpha:
    """Agreement on something: alpha with its interval, and the share of pairs of values that are the same.

    value : None where it is undefined, with the reason in `why`
    low, high : the middle 95% of samples, None where there are too few units or none is defined
    below : share of samples under 0.667; left_out : share of samples without variation, which have no alpha
    """

    value: float | None
    low: float | None
    high: float | None
    below: float | None
    same: float | None
    units: int
    left_out: float = 0.0
    why: str | None = None


def tabled(codes: Floats, weights: Floats | None = None) -> Table:
    """The table of values; codes : (coders, units), NaN where missing; weights : (units,), 1 each if None."""
    given = ~np.isnan(codes)
    pairable = given.sum(axis=0) >= 2
    codes, given = codes[:, pairable], given[:, pairable]
    values, place = np.unique(codes[given], return_inverse=True)
    counts = np.zeros((codes.shape[1], len(values)))
    np.add.at(counts, (np.nonzero(given)[1], place), 1)
    weights = np.ones(len(pairable)) if weights is None else weights
    return Table(values, counts, weights[pairable])


def alphas(table: Table, metric: Metric, weights: Floats) -> Floats:
    """Alpha under each row of weights; weights : (B, U); returns (B,), NaN where all values are the same."""
    counts, given = table.counts, table.counts.sum(axis=1)
    total = weights @ counts
    size = total.sum(axis=1)
    if metric == "nominal":
        within = given**2 - (counts**2).sum(axis=1)
        among = size**2 - (total**2).sum(axis=1)
    else:
        scores = _scores(table, metric, total)
        within = 2 * (given * (scores**2 @ counts.T) - (scores @ counts.T) ** 2)
        among = 2 * (size * (total * scores**2).sum(axis=1) - (total * scores).sum(axis=1) ** 2)
    # A unit with one value has no difference, whatever is left over from rounding.
    within = within * ((counts > 0).sum(axis=1) > 1)
    observed = (weights * within / (given - 1)).sum(axis=1)
    varied = (total > 0).sum(axis=1) > 1
    found = np.full(len(weights), np.nan)
    np.divide(observed * (size - 1), among, out=found, where=varied)
    return 1 - found


def _scores(table: Table, metric: Metric, total: Floats) -> Floats:
    """Numbers whose distance is the difference of values; (1, V), or (B, V) for ranks, which each mix has."""
    scores: Floats = total.cumsum(axis=1) - total / 2
    if metric == "interval":
        scores = (table.values - table.values.mean())[None]
    return scores


def measure(
    codes: Floats,
    metric: Metric,
    samples: int,
    generator: np.random.Generator,
    weights: Floats | None = None,
) -> Alpha:
    """Agreement on codes, with an interval from units drawn anew with replacement.

    codes : (coders, units), NaN where missing; samples : 0 for no interval; weights : (units,)
    """
    table = tabled(codes, weights)
    units = len(table.counts)
    if not units:
        return Alpha(None, None, None, None, None, 0, why="no unit has values of two coders")
    same = _same(table)
    if len(table.values) == 1:
        return Alpha(None, None, None, None, same, units, why="all values are the same")
    value = float(alphas(table, metric, table.weights[None])[0])
    drawn = _drawn(table, metric, samples if units > 1 else 0, generator)
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return Alpha(value, None, None, None, same, units, float(len(drawn) > 0))
    low, high = np.quantile(defined, ((1 - COVERAGE) / 2, (1 + COVERAGE) / 2))
    below = float((defined < TENTATIVE).mean())
    return Alpha(value, float(low), float(high), below, same, units, 1 - len(defined) / len(drawn))


def _drawn(table: Table, metric: Metric, samples: int, generator: np.random.Generator) -> Floats:
    """Alpha of samples in which each unit comes as often as it is drawn, in parts that fit the memory."""
    units = len(table.counts)
    chances = np.full(units, 1 / units)
    step = max(1, _CELLS // max(units, len(table.values)))
    parts = [
        alphas(
            table, metric, generator.multinomial(units, chances, min(step, samples - done)) * table.weights
        )
        for done in range(0, samples, step)
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def _same(table: Table) -> float:
    """The share of pairs of coders that gave a unit the same value, over all units by their weight."""
    given = table.counts.sum(axis=1)
    agreeing = (table.counts * (table.counts - 1)).sum(axis=1)
    return float((table.weights * agreeing).sum() / (table.weights * given * (given - 1)).sum())


def reading(found: Alpha) -> str:
    """A word: reliable, tentative, unreliable, undefined.

    Uncertain where units are few, or where samples often have lower ones, or often none since nothing varies.
    """
    if found.value is None:
        return "undefined"
    if found.value < TENTATIVE:
        return "unreliable"
    lower = found.low is not None and found.low < TENTATIVE
    if lower or found.units < FEW or found.left_out > 1 - COVERAGE:
        return "uncertain"
    return "reliable" if found.value >= RELIABLE else "tentative"
