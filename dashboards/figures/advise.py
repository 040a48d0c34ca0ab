"""Levers as rows: the gain of each move with its interval, and what the best reply leaves of it."""

from collections.abc import Sequence
from typing import Any

from dashboards import advice, rows, words
from dashboards.chart import Chart, Key, Table
from dashboards.theme import Figure
from sim.studies.advise import Advice, Question, Tried

WARNED = "!"
"""Stands beside a gain that a reply takes back, so that colour is not the only sign."""


def charts(found: Advice, top: int) -> list[Chart]:
    """Return the chart of gains; nothing where no move gives a number."""
    shown = found.shown(top)
    return [gains(found, shown)] if shown else []


def deed(one: Tried) -> str:
    """Return what a move does, as a row of its own says it."""
    return words.sentence(one.move.says).rstrip(".")


def gains(found: Advice, shown: Sequence[Tried]) -> Chart:
    """Return a row for each move: a dot for the actor's own, a ring for those that take others."""
    asked = found.question
    name = advice.name_of(asked, asked.actor)
    return Chart(
        id="gains",
        title=f"What {name} could do",
        label=f"Dot plot: gain in {asked.outcome} of each move, with its 95% interval",
        sentence=_sentence(found, shown),
        figure=_gains(asked, shown),
        table=table(found),
        keys=(
            Key(f"{advice.whose(name)} own", "$blue", "dot"),
            Key("takes others", "$blue", "ring"),
            Key("not clear of zero", "$muted", "dot"),
            Key("95% interval", "$blue/0.35"),
            *_others(shown),
        ),
    )


def _others(shown: Sequence[Tried]) -> tuple[Key, ...]:
    undone = any(one.answer and one.answer.undone for one in shown)
    harms = any(one.clear and not one.helps for one in shown)
    keys = (
        Key(f"{WARNED} a reply takes it back", "$orange", "diamond"),
        Key("works against it", "$black", "dot"),
    )
    return tuple(key for key, used in zip(keys, (undone, harms), strict=True) if used)


def _sentence(found: Advice, shown: Sequence[Tried]) -> str:
    clear = sum(one.helps for one in shown)
    tried = words.count(len(found.tried), "move")
    if not clear:
        return f"None of {tried} is clear of zero; those with the largest means are drawn, in grey."
    return f"{len(found.clear)} of {tried} help clearly; the {len(shown)} with the largest means are drawn."


def _gains(asked: Question, shown: Sequence[Tried]) -> Figure:
    said = [deed(one) for one in shown]
    at, _ = rows.places(said)
    sized = advice.scale(shown[0].change)
    x = [round((one.gain or 0.0) * sized, 4) for one in shown]
    half = [round((one.change.half or 0.0) * sized, 4) for one in shown]
    low, high = ([a + sign * h for a, h in zip(x, half, strict=True)] for sign in (-1, 1))
    beside = [_beside(asked, one) for one in shown]
    layout = _lifted(rows.layout(said, beside, [one.helps for one in shown]))
    marks: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(shown):
        marks.setdefault(_mark(one), []).append(place)
    dots = [
        rows.dots([at[i] for i in those], [x[i] for i in those], [beside[i] for i in those], symbol, colour)
        for (symbol, colour), those in marks.items()
    ]
    axis = _axis([*low, *high], advice.unit(shown[0].change))
    return {
        "data": [_zero(at), rows.spans(at, low, high, "$blue/0.35", 9), *dots],
        "layout": layout | {"xaxis": axis},
    }


def _mark(one: Tried) -> tuple[str, str]:
    """Return the symbol and colour of a move."""
    undone = one.answer is not None and one.answer.undone
    symbol = "diamond" if undone else "circle"
    colour = "$orange" if undone else "$blue" if one.helps else "$black" if one.clear else "$muted"
    return (symbol if one.move.own else f"{symbol}-open", colour)


def _beside(asked: Question, one: Tried) -> str:
    gain = advice.gained(one.change, asked.sign)
    undone = one.answer is not None and one.answer.undone
    told = gain if one.clear or one.untouched else f"({gain})"
    return f"{told} {WARNED}" if undone else told


def _lifted(layout: dict[str, Any]) -> dict[str, Any]:
    """Return a layout whose words stand on paper, so that the line at nought does not cross them."""
    raised = [{**one, "bgcolor": "$paper"} for one in layout["annotations"]]
    return {**layout, "annotations": raised}


def _zero(at: Sequence[int]) -> dict[str, Any]:
    """Return the line at no gain."""
    ends = [0, max(at) + rows.MARK]
    line = {"color": "$axis", "width": 1.5}
    return {"type": "scatter", "mode": "lines", "x": [0, 0], "y": ends, "line": line, "hoverinfo": "skip"}


