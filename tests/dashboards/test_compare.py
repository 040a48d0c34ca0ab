"""The report of a comparison: charts under the contract of all charts, one offline page, in a browser."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

import scenarios
from dashboards import rows, theme
from dashboards.chart import Chart
from dashboards.report import compare as report
from sim import ensemble
from sim.results import Results
from sim.studies.compare import Comparison, compare
from tests.cli.asking import HARBOUR
from tests.dashboards.looked_at import assert_contract, opened_page

BASELINE, RUNS = "kosovo-2007/baseline", 24


@cache
def ran(name: str, *settings: str) -> Results:
    return ensemble.run(scenarios.load(name, settings), RUNS, 7)


@cache
def found(name: str, *settings: str) -> Comparison:
    return compare(ran(BASELINE), ran(name, *settings))


def pairs() -> list[Comparison]:
    """What is dated, what differs from the start, and nothing at all."""
    salience = "actors.russia.positions.recognition.salience=0.9"
    return [found("kosovo-2007/declaration-february"), found(BASELINE, salience), found(BASELINE)]


def charts() -> dict[str, Chart]:
    drawn = [report.side(one, letter, ()) for one, letter in zip(pairs(), "BCD", strict=True)]
    return {c.id: c for side in drawn for section in side.sections for c in section.charts}


def test_there_is_a_chart_of_each_kind() -> None:
    ids = "b-outcomes-chances b-outcomes-states b-parting b-first b-following b-recognitions"
    ids += " c-position-recognition c-parting d-outcomes-chances"
    assert set(ids.split()) <= set(charts())
    assert {one.partition("-")[2].partition("-")[0] for one in charts() if one[0] == "d"} == {"outcomes"}


def test_every_chart_keeps_the_contract() -> None:
    for one in charts().values():
        assert_contract(one)
        figure = go.Figure(one.draw())
        for dotted, value in one.narrow.items():
            figure.layout.update({dotted.replace(".", "_"): value})


def test_a_dumbbell_goes_from_a_to_b() -> None:
    chart = charts()["b-outcomes-weeks-after-the-start"]
    one = next(o for o in pairs()[0].outcomes if o.name == "declaration_week")
    (a, b), (low, high) = (chart.figure["data"][i]["x"][:2] for i in (0, 1))
    assert (a, b) == pytest.approx((one.mean_a, one.mean_b), abs=1e-3)
    assert one.half is not None
    assert (low, high) == pytest.approx((b - one.half, b + one.half), abs=2e-3)


def test_rows_have_room_for_their_words() -> None:
    at, height = rows.places(["short", "so long that it takes more than a single line of the plot"])
    assert at[0] >= rows.LINE
    assert at[1] - at[0] >= rows.MARK + 2 * rows.LINE
    assert height > at[1]


@pytest.fixture(scope="module")
def page() -> str:
    return report.render(pairs(), command="parley compare A B")


def test_equal_comparisons_give_equal_bytes(page: str) -> None:
    assert report.render(pairs(), command="parley compare A B") == page


def test_it_names_no_address_to_load_from(page: str) -> None:
    without_code = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", without_code)
    assert "default-src 'none'" in page


def test_it_says_what_differs_that_nothing_does_and_how_to_make_it_again(page: str) -> None:
    assert "date: 2008-02-15, do: declare, coordinated: true" in page
    assert (
        "Nothing differs: the scenarios say the same, and every number of every run is exactly equal." in page
    )
    assert "parley compare A B" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_markup_in_a_scenario_is_text() -> None:
    one = found("kosovo-2007/declaration-february")
    bad = one.b.model_copy(update={"title": "</title><script>alert(1)</script>"})
    assert "<script>alert" not in report.render([_with(one, bad)])


def _with(one: Comparison, b: "scenarios.Scenario") -> Comparison:
    from dataclasses import replace

    return replace(one, b=b)


def test_a_case_without_a_declaration_or_places_has_a_page_too() -> None:
    name = "emission-standards-1989"
    a, b = (ensemble.run(scenarios.load(f"{name}/{one}"), 3, 7) for one in ("baseline", "denmark-yields"))
    assert "What changes" in report.render([compare(a, b)])
    storm, calm = (ensemble.run(scenarios.load(HARBOUR / f"{one}.yaml"), 3, 7) for one in ("storm", "calm"))
    assert "What changes" in report.render([compare(storm, calm)])


# --------------------------------------------------------------------------------------------- in a browser

DRAWN = """() => [...document.querySelectorAll('.plot')].map(
  (plot) => (plot.data || []).length > 0 && !!plot.querySelector('.main-svg'))"""
CUT = """() => [...document.querySelectorAll('.plot')].filter((plot) => {
  const box = plot.getBoundingClientRect();
  return [...plot.querySelectorAll('.annotation-text')].some((text) => {
    const one = text.getBoundingClientRect();
    return one.right > box.right + 0.5 || one.left < box.left - 0.5;
  });
}).map((plot) => plot.dataset.chart)"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report.write(pairs(), tmp_path_factory.mktemp("compare") / "compare.html")


@pytest.fixture(scope="module", params=[(1280, "light"), (390, "dark")], ids=["wide", "phone"])
def opened(request: pytest.FixtureRequest, browser: Any, file: Path) -> Iterator[Any]:
    width, scheme = request.param
    with opened_page(browser, file, width, scheme) as page:
        yield page


@pytest.mark.browser
def test_every_figure_is_drawn_within_its_bounds_and_the_page_scrolls_one_way(opened: Any) -> None:
    drawn = opened.evaluate(DRAWN)
    assert len(drawn) > 15
    assert all(drawn)
    assert opened.bad == []
    assert opened.evaluate(CUT) == []
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
def test_theme_and_tables_answer_to_the_keyboard(opened: Any) -> None:
    before = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    opened.locator("#theme").focus()
    opened.keyboard.press("Enter")
    opened.wait_for_function(f"getComputedStyle(document.body).backgroundColor !== '{before}'")
    opened.locator("#fig-b-first summary").focus()
    opened.keyboard.press("Enter")
    assert opened.locator("#fig-b-first table").is_visible()


def test_palettes_have_every_colour_that_the_figures_name() -> None:
    tokens = {
        token
        for one in charts().values()
        for token in re.findall(r'"\$([a-z]+(?:-[a-z0-9]+)?)', json.dumps(one.figure))
    }
    assert tokens <= set(theme.PALETTES["light"])
