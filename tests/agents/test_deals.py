"""Bargains and exchanges between two, counted by hand."""

from dataclasses import replace

import numpy as np
import pytest

from agents import protocols
from tests.agents.small import small_table

# ---------------------------------------------------------------------- condorcet


def test_two_meet_where_a_vote_of_both_makes_it_likeliest() -> None:
    # d = 0.6; votes 0.6 and 1.2, so p = 1/3, 2/3 and R = -1/2, 1.  The first sees P = 0.36 / 0.96, the second
    # 0.36 / 0.60 for itself: they would meet at 0.2 + 0.6 x 0.7353 or at 0.8 - 0.6 x 0.3077.  The means of
    # utilities are 0.640, 0.436, 0.463 to the first, 0.820, 0.975, 0.966 to the second: p = 0.20, 0.31, 0.50.
    table = small_table([[20, 80]], [[0.5, 0.5]], [1, 2])
    came = protocols.get("condorcet").round(table)
    assert came.position[0, 0] == pytest.approx([61.54, 61.54], abs=1e-9)
    assert came.numbers["risk"][0, 0] == pytest.approx([-0.5, 1.0], abs=1e-6)
    told = [(one.actor, one.ended) for one in came.offers()]
    assert told == [(0, "passed over"), (1, "taken")]
    assert [one.after for one in came.offers()] == pytest.approx([64.12, 61.54], abs=1e-9)
    numbers = [one.numbers for one in came.offers()]
    assert [one["chance"] for one in numbers] == pytest.approx([0.375, 0.6], abs=1e-6)
    assert [one["gain"] for one in numbers] == pytest.approx([0.27, 0.216], abs=1e-6)


def test_positions_settle_when_a_round_moves_less_than_a_fiftieth_of_the_first() -> None:
    rule = protocols.get("condorcet")
    # Two runs, one issue, two actors: distances of 0.5 in the first round, then of 0.02 or 0.005.
    moves = [np.array([[[0.3, -0.2]], [[0.5, 0.0]]]), np.array([[[0.01, 0.01]], [[0.0, 0.005]]])]
    assert rule.settled(moves).tolist() == [False, True]
    assert rule.settled([np.zeros((2, 1, 2))]).tolist() == [False, False], "never in the first round"
    # In a plane 0.3 and 0.4 are a distance of 0.5, of which 0.0102 is more than a fiftieth.
    plane = [np.array([[[0.3], [0.4]]]), np.array([[[0.0], [0.0102]]])]
    assert rule.settled(plane).tolist() == [False]
    assert not any(
        protocols.get(name).settled(moves).any() for name in protocols.names() if name != "condorcet"
    )


def test_ideals_follow_positions_by_the_matrix() -> None:
    table = small_table([[20, 80]], [[0.5, 0.5]], [1, 2])
    follows = np.array([[0.5, 0.25], [0.0, 0.0]])
    came = protocols.get("condorcet").round(replace(table, ideal=table.position, adjustment=follows))
    assert came.ideal is not None
    # Half from where the first now is, a quarter from the second, the rest from its old ideal.
    assert came.ideal[0, 0] == pytest.approx([0.75 * 61.54 + 0.25 * 20, 80], abs=1e-9)


def test_an_issue_that_a_partner_does_not_hold_stays_out_of_the_bargain() -> None:
    table = small_table([[20, 80], [40, 0]], [[0.5, 0.5], [0.3, 0.0]], [1, 2])
    table = replace(table, holds=np.array([[True, True], [True, False]]))
    came = protocols.get("condorcet").round(table)
    assert came.position[0, 1].tolist() == [40, 0]
    assert came.source is not None
    assert (came.source[0, 1] == -1).all()
    assert {one.issue for one in came.offers()} == {0}
    assert came.position[0, 0, 0] > 20


# ---------------------------------------------------------------------- exchange


