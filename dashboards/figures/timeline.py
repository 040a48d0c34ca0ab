"""The timeline: dates known when the forecast was made, then the simulated events with their spread."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Key, Table
from dashboards.figures.votes import RESULTS
from dashboards.reading import Array, Reading, pick, plain
from dashboards.theme import Figure

ROW = 25
LONGEST = 62  # characters of a name beside its mark; the list beneath has all of it


@dataclass(frozen=True)
class Event:
    """One row: its name and its dates (5%, median, 95%); `share` of worlds is None for a known date."""

    name: str
    low: str
    middle: str
    high: str
    share: float | None = None


def charts(reading: Reading) -> list[Chart]:
    """Return the timeline, or nothing where there is neither a calendar nor an event."""
    rows = events(reading)
    if not rows:
        return []
    return [
        Chart(
            id="timeline",
            title="What is on the calendar, and what follows in the simulation",
            label="Timeline: dates known at the forecast and simulated events with 90% intervals",
            sentence=sentence(reading),
            figure=figure(rows),
            table=table(rows),
            keys=(
                Key("Known date", "$black", "diamond"),
                Key("Median week, in half of worlds or more", "$blue", "dot"),
                Key("in fewer", "$blue", "ring"),
                Key("90% of its dates", "$blue", "line"),
            ),
            notes=tuple(_note(e) for e in rows),
            narrow={"annotations": [], "margin.r": 16},
            remark="Dates of a simulated event are those of the worlds in which it happens.",
        )
    ]


def events(reading: Reading) -> list[Event]:
    """Return all rows: known dates in order, then simulated events by median date."""
    known = [
        Event(str(pick(e, "name", "")), *(str(pick(e, "date"))[:10],) * 3)
        for e in pick(reading.case, "calendar", ())
    ]
    simulated = [e for name, weeks in _simulated(reading) if (e := _event(reading, name, weeks))]
    return [*sorted(known, key=lambda e: e.middle), *sorted(simulated, key=lambda e: e.middle)]


def _simulated(reading: Reading) -> list[tuple[str, Array]]:
    found = []
    for variable, name in (
        ("declaration_week", "Declaration"),
        ("agreement_week", "Agreement of the parties"),
        ("chain_week", "A like step elsewhere"),
    ):
        if reading.has(variable):
            found.append((name, reading.values(variable)))
    if reading.has("text_week", "text_result"):
        for text in reading.council_texts():
            weeks, result = reading.values("text_week", text=text), reading.values("text_result", text=text)
            found += [
                (f"{reading.title('texts', text)}: {name}", np.where(result == code, weeks, -1))
                for code, name in RESULTS.items()
            ]
    if reading.has("union_week"):
        union = reading.role_name("union", "Union")
        axis, titles = reading.axis_of("union_week")
        found += [
            (f"{union} agrees on: {reading.title(titles, k)}", reading.values("union_week", **{axis: k}))
            for k in reading.labels(axis)
        ]
    if reading.has("response_week"):
        found += [
            (reading.title("responses", r), reading.values("response_week", response=r))
            for r in reading.labels("response")
        ]
    return found


def _event(reading: Reading, name: str, weeks: Array) -> Event | None:
    happens = weeks[weeks >= 0]
    if not happens.size:
        return None
    low, middle, high = (reading.date_of(float(q)) for q in np.quantile(happens, [0.05, 0.5, 0.95]))
    return Event(name, low, middle, high, happens.size / reading.runs)


def figure(rows: list[Event]) -> Figure:
    """Return numbered rows: a diamond for a known date, a bar and a dot for a simulated event."""
    spans: dict[str, list[Any]] = {"x": [], "y": []}
    for number, event in enumerate(rows, 1):
        if event.share is not None:
            spans["x"] += [event.low, event.high, None]
            spans["y"] += [number, number, None]
    lines = {
        "type": "scatter",
        "mode": "lines",
        **spans,
        "line": {"color": "$blue/0.45", "width": 5},
        "hoverinfo": "skip",
    }
    marks = [
        _marks(rows, False, "diamond", "$black"),
        _marks(rows, True, "circle", "$blue"),
    ]
    return {"data": [t for t in (lines, *marks) if t["x"]], "layout": _layout(rows)}


def _marks(rows: list[Event], simulated: bool, symbol: str, colour: str) -> dict[str, Any]:
    kept = [(n, e) for n, e in enumerate(rows, 1) if (e.share is not None) == simulated]
    often = [e.share is None or e.share >= 0.5 for _, e in kept]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [e.middle for _, e in kept],
        "y": [n for n, _ in kept],
        "text": [plain(_note(e)) for _, e in kept],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": symbol,
            "size": 11,
            "color": [colour if o else "$paper" for o in often],
            "line": {"width": 2, "color": colour},
        },
        "cliponaxis": False,
    }


def _layout(rows: list[Event]) -> dict[str, Any]:
    count = len(rows)
    known = sum(e.share is None for e in rows)
    divide = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": known + 0.5,
        "y1": known + 0.5,
        "line": {"color": "$axis", "width": 1},
    }
    return {
        "height": ROW * count + 70,
        "margin": {"l": 34, "r": 250, "t": 8, "b": 46},
        "xaxis": {"type": "date", "tickformat": "%b\n%Y", "nticks": 8, "range": _span(rows)},
        "yaxis": {
            "range": [count + 0.7, 0.3],
            "tickvals": list(range(1, count + 1)),
            "ticktext": [str(n) for n in range(1, count + 1)],
            "tickfont": {"size": 12, "color": "$ink"},
        },
        "shapes": [divide] if 0 < known < count else [],
        "annotations": _names(rows),
    }


def _span(rows: list[Event]) -> list[str]:
    """Return the first and last date with a little room on either side."""
    days = [dt.date.fromisoformat(d) for d in (min(e.low for e in rows), max(e.high for e in rows))]
    room = (days[1] - days[0]) / 50 + dt.timedelta(days=2)
    return [(days[0] - room).isoformat(), (days[1] + room).isoformat()]


def _names(rows: list[Event]) -> list[dict[str, Any]]:
    """Return each row's name right of its mark; a narrow page has only the numbers and the list."""
    return [
        {
            "x": event.high,
            "y": number,
            "xshift": 11,
            "xanchor": "left",
            "text": plain(event.name if len(event.name) <= LONGEST else f"{event.name[:LONGEST].rstrip()}…"),
            "bgcolor": "$paper",
        }
        for number, event in enumerate(rows, 1)
    ]


