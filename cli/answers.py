"""What a sweep prints: how outcomes answer to each key, where they turn, and the numbers along the way."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cli.numbers import number, share
from cli.screen import console, heading, paragraph, say, table
from dashboards import curves, words

if TYPE_CHECKING:
    from sim.studies.design import Axis
    from sim.studies.sweep import Sweep
    from sim.studies.thresholds import Curve

BARS = "▁▂▃▄▅▆▇█"
SHORT, LONG = 13, 27
"""Signs of a sparkline on eighty columns, and where there are a hundred or more."""
WIDEST, ROWS = 8, 60
"""Columns of a heat table and rows of any; of more, some in between are left out."""
BAR = 24
MOST = 12


def tell(found: "Sweep", wanted: Sequence[str]) -> None:
    """Print a sweep: what was varied, how outcomes answer, where they turn, and the numbers."""
    names = tuple(wanted) or found.headline
    keys = words.listing([axis.key for axis in found.axes])
    heading(f"{found.scenario.name}: what {keys} {'changes' if len(found.axes) == 1 else 'change'}")
    for axis in found.axes:
        paragraph(_axis(found, axis))
    how = "" if found.grid else f", drawn by {'a Latin hypercube' if found.plan.kind == 'lhs' else 'Sobol'}"
    many = f"{found.runs:,} {'run' if found.runs == 1 else 'runs'} each"
    paragraph(
        f"{len(found.plan.points):,} points{how}, {many}, seed {found.seed}. "
        "Run r of every point shares its luck."
    )
    if found.runs == 1:
        paragraph("A single run has no interval, so nothing is told to be clear: ask for more --runs.")
    if len(found.axes) > 2:
        _tell_strongest(found, names)
    for place in range(len(found.axes)):
        what = "those asked for" if wanted else "the headline"
        _tell_along([found.curves[name][place] for name in names], what, whole=len(found.axes) <= 2)
    _tell_numbers(found, wanted or (_foremost(found, names),))


def _axis(found: "Sweep", axis: "Axis") -> str:
    """A key, its values and its meaning."""
    title, unit = found.meaning(axis.key)
    first, last = curves.value(axis.values[0]), curves.value(axis.values[-1])
    many = f"from {first} to {last}" if axis.drawn else f"{len(axis.values)} values, {first} to {last}"
    if not axis.numeric or (len(axis.values) <= 4 and not axis.drawn):
        many = ", ".join(map(curves.value, axis.values))
    told = f"{axis.key}: {many}"
    return f"{told}{f' ({unit})' if unit else ''}.{f' {title}.' if title else ''}"


def _tell_along(ones: "Sequence[Curve]", what: str, *, whole: bool) -> None:
    """Print what outcomes do along one key: as a table, if it is wanted, and in words."""
    heading(f"Along {ones[0].key}")
    if whole:
        _tell_responses(ones)
        say("")
    for one in ones:
        if one.answers or one.given:
            paragraph(f"- {curves.sentence(one)}")
    silent = curves.sentence(ones[0]) if len(ones) == 1 else curves.silence(ones, what)
    deaf = [one.outcome for one in ones if not (one.answers or one.given)]
    if deaf and silent:
        paragraph(f"- {silent}")
    elif deaf:
        paragraph(f"- Not beyond its interval: {', '.join(deaf)}.")


def _tell_responses(ones: "Sequence[Curve]") -> None:
    """Print each outcome along one key: its ends, its course and how far it moves."""
    ends = [curves.value(ones[0].values[end]) for end in (0, -1)]
    columns = ("Outcome", f"at {ends[0]}", "", f"at {ends[1]}", "Moves by", "Unit")
    rows = [
        (
            one.outcome,
            curves.amount(one, float(one.mean[0])),
            sparkline(one),
            curves.amount(one, float(one.mean[-1])),
            curves.moved(one),
            _unit(one),
        )
        for one in ones
    ]
    table(columns, rows, right=(1, 3, 4), fold=(5,))


def _unit(one: "Curve") -> str:
    unit = one.measure.unit
    return f"% {unit.removeprefix('share ')}" if one.chance else unit.partition(" (")[0]


def sparkline(one: "Curve") -> str:
    """A curve as bars from its lowest to its highest mean; a level line where it does not answer."""
    places = curves.sampled(len(one.values), LONG if console().width >= 100 else SHORT)
    if not (one.answers or one.given):
        return "─" * len(places)
    low, high = (float(one.mean[end]) for end in one.ends)
    steps = [(float(one.mean[i]) - low) / (high - low) for i in places]
    return "".join(" " if step != step else BARS[round(step * (len(BARS) - 1))] for step in steps)  # noqa: PLR0124


def _tell_strongest(found: "Sweep", names: Sequence[str]) -> None:
    """Print which key moves which outcome most, for the spread of the outcome."""
    ones = [curve for name in names for curve in found.curves[name] if curve.answers]
    ones.sort(key=lambda one: -one.strength)
    if not ones:
        return
    heading("Strongest answers")
    rows = [(one.key, one.outcome, *_extremes(one), f"{one.strength:.2f}") for one in ones[:MOST]]
    table(("Key", "Outcome", "Lowest", "Highest", "Strength"), rows, right=(4,), fold=(2, 3))
    say("")
    paragraph("Strength: from the lowest mean to the highest, in standard deviations over all runs.")


def _extremes(one: "Curve") -> Iterator[str]:
    for end in one.ends:
        yield f"{curves.amount(one, float(one.mean[end]))} at {curves.value(one.values[end])}"


def _foremost(found: "Sweep", names: Sequence[str]) -> str:
    """The outcome that answers most; if none does, the first that a key does not set outright."""

    def weight(name: str) -> tuple[float, bool]:
        ones = found.curves[name]
        return max(one.strength for one in ones), not any(one.given for one in ones)

    return max(names, key=weight)


def _tell_numbers(found: "Sweep", names: Sequence[str]) -> None:
    """Print the numbers: along one key as a table with bars, of two as a table of means."""
    for name in names:
        if len(found.axes) == 1:
            _tell_curve(found.curves[name][0])
        elif len(found.axes) == 2 and found.grid:
            _tell_heat(found, name)


def _tell_curve(one: "Curve") -> None:
    """Print one outcome value by value."""
    heading(f"{one.outcome}: {one.measure.meaning}")
    low, high = one.spread
    known = [float(x) for x in one.mean if x == x]  # noqa: PLR0124
    floor = 0.0 if one.chance or min(known, default=0.0) >= 0 else min(known)
    top = 1.0 if one.chance else max(known, default=1.0)
    rows = []
    for i in curves.sampled(len(one.values), ROWS):
        mean = float(one.mean[i])
        told = share(mean) if one.chance else number(mean)
        interval = "" if one.chance else f"{number(float(low[i]))} to {number(float(high[i]))}"
        filled = round(BAR * (mean - floor) / (top - floor)) if mean == mean and top > floor else 0  # noqa: PLR0124
        rows.append((curves.value(one.values[i]), told, interval, "█" * filled))
    columns = (one.key, "Mean", "90% of runs", "")
    kept = (0, 1, 3) if one.chance else (0, 1, 2, 3)
    table([columns[i] for i in kept], [[row[i] for i in kept] for row in rows], right=(0, 1))


def _tell_heat(found: "Sweep", name: str) -> None:
    """Print the means of one outcome by the values of two keys, the longer down the page."""
    across, down = sorted((0, 1), key=lambda place: len(found.axes[place].values))
    means, _ = found.heat(down, across, name)
    one = found.curves[name][down]
    heading(f"{name}: {one.measure.meaning}")
    rows = curves.sampled(len(found.axes[down].values), ROWS)
    columns = curves.sampled(len(found.axes[across].values), WIDEST)
    titles = [curves.value(found.axes[across].values[i]) for i in columns]
    shown = [
        (curves.value(found.axes[down].values[i]), *(curves.amount(one, float(means[i, j])) for j in columns))
        for i in rows
    ]
    paragraph(f"Means; {found.axes[down].key} down, {found.axes[across].key} across.")
    table(("", *titles), shown, right=tuple(range(len(titles) + 1)))
