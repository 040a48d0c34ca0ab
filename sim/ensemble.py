"""The ensemble: many runs of one scenario in blocks, the same rules and the same bits as one Mesa model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from agents.cast import Cast
from agents.state import State
from sim.cast import make_cast
from sim.draws import Luck
from sim.log import DecisionLog, Entries, tabulate
from sim.outcomes import summarise
from sim.record import Recorder
from sim.results import Results, label
from sim.week import begin, next_week, run_week, steps

if TYPE_CHECKING:
    import scenarios

BLOCK = 250
"""Runs taken at once: enough to spread numpy's cost per call, few enough that (runs, N, N) is some MB."""

FIRST_BLOCK = 25
"""Runs in the first block; each block is twice the one before, up to BLOCK."""

Progress = Callable[[int, int], None]


class Interrupted(KeyboardInterrupt):
    """The ensemble was stopped; `results` holds the runs that were finished, or None if none was."""

    def __init__(self, results: Results | None) -> None:
        """Keep what is finished."""
        super().__init__("interrupted")
        self.results = results


@dataclass(frozen=True)
class Block:
    """A finished block of runs: recorded arrays, log entries, and the state in which it ended."""

    arrays: Mapping[str, NDArray[Any]]
    entries: Sequence[Entries]
    state: State
    cast: Cast


def run_block(
    scenario: "scenarios.Scenario",
    seed: int,
    runs: Sequence[int],
    keep_all: bool = False,
    on_week: Callable[[int, int], None] | None = None,
) -> Block:
    """Run these runs of a scenario from first week to last; on_week : told (weeks done, weeks in all)."""
    cast = make_cast(scenario, seed, runs)
    luck = Luck(seed, runs, cast)
    order, state = steps(scenario), begin(scenario, cast)
    recorder, log = Recorder(cast), DecisionLog(runs, keep_all)
    for week in range(cast.weeks):
        recorder.begin_week(state)
        state, decisions = run_week(order, state, cast, luck.week(week), recorder.hear)
        recorder.end_week(state)
        log.note(week, decisions)
        state = next_week(state)
        if on_week is not None:
            on_week(week + 1, cast.weeks)
    return Block(recorder.finish(state), log.entries, state, cast)


def run(
    scenario: "scenarios.Scenario", runs: int, seed: int, progress: Progress | None = None, block: int = BLOCK
) -> Results:
    """Run an ensemble; Interrupted (a KeyboardInterrupt) carries what is finished.

    runs : at least 1; progress : told (runs finished, runs in all) after each week of a block, whose weeks
    count as runs in proportion
    Errors: ValueError for runs below 1; CastError if the scenario lacks what its roles need.
    """
    if runs < 1:
        raise ValueError(f"runs: {runs} is below 1")
    done: list[Block] = []
    try:
        for numbers in _blocks(runs, block):
            on_week = _share_of(numbers, runs, progress)
            done.append(run_block(scenario, seed, numbers, on_week=on_week))
    except KeyboardInterrupt:
        raise Interrupted(gather(scenario, seed, done, complete=False) if done else None) from None
    return gather(scenario, seed, done)


def gather(
    scenario: "scenarios.Scenario", seed: int, blocks: Sequence[Block], complete: bool = True
) -> Results:
    """Join finished blocks into results."""
    data = label([one.arrays for one in blocks], blocks[0].cast, scenario, seed)
    entries = [entry for one in blocks for entry in one.entries]
    return Results(
        scenario=scenario,
        seed=seed,
        runs=int(data.sizes["run"]),
        data=data,
        outcomes=summarise(data, scenario, seed),
        decisions=tabulate(entries, blocks[0].cast.actors),
        complete=complete,
    )


def _share_of(numbers: Sequence[int], runs: int, progress: Progress | None) -> Progress | None:
    """Progress within a block, told as runs."""
    if progress is None:
        return None

    def tell(weeks: int, in_all: int) -> None:
        progress(numbers[0] + len(numbers) * weeks // in_all, runs)

    return tell


def _blocks(runs: int, most: int) -> Iterator[range]:
    """The runs by number, block by block; the first are small, so that Ctrl-C finds something finished."""
    first, size = 0, min(FIRST_BLOCK, most)
    while first < runs:
        yield range(first, min(first + size, runs))
        first, size = first + size, min(2 * size, most)
