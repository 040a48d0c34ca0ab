"""Nash, Kalai-Smorodinsky and procedural outcomes among two to five actors, counted by hand."""

from math import sqrt

import numpy as np
import pytest

from agents import protocols
from tests.agents.small import small_table, stands_after

# ---------------------------------------------------------------------- nash


def test_nash_with_a_reference_point_on_one_side_and_quadratic_loss() -> None:
    # On a scale of 0-1 gains are o (0.8 - o) and o (1.6 - o), so 4 o^2 - 7.2 o + 2.56 = 0.
    expected = 100 * (7.2 - sqrt(7.2**2 - 4 * 4 * 2.56)) / 8
    assert stands_after("nash", small_table([[40, 80]], reference=0)) == pytest.approx(
        [expected] * 2, abs=1e-9
    )
    assert stands_after("nash", small_table([[40, 80]]), reference=0) == pytest.approx(
        [expected] * 2, abs=1e-9
    )
    # A salience scales all gains of an actor, and so no product of gains.
    cares = small_table([[40, 80]], [[0.1, 0.9]], reference=0)
    assert stands_after("nash", cares) == pytest.approx([expected] * 2, abs=1e-9)


def test_nash_with_a_reference_point_and_linear_loss() -> None:
    # Gains are 0.8 - o and o, and the second weighs three times as much: 3 (0.8 - o) = o.
    table = small_table([[40, 80]], capability=[1, 3], reference=0)
    assert stands_after("nash", table, loss="linear") == pytest.approx([60, 60], abs=1e-9)
    assert stands_after("nash", small_table([[40, 80]], reference=0), loss="linear") == pytest.approx(
        [40, 40], abs=1e-9
    )


def test_nash_without_a_reference_point_weighs_the_cost_of_a_breakdown() -> None:
    # Gains are 2 - o and 1 + o, weights 3 and 2: 3 (1 + o) = 2 (2 - o).
    table = small_table([[0, 100]], capability=[3, 2])
    assert stands_after("nash", table, loss="linear") == pytest.approx([20, 20], abs=1e-9)
    assert stands_after("nash", small_table([[0, 100]])) == pytest.approx([50, 50], abs=1e-9)
    # As the cost grows, the mean by capability x salience, (3 x 0 + 2 x 100) / 5.
    assert stands_after("nash", table, cost=1e12) == pytest.approx([40, 40], abs=1e-6)


@pytest.mark.parametrize("name", ["nash", "kalai-smorodinsky"])
def test_where_no_point_is_better_for_both_nobody_moves(name: str) -> None:
    assert stands_after(name, small_table([[40, 80]], reference=60)) == [40, 80]
    # Whoever stands at the reference point loses by any other.
    assert stands_after(name, small_table([[40, 80]], reference=40)) == pytest.approx([40, 40], abs=1e-9)


@pytest.mark.parametrize("name", ["nash", "kalai-smorodinsky", "procedural"])
def test_whoever_has_no_say_follows_and_where_nobody_has_one_all_stay(name: str) -> None:
    assert stands_after(name, small_table([[40, 90]], capability=[1, 0])) == pytest.approx([40, 40], abs=1e-9)
    assert stands_after(name, small_table([[40, 90]], [[0, 0]])) == [40, 90]


def test_nash_credits_moves_by_power() -> None:
    shift = protocols.get("nash").round(small_table([[0, 100]], [[1.0, 0.5]], [1, 6])).shift()[0, 0]
    assert shift[0, 1] == pytest.approx(3 * shift[0, 0])


# ---------------------------------------------------------------------- kalai-smorodinsky


def test_two_gain_equal_shares_of_their_best() -> None:
    # Shares are o (0.8 - o) / 0.16 and o (1.6 - o) / 0.64, so 4 (0.8 - o) = 1.6 - o.
    for loss in ("quadratic", "linear"):
        aim = stands_after("kalai-smorodinsky", small_table([[40, 80]], [[1, 0.2]], reference=0), loss=loss)
        assert aim == pytest.approx([160 / 3] * 2, abs=1e-9)


