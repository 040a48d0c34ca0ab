"""The expected-utility model, step by step, on one issue after another.

Source: Bueno de Mesquita 1985, 1994, in the readings of Scholz, Calbert & Smith 2011; steps as numbered in
agents/protocols/expected_utility.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.arrays import Bools, Floats
from agents.protocols import Offer, Table, Value
from tests.oracles.luck import logistic
from tests.oracles.told import Told

CODE = {
    "victory": "round",
    "votes": "risk",
    "viewpoint": "own",
    "capitulation": "off",
    "choice": "lowest-average",
    "range": "start",
    "status-quo": "flat",
}
PAPER = {
    "victory": "pair",
    "votes": "linear",
    "viewpoint": "other",
    "capitulation": "on",
    "choice": "least-move",
    "range": "round",
    "status-quo": "drifts",
}
TOGETHER = 1e-9
"""Share of the range within which two stand at the same place."""

TIED = 1e-12
"""What differs by less is equal, and goes to the first."""


def round_of(table: Table, options: Mapping[str, Value] | None = None) -> Told:
    """One round on every issue; the option `precision` makes it quantal response."""
    said = {name: value for name, value in (options or {}).items() if value != "preset"}
    rules = (PAPER if said.get("preset") == "scholz-paper" else CODE) | said
    position, told = table.position[0].copy(), []
    for issue, holds in enumerate(table.holds):
        who = np.flatnonzero(holds)
        arena = _arena(table, issue, who, rules)
        if len(who) < 2 or not arena.whole > 0:
            continue
        found = offers(arena, rules)
        for i, actor in enumerate(who):
            mine = [one for one in found if one.actor == i]
            best = _best(mine, rules)
            if best is not None:
                position[issue, actor] = best.after
            told += [
                Offer(
                    actor=int(actor),
                    other=int(who[one.other]),
                    issue=issue,
                    kind=one.kind,
                    ended="taken" if one is best else "passed over",
                    before=one.before,
                    after=one.after,
                    numbers=one.numbers,
                )
                for one in mine
            ]
    return Told(position, told)


@dataclass(frozen=True)
class Arena:
    """One issue: positions, saliences, weights and luck of those who take part, (n,); the range D."""

    x: Floats
    s: Floats
    w: Floats
    luck: Floats
    whole: float

    @cached_property
    def d(self) -> Floats:
        """Step 1: distances in shares of the range, (n, n)."""
        return np.abs(self.x[:, None] - self.x[None, :]) / self.whole

    @cached_property
    def apart(self) -> Bools:
        """Who does not stand where another does, but for rounding, (n, n)."""
        return self.d > TOGETHER

    @cached_property
    def to_median(self) -> Floats:
        """How far each stands from the weighted median, the held position with the least distances."""
        costs = (self.w[:, None] * np.abs(self.x[:, None] - self.x[None, :])).sum(axis=0)
        middle = self.x[costs <= costs.min() * (1 + TIED)][0]
        return np.abs(self.x - middle) / self.whole


def _arena(table: Table, issue: int, who: Floats, rules: Mapping[str, Value]) -> Arena:
    x = table.position[0, issue, who]
    s = table.salience[0, issue, who]
    c = np.broadcast_to(table.capability, table.holds.shape)[issue, who]
    places = x if rules["range"] == "round" else np.concatenate([table.start[0, issue, who], x])
    luck = np.full(x.shape, 0.5) if table.luck is None else table.luck[0, issue, who]
    return Arena(x, s, c * s, luck, np.ptp(places) if len(places) else 0.0)


def victories(arena: Arena, r: Floats, rules: Mapping[str, Value]) -> Floats:
    """Step 2: P[a, b], the chance that a prevails over b when voters have these exponents."""
    d = arena.d if rules["votes"] == "linear" else arena.d ** r[:, None]
    pull = arena.w[:, None] * d
    votes = pull[:, None, :] - pull[:, :, None]  # of voter k for a over b
    won = np.maximum(votes, 0).sum(axis=0)
    cast = np.abs(votes).sum(axis=0)
    if rules["victory"] == "round":
        cast = np.full_like(cast, cast.sum())
    return np.divide(won, cast, out=np.zeros_like(won), where=arena.apart & (cast > 0))


def challenge(arena: Arena, i: int, j: int, chance: float, r: float, rules: Mapping[str, Value]) -> float:
    """Step 4: EU(i -> j) seen with the exponent r."""
    d, s, q = arena.d[i, j], arena.s[j], float(rules.get("q", 1.0))
    success = 2 - 4 * (0.5 - d / 2) ** r
    failure = 2 - 4 * (0.5 + d / 2) ** r
    nothing = 2 - 4 * 0.5**r
    value = s * (chance * success + (1 - chance) * failure) + (1 - s) * success - q * nothing
    if rules["status-quo"] == "drifts" and q < 1:
        away = arena.to_median[i]
        better = away < d
        drifted = (away + d) / 4
        value -= (1 - q) * (2 - 4 * ((0.5 - drifted) if better else (0.5 + drifted)) ** r)
    return float(value)


def exponents(arena: Arena, rules: Mapping[str, Value]) -> Floats:
    """Steps 3, 5 and 6: exponents from how secure each is when all are neutral."""
    seats = range(len(arena.x))
    chance = victories(arena, np.ones_like(arena.x), rules)
    secure = np.array(
        [sum(challenge(arena, j, i, chance[j, i], 1.0, rules) for j in seats if j != i) for i in seats]
    )
    least, most = secure.min(), secure.max()
    ease = (2 * secure - most - least) / (most - least) if most > least + TIED else np.zeros_like(secure)
    return (1 - ease / 3) / (1 + ease / 3)


def offers(arena: Arena, rules: Mapping[str, Value]) -> list[Offer]:
    """Steps 7 and 8: every offer to everybody, by places in the arena."""
    r = exponents(arena, rules)
    chance = victories(arena, r, rules)
    found = []
    for i, j in np.argwhere(arena.apart).tolist():
        a = challenge(arena, i, j, chance[i, j], r[i], rules)
        b = challenge(arena, j, i, chance[j, i], r[j] if rules["viewpoint"] == "other" else r[i], rules)
        if "precision" in rules:
            a += logistic(arena.luck[i], arena.luck[j], 0) / float(rules["precision"])
            b += logistic(arena.luck[i], arena.luck[j], 1) / float(rules["precision"])
        kind = _kind(a, b, rules)
        if kind is not None:
            share = abs(a / b) if kind == "compromise" else 1.0
            to = arena.x[i] + share * (arena.x[j] - arena.x[i])
            numbers = {"eu_ij": a, "eu_ji": b}
            found.append(Offer(i, j, 0, kind, "", float(arena.x[i]), float(to), numbers))
    return found


def _kind(a: float, b: float, rules: Mapping[str, Value]) -> str | None:
    """Step 8: what kind of offer two expected utilities make, if any."""
    if b > a + TIED and a > TIED:
        return "confrontation"
    if b > TIED and a < -TIED:
        if b > abs(a) + TIED:
            return "compromise"
        if b < abs(a) - TIED and rules["capitulation"] == "on":
            return "capitulation"
    return None


def _best(offers: Sequence[Offer], rules: Mapping[str, Value]) -> Offer | None:
    """Step 9: the offer that goes first; among equals the first in the order of the input."""
    for kind in ("confrontation", "compromise", "capitulation"):
        of_kind = [one for one in offers if one.kind == kind]
        if of_kind:
            least = min(_key(one, rules) for one in of_kind)
            return next(one for one in of_kind if _key(one, rules) <= least + TIED * abs(least))
    return None


def _key(offer: Offer, rules: Mapping[str, Value]) -> float:
    """Step 9: the move, or among compromises the weighted average."""
    if offer.kind != "compromise" or rules["choice"] == "least-move":
        return abs(offer.after - offer.before)
    a, b = abs(offer.numbers["eu_ij"]), abs(offer.numbers["eu_ji"])
    # It moved the share |a / b| of the way, so x_j is that much further on.
    theirs = offer.before + (offer.after - offer.before) * b / a
    return (a * offer.before + b * theirs) / (a + b)
