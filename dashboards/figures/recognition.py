"""The cascade of recognition: how many have recognised, counted from the declaration."""

from typing import Any

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Row, Table
from dashboards.lines import STYLES, End, band, end_labels, line, tip
from dashboards.reading import Array, Fan, Reading, fan
from dashboards.theme import Figure

HEIGHT = 420
MARGIN = {"l": 44, "r": 190, "t": 16, "b": 52}
DAYS = (30, 90, 365)


def charts(reading: Reading) -> list[Chart]:
    """Return the cascade, or nothing where no world has a declaration."""
    if (
        not reading.has("recognised_week", "declaration_week")
        or not reading.declared.any()
        or not reading.states()
    ):
        return []
    return [
        Chart(
            id="recognition",
            title=title(reading),
            label="Line chart with fans: states that have recognised, by days since the declaration",
            sentence=sentence(reading),
            figure=figure(reading),
            table=table(reading),
            remark=remark(reading),
            narrow={"margin.r": 168, "height": 380},
        )
    ]


def groups(reading: Reading) -> list[tuple[str, list[str]]]:
    """Return all states, then the members of the union and of the alliance."""
    states = set(reading.states())
    found = [("All states", reading.states())]
    for role in ("union", "alliance"):
        members = [a for a in reading.members(reading.role(role)) if a in states]
        if members:
            found.append((reading.role_name(role), members))
    return found


def horizon(reading: Reading) -> int:
    """Return the last lag (steps) up to which nine in ten of the declared worlds are followed."""
    return max(int(np.quantile(reading.followed[reading.declared], 0.1, method="lower")), 1)


def cascade(reading: Reading, members: list[str]) -> Fan:
    """Return quantiles of the count by steps since the declaration; each of shape (lag,).

    The worlds are the same at every lag, those followed to the end of the curve, so that no count can fall.
    """
    last = horizon(reading)
    lags = reading.lags[reading.followed >= last][:, reading.indices(members)]
    steps = [fan((lags <= lag).sum(axis=1)) for lag in range(last + 1)]
    return Fan(
        *(np.array([getattr(s, part) for s in steps]) for part in ("low", "lower", "middle", "upper", "high"))
    )


def figure(reading: Reading) -> Figure:
    """Return a median line for each group of states, and the 50% and 90% fan of all of them."""
    days = [reading.step_days * lag for lag in range(horizon(reading) + 1)]
    traces: list[dict[str, Any]] = []
    ends = []
    most = 0.0
    for (name, members), style in zip(groups(reading), STYLES, strict=False):
        curve = cascade(reading, members)
        if not traces:  # bands of nested groups would hide one another: theirs are in the table
            traces.append(band(days, curve.low, curve.high, style.colour, 0.12))
            traces.append(band(days, curve.lower, curve.upper, style.colour, 0.16))
        traces += [line(days, curve.middle, name, style), tip(days[-1], curve.middle[-1], style)]
        ends.append(
            End(float(curve.middle[-1]), f"{name} {curve.middle[-1]:.0f}/{len(members)}", style.colour)
        )
        most = max(most, len(members), float(curve.high.max()))
    top = max(most * 1.04, 1)
    return {"data": traces, "layout": _layout(days, ends, top)}


def _layout(days: list[float], ends: list[End], top: float) -> dict[str, Any]:
    ticks = [0, *(d for d in (30, 90, 180, 270, 365) if d <= days[-1])]
    plot = HEIGHT - MARGIN["t"] - MARGIN["b"]
    return {
        "height": HEIGHT,
        "margin": MARGIN,
        "xaxis": {"range": [0, days[-1]], "tickvals": ticks, "title": {"text": "Days since the declaration"}},
        "yaxis": {"range": [0, top], "title": {"text": "States that have recognised"}, "nticks": 6},
        "annotations": end_labels(ends, (0, top), plot),
    }


def count_by(reading: Reading, days: int, members: list[str]) -> Array | None:
    """Return the count of recognitions by `days` in each world followed that long; None where none is."""
    kept = reading.followed_for(days)
    if not kept.any():
        return None
    counts: Array = reading.within(days)[kept][:, reading.indices(members)].sum(axis=1)
    return counts


def title(reading: Reading) -> str:
    """Return the finding at ninety days as a heading."""
    counts = count_by(reading, 90, reading.states())
    if counts is None:
        return "Recognition after the declaration"
    return f"{np.median(counts):.0f} of {len(reading.states())} states within ninety days, at the median"


def sentence(reading: Reading) -> str:
    """Say how many recognise by day 90, overall and in the union and the alliance."""
    parts = []
    for name, members in groups(reading):
        counts = count_by(reading, 90, members)
        if counts is not None:
            low, middle, high = np.quantile(counts, [0.05, 0.5, 0.95])
            parts.append(
                f"{middle:.0f} of {len(members)} {_kind(name)} ({words.bounds(round(low), round(high))})"
            )
    if not parts:
        return "No world is followed for ninety days after a declaration."
    return f"Ninety days after the declaration, {words.listing(parts)} have recognised at the median."


def _kind(name: str) -> str:
    return "states" if name == "All states" else f"members of {name}"


def remark(reading: Reading) -> str:
    """Say on which worlds the curve rests and where it is cut."""
    end, last = reading.step_days * horizon(reading), horizon(reading)
    made, kept = int(reading.declared.sum()), int((reading.followed >= last).sum())
    return (
        f"A declaration is made in {made} of {reading.runs} worlds; the curve shows the {kept} followed "
        f"for {end:.0f} days. Lines are medians; the bands hold 50% and 90% of worlds, for all states."
    )


def table(reading: Reading) -> Table:
    """Return median counts and 90% intervals at 30, 90 and 365 days."""
    rows: list[Row] = []
    for name, members in groups(reading):
        for days in DAYS:
            counts = count_by(reading, days, members)
            if counts is not None:
                low, middle, high = (float(q) for q in np.quantile(counts, [0.05, 0.5, 0.95]))
                rows.append((name, days, low, middle, high, len(members), len(counts)))
    columns = ("Group", "Days after declaration", "5%", "Median", "95%", "Members", "Worlds followed so long")
    return Table(columns, tuple(rows))
