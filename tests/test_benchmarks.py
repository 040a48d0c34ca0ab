"""What is timed is what is run, and every number that the benchmarks promise comes out."""

import json
import math
import time
from contextlib import redirect_stdout
from io import StringIO
from itertools import product
from typing import Any

import numpy as np
import pytest

import scenarios
from agents import protocols as rules
from benchmarks import oracles, protocols, tables, telling
from benchmarks.clock import Cost, cost, growth
from benchmarks.costs import Draws, Priced, Warmed
from benchmarks.references import REFERENCES, Compared, Reference
from benchmarks.timed import Plan, Timed
from sim.block import run_block
from sim.pieces import BLOCK

TARGETS = (
    "expected_utility_ratio",
    "condorcet_ratio",
    "condorcet_ratio_1000",
    "exchange_ratio",
    "emission_draws_seconds",
)


@pytest.fixture(scope="module")
def quick() -> dict[str, Any]:
    """The quick benchmark, as JSON."""
    printed = StringIO()
    with redirect_stdout(printed):
        assert protocols.main(["--quick", "--json"]) == 0
    return json.loads(printed.getvalue())


def _sound(number: float) -> bool:
    return math.isfinite(number) and number > 0


@pytest.mark.slow
def test_every_protocol_is_timed_alone_and_in_many_runs(quick: dict[str, Any]) -> None:
    plan = protocols.QUICK
    wanted = set(product(rules.names(), plan.actors, (1, plan.many)))
    assert {(one["protocol"], one["actors"], one["runs"]) for one in quick["rounds"]} == wanted
    assert all(_sound(one["cost"][clock]) for one in quick["rounds"] for clock in ("cpu", "wall"))
    assert [one["protocol"] for one in quick["first_calls"]] == rules.names()
    assert all(math.isfinite(one["exponent"]) for one in quick["growth"])


@pytest.mark.slow
def test_every_promised_number_is_there(quick: dict[str, Any]) -> None:
    named = {*TARGETS, *REFERENCES, *(oracles.ratio_of(name) for name in oracles.PLAIN if oracles.has(name))}
    assert {name for name in named if not _sound(quick[name])} == set()


@pytest.mark.slow
def test_the_steps_of_the_progress_are_those_that_are_taken() -> None:
    plan = Plan((3, 4), 2, 5, 0.0)
    taken: list[str] = []
    protocols.timed(plan, taken.append)
    assert len(taken) == protocols.steps(plan)


@pytest.mark.parametrize("scenario", [tables.PARIS, tables.EMISSIONS])
def test_the_bargain_that_is_timed_is_that_of_the_ensemble(scenario: str) -> None:
    ended = run_block(scenarios.load(scenario), tables.SEED, range(3)).state.position
    rule, table, luck = tables.of_cast(tables.cast_of(scenario, 3))
    reached = np.where(table.holds, tables.bargain(rule, table, luck), ended)
    assert not np.allclose(table.position, ended)
    assert np.allclose(reached, ended, rtol=0, atol=1e-9)


def test_drawn_tables_are_the_same_each_time_and_nobody_stands_where_another_does() -> None:
    one, other = tables.drawn(20, 2, 3), tables.drawn(20, 2, 3)
    assert np.array_equal(one.position, other.position)
    assert all(len(set(place)) == 20 for run in one.position.tolist() for place in run)


@pytest.mark.parametrize(
    ("runs", "size", "count"), [(1, 1, 1), (50, 50, 1), (BLOCK, BLOCK, 1), (4 * BLOCK, BLOCK, 4)]
)
def test_many_runs_are_taken_in_the_blocks_of_the_ensemble(runs: int, size: int, count: int) -> None:
    assert tables.blocks(runs) == (size, count)


def test_growth_is_the_power_of_the_size() -> None:
    sizes = [10, 20, 40, 80]
    assert growth(sizes, [7e-6 * size**3 for size in sizes]) == pytest.approx(3.0)
    assert growth(sizes, [2.0] * 4) == pytest.approx(0.0, abs=1e-12)


def test_waiting_costs_time_by_the_clock_but_hardly_any_of_the_processor() -> None:
    waited = cost(lambda: time.sleep(0.02), 0.0)
    assert waited.wall >= 0.02
    assert waited.cpu < waited.wall / 2


def _timed() -> Timed:
    """A benchmark in which everything costs a tenth of a second of the processor."""
    tenth = Cost(0.1, 0.2)
    plan = Plan((10, 20), 50, 500, 0.0)
    shapes = product(rules.names(), plan.actors, (1, plan.many))
    compared = {name: Compared(one, 1, tenth) for name, one in REFERENCES.items()}
    return Timed(
        plan=plan,
        machine={"cores": 2, "processor": "abacus", "load": 0.5, "python": "3", "numpy": "2", "numba": "1"},
        warmed=[Warmed(name, 1.0 if name == "exchange" else 0.0, compiled=True) for name in rules.names()],
        prices=[Priced(name, actors, 1, runs, tenth) for name, actors, runs in shapes],
        compared=compared | {"condorcet_ratio_1000": Compared(REFERENCES["condorcet_ratio"], 50, tenth)},
        plain={"oracle_exchange_ratio": Compared(Reference(120.0, "plain", 10, 5, "exchange"), 1, tenth)},
        draws=Draws(500, tenth, tenth, tenth),
    )


def test_the_numbers_with_a_target_are_the_last_lines(capsys: pytest.CaptureFixture[str]) -> None:
    telling.tell(_timed())
    lines = capsys.readouterr().out.splitlines()
    assert lines[-5:] == [
        "expected_utility_ratio 300",
        "condorcet_ratio 4.3",
        "condorcet_ratio_1000 4.3",
        "exchange_ratio 15",
        "emission_draws_seconds 0.1",
    ]
    assert "oracle_exchange_ratio 1200" in lines
    assert "oracle_condorcet_ratio not there: tests/oracles/condorcet.py is missing" in lines


def test_the_tables_tell_of_each_protocol_what_a_run_costs_in_many(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telling.tell(_timed())
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["exchange", "1.00", "compiled"] in rows
    assert ["exchange", "10", "100", "200", "100", "200", "2,000"] in rows
    assert ["exchange", "0.00", "0.00", "0.00", "0.00"] in rows
    assert "abacus" in " ".join(rows[0])
