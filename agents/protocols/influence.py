"""Social influence after Friedkin and Johnsen, with optional bounded confidence."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats
from agents.protocols.options import number
from agents.protocols.protocol import LIMITS, Linear
from agents.protocols.round import Round
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
    needs: ClassVar[tuple[str, ...]] = ("ties",)

    confidence: float | None = number(
        None,
        0.0,
        about="Distance beyond which nobody is heard, in the unit of the issue; without it no bound.",
    )

    @property
    def steady(self) -> bool:
        """Without a bound the weights stay the same wherever anybody stands."""
        return self.confidence is None

    def target(self, table: Table) -> Floats:
        """Steps 1-4; (R, K, N)."""
        bound = self._bound(table)
        if bound is None:
            return self._mix(table, np.ones(len(table.position)), -np.inf, np.inf)
        heard = weigh(self._bounded(table, bound), table.position)
        aim = table.openness * heard + (1.0 - table.openness) * table.start
        return np.asarray(np.where(table.holds, aim, table.position), dtype=np.float64)

    def step(self, table: Table, share: Floats) -> Round:
        """Everybody goes that share of the way in one sum."""
        if self._bound(table) is not None:
            return super().step(table, share)
        after = self._mix(table, share, *LIMITS)
        return Round(after, lambda: self.pull(table) * table.gaps * share[:, None, None, None])

    @staticmethod
    def _mix(table: Table, share: Floats, low: float, high: float) -> Floats:
        """A share of the way to the target, (R, K, N)."""
        mixture = table.ties.mixture(table.susceptibility, table.salience, table.start, table.holds)
        return table.ties.mix(table.position, mixture, share, low, high)

    def pull(self, table: Table) -> Floats:
        """L W: how much of each target each source supplies; the rest is the actor's own start."""
        bound = self._bound(table)
        weights = table.ties.matrix() if bound is None else self._bounded(table, bound)
        return table.openness[..., None] * weights * table.holds[..., :, None]

    def moved(self, table: Table, share: Floats, summed: Floats) -> Floats:
        """What each source moved each actor, from sums over ties instead of a matrix per run."""
        if self._bound(table) is not None:
            return super().moved(table, share, summed)
        ties = table.ties
        others = (1.0 - ties.own_voice) * ties.scale
        return ties.moved(share * table.openness * others * table.holds, summed)

    def _bound(self, table: Table) -> Floats | None:
        """The confidence radius of each run, (R,): the option's, else the table's, if there is any."""
        return table.confidence if self.confidence is None else np.full(len(table.position), self.confidence)

    @staticmethod
    def _bounded(table: Table, bound: Floats) -> Floats:
        """Step 2: weights among those within the confidence radius, (R, K, N, N)."""
        distance = np.abs(table.position[..., :, None] - table.position[..., None, :])
        near = table.ties.matrix() * (distance <= bound[:, None, None, None])
        rows = np.broadcast_to(near.sum(axis=-1, keepdims=True), near.shape)
        alone = np.broadcast_to(np.eye(near.shape[-1]), near.shape).copy()
        return np.divide(near, rows, out=alone, where=rows > 0)
