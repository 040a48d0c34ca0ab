"""What positions point to on an issue: the weighted mean and the weighted median."""

import numpy as np

from agents.arrays import Floats


def weighted_mean(position: Floats, power: Floats) -> Floats:
    """Mean by power, (..., N) -> (...), in the unit of the positions; NaN where nobody has power."""
    position, power = np.broadcast_arrays(position, power)
    whole = power.sum(axis=-1)
    amount = np.where(power > 0, position * power, 0.0).sum(axis=-1)
    return np.divide(amount, whole, out=np.full(whole.shape, np.nan), where=whole > 0)


def weighted_median(position: Floats, power: Floats) -> Floats:
    """Held position with the least distances by power, (..., N) -> (...); the lower one at an exact tie.

    Source: Black 1948; NaN where nobody has power.
    """
    position, power = np.broadcast_arrays(position, power)
    place = np.where(power > 0, position, np.inf)
    order = np.argsort(place, axis=-1, kind="stable")
    below = np.cumsum(np.take_along_axis(power, order, axis=-1), axis=-1)
    # Half, less the rounding of the sum, so that an exact tie is one.
    at = np.argmax(below >= below[..., -1:] / 2.0 * (1.0 - 1e-12), axis=-1)
    found = np.take_along_axis(np.take_along_axis(place, order, axis=-1), at[..., None], axis=-1)[..., 0]
    return np.where(np.isfinite(found), found, np.nan)
