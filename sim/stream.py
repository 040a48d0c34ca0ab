"""An ensemble of any size, from workers to a run folder: in memory is never more than a few pieces of it.

Whoever does a piece packs it; here it is put on a shelf.  When all are done, they are written one after the
other, in the words of all of them, so that neither the order nor the workers show in a file.
"""

import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import ledger
from sim.executor import Executor, Failure, Here
from sim.folder import Kept, Part, check_target, write_pieces
from sim.needs import CastError, needs
from sim.pieces import FailedRunsError, Piece, Progress, Task, blocks, followed, pack, prefix, told, words
from sim.place import whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    import scenarios


def stream(
    scenario: "scenarios.Scenario",
    runs: int,
    seed: int,
    folder: str | Path,
    command: str = "",
    crew: Executor | None = None,
    progress: Progress | None = None,
) -> Kept:
    """Run an ensemble into a run folder, and say what is known of it without its arrays and its log.

    An interruption (Ctrl-C) leaves the runs before the first that is not finished.  Runs that fail are
    missing from all files, and the manifest says why: a number in their place could pass for one that was
    simulated.
    crew : who does it, by default this process; progress : told (runs finished, runs in all)
    Errors: CastError, RunError as for `ensemble.run` and `write_run`; FailedRunsError if all runs fail;
    KeyboardInterrupt if none is finished.
    """
    if problems := list(needs(scenario)):
        raise CastError(problems)
    target = Path(folder)
    check_target(target)
    tasks = [Task(scenario, seed, one.start, one.stop) for one in blocks(runs)]
    with whole(target) as fresh:
        shelf = Shelf(fresh / "pieces")
        stopped = False
        try:
            for place, one in followed(crew or Here(), pack, tasks, progress):
                shelf.put(place, one)
        except KeyboardInterrupt:
            stopped = True
        shelf.close_ranks()
        _check_any(shelf, stopped)
        failures = [_failed(tasks[place], one) for place, one in shelf.failures.items()]
        known = list(shelf.pieces.values())
        kept = Kept(
            scenario=scenario,
            seed=seed,
            runs=sum(len(one.runs) for one in known),
            outcomes=told(scenario, seed, known),
            complete=not (stopped or failures),
            command=command,
            failures=failures,
            stopped=stopped,
        )
        _write(shelf, kept, fresh)
        shelf.clear()
    return kept


class Shelf:
    """Pieces on disk, by place, with what must be known of them in memory."""

    def __init__(self, folder: Path) -> None:
        """An empty shelf."""
        self._folder = folder
        folder.mkdir()
        self.pieces: dict[int, Piece] = {}
        self.failures: dict[int, Failure] = {}

    def put(self, place: int, came: Piece | Failure) -> None:
        """Put what came of a task in its place."""
        if isinstance(came, Failure):
            self.failures[place] = came
            return
        (self._folder / str(place)).write_bytes(pickle.dumps(came, protocol=pickle.HIGHEST_PROTOCOL))
        self.pieces[place] = came.light

    def take(self, place: int) -> Piece:
        """The whole of a piece."""
        found = pickle.loads((self._folder / str(place)).read_bytes())  # noqa: S301 - written above
        assert isinstance(found, Piece)
        return found

    def close_ranks(self) -> None:
        """Keep what came of the first tasks, up to the first of which nothing came; in order."""
        kept = prefix({**self.pieces, **self.failures})
        self.pieces = {place: self.pieces[place] for place in kept if place in self.pieces}
        self.failures = {place: self.failures[place] for place in kept if place in self.failures}

    def clear(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self._folder)


def _check_any(shelf: Shelf, stopped: bool) -> None:
    """Give up if there is not a single run."""
    if shelf.pieces:
        return
    if stopped:
        raise KeyboardInterrupt
    raise FailedRunsError(next(iter(shelf.failures.values())).message)


def _failed(task: Task, why: Failure) -> dict[str, Any]:
    """Runs that failed, as the manifest has them: the first and the last, and why."""
    return {"runs": [task.first, task.last - 1], "message": why.message, "traceback": why.traceback}


def _write(shelf: Shelf, kept: Kept, fresh: Path) -> None:
    """Write the files from the shelf."""
    moved: list[NDArray[Any]] = []

    def parts() -> Iterator[Part]:
        for place in shelf.pieces:
            piece = shelf.take(place)
            moved[:] = [moved[0] + piece.moved] if moved else [piece.moved]
            yield Part(len(piece.runs), piece.rows, ledger.from_bytes(piece.log))

    head = shelf.take(next(iter(shelf.pieces))).head
    assert head is not None
    spelling = words(shelf.pieces.values())
    write_pieces(fresh, kept, head, spelling, parts(), lambda: (moved[0] / kept.runs).astype(np.float32))
