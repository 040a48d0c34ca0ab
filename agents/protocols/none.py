"""No negotiation: positions stay where they are."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats
from agents.protocols.protocol import Linear
from agents.protocols.table import Table


@dataclass(frozen=True)
class NoNegotiation(Linear):
    """Nobody moves; the yardstick for every other protocol.

    1. Each position tends to itself.

    Source: none; it is what any other is compared with.
    """

    name: ClassVar[str] = "none"

    @property
    def steady(self) -> bool:
        """The pull is the same wherever anybody stands."""
        return True

    def target(self, table: Table) -> Floats:
        """Step 1; (R, K, N)."""
        return table.position

    def pull(self, table: Table) -> Floats:
        """Nobody is pulled by anybody."""
        return np.zeros((*table.position.shape, table.position.shape[-1]))
