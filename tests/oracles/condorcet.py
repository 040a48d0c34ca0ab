"""The spatial model of politics with probabilistic Condorcet votes, step by step.

Source: KTAB's Spatial Model of Politics (Wise, Lester & Efird 2015), from its equations; steps as numbered in
agents/protocols/condorcet.py.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agents.arrays import Floats, Ints
from agents.protocols import Offer, Table
from tests.oracles.contest import ROUNDING, Rules, likelihoods, vote
from tests.oracles.luck import gumbel
from tests.oracles.told import Told

DEFAULTS = {
    "VictoryProbModel": "Linear",
    "PCEModel": "Conditional",
    "StateTransitions": "Deterministic",
    "VotingRule": "Prop",
    "BigRAdjust": "OneThird",
    "BigRRange": "Mid",
    "ThirdPartyCommit": "SemiCommit",
    "InterVecBrgn": "S2P2",
    "BargnModel": "InitOnlyInterp",
    "dimensions": "joint",
}
OWN_SHARE = {"None": 0.0, "OneThird": 1 / 3, "Half": 1 / 2, "TwoThirds": 2 / 3, "Full": 1.0}
ENDED = {
    (True, True): "taken",
    (True, False): "taken by the proposer",
    (False, True): "taken by the receiver",
    (False, False): "passed over",
}


def round_of(table: Table, options: Rules | None = None) -> Told:
    """One round on all issues together, or on each by itself."""
    rules = DEFAULTS | dict(options or {})
    issues = list(range(len(table.holds)))
    spaces = [issues] if rules["dimensions"] == "joint" else [[k] for k in issues]
    position, told = table.position[0].copy(), []
    for space in spaces:
        arena = _arena(table, np.array(space))
        if len(arena.who) > 1:
            told += _negotiated(arena, rules, position)
    return Told(position, told)


@dataclass(frozen=True)
class Arena:
    """Some issues as dimensions of one bargain, on scales of 0-1.

    who : (n,) places of those who take part; issues : (D,); low, span : (D,) of the issues' scales
    x, z, s : (n, D) positions, ideals (NaN where nothing is held) and saliences; c, luck : (n,)
    """

    who: Ints
    issues: Ints
    low: Floats
    span: Floats
    x: Floats
    z: Floats
    s: Floats
    c: Floats
    luck: Floats

    def gap(self, i: int, place: Floats) -> float:
        """Step 1: how far a place is from the ideal of i, in the eyes of i."""
        heed = self.s[i] ** 2
        return math.sqrt(np.nansum(heed * (self.z[i] - place) ** 2) / heed.sum())


@dataclass(frozen=True)
class Deal:
    """A bargain of i with j: where each would stand; chance and gain as i, who proposes it, sees them."""

    i: int
    j: int
    for_i: Floats
    for_j: Floats
    chance: float
    gain: float

    def part(self, k: int) -> Floats:
        """What it has for one of its parties."""
        return self.for_i if k == self.i else self.for_j


def _arena(table: Table, issues: Ints) -> Arena:
    holds = table.holds[issues].T
    low, high = (table.per_issue(end)[issues] for end in (table.low, table.high))
    shares = [
        np.where(holds, (place[0, issues].T - low) / (high - low), np.nan)
        for place in (table.position, table.position if table.ideal is None else table.ideal)
    ]
    s = np.where(holds, table.salience[0, issues].T, 0.0)
    s /= max(1.0, s.sum(axis=-1).max())
    c = np.broadcast_to(table.capability, table.holds.shape)[issues].max(axis=0)
    who = np.flatnonzero(holds.any(axis=-1) & (c > 0) & (s.sum(axis=-1) > 0))
    luck = np.full(len(c), 0.5) if table.luck is None else table.luck[0, issues[0]]
    x, z = (place[who] for place in shares)
    return Arena(who, issues, low, high - low, x, z, s[who], c[who], luck[who])


def worth(distance: float, r: float) -> float:
    """Utility at a distance: 1 at none, and more in between for whoever is averse to risk."""
    return (1 - distance) * (1 + r * min(distance, 1.0))


def attitudes(p: Floats, rules: Rules) -> Floats:
    """Step 2: R of each actor; who stands where votes point has most to lose."""
    low, high = p.min(), p.max()
    if not high > low * (1 + ROUNDING):
        return np.zeros_like(p)
    share = (p - low) / (high - low)
    return {"Min": share, "Mid": 1.5 * share - 0.5, "Max": 2 * share - 1}[str(rules["BigRRange"])]


def prevails(view: Floats, i: int, j: int, w: Floats, rules: Rules) -> float:
    """Step 4: the chance of i over j in a view, view[n, m] : what m's position is worth to n."""
    rule = rules["VotingRule"]
    sides = {i: 1e-10, j: 1e-10}
    for one, other in ((i, j), (j, i)):
        given = w[one] * vote(view[one, one] - view[one, other], rule)
        sides[one if given >= 0 else other] += abs(given)
    mine, theirs = sides[i], sides[j]
    if rules["ThirdPartyCommit"] == "SemiCommit":
        for n in set(range(len(w))) - {i, j}:
            cast = w[n] * vote(view[n, i] - view[n, j], rule)
            q = (mine + max(cast, 0)) / (mine + theirs + abs(cast))
            spared = q * (view[n, n] - view[n, i]) - (1 - q) * (view[n, n] - view[n, j])
            given = w[n] * vote(spared, rule)
            sides[i if given >= 0 else j] += abs(given)
    return sides[i] / (sides[i] + sides[j])


