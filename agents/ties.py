"""Who listens to whom: influence weights from capability and tie, the same bits for one run or thousands."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agents.arrays import Bools, Floats, Ints
from agents.kernels import listening

Web = tuple[NDArray[np.generic], ...]


def weigh(influence: Floats, x: Floats) -> Floats:
    """Sum x over the sources with the weights of each row: (..., N, N), (..., N) -> (..., N).

    Written as a stack of matrix-vector products because ``x @ W.T`` takes another kernel, and other
    last bits, for another number of runs.
    """
    return np.asarray((influence @ x[..., None])[..., 0], dtype=np.float64)


@dataclass(frozen=True)
class Ties:
    """What makes one actor hear another.

    source : (K, N), capability of those who hold a position on the issue, else 0; seats : (G, N), who sits in
    which body; cohesion : (G,), how much a shared seat in it ties; bilateral : (N, N), tie of the row to the
    column; floor, body : (R,), share per tie and per shared body; own : (R,), weight of an actor's own voice.

    The weight of j for i is capability_j x (floor + body x shared bodies + bilateral tie), that of i for
    itself is `own`, and rows are divided by their sum: who has few ties hears mostly itself.  What all say,
    what the members of a body say and what a friend says are added up apart, so that no matrix is needed.
    Source: Friedkin and Johnsen 1990 (row-normalised influence); the form of the tie is ours.
    """

    source: Floats
    seats: Bools
    cohesion: Floats
    bilateral: Floats
    floor: Floats
    body: Floats
    own: Floats = field(default_factory=lambda: np.zeros(1))

    @classmethod
    def of_everyone(cls, source: Floats) -> "Ties":
        """Everybody hears everybody else by capability alone; source : (K, N)."""
        count = source.shape[-1]
        nobody = np.zeros((0, count), dtype=np.bool_)
        return cls(source, nobody, np.zeros(0), np.zeros((count, count)), np.ones(1), np.zeros(1))

    def mix(self, position: Floats, mixture: Floats, share: Floats, low: float, high: float) -> Floats:
        """Where each is once it has gone a share (R,) of the way to its mixture, in low and high, (R, K, N).

        A mean of places within bounds can leave them by a rounding error only.
        """
        out = np.empty_like(position)
        floor, body = (_for_each(one, position[:, 0, 0]) for one in (self.floor, self.body))
        listening.mixed(self.source, self.web, floor, body, position, mixture, share, low, high, out)
        return out

    def mixture(self, susceptibility: Floats, salience: Floats, start: Floats, holds: Bools) -> Floats:
        """What each tends to as a sum, (R, K, N, 3): times its own place, times what it hears, and the rest.

        It hears itself too, as far as it is open, and for the rest it tends to where it began.  What it hears
        is not yet normalised; who holds no position tends to where it is.
        susceptibility : (R,), times 1 - salience the openness; salience, start : (R, K, N)
        The same arrays give the same mixture, which is kept: it changes with the start only.
        """
        asked = (susceptibility, salience, start, holds)
        known: tuple[tuple[object, ...], Floats] | None = self.__dict__.get("_known")
        if known is not None and all(one is other for one, other in zip(known[0], asked, strict=True)):
            return known[1]
        own, open_ = self.own_voice, susceptibility[:, None, None] * (1.0 - salience)
        found = np.empty((*start.shape, 3))
        found[..., 0] = np.where(holds, open_ * own, 1.0)
        found[..., 1] = np.where(holds, open_ * (1.0 - own) * self.scale, 0.0)
        found[..., 2] = np.where(holds, (1.0 - open_) * start, 0.0)
        self.__dict__["_known"] = (asked, found)
        return found

    @cached_property
    def loudness(self) -> Floats:
        """Sum of the weights of the others in each row, before they are normalised, (R, K, N)."""
        return self._heard(np.ones((len(self.floor), *self.source.shape)))

    @cached_property
    def scale(self) -> Floats:
        """What normalises the weights of the others, (R, K, N); 0 where none is heard."""
        weight = self.loudness
        return np.divide(1.0, weight, out=np.zeros_like(weight), where=weight > 0)

    @cached_property
    def own_voice(self) -> Floats:
        """The diagonal of the normalised weights, (R, K, N); 1 for an actor who hears nobody else."""
        weight = self.loudness
        own = np.broadcast_to(self.own[:, None, None], weight.shape)
        return np.divide(own, own + weight, out=np.ones_like(weight), where=weight > 0)

    def weights(self) -> Floats:
        """The weights before they are normalised, (R, K, N, N), diagonal zero; large, so take few runs."""
        tie = self.floor[:, None, None] + self.body[:, None, None] * self._shared() + self.bilateral
        others = ~np.eye(tie.shape[-1], dtype=np.bool_)
        return np.asarray(self.source[:, None, :] * (tie * others)[:, None], dtype=np.float64)

    def matrix(self) -> Floats:
        """The normalised weights written out, (R, K, N, N); large, so take few runs at a time."""
        raw = self.weights()
        rows = np.broadcast_to(raw.sum(axis=-1, keepdims=True), raw.shape)
        others = np.divide(raw, rows, out=np.zeros_like(raw), where=rows > 0)
        own = self.own_voice
        return others * (1.0 - own)[..., None] + own[..., None] * np.eye(own.shape[-1])

    def moved(self, share: Floats, x: Floats) -> Floats:
        """Sum over runs of share_i x weight_ij x (x_j - x_i), not normalised, (K, N, N); both (R, K, N)."""
        out = np.zeros((*self.source.shape, self.source.shape[-1]))
        floor, body = (_for_each(one, x[:, 0, 0]) for one in (self.floor, self.body))
        listening.moved(self.source, self._shared(), self.bilateral, floor, body, share, x, out)
        return out

    def heard_on(self, issue: int, x: Floats) -> Floats:
        """Sum of the others' x with the weights of one issue, not normalised: (R, N) -> (R, N)."""
        return self._heard(x[:, None], slice(issue, issue + 1))[:, 0]

    def _heard(self, x: Floats, issues: slice = slice(None)) -> Floats:
        """What each actor hears on these issues before it is normalised, (R, K, N)."""
        out = np.empty(x.shape)
        floor, body = (_for_each(one, x[:, 0, 0]) for one in (self.floor, self.body))
        listening.heard(self.source[issues], self.web, floor, body, x, out)
        return out

    def _shared(self) -> Floats:
        """How much the seats that two share tie them, (N, N)."""
        seats = self.seats.astype(np.float64)
        return np.asarray(seats.T @ (seats * self.cohesion[:, None]), dtype=np.float64)

    @cached_property
    def web(self) -> Web:
        """Seats and ties as lists: who sits in each body, each actor's bodies, whom each has a tie to."""
        groups, count = self.seats.shape
        bodies, member = (np.ascontiguousarray(one) for one in np.nonzero(self.seats))
        seated, body = (np.ascontiguousarray(one) for one in np.nonzero(self.seats.T))
        listener, friend = (np.ascontiguousarray(one) for one in np.nonzero(self.bilateral))
        return (
            _starts(bodies, groups),
            member,
            _starts(seated, count),
            body,
            self.cohesion,
            _starts(listener, count),
            friend,
            self.bilateral[listener, friend],
        )


def _for_each(amount: Floats, runs: Floats) -> Floats:
    """A quantity of every run, or one for all of them, as one for each."""
    if len(amount) == len(runs):
        return amount
    return np.ascontiguousarray(np.broadcast_to(amount, (len(runs), *amount.shape[1:])))


def _starts(sorted_: Ints, count: int) -> Ints:
    """Where the entries of 0, 1, 2 ... begin in a sorted list, and its end, (count + 1,)."""
    return np.searchsorted(sorted_, np.arange(count + 1)).astype(np.int64)
