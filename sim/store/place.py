"""A folder written whole or not at all: beside its place first, then moved into it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.store.manifest import RunError


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A fresh folder to write into, which takes the place of the target at the end.

    An interruption or a failure leaves what was there before, and nothing beside it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    old = fresh.with_name(fresh.name + "-old")
    try:
        yield fresh
        fresh.chmod(0o755)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        for rest in (old, fresh):
            shutil.rmtree(rest, ignore_errors=True)


def check_place(target: Path, mark: str, kind: str) -> None:
    """Refuse a place where no folder can be written; RunError says why.

    A folder that holds anything is taken only if it has the file `mark`, by which an earlier one of its
    `kind` is known.
    """
    if target.exists() and not target.is_dir():
        raise RunError(f"{target}: is a file; give a folder that is new, empty or an earlier {kind}")
    if target.is_dir() and any(target.iterdir()) and not (target / mark).is_file():
        raise RunError(f"{target}: holds other files; give a folder that is new, empty or an earlier {kind}")
    above = target.absolute().parent
    while not above.exists():
        above = above.parent
    if not above.is_dir():
        raise RunError(f"{target}: {above} is a file, so no folder can be made below it")
    if not os.access(above, os.W_OK | os.X_OK):
        raise RunError(f"{target}: {above} is not writable; give another --out")
