"""The ensemble: many runs of one scenario in pieces, the same rules and the same bits as one Mesa model."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.needs import CastError, needs
from sim.pieces import (
    BLOCK,
    FIRST_BLOCK,
    FailedRunsError,
    Played,
    Progress,
    Task,
    blocks,
    followed,
    gather,
    play,
    prefix,
)
from sim.results import Results
from sim.work.executor import Executor, Failure
from sim.work.executor import executor as employed
from sim.work.parcel import Parcel

if TYPE_CHECKING:
    import scenarios

__all__ = ["BLOCK", "FIRST_BLOCK", "Interrupted", "Progress", "run"]


class Interrupted(KeyboardInterrupt):
    """The ensemble was stopped; `results` holds the runs that were finished, or None if none was."""

    def __init__(self, results: Results | None) -> None:
        """Keep what is finished."""
        super().__init__("interrupted")
        self.results = results


def run(
    scenario: "scenarios.Scenario",
    runs: int,
    seed: int,
    progress: Progress | None = None,
    block: int = BLOCK,
    first: int = FIRST_BLOCK,
    workers: int | None = 1,
    executor: Executor | None = None,
) -> Results:
    """Run an ensemble in memory; Interrupted (a KeyboardInterrupt) carries what is finished.

    runs : at least 1; block, first : runs taken at once, and at first; they change nothing that is found
    progress : told (runs finished, runs in all); in this process after each week, whose
    runs count in proportion
    workers : processes that share the work; executor : who does it instead (`sim.work.executor`)
    Errors: ValueError for runs below 1; CastError if the scenario lacks what its roles need;
    FailedRunsError if runs fail that others do.
    """
    if runs < 1:
        raise ValueError(f"runs: {runs} is below 1")
    if problems := list(needs(scenario)):
        raise CastError(problems)
    parcel = Parcel(scenario)
    tasks = [Task(parcel, seed, one.start, one.stop) for one in blocks(runs, block, first)]
    done: dict[int, Played] = {}
    try:
        with hired(workers, executor) as crew:
            for place, came in followed(crew, play, tasks, progress, runs):
                if isinstance(came, Failure):
                    raise FailedRunsError(came.message, came.traceback)
                done[place] = came
    except KeyboardInterrupt:
        finished = list(prefix(done).values())
        raise Interrupted(gather(scenario, seed, finished, complete=False) if finished else None) from None
    return gather(scenario, seed, list(prefix(done).values()))


@contextmanager
def hired(workers: int | None, executor: Executor | None) -> Iterator[Executor]:
    """The executor that was given, or one of so many workers."""
    if executor is not None:
        yield executor
    else:
        with employed(workers) as found:
            yield found
