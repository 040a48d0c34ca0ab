"""What an outcome hangs on: factors by their share of its variance, and the variance in parts."""

from collections.abc import Sequence
from typing import Any

from dashboards import rows, verdicts, words
from dashboards.chart import Chart, Key, Row, Table
from dashboards.theme import Figure
from sim.studies.factors import CHANCE
from sim.studies.shares import Outlook, Share

MOST = 12
"""Factors that are drawn; the table has all."""

THICK, THIN = 13, 5
"""Widths of what a factor has a part in, and within it of what it explains alone."""

ABOVE, BELOW = 3, 8
"""Pixels from the middle of a row up to its bars, and down to the interval."""

_EDGE = {"ticklabeloverflow": "allow"}
"""A label at the end of an axis reaches beyond it."""

PARTS = (
    ("What we do not know", "unknown", "$blue", ""),
    ("Both together", "both", "$green", "/"),
    ("Chance", "chance", "$context", ""),
)


def charts(one: Outlook) -> list[Chart]:
    """Return the parts of the variance, the factors ranked, and the members of groups; none if untold."""
    if one.split is None:
        return []
    drawn = [parts(one), ranked(one, one.shares, "factors", "What it hangs on")]
    if any(not each.index.inert for each in one.members):
        drawn.append(ranked(one, one.members, "members", "Within the groups that matter"))
    return drawn


def parts(one: Outlook) -> Chart:
    """Return the variance in three parts: not known, chance, and both together."""
    split = one.split
    assert split is not None
    amounts = [(name, float(getattr(split, part)), colour, hatch) for name, part, colour, hatch in PARTS]
    halves = {"unknown": split.unknown_half, "chance": split.chance_half}
    drawn: list[Row] = [
        (name, verdicts.share(getattr(split, part)), verdicts.half(halves[part]) if part in halves else "–")
        for name, part, _, _ in PARTS
    ]
    return Chart(
        id=f"{key(one)}-parts",
        title="What we do not know, and what chance does",
        label=f"Stacked bar: the variance of {one.name} in three parts",
        sentence=verdicts.parts(split),
        figure=_stack(amounts),
        table=Table(("Part", "Share of the variance", "95%"), tuple(drawn)),
        keys=tuple(Key(name, colour, "hatch" if hatch else "fill") for name, _, colour, hatch in amounts),
    )


def key(one: Outlook) -> str:
    """Return the outcome's name as part of an id."""
    return one.name.replace("_", "-")


def _stack(amounts: Sequence[tuple[str, float, str, str]]) -> Figure:
    traces = [_piece(*one) for one in amounts]
    return {
        "data": traces,
        "layout": {
            "barmode": "stack",
            "height": 92,
            "margin": {"l": 10, "r": 26, "t": 8, "b": 30},
            "xaxis": {"range": [0, 100.2], "ticksuffix": "%", "dtick": 25, "showline": False, **_EDGE},
            "yaxis": {"visible": False},
        },
    }


def _piece(name: str, amount: float, colour: str, hatch: str) -> dict[str, Any]:
    """Return one part of the bar, with its number within where there is room."""
    pattern = {"shape": hatch, "fgcolor": "$paper", "size": 7, "solidity": 0.25, "fillmode": "overlay"}
    return {
        "type": "bar",
        "orientation": "h",
        "y": [""],
        "x": [round(amount * 100, 1)],
        "name": name,
        "marker": {
            "color": colour,
            "line": {"color": "$paper", "width": 1.5},
            **({"pattern": pattern} if hatch else {}),
        },
        "hovertemplate": f"{name}: %{{x:.0f}}%<extra></extra>",
    }


def ranked(one: Outlook, shares: Sequence[Share], kind: str, title: str) -> Chart:
    """Return factors by their share of the variance, the largest first."""
    shown = [each for each in shares if not each.idle][:MOST] or list(shares[:1])
    return Chart(
        id=f"{key(one)}-{kind}",
        title=title,
        label=f"Bars: shares of the variance of {one.name}, by factor",
        sentence=sentence(shares, shown),
        figure=figure(shown),
        table=table(shares),
        keys=(
            Key("Has a part in (total index)", "$blue/0.3"),
            Key("Explains alone (first-order index)", "$blue"),
            *([Key("Chance", "$muted")] if any(_lucky(each) for each in shown) else []),
            Key("95% interval of the total index", "$muted", "line"),
        ),
        remark=verdicts.doubts(one) if shares is one.shares else "",
    )


