"""Who does the work: this process, processes of this machine, or the workers of a Dask cluster.

Work is a list of tasks, each worth seconds, and a function that takes one.  What comes of a task depends on
the task alone, so who does it and in which order shows nowhere in what is written.
"""

import errno
import os
import traceback
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

LIVES = 3
"""How often a task may lose its worker; the last time, it is done while nothing else is."""

AHEAD = 2
"""Tasks under way for each worker: one that is being done, and one that waits so that the worker does not."""

KILLS = "its worker died whenever it was tried, the last time with nothing else at work; is memory short?"
GONE = "does not answer any more; with --out, --resume goes on with what was finished"


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


class Workers(Protocol):
    """Those who take tasks through the interface of concurrent.futures."""

    lost: type[Exception]
    """What is raised for a task whose worker died."""

    deaths: int
    """How many deaths of workers that stands for."""

    @property
    def width(self) -> int:
        """How many tasks they do at once."""
        ...

    @property
    def delay(self) -> float:
        """Seconds until they are ready; 0 if they are, or if nothing is to be done without them."""
        ...

    def submit(self, work: Callable[[Task], Result], task: Task) -> Future[Any]:
        """Give them a task, of which `attempt` says what comes."""
        ...

    def take(self, future: Future[Any]) -> Any:
        """What came of a task: a result, or a Failure; if the worker died, `lost` is raised."""
        ...

    def stop(self) -> None:
        """Let all go of what they do, at once; they can be given tasks again."""
        ...


def attempt(work: Callable[[Task], Result], task: Task) -> Result | Failure:
    """What comes of a task, be it an error."""
    try:
        return work(task)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other tasks go on
        return failure(error)


def failure(error: BaseException) -> Failure:
    """An error as data."""
    said = "".join(traceback.format_exception_only(error)).strip()
    return Failure(said, "".join(traceback.format_exception(error)))


class Here:
    """Does one task after the other in this process."""

    def map(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure]]:
        """Each task in turn."""
        for place, task in enumerate(tasks):
            yield place, attempt(work, task)


class Shared:
    """Has tasks done by workers, whoever they are.

    A task that is lost with its worker is given out again.  Tasks beside it may be lost with it, so one that
    was lost twice is done alone: what is lost then was its own doing.
    """

    def __init__(self, workers: Workers) -> None:
        """Give the work to these."""
        self._workers = workers

    def map(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure]]:
        """What came of each task, as they are finished; whatever ends it early stops the workers.

        Errors: ConnectionError if nobody can be reached any more.
        """
        waiting = deque(range(len(tasks)))
        yield from self._soon(work, tasks, waiting)
        lost: Counter[int] = Counter()
        flying: dict[Future[Any], int] = {}
        try:
            while waiting or flying:
                while waiting and self._may_go(waiting[0], flying.values(), lost):
                    place = waiting.popleft()
                    flying[self._workers.submit(work, tasks[place])] = place
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    place = flying.pop(future)
                    try:
                        result = self._answer(future, lost[place])
                    except _LostError:
                        lost[place] += self._workers.deaths
                        waiting.appendleft(place)
                    else:
                        yield place, result
        finally:
            if flying:
                self._workers.stop()

    def _soon(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], waiting: deque[int]
    ) -> Iterator[tuple[int, Result | Failure]]:
        """Do here what is done before workers would be ready.

        The first task takes longer, for what is read and compiled once; unless it is very long, the second
        one tells.
        """
        delay, took = self._workers.delay, 0.0
        for done in range(len(tasks)):
            if delay == 0 or (took * len(waiting) > delay and (done > 1 or took > delay)):
                return
            place, begun = waiting.popleft(), monotonic()
            result = attempt(work, tasks[place])
            took = monotonic() - begun
            yield place, result

    def _may_go(self, place: int, flying: Collection[int], lost: Mapping[int, int]) -> bool:
        """Whether a task may be given out beside those that are under way."""
        alone = any(lost[one] >= LIVES - 1 for one in (place, *flying))
        return not flying or (not alone and len(flying) < AHEAD * self._workers.width)

    def _answer(self, future: Future[Any], lost: int) -> Any:
        """What came of a task that was lost so often before; _LostError if it is to be tried again."""
        try:
            return self._workers.take(future)
        except self._workers.lost as error:
            if lost + self._workers.deaths < LIVES:
                raise _LostError from None
            return Failure(KILLS, failure(error).traceback)
        except CancelledError:
            raise ConnectionResetError(errno.ECONNRESET, GONE, str(self._workers)) from None
        except Exception as error:  # noqa: BLE001 - such as a result that cannot be sent
            return failure(error)


class _LostError(Exception):
    """A task was lost with its worker."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def executor(workers: int | None = None, cluster: str | None = None) -> Iterator[Executor]:
    """Whoever was asked for, until the work is done.

    workers : processes on this machine, by default as many as there are cores; 1 is this process
    cluster : a Dask scheduler's address, tcp://HOST:PORT, which takes the place of workers
    Errors: ClusterError if the cluster cannot be used.
    """
    if cluster is not None:
        from sim.work.cluster import Cluster

        with Cluster(cluster) as there:
            yield Shared(there)
    elif (workers or cores()) == 1:
        yield Here()
    else:
        from sim.work.processes import Processes

        with Processes(workers or cores()) as beside:
            yield Shared(beside)
