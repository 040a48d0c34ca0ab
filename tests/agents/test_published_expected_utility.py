"""The expected-utility model gives what the open reconstructions give, round by round and offer by offer."""

from functools import cache

import numpy as np
import pytest

from scenarios.formats import DataSet
from sim.bargain import Bargain, bargain
from tests.agents import published

CASES = ("emission_standards", "sultan", "random_10")

PAPER = {"preset": "scholz-paper"}
VARIANTS = {
    "A": {},
    "B": {"q": 0.5},
    "C": {"capitulation": "on", "choice": "least-move"},
    "D": {"victory": "pair"},
    "E": {"victory": "pair", "capitulation": "on", "choice": "least-move"},
    "F": PAPER,
    "G": {**PAPER, "q": 0.5},
}
"""Readings by the letters of the reference."""

every_case = pytest.mark.parametrize("case", CASES)


@cache
def table(case: str) -> DataSet:
    return published.data_of(f"expected-utility/{case}")


@cache
def run(case: str) -> Bargain:
    """As many rounds as the reference has."""
    rounds = len(published.rows_of(f"expected-utility/{case}.rounds")) - 1
    return bargain(table(case), "expected-utility", rounds=rounds)


def median(position: np.ndarray, weight: np.ndarray) -> float:
    """The held position with the least weighted distances, the first of equals."""
    costs = (weight[:, None] * np.abs(position[:, None] - position[None, :])).sum(axis=0)
    # Distances that are equal on paper differ by the rounding of their sums.
    return float(position[costs <= costs.min() * (1 + 1e-12)][0])


@every_case
def test_every_position_in_every_round_is_that_of_the_reconstructions(case: str) -> None:
    expected = published.numbers_of(f"expected-utility/{case}.rounds", table(case).actors)
    assert np.abs(run(case).position[:, 0] - expected).max() < 1e-9


@every_case
def test_every_weighted_median_and_mean_is_that_of_the_reconstructions(case: str) -> None:
    expected = published.numbers_of(f"expected-utility/{case}.rounds", ("weighted_median", "weighted_mean"))
    weight = np.array(table(case).capability[0]) * np.array(table(case).salience[0])
    position = run(case).position[:, 0]
    assert [median(place, weight) for place in position] == pytest.approx(expected[:, 0].tolist(), abs=1e-9)
    assert position @ weight / weight.sum() == pytest.approx(expected[:, 1], abs=1e-9)


@every_case
def test_every_risk_exponent_is_that_of_the_reconstructions(case: str) -> None:
    expected = published.numbers_of(f"expected-utility/{case}.risk", table(case).actors)
    found = run(case).numbers["risk"][: len(expected), 0]
    assert np.abs(found - expected).max() < 1e-9


@pytest.mark.parametrize("case", ["emission_standards", "random_10"])
def test_every_offer_that_is_taken_is_that_of_the_reconstructions(case: str) -> None:
    names = table(case).actors
    expected = published.rows_of(f"expected-utility/{case}.offers")
    found = [
        (number, one)
        for number, offers in enumerate(run(case).offers, 1)
        for one in offers
        if one.ended == "taken"
    ]
    assert [(str(number), names[one.actor], names[one.other], one.kind) for number, one in found] == [
        (row["round"], row["actor"], row["other"], row["type"]) for row in expected
    ]
    for (_, one), row in zip(found, expected, strict=True):
        told = {**one.numbers, "x_before": one.before, "x_after": one.after}
        assert told == pytest.approx({name: float(row[name]) for name in told}, abs=1e-9)


def test_in_the_sultans_case_nobody_moves() -> None:
    assert not any(one.ended == "taken" for offers in run("sultan").offers for one in offers)
    assert (run("sultan").position == run("sultan").position[0]).all()


@pytest.mark.parametrize("case", ["emission_standards", "sultan"])
@pytest.mark.parametrize("letter", VARIANTS)
def test_every_reading_has_its_medians_and_means(case: str, letter: str) -> None:
    rows = [row for row in published.rows_of(f"expected-utility/{case}.variants") if row["variant"] == letter]
    data = table(case)
    weight = np.array(data.capability[0]) * np.array(data.salience[0])
    found = bargain(data, "expected-utility", VARIANTS[letter], len(rows) - 1).position[:, 0]
    told = [
        (str(number), median(place, weight), place @ weight / weight.sum())
        for number, place in enumerate(found)
    ]
    for (number, *both), row in zip(told, rows, strict=True):
        assert number == row["round"]
        assert both == pytest.approx([float(row["weighted_median"]), float(row["weighted_mean"])], abs=1e-6)
