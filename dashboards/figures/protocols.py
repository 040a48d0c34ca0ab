"""Rival models: where each protocol of negotiation takes each issue, from the same start and by itself."""

from typing import Any

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Key, Row, Table
from dashboards.reading import Array, Reading, fan, pick, plain, tidy
from dashboards.theme import SPACED, Figure
from scenarios import Scenario
from sim import rivals
from sim.needs import CastError, lacks
from sim.rivals import Ending, Rivals

MOST, FEWEST = 24, 3
WORK = 6.5e8
"""Worlds times weeks, issues and the cube of actors that the report has time for: some seconds."""

ROW = 21
MARGIN = {"l": 124, "r": 54, "t": 30, "b": 28}


def charts(reading: Reading) -> list[Chart]:
    """Return one chart per issue, or nothing where there is no scenario that a protocol could be tried on."""
    if not isinstance(reading.scenario, Scenario):
        return []
    try:
        return drawn(reading, rivals.play(reading.scenario, int(reading.results.seed), worlds(reading)))
    except CastError:  # a run of an earlier version, of a case that this one does not take
        return []


def worlds(reading: Reading) -> int:
    """Return in how many of the ensemble's worlds the models are tried: few where the cast is large."""
    size = len(reading.labels("issue")) * len(reading.actors) ** 3 * reading.weeks
    return min(reading.runs, max(FEWEST, min(MOST, int(WORK / max(size, 1)))))


def drawn(reading: Reading, found: Rivals) -> list[Chart]:
    """Return one chart for each issue on which somebody has power."""
    known = np.isfinite(found.start.mean)
    return [chart(reading, found, issue) for k, issue in enumerate(found.issues) if known[:, k].all()]


def chart(reading: Reading, found: Rivals, issue: str) -> Chart:
    """Return the chart of one issue."""
    title = reading.title("issues", issue)
    return Chart(
        id=f"protocols-{issue}",
        title=title,
        label=f"Dot plot: where each model of bargaining takes {title}",
        sentence=sentence(found, issue),
        figure=figure(found, issue),
        table=table(found, issue),
        keys=keys(found),
        remark=poles(reading, issue),
        narrow={"margin.l": 116, "margin.r": 44},
    )


def keys(found: Rivals) -> tuple[Key, ...]:
    """Return the legend; one world alone has no spread."""
    reach = Key(f"90% of the first {found.runs} worlds", "$axis", "line")
    return (
        Key("this scenario's model", "$blue", "diamond"),
        Key("other models", "$muted", "dot"),
        *([reach] if found.runs > 1 else []),
        Key("start", "$faint", "dash"),
    )


def models(reading: Reading) -> list[tuple[str, str, str]]:
    """Return each model's name, what it says, and what this case lacks for it (nothing, if it is drawn)."""
    if not isinstance(reading.scenario, Scenario):
        return []
    return [
        (name, said, " and ".join(lacks(reading.scenario, name))) for name, said in rivals.sayings().items()
    ]


def ordered(found: Rivals) -> list[str]:
    """Return the models from top to bottom: the scenario's own, then the others."""
    return sorted(found.endings, key=lambda name: name != found.own)


def figure(found: Rivals, issue: str) -> Figure:
    """Return a row per model: the median world as a dot, nine worlds of ten as a line."""
    names, k = ordered(found), list(found.issues).index(issue)
    ends = fan(np.stack([found.endings[name].mean[:, k] for name in names]), axis=1)
    rows = np.arange(len(names))
    own, others = rows == 0, rows > 0
    traces = [
        *_reach(rows[others], ends.low[others], ends.high[others], "$axis"),
        *_reach(rows[own], ends.low[own], ends.high[own], "$blue/0.55"),
    ]
    for those, shape, size, colour in ((others, "circle", 9, "$muted"), (own, "diamond", 12, "$blue")):
        said = [
            f"{names[i]}: {ends.middle[i]:.0f} ({words.bounds(round(ends.low[i]), round(ends.high[i]))})"
            for i in rows[those]
        ]
        traces.append(_dots(rows[those], ends.middle[those], said, shape, size, colour))
    return {"data": traces, "layout": _layout(found, k, names)}


def _reach(rows: Array, low: Array, high: Array, colour: str) -> list[dict[str, Any]]:
    """Return thick lines from low to high, a row each, as one broken line."""
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [x for ends in zip(tidy(low), tidy(high), strict=True) for x in (*ends, None)],
        "y": [y for row in rows.tolist() for y in (row, row, None)],
        "line": {"color": colour, "width": 4},
        "hoverinfo": "skip",
    }
    return [line] if len(rows) else []


