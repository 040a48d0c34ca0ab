"""Outcomes of two scenarios as dumbbells: from A to B, with the interval of the paired difference."""

from collections.abc import Sequence
from typing import Any

from dashboards import rows, words
from dashboards.chart import Chart, Key, Table
from dashboards.theme import Figure
from sim.studies.compare import Comparison
from sim.studies.paired import Difference

CHANCES = "Chances"


def charts(found: Comparison, letter: str, wanted: Sequence[str] = ()) -> list[Chart]:
    """Return a chart for each unit; `wanted` names outcomes, else the headline and what differs clearly."""
    groups: dict[str, list[Difference]] = {}
    for one in found.shown(wanted):
        if one.mean_a is not None and one.mean_b is not None:
            groups.setdefault(_group(one), []).append(one)
    return [chart(group, ones, letter) for group, ones in groups.items()]


def _group(one: Difference) -> str:
    """Return what an outcome is measured in, without what stands in brackets after it."""
    return CHANCES if one.chance else words.sentence(one.unit.partition(" (")[0]).rstrip(".")


def _scale(one: Difference) -> float:
    return 100.0 if one.chance else 1.0


def chart(group: str, ones: Sequence[Difference], letter: str) -> Chart:
    """Return the chart of the outcomes of one unit."""
    return Chart(
        id=f"{letter.lower()}-outcomes-{'-'.join(group.lower().split())}",
        title=group,
        label=f"Dumbbell plot: {group.lower()} in A and in {letter}",
        sentence=sentence(ones, letter),
        figure=figure(ones, letter),
        table=table(ones, letter),
        keys=(
            Key("A", "$muted", "ring"),
            Key(letter, "$blue", "dot"),
            Key("95% interval of the paired difference", "$blue/0.35"),
        ),
    )


def told(one: Difference) -> str:
    """Return a difference in words: zero where every run agrees, in brackets within its interval."""
    if one.mean is None:
        return "–"
    if not one.differs:
        return "exactly 0"
    half = None if one.half is None else one.half * _scale(one)
    said = words.change(one.mean * _scale(one), half)
    return said if one.clear else f"({said})"


def _amount(one: Difference, mean: float) -> str:
    return words.percent(mean) if one.chance else words.number(mean)


def figure(ones: Sequence[Difference], letter: str) -> Figure:
    """Return a row for each outcome: a ring for A, a dot for B, a bar as wide as the interval at B."""
    said = [words.sentence(one.meaning).rstrip(".") for one in ones]
    at, _ = rows.places(said)
    a, b = ([round((mean or 0.0) * _scale(one), 3) for one, mean in side] for side in _sides(ones))
    half = [round((one.half or 0.0) * _scale(one), 3) for one in ones]
    low, high = ([x + sign * h for x, h in zip(b, half, strict=True)] for sign in (-1, 1))
    layout = rows.layout(said, [told(one) for one in ones], [one.clear for one in ones])
    axis = _axis(ones, [*a, *b, *low, *high])
    return {
        "data": [
            rows.spans(at, a, b, "$axis", 2),
            rows.spans(at, low, high, "$blue/0.35", 9),
            rows.dots(at, a, [f"A: {x:,.4g}" for x in a], "circle-open", "$muted"),
            rows.dots(at, b, [f"{letter}: {x:,.4g}" for x in b], "circle", "$blue"),
        ],
        "layout": layout | {"xaxis": axis},
    }


def _sides(ones: Sequence[Difference]) -> list[list[tuple[Difference, float | None]]]:
    return [[(one, one.mean_a) for one in ones], [(one, one.mean_b) for one in ones]]


def _axis(ones: Sequence[Difference], values: Sequence[float]) -> dict[str, Any]:
    """Return the axis: nought to a hundred for chances, else as far as the marks reach."""
    line = {"showgrid": True, "gridcolor": "$rule", "nticks": 6, "ticks": "outside", "ticklen": 4}
    line["tickcolor"] = "$axis"
    if ones[0].chance:
        return {**line, "range": [-2, 102], "ticksuffix": "%"}
    room = 0.08 * (max(values) - min(values)) or max(abs(max(values)), 1.0) * 0.1
    return {**line, "range": [round(min(values) - room, 3), round(max(values) + room, 3)]}


def sentence(ones: Sequence[Difference], letter: str) -> str:
    """Say which outcome changes most for its spread, and how many change clearly."""
    clear = [one for one in ones if one.clear]
    if not clear:
        return "No outcome here differs beyond its interval."
    most = max(clear, key=lambda one: abs(one.mean or 0.0) / (one.half or 1e-12))
    ends = (_amount(most, most.mean_a or 0.0), _amount(most, most.mean_b or 0.0))
    unit = " percentage points" if most.chance else ""
    text = f"{words.sentence(most.meaning).rstrip('.')}: {ends[0]} in A, {ends[1]} in {letter}"
    text += f", a paired difference of {told(most)}{unit}."
    if len(ones) == 1:
        return text
    return f"{text} {len(clear)} of {len(ones)} differ beyond their intervals."


def table(ones: Sequence[Difference], letter: str) -> Table:
    """Return means, the paired difference with its interval, and in how many runs anything differs."""
    columns = ("Outcome", "A", letter, f"{letter} less A", "2.5%", "97.5%", "Runs that differ")
    return Table(columns, tuple(_row(one) for one in ones))


def _row(one: Difference) -> tuple[str, ...]:
    said = one.as_dict()
    scale = _scale(one)
    places = words.digits((one.half or one.mean or 0.0) * scale)
    ends = [
        "–" if said[key] is None else words.number(said[key] * scale, places)
        for key in ("mean", "low", "high")
    ]
    means = [_amount(one, mean) if mean is not None else "–" for mean in (one.mean_a, one.mean_b)]
    return (words.sentence(one.meaning).rstrip("."), *means, *ends, words.percent(one.differs))
