"""Builds the report of a run: figures, words and tables on one page."""

from pathlib import Path
from typing import Any

from dashboards.reading import Reading, RunResults, pick
from dashboards.report import page, sections, sources
from dashboards.report import words as report_words


def write(results: RunResults, path: str | Path) -> Path:
    """Write the report to `path` in one step: a reader sees the old file or the new, never half of one."""
    return page.write(render(results), Path(path))


def render(results: RunResults) -> str:
    """Return the report as HTML."""
    reading = Reading(results)
    drawn = sections.drawn(reading)
    return page.fill(
        "template.html.j2",
        [chart for section in drawn for chart in section.charts],
        **_head(reading),
        sections=drawn,
        findings=report_words.headline(reading),
        outcomes=report_words.outcome_rows(reading),
        evidence=(evidence := sources.evidence(reading)),
        graded=sources.graded(evidence),
        assumptions=(assumptions := sources.assumptions(reading)),
        counted=sources.counted(assumptions),
        reproduction=reproduction(reading),
    )


def _head(reading: Reading) -> dict[str, Any]:
    """Return what the page says of the scenario."""
    scenario = reading.scenario
    return {
        "title": str(pick(scenario, "title", "")),
        "case_title": str(pick(reading.case, "title", "")),
        "question": str(pick(scenario, "question", "")),
        "lede": report_words.lede(reading),
        "precision": report_words.precision(int(reading.results.runs)),
    }


def reproduction(reading: Reading) -> list[tuple[str, str]]:
    """Return how to make the same results again: command, seed, hash and versions."""
    scenario, results = reading.scenario, reading.results
    name, seed = str(pick(scenario, "name", "")), int(results.seed)
    return [
        ("Command", pick(results, "command", "") or f"parley run {name} --runs {results.runs} --seed {seed}"),
        ("Seed", str(seed)),
        ("Scenario", " ← ".join(str(s) for s in pick(scenario, "chain", (name,)))),
        ("Scenario hash", str(pick(scenario, "hash", "unknown"))),
        *page.versions(),
    ]
