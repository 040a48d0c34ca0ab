"""The union's texts: which member supports, abstains constructively or objects."""

import numpy as np

from dashboards import words
from dashboards.bars import STANCES, shares, stacked
from dashboards.chart import Chart, Table
from dashboards.reading import Array, Reading
from dashboards.theme import Figure


def charts(reading: Reading) -> list[Chart]:
    """Return one chart for each text on which the union's members take a stance."""
    if not reading.has("stance"):
        return []
    axis, _ = reading.axis_of("stance")
    return [chart(reading, key) for key in reading.labels(axis) if (_stances(reading, key) != -9).any()]


def _stances(reading: Reading, key: str) -> Array:
    return reading.values("stance", **{reading.axis_of("stance")[0]: key})


def chart(reading: Reading, key: str) -> Chart:
    """Return the chart of one union text."""
    union, title = reading.role_name("union", "the union"), reading.title(reading.axis_of("stance")[1], key)
    return Chart(
        id=f"union-{key}",
        title=title if reading.axis_of("stance")[0] == "text" else f"{union}: {title}",
        label=f"Stacked bars: stance of each member of {union} on: {title}",
        sentence=sentence(reading, key),
        figure=figure(reading, key),
        table=table(reading, key),
        keys=tuple(choice.key() for choice in STANCES),
        remark="Each member's latest stance, as a share of the worlds in which it takes one.",
    )


def ordered(reading: Reading, key: str) -> tuple[list[str], Array]:
    """Return the members (most supportive first) and their shares (member, stance)."""
    share, counted = shares(_stances(reading, key), STANCES)
    members = np.flatnonzero(counted)
    order = sorted(members, key=lambda i: (-share[i, 0], share[i, 2], reading.name(reading.actors[i])))
    return [reading.actors[i] for i in order], share[order]


def figure(reading: Reading, key: str) -> Figure:
    """Return the members' bars for one union text."""
    members, share = ordered(reading, key)
    return stacked([reading.name(a) for a in members], share, STANCES)


def sentence(reading: Reading, key: str) -> str:
    """Say in how many worlds the text is agreed and who stands in its way."""
    members, share = ordered(reading, key)
    found = sorted(
        ((float(s[2]), reading.name(a)) for a, s in zip(members, share, strict=True) if s[2] > 0),
        reverse=True,
    )
    objecting = [f"{name} ({words.percent(s)})" for s, name in found]
    text = f"Members: {len(members)}."
    if reading.has("union_week"):
        agreed = float((reading.values("union_week", **{reading.axis_of("union_week")[0]: key}) >= 0).mean())
        text = f"A common text is agreed in {words.worlds(agreed)}."
    return f"{text} " + (
        f"Objections come from {words.listing(objecting, 5)}." if objecting else "No member objects."
    )


def table(reading: Reading, key: str) -> Table:
    """Return the members' shares."""
    rows = [
        (reading.name(a), *(words.percent(float(v)) for v in s))
        for a, s in zip(*ordered(reading, key), strict=True)
    ]
    return Table(("Member", *(c.name for c in STANCES)), tuple(rows))
