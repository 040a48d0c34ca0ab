"""Two scenarios week by week: fans of the paired difference, B less A, and zero where nothing differs."""

from typing import Any

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Key, Row, Table
from dashboards.lines import End, Style, band, date_axis, end_labels, line, tip
from dashboards.reading import tidy
from dashboards.theme import Figure
from sim.clock import Clock
from sim.studies.compare import Comparison
from sim.studies.courses import Course

MEDIAN = Style("blue", "solid", "circle")
MEAN = Style("orange", "dash", "diamond")
HEIGHT = 260
MARGIN = {"l": 40, "r": 118, "t": 14, "b": 46}
LONG = 26
"""Weeks from which the lines of single actors are thinned."""
NAMED, LEAST = 3, 0.5
"""How many actors are named at the end of their line, and the points from which one is."""


def charts(found: Comparison, letter: str, kind: str) -> list[Chart]:
    """Return a chart for each course of a kind (position, recognitions, severity) that differs at all."""
    return [chart(found, letter, one) for one in found.courses if one.kind == kind]


def title(found: Comparison, course: Course) -> str:
    """Return what a course is of, in words."""
    if course.kind == "position":
        return str(found.a.issues[course.of].title)
    if course.kind == "severity":
        return str(found.a.case.places[course.of].name)
    return "States that have recognised"


def chart(found: Comparison, letter: str, course: Course) -> Chart:
    """Return the chart of one course."""
    name = title(found, course)
    actors = bool(course.actors)
    return Chart(
        id=f"{letter.lower()}-{course.kind}{'-' if course.of else ''}{course.of}",
        title=name,
        label=f"Fan chart: {name} by week, {letter} less A",
        sentence=sentence(found, letter, course),
        figure=figure(found, course),
        table=table(found, course),
        keys=(
            Key("Median", "$blue", "line"),
            Key("Mean", "$orange", "dash"),
            Key("50% and 90% of pairs", "$blue/0.25"),
            *([Key("Single actors, means", "$context", "line")] if actors else []),
        ),
        narrow={"margin.r": 96 if actors else 12},
    )


def _dates(found: Comparison, weeks: int) -> list[str]:
    clock = Clock.of(found.a)
    return [clock.day(week).isoformat() for week in range(weeks)]


def figure(found: Comparison, course: Course) -> Figure:
    """Return bands, median and mean of the difference around a line at zero."""
    dates = _dates(found, len(course.mean))
    low, lower, middle, upper, high = course.points
    ranked = sorted(course.actors, key=lambda name: -abs(course.actors[name][-1]))
    traces = [
        band(dates, low, high, "blue", 0.13),
        band(dates, lower, upper, "blue", 0.2),
        *([_others(dates, course)] if course.actors else []),
        line(dates, course.mean, "Mean", MEAN, 1.75),
        line(dates, middle, "Median", MEDIAN),
        tip(dates[-1], middle[-1], MEDIAN),
    ]
    drawn = [*course.points, course.mean, *course.actors.values()]
    most = max(float(np.abs(one).max()) for one in drawn) * 1.06
    scale = (-most if min(float(one.min()) for one in drawn) < 0 else -0.06 * most, most)
    if max(float(one.max()) for one in drawn) <= 0:
        scale = (-most, 0.06 * most)
    ends = [
        End(float(course.actors[name][-1]), _short(found.a.actors[name].name), "black")
        for name in ranked[:NAMED]
        if abs(course.actors[name][-1]) >= LEAST
    ]
    return {"data": traces, "layout": _layout(dates, scale, ends, wide=bool(course.actors))}


def _short(name: str) -> str:
    name = name.partition(" (")[0]
    return name if len(name) <= 15 else f"{name[:14].rstrip()}…"


def _others(dates: list[str], course: Course) -> dict[str, Any]:
    """Return the mean differences of single actors as one broken grey line."""
    kept = sorted({*range(0, len(dates), 4 if len(dates) > LONG else 1), len(dates) - 1})
    x: list[Any] = [day for _ in course.actors for day in [*(dates[week] for week in kept), None]]
    y: list[Any] = [value for one in course.actors.values() for value in [*tidy(one[kept]), None]]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "connectgaps": False,
        "line": {"color": "$context/0.75", "width": 1},
        "hoverinfo": "skip",
    }


def _layout(dates: list[str], scale: tuple[float, float], ends: list[End], *, wide: bool) -> dict[str, Any]:
    zero = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0}
    return {
        "height": HEIGHT,
        "margin": MARGIN if wide else {**MARGIN, "r": 16},
        "xaxis": date_axis(nticks=5, range=[dates[0], dates[-1]]),
        "yaxis": {"range": [round(scale[0], 3), round(scale[1], 3)], "nticks": 6},
        "shapes": [{**zero, "line": {"color": "$axis", "width": 1}, "layer": "below"}],
        "annotations": end_labels(ends, scale, HEIGHT - MARGIN["t"] - MARGIN["b"]),
    }


def sentence(found: Comparison, letter: str, course: Course) -> str:
    """Say where the mean differs most, and how far pairs are spread then; for positions, who moves most."""
    week = int(np.argmax(np.abs(course.mean)))
    day = words.day(Clock.of(found.a).day(week).isoformat())
    reach = words.bounds(*(round(float(course.points[i, week]), 1) for i in (0, 4)))
    unit = "" if course.kind == "severity" else f" {course.unit}"
    size = words.number(abs(float(course.mean[week])))
    way = "above" if course.mean[week] > 0 else "below"
    text = f"{letter} is farthest from A in the week of {day}: in the mean {size}{unit} {way} it ({reach})."
    ends = {name: float(one[-1]) for name, one in course.actors.items()}
    if not ends or max(map(abs, ends.values())) < LEAST:
        return text
    who = max(ends, key=lambda name: abs(ends[name]))
    name, size = found.a.actors[who].name, words.change(ends[who], None)
    return f"{text} At the end {name} is moved most, by {size} points."


def table(found: Comparison, course: Course) -> Table:
    """Return quantiles and mean of the difference every fourth week."""
    dates = _dates(found, len(course.mean))
    drawn: list[Row] = [
        (words.day(dates[w]), *(round(float(v), 2) for v in (*course.points[[0, 2, 4], w], course.mean[w])))
        for w in range(0, len(dates), 4)
    ]
    return Table(("Week of", "5%", "Median", "95%", "Mean"), tuple(drawn))
