"""The design of a sensitivity analysis: two samples of all that is uncertain, and one factor taken over.

Sample A, A with each factor in turn from B, and B (Saltelli et al. 2010).  Numbers are the points of a
scrambled Sobol sequence of twice as many dimensions; chance is the number of the run that lends its luck.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from agents.arrays import Bools, Floats, Ints
from sim.studies.factors import CHANCE, NORMAL, Factor

_EDGE = 1e-12


@dataclass(frozen=True)
class Design:
    """Two samples of N, A and B, of D numbers.

    seed : what they were drawn from
    u, v : (N, D), A and B as uniforms; places : (process, column) -> which of the D it is
    sizes : process -> how many numbers a run draws in it
    """

    seed: int
    u: Floats
    v: Floats
    places: Mapping[tuple[str, int], int]
    sizes: Mapping[str, int]

    @property
    def samples(self) -> int:
        """How many, N."""
        return len(self.u)

    def rows(self, factors: Sequence[Factor], *, whole: bool = True) -> "Rows":
        """The runs to be made for these factors, sample by sample: A, each factor from B, B.

        whole : or only each factor from B, where A and B have been run
        """
        each = ([], *([one] for one in factors), factors) if whole else tuple([one] for one in factors)
        taken = np.zeros((len(each), len(self.places)), dtype=np.bool_)
        for row, changed in enumerate(each):
            taken[row, [self.places[column] for one in changed for column in one.columns]] = True
        luck = np.array([any(one.name == CHANCE for one in changed) for changed in each])
        return Rows(self, taken, luck)

    def drawn(self, process: str, uniforms: Floats) -> Floats:
        """What runs draw in a process, (R, columns): uniforms (R, D); anything for what is known."""
        columns, places = zip(*((c, at) for (of, c), at in self.places.items() if of == process), strict=True)
        free = np.clip(uniforms[:, places], _EDGE, 1.0 - _EDGE)
        block = np.full((len(uniforms), self.sizes[process]), 0.5)
        block[:, columns] = special.ndtri(free) if process in NORMAL else free
        return block


@dataclass(frozen=True)
class Rows:
    """Runs of a design, sample by sample, in each of which some is taken from B.

    taken : (S, D), which numbers are; luck : (S,), whether the luck is; S runs to a sample
    """

    design: Design
    taken: Bools
    luck: Bools

    def __len__(self) -> int:
        return self.design.samples * len(self.luck)

    def runs(self, first: int, last: int) -> list[int]:
        """The numbers of these runs: those of B lend other luck than those of A."""
        sample, way = self._places(first, last)
        return (sample + np.where(self.luck[way], self.design.samples, 0)).tolist()

    def given(self, first: int, last: int) -> dict[str, Floats]:
        """What these runs believe: process -> (R, columns)."""
        sample, way = self._places(first, last)
        uniforms = np.where(self.taken[way], self.design.v[sample], self.design.u[sample])
        processes = dict.fromkeys(process for process, _ in self.design.places)
        return {process: self.design.drawn(process, uniforms) for process in processes}

    def _places(self, first: int, last: int) -> tuple[Ints, Ints]:
        """Of which sample each run is, and which of its S."""
        sample, way = np.divmod(np.arange(first, last), len(self.luck))
        return sample, way


def design(factors: Sequence[Factor], sizes: Mapping[str, int], samples: int, seed: int) -> Design:
    """Draw both samples: as many as a power of two, for the sequence to be even."""
    columns = [column for one in factors for column in one.columns]
    many = len(columns)
    drawn = stats.qmc.Sobol(2 * many, seed=seed).random(samples) if many else np.zeros((samples, 0))
    places = {column: place for place, column in enumerate(columns)}
    return Design(seed, drawn[:, :many], drawn[:, many:], places, sizes)
