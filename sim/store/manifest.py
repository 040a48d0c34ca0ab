"""The manifest of a run folder: what repeats the run, when it was made, and the checksums of the other files.

Nothing here reads arrays, so that a catalogue of many folders is quick.
"""

import datetime as dt
import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import scenarios

MANIFEST, OUTCOMES, TRAJECTORIES, DECISIONS = (
    "manifest.json",
    "outcomes.json",
    "trajectories.nc",
    "decisions.parquet",
)
FILES = (MANIFEST, OUTCOMES, TRAJECTORIES, DECISIONS)

FORMAT = 2
"""Version of the folder's format; 1 had neither the version nor a date nor checksums."""

_PACKAGES = ("parley-sim", "mesa", "numpy", "scipy", "xarray", "pyarrow")


class RunError(ValueError):
    """A folder that is no run folder, or one that a run may not be written to."""


class Made(Protocol):
    """What a manifest says of an ensemble."""

    @property
    def scenario(self) -> "scenarios.Scenario":
        """The scenario."""

    @property
    def seed(self) -> int:
        """The seed."""

    @property
    def runs(self) -> int:
        """How many runs there are."""

    @property
    def complete(self) -> bool:
        """Whether these are all that were asked for."""

    @property
    def command(self) -> str:
        """What was typed."""

    @property
    def failures(self) -> Sequence[Mapping[str, Any]]:
        """Runs that failed: their numbers, first and last, the message and the traceback."""


def manifest(made: Made, folder: Path) -> dict[str, Any]:
    """What is needed to repeat the run, and what shows that the other files in the folder are its own."""
    return {
        "format": FORMAT,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "files": {name: seal(folder / name) for name in FILES if name != MANIFEST},
        "scenario": json.loads(made.scenario.model_dump_json(by_alias=True)),
        "scenario_hash": made.scenario.hash,
        "seed": made.seed,
        "runs": made.runs,
        "complete": made.complete,
        "failures": [dict(one) for one in made.failures],
        "command": made.command,
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


def seal(file: Path) -> dict[str, Any]:
    """The size of a file in bytes, and its SHA-256."""
    with file.open("rb") as opened:
        return {"bytes": file.stat().st_size, "sha256": hashlib.file_digest(opened, "sha256").hexdigest()}


def read_manifest(where: Path) -> dict[str, Any]:
    """The manifest of a run folder; RunError if the folder is none, or is written in a newer format."""
    if not where.is_dir():
        raise RunError(f"{where}: no such folder; `parley run SCENARIO --out DIR` writes one")
    missing = [name for name in FILES if not (where / name).is_file()]
    if missing:
        raise RunError(f"{where}: is no run folder, {', '.join(missing)} missing")
    try:
        told = json.loads((where / MANIFEST).read_text(encoding="utf-8"))
        written = int(told.get("format", 1))
        version = told["versions"]["parley-sim"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(unreadable(where, f"{MANIFEST}: {first_line(error)}")) from error
    if written > FORMAT:
        raise RunError(
            f"{where}: has format {written} of Parley {version}, this one reads up to {FORMAT}; "
            "update Parley to read it"
        )
    return dict(told)


def broken_seals(where: Path, told: Mapping[str, Any], *, thorough: bool = True) -> Iterator[str]:
    """What shows that a file is not the one that was written: its size and, if thorough, its checksum.

    Errors: KeyError, TypeError or AttributeError if the manifest lacks what its format has.
    """
    if int(told.get("format", 1)) < 2:
        return
    for name in (OUTCOMES, TRAJECTORIES, DECISIONS):
        written, found = told["files"][name], (where / name).stat().st_size
        if found != written["bytes"]:
            yield f"{name} has {found:,} bytes and was written with {written['bytes']:,}"
        elif thorough and seal(where / name)["sha256"] != written["sha256"]:
            yield f"{name} is not as it was written: its SHA-256 differs"


def unreadable(where: Path, why: str, command: str = "") -> str:
    """What is said of a damaged folder, with the command that makes it again where it is known."""
    again = f"; to make it again: {command} --out {where}" if command else ""
    return f"{where}: cannot be read as a run folder ({why}){again}"


def first_line(error: BaseException) -> str:
    """The first line of what an error says, or its name."""
    return (str(error) or type(error).__name__).splitlines()[0]
