"""Positions over the weeks: a few actors in focus with fans, the rest as grey lines."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Table
from dashboards.lines import STYLES, End, band, date_axis, end_labels, line, tip
from dashboards.reading import Array, Reading, fan, pick, plain, tidy
from dashboards.theme import Figure

HEIGHT = 360
MARGIN = {"l": 34, "r": 128, "t": 34, "b": 62}
PLOT = HEIGHT - MARGIN["t"] - MARGIN["b"]
LONG = 26  # weeks from which the grey lines are thinned


def charts(reading: Reading) -> list[Chart]:
    """Return one chart per issue."""
    if not reading.has("position"):
        return []
    return [chart(reading, issue) for issue in reading.labels("issue")]


def chart(reading: Reading, issue: str, focus: Sequence[str] | None = None) -> Chart:
    """Return the chart of one issue; `focus` names the actors that carry colour (five at most)."""
    focus = list(focus or in_focus(reading, issue))[: len(STYLES)]
    title = reading.title("issues", issue)
    return Chart(
        id=f"positions-{issue}",
        title=title,
        label=f"Line chart: positions on {title} by week",
        sentence=sentence(reading, issue),
        figure=figure(reading, issue, focus),
        table=table(reading, issue),
        remark=scale_in_words(reading, issue),
        narrow={"margin.r": 118},
    )


def in_focus(reading: Reading, issue: str) -> list[str]:
    """Return the parties and their patrons, filled up with those who move farthest, then care most."""
    named = [reading.role("claimant"), reading.role("parent")]
    wanted = [*named, *reading.roles("patrons_of_claimant"), *reading.roles("patrons_of_parent")]
    able = reading.holders(issue)
    weight = reading.values("salience", issue=issue).mean(axis=0) if reading.has("salience") else None
    ranked = sorted(able, key=lambda a: -weight[reading.place_in_axis(a)]) if weight is not None else able
    course = reading.course(issue)
    moves = np.abs(np.median(course[:, -1] - course[:, 0], axis=0))
    # Moves of less than a point are no reason to look; a stable sort leaves those in order of salience.
    ranked = sorted(ranked, key=lambda a: -(moves[reading.place_in_axis(a)] // 1.0))
    return list(dict.fromkeys(a for a in [*wanted, *ranked] if a in able))[: len(STYLES)]


def figure(reading: Reading, issue: str, focus: Sequence[str]) -> Figure:
    """Return the fans of the actors in focus over the medians of all others."""
    values = reading.course(issue)
    dates = reading.turns[-values.shape[1] :]
    rest = [a for a in reading.holders(issue) if a not in focus]
    traces = [_context(reading, values, dates, rest)] if rest else []
    lines, ends = [], []
    for actor, style in zip(focus, STYLES, strict=False):
        spread = fan(values[:, :, reading.place_in_axis(actor)])
        traces.append(
            band(dates, spread.low, spread.high, style.colour, 0.07 if style.colour == "black" else 0.12)
        )
        lines += [
            line(dates, spread.middle, reading.name(actor), style),
            tip(dates[-1], spread.middle[-1], style),
        ]
        ends.append(End(float(spread.middle[-1]), _short(reading.short_name(actor)), style.colour))
    return {"data": traces + lines, "layout": _layout(reading, issue, ends)}


def _short(name: str) -> str:
    return name if len(name) <= 17 else f"{name[:16].rstrip()}…"


def _context(reading: Reading, values: Array, turns: Sequence[str], rest: Sequence[str]) -> dict[str, Any]:
    """Return the medians of the others as one broken line; every fourth week of a long run is enough."""
    every = 4 if reading.weeks >= LONG else 1
    middle = np.median(values[:, :, reading.indices(rest)], axis=0)[::every]
    dates = turns[::every]
    x: list[Any] = [d for _ in rest for d in [*dates, None]]
    y: list[Any] = [v for i in range(len(rest)) for v in [*tidy(middle[:, i], 1), None]]
    names = [plain(reading.name(a)) for a in rest for _ in range(len(dates) + 1)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "text": names,
        "connectgaps": False,
        "line": {"color": "$context/0.75", "width": 1},
        "hovertemplate": "%{text}: %{y:.0f}<extra>%{x}</extra>",
    }


def _layout(reading: Reading, issue: str, ends: list[End]) -> dict[str, Any]:
    scale = {int(k): str(v) for k, v in pick(pick(reading.scenario.issues, issue), "scale", {}).items()}
    side = {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "font": {"size": 12, "color": "$muted"},
    }
    poles = [
        {
            **side,
            "y": 1,
            "yshift": 10,
            "yanchor": "bottom",
            "text": f"▲ 100: {plain(_clip(scale.get(100, '')))}",
        },
        {**side, "y": 0, "yshift": -38, "yanchor": "top", "text": f"▼ 0: {plain(_clip(scale.get(0, '')))}"},
    ]
    return {
        "height": HEIGHT,
        "margin": MARGIN,
        "xaxis": date_axis(range=[reading.turns[0], reading.turns[-1]]),
        "yaxis": {"range": [-2, 102], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [*end_labels(ends, (0, 100), PLOT), *(poles if scale else [])],
    }


def _clip(text: str, length: int = 46) -> str:
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0]}…"


def sentence(reading: Reading, issue: str) -> str:
    """Say who moves farthest and how far apart the parties end."""
    values = reading.course(issue)
    able = reading.holders(issue)
    if not able:
        return "No actor holds a position on this issue."
    first, last = (np.median(np.nan_to_num(values[:, turn]), axis=0) for turn in (0, -1))
    mover = max(able, key=lambda a: abs(last - first)[reading.place_in_axis(a)])
    i = reading.place_in_axis(mover)
    if abs(last - first)[i] < 0.5:
        return f"From start to end nobody moves by a point. {_gap(reading, last, able)}".strip()
    bounds = words.bounds(*np.round(np.quantile(values[:, -1, i], [0.05, 0.95])))
    text = f"The farthest move is that of {reading.name(mover)}: "
    text += f"median {first[i]:.0f} to {last[i]:.0f} ({bounds})."
    return f"{text} {_gap(reading, last, able)}".strip()


def _gap(reading: Reading, last: Array, able: Sequence[str]) -> str:
    claimant, parent = reading.role("claimant"), reading.role("parent")
    if claimant not in able or parent not in able or claimant is None or parent is None:
        return ""
    apart = abs(last[reading.place_in_axis(claimant)] - last[reading.place_in_axis(parent)])
    return f"{reading.name(parent)} and {reading.name(claimant)} end {apart:.0f} points apart."


def scale_in_words(reading: Reading, issue: str) -> str:
    """Return the worded scale of an issue on one line."""
    scale = pick(pick(reading.scenario.issues, issue), "scale", {})
    steps = "; ".join(f"{k} {scale[k]}" for k in sorted(scale, key=int))
    return f"Scale: {steps}. Grey lines are the medians of all other actors." if steps else ""


def table(reading: Reading, issue: str) -> Table:
    """Return start and end by actor with 90% intervals."""
    values = reading.course(issue)
    rows = []
    for actor in sorted(reading.holders(issue), key=reading.name):
        spread = fan(values[:, :, reading.place_in_axis(actor)])
        first, last, low, high = (
            round(float(v), 1) for v in (spread.middle[0], spread.middle[-1], spread.low[-1], spread.high[-1])
        )
        rows.append((reading.name(actor), first, last, low, high, round(last - first, 1)))
    columns = ("Actor", "Start, median", "End, median", "5%", "95%", "Change")
    return Table(columns, tuple(rows))
