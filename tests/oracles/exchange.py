"""Exchanges of positions across two issues, one after another.

Source: Stokman & Van Oosten 1994, with equal gain; steps as numbered in agents/protocols/exchange.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from agents.arrays import Floats
from agents.protocols import Offer, Table, Value
from tests.oracles.luck import between
from tests.oracles.told import Told

DEFAULTS = {"p": 0.0, "salience-weight": 0.4, "fixed-weight": 0.1}
NOTHING = 1e-10
EQUAL = 1e-12
"""Share of a gain within which another is as high."""


def round_of(table: Table, options: Mapping[str, Value] | None = None) -> Told:
    """One round on all issues together, on scales of 0-100 inside."""
    said = DEFAULTS | dict(options or {})
    low, high = (table.per_issue(end)[:, None] for end in (table.low, table.high))
    unit = (high - low) / 100
    market = _market(table, (table.position[0] - low) / unit, float(said["p"]))
    made = list(market.clear())
    voting = np.where(table.holds, low + market.y * unit, table.position[0])
    kept = np.minimum((1 - market.s) * float(said["salience-weight"]) + float(said["fixed-weight"]), 1.0)
    position = np.where(
        table.holds, table.position[0] + kept * (voting - table.position[0]), table.position[0]
    )
    told = [side for one in made for side in market.sides(one, low[:, 0], unit[:, 0])]
    return Told(position, told, voting)


def _market(table: Table, x: Floats, p: float) -> "Market":
    c = np.broadcast_to(table.capability, x.shape)
    luck = np.full(x.shape, 0.5) if table.luck is None else table.luck[0]
    return Market(x, table.salience[0], c * table.salience[0] * table.holds, table.holds, luck, p)


@dataclass(frozen=True)
class Pair:
    """Step 3: I demands p and supplies q, J demands q and supplies p."""

    i: int
    j: int
    p: int
    q: int


@dataclass(frozen=True)
class Terms:
    """What an exchange would come to: the gain, shifts of the expected outcomes, where both would stand."""

    gain: float
    shift_p: float
    shift_q: float
    y_i: float
    y_j: float
    outcome_p: float
    outcome_q: float


@dataclass(frozen=True)
class Made:
    """An exchange that was made, and where both stood before it."""

    pair: Pair
    terms: Terms
    from_i: float
    from_j: float


@dataclass
class Market:
    """Positions x, saliences s, weights w, who holds what and luck, each (K, N); y : (K, N), votes so far.

    seen : (issue, for whom, mover) -> where the mover stood after it last moved for that actor
    way : (issue, mover) -> the direction in which it has moved
    """

    x: Floats
    s: Floats
    w: Floats
    holds: Floats
    luck: Floats
    p: float
    seen: dict[tuple[int, int, int], float] = field(default_factory=dict)
    way: dict[tuple[int, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.y = self.x.copy()

    def expected(self, k: int, at: Mapping[int, float] | None = None) -> float:
        """Step 1: the mean by capability x salience; `at` says where some are taken to stand."""
        place = self.x[k].copy()
        for actor, stands in (at or {}).items():
            place[actor] = stands
        return float((self.w[k] * place)[self.holds[k]].sum() / self.w[k].sum())

    def pairs(self) -> Iterator[Pair]:
        """Steps 2 and 3: all who may exchange."""
        issues, actors = self.x.shape
        for p, q in combinations(range(issues), 2):
            for i, j in combinations(range(actors), 2):
                cells = [(p, i), (q, i), (p, j), (q, j)]
                if all(self.holds[cell] and self.w[cell] > 0 for cell in cells) and self._opposed(p, q, i, j):
                    cares = self.s[p, i] * self.s[q, j] >= self.s[p, j] * self.s[q, i]
                    yield Pair(i, j, p, q) if cares else Pair(j, i, p, q)

    def _opposed(self, p: int, q: int, i: int, j: int) -> bool:
        sides = [[self.x[k, actor] <= self.expected(k) + NOTHING for actor in (i, j)] for k in (p, q)]
        return all(one != other for one, other in sides)

    def room(self, k: int, mover: int, wanted: int) -> tuple[float, float]:
        """Steps 4-5: the outcome that `wanted` expects on k, and by how much `mover` can shift it at most."""
        at = {m: stands for (issue, to, m), stands in self.seen.items() if (issue, to) == (k, wanted)}
        outcome = self.expected(k, at | {mover: self.y[k, mover]})
        gap = self.x[k, wanted] - self.y[k, mover]
        left = (self.x[k, wanted] - outcome) * np.sign(gap)
        most = abs(gap) * self.w[k, mover] / self.w[k].sum()
        return outcome, min(most, left) if left > NOTHING else most

    def terms(self, pair: Pair) -> Terms | None:
        """Steps 4-7: what an exchange would come to now; None if it is not valid."""
        i, j, p, q = pair.i, pair.j, pair.p, pair.q
        outcome_p, most_p = self.room(p, j, i)
        outcome_q, most_q = self.room(q, i, j)
        shift_p, shift_q, gain = self._shifts(pair, most_p, most_q)
        ends = []
        for k, mover, wanted, shift in ((q, i, j, shift_q), (p, j, i, shift_p)):
            gap = self.x[k, wanted] - self.y[k, mover]
            step = shift * self.w[k].sum() / self.w[k, mover]
            against = self.way.get((k, mover), 0.0) * np.sign(gap) < 0
            if gain < NOTHING or step <= NOTHING or against:
                return None
            whole = step >= abs(gap) * (1 - EQUAL)
            ends.append(float(self.x[k, wanted] if whole else self.y[k, mover] + np.sign(gap) * step))
        signs = np.sign(self.x[p, i] - self.y[p, j]), np.sign(self.x[q, j] - self.y[q, i])
        return Terms(gain, shift_p * signs[0], shift_q * signs[1], *ends, outcome_p, outcome_q)

    def _shifts(self, pair: Pair, most_p: float, most_q: float) -> tuple[float, float, float]:
        """Steps 4, 6 and 9: shifts on p and on q, and the gain of whoever gains less."""
        (i_p, j_p), (i_q, j_q) = (self.s[k, [pair.i, pair.j]] for k in (pair.p, pair.q))
        ratio = (i_p + j_p) / (i_q + j_q)
        shift_p = min(most_p, most_q / ratio)
        shift_q = shift_p * ratio
        gain = abs(shift_p * i_p - shift_q * i_q)
        if not self.p > 0 or gain <= NOTHING:
            return shift_p, shift_q, gain
        ends = self.luck[pair.q, pair.i], self.luck[pair.p, pair.j]
        u, v, z = (between(*ends, use) for use in (11, 12, 13))
        if u < 0.5:
            shift_p, shift_q = self._favour(gain, v, z, (most_p, i_p, j_p), (most_q, i_q, j_q))
        else:
            shift_q, shift_p = self._favour(gain, v, z, (most_q, j_q, i_q), (most_p, j_p, i_p))
        return shift_p, shift_q, min(shift_p * i_p - shift_q * i_q, shift_q * j_q - shift_p * j_p)

    def _favour(
        self,
        gain: float,
        v: float,
        z: float,
        got: tuple[float, float, float],
        given: tuple[float, float, float],
    ) -> tuple[float, float]:
        """Step 9: shifts on the issue that the favoured one demands and on that which it supplies.

        got, given : the most that the outcome can shift, salience to the favoured one, salience to the other.
        """
        (most_got, my_got, its_got), (most_given, my_given, its_given) = got, given
        # The other loses nothing as long as what it is given is worth to it what it gives.
        far = min(most_got, most_given * its_given / its_got)
        best = far * my_got - far * its_got / its_given * my_given
        aim = gain + self.p * z * (best - gain) if v < 0.5 else gain - self.p * z * gain
        # The largest exchange in which the favoured one gains just that.
        whole = (aim + most_given * my_given) / my_got
        if whole <= most_got:
            return whole, most_given
        return most_got, max((most_got * my_got - aim) / my_given, 0.0)

    def clear(self) -> Iterator[Made]:
        """Step 8: the best is made, then all others are reckoned anew, and who is not valid is dropped."""
        open_ = {pair: terms for pair in self.pairs() if (terms := self.terms(pair)) is not None}
        while open_:
            most = max(terms.gain for terms in open_.values())
            best = [pair for pair, terms in open_.items() if terms.gain >= most * (1 - EQUAL)]
            pair = max(best, key=self._lot)
            yield self._make(pair, open_.pop(pair))
            again = {one: self.terms(one) for one in open_}
            open_ = {one: terms for one, terms in again.items() if terms is not None}

    def _lot(self, pair: Pair) -> float:
        return between(self.luck[pair.q, pair.i], self.luck[pair.p, pair.j], 10)

    def _make(self, pair: Pair, terms: Terms) -> Made:
        made = Made(pair, terms, float(self.y[pair.q, pair.i]), float(self.y[pair.p, pair.j]))
        moves = ((pair.q, pair.i, pair.j, terms.y_i), (pair.p, pair.j, pair.i, terms.y_j))
        for k, mover, wanted, to in moves:
            self.way[k, mover] = float(np.sign(to - self.y[k, mover]))
            self.y[k, mover] = self.seen[k, wanted, mover] = to
        return made

    def sides(self, made: Made, low: Floats, unit: Floats) -> list[Offer]:
        """Both sides of an exchange, with what it did to everybody else."""
        pair, terms = made.pair, made.terms
        away = np.zeros(self.x.shape[1])
        for k, before, by in (
            (pair.p, terms.outcome_p, terms.shift_p),
            (pair.q, terms.outcome_q, terms.shift_q),
        ):
            nearer = np.abs(before - self.x[k]) - np.abs(before + by - self.x[k])
            away += np.where(self.holds[k], nearer * self.s[k], 0.0)
        others = np.delete(away, [pair.i, pair.j])
        numbers = {
            "gain": terms.gain,
            "others_gain": float(others[others > 0].sum()),
            "others_loss": float(others[others < 0].sum()),
        }
        return [
            Offer(
                actor=mover,
                other=other,
                issue=k,
                kind="exchange",
                ended="made",
                before=float(low[k] + start * unit[k]),
                after=float(low[k] + end * unit[k]),
                numbers=numbers | {"outcome_shift": float(shift * unit[k])},
            )
            for mover, other, k, start, end, shift in (
                (pair.i, pair.j, pair.q, made.from_i, terms.y_i, terms.shift_q),
                (pair.j, pair.i, pair.p, made.from_j, terms.y_j, terms.shift_p),
            )
        ]
