"""Challenges between two, counted by hand, and seen through errors."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.integrate import quad

from agents import protocols
from agents.protocols import Table
from tests.agents.small import small_table, stands_after
from tests.property import generic_tables

# ---------------------------------------------------------------------- expected utility


def test_the_weaker_of_two_yields_as_far_as_its_reading_has_it() -> None:
    # With weights 1 and 3 at the ends of the range EU(1 -> 2) = 4 P - 2 - U_q, and so for the other.  The
    # first is the more secure: r = 1/2, U_q = 2 - 2 sqrt 2.  By pair P = 1/4 and 3/4, so a = 2 sqrt 2 - 3
    # and b = 2 sqrt 2 - 1.
    table = small_table([[0, 100]], capability=[1, 3])
    expected = 100 * (3 - 2 * sqrt(2)) / (2 * sqrt(2) - 1)
    came = protocols.get("expected-utility", {"victory": "pair"}).round(table)
    assert came.position[0, 0] == pytest.approx([expected, 100], abs=1e-9)
    assert came.numbers["risk"][0, 0] == pytest.approx([0.5, 2.0])
    assert came.shift()[0, 0] == pytest.approx(np.array([[0, expected], [0, 0]]))
    # By the votes of the round, which count twice, P = 1/8 and 3/8: a = -0.67 and b = 0.33.
    assert stands_after("expected-utility", table) == [0, 100]
    assert stands_after("expected-utility", table, capitulation="on") == [100, 100]


def test_a_distance_beyond_the_range_of_the_start_widens_the_range() -> None:
    # Both began at the same place and were pushed apart since.
    table = small_table([[0, 100]], capability=[1, 3])
    pushed = replace(table, start=np.full_like(table.start, 50.0))
    assert stands_after("expected-utility", pushed, victory="pair") == stands_after(
        "expected-utility", table, victory="pair"
    )


def test_no_offers_are_told_where_all_stand_together() -> None:
    # The second issue must tell nothing of the first.
    table = small_table([[0, 60, 100], [50, 50, 50]], capability=[1, 2, 3])
    for preset in ("scholz-code", "scholz-paper"):
        told = protocols.get("expected-utility", {"preset": preset, "victory": "pair"}).round(table).offers()
        assert {one.issue for one in told} == {0}


# ---------------------------------------------------------------------- quantal response


@settings(max_examples=20)
@given(generic_tables())
def test_quantal_response_that_sees_exactly_is_expected_utility_bit_for_bit(table: Table) -> None:
    for preset in ("scholz-code", "scholz-paper"):
        fog = protocols.get("quantal-response", {"precision": 1e300, "preset": preset}).round(table)
        clear = protocols.get("expected-utility", {"preset": preset}).round(table)
        assert np.array_equal(fog.position, clear.position)


@pytest.mark.parametrize("precision", [1.0, 3.0])
def test_a_challenge_prevails_as_often_as_logistic_errors_have_it(precision: float) -> None:
    # Without a status quo the first sees a = 4 P - 2 = -1 and b = 1, each with an error, and gives way where
    # b > 0 and b > a.  The chance of b > 0 alone is 1 / (1 + exp(-precision b)).
    runs, rng = 40_000, np.random.default_rng(2)
    one = small_table([[0, 100]], capability=[1, 3])
    many = {n: np.repeat(getattr(one, n), runs, axis=0) for n in ("position", "start", "salience")}
    table = replace(one, tell=False, susceptibility=np.ones(runs), luck=rng.random((runs, 1, 2)), **many)
    options = {"precision": precision, "q": 0, "victory": "pair", "capitulation": "on"}
    came = protocols.get("quantal-response", options).round(table)
    yields = (came.source[:, 0, 0] == 1).mean()

    def seen(at: float, mean: float) -> float:
        return 1 / (1 + np.exp(-precision * (at - mean)))

    def density(at: float) -> float:
        return precision * seen(at, 1.0) * (1 - seen(at, 1.0)) * seen(at, -1.0)

    expected, _ = quad(density, 0, 60)
    assert yields == pytest.approx(expected, abs=4 * sqrt(expected * (1 - expected) / runs))
    if precision == 3.0:
        assert yields == pytest.approx(1 / (1 + np.exp(-precision)), abs=0.01), "where a is surely below b"
