"""What lies before a negotiation protocol."""

from dataclasses import dataclass, field

import numpy as np

from agents.arrays import Bools, Floats
from agents.ties import Ties


@dataclass(frozen=True)
class Table:
    """Everything that a protocol may read.

    position, start : (R, K, N), now and at the beginning, in the unit of each issue; salience : (R, K, N)
    capability : (N,), or (K, N) where it differs by issue, not negative; holds : (K, N), who takes part
    ties : who listens to whom; susceptibility : (R,), share moved by others at salience 0
    confidence : (R,) points, or None if unbounded; low, high : (1,) or (K,), ends of each scale
    reference : (1,) or (K,), where an issue stands if nothing is agreed, NaN where that is not known
    luck : (R, K, N) uniforms of the round, or None; ideal : (R, K, N), what each would want most, or None if
    that is its position; adjustment : (N, N), how ideals follow positions, or None if at once
    tell : whether the protocol shall also say who offered what to whom (for one run)
    """

    position: Floats
    start: Floats
    salience: Floats
    capability: Floats
    holds: Bools
    ties: Ties
    susceptibility: Floats
    confidence: Floats | None = None
    low: Floats = field(default_factory=lambda: np.zeros(1))
    high: Floats = field(default_factory=lambda: np.full(1, 100.0))
    reference: Floats = field(default_factory=lambda: np.full(1, np.nan))
    luck: Floats | None = None
    ideal: Floats | None = None
    adjustment: Floats | None = None
    tell: bool = False

    @property
    def power(self) -> Floats:
        """Capability times salience of those who take part, (R, K, N)."""
        return self.capability * self.salience * self.holds

    @property
    def openness(self) -> Floats:
        """Share of an actor's aim that others supply, falling with salience: (R, K, N)."""
        return self.susceptibility[:, None, None] * (1.0 - self.salience)

    @property
    def gaps(self) -> Floats:
        """How far each source stands from each actor, x_j - x_i, (R, K, N, N)."""
        return self.position[..., None, :] - self.position[..., :, None]

    def per_issue(self, amount: Floats) -> Floats:
        """One number per issue, (1,) or (K,), as (K,)."""
        return np.broadcast_to(np.asarray(amount, dtype=np.float64), self.holds.shape[:1])
