"""The page of a scorecard: charts under the contract of all charts, and a page that works offline."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scenarios
from dashboards.chart import Chart
from dashboards.figures import scores
from dashboards.report import score as report
from scenarios.history import read_history, read_questions
from sim.ensemble import run
from sim.scoring.forecasts import forecast
from sim.scoring.scorecard import Scorecard, scorecard
from tests.dashboards.looked_at import assert_contract, opened_page


@cache
def card(case: str, name: str = "baseline") -> Scorecard:
    scenario = scenarios.load(f"{case}/{name}")
    folder = scenarios.folders.SHIPPED / case
    questions = read_questions(folder)
    return scorecard(scenario, forecast(run(scenario, 80, 2007), questions), questions, read_history(folder))


def charts() -> dict[str, Chart]:
    found = card("kosovo-2007")
    names = {name: one.name for name, one in scenarios.load("kosovo-2007/baseline").actors.items()}
    return {one.id: one for one in scores.charts(found, names)}


def test_every_chart_keeps_the_contract() -> None:
    found = charts()
    assert list(found) == ["reliability", "by-state", "rivals", "cascade", "calendar"]
    for one in found.values():
        assert_contract(one)


def test_each_state_is_drawn_once_by_whether_it_came() -> None:
    *_, came, missed = charts()["by-state"].figure["data"]
    of = [one for one in card("kosovo-2007").scored if one.chance.actor and one.chance.days == 365]
    assert len(came["x"]) == sum(one.happened for one in of)
    assert len(missed["x"]) == sum(not one.happened for one in of)
    assert "Spain: " in " ".join(missed["text"])


def test_a_case_with_amounts_alone_has_a_page_too() -> None:
    found = card("emission-standards-1989", "uncertain")
    assert scores.charts(found, {}) == []
    html = report.render(found, scenarios.load("emission-standards-1989/uncertain"))
    assert "Introduction of the standards" in html


@pytest.fixture(params=[(1200, "light"), (1200, "dark"), (390, "light")], ids=["wide", "dark", "narrow"])
def page(request: Any, browser: Any, tmp_path: Path) -> Iterator[Any]:
    path = report.write(card("kosovo-2007"), scenarios.load("kosovo-2007/baseline"), tmp_path / "score.html")
    with opened_page(browser, path, *request.param) as shown:
        yield shown


def test_every_figure_is_drawn_offline_and_the_page_scrolls_one_way(page: Any) -> None:
    assert page.bad == []
    assert page.locator(".plot .main-svg").first.is_visible()
    drawn = page.evaluate(
        "[...document.querySelectorAll('.plot')].filter(p => p.data && p.data.length).length"
    )
    assert drawn == 5
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
