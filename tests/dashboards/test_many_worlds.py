"""Reports of more worlds than can be seen: charts draw the first, numbers count all, and the page says so."""

import pytest

import scenarios
from dashboards import reading
from dashboards.reading import Reading
from dashboards.report import build
from dashboards.report import compare as comparison
from dashboards.report import words as report_words
from sim import ensemble
from sim.results import Results
from sim.studies.compare import compare
from tests.cli.asking import HARBOUR

SAID = "Charts draw the first 4 worlds; the headline and the table of outcomes count all of them."


@pytest.fixture(scope="module")
def towns() -> Results:
    """A small case."""
    return ensemble.run(scenarios.load(HARBOUR / "calm.yaml"), runs=9, seed=7)


def test_charts_draw_the_first_worlds_and_the_page_says_so(
    towns: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Charts draw" not in report_words.lede(Reading(towns))
    monkeypatch.setattr(reading, "MOST_DRAWN", 4)
    drawn = Reading(towns)
    assert (drawn.runs, list(drawn.data["run"].values)) == (4, [0, 1, 2, 3])
    monkeypatch.setattr(build.sections, "drawn", lambda _: [])
    page = build.render(towns)
    assert SAID in page
    assert "9 simulated worlds" in page
    assert "--runs 9 --seed 7" in page


def test_a_comparison_draws_the_first_pairs_and_says_so(
    towns: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ensemble.run(scenarios.load(HARBOUR / "storm.yaml"), runs=9, seed=7)
    said = "Week by week, the first 4 pairs are drawn; all else counts every pair."
    assert "are drawn; all else" not in comparison.render([compare(towns, other)])
    monkeypatch.setattr(comparison, "DRAWN", 4)
    assert said in comparison.render([compare(towns, other)])


def test_precision_is_never_told_as_nothing() -> None:
    """1.96 standard errors at a half: 98 / sqrt(n) percentage points."""
    told = {runs: report_words.precision(runs).split("within ")[1].split()[0] for runs in (4, 9604, 100_000)}
    assert told == {4: "49", 9604: "1", 100_000: "0.3"}