def test_two_exchange_what_matters_less_to_each() -> None:
    # Expected are 100 x 0.5 / 1.5 = 33.3 and 100 / 1.25 = 80.  The first, who cares more for the first issue,
    # goes all the way to 100 on the second, 20 points; the other shifts the first by 20 / 1.2 = 16.7 and
    # goes halfway.
    # Both gain 16.7 x 1 - 20 x 0.25 = 20 x 1 - 16.7 x 0.5 = 11.7.
    table = small_table(
        [[0, 100, 50, 0], [0, 100, 50, 100]], [[1, 0.5, 1, 0.5], [0.25, 1, 0.5, 0.2]], [1, 1, 0, 0]
    )
    came = protocols.get("exchange").round(table)
    assert came.voting is not None
    assert came.voting[0, :, :2] == pytest.approx(np.array([[0, 50], [100, 100]]), abs=1e-9)
    # Next they start from x + ((1 - s) 0.4 + 0.1) (y - x).
    assert came.position[0, :, :2] == pytest.approx(np.array([[0, 85], [40, 100]]), abs=1e-9)
    assert came.shift()[0, 0, 1, 0] == pytest.approx(-15, abs=1e-9)
    assert came.shift()[0, 1, 0, 1] == pytest.approx(40, abs=1e-9)
    supplies_q, supplies_p = came.offers()
    assert (supplies_q.actor, supplies_q.other, supplies_q.issue) == (0, 1, 1)
    assert (supplies_p.actor, supplies_p.other, supplies_p.issue) == (1, 0, 0)
    assert (supplies_p.before, supplies_p.after) == pytest.approx((100, 50), abs=1e-9)
    # The third, at 50 on both, sees expected outcomes go off by 16.7 and by 20 x 0.5; the fourth, at 0 and
    # 100, sees them come nearer by 16.7 x 0.5 and by 20 x 0.2.  Neither has any power.
    for one, shift in ((supplies_q, 20), (supplies_p, -50 / 3)):
        assert dict(one.numbers) == pytest.approx(
            {
                "gain": 35 / 3,
                "others_gain": 25 / 3 + 4,
                "others_loss": -(50 / 3 + 10),
                "outcome_shift": shift,
            },
            abs=1e-9,
        )


def test_an_exchange_stops_where_the_expected_outcome_is_what_was_asked_for() -> None:
    # On the first issue (0.5 x 30 + 100) / 3.5 = 32.9 is expected.  If the second went all the way to 30, it
    # would fall below; so it moves by 10 only, which shifts it by 20 / 7 to 30.  On the second issue, which
    # the third does not hold, shifts are 1.5 / 1.1 times as large, and the first moves 300 / 7 of 100.
    table = small_table([[30, 100, 0], [0, 100, 0]], [[0.5, 1, 1], [0.1, 1, 0]], [1, 1, 2])
    table = replace(table, holds=np.array([[True, True, True], [True, True, False]]))
    supplies_q, supplies_p = protocols.get("exchange").round(table).offers()
    assert (supplies_p.actor, supplies_p.before, supplies_p.after) == (1, 100, pytest.approx(90, abs=1e-9))
    assert supplies_p.numbers["outcome_shift"] == pytest.approx(-20 / 7, abs=1e-9)
    assert (supplies_q.actor, supplies_q.after) == (0, pytest.approx(300 / 7, abs=1e-9))
    assert supplies_p.numbers["gain"] == pytest.approx(20 / 7 * (0.5 - 0.15 / 1.1), abs=1e-9)


def test_who_stands_on_the_same_side_on_an_issue_has_nothing_to_exchange() -> None:
    table = small_table([[0, 100], [60, 60]], [[1, 0.5], [0.25, 1]])
    came = protocols.get("exchange").round(table)
    assert came.offers() == ()
    assert came.position[0].tolist() == [[0, 100], [60, 60]]


def test_of_many_runs_only_the_exchanges_of_the_first_are_told() -> None:
    one = small_table([[0, 100], [0, 100]], [[1, 0.5], [0.25, 1]])
    other = small_table([[20, 90], [10, 70]], [[1, 0.5], [0.25, 1]])
    both = {
        n: np.concatenate([getattr(one, n), getattr(other, n)]) for n in ("position", "start", "salience")
    }
    block = replace(one, susceptibility=np.ones(2), **both)
    rule = protocols.get("exchange")
    assert rule.round(block).offers() == rule.round(one).offers() != rule.round(other).offers()


def test_a_vote_is_never_overshot_by_the_weights_of_the_next_round() -> None:
    table = small_table([[0, 100], [0, 100]], [[1, 0.5], [0.25, 1]])
    came = protocols.get("exchange", {"salience-weight": 1, "fixed-weight": 1}).round(table)
    assert came.voting is not None
    assert came.position[0] == pytest.approx(came.voting[0], abs=1e-9)
