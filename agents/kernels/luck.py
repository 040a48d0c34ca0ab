"""Luck between two actors, from the uniform that each of them holds in a round.

A draw for a pair belongs to the pair and not to the order in which pairs are looked at, so that renaming or
reordering actors changes nothing.
"""

import math

import numpy as np

from agents.kernels.compiled import compiled

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@compiled
def mixed(bits: np.uint64) -> np.uint64:
    """Scatter 64 bits; source: SplitMix64, Steele, Lea & Flood 2014."""
    bits = (bits ^ (bits >> _30)) * _FIRST
    bits = (bits ^ (bits >> _27)) * _SECOND
    return bits ^ (bits >> _31)


@compiled
def between(one: float, other: float, use: int) -> float:
    """A uniform in (0, 1) of an ordered pair, for one of several uses, from the uniform of each."""
    first, second = np.uint64(one * 2.0**53), np.uint64(other * 2.0**53)
    bits = mixed(first + _STEP * np.uint64(use + 1))
    bits = mixed(bits ^ second)
    return (np.float64(bits >> _11) + 0.5) * 2.0**-53


@compiled
def logistic(one: float, other: float, use: int) -> float:
    """A standard logistic error of an ordered pair."""
    u = between(one, other, use)
    return math.log(u) - math.log1p(-u)


@compiled
def gumbel(one: float, other: float, use: int) -> float:
    """A standard Gumbel error of an ordered pair: adding it to log p and taking the largest draws from p."""
    return -math.log(-math.log(between(one, other, use)))