def sentence(shares: Sequence[Share], shown: Sequence[Share]) -> str:
    """Say which single factor weighs most, and how many are not drawn."""
    first = shown[0]
    name = "chance" if _lucky(first) else verdicts.named(first.factor)
    alone, whole = verdicts.share(first.index.first), verdicts.share(first.index.total)
    text = f"Most weighs {name}: it has a part in {whole} of the variance and explains {alone} alone."
    rest = len(shares) - len(shown)
    return f"{text} The table has {rest} more, of less weight." if rest else text


def figure(shown: Sequence[Share]) -> Figure:
    """Return a row for each factor: a pale bar for the total, a full one within it for the first order."""
    said = [each.factor.said for each in shown]
    at, _ = rows.places(said)
    beside = [f"{verdicts.share(each.index.total)} {_arrow(each)}".strip() for each in shown]
    layout = rows.layout(said, beside, [each.matters for each in shown])
    low = [_cut(each.index.total - each.index.total_half) for each in shown]
    high = [_cut(each.index.total + each.index.total_half) for each in shown]
    data: list[Any] = []
    for chance, colour in ((False, "$blue"), (True, "$muted")):
        mine = [i for i, each in enumerate(shown) if _lucky(each) is chance]
        if not mine:
            continue
        heights = [at[i] - ABOVE for i in mine]
        noughts = [0.0] * len(mine)
        totals = [_cut(shown[i].index.total) for i in mine]
        alone = [_cut(min(shown[i].index.first, shown[i].index.total)) for i in mine]
        data.append(rows.spans(heights, noughts, totals, f"{colour}/0.3", THICK))
        data.append(rows.spans(heights, noughts, alone, colour, THIN))
    below = [y + BELOW for y in at]
    data.append(rows.spans(below, low, high, "$muted", 1.5))
    ends = rows.dots(below, [_cut(each.index.total) for each in shown], _tips(shown), "circle", "$muted")
    ends["marker"]["size"] = 6
    axis = {"showgrid": True, "gridcolor": "$rule", "ticksuffix": "%", "nticks": 6, "range": [0, _far(high)]}
    return {"data": [*data, ends], "layout": layout | {"xaxis": axis}}


def _lucky(one: Share) -> bool:
    return one.factor.name == CHANCE


def _arrow(one: Share) -> str:
    """Return which way the outcome goes with the number, as a sign."""
    return {verdicts.RISES: "↑", verdicts.FALLS: "↓", verdicts.TURNS: "↕"}.get(verdicts.way(one), "")


def _tips(shown: Sequence[Share]) -> list[str]:
    return [
        f"{verdicts.short(each.factor)}: {verdicts.share(each.index.total)} "
        f"{verdicts.half(each.index.total_half)}, alone {verdicts.share(each.index.first)}"
        for each in shown
    ]


def _cut(part: float) -> float:
    """A share in per cent, within 0 and 100."""
    return round(min(max(part, 0.0), 1.0) * 100.0, 2)


def _far(high: Sequence[float]) -> float:
    return min(max(max(high) * 1.04, 5.0), 101.0)


def table(shares: Sequence[Share]) -> Table:
    """Return all factors: their indices with intervals, which way they work, and what they rest on."""
    columns = ("Factor", "Key", "Alone", "95%", "In all", "95%", "Pairs it moves", "Higher", "Rests on")
    return Table(columns, tuple(_row(each) for each in shares))


def _row(one: Share) -> Row:
    index = one.index
    return (
        one.factor.said,
        one.factor.key or "–",
        verdicts.share(index.first),
        verdicts.half(index.first_half),
        verdicts.share(index.total),
        verdicts.half(index.total_half),
        words.percent(index.moved),
        verdicts.way(one) or "–",
        verdicts.rests(one.factor) or "–",
    )
