"""No negotiation: positions stay where they are."""

import numpy as np

from agents.arrays import Floats
from agents.protocols.table import Table


class NoNegotiation:
    """Nobody moves; the yardstick for every other protocol."""

    name = "none"
    steady = True

    def target(self, table: Table) -> Floats:
        """1. Each position tends to itself."""
        return table.position

    def pull(self, table: Table) -> Floats:
        """Nobody is pulled by anybody."""
        return np.zeros((*table.position.shape, table.position.shape[-1]))
