"""What is timed of a run is what is run and drawn, and every number that the benchmark promises comes out."""

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from benchmarks import draws, ensemble, memory, weeks
from benchmarks.clock import Cost
from benchmarks.draws import Drawing
from benchmarks.memory import Peak
from benchmarks.weeks import Folder, Growth, Plain, Plan, Timed
from sim.cast import make_cast
from sim.draws import Luck, Streams
from sim.ensemble import run
from tests.sim.asking import load

LAST = ("mesa_ratio", "draws_ratio", "peak_mib")


@pytest.fixture(scope="module")
def quick() -> dict[str, Any]:
    """The quick benchmark, as JSON, with the steps that its progress was told of."""
    taken: list[str] = []

    @contextmanager
    def counted(_: int) -> Iterator[Callable[[str], None]]:
        yield taken.append

    printed = StringIO()
    with redirect_stdout(printed), patch.object(ensemble, "progress", counted):
        assert ensemble.main(["--quick", "--json"]) == 0
    return json.loads(printed.getvalue()) | {"taken": taken}


@pytest.mark.slow
def test_every_promised_number_comes_out_of_the_quick_benchmark(quick: dict[str, Any]) -> None:
    numbers = [quick[name] for name in (*LAST, "draws_ratio_with_quantiles")]
    numbers += [quick["ensemble"]["cpu"], quick["plain"]["running"]["cpu"], quick["plain"]["drawing"]["cpu"]]
    numbers += [quick["folder"][name]["cpu"] for name in ("summed", "written")]
    numbers += [quick["draws"][name]["cpu"] for name in ("generators", "quantiles")]
    assert all(math.isfinite(number) and number > 0 for number in numbers)
    assert {one["of"]: one["sizes"] for one in quick["growth"]} == {
        "weeks": [14, 28, 56],
        "steps in all weeks": [56, 112, 224],
        "actors": [31, 41, 51, 61],
    }
    assert all(math.isfinite(one["exponent"]) for one in quick["growth"])


@pytest.mark.slow
def test_the_peak_is_that_of_the_ensemble_and_of_more_than_the_program_before_it(
    quick: dict[str, Any],
) -> None:
    assert [one["runs"] for one in quick["memory"]] == [10, 20]
    assert quick["peak_mib"] == quick["memory"][1]["mib"]
    assert all(one["mib"] > one["at_rest"] > 10 for one in quick["memory"])


@pytest.mark.slow
def test_the_steps_of_the_progress_are_those_taken(quick: dict[str, Any]) -> None:
    assert len(quick["taken"]) == weeks.steps(ensemble.QUICK)


def test_all_that_luck_and_beliefs_draw_is_overheard_and_nothing_else() -> None:
    scenario = load("baseline")
    asked, quantiles = draws.overheard(scenario, 2)
    cast = make_cast(scenario, Streams(1, [0]))
    luck = {name: part for name, part in vars(Luck(Streams(1, [0]), cast)).items() if part is not None}
    heard = {one.process: one for one in asked}
    assert len(heard) == len(asked)
    assert {name: heard[name].shape for name in luck} == {name: part.shape[1:] for name, part in luck.items()}
    assert heard.keys() - luck.keys() == {
        f"evidence.{name}" for name in ("parameters", "position", "salience", "actors", "responses", "places")
    }
    assert heard["evidence.parameters"].shape == (len(cast.p),)
    drawn = make_cast(scenario, Streams(draws.SEED, range(2))).position
    assert any(np.array_equal(quantile(), drawn) for quantile in quantiles)


def test_a_smaller_cast_keeps_all_who_have_a_part_and_still_runs() -> None:
    scenario = load("baseline")
    assert weeks.of_actors(scenario, len(scenario.actors)).actors == scenario.actors
    smaller = weeks.of_actors(scenario, 31)
    assert len(smaller.actors) == 31
    assert {"kosovo", "serbia", "russia", "united-states", "eu", "kfor"} <= smaller.actors.keys()
    assert list(smaller.actors) == [name for name in scenario.actors if name in smaller.actors]
    assert run(smaller, 2, 2007).data.sizes["actor"] == 31


@pytest.mark.parametrize("runs", [1, 30])
def test_an_ensemble_thrown_away_piece_by_piece_comes_to_the_same_outcomes(runs: int) -> None:
    scenario = load("baseline")
    assert weeks.summed_up(scenario, runs) == run(scenario, runs, weeks.SEED).outcomes


def test_memory_that_was_resident_is_told_after_it_is_given_back() -> None:
    before = memory.resident()
    held = np.ones((256, 1024, 1024), dtype=np.uint8)
    held = None
    assert memory.resident() >= max(before, 256)
    assert held is None


def _timed() -> Timed:
    """A benchmark in which each thing costs what is easy to divide."""
    peaks = tuple(Peak(runs, 100.0, 100.0 + runs / 10, Cost(runs, runs)) for runs in (250, 1000, 4000))
    return Timed(
        plan=Plan(1000, 5, 500, (250, 1000, 4000), 250, 0.0),
        machine={"cores": 2, "processor": "abacus", "load": 0.5, "python": "3", "numpy": "2"},
        ensemble=Cost(0.002, 0.003),
        folder=Folder(Cost(0.0025, 0.0025), Cost(0.00375, 0.004)),
        plain=Plain(Cost(0.4, 0.5), Cost(0.05, 0.05)),
        drawing=Drawing(Cost(0.0005, 0.0005), Cost(0.0001, 0.0001), Cost(0.0015, 0.0015), 14, 9000),
        peaks=peaks,
        growths=(Growth("weeks", (10, 20, 40), tuple(Cost(n * 1e-4, n) for n in (1.0, 2.0, 4.0))),),
    )


def test_the_numbers_with_a_target_are_the_last_lines(capsys: pytest.CaptureFixture[str]) -> None:
    ensemble.tell(_timed())
    lines = capsys.readouterr().out.splitlines()
    assert lines[-4:] == [
        "draws_ratio_with_quantiles 1",
        "mesa_ratio 200",
        "draws_ratio 4",
        "peak_mib 500",
    ]


def test_the_tables_tell_the_cost_of_a_run_its_growth_and_memory(capsys: pytest.CaptureFixture[str]) -> None:
    ensemble.tell(_timed())
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["weeks", "10", "0.100", "1.00"] in rows
    assert ["1,000", "100", "200", "1,000", "1,000"] in rows
    assert any(row[-2:] == ["400", "500"] for row in rows)
    assert any(row[-2:] == ["1.250", "1.500"] for row in rows)


def test_fewer_than_one_run_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        ensemble.main(["--runs", "0"])
    assert stopped.value.code == 2
    refused = "argument --runs: 0 is below 1; ask for 1 or more, as in --runs 250"
    assert capsys.readouterr().err.endswith(f"python -m benchmarks.ensemble: error: {refused}\n")
