"""A study: many scenarios, or many beliefs about one, run under the same luck, of which outcomes are kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from agents.arrays import Floats
from sim.block import run_block
from sim.executor import Executor, Failure, Here
from sim.outcomes import every
from sim.results import label

if TYPE_CHECKING:
    import scenarios

BLOCK = 250
"""Runs of one point that are taken at once."""

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
class Task:
    """Some runs of a point, `first` up to before `last` of its runs, for whoever does them."""

    point: int
    first: int
    last: int
    seed: int
    one: Point


@dataclass(frozen=True)
class Piece:
    """What came of a task: outcome -> (runs of the task,), and what the outcomes count."""

    values: Mapping[str, Floats]
    measures: Mapping[str, Measure]


def measure(task: Task) -> Piece:
    """Run the runs of a task and keep their outcomes."""
    here = slice(task.first, task.last)
    given = {name: block[here] for name, block in task.one.given.items()}
    scenario = task.one.scenario
    block = run_block(scenario, task.seed, task.one.runs[here], given=given)
    found = list(every(label([block.arrays], block.cast, scenario, task.seed), scenario))
    return Piece(
        {one.name: np.asarray(one.values, dtype=np.float64) for one in found},
        {one.name: Measure(one.unit, one.meaning) for one in found},
    )


def study(
    points: Sequence[Point],
    seed: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Study:
    """Run all points and gather their outcomes; Ctrl-C leaves what is finished.

    progress : told (runs finished, runs in all)
    """
    tasks = list(_tasks(points, seed))
    values: dict[str, list[Floats]] = {}
    measures: dict[str, Measure] = {}
    missing: list[Missing] = []
    complete, done, whole = True, 0, sum(len(point.runs) for point in points)
    try:
        for place, piece in (executor or Here()).map(measure, tasks):
            task = tasks[place]
            if isinstance(piece, Failure):
                missing.append(Missing(task.point, tuple(task.one.runs[task.first : task.last]), piece))
            else:
                measures |= piece.measures
                for name, found in piece.values.items():
                    columns = values.setdefault(name, [np.full(len(one.runs), np.nan) for one in points])
                    columns[task.point][task.first : task.last] = found
            done += task.last - task.first
            if progress is not None:
                progress(done, whole)
    except KeyboardInterrupt:
        complete = False
    return Study(values, measures, tuple(missing), complete)


def _tasks(points: Sequence[Point], seed: int) -> Iterator[Task]:
    """Every point in blocks of runs."""
    for number, point in enumerate(points):
        for first in range(0, len(point.runs), BLOCK):
            yield Task(number, first, min(first + BLOCK, len(point.runs)), seed, point)