def meeting(arena: Arena, i: int, j: int, p: float, rules: Rules) -> tuple[Floats, Floats]:
    """Step 5: where i and j would stand if i's chance is p."""
    x, y, s, t = arena.x[i], arena.x[j], arena.s[i], arena.s[j]
    if rules["InterVecBrgn"] == "S2PMax":
        behind, ahead = max(0.0, 1 - 2 * p), max(0.0, 2 * p - 1)
        mine = behind * t**2 / (behind * t**2 + 1e-6 + (1 - behind) * s**2)
        theirs = ahead * s**2 / (ahead * s**2 + 1e-6 + (1 - ahead) * t**2)
        first, second = x + mine * (y - x), y + theirs * (x - y)
    else:
        power = 1 if rules["InterVecBrgn"] == "S1P1" else 2
        a, b = (s * p) ** power, (t * (1 - p)) ** power
        first = ((a + 1e-6) * x + b * y) / (a + b + 1e-6)
        second = (a * x + (b + 1e-6) * y) / (a + b + 1e-6)
        first, second = (np.floor(to * 10_000 + 0.5 + 1e-9) / 10_000 for to in (first, second))
    # Where one of them holds nothing there is nothing to meet about.
    apart = np.isnan(x) | np.isnan(y)
    return np.where(apart, x, first), np.where(apart, y, second)


def deals(arena: Arena, distance: Floats, risk: Floats, rules: Rules) -> list[Deal]:
    """Steps 3-5: every bargain that lies on the table."""
    n = len(risk)
    care = arena.s.sum(axis=1)
    w = care * arena.c
    own = OWN_SHARE[str(rules["BigRAdjust"])]
    found = []
    for i in range(n):
        view = _view(i, distance, risk, own)
        best, gain, chance = -1, 1e-5, 0.0
        for j in set(range(n)) - {i}:
            p = prevails(view, i, j, w, rules)
            g = (view[i, i] - view[i, j]) * (1 - 2 * care[j] * (1 - p))
            if g > gain * (1 + ROUNDING):
                best, gain, chance = j, g, p
        if best >= 0:
            seen = prevails(_view(best, distance, risk, own), i, best, w, rules)
            found += _versions(arena, (i, best), (chance, seen), gain, rules)
    return found


def _view(h: int, distance: Floats, risk: Floats, own: float) -> Floats:
    """Step 3: what h believes that each position is worth to each."""
    return np.array(
        [[worth(d, (1 - own) * risk[h] + own * risk[i]) for d in row] for i, row in enumerate(distance)]
    )


def _versions(
    arena: Arena, pair: tuple[int, int], chances: tuple[float, float], gain: float, rules: Rules
) -> list[Deal]:
    """Step 5: the bargain as the proposer sees it, as both see it, or the mean of both by capability."""
    i, j = pair
    first, second = (meeting(arena, i, j, p, rules) for p in chances)
    if rules["BargnModel"] == "InitRcvrInterp":
        return [Deal(i, j, *first, chances[0], gain), Deal(i, j, *second, chances[0], gain)]
    if rules["BargnModel"] == "PWCompInterp":
        share = arena.c[i] / (arena.c[i] + arena.c[j])
        first = tuple(share * one + (1 - share) * other for one, other in zip(first, second, strict=True))
    return [Deal(i, j, *first, chances[0], gain)]


