"""When the runs of a pair part, which decisions differ first, and what follows."""

from collections.abc import Sequence

import numpy as np

from dashboards import rows, words
from dashboards.chart import Chart, Key, Row, Table
from dashboards.lines import Style, date_axis, line
from dashboards.reading import Array
from dashboards.theme import Figure
from sim.clock import Clock
from sim.studies.chain import Link, Sequel
from sim.studies.compare import Comparison

MOST, LONGEST = 8, 12
"""Rows of the decisions that differ first, and of what follows."""

ANYTHING = Style("blue", "solid", "circle")
DECISION = Style("orange", "dash", "diamond")

GROUPS = {
    "vote": "texts",
    "sponsor": "texts",
    "union": "texts",
    "silence": "postures",
    "respond": "responses",
}
"""Where the case lists what a decision of a kind is about."""


def charts(found: Comparison, letter: str) -> list[Chart]:
    """Return when pairs part, then what differs first and what follows; nothing where no pair parts."""
    if not (found.parted >= 0).any():
        return []
    drawn = [parting(found, letter)]
    if found.first:
        drawn += [first(found, letter), following(found, letter)]
    return drawn


def decision(found: Comparison, name: str) -> str:
    """Return a decision in words: its kind, and the title of what it is about."""
    kind, _, what = name.partition(":")
    if not what:
        return kind
    if kind == "yield":
        return f"{kind}, {found.a.issues[what].title}"
    listed = getattr(found.a.case, GROUPS.get(kind, ""), {})
    return f"{kind}, {listed[what].title if what in listed else what}"


def _parted_by(weeks: Array, in_all: int) -> Array:
    """Return the share of pairs that have parted by the end of each week, per cent."""
    so_far: Array = ((weeks[:, None] >= 0) & (weeks[:, None] <= np.arange(in_all))).mean(axis=0) * 100
    return so_far


def parting(found: Comparison, letter: str) -> Chart:
    """Return the share of pairs that have parted, week by week."""
    clock = Clock.of(found.a)
    dates = [clock.day(week).isoformat() for week in range(clock.steps)]
    curves = [_parted_by(weeks, clock.steps) for weeks in (found.parted, found.decided)]
    styles = (ANYTHING, DECISION)
    names = ("Anything differs", "A decision differs")
    table = [
        (words.day(dates[w]), *(words.percent(float(curve[w]) / 100) for curve in curves))
        for w in range(0, clock.steps, 4)
    ]
    traces = [line(dates, c, n, s) for c, n, s in zip(curves, names, styles, strict=True)]
    for trace in traces:
        trace["line"]["shape"] = "hv"
    return Chart(
        id=f"{letter.lower()}-parting",
        title="When the runs of a pair part",
        label=f"Step chart: share of pairs of A and {letter} that have parted, by week",
        sentence=_parting_sentence(found),
        figure={
            "data": traces,
            "layout": {
                "height": 260,
                "margin": {"l": 44, "r": 16, "t": 14, "b": 46},
                "xaxis": date_axis(range=[dates[0], dates[-1]]),
                "yaxis": {"range": [-2, 103], "nticks": 6, "ticksuffix": "%"},
            },
        },
        table=Table(("By the week of", *names), tuple(table)),
        keys=(Key(names[0], "$blue", "line"), Key(names[1], "$orange", "dash")),
        remark="Until it parts, a pair is one and the same run; whatever differs later goes back to it.",
    )


def _parting_sentence(found: Comparison) -> str:
    """Say how many pairs part, and when the median pair does."""
    known = found.parted[found.parted >= 0]
    clock = Clock.of(found.a)
    share = words.percent(len(known) / found.runs)
    low, middle, high = (
        words.day(clock.day(float(q)).isoformat()) for q in np.quantile(known, (0.05, 0.5, 0.95))
    )
    reach = f"90% between {low} and {high}" if low != high else "90% of them in the same week"
    text = f"{share} of pairs part; half of those by the week of {middle}, {reach}."
    decided = (found.decided >= 0).mean()
    return f"{text} A decision differs in {words.percent(float(decided))}."


