"""Chance: quantiles against scipy's distributions, monotone in the mean, and at home in any step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from agents.chance import count, noise, pert, pert_of, share_after, within

uniforms = st.floats(1e-9, 1 - 1e-9)
means = st.floats(1e-6, 5000.0)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[float, float, float]:
    """Low, mode and high, which may coincide."""
    low, mode, high = sorted(draw(st.lists(st.integers(-100, 100), min_size=3, max_size=3)))
    return float(low), float(mode), float(high)


def quantile(low: float, mode: float, high: float, u: float) -> float:
    return float(pert(np.float64(low), np.float64(mode), np.float64(high), np.float64(u)))


@given(ranges(), uniforms)
def test_pert_is_the_beta_quantile_of_scipy(span: tuple[float, float, float], u: float) -> None:
    low, mode, high = span
    if low == high:
        assert quantile(low, mode, high, u) == mode
        return
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    assert quantile(low, mode, high, u) == pytest.approx(
        stats.beta.ppf(u, a, b, loc=low, scale=high - low), abs=2e-11 * (high - low)
    )


@given(ranges(), uniforms, uniforms)
def test_pert_stays_in_its_range_and_rises_with_the_draw(
    span: tuple[float, float, float], u: float, v: float
) -> None:
    low, _, high = span
    below, above = quantile(*span, min(u, v)), quantile(*span, max(u, v))
    assert low <= below <= above <= high


@pytest.mark.parametrize("span", [(0, 10, 100), (20, 20, 80), (-5, 40, 40), (0, 50, 100)])
def test_the_mean_of_pert_is_low_plus_four_modes_plus_high_over_six(span: tuple[int, int, int]) -> None:
    low, mode, high = span
    mean, _ = integrate.quad(lambda u: quantile(low, mode, high, u), 0, 1, epsabs=1e-6)
    assert mean == pytest.approx((low + 4 * mode + high) / 6, abs=1e-4)


@given(means, uniforms)
def test_a_count_is_the_poisson_quantile_of_scipy(mean: float, u: float) -> None:
    assert int(count(np.float64(mean), np.float64(u))) == int(stats.poisson.ppf(u, mean))


@given(st.integers(0, 400), st.floats(0.01, 300.0))
def test_a_count_is_right_on_the_edge_of_a_step_of_the_distribution(k: int, mean: float) -> None:
    edge = stats.poisson.cdf(k, mean)
    for u in (np.nextafter(edge, 0), edge, np.nextafter(edge, 1)):
        if not 1e-9 < u < 1 - 1e-9:
            continue
        n = int(count(np.float64(mean), np.float64(u)))
        # The least number whose distribution reaches the draw, by the same special function.
        assert special.pdtr(n, mean) >= u * (1 - 1e-12)
        assert n == 0 or special.pdtr(n - 1, mean) < u


@given(means, means, uniforms)
def test_a_count_rises_with_the_mean_for_the_same_draw(one: float, other: float, u: float) -> None:
    few, many = count(np.array([min(one, other), max(one, other)]), np.float64(u))
    assert few <= many


@given(uniforms)
def test_where_nothing_is_expected_nothing_happens(u: float) -> None:
    assert count(np.float64(0.0), np.float64(u)) == 0
    assert count(np.float64(-1.0), np.float64(u)) == 0


def test_a_count_has_the_mean_that_is_expected() -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    assert count(np.float64(3.7), u).mean() == pytest.approx(3.7, abs=1e-3)


@given(uniforms, st.floats(0.0, 50.0))
def test_noise_is_symmetric_and_rises_with_the_draw(u: float, scale: float) -> None:
    v = np.float64(u)
    assert float(noise(v, scale)) == pytest.approx(-float(noise(1 - v, scale)), rel=1e-6, abs=1e-6)
    assert float(noise(np.float64(0.5), scale)) == 0.0
    assert float(noise(v, scale)) == pytest.approx(
        stats.logistic.ppf(u, scale=scale) if scale else 0.0, rel=1e-9
    )


@given(st.floats(-30.0, 5.0), st.floats(0.5, 30.0))
def test_half_a_step_taken_twice_is_the_step(log_rate: float, days: float) -> None:
    whole = float(within(np.float64(log_rate), days))
    half = float(within(np.float64(log_rate), days / 2))
    assert whole == pytest.approx(1 - (1 - half) ** 2, rel=1e-12, abs=1e-14)
    rate = np.exp(log_rate)
    closed, halfway = float(share_after(rate, days)), float(share_after(rate, days / 2))
    assert closed == pytest.approx(1 - (1 - halfway) ** 2, rel=1e-12, abs=1e-14)


@given(st.floats(-2000.0, 2000.0), st.floats(0.5, 30.0))
def test_a_chance_is_between_0_and_1_whatever_the_terms_add_up_to(log_rate: float, days: float) -> None:
    assert 0.0 <= float(within(np.float64(log_rate), days)) <= 1.0


def test_a_chance_by_hand() -> None:
    assert float(within(np.log(np.float64(0.1)), 7.0)) == pytest.approx(1 - np.exp(-0.7))


@given(ranges(), st.floats(-50.0, 50.0))
def test_a_quantile_of_any_normal_is_in_its_range(span: tuple[float, float, float], z: float) -> None:
    low, mode, high = (np.float64(one) for one in span)
    at, beyond = (float(pert_of(low, mode, high, np.float64(one))) for one in (z, z + 0.5))
    assert low <= at <= beyond <= high
