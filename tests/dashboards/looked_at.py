"""What every chart and every page has to be, whichever command drew it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

TOKEN = re.compile(r'"\$[a-z]')
ODD = re.compile(r"\bnan\b|\binf\b|None|\d\.\d{4}")


def assert_contract(chart: Any) -> None:
    """Drawn in both themes, small, labelled, told in a sentence and a table, its words without oddities."""
    for mode in ("light", "dark"):
        painted = chart.draw(mode)
        go.Figure(painted)
        assert not TOKEN.search(json.dumps(painted)), chart.id
    assert len(json.dumps(chart.figure, allow_nan=False)) < 48_000, chart.id
    assert len(chart.label) > 12, chart.id
    assert chart.sentence.endswith("."), chart.id
    assert not ODD.search(f"{chart.title} {chart.sentence} {chart.remark}"), chart.id
    assert chart.table.rows, chart.id
    assert all(len(row) == len(chart.table.columns) for row in chart.table.rows), chart.id


@contextmanager
def opened_page(browser: Any, file: Path, width: int, scheme: str) -> Iterator[Any]:
    """A page in the browser, offline, once it is drawn; `bad` has what it complained of."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, offline=True, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.bad = []
    page.on("console", lambda m: page.bad.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.bad.append(str(e)))
    page.goto(file.as_uri())
    page.wait_for_function("window.__ready", timeout=60_000)
    yield page
    context.close()
