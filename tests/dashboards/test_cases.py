"""The shipped cases, simulated and shown: what the simulation gives is what the views read."""

import json

import plotly.graph_objects as go
import pytest

import scenarios
from dashboards import figures, report
from dashboards.reading import Reading
from dashboards.report import sections
from sim import ensemble
from sim.results import Results


@pytest.fixture(scope="module")
def real() -> Results:
    return ensemble.run(scenarios.load("kosovo-2007/baseline"), runs=20, seed=1)


def test_every_chart_of_a_real_run_is_valid_and_says_something(real: Results) -> None:
    charts = [chart for found in figures.draw(real).values() for chart in found]
    assert charts
    for chart in charts:
        go.Figure(chart.draw())
        json.dumps(chart.figure, allow_nan=False)
        assert "nan" not in chart.sentence.split()
        assert chart.table.rows


def test_the_report_of_a_real_run_is_the_same_twice(real: Results) -> None:
    page = report.render(real)
    assert page == report.render(real)
    assert real.scenario.hash in page


def test_states_on_the_map_carry_the_shares_of_the_outcomes(real: Results) -> None:
    shown = figures.map.shares(figures.Reading(real))
    told = {code: days["day_90"] for code, days in real.outcomes["recognition"].items()}
    assert shown == pytest.approx({code: told[code] for code in shown})


@pytest.fixture(scope="module")
def small() -> Results:
    return ensemble.run(scenarios.load("copenhagen-2009/baseline"), runs=3, seed=1)


def test_a_case_without_roles_has_no_part_on_forces_votes_or_chances(small: Results) -> None:
    parts = [section.plan.id for section in sections.drawn(Reading(small))]
    assert parts == ["positions", "influence", "protocols"]
    page = report.render(small)
    assert "of fifty" not in page
    assert "Amounts are given with their median" in page


def test_grey_lines_of_a_short_run_have_every_week_and_end_with_it(small: Results) -> None:
    reading = Reading(small)
    focus = figures.positions.in_focus(reading, "treaty")
    grey = figures.positions.figure(reading, "treaty", focus)["data"][0]
    assert grey["x"][:12] == [*reading.turns, None]


def test_a_chart_says_so_where_nobody_moves() -> None:
    still = ensemble.run(
        scenarios.load("copenhagen-2009/baseline", ["rules.negotiation.protocol=none"]), runs=2, seed=1
    )
    said = figures.positions.sentence(Reading(still), "treaty")
    assert said == "From start to end nobody moves by a point."
