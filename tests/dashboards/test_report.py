"""The report as a file: one piece, escaped, written in one step, equal for equal results."""

import base64
import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboards import report
from dashboards.reading import Reading
from dashboards.report import sources
from dashboards.report import words as report_words
from dashboards.report.page import inline_json, plotly_packed
from tests.dashboards.fake import make, make_bare


@pytest.fixture(scope="module")
def page() -> str:
    return report.render(make())


def test_equal_results_give_equal_bytes(page: str) -> None:
    assert report.render(make()) == page


def test_it_names_no_address_to_load_from(page: str) -> None:
    without_code = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", without_code)
    assert "default-src 'none'" in page


def test_the_order_is_question_headline_outcomes_then_figures_evidence_assumptions(page: str) -> None:
    ids = "h-findings outcomes positions recognition odds council consensus unrest force influence timeline"
    marks = ["<h1>", *(f'id="{name}"' for name in f"{ids} evidence assumptions again".split())]
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)


def test_every_figure_has_a_name_a_caption_and_a_table(page: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", page, flags=re.DOTALL)
    assert len(figures) > 20
    for figure in figures:
        assert 'role="group"' in figure
        assert re.search(r'aria-label="[^"]{12,}"', figure)
        assert re.search(r"<figcaption>[^<]+\.</figcaption>", figure)
        assert "<details>" in figure
        assert "<table>" in figure


def test_markup_in_names_is_text_everywhere() -> None:
    results = make()
    results.scenario.actors["serbia"].name = "<script>alert(1)</script>"
    results.scenario.title = "</title><script>alert(2)</script>"
    results.scenario.issues["talks"].title = '"><img src=x onerror=alert(3)>'
    results.scenario.statements["s-000-01"].paraphrase = "</td><script>alert(4)</script>"
    page = report.render(results)
    assert "<script>alert" not in page
    assert "<img" not in page


def test_inline_json_cannot_close_its_script() -> None:
    text = inline_json({"a": "</script><!-- & \u2028"})
    assert "<" not in text
    assert json.loads(text) == {"a": "</script><!-- & \u2028"}


def test_plotly_unpacks_to_what_the_package_ships() -> None:
    code = gzip.decompress(base64.b64decode(plotly_packed()))
    assert b"plotly.js v" in code[:200]


def test_it_stays_under_three_megabytes(page: str) -> None:
    assert len(page.encode()) < 3_000_000


def test_a_case_with_positions_only_has_a_report_without_the_rest() -> None:
    page = report.render(make_bare())
    assert 'id="positions"' in page
    for part in ("recognition", "odds", "council", "unrest", "force", "timeline", "outcomes"):
        assert f'<section id="{part}"' not in page
    assert "A['geo:" not in page


def test_writing_replaces_the_file_in_one_step_and_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deep" / "report.html"
    report.write(make(), path)
    first = path.read_bytes()
    monkeypatch.setattr(
        "dashboards.report.page.os.fdopen", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full"))
    )
    with pytest.raises(OSError, match="disk full"):
        report.write(make(seed=2), path)
    assert path.read_bytes() == first
    assert [p.name for p in path.parent.iterdir()] == ["report.html"]


def test_the_headline_says_chances_as_worlds_and_amounts_with_intervals() -> None:
    chance, amount = report_words.headline(Reading(make()))
    assert (chance.figure, chance.unit, chance.share) == ("42", "of 50 worlds", 0.85)
    assert chance.sentence == "Independence is declared in 42 of 50 worlds."
    assert amount.sentence == "States recognising by day 90: 11 at the median (90% interval 4 to 17)."


def test_a_week_is_said_as_a_date_and_an_unasked_question_as_none() -> None:
    reading = Reading(make())
    week = {
        "mean": 8,
        "q05": 2,
        "q50": 7,
        "q95": 19,
        "unit": "weeks after the start",
        "meaning": "week of the step",
    }
    found = report_words.finding(reading, week)
    assert (found.figure, found.unit) == ("28 Jan", "2008")
    assert found.sentence == (
        "Week of the step: 28 January 2008 at the median (90% interval 24 December 2007 to 21 April 2008)."
    )
    never = dict.fromkeys(("mean", "q05", "q50", "q95")) | {
        "unit": "weeks after the start",
        "meaning": "week of the step",
    }
    assert report_words.finding(reading, never).sentence == "Week of the step: in no world."


def test_evidence_is_graded_and_assumptions_are_counted() -> None:
    reading = Reading(make())
    coded = sources.evidence(reading)["Recognition"]
    assert [row.grade for row in coded] == sorted(
        (row.grade for row in coded), key=sources.GRADES.__getitem__
    )
    assert coded[0].pieces[0].where == "A Gazette, 7 December 2007"
    groups = sources.assumptions(reading)
    assert sources.counted(groups) == "2 numbers, of which 1 rest on judgement."


def test_importing_the_package_imports_no_plotly() -> None:
    code = (
        "import sys, dashboards.figures, dashboards.report; sys.exit('plotly.graph_objects' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
