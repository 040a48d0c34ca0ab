"""The page of a search for levers: charts under the contract of all charts, marks, and a phone."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboards.chart import Chart
from dashboards.report import advise as report
from sim.studies.advise import Advice, advise
from tests.cli.asking import HARBOUR
from tests.dashboards.looked_at import assert_contract

DRAWN = """() => [...document.querySelectorAll('.plot')].map(
  (plot) => (plot.data || []).length > 0 && !!plot.querySelector('.main-svg'))"""


@cache
def found(lower: bool) -> Advice:
    """A lever that a reply undoes, in a case without parts; with more at stake, one of two issues."""
    if lower:
        return advise("emission-standards-1989/baseline", "germany", "mean_introduction", lower=True, runs=2)
    return advise(str(HARBOUR / "baseline.yaml"), "upstream", "position_dues", runs=12)


def charts(lower: bool) -> dict[str, Chart]:
    return {one.id: one for part in report.sections(found(lower), 10) for one in part.charts}


@pytest.mark.parametrize("lower", [False, True])
def test_every_chart_keeps_the_contract(lower: bool) -> None:
    assert set(charts(lower)) == {"gains", "replies"}
    for one in charts(lower).values():
        assert_contract(one)


def test_a_gain_that_a_reply_takes_back_has_a_shape_and_a_sign_of_its_own() -> None:
    gains = charts(lower=True)["gains"].figure
    symbols = {mark["marker"]["symbol"]: mark["text"] for mark in gains["data"] if "marker" in mark}
    (undone,) = symbols["diamond"]
    assert undone.endswith(" !")
    assert not [
        text for symbol, texts in symbols.items() if symbol != "diamond" for text in texts if "!" in text
    ]


def test_a_dot_stands_at_the_gain_and_the_bar_at_its_interval() -> None:
    gains, best = charts(lower=False)["gains"].figure, found(lower=False).shown(1)[0]
    low, high = gains["data"][1]["x"][:2]
    assert (low, high) == pytest.approx(
        (best.gain - best.change.half, best.gain + best.change.half), abs=1e-3
    )
    xs = [x for mark in gains["data"] if "marker" in mark for x in mark["x"]]
    assert max(xs) == pytest.approx(best.gain, abs=1e-3)


def test_equal_searches_give_equal_bytes_and_no_address_to_load_from() -> None:
    page = report.render(found(lower=True), "parley advise A", {})
    assert report.render(found(lower=True), "parley advise A", {}) == page
    without_code = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", without_code)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_page_draws_everything_offline_and_scrolls_one_way(
    width: int, scheme: str, browser: Any, tmp_path: Path
) -> None:
    file = report.write(found(lower=True), tmp_path / "advise.html", "parley advise A")
    context = browser.new_context(
        viewport={"width": width, "height": 844}, offline=True, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    bad: list[str] = []
    page.on("console", lambda m: bad.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(file.as_uri())
    page.wait_for_function("window.__ready", timeout=60_000)
    assert page.evaluate(DRAWN) == [True, True]
    assert bad == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("#fig-gains summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#fig-gains table").is_visible()
    context.close()
