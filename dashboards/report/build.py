"""Builds the report: figures, words and tables into one HTML file that needs no network.

The file carries plotly.js once (gzip, base64; the browser unpacks it), the outlines of the map once, and all
figures as one JSON object in colour tokens that the page paints light or dark. Equal results give equal
bytes.
"""

import base64
import gzip
import json
import os
import platform
import tempfile
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import markupsafe

from dashboards import borders, theme, words
from dashboards.chart import Chart
from dashboards.reading import Reading, RunResults, pick
from dashboards.report import sections, sources
from dashboards.report import words as report_words

PARTS = ("numpy", "xarray", "plotly", "parley-sim")


def write(results: RunResults, path: str | Path) -> Path:
    """Write the report to `path` in one step: a reader sees the old file or the new, never half of one."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = render(results)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def render(results: RunResults) -> str:
    """Return the report as HTML."""
    reading = Reading(results)
    drawn = sections.drawn(reading)
    charts = [chart for section in drawn for chart in section.charts]
    return _template().render(
        **_head(reading),
        sections=drawn,
        findings=report_words.headline(reading),
        outcomes=report_words.outcome_rows(reading),
        evidence=(evidence := sources.evidence(reading)),
        graded=sources.graded(evidence),
        assumptions=(assumptions := sources.assumptions(reading)),
        counted=sources.counted(assumptions),
        reproduction=reproduction(reading),
        figures=inline_json(_figures(charts)),
        map_script=_raw(borders.script(_regions(charts))),
        plotly=_raw(plotly_packed()),
    )


def _head(reading: Reading) -> dict[str, Any]:
    """Return what the page says of the scenario and how it looks."""
    scenario = reading.scenario
    return {
        "title": str(pick(scenario, "title", "")),
        "case_title": str(pick(reading.case, "title", "")),
        "question": str(pick(scenario, "question", "")),
        "summary": str(pick(reading.case, "summary", "")),
        "name": str(pick(scenario, "name", "")),
        "lede": report_words.lede(reading),
        "precision": report_words.precision(reading.runs),
        "css": _raw(_asset("report.css")),
        "js": _raw(_asset("report.js")),
        "light": _raw(theme.css_variables("light")),
        "dark": _raw(theme.css_variables("dark")),
        "sans": _raw(theme.SANS),
        "serif": _raw(theme.SERIF),
    }


def reproduction(reading: Reading) -> list[tuple[str, str]]:
    """Return how to make the same results again: command, seed, hash and versions."""
    scenario, results = reading.scenario, reading.results
    name, seed = str(pick(scenario, "name", "")), int(results.seed)
    rows = [
        ("Command", pick(results, "command", "") or f"parley run {name} --runs {reading.runs} --seed {seed}"),
        ("Seed", str(seed)),
        ("Scenario", " ← ".join(str(s) for s in pick(scenario, "chain", (name,)))),
        ("Scenario hash", str(pick(scenario, "hash", "unknown"))),
        ("Python", platform.python_version()),
    ]
    return rows + [(part, version) for part in PARTS if (version := _version(part))]


def _version(part: str) -> str | None:
    try:
        return metadata.version(part)
    except metadata.PackageNotFoundError:
        return None


def _figures(charts: list[Chart]) -> dict[str, Any]:
    """Return all that the page's script needs: figures by id, the template and both palettes."""
    return {
        "charts": {c.id: {"figure": c.figure, "narrow": c.narrow} for c in charts},
        "template": theme.TEMPLATE,
        "config": theme.CONFIG,
        "palettes": theme.PALETTES,
    }


def _regions(charts: list[Chart]) -> set[str]:
    """Return the regions whose outlines the figures name."""
    keys = {str(t["geojson"]) for c in charts for t in c.figure["data"] if "geojson" in t}
    return {key.removeprefix("geo:") for key in keys}


def inline_json(value: Any) -> markupsafe.Markup:
    """Return JSON that no text in it can break out of: `<`, `>` and `&` are written as escapes."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return markupsafe.Markup(text)  # noqa: S704 - escaped in the line above


@cache
def plotly_packed() -> str:
    """Return the package's plotly.js, compressed alike on every run, as base64."""
    code = files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()
    return base64.b64encode(gzip.compress(code, compresslevel=9, mtime=0)).decode("ascii")


def _asset(name: str) -> str:
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def _raw(text: str) -> markupsafe.Markup:
    """Mark our own assets as safe; nothing that a scenario says passes here."""
    return markupsafe.Markup(text)  # noqa: S704


@cache
def _template() -> jinja2.Template:
    loader = jinja2.PackageLoader("dashboards.report", ".")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "cell": words.number,
        "token": lambda t: f"var(--{t.lstrip('$').partition('/')[0]})",
    }
    environment.filters["faded"] = lambda t: int(float(t.partition("/")[2] or 1) * 100)
    return environment.get_template("template.html.j2")
