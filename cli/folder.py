"""Where a run is written: chosen and tried before the run, so that no simulation is lost to a bad path."""

import tempfile
from pathlib import Path

from cli.refusal import Refused


def run_folder(asked: Path | None, scenario: str, seed: int) -> Path:
    """The folder that was asked for, or `runs/CASE-SCENARIO-SEED`; refused if no run can be written there."""
    from sim.store.manifest import MANIFEST

    folder = asked or Path("runs") / f"{scenario.replace('/', '-')}-{seed}"
    return writable_folder(folder, MANIFEST, "run")


def writable_folder(folder: Path, mark: str, kind: str) -> Path:
    """The folder, if it can be written: new, empty, or an earlier one of its kind (with the file `mark`)."""
    from sim.store.place import check_place

    if folder.name in {"", ".."}:  # `.` and the like have no name that a finished folder could be moved to
        folder = folder.resolve()
    check_place(folder, mark, kind)
    _try_writing(folder, folder.absolute().parent)
    return folder


def writable_file(asked: Path) -> Path:
    """The file that was asked for; refused if it is a folder or its folder cannot be written."""
    if asked.is_dir():
        raise Refused(f"--out: {asked} is a folder; name a file")
    _try_writing(asked, asked.absolute().parent)
    return asked


def _try_writing(asked: Path, parent: Path) -> None:
    """Make and remove a folder in the parent: permissions alone do not tell (read-only disks, root)."""
    place = next(above for above in (parent, *parent.parents) if above.exists())
    try:
        Path(tempfile.mkdtemp(prefix=".parley-", dir=place)).rmdir()
    except OSError as error:
        raise Refused(f"--out: {asked} cannot be written: {error.strerror} ({place})") from None


def write_file(place: Path, text: str) -> None:
    """Write a file whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="")
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