def first(found: Comparison, letter: str) -> Chart:
    """Return the decisions that differ first, the most frequent first."""
    links = found.first[:MOST]
    lead = links[0]
    return Chart(
        id=f"{letter.lower()}-first",
        title="Which decisions differ first",
        label=f"Range plot: the decisions that differ first between A and {letter}, by week",
        sentence=(f"Most often it is {_link(found, lead, letter)}: in {words.percent(lead.share)} of pairs."),
        figure=_figure(
            found,
            [words.sentence(_link(found, link, letter)).rstrip(".") for link in links],
            [link.week for link in links],
            [words.percent(link.share) for link in links],
        ),
        table=Table(
            ("Decision", "Actor", "A", letter, "Pairs", "Week, median"),
            tuple(_link_row(found, link) for link in found.first[:40]),
        ),
        keys=(Key("Median week", "$blue", "dot"), Key("90% of the pairs", "$blue/0.35", "line")),
        remark=_more(len(found.first) - len(links)),
    )


def _more(rest: int) -> str:
    others = f" {rest} kinds more are rarer." if rest > 0 else ""
    return f"At the right: share of all pairs. Several decisions may differ at once.{others}"


def _link(found: Comparison, link: Link, letter: str) -> str:
    who = found.a.actors[link.actor].name
    return f"{who} – {decision(found, link.decision)}: {link.choice_b} in {letter}, {link.choice_a} in A"


def _link_row(found: Comparison, link: Link) -> Row:
    what, who = decision(found, link.decision), found.a.actors[link.actor].name
    return (what, who, link.choice_a, link.choice_b, words.percent(link.share), round(link.week[0], 1))


def following(found: Comparison, letter: str) -> Chart:
    """Return what becomes of the decisions that differ, in the order in which they come to differ."""
    weighty = sorted(found.sequels, key=lambda one: (-one.lasting, -one.share))[:LONGEST]
    ones = [one for one in found.sequels if one in weighty]
    last = max(ones, key=lambda one: one.lasting)
    return Chart(
        id=f"{letter.lower()}-following",
        title="What follows",
        label=f"Range plot: decisions that come to differ between A and {letter}, in order of time",
        sentence=(
            f"What most often still differs at the end is {decision(found, last.decision)}: in "
            f"{words.percent(last.lasting)} of pairs."
            if last.lasting
            else "By the end every decision has come out the same; only the weeks differ."
        ),
        figure=_figure(
            found,
            [_sequel(found, one, letter) for one in ones],
            [one.week for one in ones],
            [words.percent(one.share) for one in ones],
        ),
        table=Table(
            ("Decision", "Pairs", "Actors", "At the end", "Week, median"),
            tuple(_sequel_row(found, one) for one in found.sequels),
        ),
        keys=(Key("Median week", "$blue", "dot"), Key("90% of the pairs", "$blue/0.35", "line")),
        remark="At the right: share of pairs in which anybody decides otherwise or in another week.",
    )


def _sequel(found: Comparison, one: Sequel, letter: str) -> str:
    text = words.sentence(decision(found, one.decision)).rstrip(".")
    if one.most is None:
        return f"{text}: in another week, the same at the end"
    most = one.most
    end = f"{found.a.actors[most.actor].name} {most.choice_b} in {letter}, {most.choice_a} in A"
    return f"{text}: other at the end in {words.percent(one.lasting)}, most often {end}"


def _sequel_row(found: Comparison, one: Sequel) -> Row:
    ends = (words.percent(one.share), round(one.actors, 1), words.percent(one.lasting), round(one.week[0], 1))
    return (decision(found, one.decision), *ends)


def _figure(
    found: Comparison,
    said: Sequence[str],
    weeks: Sequence[tuple[float, float, float]],
    beside: Sequence[str],
) -> Figure:
    """Return a row for each decision: the median week as a dot, nine pairs of ten as a line."""
    clock = Clock.of(found.a)
    at, _ = rows.places(said)
    middle, low, high = ([clock.day(week[i]).isoformat() for week in weeks] for i in range(3))
    dates = [clock.day(0).isoformat(), clock.day(clock.steps).isoformat()]
    axis = date_axis(range=dates, showgrid=True, gridcolor="$rule", nticks=5)
    return {
        "data": [
            rows.spans(at, low, high, "$blue/0.35", 5),
            rows.dots(at, middle, [words.day(day) for day in middle], "circle", "$blue"),
        ],
        "layout": rows.layout(said, beside, [True] * len(said)) | {"xaxis": axis},
    }
