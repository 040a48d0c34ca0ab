"""A forecast beside what happened: said against came, state by state, waves, and a calendar."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dashboards import rows, theme, words
from dashboards.chart import Chart, Key, Table
from sim.scoring.scorecard import Measured, Scorecard, Scored

DAYS = 365
"""The date of the chart of states, in days after the declaration; the longest that is asked about."""


def charts(card: Scorecard, names: dict[str, str]) -> list[Chart]:
    """Return the charts that the scored questions allow; names : of actors, by id."""
    found = []
    if card.parts is not None:
        found.append(reliability(card))
        states = _states(card)
        if states:
            found.append(by_state(states, names, card.forecast.runs))
        found.append(rivals(card))
    waves = [one for one in card.measured if one.unit == "states"]
    if waves:
        found.append(cascade(waves, card))
    dates = [one for one in card.measured if one.unit == "day"]
    if dates:
        found.append(calendar(dates, card))
    return found


def reliability(card: Scorecard) -> Chart:
    """Return what was said against how often it came, in bins, with the number of questions in each."""
    assert card.parts is not None
    bins = card.parts.bins
    said, came = [100 * one.said for one in bins], [100 * one.came for one in bins]
    most = max(one.count for one in bins)
    sizes = [10 + 26 * (one.count / most) ** 0.5 for one in bins]
    text = [f"{one.count} questions: said {one.said:.0%}, came {one.came:.0%}" for one in bins]
    figure: theme.Figure = {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": [0, 100],
                "y": [0, 100],
                "line": {"color": "$axis", "dash": "dot", "width": 1.5},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [round(x, 2) for x in said],
                "y": [round(y, 2) for y in came],
                "text": [str(one.count) for one in bins],
                "hovertext": text,
                "hovertemplate": "%{hovertext}<extra></extra>",
                "textposition": "middle center",
                "textfont": {"color": "$paper", "size": 11},
                "marker": {"size": sizes, "color": "$accent-text"},
                "cliponaxis": False,
            },
        ],
        "layout": {
            "height": 400,
            "margin": {"l": 56, "r": 20, "t": 16, "b": 52},
            "xaxis": {
                "range": [-4, 104],
                "ticksuffix": "%",
                "title": {"text": "Said"},
                "showgrid": True,
                "gridcolor": "$rule",
            },
            "yaxis": {"range": [-4, 104], "ticksuffix": "%", "title": {"text": "Came"}},
        },
    }
    parts = card.parts
    lean = sum(one.count * (one.came - one.said) for one in bins) / sum(one.count for one in bins)
    way = (
        "less often than it came"
        if lean > 0.02
        else "more often than it came"
        if lean < -0.02
        else "about as often as it came"
    )
    return Chart(
        id="reliability",
        title="What was said, and how often it came",
        label="Scatter: share of questions that came true against the probability given to them",
        sentence=f"On average yes was said {way} ({abs(lean):.0%} apart); reliability "
        f"{parts.reliability:.3f}, resolution {parts.resolution:.3f}.",
        figure=figure,
        table=Table(
            ("Said", "Came", "Questions"),
            tuple((words.percent(one.said), words.percent(one.came), one.count) for one in bins),
        ),
        keys=(Key("as often as said", "$axis", "line"),),
        remark=f"Questions about {card.groups} states and other matters; those about one hang together.",
    )


def _states(card: Scorecard) -> list[Scored]:
    """The questions about states at the longest delay, likeliest first."""
    found = [one for one in card.scored if one.chance.actor and one.chance.days == DAYS]
    return sorted(found, key=lambda one: (-one.chance.probability, str(one.chance.actor)))


def by_state(states: Sequence[Scored], names: dict[str, str], runs: int) -> Chart:
    """Return each state's probability with whether it came: filled if it did, a ring if not."""
    said = [names.get(str(one.chance.actor), str(one.chance.actor)) for one in states]
    at = list(range(len(states)))[::-1]
    low, high = _between([one.chance.probability for one in states], runs)
    p = [round(100 * one.chance.probability, 1) for one in states]
    came, not_ = ([i for i, one in enumerate(states) if one.happened is yes] for yes in (True, False))
    figure: theme.Figure = {
        "data": [
            rows.spans(at, [0] * len(at), p, "$rule", 3),
            rows.spans(at, low, high, "$ink/0.4", 7),
            rows.dots(
                [at[i] for i in came],
                [p[i] for i in came],
                [f"{said[i]}: {p[i]:.0f}%, recognised" for i in came],
                "circle",
                "$blue",
            ),
            rows.dots(
                [at[i] for i in not_],
                [p[i] for i in not_],
                [f"{said[i]}: {p[i]:.0f}%, did not" for i in not_],
                "diamond-open",
                "$orange",
            ),
        ],
        "layout": {
            "height": 70 + 21 * len(at),
            "margin": {"l": 130, "r": 24, "t": 8, "b": 46},
            "xaxis": {
                "range": [0, 102],
                "ticksuffix": "%",
                "title": {"text": "Probability"},
                "showgrid": True,
                "gridcolor": "$rule",
            },
            "yaxis": {
                "tickvals": at,
                "ticktext": said,
                "range": [-0.7, len(at) - 0.3],
                "showgrid": False,
                "tickfont": {"size": 12, "color": "$ink"},
            },
        },
    }
    unlikely = [said[i] for i in came if p[i] < 50]
    likely = [said[i] for i in not_ if p[i] >= 50]
    told = f"{len(came)} of {len(states)} states recognised within {DAYS} days. "
    told += f"Unlikely by the forecast, they did: {words.listing(unlikely)}. " if unlikely else ""
    told += f"Likely by the forecast, they did not: {words.listing(likely)}." if likely else ""
    if not unlikely and not likely:
        told += "Each was on its side of one half."
    return Chart(
        id="by-state",
        title="Forecast and history, state by state",
        label=f"Dot plot: probability of recognition within {DAYS} days of each state, and whether it came",
        sentence=told.strip(),
        figure=figure,
        table=Table(
            ("State", "Probability", "Came", "Brier", "Log, bits"),
            tuple(
                (
                    name,
                    words.percent(one.chance.probability),
                    "yes" if one.happened else "no",
                    round(one.brier, 3),
                    round(one.log, 2),
                )
                for name, one in zip(said, states, strict=True)
            ),
        ),
        keys=(
            Key("recognised", "$blue", "dot"),
            Key("did not", "$orange", "ring"),
            Key("95% interval that the number of worlds leaves open", "$ink/0.4"),
        ),
    )


