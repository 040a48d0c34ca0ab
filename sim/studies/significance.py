"""How sure it is that paired differences are none of chance's, one by one and many at once."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from sim.studies.paired import WIDE, Difference

ROUNDING = 1e-9
"""Of its level: a difference as small as this comes of arithmetic."""


def chance(change: Difference) -> float:
    """How likely so large a mean difference is if there is none: Student's t of the paired differences."""
    if change.mean is None or change.half is None or abs(change.mean) <= ROUNDING * max(_level(change), 1.0):
        return 1.0
    if change.half == 0.0:
        return 0.0
    return float(2.0 * stats.t.sf(abs(change.mean) / (change.half / WIDE), change.pairs - 1))


def _level(change: Difference) -> float:
    return abs(change.mean_a or 0.0)


def holm(chances: Sequence[float]) -> list[float]:
    """The chances corrected for their number, so that one of them below a bound is as rare as the bound.

    The k-th smallest of M, from 0, is multiplied by M - k, and is at least as large as the one before it.
    Source: Holm 1979.
    """
    adjusted, worst = [1.0] * len(chances), 0.0
    for rank, place in enumerate(np.argsort(chances, kind="stable")):
        worst = max(worst, min((len(chances) - rank) * chances[place], 1.0))
        adjusted[place] = worst
    return adjusted
