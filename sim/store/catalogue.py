"""The store of runs: a catalogue of the run folders below a folder, damaged and unfinished ones included.

It reads the manifests and looks at the other files, and imports nothing that reads arrays: a hundred folders
take a second.  Nothing is kept beside the folders, so there is nothing that could be out of date.
"""

import datetime as dt
import json
import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sim.store.manifest import (
    DECISIONS,
    FILES,
    FORMAT,
    MANIFEST,
    OUTCOMES,
    TRAJECTORIES,
    RunError,
    broken_seals,
    first_line,
)

EXPORT = "export.json"
"""The file by which an export is known: a folder with it holds no run, whatever else is in it."""

COMPLETE, INTERRUPTED, DAMAGED, UNFINISHED, NEWER = (
    "complete",
    "interrupted",
    "damaged",
    "unfinished",
    "newer",
)
READABLE = (COMPLETE, INTERRUPTED)
"""The states of a folder whose results can be used; an interrupted run has those of the runs it finished."""

Progress = Callable[[int, int], None]

_BEGINNINGS = {TRAJECTORIES: (b"\x89HDF",), DECISIONS: (b"PAR1",)}
"""With what a file of its kind begins."""


@dataclass(frozen=True)
class Entry:
    """A run folder in the catalogue; what a damaged one does not tell is None.

    folder : its path from the folder that was asked about, with /; path : its path as it was asked about
    state : complete, interrupted (results of the runs that were finished, or
    that did not fail), damaged (a file is missing or not
    as it was written), unfinished (left by a program that was killed while it wrote), newer (of a later
    format)
    problem : what is wrong, empty if nothing is; made : UTC; size : bytes of all its files
    settings : KEY -> VALUE of the command's --set
    """

    folder: str
    path: Path
    state: str
    problem: str
    size: int
    scenario: str | None = None
    case: str | None = None
    title: str | None = None
    runs: int | None = None
    seed: int | None = None
    protocol: str | None = None
    options: Mapping[str, Any] | None = None
    weeks: int | None = None
    start: dt.date | None = None
    made: dt.datetime | None = None
    hash: str | None = None
    command: str | None = None
    version: str | None = None
    settings: Mapping[str, str] | None = None

    @property
    def readable(self) -> bool:
        """Whether its results can be used."""
        return self.state in READABLE


def catalogue(root: str | Path, *, thorough: bool = False, progress: Progress | None = None) -> list[Entry]:
    """All run folders in and below a folder, by name; RunError if there is no such folder.

    thorough : compare checksums, which reads every byte; else sizes, beginnings and ends of files are seen
    progress : told (folders looked at, folders in all)
    """
    above = Path(root)
    if not above.is_dir():
        raise RunError(f"{above}: no such folder; `parley run SCENARIO` writes one below runs/")
    found = sorted(_run_folders(above), key=lambda one: _naturally(one.as_posix()))
    entries = []
    for number, where in enumerate(found, 1):
        folder = where.relative_to(above).as_posix() if where != above else where.resolve().name
        with suppress(FileNotFoundError):  # a run that is being written over while it is looked at
            entries.append(_entry(folder, where, thorough))
        if progress is not None:
            progress(number, len(found))
    return entries


def _run_folders(above: Path) -> Iterator[Path]:
    """Folders that hold a run, or part of one; links are followed, but never twice to the same place."""
    seen: set[Path] = set()
    for place, below, files in os.walk(above, followlinks=True):
        here = Path(place)
        real = here.resolve()
        hidden = here.name.startswith(".") and here != above
        if real in seen or EXPORT in files:
            below.clear()
            continue
        seen.add(real)
        if not set(FILES).isdisjoint(files):
            yield here
        if MANIFEST in files or hidden:
            below.clear()


