"""Luck between two actors, hashed from the uniforms of both in Python's own whole numbers.

Source: SplitMix64, Steele, Lea & Flood 2014.
"""

import math

WIDTH = 2**64
STEP, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def between(one: float, other: float, use: int) -> float:
    """A uniform in (0, 1) of an ordered pair, for one of several uses, from the uniform of each."""
    bits = _mixed((int(one * 2**53) + STEP * (use + 1)) % WIDTH)
    return ((_mixed(bits ^ int(other * 2**53)) >> 11) + 0.5) / 2**53


def logistic(one: float, other: float, use: int) -> float:
    """A standard logistic error, by the inverse of its distribution."""
    u = between(one, other, use)
    return math.log(u / (1 - u))


def gumbel(one: float, other: float, use: int) -> float:
    """A standard Gumbel error, by the inverse of its distribution."""
    return -math.log(-math.log(between(one, other, use)))


def _mixed(bits: int) -> int:
    bits = (bits ^ bits >> 30) * FIRST % WIDTH
    bits = (bits ^ bits >> 27) * SECOND % WIDTH
    return bits ^ bits >> 31
