"""Worker processes on this machine, begun when there is work worth the time that they need to begin."""

import os
import pickle
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process, resource_tracker
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Self

from sim.work.executor import Result, Task, attempt, cores, failure

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

DELAY = 2.0
"""Seconds in which a worker begins and has read what it needs, on a machine that has other things to do."""

STILLBORN = (
    "workers ended before they could begin; a program that asks for them does so below the line "
    "`if __name__ == '__main__':`, since they begin by reading it"
)


class Processes:
    """As many processes as were asked for, taken on with the first tasks and again after one has died.

    They are begun afresh instead of being copied from this one, whose threads (numba's, Arrow's) would be
    missing in a copy. They leave what came of a task in a file: a process that died while it sent something
    long would leave whoever receives it waiting for the rest.
    """

    lost: type[Exception] = BrokenProcessPool
    deaths = 1

    def __init__(self, width: int) -> None:
        """Take on none yet."""
        self.width = width
        self._pool: ProcessPoolExecutor | None = None
        self._hands: list[BaseProcess] = []
        self._tray = ""

    def __enter__(self) -> Self:
        """Be ready for tasks."""
        return self

    def __exit__(self, *_: object) -> None:
        """Send all away."""
        self.stop()

    def __str__(self) -> str:
        """How a message calls them."""
        return f"{self.width} workers"

    @property
    def delay(self) -> float:
        """How long it takes until they are ready."""
        return 0.0 if self._pool else DELAY

    def submit(self, work: Callable[[Task], Result], task: Task) -> Future[Any]:
        """Give a task to whoever is free first; ChildProcessError if none can begin."""
        if self._pool:
            try:
                return self._give(self._pool, work, task)
            except BrokenProcessPool:
                if 1 in self._end():
                    raise ChildProcessError(STILLBORN) from None
        self._tray = self._tray or tempfile.mkdtemp(prefix="parley-")
        settled = (max(cores() // self.width, 1), self._tray)
        self._pool = ProcessPoolExecutor(self.width, get_context("spawn"), _settle, settled)
        return self._give(self._pool, work, task)

    def _give(self, pool: ProcessPoolExecutor, work: Callable[[Task], Result], task: Task) -> Future[Any]:
        """Give a task to a pool, which takes on a process with each task until it has all."""
        if len(self._hands) == self.width:
            return pool.submit(_leave_answer, self._tray, work, task)
        others = set(active_children()) - set(self._hands)
        with _uninterrupted():
            future = pool.submit(_leave_answer, self._tray, work, task)
            self._hands = [one for one in active_children() if one not in others]
        return future

    def take(self, future: Future[Any]) -> Any:
        """What a process has left."""
        left = Path(future.result())
        try:
            return pickle.loads(left.read_bytes())  # noqa: S301 - written by a process of ours
        finally:
            left.unlink()

    def stop(self) -> None:
        """End all processes at once: what one was doing is lost, and nothing else."""
        self._end()
        if self._tray:
            shutil.rmtree(self._tray, ignore_errors=True)
        self._tray = ""

    def _end(self) -> list[int | None]:
        """End all processes, and say with which code each ended; what they have left stays."""
        for hand in self._hands:
            hand.kill()
        if self._pool:
            self._pool.shutdown()
        codes = [hand.exitcode for hand in self._hands]
        self._hands, self._pool = [], None
        return codes


def _leave_answer(tray: str, work: Callable[[Task], Result], task: Task) -> str:
    """Do a task, and put what comes of it into a file."""
    try:
        packed = pickle.dumps(attempt(work, task), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - pickle has many reasons
        packed = pickle.dumps(failure(error))
    opened, name = tempfile.mkstemp(dir=tray)
    with os.fdopen(opened, "wb") as file:
        file.write(packed)
    return name


def _settle(share: int, tray: str) -> None:
    """Make a process a worker: Ctrl-C is for whoever gave the work, and without that one there is none.

    share : the cores for this worker, so that all workers together have no more threads than there are cores
    tray : where answers are left, which nobody would clear either
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["PARLEY_CORES"] = str(share)
    Thread(target=_leave_with_parent, args=(tray,), daemon=True).start()


def _leave_with_parent(tray: str) -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(tray, ignore_errors=True)
        os._exit(1)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back, here and in processes begun meanwhile, which would print where it found them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # which would let Ctrl-C through when the first process is begun
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
