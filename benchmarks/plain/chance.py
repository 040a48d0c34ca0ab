"""From a uniform draw to what it means, one number at a time."""

import math

from scipy import special

TINY = 1e-12


def noise(u: float, scale: float) -> float:
    """Logistic error of the given scale, in the unit of the scale."""
    return scale * (math.log(u) - math.log1p(-u))


def within(log_rate: float, days: float) -> float:
    """Chance that something with this log rate per day happens within so many days."""
    return -math.expm1(-math.exp(min(log_rate, 50.0)) * days)


def share_after(rate: float, days: float) -> float:
    """Share of a gap closed after so many days at a rate per day."""
    return -math.expm1(-rate * days)


def count(mean: float, u: float) -> int:
    """Poisson quantile: how many events the draw means where `mean` are expected, 10,000 at most."""
    rate = min(max(mean, 0.0), 1e4)
    if rate <= TINY:
        return 0
    found = math.ceil(max(float(special.pdtrik(u, rate)), 0.0))
    if found > 0 and special.pdtr(found - 1, rate) >= u:
        found -= 1
    return found


def clip(points: float) -> float:
    """Points on a scale from 0 to 100."""
    return min(max(points, 0.0), 100.0)
