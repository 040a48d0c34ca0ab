"""The page that every report is: one HTML file that holds everything, and how it is written in one step.

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
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import markupsafe

from dashboards import borders, theme, words
from dashboards.chart import Chart

PARTS = ("numpy", "xarray", "plotly", "parley-sim")


def write(text: str, path: Path) -> Path:
    """Write a page to `path` in one step: a reader sees the old file or the new, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
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


def fill(template: str, charts: Sequence[Chart], **said: Any) -> str:
    """Return a page: what a template says, with these charts and all that draws them."""
    return _template(template).render(
        css=_raw(_asset("report.css")),
        js=_raw(_asset("report.js")),
        light=_raw(theme.css_variables("light")),
        dark=_raw(theme.css_variables("dark")),
        sans=_raw(theme.SANS),
        serif=_raw(theme.SERIF),
        figures=inline_json(_figures(charts)),
        map_script=_raw(borders.script(_regions(charts))),
        plotly=_raw(plotly_packed()),
        **said,
    )


def versions() -> list[tuple[str, str]]:
    """Return the versions on which the page's numbers and looks depend."""
    found = [(part, version) for part in PARTS if (version := _version(part))]
    return [("Python", platform.python_version()), *found]


def _version(part: str) -> str | None:
    try:
        return metadata.version(part)
    except metadata.PackageNotFoundError:
        return None


def _figures(charts: Sequence[Chart]) -> dict[str, Any]:
    """Return all that the page's script needs: figures by id, the template and both palettes."""
    return {
        "charts": {c.id: {"figure": c.figure, "narrow": c.narrow} for c in charts},
        "template": theme.TEMPLATE,
        "config": theme.CONFIG,
        "palettes": theme.PALETTES,
    }


def _regions(charts: Sequence[Chart]) -> set[str]:
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
def _template(name: str) -> jinja2.Template:
    loader = jinja2.PackageLoader("dashboards.report", ".")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "cell": words.number,
        "token": lambda t: f"var(--{t.lstrip('$').partition('/')[0]})",
    }
    environment.filters["faded"] = lambda t: int(float(t.partition("/")[2] or 1) * 100)
    return environment.get_template(name)
