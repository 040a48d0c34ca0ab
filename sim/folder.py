"""The run folder: manifest, outcomes, trajectories and decisions, written whole or not at all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xarray as xr

import scenarios
from sim.manifest import (
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
from sim.place import check_place, whole
from sim.results import Results

__all__ = ["RunError", "check_target", "open_run", "outcomes_json", "write_run"]

_COLUMNS = ("run", "week", "actor", "decision", "choice", "probability", "draw", "total")
"""What every decision log has besides its terms."""

_VARIABLES = ("position", "position_start", "salience", "recognised_week", "declaration_week")
"""What trajectories have had in every version; a folder may lack what later versions record."""


def write_run(results: Results, folder: str | Path) -> Path:
    """Write a run folder; an earlier run there is replaced, anything else is refused (RunError)."""
    target = Path(folder)
    check_target(target)
    with whole(target) as fresh:
        _write_files(results, fresh)
    return target


def check_target(folder: str | Path) -> None:
    """Refuse a place where a run cannot be written, before any time is spent on it; RunError says why."""
    check_place(Path(folder), MANIFEST, "run")


def open_run(folder: str | Path) -> Results:
    """Read a run folder back; RunError if it is none, was damaged, or is of a newer Parley."""
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


def _read_files(where: Path, told: dict[str, Any]) -> Results:
    """The results as the files tell them; what is wrong with one is an error of its reader."""
    outcomes = json.loads((where / OUTCOMES).read_text(encoding="utf-8"))
    with xr.open_dataset(where / TRAJECTORIES, engine="h5netcdf") as opened:
        data = opened.load()
    decisions = pq.read_table(where / DECISIONS)
    lacking = [f"{TRAJECTORIES} lacks {name}" for name in _VARIABLES if name not in data]
    lacking += [f"{DECISIONS} lacks {name}" for name in _COLUMNS if name not in decisions.column_names]
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
    )


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


def outcomes_json(results: Results) -> str:
    """The text of outcomes.json: equal runs give equal bytes."""
    return json.dumps(results.outcomes, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _write_files(results: Results, folder: Path) -> None:
    (folder / OUTCOMES).write_text(outcomes_json(results), encoding="utf-8")
    packed: dict[str, Any] = {"zlib": True, "complevel": 1, "shuffle": True}
    encoding = {str(name): packed for name, one in results.data.data_vars.items() if one.ndim > 1}
    # To memory first: HDF5 takes the whole interpreter down when the disk is full.
    packed_data = results.data.to_netcdf(engine="h5netcdf", encoding=encoding)
    (folder / TRAJECTORIES).write_bytes(packed_data)
    pq.write_table(results.decisions, folder / DECISIONS, compression="zstd")
    # Last, since it has the checksums of the others.
    text = json.dumps(manifest(results, folder), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
