"""Social influence after Friedkin and Johnsen, with optional bounded confidence."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats
from agents.protocols.protocol import Linear
from agents.protocols.table import Table
from agents.ties import weigh


@dataclass(frozen=True)
class Influence(Linear):
    """Each actor mixes what it hears from its peers with where it began.

    1. W: row-normalised weights from capability x tie, its own voice on the diagonal (agents/ties.py).
    2. With bounded confidence only those within `confidence` points are heard, and rows are normalised anew.
    3. L: openness, susceptibility x (1 - salience).
    4. Target: x* = L W x + (1 - L) x(0).

    Source: Friedkin and Johnsen 1990, equation 1; bounded confidence: Deffuant et al. 2000, Hegselmann and
    Krause 2002.  Theirs is the full step at every turn; the engine closes a share of the gap per day instead.
    """

    name: ClassVar[str] = "influence"
    steady: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("ties",)

    def target(self, table: Table) -> Floats:
        """Steps 1-4; (R, K, N)."""
        if table.confidence is None:
            own = table.ties.own_voice()
            heard = own * table.position + (1.0 - own) * table.ties.listen(table.position)
        else:
            heard = weigh(self._bounded(table), table.position)
        return np.asarray(table.openness * heard + (1.0 - table.openness) * table.start, dtype=np.float64)

    def pull(self, table: Table) -> Floats:
        """L W: how much of each target each source supplies; the rest is the actor's own start."""
        weights = table.ties.matrix() if table.confidence is None else self._bounded(table)
        return table.openness[..., None] * weights * table.holds[..., :, None]

    @staticmethod
    def _bounded(table: Table) -> Floats:
        """Step 2: weights among those within the confidence radius, (R, K, N, N)."""
        assert table.confidence is not None
        distance = np.abs(table.position[..., :, None] - table.position[..., None, :])
        near = table.ties.matrix() * (distance <= table.confidence[:, None, None, None])
        rows = np.broadcast_to(near.sum(axis=-1, keepdims=True), near.shape)
        alone = np.broadcast_to(np.eye(near.shape[-1]), near.shape).copy()
        return np.divide(near, rows, out=alone, where=rows > 0)
