"""Rows of a design run stretch by stretch, so that memory stays bounded however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agents.arrays import Bools, Floats
from sim.studies.saltelli import Rows
from sim.studies.study import BLOCK, Measure, Missing, Point, Progress, study
from sim.work.executor import Executor, Failure
from sim.work.parts import Parts

if TYPE_CHECKING:
    import scenarios

BLOCKS = 80
"""Blocks of runs to a stretch: what they believe is held at once."""


@dataclass(frozen=True)
class Made:
    """What came of rows of a design.

    values : outcome -> (N, S), sample by sample, NaN where a run gave no number
    measures : what all outcomes count; reached : (N,), the samples of which every run was made
    missing : what failed; complete : false after an interruption
    """

    values: Mapping[str, Floats]
    measures: Mapping[str, Measure]
    reached: Bools
    missing: tuple[Missing, ...]
    complete: bool

    def beside(self, more: "Made") -> "Made":
        """Both, the second before the last column of the first, which is sample B."""
        values = {
            name: np.concatenate([one[:, :-1], more.values[name], one[:, -1:]], axis=1)
            for name, one in self.values.items()
        }
        missing = (*self.missing, *more.missing)
        return Made(values, self.measures, self.reached & more.reached, missing, more.complete)


class Stretch(Parts):
    """Some of other parts, which are numbered from `first` there and from 0 here."""

    def __init__(self, whole: Parts, first: int, many: int) -> None:
        """Look at so many parts of a whole."""
        self._whole, self._first, self._many = whole, first, many
        self.folder = whole.folder

    def path(self, number: int) -> Path:
        """The folder of a part."""
        return self._whole.path(self._first + number)

    def write(self, number: int, files: Mapping[str, bytes]) -> None:
        """Keep a finished part."""
        self._whole.write(self._first + number, files)

    def fail(self, number: int, failure: Failure) -> None:
        """Keep why a part failed."""
        self._whole.fail(self._first + number, failure)

    def finished(self) -> list[int]:
        """The numbers of those that are finished."""
        found = (number - self._first for number in self._whole.finished())
        return [number for number in found if 0 <= number < self._many]


def make(
    scenario: "scenarios.Scenario",
    rows: Rows,
    seed: int,
    wanted: Sequence[str],
    executor: Executor | None,
    progress: Progress | None,
    parts: Parts | None = None,
    before: int = 0,
) -> Made:
    """Run rows of a design, sample by sample, so that what an interruption leaves is whole samples.

    wanted : the outcomes to keep, of those that there are; all, if none is
    parts : where finished blocks are kept, of which the first `before` are of other rows
    """
    values: dict[str, Floats] = {}
    measures: dict[str, Measure] = {}
    missing: list[Missing] = []
    reached = np.zeros(len(rows), dtype=np.bool_)
    for start in range(0, len(rows), BLOCKS * BLOCK):
        end = min(start + BLOCKS * BLOCK, len(rows))
        points = [
            _point(scenario, rows, first, min(first + BLOCK, end)) for first in range(start, end, BLOCK)
        ]
        here = parts and Stretch(parts, before + start // BLOCK, len(points))
        found = study(points, seed, executor, _later(progress, start, len(rows)), here)
        measures = {**found.measures, **measures}
        whole = {name: np.concatenate(each) for name, each in found.values.items()}
        for name in chosen(wanted, measures):
            values.setdefault(name, np.full(len(rows), np.nan))[start:end] = whole.get(name, np.nan)
        if whole:
            reached[start:end] = ~np.all([np.isnan(one) for one in whole.values()], axis=0)
        missing += found.missing
        if not found.complete:
            break
    shape = (rows.design.samples, -1)
    shaped = {name: one.reshape(shape) for name, one in values.items()}
    whole_samples = np.asarray(reached.reshape(shape).all(axis=1))
    return Made(shaped, measures, whole_samples, tuple(missing), found.complete)


def chosen(wanted: Sequence[str], there: Iterable[str]) -> list[str]:
    """The outcomes that are wanted, of those that there are; all, if none is."""
    known = list(there)
    return [name for name in wanted if name in known] or known


def _point(scenario: "scenarios.Scenario", rows: Rows, first: int, last: int) -> Point:
    return Point(scenario, rows.runs(first, last), rows.given(first, last))


def _later(progress: Progress | None, start: int, whole: int) -> Progress | None:
    """Progress over one stretch, told as that over all."""
    return progress and (lambda done, _: progress(start + done, whole))