def _between(shares: Sequence[float], runs: int) -> tuple[list[float], list[float]]:
    """Return the 95% interval of each share that so many runs leave open, in per cent (Wilson 1927)."""
    z, n = 1.96, max(runs, 1)
    ends: tuple[list[float], list[float]] = ([], [])
    for p in shares:
        middle, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
        for end, sign in zip(ends, (-1, 1), strict=True):
            end.append(round(100 * (middle + sign * half) / (1 + z * z / n), 2))
    return ends


def rivals(card: Scorecard) -> Chart:
    """Return the Brier score of each rival with its interval; those that knew what came are hollow."""
    ones = [one for one in card.rivals if one.brier is not None and one.interval is not None]
    ones.sort(key=lambda one: one.brier or 0.0)
    said = [one.name + (" (hindsight)" if one.hindsight else "") for one in ones]
    at, _ = rows.places(said)
    low, high = ([round(one.interval[end], 4) for one in ones if one.interval] for end in (0, 1))
    value = [round(one.brier or 0.0, 4) for one in ones]
    layout = rows.layout(said, [f"{x:.3f}" for x in value], [one.name == "this forecast" for one in ones])
    first, second = ([i for i, one in enumerate(ones) if one.hindsight is yes] for yes in (False, True))
    figure: theme.Figure = {
        "data": [
            rows.spans(at, low, high, "$blue/0.35", 8),
            rows.dots(
                [at[i] for i in first],
                [value[i] for i in first],
                [f"{said[i]}: {value[i]:.3f}" for i in first],
                "circle",
                "$blue",
            ),
            rows.dots(
                [at[i] for i in second],
                [value[i] for i in second],
                [f"{said[i]}: {value[i]:.3f}" for i in second],
                "circle-open",
                "$muted",
            ),
        ],
        "layout": layout
        | {
            "xaxis": {
                "range": [0, max(high) * 1.06],
                "title": {"text": "Mean Brier score; less is better"},
                "showgrid": True,
                "gridcolor": "$rule",
            }
        },
    }
    own = next(one for one in ones if one.name == "this forecast")
    better = [one.name for one in ones if (one.brier or 0) < (own.brier or 0) and not one.hindsight]
    told = f"This forecast scores {own.brier:.3f}, one half scores 0.250. "
    told += (
        f"Better without hindsight: {words.listing(better)}."
        if better
        else "No rival without hindsight does better."
    )
    return Chart(
        id="rivals",
        title="Beside its rivals",
        label="Dot plot: mean Brier score of this forecast and of others, with 95% intervals over states",
        sentence=told,
        figure=figure,
        table=Table(
            ("", "Brier", "Low", "High", "Log, bits", "Skill", "Hindsight"),
            tuple(
                (
                    one.name,
                    round(v, 3),
                    lo,
                    hi,
                    round(one.log or 0, 2),
                    round(one.skill or 0, 2),
                    "yes" if one.hindsight else "no",
                )
                for one, v, lo, hi in zip(ones, value, low, high, strict=True)
            ),
        ),
        keys=(Key("95% interval over states", "$blue/0.35"), Key("knew what came", "$muted", "ring")),
        remark="Intervals that overlap do not tell two rivals apart.",
    )


