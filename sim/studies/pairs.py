"""Pairs of runs by the thousand: scenarios compared chunk by chunk, so that no ensemble is in memory."""

import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import Outcome
from sim.pieces import BLOCK, Progress, blocks, head, play
from sim.pieces import Task as OneSide
from sim.results import label
from sim.stream import check_any
from sim.studies.chain import Tally
from sim.studies.compare import Comparison, Pairs, Side, joined, pair
from sim.studies.courses import Change
from sim.work.executor import Executor, Here
from sim.work.makings import makings
from sim.work.parcel import Parcel
from sim.work.parts import Parts
from sim.work.shelf import Shelf, kept_in

if TYPE_CHECKING:
    import scenarios

ABOUT, NUMBERS = "about.json", "numbers.npz"


@dataclass(frozen=True)
class Task:
    """The runs from `first` to before `last` of several scenarios."""

    sides: tuple[Parcel, ...]
    seed: int
    first: int
    last: int

    @property
    def runs(self) -> range:
        """The numbers of the runs."""
        return range(self.first, self.last)


@dataclass(frozen=True)
class Bundle:
    """What pairs of some runs tell: each scenario but the first against the first."""

    runs: range
    sides: Sequence[Pairs]

    @property
    def light(self) -> "Bundle":
        """Nothing must be known of it until all are done."""
        return replace(self, sides=())


@dataclass(frozen=True)
class Paired:
    """Comparisons with the first scenario; failures : as in a run's manifest; stopped : by Ctrl-C."""

    comparisons: Sequence[Comparison]
    failures: Sequence[Mapping[str, Any]]
    stopped: bool


def identity(sides: "Sequence[scenarios.Scenario]", runs: int, seed: int) -> dict[str, Any]:
    """What makes comparisons these and no others, for their parts."""
    hashes = {letter: one.hash for letter, one in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", sides, strict=False)}
    return {"scenarios": hashes, "runs": runs, "seed": seed, "block": BLOCK, "versions": dict(makings())}


def compare_all(
    sides: "Sequence[scenarios.Scenario]",
    runs: int,
    seed: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
    parts: Parts | None = None,
) -> Paired:
    """Compare scenarios with the first of them over so many pairs of runs.

    An interruption leaves the pairs before the first that is not finished.
    executor, progress, parts : as in `sim.stream.stream`, but that parts are left to the caller to remove
    Errors: CastError for a scenario that cannot be run; FailedRunsError if all pairs fail;
    KeyboardInterrupt if none is finished.
    """
    for one in sides:
        head(one, seed)
    parcels = tuple(Parcel(one) for one in sides)
    tasks = [Task(parcels, seed, one.start, one.stop) for one in blocks(runs)]
    with kept_in(parts) as place:
        shelf = Shelf(place, files, read)
        stopped = not shelf.fill(executor or Here(), bundle, tasks, progress)
        check_any(shelf, stopped)
        found = [
            joined(sides[0], other, seed, (one.sides[side] for one in shelf.whole()))
            for side, other in enumerate(sides[1:])
        ]
    return Paired(found, shelf.failures, stopped)


def bundle(task: Task, on_week: Progress | None = None) -> Bundle:
    """Run the runs of a task in every scenario, and compare them."""
    first, *others = (
        _side(OneSide(parcel, task.seed, task.first, task.last), _share(on_week, place, len(task.sides)))
        for place, parcel in enumerate(task.sides)
    )
    return Bundle(task.runs, [pair(first, other) for other in others])


def _side(task: OneSide, on_week: Progress | None) -> Side:
    """The runs of one scenario."""
    done, scenario = play(task, on_week), task.parcel.scenario
    data = label([done.arrays], done.legend, scenario, task.seed, [done.runs])
    return Side(scenario, data, done.log)


def _share(on_week: Progress | None, place: int, sides: int) -> Progress | None:
    """Whom to tell of the weeks of one scenario, which are a share of all."""
    return None if on_week is None else partial(_told, on_week, place, sides)


def _told(on_week: Progress, place: int, sides: int, week: int, weeks: int) -> None:
    on_week(place * weeks + week, sides * weeks)


def files(one: Bundle) -> dict[str, bytes]:
    """A bundle as files, in which it waits until all are done."""
    arrays: dict[str, NDArray[Any]] = {}
    about = {"runs": [one.runs.start, one.runs.stop], "sides": [_laid_down(of, arrays) for of in one.sides]}
    numbers = io.BytesIO()
    np.savez(numbers, **arrays)  # type: ignore[arg-type]
    return {ABOUT: json.dumps(about, ensure_ascii=False).encode(), NUMBERS: numbers.getvalue()}


def _laid_down(pairs: Pairs, arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """What pairs tell as JSON has it; their numbers go to the arrays, in the order in which they are read."""
    number = count(len(arrays))

    def keep(values: Any) -> None:
        arrays[str(next(number))] = np.asarray(values)

    for side in pairs.outcomes:
        keep([one.values for one in side])
    keep(list(pairs.weeks.values()))
    for one in pairs.changes:
        keep(one.rows)
        keep(list(one.sums.values()))
    return {
        "outcomes": [[[one.name, one.unit, one.meaning] for one in side] for side in pairs.outcomes],
        "weeks": list(pairs.weeks),
        "tally": {of.name: list(getattr(pairs.tally, of.name).items()) for of in fields(Tally)},
        "changes": [[one.of, one.unit, list(one.sums)] for one in pairs.changes],
    }


def read(folder: Path) -> Bundle:
    """A bundle from its files."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    with np.load(folder / NUMBERS) as numbers:
        arrays = iter([numbers[str(place)] for place in range(len(numbers.files))])
    return Bundle(range(*about["runs"]), [_taken_up(told, arrays) for told in about["sides"]])


def _taken_up(told: Mapping[str, Any], arrays: Any) -> Pairs:
    """What pairs tell from JSON and arrays."""
    first, second = (
        [
            Outcome(name, unit, meaning, values)
            for (name, unit, meaning), values in zip(side, next(arrays), strict=True)
        ]
        for side in told["outcomes"]
    )
    weeks = dict(zip(told["weeks"], next(arrays), strict=True))
    changes = []
    for of, unit, actors in told["changes"]:
        rows = next(arrays)
        changes.append(Change(tuple(of), unit, rows, dict(zip(actors, next(arrays), strict=True))))
    tally = Tally(**{name: _counter(items) for name, items in told["tally"].items()})
    return Pairs((first, second), weeks, tally, changes)


def _counter(items: Sequence[tuple[Any, int]]) -> Counter[Any]:
    """Counts by what is counted; JSON knows no tuples."""
    return Counter({tuple(key) if isinstance(key, list) else key: number for key, number in items})
