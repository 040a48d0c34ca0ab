"""An ensemble of any size, from workers to a run folder: in memory is never more than a few pieces of it.

Whoever does a piece packs it; here it is kept on disk.  When all are done, they are written one after the
other, in the words of all of them, so that neither the order nor the workers show in a file.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import ledger
from sim.executor import Executor, Failure, Here
from sim.folder import Kept, Part, check_target, write_pieces
from sim.makings import makings
from sim.parcel import Parcel
from sim.parts import Parts
from sim.pieces import (
    BLOCK,
    FailedRunsError,
    Piece,
    Progress,
    Task,
    blocks,
    files,
    followed,
    head,
    pack,
    prefix,
    read,
    told,
    words,
)
from sim.place import whole

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    import scenarios


def identity(scenario: "scenarios.Scenario", runs: int, seed: int) -> dict[str, Any]:
    """What makes an ensemble this one and no other, for its parts."""
    about = {"scenario": scenario.name, "hash": scenario.hash, "runs": runs, "seed": seed, "block": BLOCK}
    return {**about, "versions": dict(makings())}


def stream(
    scenario: "scenarios.Scenario",
    runs: int,
    seed: int,
    folder: str | Path,
    command: str = "",
    executor: Executor | None = None,
    progress: Progress | None = None,
    parts: Parts | None = None,
) -> Kept:
    """Run an ensemble into a run folder, and say what is known of it without its arrays and its log.

    An interruption (Ctrl-C) leaves the runs before the first that is not finished.  Runs that fail are
    missing from all files, and the manifest says why: a number in their place could pass for one that was
    simulated.
    executor : who does it, by default this process; progress : told (runs finished, runs in all)
    parts : where finished pieces are kept and found again (opened with `identity`); they are removed when
    there is nothing left to do
    Errors: CastError, RunError as for `ensemble.run` and `write_run`; FailedRunsError if all runs fail;
    KeyboardInterrupt if none is finished.
    """
    blank = head(scenario, seed)
    target = Path(folder)
    check_target(target)
    parcel = Parcel(scenario)
    tasks = [Task(parcel, seed, one.start, one.stop) for one in blocks(runs)]
    with _kept_in(parts, target) as kept_in:
        shelf = Shelf(kept_in)
        stopped = not shelf.filled(executor or Here(), tasks, progress)
        try:
            kept = _known(shelf, scenario, seed, command, tasks, stopped)
        except (KeyboardInterrupt, FailedRunsError):
            if parts and not parts.finished():
                parts.remove()
            raise
        with whole(target) as fresh:
            _write(shelf, kept, blank, fresh)
        if parts and kept.complete:
            parts.remove()
    return kept


@contextmanager
def _kept_in(parts: Parts | None, target: Path) -> Iterator[Parts]:
    """The parts that were given, or some that nobody will ask for again."""
    if parts is not None:
        yield parts
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as place:
        yield Parts(Path(place))


class Shelf:
    """Pieces on disk, by place, with what must be known of them in memory."""

    def __init__(self, parts: Parts) -> None:
        """Take what is there."""
        self._parts = parts
        self.pieces: dict[int, Piece] = {place: read(parts.path(place)).light for place in parts.finished()}
        self.failures: dict[int, Failure] = {}

    def filled(self, executor: Executor, tasks: "list[Task]", progress: Progress | None) -> bool:
        """Have done what is not there; if that is interrupted, false, and only the first pieces count."""
        left = [place for place in range(len(tasks)) if place not in self.pieces]
        todo = [tasks[place] for place in left]
        try:
            for number, came in followed(executor, pack, todo, progress, tasks[-1].last):
                self._put(left[number], came)
        except KeyboardInterrupt:
            self._close_ranks()
            return False
        self._close_ranks()
        return True

    def _put(self, place: int, came: Piece | Failure) -> None:
        """Put what came of a task in its place."""
        if isinstance(came, Failure):
            self.failures[place] = came
            self._parts.fail(place, came)
        else:
            self._parts.write(place, files(came))
            self.pieces[place] = came.light

    def take(self, place: int) -> Piece:
        """The whole of a piece."""
        return read(self._parts.path(place))

    def _close_ranks(self) -> None:
        """Count what came of the first tasks, up to the first of which nothing came; in order."""
        first: Mapping[int, Piece | Failure] = prefix({**self.pieces, **self.failures})
        self.pieces = {place: self.pieces[place] for place in first if place in self.pieces}
        self.failures = {place: self.failures[place] for place in first if place in self.failures}


def _known(
    shelf: Shelf, scenario: "scenarios.Scenario", seed: int, command: str, tasks: "list[Task]", stopped: bool
) -> Kept:
    """What is known of the runs on the shelf; given up if there is not a single one."""
    if not shelf.pieces and stopped:
        raise KeyboardInterrupt
    if not shelf.pieces:
        raise FailedRunsError(next(iter(shelf.failures.values())).message)
    known = list(shelf.pieces.values())
    return Kept(
        scenario=scenario,
        seed=seed,
        runs=sum(len(one.runs) for one in known),
        outcomes=told(scenario, seed, known),
        complete=not (stopped or shelf.failures),
        command=command,
        failures=[_failed(tasks[place], why) for place, why in shelf.failures.items()],
        stopped=stopped,
    )


def _failed(task: Task, why: Failure) -> dict[str, Any]:
    """Runs that failed, as the manifest has them: the first and the last, and why."""
    return {"runs": [task.first, task.last - 1], "message": why.message, "traceback": why.traceback}


def _write(shelf: Shelf, kept: Kept, blank: "xr.Dataset", fresh: Path) -> None:
    """Write the files from the shelf."""
    moved: list[NDArray[Any]] = []

    def parts() -> Iterator[Part]:
        for place in shelf.pieces:
            piece = shelf.take(place)
            moved[:] = [moved[0] + piece.moved] if moved else [piece.moved]
            yield Part(len(piece.runs), piece.rows, ledger.from_bytes(piece.log))

    spelling = words(shelf.pieces.values())
    write_pieces(fresh, kept, blank, spelling, parts(), lambda: (moved[0] / kept.runs).astype(np.float32))
