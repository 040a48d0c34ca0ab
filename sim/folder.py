"""The run folder: manifest, outcomes, trajectories and decisions, written whole or not at all."""

import importlib.metadata
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xarray as xr

import scenarios
from sim.results import Results

MANIFEST, OUTCOMES, TRAJECTORIES, DECISIONS = (
    "manifest.json",
    "outcomes.json",
    "trajectories.nc",
    "decisions.parquet",
)
_PACKAGES = ("parley-sim", "mesa", "numpy", "scipy", "xarray", "pyarrow")


class RunError(ValueError):
    """A folder that is no run folder, or one that a run may not be written to."""


def write_run(results: Results, folder: str | Path) -> Path:
    """Write a run folder; an earlier run there is replaced, anything else is refused (RunError).

    The files are written beside the folder and moved into place at the end, so an interruption leaves either
    the old run or the new one.
    """
    target = Path(folder)
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    old = fresh.with_name(fresh.name + "-old")
    try:
        _write_files(results, fresh)
        fresh.chmod(0o755)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        for rest in (old, fresh):
            shutil.rmtree(rest, ignore_errors=True)
    return target


def check_target(folder: str | Path) -> None:
    """Refuse a place where a run cannot be written, before any time is spent on it; RunError says why."""
    target = Path(folder)
    if target.exists() and not target.is_dir():
        raise RunError(f"{target}: is a file; give a folder that is new, empty or an earlier run")
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise RunError(f"{target}: holds other files; give a folder that is new, empty or an earlier run")
    above = target.absolute().parent
    while not above.exists():
        above = above.parent
    if not above.is_dir():
        raise RunError(f"{target}: {above} is a file, so no folder can be made below it")
    if not os.access(above, os.W_OK | os.X_OK):
        raise RunError(f"{target}: {above} is not writable; give another --out")


def open_run(folder: str | Path) -> Results:
    """Read a run folder back; RunError if it is none or was damaged."""
    where = Path(folder)
    if not where.is_dir():
        raise RunError(f"{where}: no such folder; `parley run SCENARIO --out DIR` writes one")
    missing = [name for name in (MANIFEST, OUTCOMES, TRAJECTORIES, DECISIONS) if not (where / name).is_file()]
    if missing:
        raise RunError(f"{where}: is no run folder, {', '.join(missing)} missing")
    try:
        manifest = json.loads((where / MANIFEST).read_text(encoding="utf-8"))
        outcomes = json.loads((where / OUTCOMES).read_text(encoding="utf-8"))
        with xr.open_dataset(where / TRAJECTORIES, engine="h5netcdf") as opened:
            data = opened.load()
        decisions = pq.read_table(where / DECISIONS)
        scenario = scenarios.Scenario.model_validate_json(json.dumps(manifest["scenario"]))
        results = Results(
            scenario=scenario,
            seed=int(manifest["seed"]),
            runs=int(manifest["runs"]),
            data=data,
            outcomes=outcomes,
            decisions=decisions,
            complete=bool(manifest["complete"]),
            command=str(manifest.get("command", "")),
        )
        odd = list(_disagreements(results, manifest["scenario_hash"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{where}: cannot be read as a run folder ({_first_line(error)})") from error
    if odd:
        raise RunError(f"{where}: its files are not of one run: {'; '.join(odd)}")
    return results


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


def manifest(results: Results) -> dict[str, Any]:
    """What is needed to repeat the run: the resolved scenario, its hash, the seed and the versions."""
    return {
        "scenario": json.loads(results.scenario.model_dump_json(by_alias=True)),
        "scenario_hash": results.scenario.hash,
        "seed": results.seed,
        "runs": results.runs,
        "complete": results.complete,
        "command": results.command,
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Versions of Python and of the packages on which the bits depend."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def outcomes_json(results: Results) -> str:
    """The text of outcomes.json: equal runs give equal bytes."""
    return json.dumps(results.outcomes, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _write_files(results: Results, folder: Path) -> None:
    text = json.dumps(manifest(results), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / OUTCOMES).write_text(outcomes_json(results), encoding="utf-8")
    packed: dict[str, Any] = {"zlib": True, "complevel": 1, "shuffle": True}
    encoding = {str(name): packed for name, one in results.data.data_vars.items() if one.ndim > 1}
    # To memory first: HDF5 takes the whole interpreter down when the disk is full.
    packed_data = results.data.to_netcdf(engine="h5netcdf", encoding=encoding)
    (folder / TRAJECTORIES).write_bytes(packed_data)
    pq.write_table(results.decisions, folder / DECISIONS, compression="zstd")


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
