"""From a uniform draw to what it means: inverse distribution functions, monotone draw for draw.

Everything random in Parley enters as a uniform in (0, 1) and leaves through one of these functions.  Each is
monotone in its parameters for a fixed draw, which is what makes common random numbers and the laws hold.
"""

from functools import lru_cache

import numpy as np
from scipy import special

from agents.arrays import Floats, Ints
from agents.kernels import hazards, quantiles

_TINY = 1e-12


def pert(low: Floats, mode: Floats, high: Floats, u: Floats) -> Floats:
    """Quantile of the PERT distribution (a beta on [low, high] with weight 4 on the mode).

    low, mode, high, u : broadcastable; the result has their unit.  Where low == high it is that number.
    Source: Malcolm et al. 1959 (the PERT mean), Vose 2008 (the beta form).
    """
    return pert_of(low, mode, high, special.ndtri(u))


def pert_of(low: Floats, mode: Floats, high: Floats, normal: Floats) -> Floats:
    """The same quantile, of the uniform that a standard normal means; right to 1e-10 of the range.

    The quantile is read between the knots of a table: there are few shapes and many draws of each.
    """
    ranges = np.broadcast_arrays(low, mode, high)
    shape = np.broadcast_shapes(ranges[0].shape, np.shape(normal))
    low, mode, high = (np.ravel(one).astype(np.float64) for one in ranges)
    z = np.ascontiguousarray(np.broadcast_to(normal, shape), dtype=np.float64)
    if z.shape[z.ndim - ranges[0].ndim :] != ranges[0].shape:
        low, mode, high = (np.ravel(np.broadcast_to(one, shape)) for one in ranges)
    span = high - low
    wide = span > 0
    a = 1.0 + 4.0 * (mode - low)[wide] / span[wide]
    shapes, which = np.unique(a, return_inverse=True)
    place = np.full(len(low), -1, dtype=np.int64)
    place[wide] = which
    tables = np.array([_knots(float(one)) for one in shapes] or [_knots(1.0)])
    out = np.empty((z.size // max(len(low), 1), len(low)))
    quantiles.pert(low, span, mode, place, tables, z.reshape(out.shape), out)
    return out.reshape(shape)


@lru_cache(maxsize=4096)
def _knots(a: float) -> Floats:
    """The quantile of the beta distribution (a, 6 - a) and two derivatives by the normal, (knots, 3).

    Derivatives are times powers of the step.  With q the quantile, f the density and phi the normal's:
    q' = phi / f, q'' = q' (-z - q' f' / f).
    """
    b = 6.0 - a
    z = np.arange(-quantiles.EDGE, quantiles.EDGE + quantiles.STEP / 2.0, quantiles.STEP)
    below, above = (special.betaincinv(*one) for one in ((a, b, special.ndtr(z)), (b, a, special.ndtr(-z))))
    density = (a - 1.0) * np.log(below) + (b - 1.0) * np.log(above) - special.betaln(a, b)
    slope = np.exp(-0.5 * z * z - 0.5 * np.log(2.0 * np.pi) - density)
    curve = slope * (-z - slope * ((a - 1.0) / below - (b - 1.0) / above))
    share = np.where(below < 0.5, below, 1.0 - above)
    return np.stack([share, slope * quantiles.STEP, curve * quantiles.STEP**2], axis=1)


def noise(u: Floats, scale: Floats) -> Floats:
    """Logistic error of the given scale (same unit as scale): symmetric, rising in u."""
    v = np.clip(u, _TINY, 1.0 - _TINY)
    return np.asarray(scale * np.log(v / (1.0 - v)), dtype=np.float64)


def within(log_rate: Floats, days: float) -> Floats:
    """Chance that something with log rate per day happens within so many days: 1 - exp(-h dt)."""
    rate = np.asarray(log_rate, dtype=np.float64)
    out = np.empty(rate.size)
    hazards.all_within(rate.ravel(), days, out)
    return out.reshape(rate.shape)


def share_after(rate: Floats, days: float) -> Floats:
    """Share of a gap closed after so many days at a rate per day: 1 - exp(-k dt)."""
    return np.asarray(-np.expm1(-rate * days), dtype=np.float64)


def count(mean: Floats, u: Floats) -> Ints:
    """Poisson quantile: how many events a draw means when so many are expected; rises with the mean.

    mean, u : broadcastable; the count is capped where the mean passes 10,000.
    """
    rate, v = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(mean, u))
    found, unsure = np.empty(rate.size, dtype=np.int64), np.empty(rate.size, dtype=np.bool_)
    quantiles.count(rate.ravel(), v.ravel(), found, unsure)
    if unsure.any():
        found[unsure] = _exact_count(rate.ravel()[unsure], v.ravel()[unsure])
    return found.reshape(rate.shape)


def _exact_count(mean: Floats, u: Floats) -> Ints:
    """The least number whose distribution reaches the draw, by scipy's special functions."""
    rate, v = np.minimum(mean, quantiles.CAP), np.clip(u, _TINY, 1.0 - _TINY)
    guess = np.ceil(np.maximum(special.pdtrik(v, rate), 0.0))
    below = np.maximum(guess - 1.0, 0.0)
    found = np.where((guess > 0) & (special.pdtr(below, rate) >= v), below, guess)
    return np.asarray(found, dtype=np.int64)
