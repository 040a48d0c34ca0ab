"""The Kalai-Smorodinsky solution: everyone gains the same share of the most it could gain."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats
from agents.protocols.settlement import Settlement, Stakes

THIRDS = 90
"""Cuts by a third until a double can tell the ends of an interval no longer apart."""


@dataclass(frozen=True)
class KalaiSmorodinsky(Settlement):
    """Everyone tends to the point at which the least satisfied gains the greatest share of its best.

    1.-3. Losses, gains and the points at which nobody loses, as for nash.
    4. The best of i: its gain at the point nearest to its position among those.
    5. o* = argmax min_i gain_i(o) / best_i, found by thirds (the least of concave functions is concave).
       With two actors both shares are equal there; with more on one line they cannot all be.
    Capabilities play no part: it is a rule of fairness between equals.

    Source: Kalai and Smorodinsky 1975; the least share for more than two as in Imai 1983, first step.
    """

    name: ClassVar[str] = "kalai-smorodinsky"

    def point(self, stakes: Stakes) -> Floats:
        """Steps 4-5, (R, K, 1)."""
        low, high = (np.where(stakes.agreed, end, 0.0) for end in (stakes.low, stakes.high))
        best = stakes.gains(np.clip(stakes.place, low, high))

        def least(o: Floats) -> Floats:
            matters = (stakes.stake > 0) & (best > 0)
            shares = np.where(matters, stakes.gains(o) / np.where(matters, best, 1.0), np.inf)
            return np.asarray(shares.min(axis=-1, keepdims=True), dtype=np.float64)

        for _ in range(THIRDS):
            left, right = low + (high - low) / 3.0, high - (high - low) / 3.0
            up, down = least(left) < least(right), least(left) > least(right)
            low = np.where(down, low, left)
            high = np.where(up, high, right)
        return (low + high) / 2.0
