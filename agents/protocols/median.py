"""The weighted median voter."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats, Ints
from agents.protocols.protocol import Linear
from agents.protocols.table import Table


@dataclass(frozen=True)
class Median(Linear):
    """Everyone tends to the position that no weighted majority would leave.

    1. Power: capability x salience.
    2. Order the positions; add power from the low end, and from the high end.
    3. Target: the midpoint of the lower and the upper weighted median (they differ only at an exact tie, and
       the midpoint keeps the rule the same when the axis is mirrored).

    Source: Black 1948; weights as in the bargaining literature (docs/model.md).
    """

    name: ClassVar[str] = "median"

    def target(self, table: Table) -> Floats:
        """Steps 1-3; (R, K, N); an issue on which nobody has power stays as it is."""
        low, high = self._pivots(table)
        lower = np.take_along_axis(table.position, low, axis=-1)
        upper = np.take_along_axis(table.position, high, axis=-1)
        powerful = table.power.sum(axis=-1, keepdims=True) > 0
        return np.asarray(
            np.where(powerful & table.holds, (lower + upper) / 2.0, table.position), dtype=np.float64
        )

    def pull(self, table: Table) -> Floats:
        """Half to each of the two medians (one actor unless power is tied), (R, K, N, N); 0 without power."""
        low, high = self._pivots(table)
        seats = np.arange(table.position.shape[-1])
        powerful = table.power.sum(axis=-1, keepdims=True) > 0
        share = ((seats == low) + (seats == high).astype(np.float64)) / 2.0 * powerful
        return share[..., None, :] * table.holds[..., :, None]

    @staticmethod
    def _pivots(table: Table) -> tuple[Ints, Ints]:
        """Indices of the lower and of the upper weighted median, each (R, K, 1)."""
        order = np.argsort(table.position, axis=-1, kind="stable")
        power = np.take_along_axis(table.power, order, axis=-1)
        # Half, less the rounding of the sum, so that an exact tie is a tie from either end.
        half = power.sum(axis=-1, keepdims=True) / 2.0 * (1.0 - 1e-12)
        # Seats without power (no position on the issue) must never be the pivot, hence `power > 0`.
        from_below = np.argmax((np.cumsum(power, axis=-1) >= half) & (power > 0), axis=-1)[..., None]
        flipped = power[..., ::-1]
        from_above = np.argmax((np.cumsum(flipped, axis=-1) >= half) & (flipped > 0), axis=-1)[..., None]
        above = power.shape[-1] - 1 - from_above
        low = np.take_along_axis(order, from_below, axis=-1)
        high = np.take_along_axis(order, above, axis=-1)
        return np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)
