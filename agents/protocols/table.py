"""What lies before a negotiation protocol, and what a protocol answers."""

from dataclasses import dataclass
from typing import Protocol as Interface

from agents.arrays import Bools, Floats
from agents.ties import Ties


@dataclass(frozen=True)
class Table:
    """Everything that a protocol may read.

    position, start : (R, K, N), points 0-100, now and at the beginning; salience : (R, K, N), 0-1
    capability : (N,), positive; holds : (K, N), who takes part on each issue; ties : who listens to whom
    susceptibility : (R,), share moved by others at salience 0; confidence : (R,) points, or None if unbounded
    """

    position: Floats
    start: Floats
    salience: Floats
    capability: Floats
    holds: Bools
    ties: Ties
    susceptibility: Floats
    confidence: Floats | None = None

    @property
    def power(self) -> Floats:
        """Capability times salience of those who take part, (R, K, N)."""
        return self.capability * self.salience * self.holds

    @property
    def openness(self) -> Floats:
        """Share of an actor's aim that others supply, falling with salience: (R, K, N)."""
        return self.susceptibility[:, None, None] * (1.0 - self.salience)


class Protocol(Interface):
    """A rule for what each actor's position tends to, and whom that is owed to."""

    @property
    def name(self) -> str:
        """The name by which scenarios choose it."""
        ...

    @property
    def steady(self) -> bool:
        """Whether the pull is the same all through a run."""
        ...

    def target(self, table: Table) -> Floats:
        """Where each position tends to, (R, K, N), points 0-100."""
        ...

    def pull(self, table: Table) -> Floats:
        """Weight of each source in each actor's target, (R, K, N, N); rows sum to at most 1."""
        ...