def _note(event: Event) -> str:
    if event.share is None:
        return f"{event.name}, {words.day(event.middle)}"
    spread = "" if event.low == event.high else f", 90% {words.day(event.low)} to {words.day(event.high)}"
    return f"{event.name}: in {words.worlds(event.share)}, week of {words.day(event.middle)}{spread}"


def sentence(reading: Reading) -> str:
    """Say how much is known and what comes first in the simulation."""
    rows = events(reading)
    known = [e for e in rows if e.share is None]
    likely = [e for e in rows if e.share is not None and e.share >= 0.5]
    text = f"{words.count(len(known), 'date').capitalize()} known at the forecast."
    if likely:
        order = words.listing([f"{e.name} ({words.day(e.middle)})" for e in likely], 6)
        text += f" Simulated events that happen in at least half of the worlds, by median week: {order}."
    return text


def table(rows: list[Event]) -> Table:
    """Return every row with its dates and share of worlds."""
    cells = [
        (
            n,
            e.name,
            words.day(e.low),
            words.day(e.middle),
            words.day(e.high),
            "known" if e.share is None else words.percent(e.share),
        )
        for n, e in enumerate(rows, 1)
    ]
    return Table(("No.", "Event", "5%", "Median", "95%", "Worlds"), tuple(cells))
