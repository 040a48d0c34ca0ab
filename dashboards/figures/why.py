"""A decision as a waterfall: the terms that carried it, the strongest first, and what they add up to."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards import theme, words
from dashboards.chart import Chart, Table
from sim.clock import Clock
from sim.why import MEANINGS, UNITS

SHUT = 100.0
"""A term beyond this is a gate that is shut, and no amount that could be drawn."""


def chart(row: Mapping[str, Any], scenario: Any, number: int) -> Chart:
    """Return one entry of the decision log; number : its place on the page."""
    kind, _, what = str(row["decision"]).partition(":")
    name = scenario.actors[row["actor"]].name
    day = words.day(Clock.of(scenario).day(row["week"]).isoformat())
    about = f" ({_title(scenario, what)})" if what else ""
    ranked = sorted(((k, v) for k, v in row["terms"].items() if v), key=lambda pair: -abs(pair[1]))
    unit = UNITS.get(kind, "log rate per day")
    return Chart(
        id=f"why-{number}",
        title=f"{day}: {name} {row['choice']}{about}",
        label=f"Waterfall: terms of the decision {kind}{about} of {name} on {day}",
        sentence=_sentence(row, ranked, unit),
        figure=_figure([(k, v) for k, v in ranked if abs(v) <= SHUT], float(row["total"]), unit),
        table=Table(("Term", unit or "amount"), tuple((MEANINGS.get(k, k), round(v, 3)) for k, v in ranked)),
        remark="A gate is shut: whatever else speaks for it, the actor does not." if _shut(ranked) else "",
    )


def _title(scenario: Any, what: str) -> str:
    """Return what a decision is about in words."""
    for group in ("texts", "responses", "postures"):
        found = getattr(scenario.case, group, None) or {}
        if what in found:
            return str(getattr(found[what], "title", what))
    return what.replace("-", " ")


def _shut(ranked: Sequence[tuple[str, float]]) -> bool:
    return any(abs(value) > SHUT for _, value in ranked)


def _sentence(row: Mapping[str, Any], ranked: Sequence[tuple[str, float]], unit: str) -> str:
    """Return what pulled most each way, and the chance where there was one."""
    drawn = [(MEANINGS.get(k, k), v) for k, v in ranked if abs(v) <= SHUT]
    for_ = [f"{name} ({value:+.2f})" for name, value in drawn if value > 0][:2]
    against = [f"{name} ({value:+.2f})" for name, value in drawn if value < 0][:2]
    told = []
    if for_:
        told.append(f"most for it: {words.listing(for_)}")
    if against:
        told.append(f"most against it: {words.listing(against)}")
    if row["probability"] is not None:
        told.append(
            f"a chance of {words.percent(row['probability'])} in the week, and a draw of {row['draw']:.2f}"
        )
    text = "; ".join(told) or "Nothing was weighed"
    return text[0].upper() + text[1:] + (f" ({unit})." if unit else ".")


def _figure(terms: Sequence[tuple[str, float]], total: float, unit: str) -> theme.Figure:
    """Return bars that start where the one above ends, and a last one for the sum."""
    labels = [MEANINGS.get(name, name) for name, _ in terms]
    shut = abs(total) > SHUT
    y = list(range(len(terms)))[::-1]
    start, base = 0.0, []
    for _, value in terms:
        base.append(start)
        start += value
    height = 64 + 27 * (len(terms) + 1)
    bars: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": [round(value, 4) for _, value in terms],
        "base": [round(one, 4) for one in base],
        "y": y,
        "width": 0.62,
        "marker": {"color": ["$blue" if value > 0 else "$orange" for _, value in terms]},
        "text": [f"{value:+.2f}" for _, value in terms],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{text}<extra></extra>",
    }
    sums: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": [round(start, 4)],
        "y": [-1],
        "width": 0.62,
        "marker": {"color": "$muted"},
        "text": [f"{start:+.2f}"],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return {
        "data": [bars, sums],
        "layout": {
            "height": height,
            "margin": {"l": 240, "r": 60, "t": 8, "b": 40},
            "xaxis": {
                "zeroline": True,
                "zerolinecolor": "$axis",
                "title": {"text": unit},
                "showgrid": True,
                "gridcolor": "$rule",
            },
            "yaxis": {
                "tickvals": [*y, -1],
                "ticktext": [*labels, "the sum" + (" without the gate" if shut else "")],
                "range": [-1.6, len(terms) - 0.4],
                "showgrid": False,
                "tickfont": {"size": 12.5, "color": "$ink"},
            },
        },
    }
