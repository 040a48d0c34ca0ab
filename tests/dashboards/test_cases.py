"""The shipped case, simulated and shown: what the simulation gives is what the views read."""

import json

import plotly.graph_objects as go
import pytest

import scenarios
from dashboards import figures, report
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
