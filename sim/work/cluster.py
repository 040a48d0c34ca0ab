"""The workers of a Dask cluster, on whatever machines, held to the very code and packages that are here."""

import logging
import os
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from importlib.util import find_spec
from time import monotonic
from typing import Any, Self

from sim.store.manifest import RunError
from sim.work.executor import Failure, Result, Task, attempt
from sim.work.makings import differences, makings

PATIENCE = 8
"""Seconds to wait for an answer of the scheduler."""

COUNTED = 5.0
"""Seconds for which a count of the workers is good."""


class ClusterError(RunError):
    """A cluster that cannot be used; the message says why and what to do."""


class Cluster:
    """The workers of a scheduler: those that are there, and those that join while there is work.

    Dask gives a task to another worker by itself when one dies, several times before it says so.
    """

    deaths = 2
    delay = 0.0

    def __init__(self, address: str) -> None:
        """Reach the scheduler, and find its workers to be as this process is; ClusterError if not."""
        if find_spec("distributed") is None:
            raise ClusterError(f"{address}: a cluster needs Dask; pip install 'parley-sim[cluster]'")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Dask's own word on versions, which are compared below
            from distributed import Client, KilledWorker

            _quieten()
            self.lost: type[Exception] = KilledWorker
            self._address = address
            connect: Any = Client  # which has no types
            try:
                self._client = connect(address, timeout=PATIENCE, set_as_default=False)
            except (OSError, ValueError) as error:
                raise ClusterError(_silent(address)) from error
        self._width, self._counted = 0, 0.0
        self._executor = self._client.get_executor(pure=False)

    def __enter__(self) -> Self:
        """Find workers that are as this process is."""
        try:
            self._check()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster to others."""
        self.stop()
        self._client.close()

    def __str__(self) -> str:
        """How a message calls it."""
        return self._address

    @property
    def width(self) -> int:
        """How many tasks its workers do at once."""
        if monotonic() - self._counted > COUNTED:
            with suppress(OSError):  # its tasks will tell if nobody is there any more
                self._width = sum(self._client.nthreads().values())
            self._counted = monotonic()
        return max(self._width, 1)

    def submit(self, work: Callable[[Task], Result], task: Task) -> Future[Any]:
        """Give a task to the scheduler."""
        return self._executor.submit(_attempt_alike, makings(), work, task)

    def take(self, future: Future[Any]) -> Any:
        """What a worker has sent."""
        return future.result()

    def stop(self) -> None:
        """Take back all tasks; what is being done is done for nobody."""
        self._executor.shutdown(wait=False)
        self._executor = self._client.get_executor(pure=False)

    def _check(self) -> None:
        """Compare every worker with this process."""
        if not self._client.nthreads():
            raise ClusterError(
                f"{self._address}: the scheduler has no workers; begin some with: dask worker {self._address}"
            )
        answers = self._client.run(makings, on_error="return")
        for worker, answer in answers.items():
            if isinstance(answer, BaseException):
                said = f"{type(answer).__name__}: {answer}"
                raise ClusterError(f"{self._address}: worker {worker} has no Parley that works ({said})")
            if answer != makings():
                raise ClusterError(f"{self._address}: worker {worker} {_otherwise(answer, makings())}")


def _attempt_alike(told: Mapping[str, str], work: Callable[[Task], Result], task: Task) -> Result | Failure:
    """What comes of a task on a worker, which may have joined since the others were compared."""
    if makings() != told:
        return Failure(f"a worker that joined {_otherwise(makings(), told)}", "")
    os.environ.setdefault("PARLEY_CORES", "1")
    return attempt(work, task)


def _otherwise(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """In what a worker differs."""
    odd = differences(there, here)
    return f"would not give the same results: it has {odd}; install the same Parley on all machines"


def _quieten() -> None:
    """Keep Dask's log off the terminal: what matters comes as an error."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _silent(address: str) -> str:
    return f"{address}: no scheduler answers within {PATIENCE} s; begin one with: dask scheduler"
