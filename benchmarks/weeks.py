"""What a run costs in the ensemble and in the plain model, and how that grows with the size of a case.

Both do the same job from the same scenario: each draws its beliefs and its luck, takes the weeks, keeps
positions and outcomes of every week, and logs every change of choice with the named terms of the decision.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import scenarios
from benchmarks import draws, memory
from benchmarks.clock import Cost, cost, growth, once
from benchmarks.plain import beliefs, model
from benchmarks.plain.stage import stage
from benchmarks.tables import SEED
from sim import outcomes
from sim.block import run_block
from sim.pieces import BLOCK, blocks
from sim.results import Legend, label
from sim.stream import stream

if TYPE_CHECKING:
    from benchmarks.draws import Drawing
    from benchmarks.memory import Peak

SCENARIO = "kosovo-2007/baseline"
WEEKS = (14, 28, 56)
STEPS = (7.0, 3.5, 1.75)
ACTORS = (31, 41, 51, 61)

Tick = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How many runs the ensemble and the plain model take.

    written : runs of an ensemble that is written to a run folder; sizes : runs by which memory is asked for,
    the most last; small : runs of an ensemble whose weeks or actors are cut; lasting : seconds that a batch
    of draws lasts
    """

    runs: int
    plain: int
    written: int
    sizes: tuple[int, ...]
    small: int
    lasting: float


@dataclass(frozen=True)
class Plain:
    """The plain model's cost for a run, at the median: of the whole run, and of what of it is drawing."""

    running: Cost
    drawing: Cost


@dataclass(frozen=True)
class Folder:
    """The cost of a run in a small ensemble: summed up only, and packed and written to a run folder too."""

    summed: Cost
    written: Cost

    @property
    def besides(self) -> Cost:
        """What the table of the log, packing and writing cost."""
        return Cost(self.written.cpu - self.summed.cpu, self.written.wall - self.summed.wall)


@dataclass(frozen=True)
class Growth:
    """The cost of a run by the size of something, and the power with which it grows."""

    of: str
    sizes: tuple[int, ...]
    costs: tuple[Cost, ...]

    @property
    def exponent(self) -> float:
        """The power of the size to which the processor time goes."""
        return growth(self.sizes, [one.cpu for one in self.costs])


@dataclass(frozen=True)
class Timed:
    """All that was timed, for one run; peaks : by the sizes of the plan, the most runs last."""

    plan: Plan
    machine: dict[str, str | int | float | None]
    ensemble: Cost
    folder: Folder
    plain: Plain
    drawing: "Drawing"
    peaks: "tuple[Peak, ...]"
    growths: tuple[Growth, ...]

    @property
    def numbers(self) -> dict[str, float]:
        """The ratios of processor times by name; those with a target, and the memory, last."""
        ours, drawn = self.ensemble.cpu, self.drawing.generators.cpu
        return {
            "draws_ratio_with_quantiles": ours / (drawn + self.drawing.quantiles.cpu),
            "mesa_ratio": self.plain.running.cpu / ours,
            "draws_ratio": ours / drawn,
            "peak_mib": self.peaks[-1].mib,
        }


def summed_up(
    scenario: "scenarios.Scenario", runs: int, heard: Callable[[int, Cost], None] | None = None
) -> dict[str, Any]:
    """Run an ensemble piece by piece, as one is streamed; each is drawn, run, logged, labelled and summed up.

    Then the piece is thrown away; what is left is the content of outcomes.json. The log is left in the
    arrays in which it was written: putting it into a table belongs to packing.
    heard : told of each piece how many runs it has, and what it cost
    """
    found, counts = [], []

    def take(one: range) -> None:
        done = run_block(scenario, SEED, one)
        data = label([done.arrays], Legend.of(done.cast), scenario, SEED, [one])
        every = outcomes.every(data, scenario)
        # Copied, since a column of an array would hold on to all of it.
        found.append([replace(each, values=np.array(each.values)) for each in every])
        counts.append(outcomes.recognised(data))

    for one in blocks(runs):
        spent = once(partial(take, one))
        if heard is not None:
            heard(len(one), spent)
    recognised = {days: np.sum([count[days] for count in counts], axis=0) for days in outcomes.DAYS}
    return outcomes.told(scenario, SEED, runs, outcomes.joined(found), recognised)


def folder(scenario: "scenarios.Scenario", runs: int) -> Folder:
    """Run an ensemble twice: once to sum it up, and once into a run folder."""

    def written() -> None:
        with tempfile.TemporaryDirectory() as place:
            stream(scenario, runs, SEED, Path(place) / "run")

    summed = cost(partial(summed_up, scenario, runs), 0.0)
    return Folder(summed.shared(runs), cost(written, 0.0).shared(runs))


