"""The report of a sensitivity analysis: charts under the contract of all charts, one page in a browser."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboards import verdicts
from dashboards.chart import Chart
from dashboards.figures import sensitivity as figures
from dashboards.report import sensitivity as report
from sim.studies.factors import CHANCE, Factor
from sim.studies.sensitivity import Sensitivity, sensitivity
from sim.studies.shares import Outlook, Share
from sim.studies.study import Measure, Missing
from sim.studies.variance import Index, Split
from sim.work.executor import Failure
from tests.dashboards.looked_at import assert_contract, opened_page
from tests.sim.asking import load

OUTCOMES = ("police_mission_adopted", "recognitions_day_90", "agreement")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@cache
def found() -> Sensitivity:
    """One that turns on few things, one with a spread, and one that never happens in so few runs."""
    return sensitivity(load("baseline"), 16, outcomes=OUTCOMES, detail=True)


def charts() -> dict[str, Chart]:
    return {one.id: one for outlook in found().outcomes for one in figures.charts(outlook)}


def made_up(*indices: Index, split: Split | None = None) -> Outlook:
    """An outcome that hangs on chance and on so many numbers of the rules."""
    named = [
        Factor(CHANCE, "Chance"),
        *(Factor(f"parameters.group.x{i}", f"Number {i}") for i in range(1, 9)),
    ]
    shares = tuple(Share(one, index) for one, index in zip(named, indices, strict=False))
    return Outlook("y", Measure("states", "states that act"), 128, 1.0, 1.0, split=split, shares=shares)


def test_every_chart_keeps_the_contract() -> None:
    kinds = {one.partition("-adopted-")[2] for one in charts() if one.startswith("police")}
    assert kinds == {"parts", "factors", "members"}
    for one in charts().values():
        assert_contract(one)


def test_the_bar_of_what_a_factor_does_alone_lies_within_that_of_all_it_has_a_part_in() -> None:
    for outlook in found().outcomes:
        for chart in figures.charts(outlook)[1:2]:
            bars = [trace for trace in chart.figure["data"] if trace.get("line", {}).get("width", 0) > 2]
            for whole, alone in zip(bars[::2], bars[1::2], strict=True):
                assert whole["y"] == alone["y"]
                ends = zip(whole["x"][1::3], alone["x"][1::3], strict=True)
                assert all(0 <= inner <= outer <= 100 for outer, inner in ends)


def test_the_table_has_every_factor_and_the_parts_fill_the_bar() -> None:
    outlook = next(one for one in found().outcomes if one.shares)
    parts, ranked = figures.charts(outlook)[:2]
    assert len(ranked.table.rows) == len(found().factors)
    assert sum(trace["x"][0] for trace in parts.figure["data"]) == pytest.approx(100, abs=0.2)


def test_what_cannot_be_told_has_no_chart_and_says_why() -> None:
    untold = next(one for one in found().outcomes if one.untold)
    assert figures.charts(untold) == []
    part = report.part(untold)
    assert part.verdict.endswith(("to share out.", "independent runs."))


def test_a_verdict_names_what_matters_beyond_doubt_with_its_interval() -> None:
    index = Index(0.2, 0.1, 0.41, 0.06, 0.9)
    faint = Index(0.0, 0.1, 0.05, 0.05, 0.1)
    none = Index(0.0, 0.0, 0.0, 0.0, 0.0)
    one = made_up(Index(0.2, 0.1, 0.3, 0.1, 1.0), index, faint, none, split=Split(0.7, 0.2, 0.1, 0.1, 0.1))
    assert verdicts.verdict(one) == (
        "States that act: it hangs mostly on group.x1 (number 1): 41% ±6 of its variance. "
        "Of its variance, 70% ±10 is what we do not know, 20% ±10 is chance, and 10% comes of both together."
    )
    assert verdicts.unmoved(one) == (
        "Of 3 assumptions, 1 changed nothing in any of 128 pairs of runs: "
        "for this outcome they need no more research."
    )
    assert verdicts.names(one) == "Changed nothing: group.x3."
    assert verdicts.doubts(one) == ""


def test_a_verdict_says_so_where_nothing_stands_out_or_nothing_is_uncertain() -> None:
    faint = Index(0.0, 0.3, 0.2, 0.3, 0.1)
    parts = Split(0.7, 0.2, 0.1, 0.1, 0.1)
    assert "it hangs on no assumption that stands out." in verdicts.verdict(
        made_up(faint, faint, split=parts)
    )
    assert "it hangs on chance alone, for nothing else is uncertain." in verdicts.verdict(
        made_up(faint, split=parts)
    )
    assert verdicts.doubts(made_up(faint, faint, split=parts)) == (
        "128 samples are few: an interval is up to ±30 points wide. About 2,048 would bring all within ±10."
    )


def test_what_matters_for_any_outcome_stands_beside_all_of_them() -> None:
    none, some = Index(0.0, 0.0, 0.0, 0.0, 0.0), Index(0.2, 0.1, 0.5, 0.1, 1.0)
    faint, parts = Index(0.0, 0.1, 0.05, 0.05, 0.1), Split(0.7, 0.2, 0.1, 0.1, 0.1)
    ones = (made_up(some, some, none, none, split=parts), made_up(none, none, some, faint, split=parts))
    factors = tuple(each.factor for each in ones[0].shares)
    rows = report.glance(Sensitivity(load("baseline"), 1, 128, 512, factors, ones))
    assert [(row.said, *(text for text, _ in row.cells)) for row in rows] == [
        ("Chance", "50%", "–"),
        ("Number 1", "50%", "–"),
        ("Number 2", "–", "50%"),
    ]
    assert [ink for _, ink in rows[0].cells] == [28, 0]
    assert report.glance(Sensitivity(load("baseline"), 1, 128, 512, factors, ones[:1])) == []


def test_the_page_says_what_is_lacking() -> None:
    one = made_up(Index(0.2, 0.1, 0.3, 0.1, 1.0), split=Split(0.0, 1.0, 0.0, 0.0, 0.0))
    failed = Missing(3, (1, 2, 3), Failure("no luck", "the traceback"))
    page = report.render(Sensitivity(load("baseline"), 1, 256, 512, (), (one,), (failed,), complete=False))
    assert (
        "3 of 512 runs failed. The analysis was interrupted. Told are the 128 of 256 samples that are whole."
        in page
    )


def test_nothing_that_a_scenario_says_breaks_out_of_the_page() -> None:
    base = load("baseline")
    scenario = base.model_copy(update={"title": "</script><b>x"})
    page = report.render(
        Sensitivity(scenario, 1, 2, 4, found().factors, found().outcomes), command="parley <sensitivity>"
    )
    assert "<b>x" not in page
    assert "parley &lt;sensitivity&gt;" in page


@pytest.fixture(scope="module")
def opened(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    file = report.write(found(), tmp_path_factory.mktemp("report") / "sensitivity.html")
    with opened_page(browser, Path(file), 390, "light") as page:
        yield page


@pytest.mark.browser
def test_the_page_is_drawn_on_a_phone_without_a_complaint(opened: Any) -> None:
    drawn = opened.evaluate(
        "[...document.querySelectorAll('.plot')].map((p) => !!p.querySelector('.main-svg'))"
    )
    assert len(drawn) == len(charts())
    assert all(drawn)
    assert opened.evaluate(WIDER) <= 0
    assert opened.bad == []


@pytest.mark.browser
def test_wide_tables_scroll_by_themselves_and_are_reached_by_keyboard(opened: Any) -> None:
    wide = "[...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth)"
    assert opened.evaluate(f"{wide}.every((e) => e.tabIndex === 0 && e.getAttribute('role') === 'region')")
