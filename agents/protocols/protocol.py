"""What every negotiation protocol is: a rule for where one round leaves everybody, with options."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from agents.arrays import Bools, Floats
from agents.kernels import positions
from agents.protocols.round import Round
from agents.protocols.table import Table

LIMITS = (0.0, 100.0)
"""The ends of the scale of a scenario's positions."""


@dataclass(frozen=True)
class Protocol(ABC):
    """A rule for one round of bargaining; its options are the fields of the dataclass.

    needs : what it cannot do without ("ties", "two issues"); rounds : how many are usual, or the most where
    it comes to rest
    """

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    rounds: ClassVar[int] = 10

    @property
    def steady(self) -> bool:
        """Whether who pulls whom is the same all through a run."""
        return False

    @property
    def chancy(self) -> bool:
        """Whether a round depends on luck."""
        return False

    @abstractmethod
    def round(self, table: Table) -> Round:
        """One round in which everybody moves at once."""

    def step(self, table: Table, share: Floats) -> Round:
        """One round in which everybody goes a share of the way, (R,), on scales of 0-100."""
        came = self.round(table)
        after = np.empty_like(table.position)
        positions.closer(table.position, came.position, share, table.holds, *LIMITS, after)
        return replace(came, position=after, shift=lambda: came.shift() * share[:, None, None, None])

    def settled(self, moves: Sequence[Floats]) -> Bools:
        """Whether each run has come to rest, (R,); moves : (R, K, N) of each round, shares of scales."""
        return np.zeros(len(moves[-1]), dtype=np.bool_)


class Linear(Protocol):
    """A protocol in which each actor tends to a weighted mean of what others hold."""

    @abstractmethod
    def target(self, table: Table) -> Floats:
        """Where each position tends to, (R, K, N), units of the issues; who does not take part stays."""

    @abstractmethod
    def pull(self, table: Table) -> Floats:
        """Weight of each source in each actor's target, (R, K, N, N); rows sum to at most 1."""

    def moved(self, table: Table, share: Floats, summed: Floats) -> Floats:
        """Points by which each source moved each actor, summed over runs, (K, N, N); of a steady protocol.

        share : (R, 1, 1), of the gap that closes in a step; summed : (R, K, N), the sum of all positions that
        were moved from
        """
        gaps = summed[..., None, :] - summed[..., :, None]
        return np.asarray((share[..., None] * self.pull(table) * gaps).sum(axis=0), dtype=np.float64)

    def round(self, table: Table) -> Round:
        """Everybody moves to its target; a source moves an actor by its weight times the gap between them."""
        return Round(self.target(table), lambda: self.pull(table) * table.gaps)
