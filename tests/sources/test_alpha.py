"""Krippendorff's alpha: published data, another program, laws, and what is undefined."""

import math
import time
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask  # type: ignore[import-untyped]
from nltk.metrics.distance import binary_distance, interval_distance  # type: ignore[import-untyped]

from sources.agreement.alpha import Alpha, Floats, Metric, alphas, measure, reading, tabled

METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval")

# Krippendorff 2011, section C: four observers, twelve units, some values missing.
NO = math.nan
OBSERVED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
        [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
    ]
)
# Section A: two observers, ten units, two values.
BINARY = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=float)


def alpha_of(codes: Floats, metric: Metric) -> float:
    table = tabled(codes)
    return float(alphas(table, metric, table.weights[None])[0])


def generator() -> np.random.Generator:
    return np.random.default_rng(0)


@st.composite
def codings(draw: st.DrawFn) -> Floats:
    """Two to four coders' values of one to twelve units, some missing, at least two different ones paired."""
    coders, units = draw(st.integers(2, 4)), draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    codes = rng.integers(0, draw(st.integers(2, 6)), (coders, units)).astype(float)
    codes[rng.random((coders, units)) < draw(st.sampled_from((0.0, 0.3)))] = NO
    assume(len(tabled(codes).values) > 1)
    return codes


# ----------------------------------------------------------------------------------- published and programmed


@pytest.mark.parametrize(
    ("codes", "metric", "published"),
    [
        (OBSERVED, "nominal", 0.743),
        (OBSERVED, "ordinal", 0.815),
        (OBSERVED, "interval", 0.849),
        (BINARY, "nominal", 0.095),
    ],
)
def test_the_examples_of_krippendorff(codes: Floats, metric: Metric, published: float) -> None:
    assert alpha_of(codes, metric) == pytest.approx(published, abs=0.0005)


@given(codings())
@example(OBSERVED)
def test_another_program_finds_the_same(codes: Floats) -> None:
    told = [(c, u, codes[c, u]) for c, u in np.argwhere(~np.isnan(codes))]
    # It has no ordinal distance of its own that knows the mix of values: ours, by its definition.
    values, counts = np.unique(codes[:, (~np.isnan(codes)).sum(axis=0) > 1], return_counts=True)
    often = dict(zip(values.tolist(), counts.tolist(), strict=True))

    def ordinal(one: float, other: float) -> float:
        low, high = sorted((one, other))
        between = sum(n for value, n in often.items() if low <= value <= high)
        return float((between - (often.get(low, 0) + often.get(high, 0)) / 2) ** 2)

    ways: dict[Metric, Any] = {"nominal": binary_distance, "ordinal": ordinal, "interval": interval_distance}
    for metric, distance in ways.items():
        other = AnnotationTask([(str(c), str(u), value) for c, u, value in told], distance=distance).alpha()
        assert alpha_of(codes, metric) == pytest.approx(other, abs=1e-9)


# ------------------------------------------------------------------------------------------------------- laws


@given(codings(), st.sampled_from(METRICS), st.randoms(use_true_random=False))
def test_neither_the_order_of_coders_nor_that_of_units_matters(
    codes: Floats, metric: Metric, luck: Any
) -> None:
    before = alpha_of(codes, metric)
    units = luck.sample(range(codes.shape[1]), codes.shape[1])
    for coders in list(permutations(range(len(codes))))[:6]:
        assert alpha_of(codes[list(coders)][:, units], metric) == pytest.approx(before, abs=1e-12)


@given(codings(), st.sampled_from(METRICS))
def test_perfect_agreement_is_one_and_nothing_else_is(codes: Floats, metric: Metric) -> None:
    found = alpha_of(codes, metric)
    split = [set(unit[~np.isnan(unit)]) for unit in codes.T]
    assert (found == 1) == all(len(values) < 2 for values in split)
    assert found <= 1
    whole = np.tile(codes[0], (2, 1))
    assume(len(tabled(whole).values) > 1)
    assert alpha_of(whole, metric) == 1


@given(codings())
def test_values_may_be_renamed_stretched_or_shifted_as_the_metric_allows(codes: Floats) -> None:
    assert alpha_of((codes * 7) % 11, "nominal") == pytest.approx(alpha_of(codes, "nominal"), abs=1e-12)
    assert alpha_of(np.exp(codes), "ordinal") == pytest.approx(alpha_of(codes, "ordinal"), abs=1e-12)
    assert alpha_of(100 - 3 * codes, "interval") == pytest.approx(alpha_of(codes, "interval"), abs=1e-9)
    assert alpha_of(-codes, "ordinal") == pytest.approx(alpha_of(codes, "ordinal"), abs=1e-9)


@given(codings(), st.sampled_from(METRICS))
def test_a_unit_that_counts_twice_is_two_units(codes: Floats, metric: Metric) -> None:
    twice = measure(codes, metric, 0, generator(), np.full(codes.shape[1], 2.0)).value
    assert twice == pytest.approx(alpha_of(np.hstack([codes, codes]), metric), abs=1e-12)


