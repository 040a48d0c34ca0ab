"""An ensemble of any size, from workers to a run folder: in memory is never more than a few pieces of it.

Whoever does a piece packs it; here it is kept on disk.  When all are done, they are written one after the
other, in the words of all of them, so that neither the order nor the workers show in a file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.pieces import (
    BLOCK,
    FailedRunsError,
    Piece,
    Progress,
    Task,
    blocks,
    files,
    head,
    pack,
    read,
    told,
    words,
)
from sim.store import ledger
from sim.store.folder import Kept, Part, check_target, write_pieces
from sim.store.place import whole
from sim.work.executor import Executor, Here
from sim.work.makings import makings
from sim.work.parcel import Parcel
from sim.work.parts import Parts
from sim.work.shelf import Shelf, kept_in

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
    if runs < 1:
        raise ValueError(f"runs: {runs} is below 1")
    blank = head(scenario, seed)
    target = Path(folder)
    check_target(target)
    parcel = Parcel(scenario)
    tasks = [Task(parcel, seed, one.start, one.stop) for one in blocks(runs)]
    with kept_in(parts, target) as place:
        shelf = Shelf(place, files, read)
        stopped = not shelf.fill(executor or Here(), pack, tasks, progress)
        kept = _known(shelf, scenario, seed, command, stopped)
        with whole(target) as fresh:
            _write(shelf, kept, blank, fresh)
        if parts and kept.complete:
            parts.remove()
    return kept


def check_any(shelf: Shelf[Any], stopped: bool) -> None:
    """Give up if there is not a single run."""
    if not shelf.pieces and stopped:
        raise KeyboardInterrupt
    if not shelf.pieces:
        first = shelf.failures[0]
        raise FailedRunsError(first["message"], first["traceback"])


def _known(
    shelf: Shelf[Piece], scenario: "scenarios.Scenario", seed: int, command: str, stopped: bool
) -> Kept:
    """What is known of the runs on the shelf."""
    check_any(shelf, stopped)
    return Kept(
        scenario=scenario,
        seed=seed,
        runs=shelf.runs,
        outcomes=told(scenario, seed, list(shelf.pieces.values())),
        complete=not (stopped or shelf.failures),
        command=command,
        failures=shelf.failures,
        stopped=stopped,
    )


def _write(shelf: Shelf[Piece], kept: Kept, blank: "xr.Dataset", fresh: Path) -> None:
    """Write the files from the shelf."""
    moved: list[NDArray[Any]] = []

    def parts() -> Iterator[Part]:
        for piece in shelf.whole():
            moved[:] = [moved[0] + piece.moved] if moved else [piece.moved]
            yield Part(len(piece.runs), piece.rows, ledger.from_bytes(piece.log))

    spelling = words(shelf.pieces.values())
    write_pieces(fresh, kept, blank, spelling, parts(), lambda: (moved[0] / kept.runs).astype(np.float32))
