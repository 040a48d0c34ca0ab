"""Pieces: an ensemble in parts that can be done anywhere and kept apart, and what is put together of them.

The cut into pieces depends on the number of runs alone, and not on who does them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count, takewhile
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa
import xarray as xr

from agents.arrays import Floats, Ints
from sim import ledger, outcomes, trajectories
from sim.block import run_block
from sim.executor import Executor, Failure, Here
from sim.ledger import Spelling
from sim.log import tabulate
from sim.outcomes import Outcome
from sim.results import Legend, Results, label
from sim.trajectories import Rows

if TYPE_CHECKING:
    import scenarios

BLOCK = 250
"""Runs taken at once: enough to spread numpy's cost per call, few enough that (runs, N, N) is some MB."""

FIRST_BLOCK = 25
"""Runs in the first piece; each piece is twice the one before, up to BLOCK."""

Progress = Callable[[int, int], None]
Done = TypeVar("Done")


class FailedRunsError(RuntimeError):
    """Runs failed for a reason of their own, and there is nothing to show without them."""


@dataclass(frozen=True)
class Task:
    """Some runs of a scenario, `first` to before `last`, for whoever does them."""

    scenario: "scenarios.Scenario"
    seed: int
    first: int
    last: int

    @property
    def runs(self) -> range:
        """The numbers of the runs."""
        return range(self.first, self.last)


@dataclass(frozen=True)
class Played:
    """Runs as arrays: what was recorded of them (`moved` a sum over them), and their log."""

    runs: range
    arrays: Mapping[str, Any]
    legend: Legend
    log: pa.Table


@dataclass(frozen=True)
class Piece:
    """Runs packed to be sent, kept and written.

    head : the labelled arrays without their runs; rows : what they hold of these; log : see `sim.ledger`
    counts : see `sim.outcomes.recognised`; moved : (K, N, N), a sum over the runs
    """

    runs: range
    words: Spelling
    outcomes: Sequence[Outcome]
    counts: Mapping[int, Ints]
    moved: Floats
    head: xr.Dataset | None
    rows: Rows = field(default_factory=dict)
    log: bytes = b""

    @property
    def light(self) -> "Piece":
        """What must be known of it until all are done."""
        return replace(self, rows={}, log=b"", head=None, moved=np.zeros(0))


def blocks(runs: int, most: int = BLOCK) -> Iterator[range]:
    """The runs by number, block by block; the first are small, so that Ctrl-C finds something finished."""
    first, size = 0, min(FIRST_BLOCK, most)
    while first < runs:
        yield range(first, min(first + size, runs))
        first, size = first + size, min(2 * size, most)


def play(task: Task, on_week: Progress | None = None) -> Played:
    """Run the runs of a task."""
    block = run_block(task.scenario, task.seed, task.runs, on_week=on_week)
    log = tabulate(block.entries, block.cast.actors)
    return Played(task.runs, block.arrays, Legend.of(block.cast), log)


def pack(task: Task, on_week: Progress | None = None) -> Piece:
    """Run the runs of a task, and pack them."""
    done = play(task, on_week)
    data = label([done.arrays], done.legend, task.scenario, task.seed, [done.runs])
    found = outcomes.every(data, task.scenario)
    return Piece(
        runs=done.runs,
        words=Spelling.of(done.log),
        outcomes=[replace(one, values=np.array(one.values, dtype=np.float64)) for one in found],
        counts=outcomes.recognised(data) if task.scenario.case.roles.claimant else {},
        moved=done.arrays["moved"],
        head=trajectories.without_runs(data),
        rows=trajectories.packed(data),
        log=ledger.as_bytes(done.log),
    )


def followed(
    crew: Executor, work: Callable[..., Done], tasks: Sequence[Task], progress: Progress | None
) -> Iterator[tuple[int, Done | Failure]]:
    """What came of each task, as it is done.

    progress : told (runs finished, runs in all), in this process after each week
    """
    runs, done = tasks[-1].last, 0
    if progress is not None and isinstance(crew, Here):
        yield from crew.map(partial(_telling, work, progress, runs), tasks)
        return
    for place, came in crew.map(work, tasks):
        done += len(tasks[place].runs)
        if progress is not None:
            progress(done, runs)
        yield place, came


def _telling(work: Callable[..., Done], progress: Progress, runs: int, task: Task) -> Done:
    """Do a task and tell its weeks as runs."""
    return work(task, lambda week, weeks: progress(task.first + len(task.runs) * week // weeks, runs))


def prefix(came: Mapping[int, Done]) -> dict[int, Done]:
    """What came of the first tasks, up to the first of which nothing came yet, in their order."""
    return {place: came[place] for place in takewhile(came.__contains__, count())}


def gather(
    scenario: "scenarios.Scenario", seed: int, done: Sequence[Played], complete: bool = True
) -> Results:
    """Join finished runs into results."""
    data = label([one.arrays for one in done], done[0].legend, scenario, seed, [one.runs for one in done])
    return Results(
        scenario=scenario,
        seed=seed,
        runs=int(data.sizes["run"]),
        data=data,
        outcomes=outcomes.summarise(data, scenario, seed),
        decisions=ledger.join(one.log for one in done),
        complete=complete,
    )


def told(scenario: "scenarios.Scenario", seed: int, done: Sequence[Piece]) -> dict[str, Any]:
    """The content of outcomes.json of the runs of these pieces."""
    counts: dict[int, Ints] = {}
    for one in done:
        for days, found in one.counts.items():
            counts[days] = counts[days] + found if days in counts else found
    every = outcomes.joined([one.outcomes for one in done])
    return outcomes.told(scenario, seed, sum(len(one.runs) for one in done), every, counts)


def words(done: Iterable[Piece]) -> Spelling:
    """The words of the logs of these pieces."""
    all_words = Spelling()
    for one in done:
        all_words |= one.words
    return all_words
