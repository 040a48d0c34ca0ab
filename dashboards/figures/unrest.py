"""Unrest by place: the median hides the tail, so the tail is drawn."""

from typing import Any

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Key, Row, Table
from dashboards.lines import Style, band, date_axis, level, line
from dashboards.reading import Array, Reading, fan
from dashboards.theme import Figure

MEDIAN = Style("black", "solid", "circle")
TAIL = Style("orange", "dash", "diamond")
TAIL_SHARE = 0.05


def charts(reading: Reading) -> list[Chart]:
    """Return one chart per place, all on the same scale."""
    if not reading.has("severity"):
        return []
    top = ceiling(max(float(tail(reading, place).max()) for place in reading.labels("place")))
    return [chart(reading, place, top) for place in reading.labels("place")]


def ceiling(most: float) -> float:
    """Return the end of a scale that holds `most`, a little above a round number."""
    step = 10.0 ** np.floor(np.log10(max(most, 10.0)))
    step = step if most > 4 * step else step / 2
    return float(np.ceil(max(most, 10.0) / step) * step * 1.03)


def chart(reading: Reading, place: str, top: float | None = None) -> Chart:
    """Return the chart of one place; `top` is the upper end of the scale that places share."""
    name = reading.title("places", place)
    return Chart(
        id=f"unrest-{place}",
        title=name,
        label=f"Line chart: severity of unrest by week, {name}",
        sentence=sentence(reading, place),
        figure=figure(reading, place, top or ceiling(float(tail(reading, place).max()))),
        table=table(reading, place),
        keys=(
            Key("Median", "$black", "line"),
            Key("90% of worlds", "$black/0.15"),
            Key("Worst 5%, mean", "$orange", "dash"),
        ),
    )


def tail(reading: Reading, place: str) -> Array:
    """Return the mean of the worst 5% of worlds in each week (expected shortfall); (week,)."""
    ranked = np.sort(reading.values("severity", place=place).astype(float), axis=0)
    kept = max(int(np.ceil(reading.runs * TAIL_SHARE)), 1)
    worst: Array = ranked[-kept:].mean(axis=0)
    return worst


def figure(reading: Reading, place: str, top: float) -> Figure:
    """Return median, 90% band and worst-5% line on a scale from nought."""
    dates, spread = reading.dates, fan(reading.values("severity", place=place).astype(float))
    traces = [
        band(dates, spread.low, spread.high, "black", 0.13),
        line(dates, tail(reading, place), "Worst 5%", TAIL, 1.75),
        line(dates, spread.middle, "Median", MEDIAN),
    ]
    layout: dict[str, Any] = {
        "height": 240,
        "margin": {"l": 34, "r": 12, "t": 12, "b": 46},
        "xaxis": date_axis(nticks=5, range=[dates[0], dates[-1]]),
        "yaxis": {"range": [0, top], "nticks": 5},
    }
    meaning = str(reading.data["severity"].attrs.get("description", "")).partition("; ")[2]
    if top >= 100 and meaning:
        rule, text = level(100, meaning)
        layout |= {"shapes": [rule], "annotations": [text]}
    return {"data": traces, "layout": layout}


def sentence(reading: Reading, place: str) -> str:
    """Say how high the worst week stands at the median and in the worst worlds."""
    peaks = reading.values("severity", place=place).astype(float).max(axis=1)
    low, middle, high = np.quantile(peaks, [0.05, 0.5, 0.95])
    worst = float(np.sort(peaks)[-max(int(np.ceil(reading.runs * TAIL_SHARE)), 1) :].mean())
    bounds = words.bounds(round(low), round(high))
    middling = f"{middle:.0f} at the median ({bounds})"
    return f"The worst week reaches {middling} and {worst:.0f} in the worst 5% of worlds."


def table(reading: Reading, place: str) -> Table:
    """Return quantiles every fourth week."""
    spread, worst = fan(reading.values("severity", place=place).astype(float)), tail(reading, place)
    rows: list[Row] = [
        (
            words.day(reading.dates[w]),
            *(round(float(v[w]), 1) for v in (spread.low, spread.middle, spread.high, worst)),
        )
        for w in range(0, reading.weeks, 4)
    ]
    return Table(("Week of", "5%", "Median", "95%", "Worst 5%, mean"), tuple(rows))