def _entry(folder: str, where: Path, thorough: bool) -> Entry:
    """A folder as the catalogue has it."""
    size = sum(one.stat().st_size for one in where.iterdir() if one.is_file())
    told: dict[str, Any] = {}
    known: dict[str, Any] = {}
    problem = ""
    try:
        told = _told(where)
        known = _known(where, told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{MANIFEST} cannot be read ({first_line(error)})" if (where / MANIFEST).exists() else ""
    if _is_newer(told):
        problem = f"has format {told['format']}, this Parley reads up to {FORMAT}; update Parley to read it"
        return Entry(folder, where, NEWER, problem, size, **known)
    problem = "; ".join([*([problem] if problem else []), *_problems(where, told, thorough)])
    if where.name.startswith("."):
        return Entry(folder, where, UNFINISHED, _left(where, whole=not problem), size, **known)
    if problem:
        return Entry(folder, where, DAMAGED, problem, size, **known)
    state = COMPLETE if told["complete"] else INTERRUPTED
    return Entry(folder, where, state, _failed(told.get("failures", ())), size, **known)


def _failed(failures: Sequence[Mapping[str, Any]]) -> str:
    """Which runs of a folder failed."""
    lots = [f"{first} to {last}" for first, last in (one["runs"] for one in failures)]
    return f"runs {', '.join(lots)} failed; {MANIFEST} says why" if lots else ""


def _left(where: Path, *, whole: bool) -> str:
    """What to do with a folder that was not moved into its place."""
    name = re.sub(r"^\.(.+?)-[a-z0-9_]{8}(-old)?$", r"\1", where.name)
    todo = f"is whole: rename it to {name} to keep it" if whole else "once nothing writes there, delete it"
    if (where.parent / name / MANIFEST).is_file():
        todo = f"{name} is there: once nothing writes there, delete it"
    return f"left by a program that was stopped while it wrote; {todo}"


def _told(where: Path) -> dict[str, Any]:
    told = json.loads((where / MANIFEST).read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        raise TypeError("it is not a mapping")
    return told


def _is_newer(told: Mapping[str, Any]) -> bool:
    written = told.get("format", 1)
    return isinstance(written, int) and written > FORMAT


def _known(where: Path, told: Mapping[str, Any]) -> dict[str, Any]:
    """What a manifest says of its run."""
    scenario, negotiation = told["scenario"], told["scenario"]["rules"]["negotiation"]
    case, command = scenario["case"], str(told["command"])
    return {
        "scenario": str(scenario["name"]),
        "case": str(scenario["case_name"]),
        "title": str(scenario["title"]),
        "runs": int(told["runs"]),
        "seed": int(told["seed"]),
        "protocol": str(negotiation["protocol"]),
        "options": dict(negotiation["options"]),
        "weeks": int(case["weeks"]),
        "start": dt.date.fromisoformat(case["start"]),
        "made": _made(where, told),
        "hash": str(told["scenario_hash"]),
        "command": command,
        "version": str(told["versions"]["parley-sim"]),
        "settings": _settings(command),
    }


def _made(where: Path, told: Mapping[str, Any]) -> dt.datetime:
    """When the run was written, UTC; of an old folder, when its manifest was."""
    if "made" in told:
        return dt.datetime.fromisoformat(told["made"]).astimezone(dt.UTC)
    return dt.datetime.fromtimestamp((where / MANIFEST).stat().st_mtime, dt.UTC).replace(microsecond=0)


def _settings(command: str) -> dict[str, str]:
    """What the command set: KEY -> VALUE of every --set."""
    words = shlex.split(command)
    pairs = (value.partition("=") for word, value in pairwise(words) if word == "--set")
    return {key.strip(): value.strip() for key, _, value in pairs}


def _problems(where: Path, told: Mapping[str, Any], thorough: bool) -> Iterator[str]:
    """All that is wrong with the files of a folder."""
    missing = [name for name in FILES if not (where / name).is_file()]
    if missing:
        yield f"{', '.join(missing)} missing"
        return
    if not told:
        return
    try:
        yield from broken_seals(where, told, thorough=thorough)
        if not isinstance(told["complete"], bool):
            yield f"{MANIFEST} does not say whether the run is complete"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"{MANIFEST} cannot be read ({first_line(error)})"
        return
    if "files" not in told:
        yield from _odd_files(where)


def _odd_files(where: Path) -> Iterator[str]:
    """What can be seen of files without checksums: how they begin and end."""
    for name, beginnings in _BEGINNINGS.items():
        with (where / name).open("rb") as opened:
            if opened.read(4) not in beginnings:
                yield f"{name} is not one"
            elif name == DECISIONS:
                opened.seek(-4, os.SEEK_END)
                if opened.read(4) not in beginnings:
                    yield f"{name} is cut short"
    try:
        json.loads((where / OUTCOMES).read_text(encoding="utf-8"))
    except ValueError as error:
        yield f"{OUTCOMES} cannot be read ({first_line(error)})"


def _naturally(name: str) -> list[tuple[bool, int, str]]:
    """A name as people sort it: run-9 before run-10."""
    parts = re.split(r"(\d+)", name)
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]
