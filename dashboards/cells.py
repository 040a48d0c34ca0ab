"""Cells of a heat map whose numbers can be read on every shade, light and dark.

Plotly gives a heat map one colour of text, or picks one that misses the contrast that text needs. So the
cells are split into three traces by shade, each with a text colour that holds on its shades in both modes.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboards.reading import Array

Trace = dict[str, Any]

STEPS = {"ramp": (0.5, 0.75), "blue": (0.54, 0.83), "orange": (0.53, 0.89)}
"""Where, on 0-1 from pale to full, black or white text must change: in dark mode, and in light mode."""
INKS = ("$on-low", "$on-middle", "$on-high")


def heat(
    z: Array, text: Sequence[Sequence[str]], limits: tuple[float, float], scale: str, **more: Any
) -> list[Trace]:
    """Return heat maps that together show `z` (NaN: no cell) with its text, shade by shade."""
    low, high = limits
    if scale == "diverging":
        share = np.nan_to_num(np.abs(z) / high)
        shade = np.where(z < 0, np.digitize(share, STEPS["orange"]), np.digitize(share, STEPS["blue"]))
    else:
        shade = np.digitize(np.nan_to_num((z - low) / (high - low)), STEPS[scale])
    traces = []
    for group, ink in enumerate(INKS):
        here = (shade == group) & np.isfinite(z)
        if here.any():
            values = np.where(here, np.round(z, 3), np.nan).astype(object)
            values[~here] = None
            written = [
                [t if h else "" for t, h in zip(*row, strict=True)] for row in zip(text, here, strict=True)
            ]
            traces.append(_trace(values.tolist(), written, limits, ink) | more)
    return traces


def _trace(z: list[list[Any]], text: list[list[str]], limits: tuple[float, float], ink: str) -> Trace:
    return {
        "type": "heatmap",
        "z": z,
        "text": text,
        "texttemplate": "%{text}",
        "textfont": {"size": 11.5, "color": ink},
        "hoverongaps": False,
        "zmin": round(limits[0], 3),
        "zmax": round(limits[1], 3),
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
    }
