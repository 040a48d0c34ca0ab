"""The ensemble: many runs of one scenario in blocks, the same rules and the same bits as one Mesa model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
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
    scenario: "scenarios.Scenario", seed: int, runs: Sequence[int], keep_all: bool = False
) -> Block:
    """Run these runs of a scenario from the first week to the last."""
    cast = make_cast(scenario, seed, runs)
    luck = Luck(seed, runs, cast)
    order, state = steps(scenario), begin(scenario, cast)
    recorder, log = Recorder(cast), DecisionLog(runs, keep_all)
    for week in range(cast.weeks):
        recorder.begin_week(state)
        state, decisions = run_week(order, state, cast, luck.week(week))
        recorder.end_week(state)
        log.note(week, decisions)
        state = next_week(state)
    return Block(recorder.finish(state), log.entries, state, cast)


def run(
    scenario: "scenarios.Scenario", runs: int, seed: int, progress: Progress | None = None, block: int = BLOCK
) -> Results:
    """Run an ensemble; Interrupted (a KeyboardInterrupt) carries what is finished.

    runs : at least 1; progress : called with (runs finished, runs in all) after each block
    Errors: ValueError for runs below 1; CastError if the scenario lacks what its roles need.
    """
    if runs < 1:
        raise ValueError(f"runs: {runs} is below 1")
    done: list[Block] = []
    try:
        for numbers in _blocks(runs, block):
            done.append(run_block(scenario, seed, numbers))
            if progress is not None:
                progress(numbers[-1] + 1, runs)
    except KeyboardInterrupt:
        raise Interrupted(gather(scenario, seed, done, complete=False) if done else None) from None
    return gather(scenario, seed, done)


def gather(
    scenario: "scenarios.Scenario", seed: int, blocks: Sequence[Block], complete: bool = True
) -> Results:
    """Join finished blocks into results."""
    data = label([one.arrays for one in blocks], blocks[0].cast, scenario)
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


def _blocks(runs: int, size: int) -> Iterator[list[int]]:
    for first in range(0, runs, size):
        yield list(np.arange(first, min(first + size, runs)).tolist())
