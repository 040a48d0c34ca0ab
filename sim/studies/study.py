"""A study: many scenarios, or many beliefs about one, run under the same luck, of which outcomes are kept."""

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.arrays import Floats
from scenarios.resolve import digest
from sim.block import run_block
from sim.outcomes import Outcome, every
from sim.results import label
from sim.work.executor import Executor, Failure, Here, attempt
from sim.work.makings import makings
from sim.work.parcel import Parcel
from sim.work.parts import Parts

if TYPE_CHECKING:
    import scenarios

BLOCK = 250
"""Runs of a task, of one point or of several small ones; it is the same whoever does the tasks."""

VALUES, MEASURES = "values.npy", "measures.json"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Point:
    """One setting of a study, and the runs to be made of it.

    runs : the numbers of the runs, which say what chance does; the same numbers share their luck
    given : process -> (R, ...) of what is believed, where a design of experiments says it (sim.draws.Streams)
    """

    scenario: "scenarios.Scenario"
    runs: Sequence[int]
    given: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """What an outcome counts: its unit and its meaning."""

    unit: str
    meaning: str


@dataclass(frozen=True)
class Missing:
    """Runs of a point that failed: which point, the numbers of the runs, and why."""

    point: int
    runs: tuple[int, ...]
    failure: Failure


@dataclass(frozen=True)
class Study:
    """What came of the points.

    values : outcome -> one array per point, (R,), NaN where the question does not arise or a run is missing
    measures : outcome -> what it counts, in the order of the case; missing : what failed
    complete : false after an interruption; what was not reached is NaN and not among the missing
    """

    values: Mapping[str, Sequence[Floats]]
    measures: Mapping[str, Measure]
    missing: tuple[Missing, ...] = ()
    complete: bool = True


@dataclass(frozen=True)
class Share:
    """Runs of a point from its run `first` on, with what is believed in them."""

    point: int
    first: int
    scenario: Parcel
    runs: Sequence[int]
    given: Mapping[str, Floats]


@dataclass(frozen=True)
class Task:
    """Some runs, for whoever does them."""

    seed: int
    shares: tuple[Share, ...]

    @property
    def runs(self) -> int:
        """How many runs it has in all."""
        return sum(len(one.runs) for one in self.shares)


@dataclass(frozen=True)
class Piece:
    """What came of a task: outcome -> (runs of the task,), what the outcomes count, and what failed."""

    values: Mapping[str, Floats]
    measures: Mapping[str, Measure]
    missing: tuple[Missing, ...] = ()


def measure(task: Task) -> Piece:
    """Run the runs of a task and keep their outcomes."""
    values: dict[str, Floats] = {}
    measures: dict[str, Measure] = {}
    missing: list[Missing] = []
    last = 0
    for _, alike in groupby(task.shares, lambda one: (id(one.scenario), sorted(one.given))):
        for shares, found in _measured(task.seed, tuple(alike)):
            first, last = last, last + sum(len(one.runs) for one in shares)
            if isinstance(found, Failure):
                missing += _missing(shares, found)
                continue
            for one in found:
                values.setdefault(one.name, np.full(task.runs, np.nan))[first:last] = one.values
                measures.setdefault(one.name, Measure(one.unit, one.meaning))
    return Piece(values, measures, tuple(missing))


def _measured(
    seed: int, shares: tuple[Share, ...]
) -> Iterator[tuple[tuple[Share, ...], list[Outcome] | Failure]]:
    """The outcomes of shares in one scenario, run at once; should that fail, each alone."""
    found = attempt(_outcomes, Task(seed, shares))
    if isinstance(found, Failure) and len(shares) > 1:
        for one in shares:
            yield from _measured(seed, (one,))
    else:
        yield shares, found


def _outcomes(task: Task) -> list[Outcome]:
    """All outcomes of runs in one scenario."""
    scenario = task.shares[0].scenario.scenario
    runs = [run for one in task.shares for run in one.runs]
    given = {name: np.concatenate([one.given[name] for one in task.shares]) for name in task.shares[0].given}
    block = run_block(scenario, task.seed, runs, given=given)
    return list(every(label([block.arrays], block.cast, scenario, task.seed), scenario))


def _missing(shares: Sequence[Share], failure: Failure) -> tuple[Missing, ...]:
    return tuple(Missing(one.point, tuple(one.runs), failure) for one in shares)


def study(
    points: Sequence[Point],
    seed: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
    parts: Parts | None = None,
) -> Study:
    """Run all points and gather their outcomes; Ctrl-C leaves what is finished.

    progress : told (runs finished, runs in all)
    parts : where finished pieces are kept as they come, and found again (opened with `identity`)
    """
    tasks = list(_tasks(points, seed))
    kept = parts.finished() if parts else []
    left = sorted(set(range(len(tasks))).difference(kept))
    gathered = _Gathered(points)
    complete, done, whole = True, 0, sum(len(point.runs) for point in points)
    try:
        for number, piece in _pieces(tasks, kept, left, executor or Here(), parts):
            gathered.add(number, tasks[number], piece)
            done += tasks[number].runs
            if progress is not None:
                progress(done, whole)
    except KeyboardInterrupt:
        complete = False
    return gathered.study(complete)


