"""From a uniform draw to what it means: inverse distribution functions, monotone draw for draw.

Everything random in Parley enters as a uniform in (0, 1) and leaves through one of these functions.  Each is
monotone in its parameters for a fixed draw, which is what makes common random numbers and the laws hold.
"""

import numpy as np
from scipy import special

from agents.arrays import Floats, Ints

_TINY = 1e-12


def pert(low: Floats, mode: Floats, high: Floats, u: Floats) -> Floats:
    """Quantile of the PERT distribution (a beta on [low, high] with weight 4 on the mode).

    low, mode, high, u : broadcastable; the result has their unit.  Where low == high it is that number.
    Source: Malcolm et al. 1959 (the PERT mean), Vose 2008 (the beta form).
    """
    span = high - low
    wide = span > 0
    safe = np.where(wide, span, 1.0)
    a = 1.0 + 4.0 * (mode - low) / safe
    b = 1.0 + 4.0 * (high - mode) / safe
    a, b, u = np.broadcast_arrays(np.where(wide, a, 1.0), np.where(wide, b, 1.0), u)
    share = special.betaincinv(a, b, u)
    return np.asarray(np.where(wide, low + span * share, mode), dtype=np.float64)


def uniform_of(normal: Floats) -> Floats:
    """Standard normal to uniform, kept off 0 and 1 (the last step of a Gaussian copula)."""
    return np.clip(special.ndtr(normal), _TINY, 1.0 - _TINY)


def noise(u: Floats, scale: Floats) -> Floats:
    """Logistic error of the given scale (same unit as scale): symmetric, rising in u."""
    v = np.clip(u, _TINY, 1.0 - _TINY)
    return np.asarray(scale * (np.log(v) - np.log1p(-v)), dtype=np.float64)


def within(log_rate: Floats, days: float) -> Floats:
    """Chance that something with log rate per day happens within so many days: 1 - exp(-h dt)."""
    return np.asarray(-np.expm1(-np.exp(np.minimum(log_rate, 50.0)) * days), dtype=np.float64)


def share_after(rate: Floats, days: float) -> Floats:
    """Share of a gap closed after so many days at a rate per day: 1 - exp(-k dt)."""
    return np.asarray(-np.expm1(-rate * days), dtype=np.float64)


def count(mean: Floats, u: Floats) -> Ints:
    """Poisson quantile: how many events a draw means when so many are expected; rises with the mean.

    mean, u : broadcastable; the count is capped where the mean passes 10,000.
    """
    rate = np.clip(mean, 0.0, 1e4)
    v = np.clip(u, _TINY, 1.0 - _TINY)
    positive = np.maximum(rate, _TINY)
    guess = np.ceil(np.maximum(special.pdtrik(v, positive), 0.0))
    below = np.maximum(guess - 1.0, 0.0)
    guess = np.where((guess > 0) & (special.pdtr(below, positive) >= v), below, guess)
    return np.asarray(np.where(rate > _TINY, guess, 0.0), dtype=np.int64)
