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
        kind = path.stat().st_mode
        # Only a regular file is opened, since a pipe would wait for ever.
        content = _head(path) if stat.S_ISREG(kind) else b""
    except (FileNotFoundError, NotADirectoryError):
        raise ScenarioNotFound([Problem(Mark(str(path)), "", "there is no such file")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(path, f"cannot be read ({reason.lower()})") from None
    if not stat.S_ISREG(kind):
        raise _unreadable(path, "is a folder, not a file" if stat.S_ISDIR(kind) else "is not a regular file")
    if len(content) > LARGEST:
        raise _unreadable(path, f"is larger than {LARGEST // 1_000_000} MB, the most that is read")
    return _decoded(path, content)


def _head(path: Path) -> bytes:
    """The bytes of a file, and no more than tells that they are too many: it may grow while it is read."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


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
