"""The force: strength, what of it can be used, and the reserves on the ground."""

from typing import Any

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Table
from dashboards.lines import STYLES, End, date_axis, end_labels, fan_traces
from dashboards.reading import Array, Reading, fan
from dashboards.theme import Figure

HEIGHT = 320
MARGIN = {"l": 54, "r": 96, "t": 14, "b": 48}


def charts(reading: Reading) -> list[Chart]:
    """Return soldiers and reserves, as far as the results hold them; nothing where there is no force."""
    if reading.has("strength") and not reading.values("strength").any():
        return []
    found = []
    if reading.has("strength"):
        found.append(_soldiers(reading))
    if reading.has("reserves"):
        found.append(_reserves(reading))
    return found


def _soldiers(reading: Reading) -> Chart:
    name = reading.role_name("force", "The force")
    ours = series(reading)
    return Chart(
        id="force",
        title=f"{name}: strength, and what of it can be used",
        label=f"Line chart with fans: soldiers of {name} by week, in all and usable",
        sentence=_say(name, ours),
        figure=figure(reading, ours, "Soldiers"),
        table=_table(reading, ours),
        remark="Usable force is what remains after caveats, summed over places. Bands hold 90% of worlds.",
        narrow={"margin.r": 84},
    )


def _reserves(reading: Reading) -> Chart:
    ours = {"Mean": reading.values("reserves").astype(float)}
    called = float((ours["Mean"].max(axis=1) > 0).mean())
    most = float(np.quantile(ours["Mean"].max(axis=1), 0.95))
    return Chart(
        id="reserves",
        title="Reserve battalions deployed",
        label="Line chart: mean number of reserve battalions deployed by week, with the 90% interval",
        sentence=f"Reserves are deployed in {words.worlds(called)}, at most {most:.0f} at once in 95%.",
        figure=figure(reading, ours, "Battalions", mean=True),
        table=_table(reading, ours),
        remark="Mean of all worlds, since a median would hide rare deployments. The band holds 90%.",
        narrow={"margin.r": 84},
    )


def series(reading: Reading) -> dict[str, Array]:
    """Return strength and usable force by name; each (run, week), soldiers."""
    found = {"Strength": reading.values("strength").astype(float)}
    if reading.has("usable"):
        found["Usable"] = reading.values("usable").astype(float).sum(axis=-1)
    return found


def figure(reading: Reading, values: dict[str, Array], unit: str, mean: bool = False) -> Figure:
    """Return a fan per series on a scale from nought."""
    traces: list[dict[str, Any]] = []
    ends = []
    top = 1.05 * max(1.0, *(float(fan(v).high.max()) for v in values.values()))
    for (name, each), style in zip(values.items(), STYLES, strict=False):
        spread = fan(each)
        if mean:
            spread.middle[:] = each.mean(axis=0)
        traces += fan_traces(reading.dates, spread, name, style)
        ends.append(End(float(spread.middle[-1]), name, style.colour))
    layout = {
        "height": HEIGHT,
        "margin": MARGIN,
        "xaxis": date_axis(range=[reading.dates[0], reading.dates[-1]]),
        "yaxis": {
            "range": [0, top],
            "title": {"text": unit},
            "nticks": 6,
            "tickformat": ",d" if top > 6 else ",~g",
            **({"dtick": 1} if top <= 6 else {}),
        },
        "annotations": end_labels(ends, (0, top), HEIGHT - MARGIN["t"] - MARGIN["b"]),
    }
    return {"data": traces, "layout": layout}


def _say(name: str, ours: dict[str, Array]) -> str:
    parts = []
    for what, values in ours.items():
        low, middle, high = (round(float(q), -2) for q in np.quantile(values[:, -1], [0.05, 0.5, 0.95]))
        parts.append(f"{what.lower()} {words.number(middle)} ({words.bounds(low, high)})")
    return f"{name} in the last week, soldiers at the median: {words.listing(parts)}."


def _table(reading: Reading, ours: dict[str, Array]) -> Table:
    rows = []
    for w in range(0, reading.weeks, 4):
        cells: list[float | str] = [words.day(reading.dates[w])]
        for values in ours.values():
            cells += [round(float(q), 1) for q in np.quantile(values[:, w], [0.05, 0.5, 0.95])]
            cells.append(round(float(values[:, w].mean()), 1))
        rows.append(tuple(cells))
    columns = [f"{name}, {part}" for name in ours for part in ("5%", "median", "95%", "mean")]
    return Table(("Week of", *columns), tuple(rows))
