"""How kernels are compiled, and how a block of runs is shared among the processor's cores."""

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import numba


def forget_stale(folder: Path) -> bool:
    """Remove what was compiled of other sources than now lie in a folder; whether anything had to go.

    numba looks at the file of a function, not at those of the functions that it calls.
    """
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    mark = folder / "__pycache__" / "kernels.sha256"
    with suppress(OSError):  # an installation that nobody may write to is renewed as a whole
        if mark.is_file() and mark.read_text(encoding="ascii") == digest.hexdigest():
            return False
        mark.parent.mkdir(exist_ok=True)
        for index in mark.parent.glob("*.nbi"):
            index.unlink(missing_ok=True)
        mark.write_text(digest.hexdigest(), encoding="ascii")
        return True
    return False


def compiled_before(folder: Path = Path(__file__).parent) -> bool:
    """Whether anything that was compiled of these sources lies there."""
    return any((folder / "__pycache__").glob("*.nbi"))


forget_stale(Path(__file__).parent)

compiled: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(
    cache=True, nogil=True, error_model="numpy"
)
"""Compiles a function once and keeps it on disk; it runs without Python's lock, and 1 / 0 is infinite."""

FEWEST = 8
"""Runs below which a block is not worth sharing."""


def spread(kernel: Callable[..., None], runs: int, *arguments: Any) -> None:
    """Call `kernel(first, last, *arguments)` for slices of the runs, a slice a core; all write in place."""
    cores = min(_cores(), runs // FEWEST) or 1
    if cores == 1:
        kernel(0, runs, *arguments)
        return
    ends = [runs * i // cores for i in range(cores + 1)]
    with ThreadPoolExecutor(cores) as pool:
        slices = pairwise(ends)
        for one in [pool.submit(kernel, first, last, *arguments) for first, last in slices]:
            one.result()


def _cores() -> int:
    """The cores that this process may use: all, unless others that were begun beside it share them."""
    if "PARLEY_CORES" in os.environ:
        return int(os.environ["PARLEY_CORES"])
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
