"""Data sets bargained over: units, rounds and luck, and what a protocol lacks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agents import protocols
from scenarios import formats
from scenarios.formats import DataSet
from sim.bargain import Bargain, BargainError, bargain, lacks

# A wants p and gives q; B and C are twins who want q and give p: with whom A exchanges is luck.
TWINS = """\
Actor,Issue,Capability,Position,Salience
A,p,1,0,0.9
B,p,1,100,0.1
C,p,1,100,0.1
A,q,1,0,0.1
B,q,1,100,0.9
C,q,1,100,0.9
"""


@pytest.fixture
def twins(tmp_path: Path) -> DataSet:
    """Three actors and two issues, with a tie between two exchanges."""
    (tmp_path / "twins.csv").write_text(TWINS)
    return formats.read(tmp_path / "twins.csv")


# ------------------------------------------------------------------------------------------- units and rounds


HARBOUR = """\
Actor,Issue,Capability,Position,Salience
Port,dues,3,20,0.9
Town,dues,2,85,0.4
Mill,dues,1,60,0.7
Farm,dues,2,45,0.2
Port,hours,3,70,0.3
Town,hours,2,10,0.8
Farm,hours,2,35,0.6
"""
UNITS = {"dues": (-3.0, 2.0), "hours": (1990.0, 2020.0)}
"""Other scales than 0 to 100."""


@pytest.fixture
def harbour(tmp_path: Path) -> DataSet:
    """Four actors within the ends of two issues, one of them on one issue only."""
    (tmp_path / "harbour.csv").write_text(HARBOUR)
    return formats.read(tmp_path / "harbour.csv")


def measured(data: DataSet) -> DataSet:
    """The same data set with each issue in its own unit."""
    issues = tuple(
        replace(axis, low=low, high=high) for axis in data.issues for low, high in [UNITS[axis.id]]
    )
    position = tuple(
        tuple(None if place is None else placed(place, k) for place in row)
        for k, row in enumerate(data.position)
    )
    return replace(data, issues=issues, position=position)


def placed(place: Any, issue: int) -> Any:
    """A point of 0-100 in the unit of an issue."""
    low, high = list(UNITS.values())[issue]
    return low + place * (high - low) / 100


@pytest.mark.parametrize("name", protocols.names())
def test_positions_are_in_the_unit_of_each_issue(name: str, harbour: DataSet) -> None:
    points, units = bargain(harbour, name, rounds=4), bargain(measured(harbour), name, rounds=4)
    assert points.position.shape == (5, 2, 4)
    for k in range(2):
        for told in ("position", "mean", "median"):
            expected = placed(getattr(points, told)[:, k], k)
            assert getattr(units, told)[:, k] == pytest.approx(expected, abs=1e-6, nan_ok=True)
    for one, same in zip(sum(points.offers, ()), sum(units.offers, ()), strict=True):
        assert (one.actor, one.other, one.issue, one.kind, one.ended) == (
            same.actor, same.other, same.issue, same.kind, same.ended,
        )  # fmt: skip
        moved = [placed(one.before, one.issue), placed(one.after, one.issue)]
        assert [same.before, same.after] == pytest.approx(moved, abs=1e-6)


def test_what_others_are_moved_by_an_exchange_is_in_the_unit_of_its_issue(harbour: DataSet) -> None:
    points, units = (bargain(data, "exchange", rounds=1).offers[0] for data in (harbour, measured(harbour)))
    assert points
    for one, same in zip(points, units, strict=True):
        low, high = list(UNITS.values())[one.issue]
        shift = one.numbers["outcome_shift"] * (high - low) / 100
        assert same.numbers["outcome_shift"] == pytest.approx(shift, abs=1e-9)
        assert same.numbers["gain"] == pytest.approx(one.numbers["gain"], abs=1e-9)


@pytest.mark.parametrize("name", protocols.names())
def test_so_many_rounds_are_held_as_are_usual_unless_positions_rest(name: str, twins: DataSet) -> None:
    found = bargain(twins, name)
    assert found.settled == (name == "condorcet")
    assert found.rounds == protocols.kind(name).rounds or found.settled
    assert len(found.offers) == found.rounds
    assert found.position.shape == (found.rounds + 1, 2, 3)
    assert all(len(amounts) == found.rounds for amounts in found.numbers.values())
    assert bargain(twins, name, rounds=1).settled is False


@pytest.mark.parametrize("name", protocols.names())
def test_a_longer_bargain_begins_as_a_shorter_one(name: str, twins: DataSet) -> None:
    short, long = bargain(twins, name, rounds=1), bargain(twins, name, rounds=5)
    assert np.array_equal(short.position, long.position[:2])
    assert short.offers[0] == long.offers[0]


@pytest.mark.parametrize("name", protocols.names())
def test_without_a_round_everybody_stands_where_the_file_says(name: str, twins: DataSet) -> None:
    found = bargain(twins, name, rounds=0)
    assert np.array_equal(found.position, [np.array(twins.position, dtype=float)])
    assert (found.rounds, found.offers, found.numbers, found.settled) == (0, [], {}, False)
    assert (found.voting, found.vote_mean, found.ideal) == (None, None, None)


def test_who_holds_no_position_on_an_issue_gets_none_and_weighs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "three.csv"
    file.write_text(TWINS.replace("C,p,1,100,0.1\n", ""))
    for name in protocols.names():
        found = bargain(formats.read(file), name, rounds=3)
        assert np.isnan(found.position[:, 0, 2]).all()
        assert np.isfinite(found.position[:, 1]).all()
        assert np.isfinite(found.position[:, 0, :2]).all()
        assert np.isfinite(found.mean).all()
        assert found.mean[0, 0] == pytest.approx(100 * 0.1 / (0.9 + 0.1))
        assert {
            offer.issue for made in found.offers for offer in made if 2 in {offer.actor, offer.other}
        } <= {1}


def test_what_is_not_to_be_told_is_not_kept_and_changes_nothing(twins: DataSet) -> None:
    for name in protocols.names():
        told, untold = bargain(twins, name, rounds=3), bargain(twins, name, rounds=3, tell=False)
        assert untold.offers == [()] * 3
        assert np.array_equal(told.position, untold.position)


# ------------------------------------------------------------------------------------------------------- luck


def same(one: Bargain, other: Bargain) -> bool:
    """Whether two bargains agree to the last bit."""
    return one.position.tobytes() == other.position.tobytes() and one.offers == other.offers


@pytest.mark.parametrize("name", protocols.names())
def test_the_same_seed_gives_the_same_bytes(name: str, twins: DataSet) -> None:
    assert same(bargain(twins, name, seed=7), bargain(twins, name, seed=7))


def test_the_seed_says_which_of_two_equal_exchanges_is_made(twins: DataSet) -> None:
    partners = {bargain(twins, "exchange", rounds=1, seed=seed).offers[0][0].other for seed in range(12)}
    assert partners == {1, 2}


def test_the_seed_says_what_errors_a_quantal_response_makes(twins: DataSet) -> None:
    unsure = {"precision": 1.0}
    ends = {bargain(twins, "quantal-response", unsure, seed=seed).position.tobytes() for seed in range(6)}
    assert len(ends) > 1


@pytest.mark.parametrize(("name", "options"), [("expected-utility", {}), ("condorcet", {}), ("nash", {})])
def test_without_luck_the_seed_says_nothing(name: str, options: dict[str, str], twins: DataSet) -> None:
    one, other = bargain(twins, name, options, seed=1), bargain(twins, name, options, seed=2)
    assert same(one, other)
    assert not one.chancy


def test_what_draws_is_known_to_draw(twins: DataSet) -> None:
    chancy = {name for name in protocols.names() if bargain(twins, name, rounds=0).chancy}
    assert chancy == {"quantal-response", "exchange"}
    assert bargain(twins, "condorcet", {"StateTransitions": "Stochastic"}, rounds=0).chancy


# ---------------------------------------------------------------------------------------------- what is wrong

ONE = "Actor,Capability,Position,Salience\nA,1,0,0.5\nB,1,100,0.5\n"
APART = """\
Actor,Issue,Capability,Position,Salience
A,p,1,0,0.9
B,p,1,100,0.1
B,q,1,0,0.1
C,q,1,100,0.9
"""


@pytest.mark.parametrize("text", [ONE, APART], ids=["one issue", "no two on both"])
def test_an_exchange_needs_two_actors_on_two_issues(text: str, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text(text)
    data = formats.read(file)
    lack = "two issues on which the same two actors hold positions"
    assert {name: lacks(data, name) for name in protocols.names()} == {
        name: lack if name == "exchange" else None for name in protocols.names()
    }
    with pytest.raises(BargainError, match=f"^exchange needs {lack}$"):
        bargain(data, "exchange", rounds=0)


def test_two_actors_on_two_issues_are_enough(twins: DataSet) -> None:
    assert lacks(twins, "exchange") is None


def test_unknown_protocols_and_options_are_refused(twins: DataSet) -> None:
    with pytest.raises(KeyError, match="duel"):
        bargain(twins, "duel")
    with pytest.raises(protocols.OptionError) as refused:
        bargain(twins, "expected-utility", {"q": 2, "prest": "scholz-code"})
    assert refused.value.faults == {
        "q": "'2' is not a number from 0 to 1",
        "prest": "is no option of this protocol; did you mean 'preset'?",
    }