def taken(
    arena: Arena, distance: Floats, risk: Floats, k: int, on: Sequence[Deal], rules: Rules
) -> Deal | None:
    """Step 6: which of its bargains k takes, or None for the present."""
    n = len(risk)
    choices: list[Deal | None] = [None, *(deal for deal in on if k in (deal.i, deal.j))]
    if len(choices) == 1:
        return None
    u = np.empty((n, len(choices)))
    for voter in range(n):
        held = np.array([worth(distance[voter, m], risk[voter]) for m in range(n)])
        for column, deal in enumerate(choices):
            then = held.copy()
            for m in () if deal is None else (deal.i, deal.j):
                then[m] = worth(arena.gap(voter, deal.part(m)), risk[voter])
            u[voter, column] = then.mean()
        if rules["VotingRule"] == "ASymProsp":
            gains = u[voter] - u[voter, 0]
            u[voter] = np.where(gains > 0, gains * 2 / 3, gains)
    p = likelihoods(u, arena.c, rules)
    with np.errstate(divide="ignore"):  # what cannot come has a likelihood of nil
        keys = np.log(p) if rules["StateTransitions"] == "Stochastic" else p
    if rules["StateTransitions"] == "Stochastic":
        keys = keys + np.array([_error(arena, k, deal) for deal in choices])
    # The first of those that are as high.
    return choices[int((keys >= keys.max() - abs(keys.max()) * ROUNDING).argmax())]


def _error(arena: Arena, k: int, deal: Deal | None) -> float:
    """Gumbel errors make the largest of log p + error a draw from p."""
    if deal is None:
        return gumbel(arena.luck[k], arena.luck[k], 2)
    rival = deal.j if k == deal.i else deal.i
    return gumbel(arena.luck[k], arena.luck[rival], 3 if k == deal.i else 4)


def _negotiated(arena: Arena, rules: Rules, position: Floats) -> list[Offer]:
    """Steps 1-6: moves positions (K, N) and tells the offers."""
    seats = range(len(arena.who))
    distance = np.array([[arena.gap(i, arena.x[j]) for j in seats] for i in seats])
    risk = attitudes(likelihoods(1 - distance, arena.c, rules), rules)
    on = deals(arena, distance, risk, rules)
    chosen = [taken(arena, distance, risk, k, on, rules) for k in seats]
    for k, deal in enumerate(chosen):
        if deal is not None:
            to = arena.low + deal.part(k) * arena.span
            held = ~np.isnan(to)
            position[arena.issues[held], arena.who[k]] = to[held]
    return [offer for i in seats for offer in _told(arena, on, chosen, i)]


def _same(one: Deal | None, deal: Deal, m: int) -> bool:
    """Whether what m took is that deal, or one with the same rival that comes to the same for m."""
    if one is None or {one.i, one.j} != {deal.i, deal.j}:
        return False
    return one.i == deal.i or np.allclose(one.part(m), deal.part(m), rtol=0, atol=1e-9, equal_nan=True)


def _told(arena: Arena, on: Sequence[Deal], chosen: Sequence[Deal | None], i: int) -> list[Offer]:
    """What one actor proposed, issue by issue."""
    deal = next((one for one in on if one.i == i), None)
    if deal is None:
        return []
    agreed = tuple(_same(chosen[m], deal, m) for m in (i, deal.j))
    return [
        Offer(
            actor=int(arena.who[i]),
            other=int(arena.who[deal.j]),
            issue=int(issue),
            kind="bargain",
            ended=ENDED[agreed],
            before=float(arena.low[d] + arena.x[i, d] * arena.span[d]),
            after=float(arena.low[d] + deal.for_i[d] * arena.span[d]),
            numbers={
                "chance": deal.chance,
                "gain": deal.gain,
                "other_after": float(arena.low[d] + deal.for_j[d] * arena.span[d]),
            },
        )
        for d, issue in enumerate(arena.issues)
        if not np.isnan(arena.x[[i, deal.j], d]).any()
    ]
