"""Lines, fans and labels at line ends: the marks that several views share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards import theme
from dashboards.reading import Fan, plain, tidy

Trace = dict[str, Any]

DAY = 86_400_000  # milliseconds, in which plotly measures time


@dataclass(frozen=True)
class Style:
    """How one series is told apart: colour, dash and end marker, never by colour alone."""

    colour: str
    dash: str
    marker: str


STYLES = tuple(Style(*parts) for parts in zip(theme.SERIES, theme.DASHES, theme.MARKERS, strict=True))


@dataclass(frozen=True)
class End:
    """A label at the end of a line: where the line ends, what it is called, its colour token."""

    y: float
    text: str
    colour: str


def band(x: Sequence[Any], low: Any, high: Any, colour: str, alpha: float = 0.14) -> Trace:
    """Return a filled area between two lines."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*x, *reversed(x)],
        "y": [*tidy(high), *reversed(tidy(low))],
        "fill": "toself",
        "fillcolor": f"${colour}/{alpha}",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def line(x: Sequence[Any], y: Any, name: str, style: Style, width: float = 2.25) -> Trace:
    """Return a line with its dash."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": tidy(y),
        "name": plain(name),
        "line": {"color": f"${style.colour}", "width": width, "dash": style.dash},
        "hovertemplate": f"{plain(name)}: %{{y:.3~g}}<extra>%{{x}}</extra>",
    }


def tip(x: Any, y: float, style: Style) -> Trace:
    """Return the marker that closes a line, so that it is told apart in grey print too."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [round(float(y), 2)],
        "marker": {"symbol": style.marker, "size": 9, "color": f"${style.colour}"},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def fan_traces(x: Sequence[Any], quantiles: Fan, name: str, style: Style, inner: bool = False) -> list[Trace]:
    """Return the 90% band, optionally the 50% band, the median line and its end marker."""
    bands = [band(x, quantiles.low, quantiles.high, style.colour, 0.13)]
    if inner:
        bands.append(band(x, quantiles.lower, quantiles.upper, style.colour, 0.2))
    return [*bands, line(x, quantiles.middle, name, style), tip(x[-1], quantiles.middle[-1], style)]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions at least `gap` apart, as near as can be to `wanted` (least squares, order kept).

    The classic pooling of adjacent violators: subtract the gaps, average what is out of order, add them back.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    pools: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        pools.append((wanted[i] - rank * gap, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2:]
            pools[-2:] = [((a * n + b * m) / (n + m), n + m)]
    level = [value for value, size in pools for _ in range(size)]
    top = max(high - gap * (len(wanted) - 1), low)
    placed = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        placed[i] = min(max(level[rank], low), top) + rank * gap
    return placed


def end_labels(ends: Sequence[End], scale: tuple[float, float], height: int, axis: str = "y") -> list[Trace]:
    """Return annotations right of the plot, 16 px apart at least; `height` is the plot area in px."""
    low, high = scale
    gap = 16 / height * (high - low)
    heights = spread([end.y for end in ends], gap, low, high)
    return [
        {
            "xref": f"{axis.replace('y', 'x')} domain",
            "yref": axis,
            "x": 1,
            "y": round(y, 2),
            "xshift": 9,
            "xanchor": "left",
            "yanchor": "middle",
            "text": plain(end.text),
            "font": {"color": f"${end.colour}-text", "size": 12.5},
        }
        for end, y in zip(ends, heights, strict=True)
    ]


def level(y: float, text: str) -> tuple[Trace, Trace]:
    """Return a dashed reference line across the plot and the words above its left end."""
    rule = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": {"color": "$faint", "width": 1, "dash": "3px,3px"},
    }
    words = {"xref": "paper", "x": 0, "y": y, "xanchor": "left", "yanchor": "bottom", "text": plain(text)}
    return rule, {**words, "font": {"size": 11.5, "color": "$muted"}}


def date_axis(**more: Any) -> dict[str, Any]:
    """Return a date axis with months named once and the year beneath January; days too in a short run."""
    days = {"dtickrange": [None, 27 * DAY], "value": "%-d %b\n%Y"}
    return {
        "type": "date",
        "tickformat": "%b\n%Y",
        "tickformatstops": [days],
        "nticks": 7,
        "hoverformat": "%-d %b %Y",
        **more,
    }
