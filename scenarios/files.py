"""Files: read as text, or refused with one clear problem."""

import stat
from pathlib import Path

from scenarios.exceptions import Problem, ScenarioNotFound, UnreadableFile
from scenarios.marks import Mark

LARGEST = 5_000_000
"""Bytes; a case that has more in one file is no longer written by hand."""


def _unreadable(path: Path, message: str) -> UnreadableFile:
    return UnreadableFile([Problem(Mark(str(path)), "", message)])


def read_text(path: Path) -> str:
    """The text of a file, which must be UTF-8 and of a size that a person can have written."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _unreadable(path, "is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise _unreadable(path, "is not a regular file")
        # Read at most one byte more than allowed: the file may have grown since it was measured.
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise ScenarioNotFound([Problem(Mark(str(path)), "", "there is no such file")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(path, f"cannot be read ({reason.lower()})") from None
    if len(content) > LARGEST:
        raise _unreadable(path, f"is larger than {LARGEST // 1_000_000} MB, the most that is read")
    return _decoded(path, content)


def _decoded(path: Path, content: bytes) -> str:
    if b"\0" in content:
        raise _unreadable(path, "is binary, not text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        mark = Mark(str(path), before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        found = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise UnreadableFile([Problem(mark, "", found)]) from None
