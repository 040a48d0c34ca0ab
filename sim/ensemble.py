"""The ensemble: many runs of one scenario in blocks, the same rules and the same bits as one Mesa model."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sim.block import Block, run_block
from sim.log import tabulate
from sim.outcomes import summarise
from sim.results import Results, label

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
