"""Finished parts of a command that is not finished, kept beside its target until it is.

.NAME-parts/                beside NAME, the target; hidden, so that nobody takes it for a run
    work.json               of what work these are parts
    000012/                 the twelfth part: its files, and seal.json with their sizes and checksums
    000013.failed.json      why the thirteenth failed, with its traceback
    lock                    held by the command that is at work
"""

import json
import os
import shutil
import weakref
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from sim.store.manifest import RunError, first_line, seal
from sim.work.executor import Failure

with suppress(ImportError):  # Windows has none, and no lock then
    import fcntl

WORK, SEAL, LOCK = "work.json", "seal.json", "lock"
FAILED, FRESH = ".failed.json", ".fresh"


class Parts:
    """The parts by number, from 0; each is written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Take a folder for its parts alone; RunError while another command is at work there."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if "fcntl" in globals():
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            raise RunError(f"{folder}: another command is at work there; wait for it to end") from None
        self._let_go = weakref.finalize(self, _let_go, folder, held)

    @classmethod
    def open(cls, target: Path, told: Mapping[str, Any], resume: bool) -> Self:
        """The parts of the work that ends in a target; none yet, unless it is resumed.

        told : what identifies the work, as JSON has it
        Errors: RunError, with all that differs, if the parts that are to be resumed are of other work.
        """
        where = target.absolute()
        parts = cls(where.with_name(f".{where.name}-parts"))
        work = json.loads(json.dumps(told))
        if resume and (parts.folder / WORK).is_file():
            differs = list(_differences(_read(parts.folder / WORK), work))
            if differs:
                parts._let_go()
                raise RunError(
                    f"{parts.folder}: holds parts of other work: {'; '.join(differs)}; "
                    "repeat the command that began it, or leave --resume out to begin anew"
                )
        else:
            parts._clear()
            (parts.folder / WORK).write_text(_text(work), encoding="utf-8")
        return parts

    def path(self, number: int) -> Path:
        """The folder of a part."""
        return self.folder / f"{number:06}"

    def write(self, number: int, files: Mapping[str, bytes]) -> None:
        """Keep a finished part."""
        place = self.path(number)
        fresh = place.with_suffix(FRESH)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        seals = {name: {"bytes": len(one), "sha256": sha256(one).hexdigest()} for name, one in files.items()}
        (fresh / SEAL).write_text(_text(seals), encoding="utf-8")
        shutil.rmtree(place, ignore_errors=True)
        fresh.rename(place)
        place.with_suffix(FAILED).unlink(missing_ok=True)

    def finished(self) -> list[int]:
        """The numbers of the parts that are as they were written; a damaged one is removed and done again."""
        found = []
        for place in [one for one in self.folder.iterdir() if one.name.isdigit()]:
            if _sealed(place):
                found.append(int(place.name))
            else:
                shutil.rmtree(place)
        return sorted(found)

    def fail(self, number: int, failure: Failure) -> None:
        """Keep why a part failed; it is done again when the work is resumed."""
        told = {"message": failure.message, "traceback": failure.traceback}
        fresh = self.path(number).with_suffix(FRESH)
        fresh.write_text(_text(told), encoding="utf-8")
        fresh.rename(self.path(number).with_suffix(FAILED))

    def failures(self) -> dict[int, Failure]:
        """The parts that failed, by number."""
        files = sorted(self.folder.glob(f"*{FAILED}"))
        return {int(one.name.removesuffix(FAILED)): Failure(**_read(one)) for one in files}

    def remove(self) -> None:
        """Remove all, once the target is written."""
        shutil.rmtree(self.folder)
        self._let_go()

    def _clear(self) -> None:
        """Remove what another command left."""
        for one in self.folder.iterdir():
            if one.is_dir():
                shutil.rmtree(one)
            elif one.name != LOCK:
                one.unlink()


def _let_go(folder: Path, held: int) -> None:
    """Let others have the folder; without a part it is of no use."""
    with suppress(OSError):
        if {one.name for one in folder.iterdir()} <= {WORK, LOCK}:
            shutil.rmtree(folder)
    os.close(held)


def _sealed(place: Path) -> bool:
    """Whether the files of a part are those that were written."""
    try:
        return all(seal(place / name) == told for name, told in _read(place / SEAL).items())
    except (OSError, ValueError, AttributeError):
        return False


def _differences(there: Mapping[str, Any], here: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """In what two pieces of work differ: key, what began, what goes on."""
    for key in dict.fromkeys([*there, *here]):
        one, other = there.get(key), here.get(key)
        if isinstance(one, dict) and isinstance(other, dict):
            yield from _differences(one, other, f"{above}{key}.")
        elif one != other:
            yield f"{above}{key} was {_short(one)} and is {_short(other)}"


def _short(value: Any) -> str:
    """A value in a message: of a checksum, the beginning."""
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 40 else f"{said[:12]}..."


def _read(file: Path) -> dict[str, Any]:
    """A mapping that was written here; RunError if it cannot be read."""
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise RunError(
            f"{file}: cannot be read ({first_line(error)}); leave --resume out to begin anew"
        ) from error


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
