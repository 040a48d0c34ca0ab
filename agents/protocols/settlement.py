"""What the bargaining solutions share: a point for all, gains over a breakdown, and the search for it."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents.arrays import Bools, Floats
from agents.protocols.options import number, words
from agents.protocols.protocol import Protocol
from agents.protocols.round import Round
from agents.protocols.table import Table

HALVINGS = 60
"""Halvings of an interval until a double can tell its ends no longer apart."""


@dataclass(frozen=True)
class Stakes:
    """What an agreement at a point is worth to each actor, and where all of them would have one.

    place : (R, K, N) ideal points and power : (R, K, N) exponents, scales of 0-1; stake : (R, K, N) saliences
    reference : (R, K, 1), or NaN where a breakdown costs everyone `cost`; low, high : (R, K, 1), the points
    between which nobody loses
    """

    place: Floats
    power: Floats
    stake: Floats
    reference: Floats
    cost: float
    quadratic: bool
    low: Floats
    high: Floats

    def loss(self, distance: Floats) -> Floats:
        """What a distance costs before it is weighted by salience."""
        return distance**2 if self.quadratic else np.abs(distance)

    def gains(self, point: Floats) -> Floats:
        """What each actor gains against a breakdown, (R, K, N)."""
        lost = self.loss(self.place - point)
        known = np.nan_to_num(self.reference)
        against = self.stake * (self.loss(self.place - known) - lost)
        return np.where(np.isnan(self.reference), self.cost - self.stake * lost, against)

    @property
    def agreed(self) -> Bools:
        """Whether there is a point at which nobody loses, (R, K, 1)."""
        return np.asarray(self.high >= self.low, dtype=np.bool_)


@dataclass(frozen=True)
class Settlement(Protocol):
    """A protocol that names one point for everybody on each issue; where nobody gains, nobody moves."""

    loss: str = words(
        "quadratic", "linear", about="How the loss grows with the distance from one's position."
    )
    reference: float | None = number(
        None,
        about="Where the issue stands if nothing is agreed, in its unit; else the issue's own, if any.",
    )
    cost: float = number(
        2.0,
        1.0,
        about="Without a reference point: what a breakdown costs everyone, in losses of one who cares wholly "
        "and is a whole scale away.",
    )

    @abstractmethod
    def point(self, stakes: Stakes) -> Floats:
        """The point of agreement, (R, K, 1), on scales of 0-1, where there is one."""

    def round(self, table: Table) -> Round:
        """Everybody tends to the point; who is moved by whom is shared out by power."""
        low = table.per_issue(table.low)[:, None]
        span = table.per_issue(table.high)[:, None] - low
        takes = table.holds & (table.power > 0)
        stakes = self.stakes(table, low, span, takes)
        some = takes.any(axis=-1, keepdims=True) & stakes.agreed
        meant = np.where(some, low + self.point(stakes) * span, 0.0)
        x = table.position
        after = np.where(some & table.holds, meant, x)
        return Round(np.asarray(after, dtype=np.float64), lambda: _shared(x, after, table))

    def stakes(self, table: Table, low: Floats, span: Floats, takes: Bools) -> Stakes:
        """The table on scales of 0-1; whoever has no power has no say and no loss."""
        place = (table.position - low) / span
        given = table.per_issue(table.reference)[:, None] if self.reference is None else self.reference
        reference = np.broadcast_to((np.asarray(given, dtype=np.float64) - low) / span, (*place.shape[:2], 1))
        some = takes.any(axis=-1, keepdims=True)
        first = np.where(takes, place, np.inf).min(axis=-1, keepdims=True)
        last = np.where(takes, place, -np.inf).max(axis=-1, keepdims=True)
        # Against a reference point, x gains exactly between it and its mirror image 2x - reference.
        above, below = (reference <= first) & some, (reference >= last) & some
        least = np.where(above, reference, np.where(below, 2.0 * last - reference, np.inf))
        most = np.where(above, 2.0 * first - reference, np.where(below, reference, -np.inf))
        known = ~np.isnan(reference)
        return Stakes(
            place=np.where(takes, place, np.where(np.isfinite(first), first, 0.0)),
            power=np.where(takes, np.broadcast_to(table.capability, place.shape), 0.0),
            stake=np.where(takes, table.salience, 0.0),
            reference=reference,
            cost=self.cost,
            quadratic=self.loss == "quadratic",
            low=np.where(known, least, first),
            high=np.where(known, most, last),
        )


def highest(rise: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Where a concave function stops rising, by halving; rise : its slope's sign at a point, (R, K, 1)."""
    low, high = low.copy(), high.copy()
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        up = rise(middle) > 0
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return (low + high) / 2.0


def _shared(before: Floats, after: Floats, table: Table) -> Floats:
    """Each source is credited with its share of power in every move, (R, K, N, N)."""
    power = table.power
    whole = power.sum(axis=-1, keepdims=True)
    share = power / np.where(whole > 0, whole, 1.0)
    return (after - before)[..., None] * share[..., None, :]
