"""Rival models: each ends where a run under it would end if only negotiation moved positions."""

from pathlib import Path

import numpy as np
import pytest

from agents import protocols
from agents.protocols.outcome import weighted_mean, weighted_median
from scenarios import Scenario
from sim import rivals
from sim.block import run_block
from sim.needs import CastError
from tests.sim.asking import load

HARBOUR = Path(__file__).resolve().parents[2] / "tests" / "cases" / "harbour" / "baseline.yaml"
STANDARDS = "emission-standards-1989/uncertain"
SEED, RUNS = 7, 6


@pytest.fixture(scope="module")
def towns() -> rivals.Rivals:
    """The rivals of three towns, of which two hold positions on both issues."""
    return rivals.play(load(HARBOUR), SEED, RUNS)


@pytest.fixture(scope="module")
def standards() -> rivals.Rivals:
    """The rivals of a case with one issue, no ties and a whole round a week."""
    return rivals.play(load(STANDARDS), SEED, RUNS)


def ended(scenario: Scenario) -> rivals.Ending:
    """Where the ensemble's runs end, with all that a week has."""
    block = run_block(scenario, SEED, range(RUNS))
    cast, position = block.cast, block.state.position
    power = cast.capability * cast.salience * cast.holds
    away = (np.abs(position - cast.position) * cast.holds).sum(axis=-1) / cast.holds.sum(axis=-1)
    return rivals.Ending(weighted_mean(position, power), weighted_median(position, power), away)


def same(one: rivals.Ending, other: rivals.Ending) -> bool:
    """Whether two endings are equal bit by bit, but for the average move, summed in another order."""
    exact = np.array_equal(one.mean, other.mean) and np.array_equal(one.median, other.median)
    return exact and np.allclose(one.moved, other.moved, rtol=0, atol=1e-12)


def test_every_protocol_is_played_that_the_case_can_feed(towns: rivals.Rivals) -> None:
    assert list(towns.endings) == protocols.names()
    assert towns.lacking == {}
    assert (towns.own, towns.runs, towns.weeks) == ("influence", RUNS, 12)


def test_others_are_left_out_with_what_they_need(standards: rivals.Rivals) -> None:
    assert standards.lacking == {
        "influence": ("ties: parameters.negotiation, which says who listens to whom, or ties of actors",),
        "exchange": ("two issues on which the same two actors hold positions",),
    }
    assert set(standards.endings) == set(protocols.names()) - set(standards.lacking)


@pytest.mark.parametrize("protocol", protocols.names())
def test_a_protocol_ends_where_the_runs_under_it_end(protocol: str, towns: rivals.Rivals) -> None:
    under = load(HARBOUR, f"rules.negotiation.protocol={protocol}")
    assert same(towns.endings[protocol], ended(under))


def test_the_scenario_s_own_ends_where_its_runs_end(standards: rivals.Rivals) -> None:
    assert standards.own == "expected-utility"
    assert same(standards.endings["expected-utility"], ended(load(STANDARDS)))


def test_the_scenario_s_own_keeps_its_options_and_no_other_gets_them(standards: rivals.Rivals) -> None:
    changed = load(STANDARDS, "rules.negotiation.options.q=0.25")
    found = rivals.play(changed, SEED, RUNS)
    assert same(found.endings["expected-utility"], ended(changed))
    assert not same(found.endings["expected-utility"], standards.endings["expected-utility"])
    assert same(found.endings["quantal-response"], standards.endings["quantal-response"])


def test_under_none_everybody_ends_where_it_starts(towns: rivals.Rivals) -> None:
    assert same(towns.endings["none"], towns.start)
    assert (towns.start.moved == 0).all()


def test_a_compromise_moves_actors_but_not_their_mean(towns: rivals.Rivals) -> None:
    ending = towns.endings["compromise"]
    assert ending.mean == pytest.approx(towns.start.mean, abs=1e-9)
    assert (ending.moved > 5).all()


def test_in_whole_rounds_all_end_at_the_weighted_median_of_the_start(standards: rivals.Rivals) -> None:
    ending = standards.endings["median"]
    assert ending.mean == pytest.approx(standards.start.median, abs=1e-9)
    assert np.array_equal(ending.median, standards.start.median)


def test_the_same_seed_gives_the_same_and_run_r_is_run_r(towns: rivals.Rivals) -> None:
    fewer = rivals.play(load(HARBOUR), SEED, 2)
    other = rivals.play(load(HARBOUR), SEED + 1, 2)
    for name, ending in towns.endings.items():
        for field in ("mean", "median", "moved"):
            first = getattr(ending, field)[:2]
            assert np.array_equal(getattr(fewer.endings[name], field), first), (name, field)
            assert name == "none" or not np.array_equal(getattr(other.endings[name], field), first)


def test_an_issue_on_which_nobody_has_a_say_comes_to_nothing() -> None:
    silent = load(HARBOUR, *(f"actors.{name}.positions.hours.salience=0" for name in ("upstream", "NO")))
    found = rivals.play(silent, SEED, 2)
    for ending in found.endings.values():
        assert np.isnan(ending.mean).tolist() == [[False, True]] * 2


def test_a_scenario_that_the_engine_refuses_is_refused_here_too() -> None:
    with pytest.raises(CastError, match="'influenc' is not a protocol; did you mean 'influence'"):
        rivals.play(load(HARBOUR, "rules.negotiation.protocol=influenc"), SEED, 1)


def test_every_protocol_says_in_one_sentence_what_happens() -> None:
    said = rivals.sayings()
    assert list(said) == protocols.names()
    assert said["median"] == "Everyone tends to the position that no weighted majority would leave."
    assert all(text.endswith(".") and "\n" not in text for text in said.values())
