"""The design of a sensitivity analysis: two samples of all that is uncertain, and one factor taken over.

Sample A, A with each factor in turn from B, and B (Saltelli et al. 2010).  Numbers are the points of a
scrambled Sobol sequence of twice as many dimensions; chance is the number of the run that lends its luck.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from agents.arrays import Bools, Floats, Ints
from sim.factors import CHANCE, NORMAL, Factor

_EDGE = 1e-12

Blocks = Mapping[str, Floats]


@dataclass(frozen=True)
class Design:
    """Two samples of N.

    seed : what they were drawn from
    places : (process, column) -> its place among D; u, v : (N, D), what it is in A and in B, in 0-1
    a, b : process -> (N, columns), the same as a run draws it
    """

    seed: int
    places: Mapping[tuple[str, int], int]
    u: Floats
    v: Floats
    a: Blocks
    b: Blocks

    @property
    def samples(self) -> int:
        """How many, N."""
        return len(self.u)

    def rows(self, factors: Sequence[Factor], *, whole: bool = True) -> "Rows":
        """The runs to be made for these factors, sample by sample: A, each factor from B, B.

        whole : or only each factor from B, where A and B have been run
        """
        each = ([], *([one] for one in factors), factors) if whole else tuple([one] for one in factors)
        taken = {
            name: np.zeros((len(each), block.shape[1]), dtype=np.bool_) for name, block in self.a.items()
        }
        for row, changed in enumerate(each):
            for process, column in (place for one in changed for place in one.columns):
                taken[process][row, column] = True
        luck = np.array([any(one.name == CHANCE for one in changed) for changed in each])
        return Rows(self, taken, luck)


@dataclass(frozen=True)
class Rows:
    """Runs of a design, sample by sample, in each of which some is taken from B.

    taken : process -> (S, columns); luck : (S,), whether the luck is; S runs to a sample
    """

    design: Design
    taken: Mapping[str, Bools]
    luck: Bools

    def __len__(self) -> int:
        return self.design.samples * len(self.luck)

    def runs(self, first: int, last: int) -> list[int]:
        """The numbers of these runs: those of B lend other luck than those of A."""
        sample, way = self._places(first, last)
        return (sample + np.where(self.luck[way], self.design.samples, 0)).tolist()

    def given(self, first: int, last: int) -> Blocks:
        """What these runs believe: process -> (R, columns)."""
        sample, way = self._places(first, last)
        return {
            name: np.where(taken[way], self.design.b[name][sample], self.design.a[name][sample])
            for name, taken in self.taken.items()
        }

    def _places(self, first: int, last: int) -> tuple[Ints, Ints]:
        """Of which sample each run is, and which of its S."""
        sample, way = np.divmod(np.arange(first, last), len(self.luck))
        return sample, way


def design(factors: Sequence[Factor], sizes: Mapping[str, int], samples: int, seed: int) -> Design:
    """Draw both samples: as many as a power of two, for the sequence to be even."""
    columns = [column for one in factors for column in one.columns]
    drawn = (
        stats.qmc.Sobol(2 * len(columns), seed=seed).random(samples) if columns else np.zeros((samples, 0))
    )
    u, v = drawn[:, : len(columns)], drawn[:, len(columns) :]
    processes = dict.fromkeys(process for process, _ in columns)
    sides = [{name: _block(name, sizes[name], columns, side) for name in processes} for side in (u, v)]
    return Design(seed, {column: place for place, column in enumerate(columns)}, u, v, *sides)


def _block(process: str, size: int, columns: Sequence[tuple[str, int]], side: Floats) -> Floats:
    """What runs draw in a process, (N, size): half of all for what is taken as known."""
    block = np.full((len(side), size), 0.5)
    for place, (name, column) in enumerate(columns):
        if name == process:
            block[:, column] = side[:, place]
    block = np.clip(block, _EDGE, 1.0 - _EDGE)
    return np.asarray(special.ndtri(block), dtype=np.float64) if process in NORMAL else block
