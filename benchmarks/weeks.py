"""What a run costs in the ensemble and in the plain model, and how that grows with the size of a case."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import scenarios
from benchmarks import draws, memory
from benchmarks.clock import Cost, cost, growth, once
from benchmarks.plain.given import Given, give
from benchmarks.plain.model import PlainModel
from benchmarks.tables import SEED
from sim import ensemble

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
    """How many runs the ensemble and the plain model take; sizes : runs by which memory is asked for.

    small : runs of an ensemble whose weeks or actors are cut; lasting : seconds that a batch of draws lasts
    """

    runs: int
    plain: int
    sizes: tuple[int, ...]
    small: int
    lasting: float


@dataclass(frozen=True)
class Plain:
    """The plain model's cost for a run: to draw and convert what it is given; to run on it, at the median."""

    giving: Cost
    running: Cost


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
    """All that was timed, for one run; peaks : by the sizes of the plan."""

    plan: Plan
    machine: dict[str, str | int | float | None]
    ensemble: Cost
    plain: Plain
    drawing: "Drawing"
    peaks: "tuple[Peak, ...]"
    growths: tuple[Growth, ...]

    @property
    def numbers(self) -> dict[str, float]:
        """The ratios of processor times by name; those with a target, and the memory, last."""
        ours, drawn = self.ensemble.cpu, self.drawing.generators.cpu
        return {
            "mesa_ratio_with_draws": (self.plain.giving.cpu + self.plain.running.cpu) / ours,
            "draws_ratio_with_quantiles": ours / (drawn + self.drawing.quantiles.cpu),
            "mesa_ratio": self.plain.running.cpu / ours,
            "draws_ratio": ours / drawn,
            "peak_mib": next(one.mib for one in self.peaks if one.runs == self.plan.runs),
        }


def plain(scenario: "scenarios.Scenario", runs: int) -> Plain:
    """Run the plain model so many times, one after the other in this process; the run in the middle counts.

    Mesa keeps every model in memory, and now and then a run has to wait until all that has been searched for
    garbage: on the mean the plain model would come off worse the more often it is run.
    """
    give(scenario, SEED, 0)
    given: list[Given] = []
    giving = once(lambda: given.extend(give(scenario, SEED, number) for number in range(runs)))
    costs = sorted((once(partial(_through, one)) for one in given), key=lambda one: one.cpu)
    return Plain(giving.shared(runs), costs[len(costs) // 2])


def _through(given: Given) -> None:
    model = PlainModel(given)
    for _ in range(given.weeks):
        model.step()


def peaks(sizes: Sequence[int], tick: Tick) -> "tuple[Peak, ...]":
    """Memory of ensembles of these sizes, each in a process of its own."""
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
            costs[size] = cost(partial(ensemble.run, one, small, SEED), 0.0).shared(small)
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
    """Time everything; memory first, and the ensemble after a run that loads what it needs."""
    scenario = scenarios.load(SCENARIO)
    found = peaks(plan.sizes, tick)
    ensemble.run(scenario, 1, SEED)
    tick(f"ensemble of {plan.runs} runs")
    ours = cost(lambda: ensemble.run(scenario, plan.runs, SEED), 0.0).shared(plan.runs)
    tick("plain model")
    agents = plain(scenario, plan.plain)
    tick("random numbers")
    return Timed(
        plan=plan,
        machine=machine,
        ensemble=ours,
        plain=agents,
        drawing=draws.drawing(scenario, min(plan.runs, ensemble.BLOCK), plan.lasting),
        peaks=found,
        growths=growths(scenario, plan.small, tick),
    )


def steps(plan: Plan) -> int:
    """How many steps the progress has."""
    return len(plan.sizes) + 3 + len(WEEKS) + len(STEPS) + len(ACTORS)
