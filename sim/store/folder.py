"""The run folder: manifest, outcomes, trajectories and decisions, written whole or not at all."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import xarray as xr
from numpy.typing import NDArray

import scenarios
from sim.pieces import blocks
from sim.results import Results
from sim.store import ledger, trajectories
from sim.store.manifest import (
    DECISIONS,
    MANIFEST,
    OUTCOMES,
    TRAJECTORIES,
    RunError,
    broken_seals,
    first_line,
    manifest,
    read_manifest,
    unreadable,
)
from sim.store.place import check_place, whole

__all__ = [
    "Kept",
    "RunError",
    "check_target",
    "open_run",
    "outcomes_json",
    "reopen",
    "write_pieces",
    "write_run",
]

LARGE = 2**27
"""Bytes of trajectories.nc above which a folder is read bit by bit: some four thousand runs."""

_COLUMNS = ("run", "week", "actor", "decision", "choice", "probability", "draw", "total")
"""What every decision log has besides its terms."""

_VARIABLES = ("position", "position_start", "salience", "recognised_week", "declaration_week")
"""What trajectories have had in every version; a folder may lack what later versions record."""


@dataclass(frozen=True)
class Kept:
    """What is known of an ensemble whose arrays and log are in a folder only; as in `sim.results.Results`.

    stopped : whether it was interrupted
    """

    scenario: "scenarios.Scenario"
    seed: int
    runs: int
    outcomes: Mapping[str, Any]
    complete: bool = True
    command: str = ""
    failures: Sequence[Mapping[str, Any]] = ()
    stopped: bool = False


@dataclass(frozen=True)
class Part:
    """Some runs as they are written: how many, packed arrays, log."""

    runs: int
    rows: trajectories.Rows
    log: pa.Table


def write_run(results: Results, folder: str | Path) -> Path:
    """Write a run folder; an earlier run there is replaced, anything else is refused (RunError)."""
    target = Path(folder)
    check_target(target)
    data = results.data
    words = ledger.Spelling()
    for _, log in _logs(results):
        words |= ledger.Spelling.of(log)
    with whole(target) as fresh:
        write_pieces(fresh, results, trajectories.without_runs(data), words, _parts(results))
    return target


def _parts(results: Results) -> Iterator[Part]:
    """Results in the parts in which an ensemble is made, so that equal runs give equal bytes."""
    for places, log in _logs(results):
        data = results.data.isel(run=slice(places.start, places.stop))
        yield Part(len(places), trajectories.packed(data), log)


def _logs(results: Results) -> Iterator[tuple[range, pa.Table]]:
    """The places of some runs along their axis, and their log."""
    numbers = results.data["run"].values
    for places in blocks(results.runs):
        first, last = int(numbers[places.start]), int(numbers[places.stop - 1])
        yield places, ledger.of_runs(results.decisions, first, last + 1)


def write_pieces(
    fresh: Path,
    made: Kept | Results,
    head: xr.Dataset,
    words: ledger.Spelling,
    parts: Iterable[Part],
    moved: Callable[[], NDArray[Any]] | None = None,
) -> None:
    """Write the files of a run folder, a part after the other.

    head : the labelled arrays without their runs; words : of all logs
    moved : asked after the last part, where it cannot be known before
    """
    (fresh / OUTCOMES).write_text(outcomes_json(made), encoding="utf-8")
    with (
        trajectories.writing(fresh / TRAJECTORIES, head) as arrays,
        ledger.writing(fresh / DECISIONS, words) as log,
    ):
        for part in parts:
            arrays.add(part.rows, part.runs)
            log.add(part.log)
        if moved is not None:
            arrays.fill("moved", moved())
    # Last, since it has the checksums of the others.
    text = json.dumps(manifest(made, fresh), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    (fresh / MANIFEST).write_text(text, encoding="utf-8")


def check_target(folder: str | Path) -> None:
    """Refuse a place where a run cannot be written, before any time is spent on it; RunError says why."""
    check_place(Path(folder), MANIFEST, "run")


def open_run(folder: str | Path) -> Results:
    """Read a run folder back; RunError if it is none, was damaged, or is of a newer Parley.

    Of many runs, arrays and log stay on disk: `data` is then read when its values are asked for, and
    `decisions` is a pyarrow Dataset.
    """
    where = Path(folder)
    told = read_manifest(where)
    command = str(told.get("command", ""))
    try:
        broken = list(broken_seals(where, told))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(unreadable(where, f"{MANIFEST}: {first_line(error)}", command)) from error
    if broken:
        raise RunError(unreadable(where, "; ".join(broken), command))
    try:
        results = _read_files(where, told)
        odd = list(_disagreements(results, told["scenario_hash"]))
    # What HDF5 makes of damaged bytes is any of these.
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise RunError(unreadable(where, first_line(error), command)) from error
    if odd:
        raise RunError(f"{where}: its files are not of one run: {'; '.join(odd)}")
    return results


def reopen(kept: Kept, folder: Path) -> Results:
    """The results of a folder that has just been written."""
    data, decisions = _opened(folder)
    return Results(
        scenario=kept.scenario,
        seed=kept.seed,
        runs=kept.runs,
        data=data,
        outcomes=kept.outcomes,
        decisions=decisions,
        complete=kept.complete,
        command=kept.command,
        failures=kept.failures,
    )


def _read_files(where: Path, told: dict[str, Any]) -> Results:
    """The results as the files tell them; what is wrong with one is an error of its reader."""
    outcomes = json.loads((where / OUTCOMES).read_text(encoding="utf-8"))
    data, decisions = _opened(where)
    columns = decisions.schema.names
    lacking = [f"{TRAJECTORIES} lacks {name}" for name in _VARIABLES if name not in data]
    lacking += [f"{DECISIONS} lacks {name}" for name in _COLUMNS if name not in columns]
    if lacking:
        raise ValueError(", ".join(lacking))
    return Results(
        scenario=scenarios.Scenario.model_validate_json(json.dumps(told["scenario"])),
        seed=int(told["seed"]),
        runs=int(told["runs"]),
        data=data,
        outcomes=outcomes,
        decisions=decisions,
        complete=bool(told["complete"]),
        command=str(told.get("command", "")),
        failures=tuple(told.get("failures", ())),
    )


def _opened(where: Path) -> tuple[xr.Dataset, Any]:
    """Arrays and log: in memory, or of a large folder only opened."""
    if (where / TRAJECTORIES).stat().st_size > LARGE:
        lazy = xr.open_dataset(where / TRAJECTORIES, engine="h5netcdf", cache=False)
        return lazy, ds.dataset(where / DECISIONS, format="parquet")
    with xr.open_dataset(where / TRAJECTORIES, engine="h5netcdf") as opened:
        return opened.load(), pq.read_table(where / DECISIONS)


def _disagreements(results: Results, told: str) -> Iterator[str]:
    """Where the files of a folder tell of different runs; KeyError or TypeError if they tell nothing."""
    data, outcomes, hashed = results.data, results.outcomes, results.scenario.hash
    if told != hashed:
        yield f"{MANIFEST} has the hash {told[:12]} and a scenario of {hashed[:12]}"
    if data.attrs["scenario_hash"] != hashed:
        yield f"{TRAJECTORIES} is of scenario {data.attrs['scenario_hash'][:12]}, {MANIFEST} of {hashed[:12]}"
    if int(data.sizes["run"]) != results.runs or outcomes["runs"] != results.runs:
        counts = f"{results.runs}, {data.sizes['run']} and {outcomes['runs']}"
        yield f"{MANIFEST}, {TRAJECTORIES} and {OUTCOMES} have {counts} runs"
    for key, mine in (("scenario", results.scenario.name), ("seed", results.seed)):
        if outcomes[key] != mine:
            yield f"{OUTCOMES} has the {key} {outcomes[key]}, {MANIFEST} {mine}"
    if int(data.attrs["seed"]) != results.seed:
        yield f"{TRAJECTORIES} has the seed {data.attrs['seed']}, {MANIFEST} {results.seed}"


def outcomes_json(made: Kept | Results) -> str:
    """The text of outcomes.json: equal runs give equal bytes."""
    return json.dumps(made.outcomes, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
