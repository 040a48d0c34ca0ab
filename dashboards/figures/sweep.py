"""Response curves along one key, and heat maps over two: how an outcome answers to what is varied."""

from itertools import combinations
from typing import Any

import numpy as np

from dashboards import curves, words
from dashboards.cells import heat
from dashboards.chart import Chart, Key, Table
from dashboards.lines import STYLES, band, line
from dashboards.reading import Array, plain, tidy
from dashboards.theme import RAMP, SPACED, Figure
from sim.studies.known import known, means
from sim.studies.paired import WIDE
from sim.studies.sweep import Sweep
from sim.studies.thresholds import Curve, threshold

ROW, PAIRS = 26, 6
"""Pixels of a row of a heat map; pairs of keys that get one."""
LETTERED = 15
"""Columns up to which there is room for a number in each cell."""
DOTS, LISTED, ACROSS = 400, 60, 12
"""Drawn points that are shown as dots; rows and columns of a table at most."""


def charts(found: Sweep, outcome: str) -> list[Chart]:
    """Return the charts of one outcome: a curve for each key, then a map for each pair of keys."""
    ones = [chart(found, place, outcome) for place in range(len(found.axes))]
    if not found.grid:
        return ones
    pairs = list(combinations(range(len(found.axes)), 2))[:PAIRS]
    return ones + [pair(found, *two, outcome) for two in pairs]


def chart(found: Sweep, place: int, outcome: str) -> Chart:
    """Return the response curve of an outcome along one key."""
    one = found.curves[outcome][place]
    title, unit = found.meaning(one.key)
    keys = [Key("Mean", "$blue", "line"), Key("95% interval of the mean", "$blue/0.3")]
    if not one.chance:
        keys.append(Key("90% of runs", "$blue/0.12"))
    if threshold(one):
        keys.append(Key("Turns here", "$orange/0.3"))
    others = "" if len(found.axes) == 1 else " Averaged over the other keys."
    gathered = "" if found.grid else " Dots are single points; the line joins means of stretches of the key."
    return Chart(
        id=f"{_key(outcome)}-{place}",
        title=f"Along {one.key}{f' ({unit})' if unit else ''}",
        label=f"Line chart: {one.measure.meaning}, along {one.key}",
        sentence=words.sentence(curves.sentence(one, "the outcome")),
        figure=figure(found, place, one),
        table=table(one),
        keys=tuple(keys),
        remark=f"{words.sentence(title)}{others}{gathered}".strip(),
    )


def _key(outcome: str) -> str:
    return outcome.replace("_", "-")


def figure(found: Sweep, place: int, one: Curve) -> Figure:
    """Return the curve with its bands; values that are words stand side by side."""
    scale = 100.0 if one.chance else 1.0
    mean = one.mean * scale
    x = list(one.values) if one.numeric else [plain(str(held)) for held in one.values]
    half = WIDE * _error(one) * scale
    data: list[Any] = []
    if one.numeric and not one.chance:
        low, high = one.spread
        data.append(band(x, low, high, "blue", 0.1))
    if one.numeric:
        data.append(band(x, mean - half, mean + half, "blue", 0.25))
    if not found.grid and found.axes[place].numeric:
        data.append(_dots(found, place, one, scale))
    data.append(_marks(one, x, mean, half))
    return {"data": data, "layout": _layout(one, x)}


def _error(one: Curve) -> Array:
    """The standard error of each mean, (K,): over runs, each averaged over the other keys."""
    found = np.zeros(len(one.values))
    for i, there in enumerate(one.runs):
        each = known(means(there.T if one.paired else there))
        found[i] = each.std(ddof=1) / np.sqrt(len(each)) if len(each) > 1 else 0.0
    return found


def _marks(one: Curve, x: list[Any], mean: Array, half: Array) -> dict[str, Any]:
    """The means: a line through them where the key has numbers, intervals as bars where it has words."""
    unit = "%" if one.chance else ""
    trace = line(x, mean, "Mean", STYLES[0]) | {
        "hovertemplate": f"{plain(one.key)} %{{x}}: %{{y:.3~g}}{unit}<extra></extra>",
        "mode": "lines+markers" if one.numeric else "markers",
        "marker": {"size": 6 if one.numeric else 11, "color": "$blue"},
    }
    if not one.numeric:
        trace["error_y"] = {"array": tidy(half), "color": "$blue", "thickness": 2, "width": 6}
    return trace


def _dots(found: Sweep, place: int, one: Curve, scale: float) -> dict[str, Any]:
    """Single points of a drawn design, as many as can be told apart."""
    values = found.values(one.outcome)
    chosen = np.linspace(0, len(values) - 1, min(len(values), DOTS)).astype(int)
    each = zip(chosen, means(values[chosen]), strict=True)
    there = [(found.plan.points[i][place], float(mean)) for i, mean in each]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [at for at, _ in there],
        "y": tidy([mean * scale for _, mean in there]),
        "marker": {"size": 4, "color": "$context"},
        "hoverinfo": "skip",
    }


