"""Rows with their words above them: a list that is also a plot, and that a phone can show.

Heights are pixels from the top, so that every row has room for as many lines as its words take.
"""

import textwrap
from collections.abc import Sequence
from typing import Any

from dashboards.reading import plain

LINE, MARK, GAP = 16, 22, 12
"""Pixels for a line of words, for the marks below them, and between rows."""
WIDTH = 44
"""Letters of a line: what a phone has room for."""


def places(said: Sequence[str]) -> tuple[list[int], int]:
    """Return the height of the marks of each row, and of all rows."""
    found, top = [], 0
    for text in said:
        top += LINE * len(_lines(text))
        found.append(top + MARK // 2)
        top += MARK + GAP
    return found, top


def _lines(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, max_lines=3, placeholder=" …") or [""]


def layout(said: Sequence[str], beside: Sequence[str], strong: Sequence[bool]) -> dict[str, Any]:
    """Return a layout: words above each row, a number right of it, no scale at the side.

    strong : which numbers are set in ink, the others being muted
    """
    at, height = places(said)
    annotations = []
    for y, words, number, bold in zip(at, said, beside, strong, strict=True):
        top = {"y": y - MARK // 2, "xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom"}
        ink = {"color": "$ink", "size": 12.5}
        annotations.append(
            {**top, "text": "<br>".join(map(plain, _lines(words))), "align": "left", "font": ink}
        )
        side = {"y": y, "xref": "paper", "x": 1, "xanchor": "left", "xshift": 12, "yanchor": "middle"}
        colour = "$ink" if bold else "$muted"
        annotations.append({**side, "text": plain(number), "font": {"color": colour, "size": 12.5}})
    return {
        "height": height + 56,
        "margin": {"l": 10, "r": 26 + 7 * max(map(len, beside), default=0), "t": 8, "b": 48},
        "yaxis": {"visible": False, "range": [height, 0]},
        "annotations": annotations,
    }


def spans(at: Sequence[int], low: Sequence[Any], high: Sequence[Any], colour: str, width: float) -> Any:
    """Return lines from low to high, a row each, as one broken line."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for ends in zip(low, high, strict=True) for x in (*ends, None)],
        "y": [y for row in at for y in (row, row, None)],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def dots(at: Sequence[int], x: Sequence[Any], said: Sequence[str], symbol: str, colour: str) -> Any:
    """Return a mark in each row."""
    marker: dict[str, Any] = {"symbol": symbol, "size": 11, "color": colour}
    if symbol.endswith("open"):
        marker["line"] = {"width": 2}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": list(at),
        "text": [plain(text) for text in said],
        "marker": marker,
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