@given(codings(), st.sampled_from(METRICS))
def test_a_value_that_no_other_coder_answers_counts_for_nothing(codes: Floats, metric: Metric) -> None:
    lonely = np.full((len(codes), 1), NO)
    lonely[0] = 5.0
    assert alpha_of(np.hstack([codes, lonely]), metric) == pytest.approx(alpha_of(codes, metric), abs=1e-12)


@given(codings(), st.sampled_from(METRICS))
def test_the_interval_is_in_order_and_comes_again_with_the_seed(codes: Floats, metric: Metric) -> None:
    found = measure(codes, metric, 50, generator())
    assert found == measure(codes, metric, 50, generator())
    if found.low is not None and found.high is not None:
        assert found.low <= found.high <= 1
    assert 0 <= found.left_out <= 1


# ------------------------------------------------------------------------------------------------ situations


def test_the_interval_holds_alpha_and_narrows_with_the_number_of_units() -> None:
    few = measure(OBSERVED, "interval", 500, generator())
    many = measure(np.tile(OBSERVED, 20), "interval", 500, generator())
    ends = np.array([(found.low, found.value, found.high) for found in (few, many)], dtype=float)
    assert (np.diff(ends) > 0).all()
    width = ends[:, 2] - ends[:, 0]
    assert width[1] < width[0] / 3
    assert few.below is not None
    assert many.below == 0 < few.below


def test_the_share_that_is_the_same_is_that_of_pairs_of_coders() -> None:
    assert measure(BINARY, "nominal", 0, generator()).same == pytest.approx(0.6)
    three = np.array([[1.0, 2], [1, 2], [2, 2]])
    assert measure(three, "nominal", 0, generator()).same == pytest.approx(4 / 6)


def test_without_variation_alpha_is_undefined_and_says_so() -> None:
    found = measure(np.ones((2, 5)), "interval", 50, generator())
    assert (found.value, found.low, found.same, found.units) == (None, None, 1.0, 5)
    assert found.why == "all values are the same"


def test_without_a_unit_of_two_coders_alpha_is_undefined_and_says_so() -> None:
    found = measure(np.array([[1.0, NO], [NO, 2.0]]), "nominal", 50, generator())
    assert (found.value, found.same, found.units) == (None, None, 0)
    assert found.why == "no unit has values of two coders"
    assert measure(np.empty((2, 0)), "nominal", 50, generator()) == found


def test_samples_without_variation_are_left_out_and_counted() -> None:
    rare = np.zeros((2, 6))
    rare[:, 0] = 1  # absent from about a third of the samples, (5/6)**6
    found = measure(rare, "nominal", 1000, generator())
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)
    assert found.left_out == pytest.approx((5 / 6) ** 6, abs=0.06)
    assert reading(found) == "uncertain"


def test_one_unit_has_no_interval() -> None:
    found = measure(np.array([[1.0], [2.0]]), "nominal", 50, generator())
    assert (found.value, found.low, found.high, found.below) == (0.0, None, None, None)


@pytest.mark.parametrize(
    ("value", "low", "units", "word"),
    [
        (None, None, 99, "undefined"),
        (0.66, 0.5, 99, "unreliable"),
        (0.9, 0.66, 99, "uncertain"),
        (1.0, 1.0, 24, "uncertain"),
        (0.667, 0.667, 25, "tentative"),
        (0.79, None, 99, "tentative"),
        (0.8, 0.7, 99, "reliable"),
    ],
)
def test_a_number_in_a_word(value: float | None, low: float | None, units: int, word: str) -> None:
    assert reading(Alpha(value, low, 1.0, None, None, units)) == word


def drawn(rng: np.random.Generator, units: int) -> Floats:
    """Two coders who see the value that there is nineteen times in twenty, and else say one at random."""
    chances = (0.4, 0.3, 0.3)
    true = rng.choice(3, units, p=chances)
    coders = [np.where(rng.random(units) < 0.95, true, rng.choice(3, units, p=chances)) for _ in "ab"]
    return np.array(coders, dtype=float)


def test_intervals_hold_what_they_should_from_a_hundred_units_on_and_less_of_few() -> None:
    rng = np.random.default_rng(5)
    # Both say the same as often as one of them would if both were true or either random: 0.95 squared.
    true = 0.95**2
    assert alpha_of(drawn(rng, 400_000), "nominal") == pytest.approx(true, abs=0.005)
    held = {}
    for units in (10, 25, 100):
        found = [measure(drawn(rng, units), "nominal", 200, rng) for _ in range(200)]
        held[units] = sum((one.low or 0) <= true <= (one.high or 0) for one in found) / len(found)
    assert held[10] < 0.6
    assert 0.7 < held[25] < 0.9
    assert held[100] > 0.9


def test_a_bootstrap_of_two_thousand_samples_takes_no_time() -> None:
    codes = np.random.default_rng(3).integers(0, 101, (3, 500)).astype(float)
    begun = time.process_time()
    for metric in METRICS:
        measure(codes, metric, 2000, generator())
    assert time.process_time() - begun < 2  # a tenth of it was needed