def _axis(values: Sequence[float], unit: str) -> dict[str, Any]:
    """Return an axis that reaches zero and all marks."""
    ends = [min([0.0, *values]), max([0.0, *values])]
    room = 0.06 * (ends[1] - ends[0]) or 1.0
    line = {"showgrid": True, "gridcolor": "$rule", "nticks": 6, "ticks": "outside", "ticklen": 4}
    reach = [round(ends[0] - room, 3), round(ends[1] + room, 3)]
    return {**line, "tickcolor": "$axis", "range": reach, "title": {"text": f"Gain, {unit}"}}


def replies(found: Advice) -> list[Chart]:
    """Return the chart of what the best replies leave; nothing where none were sought."""
    held = [one for one in found.tried if one.answer is not None]
    if not held:
        return []
    asked = found.question
    undone = sum(bool(one.answer and one.answer.undone) for one in held)
    tell = "is" if undone == 1 else "are"
    return [
        Chart(
            id="replies",
            title="What a reply leaves of it",
            label="Dumbbell plot: gain of the best moves without and with the strongest reply",
            sentence=f"Of {words.count(len(held), 'move')}, {undone or 'none'} {tell} undone by one reply.",
            figure=_replies(asked, held),
            table=_reply_table(asked, held),
            keys=(
                Key("no reply", "$muted", "ring"),
                Key("strongest reply", "$orange", "dot"),
                Key("95% interval with it", "$orange/0.35"),
            ),
            remark=advice.searched(found),
        )
    ]


def _replies(asked: Question, held: Sequence[Tried]) -> Figure:
    said = [_exchange(asked, one) for one in held]
    at, _ = rows.places(said)
    sized = advice.scale(held[0].change) * asked.sign
    left = [one.answer.left for one in held if one.answer]
    a = [round((one.change.mean or 0.0) * sized, 4) for one in held]
    b = [round((one.mean or 0.0) * sized, 4) for one in left]
    half = [round((one.half or 0.0) * abs(sized), 4) for one in left]
    low, high = ([x + sign * h for x, h in zip(b, half, strict=True)] for sign in (-1, 1))
    beside = [advice.gained(one, asked.sign) for one in left]
    marked = [
        f"{text} {WARNED}" if one.answer and one.answer.undone else text
        for one, text in zip(held, beside, strict=True)
    ]
    layout = _lifted(rows.layout(said, marked, [bool(one.answer and one.answer.undone) for one in held]))
    return {
        "data": [
            _zero(at),
            rows.spans(at, a, b, "$axis", 2),
            rows.spans(at, low, high, "$orange/0.35", 9),
            rows.dots(at, a, [f"No reply: {x:+,.3g}" for x in a], "circle-open", "$muted"),
            rows.dots(at, b, [f"Strongest reply: {x:+,.3g}" for x in b], "circle", "$orange"),
        ],
        "layout": layout | {"xaxis": _axis([*a, *low, *high], advice.unit(held[0].change))},
    }


def _exchange(asked: Question, one: Tried) -> str:
    assert one.answer is not None
    who = advice.name_of(asked, one.answer.reply.actor)
    return f"{deed(one)} – {who} {one.answer.reply.says}"


def _reply_table(asked: Question, held: Sequence[Tried]) -> Table:
    columns = ("Move", "Strongest reply", "Gain without", "Gain with", "What becomes of it")
    made = []
    for one in held:
        assert one.answer is not None
        who = advice.name_of(asked, one.answer.reply.actor)
        gains = (advice.reached(one.change, asked.sign), advice.reached(one.answer.left, asked.sign))
        made.append((deed(one), f"{who} {one.answer.reply.says}", *gains, one.answer.verdict))
    return Table(columns, tuple(made))


def table(found: Advice, most: int | None = None) -> Table:
    """Return the moves, the best first: gain, what they take, and what they cost beside it."""
    asked, shown = found.question, found.tried if most is None else found.shown(most)
    others = [
        f"{one.name.replace('_', ' ')}, {advice.unit(one)}"
        for one in (found.tried[0].beside if found.tried else ())
    ]
    columns = ("Move", "Gain", "Takes", "Own wish left", "Other issues farther off", *others)
    return Table(columns, tuple(_row(asked, one) for one in shown))


def _row(asked: Question, one: Tried) -> tuple[str, ...]:
    gain = advice.gained(one.change, asked.sign)
    told = gain if one.clear or one.untouched else f"({gain})"
    own = words.number(one.move.weighted, 1)
    beside = (
        advice.gained(other, 1.0) if other.clear or not other.differs else "unclear" for other in one.beside
    )
    return (deed(one), told, advice.takes(asked, one), own, advice.elsewhere(one), *beside)
