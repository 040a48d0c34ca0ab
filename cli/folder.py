"""Where a run is written: chosen and tried before the run, so that no simulation is lost to a bad path."""

import tempfile
from pathlib import Path

from cli.refusal import Refused

MANIFEST = "manifest.json"


def run_folder(asked: Path | None, scenario: str, seed: int) -> Path:
    """The folder that was asked for, or `runs/<case>-<scenario>-<seed>`; refused if it cannot be written."""
    folder = asked or Path("runs") / f"{scenario.replace('/', '-')}-{seed}"
    if folder.exists() and not folder.is_dir():
        raise Refused(f"--out: {folder} is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise Refused(f"--out: {folder} is not a run folder: it has files but no {MANIFEST}; name another")
    _try_writing(folder)
    return folder


def writable_file(asked: Path) -> Path:
    """The file that was asked for; refused if it is a folder or its folder cannot be written."""
    if asked.is_dir():
        raise Refused(f"--out: {asked} is a folder; name a file")
    _try_writing(asked.parent)
    return asked


def _try_writing(folder: Path) -> None:
    """Make and remove a folder where files will go; permissions alone do not tell (read-only disks, root)."""
    place = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    try:
        Path(tempfile.mkdtemp(prefix=".parley-", dir=place)).rmdir()
    except OSError as error:
        raise Refused(f"--out: {folder} cannot be written: {error.strerror} ({place})") from None
