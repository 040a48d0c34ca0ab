"""The procedural model: a proposer picks what the pivotal voter still prefers to no decision."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Bools, Floats, Ints
from agents.protocols.options import number, words
from agents.protocols.protocol import Protocol
from agents.protocols.round import Round
from agents.protocols.table import Table


@dataclass(frozen=True)
class Procedural(Protocol):
    """Everyone tends to what passes under the decision rule.

    1. Votes: capability, or one each.  A majority holds more than the `quota` of them; where it is 1, all.
    2. Pivots: with voters in order from below, the one whose vote completes a majority; likewise from above.
    3. The proposer's ideal: the weighted median by capability x salience.
    4. Without a reference point: the proposer's ideal, moved into the interval between the pivots, the points
       that no majority would leave.
    5. With a reference point r below both pivots, the lower one, pi, accepts up to 2 pi - r: the outcome is
       the proposer's ideal, held between r and that; mirrored above; between the pivots r stands
       (gridlock).

    Source: Black 1948; Romer and Rosenthal 1978 (the setter); Steunenberg 1994, Tsebelis 2002 (pivots and
    procedures); equation 7 of the baselines in docs/protocols.md.
    """

    name: ClassVar[str] = "procedural"

    quota: float = number(
        0.5, 0.5, 1.0, about="Share of votes that a majority must exceed (at 1: all must agree)."
    )
    votes: str = words("capability", "equal", about="What a vote weighs.")
    reference: float | None = number(
        None,
        about="Where the issue stands if nothing is decided, in its unit; else the issue's own, if any.",
    )

    def round(self, table: Table) -> Round:
        """Steps 1-5 on every issue; where nobody has a vote, nobody moves."""
        x, takes = table.position, table.holds
        equal = np.broadcast_to(takes, x.shape).astype(np.float64)
        votes = equal if self.votes == "equal" else np.broadcast_to(table.capability * takes, x.shape)
        low_at, high_at = _pivot(x, votes, self.quota, above=True), _pivot(x, votes, self.quota, above=False)
        ideal_at = _pivot(x, table.power, 0.5, above=False)
        lower, upper, ideal = (np.take_along_axis(x, at, axis=-1) for at in (low_at, high_at, ideal_at))
        opposite = np.take_along_axis(x, _pivot(x, table.power, 0.5, above=True), axis=-1)
        ideal = (ideal + opposite) / 2.0
        lower, upper = np.minimum(lower, upper), np.maximum(lower, upper)
        given = table.per_issue(table.reference)[:, None] if self.reference is None else self.reference
        point = _passed(ideal, lower, upper, np.asarray(given, dtype=np.float64))
        able = (votes.sum(axis=-1, keepdims=True) > 0) & (table.power.sum(axis=-1, keepdims=True) > 0)
        after = np.asarray(np.where(able & takes, point, x), dtype=np.float64)
        return Round(after, lambda: _credited(x, after, ideal_at, np.asarray(able & takes, dtype=np.bool_)))


def _pivot(x: Floats, votes: Floats, quota: float, *, above: bool) -> Ints:
    """Step 2: whose vote completes a majority, counted from one end, (R, K, 1)."""
    order = np.argsort(x, axis=-1, kind="stable")
    order = order[..., ::-1] if above else order
    held = np.take_along_axis(votes, order, axis=-1)
    whole = held.sum(axis=-1, keepdims=True)
    # More than the quota, less the rounding of the sum; at 1 the whole itself is enough.
    passes = np.cumsum(held, axis=-1) > whole * (quota + (1e-12 if quota < 1 else -1e-12))
    first = np.argmax(passes & (held > 0), axis=-1)[..., None]
    return np.asarray(np.take_along_axis(order, first, axis=-1), dtype=np.int64)


def _passed(ideal: Floats, lower: Floats, upper: Floats, reference: Floats) -> Floats:
    """Steps 4-5, (R, K, 1)."""
    free = np.clip(ideal, lower, upper)
    rising = np.clip(ideal, reference, 2.0 * lower - reference)
    falling = np.clip(ideal, 2.0 * upper - reference, reference)
    held = np.where(reference < lower, rising, np.where(reference > upper, falling, reference))
    return np.asarray(np.where(np.isnan(reference), free, held), dtype=np.float64)


def _credited(before: Floats, after: Floats, source: Ints, takes: Bools) -> Floats:
    """Every move is credited to the proposer, (R, K, N, N)."""
    seats = np.arange(before.shape[-1])
    return np.where(takes, after - before, 0.0)[..., None] * (seats == source)[..., None, :]
