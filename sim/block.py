"""A block of runs, from what each believes to the week in which it ends: the same rules as one Mesa model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from agents.arrays import Floats
from agents.cast import Cast
from agents.state import State
from sim.cast import make_cast
from sim.draws import Luck, Streams
from sim.log import DecisionLog, Entries
from sim.record import Recorder
from sim.week import begin, next_week, run_week, steps

if TYPE_CHECKING:
    import scenarios


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
    given: Mapping[str, Floats] | None = None,
    on_week: Callable[[int, int], None] | None = None,
) -> Block:
    """Run these runs of a scenario from first week to last.

    keep_all : log every weighing, not only changes of choice
    given : process -> what it would draw, (R, ...) (see Streams); on_week : told (weeks done, weeks in all)
    Errors: CastError if the scenario lacks what its roles need.
    """
    streams = Streams(seed, runs, given or {})
    cast = make_cast(scenario, streams)
    luck = Luck(streams, cast)
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
