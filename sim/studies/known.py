"""Means and quantiles over what is known: outcomes are NaN in runs in which they do not arise."""

import numpy as np

from agents.arrays import Floats


def known(values: Floats) -> Floats:
    """The values that there are, in one row."""
    return values[~np.isnan(values)]


def means(each: Floats) -> Floats:
    """The mean along the last axis over what is known, NaN where nothing is."""
    there = ~np.isnan(each)
    total = np.where(there, each, 0.0).sum(axis=-1)
    counted = there.sum(axis=-1)
    return np.where(counted > 0, total / np.maximum(counted, 1), np.nan)


def quantiles(each: Floats) -> tuple[Floats, Floats]:
    """The 5 and 95 per cent points of each row over what is known, NaN where nothing is; each (K,)."""
    found = np.full((2, len(each)), np.nan)
    whole = ~np.isnan(each).any(axis=1)
    if whole.any() and each.shape[1]:
        found[:, whole] = np.quantile(each[whole], (0.05, 0.95), axis=1)
    for place in np.flatnonzero(~whole):
        there = known(each[place])
        if len(there):
            found[:, place] = np.quantile(there, (0.05, 0.95))
    return found[0], found[1]
