"""Sweeps: laws of designs, curves and thresholds counted by hand, and points that are runs like any other."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parley
import scenarios
from sim import ensemble
from sim.outcomes import every
from sim.studies.design import Axis, DesignError, axis, points_of, read, shares
from sim.studies.study import Measure
from sim.studies.sweep import Sweep, run, sweep
from sim.studies.thresholds import Curve, level, passing, threshold
from sim.studies.variation import plan
from sim.work.executor import Here
from tests.cli.asking import HARBOUR
from tests.sim.crews import processes

BASELINE = "kosovo-2007/baseline"
QUAY = str(HARBOUR / "baseline.yaml")
DUES = "actors.midway.positions.dues"
EVENT = Measure("share of runs", "it happened")
AMOUNT = Measure("ships", "how many came")


def by_point(found: Sweep, outcome: str) -> dict[Any, list[float]]:
    keys = [one.key for one in found.axes]
    return {
        frozenset(zip(keys, point, strict=True)): list(values)
        for point, values in zip(found.plan.points, found.values(outcome), strict=True)
    }


# ----------------------------------------------------------------------------------------------------- sweeps


def test_a_key_that_no_rule_reads_changes_nothing_at_all() -> None:
    found = sweep(BASELINE, ["parameters.negotiation.confidence=20,30,60"], runs=6)
    assert all(one.still for ones in found.curves.values() for one in ones)
    assert {one.course for ones in found.curves.values() for one in ones} == {"still"}


def test_a_point_is_an_ensemble_of_its_scenario() -> None:
    found = sweep(BASELINE, ["declaration.week=3,9", "kfor.strength=8000,16000"], runs=5, seed=11)
    place = found.plan.points.index((9, 8000))
    alone = ensemble.run(scenarios.load(BASELINE, ["declaration.week=9", "kfor.strength=8000"]), 5, 11)
    for one in every(alone.data, alone.scenario):
        np.testing.assert_array_equal(found.values(one.name)[place], one.values, err_msg=one.name)


def test_the_order_of_keys_and_values_does_not_matter() -> None:
    one = sweep(QUAY, [f"{DUES}=20,80", "actors.NO.positions.dues=10:90:40"], runs=6)
    other = sweep(QUAY, ["actors.NO.positions.dues=90,50,10", f"{DUES}=80,20"], runs=6)
    assert one.measures == other.measures
    for outcome in one.measures:
        np.testing.assert_equal(by_point(one, outcome), by_point(other, outcome))


def test_who_does_the_work_does_not_matter() -> None:
    planned = plan(QUAY, [f"{DUES}=0:100:20"], runs=60)
    here = run(planned, 60, 7)
    with processes() as workers:
        assert run(planned, 60, 7, workers).as_dict() == here.as_dict()


def test_a_sweep_that_is_stopped_is_known_to_be_unfinished() -> None:
    class Stopped(Here):
        def map(self, work: Any, tasks: Any) -> Any:
            for done in super().map(work, tasks):
                yield done
                raise KeyboardInterrupt

    found = run(plan(QUAY, [f"{DUES}=0:100"], points=9, runs=100), 100, 7, Stopped())
    assert not found.study.complete
    assert 0 < found.done < 9
    (one,) = found.curves["mean_dues"]
    assert one.values == found.axes[0].values[: len(one.values)]
    assert found.done <= len(one.values) <= found.done + 1
    assert not np.isnan(one.mean).any()


def test_curves_of_a_grid_are_averaged_over_the_other_key() -> None:
    found = sweep(QUAY, [f"{DUES}=20,80", "actors.NO.positions.dues=10,50,90"], runs=4)
    name = found.headline[0]
    values = found.values(name).reshape(2, 3, 4)
    first, second = found.curves[name]
    np.testing.assert_allclose(first.mean, values.mean(axis=(1, 2)))
    np.testing.assert_allclose(second.mean, values.mean(axis=(0, 2)))
    means, held = found.heat(1, 0, name)
    np.testing.assert_allclose(means, values.mean(axis=2).T)
    assert held == {}


def test_a_map_holds_further_keys_at_their_middle_value() -> None:
    third = "parameters.negotiation.susceptibility=0.1,0.5,0.9"
    found = sweep(QUAY, [f"{DUES}=20,80", third, "actors.NO.positions.dues=10,90"], runs=2)
    means, held = found.heat(0, 2, found.headline[0])
    assert held == {"parameters.negotiation.susceptibility": 0.5}
    np.testing.assert_allclose(means, found.values(found.headline[0]).mean(axis=1).reshape(2, 3, 2)[:, 1])


def test_a_range_in_the_case_becomes_the_value_of_the_point() -> None:
    planned = plan(BASELINE, ["parameters.recognition.diffusion=0:3"], points=4)
    fixed = [one.parameters.numbers()["recognition.diffusion"].range for one in planned.scenarios]
    assert fixed == [(0, 0, 0), (1, 1, 1), (2, 2, 2), (3, 3, 3)]


def test_whole_numbers_go_in_steps_of_one_where_the_key_takes_no_half() -> None:
    found = plan(BASELINE, ["declaration.week=0:26", "weeks=50:51", "kfor.strength=8000:16000"], points=2)
    assert [one.values for one in found.axes] == [
        tuple(range(27)),
        (50, 51),
        (8000, 16000),
    ]


def test_python_offers_it_too() -> None:
    found = parley.sweep(QUAY, [f"{DUES}=20,80"], runs=2)
    assert found.as_dict(["position_dues"])["points"] == [[20], [80]]


def test_drawn_points_are_gathered_along_each_key() -> None:
    found = sweep(QUAY, [f"{DUES}=0:100", "rules.talks.enabled=true,false"], "lhs", 40, runs=2)
    first, second = found.curves[found.headline[0]]
    assert len(first.values) == 5
    assert list(first.values) == sorted(first.values)
    assert second.values == ("true", "false")
    assert not first.paired
    values = found.values(found.headline[0]).mean(axis=1)
    order = np.argsort([point[0] for point in found.plan.points])
    np.testing.assert_allclose(first.mean, [values[part].mean() for part in np.split(order, 5)])


# ---------------------------------------------------------------------------------------------------- designs


@given(st.integers(2, 60), st.integers(1, 6), st.integers(0, 2**31))
def test_each_slice_of_a_latin_hypercube_has_one_point(points: int, keys: int, seed: int) -> None:
    slices = np.floor(shares(keys, "lhs", points, seed) * points).astype(int)
    assert (np.sort(slices, axis=0) == np.arange(points)[:, None]).all()


@given(st.integers(1, 7), st.integers(1, 6), st.integers(0, 2**31))
def test_each_slice_of_a_sobol_sequence_has_one_point(power: int, keys: int, seed: int) -> None:
    points = 2**power
    slices = np.floor(shares(keys, "sobol", points, seed) * points).astype(int)
    assert (np.sort(slices, axis=0) == np.arange(points)[:, None]).all()


@given(st.integers(0, 2**31))
def test_the_same_seed_draws_the_same_points_within_their_ranges(seed: int) -> None:
    axes = [Axis("x", (-3, 5), drawn=True), Axis("y", ("a", "b", "c"))]
    drawn = points_of(axes, "lhs", 12, seed)
    assert drawn == points_of(axes, "lhs", 12, seed)
    assert all(-3 <= x <= 5 for x, _ in drawn)
    assert [sum(y == one for _, y in drawn) for one in "abc"] == [4, 4, 4]


def test_a_grid_has_every_value_of_a_key_with_every_other() -> None:
    axes = [axis(read(text), whole=False, kind="grid", points=3) for text in ("x=0:1", "y=a,b", "z=0:6:3")]
    found = points_of(axes, "grid", None, 0)
    assert len(set(found)) == 3 * 2 * 3
    assert found[:4] == [(0, "a", 0), (0, "a", 3), (0, "a", 6), (0, "b", 0)]


WRONG = {
    "x": "is not KEY=LOW:HIGH, KEY=LOW:HIGH:STEP or KEY=A,B,C",
    "x=": "is not KEY=LOW:HIGH, KEY=LOW:HIGH:STEP or KEY=A,B,C",
    "x=1:2:3:4": "has 4 numbers; a range is LOW:HIGH or LOW:HIGH:STEP",
    "x=a:2": "'a' is not a number; a range is LOW:HIGH or LOW:HIGH:STEP",
    "x=nan:2": "'nan' is not a number; a range is LOW:HIGH or LOW:HIGH:STEP",
    "x=3:1": "3 is not below 1; say the lower number first",
    "x=0:1:2": "a step of 2 does not lead from 0 to 1",
    "x=0:1:0": "a step of 0 does not lead from 0 to 1",
    "x=1,,2": "has an empty value between commas",
    "x=1,2,1.0": "has 1 twice; say each value once",
    "x=1": "has one value; give two or more, or use --set for what does not vary",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_asks_nothing_is_told(text: str) -> None:
    with pytest.raises(DesignError) as caught:
        read(text)
    assert str(caught.value) == WRONG[text]


# ------------------------------------------------------------------------------------------------- thresholds


def curve(chances: Any, measure: Measure = EVENT, runs: int = 400) -> Curve:
    """Runs that share their luck: an event in a run if its number is below the chance at a value."""
    luck = (np.arange(runs) + 0.5) / runs
    happened = luck[None, None, :] < np.asarray(chances, dtype=float)[:, None, None]
    return Curve("week", tuple(range(len(chances))), "lost", measure, happened.astype(float))


def test_a_step_is_found_where_it_is_with_its_flips() -> None:
    found = curve([0.82] * 8 + [0.31] * 12)
    turn = threshold(found)
    assert turn is not None
    assert (turn.values, turn.half) == ((7, 8), (7, 8))
    assert turn.ends == pytest.approx((0.82, 0.31))
    assert (turn.change.rises, turn.change.falls) == (0, pytest.approx(0.51))
    assert found.course == "falls"
    assert level(found) == (7, 8)


def test_a_steep_stretch_is_told_with_all_of_its_values() -> None:
    turn = threshold(curve([0.8] * 7 + [0.6, 0.4] + [0.2] * 8))
    assert turn is not None
    assert turn.values in {(6, 8), (7, 9)}


@settings(max_examples=40)
@given(st.integers(1, 18), st.floats(0.05, 0.4), st.floats(0.6, 0.95))
def test_a_step_is_found_wherever_it_is(place: int, low: float, high: float) -> None:
    found = curve([high] * place + [low] * (20 - place))
    turn = threshold(found)
    assert turn is not None
    assert turn.values == (place - 1, place)
    mirrored = threshold(curve([low] * (20 - place) + [high] * place))
    assert mirrored is not None
    assert mirrored.values == (19 - place, 20 - place)
    assert mirrored.change.mean == pytest.approx(-turn.change.mean)


@pytest.mark.parametrize("chances", [np.linspace(0.1, 0.9, 20), np.linspace(0.9, 0.1, 20)])
def test_what_moves_evenly_has_no_threshold(chances: Any) -> None:
    found = curve(chances)
    assert threshold(found) is None
    assert found.course == ("rises" if chances[0] < chances[-1] else "falls")
    assert level(found) == (None, None)
    assert passing(found) == (9, 10)


def test_a_change_within_its_interval_is_none() -> None:
    found = curve([0.5] * 5 + [0.51] * 5, runs=100)
    assert (found.course, threshold(found), passing(found)) == ("unclear", None, None)
    assert found.most.mean == pytest.approx(0.01)
    assert not found.most.clear


def test_up_and_down_is_no_one_way() -> None:
    up = np.concatenate([np.linspace(0.1, 0.9, 10), np.linspace(0.9, 0.1, 10)])
    assert curve(up).course == "peaks"
    assert curve(1.0 - up).course == "dips"
    assert curve(np.concatenate([up, 0.5 - up / 2])).course in {"peaks", "wavers"}
    assert curve([0.5, 0.9, 0.1, 0.5]).course == "wavers"


def test_a_curve_that_is_the_key_itself_answers_to_nothing() -> None:
    runs = np.broadcast_to(np.arange(5.0)[:, None, None], (5, 1, 9))
    found = Curve("week", tuple(range(5)), "week", Measure("weeks", "the week"), runs)
    assert (found.course, found.answers, threshold(found)) == ("given", False, None)


def test_differences_are_taken_within_runs() -> None:
    rng = np.random.default_rng(3)
    luck = rng.normal(0, 100, 200)
    runs = np.stack([luck, luck + 1.0 + rng.normal(0, 0.1, 200)])[:, None]
    found = Curve("x", (0, 1), "ships", AMOUNT, runs)
    assert found.change(0, 1).mean == pytest.approx(1.0, abs=0.05)
    assert found.change(0, 1).half == pytest.approx(1.96 * 0.1 / np.sqrt(200), rel=0.2)
    assert (found.change(0, 1).rises, found.change(0, 1).falls) == (1, 0)


def test_runs_in_which_an_outcome_does_not_arise_are_left_out() -> None:
    runs = np.array([[[1.0, np.nan, 3.0, 5.0]], [[2.0, 4.0, np.nan, 6.0]]])
    found = Curve("x", (0, 1), "ships", AMOUNT, runs)
    assert list(found.mean) == [3, 4]
    assert found.change(0, 1).mean == 1.0
    assert found.change(0, 1).rises == 1.0
    nothing = Curve("x", (0, 1), "ships", AMOUNT, np.full((2, 1, 4), np.nan))
    assert (nothing.course, nothing.span, nothing.strength) == ("still", 0.0, 0.0)


def test_words_have_no_threshold() -> None:
    found = Curve("rule", ("one", "two", "three"), "lost", EVENT, curve([0.1, 0.9, 0.9]).runs)
    assert (found.course, threshold(found)) == ("differs", None)
    assert found.ends == (0, 1)
