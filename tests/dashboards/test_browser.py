"""The report opened from disk without a network: drawn, quiet, narrow, operable by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboards import report
from tests.dashboards.fake import make, make_bare

pytestmark = pytest.mark.browser

INK = "document.querySelector('[data-chart=recognition]').data.at(-2).line.color"
DRAWN = """() => [...document.querySelectorAll('.plot')].map(
  (plot) => (plot.data || []).length > 0 && !!plot.querySelector('.main-svg'))"""
CLAIMANT = """() => {
  const map = document.querySelector('[data-chart="map"]');
  const at = map.data.findIndex((trace) => trace.locations.includes('XKX'));
  const path = map.querySelectorAll('.trace.choropleth')[at].querySelector('path');
  const box = path.getBBox();
  return [path.getAttribute('d').length, box.width, box.height];
}"""
LABELS = """() => {
  const bad = [];
  for (const plot of document.querySelectorAll('[data-chart^="positions"],[data-chart="recognition"]')) {
    const edge = plot.getBoundingClientRect().right + 0.5;
    const boxes = [...plot.querySelectorAll('.annotation-text')].map((text) => text.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
      && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    boxes.forEach((a, i) => {
      if (a.right > edge) bad.push(`${plot.dataset.chart}: cut`);
      if (boxes.slice(i + 1).some((b) => meet(a, b))) bad.push(`${plot.dataset.chart}: overlap`);
    });
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report.write(make(), tmp_path_factory.mktemp("report") / "report.html")


@pytest.fixture(scope="module")
def opened(browser: Any, file: Path) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, offline=True, color_scheme="light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.bad = []
    page.on("console", lambda m: page.bad.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.bad.append(str(e)))
    page.on(
        "request",
        lambda r: page.bad.append(r.url) if r.url.split(":")[0] not in ("file", "data", "blob") else None,
    )
    page.goto(file.as_uri())
    page.wait_for_function("window.__ready", timeout=60_000)
    yield page
    context.close()


def test_every_figure_is_drawn_without_a_request_or_a_complaint(opened: Any) -> None:
    drawn = opened.evaluate(DRAWN)
    assert len(drawn) > 20
    assert all(drawn)
    assert opened.bad == []


def test_the_map_shows_the_claimant(opened: Any) -> None:
    boxes = opened.evaluate(CLAIMANT)
    assert boxes[0] > 20
    assert min(boxes[1:]) > 3


def test_labels_at_line_ends_do_not_overlap_and_stay_inside(opened: Any) -> None:
    overlaps = opened.evaluate(LABELS)
    assert overlaps == []


def test_the_theme_switches_by_keyboard_and_figures_follow(opened: Any) -> None:
    before = opened.evaluate(INK)
    opened.locator("#theme").focus()
    opened.keyboard.press("Enter")
    opened.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    opened.wait_for_function(f"{INK} !== '{before}'")
    assert opened.locator("#theme").get_attribute("aria-pressed") == "true"
    opened.keyboard.press("Space")
    opened.wait_for_function(f"{INK} === '{before}'")


def test_a_table_opens_by_keyboard(opened: Any) -> None:
    summary = opened.locator("#fig-recognition summary")
    summary.focus()
    opened.keyboard.press("Enter")
    assert opened.locator("#fig-recognition table").is_visible()


def test_a_phone_scrolls_in_one_direction_only(browser: Any, file: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True, color_scheme="dark")
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.__ready", timeout=60_000)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(LABELS) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 27)"
    context.close()


def test_a_bare_case_opens_too(browser: Any, tmp_path: Path) -> None:
    path = report.write(make_bare(), tmp_path / "bare.html")
    context = browser.new_context(offline=True)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(path.as_uri())
    page.wait_for_function("window.__ready", timeout=60_000)
    assert errors == []
    context.close()