def test_without_a_reference_point_whoever_cares_more_gets_nearer() -> None:
    # Shares are (2 - o^2) / 2 and (2 - (1 - o)^2 / 2) / 2, so o = (1 - o) / sqrt 2; capabilities are nothing.
    table = small_table([[0, 100]], [[1, 0.5]], [1, 9])
    assert stands_after("kalai-smorodinsky", table) == pytest.approx([100 / (1 + sqrt(2))] * 2, abs=1e-9)


def test_the_best_of_whoever_stands_too_far_off_is_the_farthest_that_the_other_bears() -> None:
    # The first bears nothing beyond 0.2, so shares are o (0.2 - o) / 0.01 and o (1.6 - o) / 0.28.
    table = small_table([[10, 80]], reference=0)
    assert stands_after("kalai-smorodinsky", table) == pytest.approx([400 / 27] * 2, abs=1e-9)


def test_of_three_on_a_line_those_at_the_ends_decide() -> None:
    table = small_table([[0, 10, 80]])
    assert stands_after("kalai-smorodinsky", table, loss="linear") == pytest.approx([40] * 3, abs=1e-9)


# ---------------------------------------------------------------------- procedural

FIVE = [[0.0, 20.0, 40.0, 60.0, 100.0]]
"""At a quota of 0.7 four of five are a majority, and the pivots stand at 20 and 60."""

EXTREME = [[0.1, 0.1, 0.1, 0.1, 1.0]]
"""With these saliences the proposer is the last."""


@pytest.mark.parametrize(
    ("reference", "salience", "expected"),
    [
        (np.nan, None, 40),  # the proposer, between the pivots
        (np.nan, EXTREME, 60),  # the proposer at 100 gets no farther than the upper pivot
        (10, EXTREME, 30),  # the lower pivot accepts up to 2 x 20 - 10
        (18, None, 22),
        (-5, None, 40),  # and up to 45, where the proposer wants no more than 40
        (50, EXTREME, 50),  # gridlock
        (20, EXTREME, 20),
        (60, None, 60),
        (90, None, 40),  # mirrored: the upper pivot accepts down to 2 x 60 - 90 = 30
        (65, None, 55),
        (70, EXTREME, 70),  # the proposer wants more than what is, and waits
    ],
)
def test_the_proposer_gets_what_the_pivot_likes_no_less_than_what_is(
    reference: float, salience: list[list[float]] | None, expected: float
) -> None:
    table = small_table(FIVE, salience, reference=reference)
    assert stands_after("procedural", table, quota=0.7) == pytest.approx([expected] * 5, abs=1e-9)


def test_under_simple_majority_the_median_voter_decides_alone() -> None:
    assert stands_after("procedural", small_table(FIVE, EXTREME)) == [40] * 5
    assert stands_after("procedural", small_table(FIVE, EXTREME, reference=30)) == [50] * 5


def test_where_all_must_agree_nothing_between_the_ends_is_left() -> None:
    assert stands_after("procedural", small_table(FIVE, EXTREME, reference=70), quota=1) == [70] * 5


def test_a_majority_holds_more_than_the_quota_and_not_just_as_much() -> None:
    # Three of four are three quarters and no more; with all four nothing between the ends is left.
    table = small_table([[0, 20, 40, 100]], [[0.1, 0.1, 0.1, 1.0]])
    assert stands_after("procedural", table, quota=0.75) == [100] * 4
    assert stands_after("procedural", table, quota=0.74) == [40] * 4


def test_votes_are_capabilities_or_one_each() -> None:
    # The last alone has a majority of capability.
    table = small_table(FIVE, capability=[1, 1, 1, 1, 5])
    assert stands_after("procedural", table) == [100] * 5
    assert stands_after("procedural", table, votes="equal") == [40] * 5


def test_moves_are_credited_to_the_proposer() -> None:
    shift = protocols.get("procedural", {"quota": 0.7}).round(small_table(FIVE, EXTREME)).shift()[0, 0]
    assert shift[0].tolist() == [0, 0, 0, 0, 60]
