"""Whose doing the variance of an outcome is: Sobol indices, and what is unknown parted from chance.

First-order index: by how much the variance would shrink, in the mean, if this one were known.  Total index:
what would be left of it if all the others were known (Sobol 2001, 10.1016/S0378-4754(00)00270-6).  Estimated
as in Saltelli et al. 2010 (10.1016/j.cpc.2009.09.018) by SALib (Herman & Usher 2017, 10.21105/joss.00097;
Iwanaga, Usher & Herman 2022, 10.18174/sesmo.18155), with bootstrapped 95% intervals.
"""

from dataclasses import dataclass

import numpy as np

from agents.arrays import Floats, Ints

RARE = 10
"""Runs, of the two samples, that must differ from the commonest value for a variance to be shared out."""

FIFTHS = 5
RESAMPLES = 200


@dataclass(frozen=True)
class Index:
    """One factor's share of the variance of one outcome.

    first, total : the indices; first_half, total_half : half the width of their 95% intervals
    moved : share of pairs of runs, alike in all else, in which it changes the outcome at all
    """

    first: float
    first_half: float
    total: float
    total_half: float
    moved: float

    @property
    def inert(self) -> bool:
        """Whether it changed nothing in any pair of runs."""
        return not self.moved

    @property
    def least(self) -> float:
        """The lower end of the total's interval."""
        return max(self.total - self.total_half, 0.0)

    @property
    def most(self) -> float:
        """The upper end of the total's interval."""
        return self.total + self.total_half


@dataclass(frozen=True)
class Split:
    """The variance of an outcome in three parts that add up to 1; half : of the 95% interval of each.

    unknown : what is not known, whatever chance does; chance : chance, whatever is believed; both : what
    either does only with the other
    """

    unknown: float
    chance: float
    both: float
    unknown_half: float
    chance_half: float


@dataclass(frozen=True)
class Answer:
    """How an outcome answers to a single number, all else alike.

    fifths : (5,), its mean where the number is in its lowest to its highest fifth, in the outcome's unit
    way : among pairs of runs that it changes, the share in which higher goes with higher, less the rest
    """

    fifths: Floats
    way: float

    @property
    def change(self) -> float:
        """From the lowest fifth to the highest."""
        return float(self.fifths[-1] - self.fifths[0])


def untold(y: Floats) -> str:
    """Why a variance cannot be shared out, in words; empty where it can.

    y : (N, D + 2), the outcome under A, under A with each factor from B, and under B
    """
    if len(y) < 2:
        return "too few runs give a number"
    base = np.concatenate([y[:, 0], y[:, -1]])
    _, counts = np.unique(base, return_counts=True)
    other = len(base) - int(counts.max())
    if not other:
        return "the same in every run: there is no variance to share out"
    if other < RARE:
        return f"too rare: other than usual in only {other} of {len(base):,} independent runs"
    return ""


def indices(y: Floats, seed: int) -> list[Index]:
    """The indices of every factor: y (N, D + 2) as in `untold`, which must not object.

    With a single factor, all is its doing.
    """
    from SALib.analyze import sobol  # type: ignore[import-untyped]

    count = y.shape[1] - 2
    moved = (y[:, 1:-1] != y[:, :1]).mean(axis=0)
    if count == 1:
        return [Index(1.0, 0.0, 1.0, 0.0, float(moved[0]))]
    names = [str(number) for number in range(count)]
    problem = {"num_vars": count, "names": names, "bounds": [[0.0, 1.0]] * count}
    # SALib takes a seed of 0 for none.
    found = sobol.analyze(problem, y.ravel(), calc_second_order=False, num_resamples=RESAMPLES, seed=seed + 1)
    columns = [found[name] for name in ("S1", "S1_conf", "ST", "ST_conf")]
    return [Index(*(float(x) for x in row)) for row in zip(*columns, moved, strict=True)]


def split(chance: Index) -> Split:
    """What is unknown, chance and both, from the indices of chance: its total is all that it has a part in.

    Estimates may stray out of 0-1; they are brought back.
    """
    total = min(max(chance.total, 0.0), 1.0)
    first = min(max(chance.first, 0.0), total)
    return Split(1.0 - total, first, total - first, chance.total_half, chance.first_half)


def answer(before: Floats, after: Floats, u: Floats, v: Floats) -> Answer | None:
    """How an outcome answers to a number that goes from u to v (N,), in 0-1, all else alike; None if never.

    The fifths are those that best explain the changes within pairs, by least squares.
    """
    change = after - before
    felt = change != 0
    if not felt.any():
        return None
    design = _fifth(v) - _fifth(u)
    fifths = np.linalg.lstsq(design, change, rcond=None)[0]
    way = float((np.sign(change) * np.sign(v - u))[felt].mean())
    return Answer(fifths - fifths.mean() + float(before.mean()), way)


def _fifth(u: Floats) -> Floats:
    """In which fifth each is, as zeros and a one, (N, 5)."""
    place: Ints = np.minimum((u * FIFTHS).astype(np.int64), FIFTHS - 1)
    return np.eye(FIFTHS)[place]


def wanted(found: list[Index], samples: int, precise: float) -> int:
    """How many samples would do for every interval to be no wider than +-`precise`; a power of two.

    The width of an interval falls with the root of the samples.
    """
    widest = max(max(one.first_half, one.total_half) for one in found)
    if widest <= precise:
        return samples
    return int(2 ** np.ceil(np.log2(samples * (widest / precise) ** 2)))
