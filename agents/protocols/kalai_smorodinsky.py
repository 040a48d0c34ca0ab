"""The Kalai-Smorodinsky solution: everyone gains the same share of the most it could gain."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats
from agents.protocols.settlement import Settlement, Stakes, highest


@dataclass(frozen=True)
class KalaiSmorodinsky(Settlement):
    """Everyone tends to the point at which the least satisfied gains the greatest share of its best.

    1.-3. Losses, gains and the points at which nobody loses, as for nash.
    4. The best of i: its gain at the point nearest to its position among those.
    5. o* = argmax min_i gain_i(o) / best_i, found by halving (the least of concave functions is concave).
       With two actors both shares are equal there; with more on one line they cannot all be.
    Capabilities play no part: it is a rule of fairness between equals.

    Source: Kalai and Smorodinsky 1975; the least share for more than two as in Imai 1983, first step.
    """

    name: ClassVar[str] = "kalai-smorodinsky"

    def point(self, stakes: Stakes) -> Floats:
        """Steps 4-5, (R, K, 1)."""
        low, high = (np.where(stakes.agreed, end, 0.0) for end in (stakes.low, stakes.high))
        best = stakes.gains(np.clip(stakes.place, low, high))
        matters = (stakes.stake > 0) & (best > 0)

        def rise(o: Floats) -> Floats:
            shares = np.where(matters, stakes.gains(o) / np.where(matters, best, 1.0), np.inf)
            worst = shares.argmin(axis=-1)[..., None]
            return np.asarray(np.take_along_axis(stakes.place - o, worst, axis=-1), dtype=np.float64)

        return highest(rise, low, high)