def in_turns(scenario: "scenarios.Scenario", plan: Plan) -> tuple[Cost, Plain]:
    """What a run costs in the ensemble and in the plain model: a piece of the one, then a run of the other.

    Whoever else uses the machine then disturbs both alike.  Of the ensemble's pieces of the usual size the
    one in the middle counts, with its share of what summing up all of them costs, and so it does of the
    plain model's runs: Mesa keeps every model in memory, and now and then a run has to wait until all that
    has been searched for garbage.  Scenarios are read once on both sides.
    """
    known = stage(scenario)
    pieces: list[tuple[int, Cost]] = []
    models: list[Cost] = []

    def piece(runs: int, spent: Cost) -> None:
        pieces.append((runs, spent.shared(runs)))
        if len(models) < plan.plain:
            models.append(once(partial(model.run, known, SEED, len(models))))

    def drawn(number: int) -> None:
        given = beliefs.Draws(SEED, number)
        beliefs.believe(known, given)
        beliefs.luck(known, given)

    model.run(known, SEED, 0)
    whole = once(partial(summed_up, scenario, plan.runs, piece))
    size = max(runs for runs, _ in pieces)
    spent = sum(runs * each.cpu for runs, each in pieces) + sum(one.cpu for one in models)
    last = max(whole.cpu - spent, 0.0) / plan.runs
    middle = _median([each for runs, each in pieces if runs == size])
    running, drawing = (
        _median(models),
        _median([once(partial(drawn, number)) for number in range(plan.plain)]),
    )
    return Cost(middle.cpu + last, middle.wall + last), Plain(running, drawing)


def _median(costs: Sequence[Cost]) -> Cost:
    """The one in the middle by processor time."""
    return sorted(costs, key=lambda one: one.cpu)[len(costs) // 2]


def peaks(sizes: Sequence[int], tick: Tick) -> "tuple[Peak, ...]":
    """Memory of ensembles of these sizes, each streamed into a run folder by a process of its own."""
    found = []
    for runs in sizes:
        tick(f"memory of {runs} runs")
        found.append(memory.peak(SCENARIO, runs))
    return tuple(found)


def growths(scenario: "scenarios.Scenario", small: int, tick: Tick) -> tuple[Growth, ...]:
    """What a run costs with fewer weeks, shorter steps and fewer actors."""
    kinds: dict[str, Iterable[tuple[int, scenarios.Scenario]]] = {
        "weeks": ((weeks, with_case(scenario, weeks=weeks)) for weeks in WEEKS),
        "steps in all weeks": (
            (round(scenario.case.weeks * 7 / days), with_case(scenario, step_days=days)) for days in STEPS
        ),
        "actors": ((actors, of_actors(scenario, actors)) for actors in ACTORS),
    }
    found = []
    for of, changed in kinds.items():
        costs: dict[int, Cost] = {}
        for size, one in changed:
            tick(f"{of}: {size}")
            costs[size] = cost(partial(summed_up, one, small), 0.0).shared(small)
        found.append(Growth(of, tuple(costs), tuple(costs.values())))
    return tuple(found)


def with_case(scenario: "scenarios.Scenario", **changes: float) -> "scenarios.Scenario":
    """The scenario with other weeks or other steps."""
    return scenario.model_copy(update={"case": scenario.case.model_copy(update=changes)})


def of_actors(scenario: "scenarios.Scenario", count: int) -> "scenarios.Scenario":
    """The scenario with so many actors: the last states that have no part of their own fall away."""
    case = scenario.case
    named = {*case.roles.patrons_of_parent, *case.roles.patrons_of_claimant}
    named |= {sponsor for text in case.texts.values() for sponsor in text.sponsors}
    free = [name for name, one in scenario.actors.items() if one.kind == "state" and name not in named]
    gone = set(free[len(free) - (len(scenario.actors) - count) :])
    kept = {name: actor for name, actor in scenario.actors.items() if name not in gone}
    return scenario.model_copy(update={"actors": kept})


def timed(plan: Plan, machine: dict[str, str | int | float | None], tick: Tick) -> Timed:
    """Time everything; what writes to disk comes last, since disks are busy for some time after."""
    scenario = scenarios.load(SCENARIO)
    summed_up(scenario, 1)
    tick(f"ensemble of {plan.runs} runs, and the plain model")
    ours, agents = in_turns(scenario, plan)
    tick("random numbers")
    drawn = draws.drawing(scenario, min(plan.runs, BLOCK), plan.lasting)
    grown = growths(scenario, plan.small, tick)
    tick(f"run folder of {plan.written} runs")
    return Timed(
        plan=plan,
        machine=machine,
        ensemble=ours,
        folder=folder(scenario, plan.written),
        plain=agents,
        drawing=drawn,
        peaks=peaks(plan.sizes, tick),
        growths=grown,
    )


def steps(plan: Plan) -> int:
    """How many steps the progress has."""
    return len(plan.sizes) + 3 + len(WEEKS) + len(STEPS) + len(ACTORS)