def identity(points: Sequence[Point], seed: int) -> dict[str, Any]:
    """What makes a study this one and no other, for its parts."""
    known: dict[int, str] = {}
    told = hashlib.sha256()
    for one in points:
        scenario = known.setdefault(id(one.scenario), one.scenario.hash or digest(one.scenario))
        told.update(scenario.encode() + np.asarray(one.runs, dtype=np.int64).tobytes())
        for name, block in sorted(one.given.items()):
            told.update(name.encode() + np.ascontiguousarray(block, dtype=np.float64).tobytes())
    sizes = {"points": len(points), "runs": sum(len(one.runs) for one in points), "block": BLOCK}
    return {"seed": seed, **sizes, "contents": told.hexdigest(), "versions": dict(makings())}


def _tasks(points: Sequence[Point], seed: int) -> Iterator[Task]:
    """The runs in tasks: a large point is cut into blocks, and small ones share a task."""
    parcels: dict[int, Parcel] = {}
    shares: list[Share] = []
    size = 0
    for number, one in enumerate(points):
        parcel = parcels.setdefault(id(one.scenario), Parcel(one.scenario))
        for first in range(0, len(one.runs), BLOCK):
            here = slice(first, first + BLOCK)
            given = {name: block[here] for name, block in one.given.items()}
            share = Share(number, first, parcel, one.runs[here], given)
            if size + len(share.runs) > BLOCK:
                yield Task(seed, tuple(shares))
                shares, size = [], 0
            shares.append(share)
            size += len(share.runs)
    if shares:
        yield Task(seed, tuple(shares))


def _pieces(
    tasks: Sequence[Task], kept: Sequence[int], left: Sequence[int], executor: Executor, parts: Parts | None
) -> Iterator[tuple[int, Piece]]:
    """What came of each task: of some it is known, the others are done."""
    for number in kept:
        if parts:
            yield number, _read(parts.path(number))
    for place, found in executor.map(measure, [tasks[number] for number in left]):
        number = left[place]
        piece = found if isinstance(found, Piece) else Piece({}, {}, _missing(tasks[number].shares, found))
        if parts and piece.missing:
            parts.fail(number, piece.missing[0].failure)
        elif parts:
            parts.write(number, _files(piece))
        yield number, piece


def _files(piece: Piece) -> dict[str, bytes]:
    """A piece as files: outcomes by runs, and what the outcomes count."""
    opened = io.BytesIO()
    np.save(opened, np.array(list(piece.values.values())))
    measures = {name: asdict(one) for name, one in piece.measures.items()}
    return {VALUES: opened.getvalue(), MEASURES: json.dumps(measures, ensure_ascii=False).encode()}


def _read(folder: Path) -> Piece:
    """A piece from its files."""
    told = json.loads((folder / MEASURES).read_text(encoding="utf-8"))
    measures = {name: Measure(**one) for name, one in told.items()}
    return Piece(dict(zip(measures, np.load(folder / VALUES), strict=True)), measures)


class _Gathered:
    """Outcomes as they come in, in whatever order; what is made of them does not show it."""

    def __init__(self, points: Sequence[Point]) -> None:
        self._ends = np.cumsum([0, *(len(one.runs) for one in points)])
        self._values: dict[str, Floats] = {}
        self._measures: dict[tuple[tuple[str, Measure], ...], int] = {}
        self._missing: list[Missing] = []

    def add(self, number: int, task: Task, piece: Piece) -> None:
        """Take what came of a task."""
        self._missing += piece.missing
        told = tuple(piece.measures.items())
        self._measures[told] = min(number, self._measures.get(told, number))
        for name, found in piece.values.items():
            column = self._values.setdefault(name, np.full(self._ends[-1], np.nan))
            first = 0
            for one in task.shares:
                start, size = self._ends[one.point] + one.first, len(one.runs)
                column[start : start + size] = found[first : first + size]
                first += size

    def study(self, complete: bool) -> Study:
        """All that came in: outcomes in the order of the first task, what failed in that of the points."""
        measures: dict[str, Measure] = {}
        for told in sorted(self._measures, key=lambda one: self._measures[one]):
            for name, one in told:
                measures.setdefault(name, one)
        values = {name: np.split(self._values[name], self._ends[1:-1]) for name in measures}
        missing = sorted(self._missing, key=lambda one: (one.point, one.runs))
        return Study(values, measures, tuple(missing), complete)
