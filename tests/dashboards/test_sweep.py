"""The report of a sweep: charts under the contract of all charts, one page, and an outcome to choose."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboards import curves
from dashboards.chart import Chart
from dashboards.report import sweep as report
from sim.studies.sweep import Sweep, sweep
from sim.studies.thresholds import Curve
from tests.cli.asking import HARBOUR
from tests.dashboards.looked_at import assert_contract, opened_page
from tests.sim.test_sweep import AMOUNT, EVENT, curve

BASELINE = "kosovo-2007/baseline"
QUAY = str(HARBOUR / "baseline.yaml")


@cache
def found() -> dict[str, Sweep]:
    """One key, two, three with words, and points that are drawn."""
    lapses = ("rules.mandate.reading=lapses",)
    week, strength = "declaration.week=0:24:4", "kfor.strength=8000,16000,20000"
    rule = "rules.eu.decision=unanimity,constructive_abstention"
    return {
        "one": sweep(BASELINE, [week], runs=50, set_=lapses),
        "two": sweep(BASELINE, [week, strength], runs=3),
        "three": sweep(BASELINE, [strength, rule, "eu.unity=-20,20"], runs=2),
        "drawn": sweep(BASELINE, ["eu.unity=-30:30", "russia.salience=0:1", rule], "lhs", 24, runs=1),
        "quay": sweep(QUAY, ["actors.midway.positions.dues=20,80"], runs=2),
    }


def charts() -> dict[str, Chart]:
    return {
        f"{name}-{chart.id}": chart
        for name, one in found().items()
        for outcome in report.shown(one, ())
        for chart in report.panel(one, outcome).section.charts
    }


def test_every_chart_keeps_the_contract() -> None:
    for one in charts().values():
        assert_contract(one)


def test_a_grid_has_a_map_for_each_pair_of_keys() -> None:
    kinds = {
        name: [chart.figure["data"][0]["type"] for chart in report.panel(one, one.headline[0]).section.charts]
        for name, one in found().items()
    }
    assert kinds["one"] == ["scatter"]
    assert kinds["two"] == ["scatter", "scatter", "heatmap"]
    assert kinds["three"] == ["scatter"] * 3 + ["heatmap"] * 3
    assert kinds["drawn"] == ["scatter"] * 3


def test_a_curve_has_the_means_of_its_points_and_shades_where_it_turns() -> None:
    one = found()["one"]
    (chart,) = report.panel(one, "police_mission_adopted").section.charts
    line = chart.figure["data"][-1]
    assert line["y"] == pytest.approx(list(one.values("police_mission_adopted").mean(axis=1) * 100), abs=0.01)
    assert chart.figure["layout"]["shapes"][0]["x0"] < chart.figure["layout"]["shapes"][0]["x1"]
    assert "it rises from" in chart.sentence


def test_a_map_shows_each_mean_once() -> None:
    one = found()["two"]
    chart = report.panel(one, "worst_week_north_mitrovica").section.charts[-1]
    cells = [np.array(trace["z"], dtype=float) for trace in chart.figure["data"]]
    assert (np.sum([~np.isnan(z) for z in cells], axis=0) == 1).all()
    means = one.values("worst_week_north_mitrovica").mean(axis=1).reshape(7, 3)
    np.testing.assert_allclose(np.nansum(cells, axis=0), means, atol=1e-3)


# --------------------------------------------------------------------------------------------------- in words


STEP = """\
lost falls from 82% at 0 to 31% at 19, level up to 7 and from 8 on. Between week 7 and 8 it falls from 82% \
to 31% of runs: lost in 51% of the pairs and gained in 0%. It passes a half between 7 and 8."""

SAID = {
    "a step down": (curve([0.82] * 8 + [0.31] * 12), STEP),
    "an even rise": (
        curve(np.linspace(0.1, 0.9, 20)),
        "lost rises from 10% at 0 to 90% at 19. It passes a half between 9 and 10.",
    ),
    "up and down": (
        curve([0.1, 0.5, 0.9, 0.5, 0.1]),
        "lost is highest at 2, 90%, against 10% at 0 and 10% at 4.",
    ),
    "nothing at all": (
        curve([0.5, 0.5]),
        "lost does not answer to week between 0 and 1: it is equal in every run.",
    ),
    "within its interval": (
        curve([0.5, 0.51], runs=100),
        "lost does not clearly answer to week between 0 and 1: (1.0 ± 2.0) at most.",
    ),
    "words": (
        Curve("rule", ("one", "two"), "lost", EVENT, curve([0.1, 0.9]).runs),
        "lost depends on rule: lowest, 10% at one; highest, 90% at two.",
    ),
    "the key itself": (
        Curve("week", (3, 5), "week", AMOUNT, np.broadcast_to([[[3.0]], [[5.0]]], (2, 1, 4))),
        "week is what week sets.",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_a_curve_is_told_in_words(name: str) -> None:
    one, said = SAID[name]
    assert curves.sentence(one) == said


def test_silence_is_told_once_for_all_outcomes() -> None:
    still, moving = curve([0.5, 0.5]), curve([0.1, 0.9])
    assert curves.silence([still, still]) == (
        "No outcome of the headline answers to week between 0 and 1: all are equal in every run."
    )
    assert curves.silence([still, moving]) == ""


# --------------------------------------------------------------------------------------------------- the page


@pytest.fixture(scope="module")
def page() -> str:
    return report.render(found()["two"], command="parley sweep A")


def test_equal_sweeps_give_equal_bytes(page: str) -> None:
    assert report.render(found()["two"], command="parley sweep A") == page


def test_it_names_no_address_to_load_from_and_no_id_twice(page: str) -> None:
    without_code = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", without_code)
    ids = re.findall(r' id="([^"]+)"', without_code)
    assert len(ids) == len(set(ids))
    assert "parley sweep A" in page


def test_every_outcome_that_is_shown_can_be_chosen(page: str) -> None:
    offered = re.findall(r'<option value="([^"]+)"', page)
    assert offered == report.shown(found()["two"], ())
    assert re.findall(r'data-panel="([^"]+)"', page) == offered


def test_a_single_outcome_has_no_list() -> None:
    assert "<select" not in report.render(found()["quay"], ["mean_dues"])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report.write(found()["two"], tmp_path_factory.mktemp("sweep") / "sweep.html")


@pytest.fixture(scope="module", params=[(1280, "light"), (390, "dark")], ids=["wide", "phone"])
def opened(request: pytest.FixtureRequest, browser: Any, file: Path) -> Iterator[Any]:
    width, scheme = request.param
    with opened_page(browser, file, width, scheme) as page:
        yield page


DRAWN = """() => [...document.querySelectorAll('.plot')].filter((plot) => !plot.closest('[hidden]')).map(
  (plot) => plot.clientWidth > 0 && !!plot.querySelector('.main-svg'))"""


@pytest.mark.browser
def test_the_keyboard_chooses_an_outcome_and_its_figures_are_drawn(opened: Any) -> None:
    assert opened.evaluate(DRAWN) == [True] * 3
    opened.locator("#outcome").focus()
    opened.keyboard.press("ArrowDown")
    second = report.shown(found()["two"], ())[1]
    panel = opened.locator(f'[data-panel="{second}"]')
    assert panel.is_visible()
    opened.wait_for_function(f"({DRAWN})().every(Boolean)")
    assert opened.locator("[data-panel]:not([hidden])").count() == 1
    assert opened.locator("#status").text_content().endswith(" is shown.")
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert opened.bad == []
