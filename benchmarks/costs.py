"""What each protocol costs: its first call, rounds among more and more actors, and ten thousand draws."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import scenarios
from agents import protocols
from benchmarks import tables
from benchmarks.clock import Cost, cost, growth, once
from sim import ensemble

if TYPE_CHECKING:
    from agents.cast import Cast

MANY_ISSUES = {"exchange": 5}
"""Issues at the table where it is not one."""

Tick = Callable[[str], None]


@dataclass(frozen=True)
class Warmed:
    """The first call of a protocol, in seconds on the wall, and whether it had to be compiled for it."""

    protocol: str
    seconds: float
    compiled: bool


@dataclass(frozen=True)
class Priced:
    """What a round costs with so many actors, issues and runs."""

    protocol: str
    actors: int
    issues: int
    runs: int
    cost: Cost


@dataclass(frozen=True)
class Draws:
    """So many draws of an uncertain case: to draw them, ten rounds from each, and the whole ensemble."""

    draws: int
    drawing: Cost
    negotiating: Cost
    ensemble: Cost


def issues_of(protocol: str) -> int:
    """How many issues lie on the table at which a protocol is timed."""
    return MANY_ISSUES.get(protocol, 1)


def warm(tick: Tick) -> list[Warmed]:
    """Call every protocol once on every kind of table that is timed, so that all is compiled and loaded."""
    casts = [tables.cast_of(scenario, 20) for scenario in (tables.PARIS, tables.EMISSIONS)]
    found = []
    for name in protocols.names():
        tick(f"{name}, first call")
        before, began = _compilations(), time.perf_counter()
        for runs in (1, 20):
            protocols.get(name).round(tables.drawn(6, issues_of(name), runs))
        for rule, table, luck in (tables.of_cast(cast) for cast in casts):
            if rule.name == name:
                tables.bargain(rule, table, luck)
        found.append(Warmed(name, time.perf_counter() - began, _compilations() > before))
    return found


def _compilations() -> int:
    """How often a kernel was not found in the cache on disk and was compiled."""
    kernels = [module for name, module in sys.modules.items() if name.startswith("agents.kernels.")]
    functions = [one for module in kernels for one in vars(module).values() if hasattr(one, "stats")]
    return sum(sum(one.stats.cache_misses.values()) for one in functions)


def price(actors: Sequence[int], many: int, lasting: float, tick: Tick) -> list[Priced]:
    """A round of every protocol from drawn positions, for one run and for many in blocks."""
    found = []
    for name in protocols.names():
        for runs in (1, many):
            for count in actors:
                tick(f"{name}, {count} actors, {runs} runs")
                found.append(_price(name, count, runs, lasting))
    return found


def _price(name: str, actors: int, runs: int, lasting: float) -> Priced:
    size, blocks = tables.blocks(runs)
    rule, table = protocols.get(name), tables.drawn(actors, issues_of(name), size)

    def work() -> None:
        for _ in range(blocks):
            rule.round(table)

    return Priced(name, actors, issues_of(name), runs, cost(work, lasting))


def exponent(prices: Sequence[Priced]) -> float:
    """How the processor time of a protocol grows with the actors."""
    return growth([one.actors for one in prices], [one.cost.cpu for one in prices])


def draw(draws: int, lasting: float, tick: Tick) -> Draws:
    """Ten rounds of the uncertain case from so many draws, in one process; the whole ensemble beside it."""
    tick(f"{draws} draws")
    casts: list[Cast] = []
    drawing = once(lambda: casts.append(tables.cast_of(tables.EMISSIONS, draws)))
    rule, table, luck = tables.of_cast(casts[0])
    negotiating = cost(lambda: tables.bargain(rule, table, luck), lasting)
    scenario = scenarios.load(tables.EMISSIONS)
    return Draws(draws, drawing, negotiating, once(lambda: ensemble.run(scenario, draws, tables.SEED)))