def cascade(waves: Sequence[Measured], card: Scorecard) -> Chart:
    """Return how many had recognised by each day after the declaration: forecast, its fan, and history."""
    days = {one.id: one.days for one in card.forecast.spreads}
    bodies: dict[str, list[Measured]] = {}
    for one in waves:
        bodies.setdefault(one.id.partition(".")[0], []).append(one)
    body, ones = max(bodies.items(), key=lambda pair: len(pair[1]))
    x = [days[one.id] or 0 for one in ones]
    low, lower, middle, upper, high = ([float(one.quantiles[i] or 0.0) for one in ones] for i in range(5))
    came = [float(one.came or 0.0) for one in ones]
    top = max(*high, *came) + 1
    figure: theme.Figure = {
        "data": [
            _band(x, low, high, "$blue/0.13"),
            _band(x, lower, upper, "$blue/0.22"),
            _step(x, middle, "$blue", "dash", "Forecast, median"),
            _step(x, came, "$orange", "solid", "History"),
        ],
        "layout": {
            "height": 380,
            "margin": {"l": 50, "r": 110, "t": 16, "b": 52},
            "xaxis": {
                "type": "log",
                "tickvals": x,
                "ticktext": [str(one) for one in x],
                "title": {"text": "Days after the declaration"},
            },
            "yaxis": {"range": [0, top], "title": {"text": "Members that have recognised"}},
            "annotations": [
                {
                    "x": 1,
                    "xref": "paper",
                    "y": y,
                    "xanchor": "left",
                    "xshift": 8,
                    "yshift": shift,
                    "text": text,
                    "font": {"color": colour, "size": 12.5},
                }
                for y, text, colour, shift in (
                    (
                        middle[-1],
                        f"forecast {middle[-1]:.0f}",
                        "$blue-text",
                        9 if middle[-1] >= came[-1] else -9,
                    ),
                    (
                        came[-1],
                        f"history {came[-1]:.0f}",
                        "$orange-text",
                        -9 if middle[-1] >= came[-1] else 9,
                    ),
                )
            ],
        },
    }
    inside = sum(lo <= y <= hi for lo, y, hi in zip(low, came, high, strict=True))
    said = words.listing(
        [f"{y:.0f} by day {d} (median {m:.0f})" for d, y, m in zip(x, came, middle, strict=True)]
    )
    title = ones[0].text.partition(" that recognise")[0]
    return Chart(
        id="cascade",
        title="The cascade and the real one",
        label=f"Step lines with fans: {title} that had recognised, by days after the declaration",
        sentence=f"{title}: {said}. History lies within the 90% band at {inside} of {len(x)} dates.",
        figure=figure,
        table=Table(
            ("Days", "5%", "Median", "95%", "Came", "CRPS"),
            tuple(
                (d, lo, m, hi, y, round(one.crps, 2))
                for d, lo, m, hi, y, one in zip(x, low, middle, high, came, ones, strict=True)
            ),
        ),
        keys=(
            Key("forecast, median; 50% and 90% of worlds", "$blue", "dash"),
            Key("history", "$orange", "line"),
        ),
        remark=f"Only the days that were asked about are drawn ({body}); the axis is logarithmic.",
    )


