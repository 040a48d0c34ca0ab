"""Crews for tests: two processes that are ready, and the workers of a Dask scheduler on this machine."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sim.work.executor import Executor, Shared
from sim.work.processes import Processes
from tests.sim import chores


@contextmanager
def processes(width: int = 2) -> Iterator[Executor]:
    """Worker processes that have begun, so that every task is given to them."""
    with Processes(width) as workers:
        workers.submit(chores.square, 1).result()
        yield Shared(workers)


@contextmanager
def dask(workers: int = 2) -> Iterator[Any]:
    """A cluster of Dask, quiet; a dashboard is not asked for, and its port may be taken."""
    import distributed

    begin: Any = distributed.LocalCluster
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with begin(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        ) as found:
            yield found
