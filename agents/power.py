"""Voting power: how often a member's yes or no decides, counted over all coalitions of a body.

A body is seen as a simple game: members say yes or no, and those who say yes win or lose.  Nothing is drawn;
all numbers are exact, as whole numbers and fractions.
"""

import math
import operator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.arrays import Bools, Ints

Counts = NDArray[Any]
"""Whole numbers: 64 bits where no count can pass them, else Python's."""

FITS = 66
"""Players whose coalitions fit into 64 bits: of one size there are 66 over 33 at most, less than 2^63."""


@dataclass(frozen=True)
class Game:
    """A conjunction of weighted games with veto players.

    weights : (G, N), from 0; quota : (G,); veto : (N,).  A coalition wins if it has every veto player and its
    weight reaches the quota in each of the G games.
    Errors: ValueError if shapes do not fit, a weight is negative, all together lose, or nobody at all wins.
    Source: Felsenthal and Machover 1998 (simple games, weighted games and their meet).
    """

    weights: Ints
    quota: Ints
    veto: Bools

    def __post_init__(self) -> None:
        games, players = self.weights.shape
        if games < 1 or self.quota.shape != (games,) or self.veto.shape != (players,):
            raise ValueError("weights are (G, N) with G above 0, quota is (G,), veto is (N,)")
        if (self.weights < 0).any():
            raise ValueError("a weight is below 0")
        if not self.wins(np.ones(players, dtype=np.bool_)):
            raise ValueError("all together do not win")
        if self.wins(np.zeros(players, dtype=np.bool_)):
            raise ValueError("nobody at all wins")

    def wins(self, coalition: Bools) -> Bools:
        """Whether coalitions win, (..., N) -> (...)."""
        reached = (coalition.astype(np.int64) @ self.weights.T >= self.quota).all(axis=-1)
        return np.asarray(reached & (coalition | ~self.veto).all(axis=-1), dtype=np.bool_)

    @property
    def cells(self) -> int:
        """How many pairs of a size and weights have to be counted, veto players set aside."""
        others = self.weights[:, ~self.veto]
        return math.prod(int(most) + 1 for most in (others.shape[1], *others.sum(axis=1)))


@dataclass(frozen=True)
class Power:
    """What the members of a game can bring about.

    winning : coalitions that win, of 2^N; act : Coleman's power of the collectivity to act, their share
    Each of the N players, in order: blocks, whether nothing wins without it; swings, coalitions of the others
    that lose without it and win with it; penrose, their share of the 2^(N-1) coalitions of the others (the
    Penrose measure, or absolute Banzhaf index); banzhaf, its share of all players' swings; shapley, the share
    of the orders of entry in which it turns a losing coalition into a winning one (Shapley-Shubik).
    """

    winning: int
    act: Fraction
    blocks: tuple[bool, ...]
    swings: tuple[int, ...]
    penrose: tuple[Fraction, ...]
    banzhaf: tuple[Fraction, ...]
    shapley: tuple[Fraction, ...]


def measure(game: Game) -> Power:
    """The power of each player, and of all together to act.

    1. Set the V veto players aside: a winning coalition has them all, so that they lower each quota by their
       weight, and only the M others come and go.
    2. Count the coalitions of the others by size and weights: the coefficients of the product, over players,
       of 1 + z x^weight.
    3. Swings of each player by the number of others in the coalition.  Of a veto player: one for each winning
       coalition.  Of another: divide its factor out of the product; those coalitions swing that reach every
       quota with it and not without it.
    4. Penrose measure: swings / 2^(N-1).  Normalised Banzhaf index: swings / all players' swings.
    5. Shapley-Shubik index: a swing that joins s others has the share s! (N-1-s)! / N! of all orders: one
       over N times the ways to choose s of N-1.
    6. Power to act: winning coalitions / 2^N.

    Sources: Penrose 1946; Banzhaf 1965 (4); Shapley and Shubik 1954 (5); Coleman 1971 (6); Brams and Affuso
    1976, Bilbao, Fernandez, Jimenez Losada and Lopez 2000 (generating functions, 2-3); all of them in
    Felsenthal and Machover 1998.
    """
    players, (winning, by_size) = game.veto.size, _swings(game)
    swings = [sum(found) for found in by_size]
    orders = [Fraction(1, players * math.comb(players - 1, ahead)) for ahead in range(players)]
    entered = [map(operator.mul, found, orders) for found in by_size]
    return Power(
        winning=winning,
        act=Fraction(winning, 2**players),
        blocks=tuple((~game.wins(~np.eye(players, dtype=np.bool_))).tolist()),
        swings=tuple(swings),
        penrose=tuple(Fraction(found, 2 ** (players - 1)) for found in swings),
        banzhaf=tuple(Fraction(found, sum(swings)) for found in swings),
        shapley=tuple(sum(shares, Fraction(0)) for shares in entered),
    )


def _swings(game: Game) -> tuple[int, list[list[int]]]:
    """Steps 1-3: how many coalitions win, and each player's swings by the number of others, N lists of N."""
    counts, quota = _coalitions(game), game.quota - game.weights[:, game.veto].sum(axis=1)
    won = _by_size(counts, _reached(counts, quota))
    kinds = [(bool(v), *map(int, w)) for v, w in zip(game.veto, game.weights.T, strict=True)]
    # Players of one kind are interchangeable, so that each kind is counted once.
    of_kind = {kind: won if kind[0] else _swung(counts, quota, kind[1:]) for kind in dict.fromkeys(kinds)}
    ahead = int(game.veto.sum())
    return sum(won), [[0] * (ahead - kind[0]) + of_kind[kind] for kind in kinds]


def _coalitions(game: Game) -> Counts:
    """Step 2: coalitions of the others by size and weights, (M + 1, sum of weights + 1 in each game)."""
    others = game.weights[:, ~game.veto]
    size = others.shape[1]
    kind = np.int64 if size <= FITS else np.object_
    counts: Counts = np.zeros((size + 1, *(others.sum(axis=1) + 1)), dtype=kind)
    counts[(0,) * counts.ndim] = 1
    for weights in others.T:
        with_it, before = _shift(counts.shape[1:], weights)
        counts[1:, *with_it] += counts[:-1, *before]
    return counts


def _swung(counts: Counts, quota: Ints, weights: tuple[int, ...]) -> list[int]:
    """Step 3: swings of a player without a veto, by how many others without one are in the coalition, M."""
    with_it, before = _shift(counts.shape[1:], weights)
    rest = counts.copy()
    for size in range(1, len(rest)):
        rest[size][with_it] -= rest[size - 1][before]
    swung = _reached(counts, quota - np.array(weights)) & ~_reached(counts, quota)
    return _by_size(rest, swung)[:-1]


def _shift(shape: tuple[int, ...], weights: Any) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Where coalitions lie with a player of these weights, and where they lay before it came."""
    with_it = tuple(slice(int(weight), None) for weight in weights)
    before = tuple(slice(None, long - int(weight)) for long, weight in zip(shape, weights, strict=True))
    return with_it, before


def _reached(counts: Counts, quota: Ints) -> Bools:
    """Whether weights reach every quota, on the axes of the weights."""
    reached = [np.arange(long) >= needed for long, needed in zip(counts.shape[1:], quota, strict=True)]
    return np.asarray(reduce(np.logical_and.outer, reached), dtype=np.bool_)


def _by_size(counts: Counts, among: Bools) -> list[int]:
    """Coalitions of each size, of those whose weights are among these."""
    return [int(found) for found in counts[:, among].sum(axis=1)]