def _layout(one: Curve, x: list[Any]) -> dict[str, Any]:
    unit = one.measure.unit.partition(" (")[0]
    side = {"title": {"text": "" if one.chance else plain(unit)}, "nticks": 6}
    side |= {"range": [-3, 103], "ticksuffix": "%"} if one.chance else {"rangemode": "tozero"}
    foot: dict[str, Any] = {"title": {"text": plain(one.key)}, "nticks": 8}
    foot |= {} if one.numeric else {"type": "category", **SPACED}
    layout: dict[str, Any] = {
        "height": 300,
        "margin": {"l": 52, "r": 16, "t": 12, "b": 52},
        "xaxis": foot,
        "yaxis": side,
    }
    turn = threshold(one)
    if turn:
        layout["shapes"] = [
            {
                "type": "rect",
                "yref": "paper",
                "x0": x[turn.first],
                "x1": x[turn.last],
                "y0": 0,
                "y1": 1,
                "fillcolor": "$orange/0.22",
                "line": {"width": 0},
                "layer": "below",
            }
        ]
    return layout


def table(one: Curve) -> Table:
    """Return the numbers along the key; of very many, some evenly spread."""
    low, high = one.spread
    rows = []
    for i in curves.sampled(len(one.values), LISTED):
        told = [curves.amount(one, float(held[i])) for held in (one.mean, low, high)]
        rows.append((curves.value(one.values[i]), *(told[:1] if one.chance else told)))
    columns = (one.key, "Mean") if one.chance else (one.key, "Mean", "5% of runs", "95% of runs")
    return Table(columns, tuple(rows))


def pair(found: Sweep, first: int, second: int, outcome: str) -> Chart:
    """Return the heat map of an outcome over two keys, the longer one down."""
    across, down = sorted((first, second), key=lambda place: len(found.axes[place].values))
    cells, held = found.heat(down, across, outcome)
    one = found.curves[outcome][down]
    names = found.axes[down].key, found.axes[across].key
    middle = words.listing([f"{key} {curves.value(value)}" for key, value in held.items()])
    columns = curves.sampled(cells.shape[1], ACROSS)
    rows = curves.sampled(cells.shape[0], LISTED)
    titles = [curves.value(found.axes[across].values[j]) for j in columns]
    return Chart(
        id=f"{_key(outcome)}-{first}-{second}",
        title=f"{names[0]} and {names[1]}",
        label=f"Heat map: {one.measure.meaning}, by {names[0]} and {names[1]}",
        sentence=_extremes(found, one, cells, down, across),
        figure=_map(found, one, cells, down, across),
        table=Table(
            (names[0], *titles),
            tuple(
                (
                    curves.value(found.axes[down].values[i]),
                    *(curves.amount(one, float(cells[i, j])) for j in columns),
                )
                for i in rows
            ),
        ),
        keys=(Key("from the lowest mean to the highest", "$ramp-2", "ramp"),),
        remark=f"{names[0]} down, {names[1]} across.{f' The others stand at {middle}.' if held else ''}",
        narrow={"margin.l": 64},
    )


def _extremes(found: Sweep, one: Curve, cells: Array, down: int, across: int) -> str:
    """Say where the mean is lowest and highest on the map."""
    if np.isnan(cells).all():
        return "The outcome arises nowhere."
    ends = []
    for place in (int(np.nanargmin(cells)), int(np.nanargmax(cells))):
        i, j = (int(k) for k in np.unravel_index(place, cells.shape))
        axes = ((found.axes[down], i), (found.axes[across], j))
        at = " and ".join(f"{axis.key} {curves.value(axis.values[k])}" for axis, k in axes)
        ends.append(f"{curves.amount(one, float(cells[i, j]))} at {at}")
    return f"Lowest, {ends[0]}; highest, {ends[1]}."


def _map(found: Sweep, one: Curve, cells: Array, down: int, across: int) -> Figure:
    scale = 100.0 if one.chance else 1.0
    there = known(cells) * scale
    low, high = (float(there.min()), float(there.max())) if len(there) else (0.0, 1.0)
    lettered = cells.shape[1] <= LETTERED
    text = [[curves.amount(one, float(v)) if lettered and v == v else "" for v in row] for row in cells]  # noqa: PLR0124
    axes = {
        "x": [plain(curves.value(held)) for held in found.axes[across].values],
        "y": [plain(curves.value(held)) for held in found.axes[down].values],
        "hovertemplate": "%{y}, %{x}: %{z:.3~g}<extra></extra>",
    }
    reach = (low, high) if high > low else (low - 1.0, high + 1.0)
    traces = heat(cells * scale, text, reach, "ramp", colorscale=RAMP, **axes)
    foot = {"showline": False, **SPACED, "type": "category"}
    rows = cells.shape[0]
    layout = {
        "height": min(max(rows, 4), 24) * ROW + 96,
        "margin": {"l": 76, "r": 16, "t": 12, "b": 56},
        "xaxis": {**foot, "title": {"text": plain(found.axes[across].key)}, "nticks": 12},
        "yaxis": {
            **foot,
            "title": {"text": plain(found.axes[down].key)},
            "autorange": "reversed",
            "showgrid": False,
            "nticks": 24,
        },
    }
    return {"data": traces, "layout": layout}
