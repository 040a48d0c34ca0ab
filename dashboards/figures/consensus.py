"""The alliance's consensus: which ally breaks the silence on which posture."""

import numpy as np

from dashboards import words
from dashboards.cells import heat
from dashboards.chart import Chart, Key, Table
from dashboards.reading import Array, Reading, plain
from dashboards.theme import RAMP, SPACED, Figure

ROW = 23


def charts(reading: Reading) -> list[Chart]:
    """Return the chart of objections, or nothing where no posture is ever proposed."""
    if not reading.has("objection", "proposals") or not _proposed(reading) or not _allies(reading):
        return []
    alliance = reading.role_name("alliance", "the alliance")
    return [
        Chart(
            id="consensus",
            title=f"Where consensus in {alliance} breaks",
            label=f"Heat map: share of reviews in which each member of {alliance} objects, by posture",
            sentence=sentence(reading),
            figure=figure(reading),
            table=table(reading),
            keys=(Key("0 … 100% of reviews", "ramp", "ramp"),),
            remark="One objection is enough to stop a posture. Who never objects is in the table only.",
        )
    ]


def _proposed(reading: Reading) -> list[str]:
    total = reading.values("proposals").sum(axis=0)
    return [p for p, n in zip(reading.labels("posture"), total, strict=True) if n > 0]


def _allies(reading: Reading) -> list[str]:
    objecting = reading.values("objection").sum(axis=(0, 1)) > 0
    return reading.members(reading.role("alliance")) or [
        a for a, x in zip(reading.actors, objecting, strict=True) if x
    ]


def shares(reading: Reading) -> Array:
    """Return the share of reviews in which an ally objects; (posture, actor), NaN where never proposed."""
    reviews = reading.values("proposals").sum(axis=0).astype(float)[:, None]
    total = reading.values("objection").sum(axis=0).astype(float)
    return np.where(reviews > 0, total / np.maximum(reviews, 1), np.nan)


def figure(reading: Reading) -> Figure:
    """Return a heat map of the allies that ever object, most often first."""
    postures, allies = _proposed(reading), _allies(reading)
    where = [reading.labels("posture").index(p) for p in postures]
    values = shares(reading)[where][:, reading.indices(allies)].T
    order = [i for i in np.argsort(-values.sum(axis=1), kind="stable") if values[i].any()] or [0]
    z = values[order]
    text = [[words.percent(float(v)) if v > 0 else "" for v in row] for row in z]
    axes = {
        "x": [_wrap(plain(reading.title("postures", p))) for p in postures],
        "y": [plain(reading.name(allies[i])) for i in order],
        "hovertemplate": "%{y}, %{x}: %{text}<extra></extra>",
    }
    traces = heat(z, text, (0, 1), "ramp", colorscale=RAMP, **axes)
    return {"data": traces, "layout": _layout(len(order))}


def _wrap(text: str, width: int = 14) -> str:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return "<br>".join(lines)


def _layout(rows: int) -> dict[str, object]:
    top = {
        "side": "top",
        "showline": False,
        **SPACED,
        "tickangle": 0,
        "tickfont": {"size": 11.5, "color": "$ink"},
    }
    side = {"autorange": "reversed", "showgrid": False, **SPACED, "tickfont": {"size": 12, "color": "$ink"}}
    return {
        "height": ROW * rows + 72,
        "margin": {"l": 112, "r": 8, "t": 56, "b": 8},
        "xaxis": top,
        "yaxis": side,
    }


def sentence(reading: Reading) -> str:
    """Say which posture passes most often and which ally objects most."""
    proposals = reading.values("proposals").sum(axis=0)
    allies, values = _allies(reading), shares(reading)
    parts = []
    for p, posture in enumerate(reading.labels("posture")):
        if proposals[p] > 0:
            row = values[p, reading.indices(allies)]
            worst = int(np.argmax(row))
            who = (
                f"{reading.name(allies[worst])}, {words.percent(float(row[worst]))}"
                if row[worst] > 0
                else "nobody"
            )
            parts.append(f"{reading.title('postures', posture)} ({who})")
    never = sum(not values[:, i][np.isfinite(values[:, i])].any() for i in reading.indices(allies))
    text = "The most frequent objector to each posture, and the share of reviews in which it objects: "
    text += f"{words.listing(parts)}."
    if not never:
        return f"{text} Every ally objects in some world."
    return (
        f"{text} {words.count(never, 'ally', 'allies').capitalize()} never object{'s' if never == 1 else ''}."
    )


def table(reading: Reading) -> Table:
    """Return the share of reviews with an objection, by ally and posture."""
    postures, values = _proposed(reading), shares(reading)
    where = [reading.labels("posture").index(p) for p in postures]
    rows = [
        (reading.name(a), *(words.percent(float(values[p, reading.place_in_axis(a)])) for p in where))
        for a in sorted(_allies(reading), key=reading.name)
    ]
    return Table(("Ally", *(reading.title("postures", p) for p in postures)), tuple(rows))
