"""Numbers into words: honest at the ends, neutral, the same everywhere."""

import pytest

from dashboards import words


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.38, "19 of 50 worlds"),
        (0, "none of 50 worlds"),
        (0.004, "fewer than 1 of 50 worlds"),
        (0.996, "more than 49 of 50 worlds"),
        (1, "all 50 worlds"),
    ],
)
def test_shares_become_worlds(share: float | None, text: str) -> None:
    assert words.worlds(share) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (0.005, "<1%"),
        (0.25, "25%"),
        (0.996, ">99%"),
        (1, "100%"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_percentages_never_round_a_possibility_away(share: float | None, text: str) -> None:
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (16000, "16,000"),
        (3.14159, "3.1"),
        (0.0123, "0.012"),
        (-2.5, "−2.5"),
        (None, "–"),
        (float("inf"), "–"),
    ],
)
def test_numbers_carry_the_decimals_they_deserve(value: float | None, text: str) -> None:
    assert words.number(value) == text


def test_an_interval_of_one_number_is_said_plainly() -> None:
    assert words.bounds(12, 44) == "90% interval 12 to 44"
    assert words.bounds(3, 3) == "the same in 90% of worlds"


def test_dates_and_lists_read_as_prose() -> None:
    assert words.day("2008-02-17") == "17 February 2008"
    assert words.day("late January") == "late January"
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert words.listing(list("abcdef"), 3) == "a, b and 4 others"
    assert words.count(0, "state") == "no states"
    assert words.count(1, "ally", "allies") == "1 ally"


def test_a_sentence_begins_large_and_stops_once() -> None:
    assert words.sentence("the end.") == "The end."
    assert words.sentence("") == ""
