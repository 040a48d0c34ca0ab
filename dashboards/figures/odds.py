"""Odds as fifty worlds: each dot is one of fifty equally likely dates of the declaration."""

from typing import Any

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Key, Table
from dashboards.reading import Array, Reading
from dashboards.theme import Figure

BIN = 2  # steps per column: narrower columns scatter fifty dots too thinly to compare heights
HOW = ((True, "Coordinated with partners", "$blue", "circle"), (False, "Unilateral", "$orange", "diamond"))


def charts(reading: Reading) -> list[Chart]:
    """Return the dot plot, or nothing where no world has a declaration."""
    if not reading.has("declaration_week") or not reading.declared.any():
        return []
    keys = [Key(name, colour, "dot" if shape == "circle" else "diamond") for _, name, colour, shape in HOW]
    never = Key("Not declared by the end", "$faint", "ring")
    return [
        Chart(
            id="odds",
            title="When the declaration falls: fifty equally likely worlds",
            label="Quantile dot plot: fifty equally likely dates of the declaration",
            sentence=sentence(reading),
            figure=figure(reading),
            table=table(reading),
            keys=(
                *(keys if reading.has("coordinated") else keys[1:]),
                *([] if reading.declared.all() else [never]),
            ),
            remark=f"A dot is one world in {words.WORLDS}; a column is {BIN * reading.step_days:.0f} days.",
        )
    ]


def fifty(reading: Reading) -> tuple[Array, Array]:
    """Return week (infinite: never) and coordination of fifty worlds drawn evenly from the sorted runs."""
    week = np.where(reading.declared, reading.values("declaration_week").astype(float), np.inf)
    together = (
        reading.values("coordinated").astype(bool)
        if reading.has("coordinated")
        else np.zeros(reading.runs, bool)
    )
    order = np.lexsort((~together, week))
    chosen = order[((np.arange(words.WORLDS) + 0.5) / words.WORLDS * reading.runs).astype(int)]
    return week[chosen], together[chosen]


def figure(reading: Reading) -> Figure:
    """Return stacked dots over the weeks, with a last column for worlds without a declaration."""
    week, together = fifty(reading)
    never = _last(reading) + 2
    column = np.where(np.isfinite(week), np.where(np.isfinite(week), week, 0) // BIN, never).astype(int)
    order = np.lexsort((~together, column))
    height = np.empty(len(column), int)
    for c in np.unique(column):
        rows = [i for i in order if column[i] == c]
        height[rows] = np.arange(1, len(rows) + 1)
    finite = np.isfinite(week)
    traces = [
        _dots(column, height, finite & (together == how), name, colour, shape)
        for how, name, colour, shape in HOW
    ]
    traces.append(_dots(column, height, ~finite, "Not declared by the end", "$faint", "circle-open"))
    return {"data": [t for t in traces if t["x"]], "layout": _layout(reading, int(height.max()))}


def _last(reading: Reading) -> int:
    """Return the last column that is shown: the latest declaration, with a little room."""
    latest = int(reading.values("declaration_week").max())
    return min(max(latest + 4, 16), reading.weeks - 1) // BIN


def _dots(x: Array, y: Array, mask: Array, name: str, colour: str, shape: str) -> dict[str, Any]:
    marker: dict[str, Any] = {"symbol": shape, "size": 13, "color": colour}
    if shape.endswith("open"):
        marker["line"] = {"width": 2}
    found = {
        "type": "scatter",
        "mode": "markers",
        "x": x[mask].tolist(),
        "y": y[mask].tolist(),
        "marker": marker,
    }
    return {**found, "name": name, "hovertemplate": f"{name}<extra></extra>", "cliponaxis": False}


def _layout(reading: Reading, tallest: int) -> dict[str, Any]:
    last = _last(reading)
    months: dict[str, int] = {}
    for w in range(0, (last + 1) * BIN, 1):
        months.setdefault(reading.date_of(w)[:7], w)
    step = 1 if len(months) <= 7 else 2
    ticks = {
        w / BIN - 0.5 + 0.5 / BIN: words.day(f"{m}-01", year=False)[2:]
        for m, w in list(months.items())[::step]
    }
    texts = _with_years(list(months)[::step], list(ticks.values()))
    never = not reading.declared.all()
    if never:
        ticks[last + 2.0] = "never"
        texts.append("not by<br>the end")
    return {
        "height": max(220, 17 * tallest + 90),
        "margin": {"l": 16, "r": 24, "t": 16, "b": 52},
        "xaxis": {
            "range": [-1, last + (3 if never else 1)],
            "tickvals": list(ticks),
            "ticktext": texts,
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": "$axis",
        },
        "yaxis": {"visible": False, "range": [0.2, max(tallest + 0.8, 6)]},
    }


def _with_years(months: list[str], texts: list[str]) -> list[str]:
    """Return month names with the year beneath the first month of each year."""
    seen: set[str] = set()
    found = []
    for month, text in zip(months, texts, strict=True):
        found.append(text if month[:4] in seen else f"{text}<br>{month[:4]}")
        seen.add(month[:4])
    return found


def sentence(reading: Reading) -> str:
    """Say in how many worlds it is declared, when at the median, and how often in concert."""
    share = float(reading.declared.mean())
    weeks = reading.values("declaration_week")[reading.declared]
    low, middle, high = (words.day(reading.date_of(float(q))) for q in np.quantile(weeks, [0.05, 0.5, 0.95]))
    text = f"A declaration is made in {words.worlds(share)}; where made, the median week is that of {middle}"
    text += f" (90% interval {low} to {high})." if low != high else "."
    if not reading.has("coordinated"):
        return text
    together = float((reading.values("coordinated").astype(bool) & reading.declared).mean())
    return f"{text} It is coordinated with partners in {words.worlds(together)}."


def table(reading: Reading) -> Table:
    """Return the share of worlds that have declared by the end of each month."""
    weeks = reading.values("declaration_week")
    ends = {reading.date_of(w)[:7]: w for w in range(reading.weeks)}
    rows = [
        (words.day(f"{m}-01")[2:], words.percent(float(((weeks >= 0) & (weeks <= w)).mean())))
        for m, w in ends.items()
    ]
    return Table(("By the end of", "Share of worlds with a declaration"), tuple(rows))
