"""Who listens to whom: influence weights from capability and tie, the same bits for one run or thousands."""

from dataclasses import dataclass, field, replace

import numpy as np

from agents.arrays import Floats


def weigh(influence: Floats, x: Floats) -> Floats:
    """Sum x over the sources with the weights of each row: (..., N, N), (..., N) -> (..., N).

    Written as a stack of matrix-vector products because ``x @ W.T`` takes another kernel, and other
    last bits, for another number of runs.
    """
    return np.asarray((influence @ x[..., None])[..., 0], dtype=np.float64)


@dataclass(frozen=True)
class Ties:
    """The three parts of a tie, each already times the capability of the source.

    anyone, shared, bilateral : (K, N, N), row = listener, column = source, zero diagonal; an actor without a
    position on issue k is no source there.  floor, body : (R,), share per tie and per shared body;
    own : (R,), weight of an actor's own voice.

    The weight of j for i is capability_j x (floor + body x shared bodies + bilateral tie), that of i for
    itself is `own`, and rows are divided by their sum: who has few ties hears mostly itself.  Keeping the
    parts apart lets floor and body differ between runs without a matrix per run.
    Source: Friedkin and Johnsen 1990 (row-normalised influence); the form of the tie is ours.
    """

    anyone: Floats
    shared: Floats
    bilateral: Floats
    floor: Floats
    body: Floats
    own: Floats = field(default_factory=lambda: np.zeros(1))

    def listen(self, x: Floats) -> Floats:
        """Mean of the others' x as each actor hears it, (R, K, N) -> (R, K, N); 0 where none is heard."""
        floor, body = self.floor[:, None, None], self.body[:, None, None]
        heard = floor * weigh(self.anyone, x) + body * weigh(self.shared, x) + weigh(self.bilateral, x)
        weight = self.loudness()
        return np.divide(heard, weight, out=np.zeros_like(heard), where=weight > 0)

    def loudness(self) -> Floats:
        """Sum of the weights of the others in each row, before they are normalised, (R, K, N)."""
        floor, body = self.floor[:, None, None], self.body[:, None, None]
        anyone, shared, bilateral = (part.sum(axis=-1) for part in (self.anyone, self.shared, self.bilateral))
        return np.asarray(floor * anyone + body * shared + bilateral, dtype=np.float64)

    def own_voice(self) -> Floats:
        """The diagonal of the normalised weights, (R, K, N); 1 for an actor who hears nobody else."""
        weight = self.loudness()
        own = np.broadcast_to(self.own[:, None, None], weight.shape)
        return np.divide(own, own + weight, out=np.ones_like(weight), where=weight > 0)

    def matrix(self) -> Floats:
        """The normalised weights written out, (R, K, N, N); large, so take few runs at a time."""
        floor, body = self.floor[:, None, None, None], self.body[:, None, None, None]
        raw = floor * self.anyone + body * self.shared + self.bilateral
        rows = np.broadcast_to(raw.sum(axis=-1, keepdims=True), raw.shape)
        others = np.divide(raw, rows, out=np.zeros_like(raw), where=rows > 0)
        own = self.own_voice()
        return others * (1.0 - own)[..., None] + own[..., None] * np.eye(own.shape[-1])

    def on(self, issue: int) -> "Ties":
        """The ties on one issue alone, K = 1."""
        one = slice(issue, issue + 1)
        return replace(self, anyone=self.anyone[one], shared=self.shared[one], bilateral=self.bilateral[one])
