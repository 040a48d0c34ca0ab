"""The compromise model: the mean of positions, weighted by capability and salience."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats
from agents.protocols.protocol import Linear
from agents.protocols.table import Table


@dataclass(frozen=True)
class Compromise(Linear):
    """Everyone tends to the weighted mean, which approximates the Nash bargaining solution.

    1. Power: capability x salience.
    2. Target: sum(power x) / sum(power), the same for all.

    Source: Achen 2006 (initial bargaining; the compromise model as its approximation).
    """

    name: ClassVar[str] = "compromise"

    @property
    def steady(self) -> bool:
        """The pull is the same wherever anybody stands."""
        return True

    def target(self, table: Table) -> Floats:
        """Steps 1-2; (R, K, N); an issue on which nobody has power stays as it is."""
        power = table.power
        whole = power.sum(axis=-1, keepdims=True)
        mean = (power * table.position).sum(axis=-1, keepdims=True) / np.where(whole > 0, whole, 1.0)
        return np.asarray(np.where((whole > 0) & table.holds, mean, table.position), dtype=np.float64)

    def pull(self, table: Table) -> Floats:
        """Every row is the share of power, (R, K, N, N)."""
        power = table.power
        whole = power.sum(axis=-1, keepdims=True)
        share = power / np.where(whole > 0, whole, 1.0)
        return share[..., None, :] * table.holds[..., :, None]