def _dots(rows: Array, x: Array, said: list[str], shape: str, size: int, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": tidy(x),
        "y": rows.tolist(),
        "text": [plain(text) for text in said],
        "marker": {
            "symbol": shape,
            "size": size,
            "color": colour,
            "line": {"color": "$paper", "width": 1.5},
        },
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _layout(found: Rivals, k: int, names: list[str]) -> dict[str, Any]:
    last = len(names) - 0.5
    start = round(float(np.median(found.start.mean[:, k])), 2)
    labels = [f"<b>{plain(n)}</b>" if n == found.own else plain(n) for n in names]
    rule = {"color": "$faint", "width": 1.5, "dash": "4px,3px"}
    band = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": -0.5, "y1": 0.5}
    return {
        "height": ROW * len(names) + MARGIN["t"] + MARGIN["b"],
        "margin": MARGIN,
        "xaxis": {"range": [-2, 102], "tickvals": [0, 25, 50, 75, 100]},
        "yaxis": {
            "range": [last, -0.5],
            "tickvals": list(range(len(names))),
            "ticktext": labels,
            **SPACED,
            "tickfont": {"color": "$ink", "size": 12},
        },
        "shapes": [
            {**band, "fillcolor": "$raised", "line": {"width": 0}, "layer": "below"},
            {
                "type": "line",
                "x0": start,
                "x1": start,
                "y0": last,
                "y1": -0.5,
                "line": rule,
                "layer": "below",
            },
        ],
        "annotations": [
            *_moves(found, k, names),
            {"x": start, "yref": "paper", "y": 1, "yanchor": "bottom", "text": f"start {start:.0f}"},
        ],
    }


def _moves(found: Rivals, k: int, names: list[str]) -> list[dict[str, Any]]:
    """Return a column of numbers right of the plot: how far the average actor moves."""
    side = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": 46}
    head = {**side, "yref": "paper", "y": 1, "yanchor": "bottom", "text": "moved"}
    far = [_far(found.endings[name], k) for name in names]
    return [head, *({**side, "y": i, "yanchor": "middle", "text": f"{v:.0f}"} for i, v in enumerate(far))]


def _far(ending: Ending, k: int) -> float:
    return float(np.median(ending.moved[:, k]))


def poles(reading: Reading, issue: str) -> str:
    """Return what the two ends of the scale mean, in words."""
    scale = {int(n): str(said) for n, said in pick(pick(reading.scenario.issues, issue), "scale", {}).items()}
    return " ".join(words.sentence(f"{end}: {scale[end]}") for end in (0, 100) if scale.get(end))


def sentence(found: Rivals, issue: str) -> str:
    """Say between which points the models end, which are farthest out, and where the scenario's own is."""
    k = list(found.issues).index(issue)
    start = round(float(np.median(found.start.mean[:, k])))
    ends = {name: round(float(np.median(end.mean[:, k]))) for name, end in found.endings.items()}
    rest = {name: end for name, end in ends.items() if name not in ("none", found.own)} or ends
    low, high = min(rest.values()), max(rest.values())
    own = f"{found.own}, which this scenario uses, ends at {ends[found.own]}"
    if low == high:
        return f"From {start} at the start, all other models end at {low}; {own}."
    least, most = (_named(rest, end) for end in (low, high))
    return (
        f"From {start} at the start, the other models end between {low} ({least}) and {high} ({most}); {own}."
    )


def _named(ends: dict[str, int], at: int) -> str:
    return words.listing([name for name, end in ends.items() if end == at], 3)


def table(found: Rivals, issue: str) -> Table:
    """Return, for each model, the weighted mean and median at the end and how far the average actor moves."""
    k = list(found.issues).index(issue)
    rows = [_row(name, found.endings[name], k) for name in ordered(found)]
    return Table(("Model", "Mean by power", "5%", "95%", "Median by power", "Average move"), tuple(rows))


def _row(name: str, end: Ending, k: int) -> Row:
    spread = np.quantile(end.mean[:, k], [0.5, 0.05, 0.95])
    numbers = (*spread, np.median(end.median[:, k]), np.median(end.moved[:, k]))
    return (name, *(round(float(v), 1) for v in numbers))
