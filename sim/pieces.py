"""Pieces: an ensemble in parts that can be done anywhere and kept apart, and what is put together of them.

The cut into pieces depends on the number of runs alone, and not on who does them.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import count, pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import pyarrow as pa

from agents.arrays import Floats, Ints
from sim import outcomes
from sim.block import run_block
from sim.cast import make_cast
from sim.draws import Streams
from sim.log import tabulate
from sim.outcomes import Outcome
from sim.record import ONCE, WEEKLY, axes
from sim.results import Legend, Results, label
from sim.store import ledger, trajectories
from sim.store.ledger import Spelling
from sim.store.trajectories import Rows
from sim.work.executor import Executor, Failure, Here
from sim.work.parcel import Parcel

if TYPE_CHECKING:
    import xarray as xr

    import scenarios

BLOCK = 1_000
"""Runs taken at once: enough to spread numpy's cost per call, few enough that (runs, N, N) is some MB."""

FIRST_BLOCK = 25
"""Runs in the first piece; each piece is twice the one before, up to BLOCK."""

ABOUT, NUMBERS, ROWS, LOG = "about.json", "numbers.npz", "rows.bin", "log.arrow"
"""The files of a piece."""

Progress = Callable[[int, int], None]
Done = TypeVar("Done")


class FailedRunsError(RuntimeError):
    """Runs failed for a reason of their own, and there is nothing to show without them."""

    def __init__(self, message: str, traceback: str) -> None:
        """Say why, and in the traceback where."""
        super().__init__(message)
        self.add_note(traceback)


class Chunk(Protocol):
    """Any task that is some runs."""

    @property
    def first(self) -> int:
        """The first run."""

    @property
    def runs(self) -> range:
        """The numbers of the runs."""


@dataclass(frozen=True)
class Task:
    """Some runs of a scenario, `first` to before `last`, for whoever does them."""

    parcel: Parcel
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

    counts : see `sim.outcomes.recognised`; moved : (K, N, N), a sum over the runs
    rows : what the labelled arrays hold of them; log : see `sim.store.ledger`
    """

    runs: range
    words: Spelling
    outcomes: Sequence[Outcome]
    counts: Mapping[int, Ints]
    moved: Floats
    rows: Rows = field(default_factory=dict)
    log: bytes = b""

    @property
    def light(self) -> "Piece":
        """What must be known of it until all are done."""
        return replace(self, rows={}, log=b"", moved=np.zeros(0))


def blocks(runs: int, most: int = BLOCK, least: int = FIRST_BLOCK) -> Iterator[range]:
    """The runs by number, block by block; the first are small, so that Ctrl-C finds something finished.

    most, least : runs in a block, and in the first
    """
    first, size = 0, min(least, most)
    while first < runs:
        yield range(first, min(first + size, runs))
        first, size = first + size, min(2 * size, most)


def play(task: Task, on_week: Progress | None = None) -> Played:
    """Run the runs of a task."""
    block = run_block(task.parcel.scenario, task.seed, task.runs, on_week=on_week)
    log = tabulate(block.entries, block.cast.actors)
    return Played(task.runs, block.arrays, Legend.of(block.cast), log)


def pack(task: Task, on_week: Progress | None = None) -> Piece:
    """Run the runs of a task, and pack them."""
    done, scenario = play(task, on_week), task.parcel.scenario
    data = label([done.arrays], done.legend, scenario, task.seed, [done.runs])
    found = outcomes.every(data, scenario)
    return Piece(
        runs=done.runs,
        words=Spelling.of(done.log),
        outcomes=[replace(one, values=np.array(one.values, dtype=np.float64)) for one in found],
        counts=outcomes.recognised(data) if scenario.case.roles.claimant else {},
        moved=done.arrays["moved"],
        rows=trajectories.packed(data),
        log=ledger.as_bytes(done.log),
    )


def followed(
    crew: Executor,
    work: Callable[..., Done],
    tasks: Sequence[Chunk],
    progress: Progress | None,
    runs: int,
) -> Iterator[tuple[int, Done | Failure]]:
    """What came of each task, as it is done.

    runs : in all, of which the tasks may be the rest
    progress : told (runs finished, runs in all), in this process after each week
    """
    done = runs - sum(len(one.runs) for one in tasks)
    if progress is not None and isinstance(crew, Here):
        yield from crew.map(partial(_telling, work, progress, runs), tasks)
        return
    for place, came in crew.map(work, tasks):
        done += len(tasks[place].runs)
        if progress is not None:
            progress(done, runs)
        yield place, came


def _telling(work: Callable[..., Done], progress: Progress, runs: int, task: Chunk) -> Done:
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


def head(scenario: "scenarios.Scenario", seed: int) -> "xr.Dataset":
    """The labelled arrays without any run; CastError if the scenario lacks what its roles need."""
    cast = make_cast(scenario, Streams(seed, range(1)))
    sizes = {name: len(labels) for name, labels in axes(cast).items()}
    empty = {
        name: np.zeros((*leading, *(sizes[axis] for axis in one.axes)), one.kind)
        for known, leading in ((WEEKLY, (0, cast.weeks)), (ONCE, (0,)))
        for name, one in known.items()
    }
    actors = len(cast.actors)
    moved = np.zeros((len(cast.issues), actors, actors))
    return label([{**empty, "moved": moved}], cast, scenario, seed)


def files(piece: Piece) -> dict[str, bytes]:
    """A piece as files, in which it waits until all are done."""
    numbers = io.BytesIO()
    values = np.array([one.values for one in piece.outcomes])
    counts = np.array(list(piece.counts.values()))
    np.savez(numbers, values=values, counts=counts, moved=piece.moved)
    about = {
        "runs": [piece.runs.start, piece.runs.stop],
        "words": asdict(piece.words),
        "outcomes": [[one.name, one.unit, one.meaning] for one in piece.outcomes],
        "days": list(piece.counts),
        "rows": {name: [len(chunk) for chunk in chunks] for name, chunks in piece.rows.items()},
    }
    return {
        ABOUT: json.dumps(about, ensure_ascii=False).encode(),
        NUMBERS: numbers.getvalue(),
        ROWS: b"".join(chunk for chunks in piece.rows.values() for chunk in chunks),
        LOG: piece.log,
    }


def read(folder: Path) -> Piece:
    """A piece from its files."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    with np.load(folder / NUMBERS) as numbers:
        known = zip(about["outcomes"], numbers["values"], strict=True)
        found = [Outcome(name, unit, meaning, values) for (name, unit, meaning), values in known]
        counts = dict(zip(about["days"], numbers["counts"], strict=True))
        moved = numbers["moved"]
    return Piece(
        runs=range(*about["runs"]),
        words=Spelling(**{name: tuple(said) for name, said in about["words"].items()}),
        outcomes=found,
        counts=counts,
        moved=moved,
        rows=_cut((folder / ROWS).read_bytes(), about["rows"]),
        log=(folder / LOG).read_bytes(),
    )


def _cut(rows: bytes, sizes: Mapping[str, Sequence[int]]) -> Rows:
    """The chunks of each variable out of all of them."""
    view, place = memoryview(rows), 0
    found: dict[str, list[bytes]] = {}
    for name, lengths in sizes.items():
        ends = [place + int(end) for end in np.cumsum([0, *lengths])]
        found[name] = [bytes(view[first:last]) for first, last in pairwise(ends)]
        place = ends[-1]
    return found


def words(done: Iterable[Piece]) -> Spelling:
    """The words of the logs of these pieces."""
    all_words = Spelling()
    for one in done:
        all_words |= one.words
    return all_words
