"""The Nash bargaining solution: the point at which the product of gains is greatest."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats
from agents.protocols.settlement import Settlement, Stakes, highest


@dataclass(frozen=True)
class Nash(Settlement):
    """Everyone tends to the point that maximises the product of gains over a breakdown, powers as exponents.

    1. Loss of i at o: s_i |x_i - o|^2, or s_i |x_i - o|, on a scale of 0-1.
    2. Gain: the loss at the reference point less that at o; without a reference point the `cost` of a
       breakdown, the same for all, less the loss at o.
    3. Points at which nobody loses: between the reference point and its nearest mirror image in a position;
       if positions lie on both sides of it there is none, and nobody moves.
    4. o* = argmax sum_i c_i log gain_i(o), found by halving on its slope (the sum is concave).
    As the cost grows, o* tends to the mean by capability x salience with quadratic loss, and to the weighted
    median with linear.

    Source: Nash 1950; in position models Achen 2006, Schneider, Finke and Bailer 2010.
    """

    name: ClassVar[str] = "nash"

    def point(self, stakes: Stakes) -> Floats:
        """Step 4, (R, K, 1)."""

        def rise(o: Floats) -> Floats:
            away = stakes.place - o
            slope = 2.0 * away if stakes.quadratic else np.sign(away)
            gain = np.maximum(stakes.gains(o), 1e-300)
            whole = stakes.power > 0
            rate = np.where(whole, stakes.power * stakes.stake * slope / np.where(whole, gain, 1.0), 0.0)
            return np.asarray(rate.sum(axis=-1, keepdims=True), dtype=np.float64)

        low, high = (np.where(stakes.agreed, end, 0.0) for end in (stakes.low, stakes.high))
        return highest(rise, low, high)