def _band(x: Sequence[float], low: Sequence[float], high: Sequence[float], colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*x, *reversed(x)],
        "y": [*high, *reversed(low)],
        "fill": "toself",
        "fillcolor": colour,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _step(x: Sequence[float], y: Sequence[float], colour: str, dash: str, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(x),
        "y": list(y),
        "name": name,
        "line": {"color": colour, "dash": dash, "width": 2.25},
        "marker": {"color": colour, "size": 7},
        "hovertemplate": f"{name}: %{{y}} by day %{{x}}<extra></extra>",
    }


def calendar(dates: Sequence[Measured], card: Scorecard) -> Chart:
    """Return when things were expected, from the 5 to the 95 per cent point, and when they came."""
    start, end = card.forecast.start, card.forecast.horizon

    def day(value: float | None) -> str:
        return str(end if value is None else start + dt.timedelta(days=value))

    said = [one.text.partition(": ")[2] for one in dates]
    at, _ = rows.places(said)
    low, lower, middle, upper, high = ([day(one.quantiles[i]) for one in dates] for i in range(5))
    came = [day(one.came) for one in dates]
    beside = [f"{one.below:.0%} sooner" for one in dates]
    figure: theme.Figure = {
        "data": [
            rows.spans(at, low, high, "$blue/0.3", 4),
            rows.spans(at, lower, upper, "$blue/0.6", 9),
            rows.dots(at, middle, [f"median {one}" for one in middle], "circle", "$blue"),
            rows.dots(at, came, [f"came {one}" for one in came], "diamond-open", "$orange"),
        ],
        "layout": rows.layout(said, beside, [False] * len(said))
        | {
            "xaxis": {"type": "date", "range": [str(start), str(end)], "showgrid": True, "gridcolor": "$rule"}
        },
    }
    told = [
        f"{name.rstrip('.')}: expected by {words.day(m)} at the median, "
        f"came {words.day(c) if one.came is not None else 'never'}"
        for name, m, c, one in zip(said, middle, came, dates, strict=True)
    ]
    return Chart(
        id="calendar",
        title="When it was expected, and when it came",
        label="Ranges on a calendar: 5 to 95 per cent of worlds, and the day on which it came",
        sentence="; ".join(told) + ".",
        figure=figure,
        table=Table(
            ("", "5%", "Median", "95%", "Came", "CRPS, days"),
            tuple(
                (name, lo, m, "never" if one.quantiles[4] is None else hi, c, round(one.crps, 1))
                for name, lo, m, hi, c, one in zip(said, low, middle, high, came, dates, strict=True)
            ),
        ),
        keys=(
            Key("5% to 95% and 25% to 75% of worlds", "$blue/0.6"),
            Key("median", "$blue", "dot"),
            Key("came", "$orange", "ring"),
        ),
        remark="What a world never sees is drawn at the end of the horizon. On the right: the share of "
        "worlds in which it came sooner.",
    )
