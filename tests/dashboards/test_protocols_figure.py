"""Rival models as a figure: who ends where, which is the scenario's own, and what could not be drawn."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

import scenarios
from dashboards import report
from dashboards.chart import Chart
from dashboards.figures import protocols
from dashboards.reading import Reading
from dashboards.report import sections
from sim import ensemble
from sim.results import Results
from sim.rivals import Ending, Rivals
from sim.store.folder import open_run, write_run
from tests.dashboards.fake import ISSUES, make, make_rivals

HARBOUR = Path(__file__).resolve().parents[2] / "tests" / "cases" / "harbour" / "baseline.yaml"
STANDARDS = "emission-standards-1989/baseline"


@pytest.fixture(scope="module")
def towns() -> Results:
    return ensemble.run(scenarios.load(HARBOUR), runs=6, seed=7)


@pytest.fixture(scope="module")
def standards() -> Results:
    return ensemble.run(scenarios.load(STANDARDS), runs=3, seed=7)


def told(own: str, **ends: float) -> str:
    """The sentence where every model but `none` ends at a point, on the first issue, from 40."""

    def ending(at: float) -> Ending:
        points = np.full((3, 1), at)
        return Ending(points, points, points)

    endings = {"none": ending(40.0)} | {name: ending(at) for name, at in ends.items()}
    found = Rivals(["talks"], 3, 8, own, ending(40.0), endings, {})
    return protocols.sentence(found, "talks")


def texts(chart: Chart) -> list[str]:
    """The words on the axis, from top to bottom."""
    return list(chart.figure["layout"]["yaxis"]["ticktext"])


def points(chart: Chart, mode: str) -> list[tuple[int, float]]:
    """The row and the place of every point that is drawn in this mode."""
    traces = [trace for trace in chart.figure["data"] if trace["mode"] == mode]
    placed = [(y, x) for trace in traces for x, y in zip(trace["x"], trace["y"], strict=True)]
    return [(y, x) for y, x in placed if x is not None]


def test_the_sentence_names_the_farthest_models_and_the_scenario_s_own() -> None:
    assert told("influence", influence=44.6, median=71.2, nash=70.8, exchange=31.4) == (
        "From 40 at the start, the other models end between 31 (exchange) and 71 (median and nash); "
        "influence, which this scenario uses, ends at 45."
    )


def test_the_sentence_says_where_all_others_agree() -> None:
    assert told("influence", influence=44.6, median=71.2, nash=70.8) == (
        "From 40 at the start, all other models end at 71; influence, which this scenario uses, ends at 45."
    )
    assert told("none", median=10.0) == (
        "From 40 at the start, all other models end at 10; none, which this scenario uses, ends at 40."
    )


def test_the_scenario_s_own_model_comes_first_bold_and_with_a_mark_of_its_own() -> None:
    for own in ("influence", "exchange", "none"):
        chart, *_ = protocols.drawn(Reading(make()), make_rivals(own))
        first, *others = texts(chart)
        assert first == f"<b>{own}</b>"
        assert f"<b>{own}</b>" not in others
        assert sorted([own, *others]) == sorted(make_rivals().endings)
        (mark,) = [t for t in chart.figure["data"] if t.get("marker", {}).get("symbol") == "diamond"]
        assert mark["y"] == [0]


def test_a_dot_is_the_median_world_and_a_line_nine_worlds_of_ten() -> None:
    found = make_rivals()
    for k, chart in enumerate(protocols.drawn(Reading(make()), found)):
        names = [text.removeprefix("<b>").removesuffix("</b>") for text in texts(chart)]
        dots = dict(points(chart, "markers"))
        ends = points(chart, "lines")
        for row, name in enumerate(names):
            world = found.endings[name].mean[:, k]
            assert dots[row] == pytest.approx(np.median(world), abs=0.01)
            reach = [x for y, x in ends if y == row]
            assert reach == pytest.approx(np.quantile(world, [0.05, 0.95]), abs=0.01)


def test_the_table_has_the_numbers_of_the_figure() -> None:
    found = make_rivals()
    chart = protocols.drawn(Reading(make()), found)[2]
    ending = found.endings["exchange"]
    (row,) = [row for row in chart.table.rows if row[0] == "exchange"]
    assert row[1:] == (
        *(pytest.approx(q, abs=0.051) for q in np.quantile(ending.mean[:, 2], [0.5, 0.05, 0.95])),
        pytest.approx(np.median(ending.median[:, 2]), abs=0.051),
        pytest.approx(np.median(ending.moved[:, 2]), abs=0.051),
    )


def test_one_world_has_no_spread_in_its_legend() -> None:
    chart, *_ = protocols.drawn(Reading(make()), make_rivals(runs=1))
    assert [key.text for key in chart.keys] == ["this scenario's model", "other models", "start"]
    chart, *_ = protocols.drawn(Reading(make()), make_rivals(runs=12))
    assert chart.keys[2].text == "90% of the first 12 worlds"


def test_an_issue_on_which_nobody_has_a_say_is_left_out() -> None:
    found = make_rivals()
    start = found.start.mean.copy()
    start[:, 1] = np.nan
    silent = replace(found, start=replace(found.start, mean=start))
    ids = [chart.id for chart in protocols.drawn(Reading(make()), silent)]
    assert ids == [f"protocols-{issue}" for issue in ISSUES if issue != ISSUES[1]]


def test_a_made_up_scenario_has_no_rivals_to_draw() -> None:
    assert protocols.charts(Reading(make())) == []
    assert protocols.models(Reading(make())) == []


def test_a_scenario_that_this_version_does_not_take_draws_none(towns: Results) -> None:
    rules = towns.scenario.rules
    odd = rules.model_copy(update={"negotiation": rules.negotiation.model_copy(update={"protocol": "tug"})})
    later = replace(towns, scenario=towns.scenario.model_copy(update={"rules": odd}))
    assert protocols.charts(Reading(later)) == []


def test_a_real_case_is_drawn_issue_by_issue_and_the_same_from_its_folder(
    towns: Results, tmp_path: Path
) -> None:
    charts = protocols.charts(Reading(towns))
    assert [chart.title for chart in charts] == ["Harbour dues", "Hours of the lock"]
    assert charts[1].remark == "0: at high water only. 100: day and night."
    assert texts(charts[0])[0] == "<b>influence</b>"
    for chart in charts:
        go.Figure(chart.draw())
        json.dumps(chart.figure, allow_nan=False)
    write_run(towns, tmp_path / "run")
    assert protocols.charts(Reading(open_run(tmp_path / "run"))) == charts


def test_only_as_many_worlds_are_tried_as_there_is_time_for(towns: Results) -> None:
    assert protocols.worlds(Reading(towns)) == towns.runs
    large = make(runs=40)
    assert protocols.worlds(Reading(large)) == protocols.MOST
    large.data = large.data.isel(actor=np.arange(200) % large.data.sizes["actor"])
    assert protocols.worlds(Reading(large)) == protocols.FEWEST


def test_the_report_says_what_each_model_does_and_which_are_left_out(standards: Results) -> None:
    (part,) = [part for part in sections.drawn(Reading(standards)) if part.plan.id == "protocols"]
    assert part.absent == "influence and exchange"
    page = report.render(standards)
    assert "11 models; left out: influence and exchange" in page
    assert "Left out, as it needs two issues on which the same two actors hold positions." in page
    assert "Everyone tends to the position that no weighted majority would leave." in page


def test_words_of_a_scale_cannot_bring_markup_into_the_page(towns: Results) -> None:
    scenario = towns.scenario
    dues = scenario.issues["dues"].model_copy(
        update={
            "title": "<img src=x onerror=alert(1)>",
            "scale": {0: "<script>alert(2)</script>", 100: "a & b"},
        }
    )
    odd = scenario.model_copy(update={"issues": {**scenario.issues, "dues": dues}})
    page = report.render(replace(towns, scenario=odd))
    assert "<img" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt;. 100: a &amp; b." in page


OUTSIDE = """() => [...document.querySelectorAll('[data-chart^="protocols"]')].flatMap((plot) => {
  const box = plot.getBoundingClientRect();
  const words = [...plot.querySelectorAll('.annotation-text,.ytick text,.xtick text')];
  return words.filter((text) => {
    const at = text.getBoundingClientRect();
    return at.left < box.left - 0.5 || at.right > box.right + 0.5;
  }).map((text) => text.textContent);
})"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1200])
def test_all_words_stay_inside_on_a_phone_and_on_a_desk(
    browser: Any, towns: Results, tmp_path: Path, width: int
) -> None:
    path = report.write(towns, tmp_path / "report.html")
    context = browser.new_context(viewport={"width": width, "height": 844}, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("window.__ready", timeout=60_000)
    assert page.locator('[data-chart^="protocols"] .annotation-text').count() > 20
    assert page.evaluate(OUTSIDE) == []
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
