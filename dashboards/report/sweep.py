"""The report of a sweep: how each outcome answers to what is varied, on one page good offline.

from dashboards.report import sweep
sweep.write(found, "sweep.html")
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboards import curves, words
from dashboards.chart import Table
from dashboards.figures import sweep as figures
from dashboards.report import page
from dashboards.report.sections import Plan, Section
from sim.studies.sweep import Sweep

MOST = 24
"""Outcomes that can be chosen on the page, unless more are asked for; sweep.json has all."""

TOLD = 12
"""Answers told in words at the head of the page."""


@dataclass(frozen=True)
class Panel:
    """One outcome on the page: what it is, and its charts."""

    key: str
    title: str
    section: Section


def write(found: Sweep, path: str | Path, wanted: Sequence[str] = (), command: str = "") -> Path:
    """Write the report to `path` in one step: a reader sees the old file or the new, never half of one."""
    return page.write(render(found, wanted, command), Path(path))


def render(found: Sweep, wanted: Sequence[str] = (), command: str = "") -> str:
    """Return the report as HTML; `wanted` names the outcomes to draw, `command` is what was typed."""
    panels = [panel(found, name) for name in shown(found, wanted)]
    keys = words.listing([axis.key for axis in found.axes])
    return page.fill(
        "sweep.html.j2",
        [chart for one in panels for chart in one.section.charts],
        title=f"Swept: {found.scenario.title}",
        case_title=found.scenario.case.title,
        question=f"What changes with {keys}?",
        lede=_lede(found),
        told=told(found, wanted),
        silent=silent(found, wanted),
        panels=panels,
        keys=varied(found),
        reproduction=_reproduction(found, command),
    )


def shown(found: Sweep, wanted: Sequence[str]) -> list[str]:
    """Return the outcomes to draw: those asked for, else the headline and what answers, most first."""
    if wanted:
        return list(wanted)
    rest = [
        (max(one.strength for one in ones), name)
        for name, ones in found.curves.items()
        if name not in found.headline and any(one.answers for one in ones)
    ]
    rest.sort(key=lambda one: (-one[0], one[1]))
    return [*found.headline, *(name for _, name in rest)][:MOST]


def panel(found: Sweep, outcome: str) -> Panel:
    """Return one outcome with its charts."""
    charts = figures.charts(found, outcome)
    title = words.sentence(found.measures[outcome].meaning).rstrip(".")
    plan = Plan(f"o-{outcome.replace('_', '-')}", title, "", (), "one" if len(charts) == 1 else "two")
    return Panel(outcome, title, Section(plan, charts))


def told(found: Sweep, wanted: Sequence[str]) -> list[str]:
    """Return what answers, in words: the strongest of the outcomes that a reader asked for or that lead."""
    ones = [one for name in wanted or found.headline for one in found.curves[name] if one.answers]
    ones.sort(key=lambda one: -one.strength)
    several = len(found.axes) > 1
    said = []
    for one in ones[:TOLD]:
        meaning = one.measure.meaning.partition(" (")[0].rstrip(".")
        text = curves.sentence(one, f"\u201c{meaning[:1].upper()}{meaning[1:]}\u201d")
        said.append(f"{one.key}: {text}" if several else text)
    return said


def silent(found: Sweep, wanted: Sequence[str]) -> list[str]:
    """Return for which keys nothing answers."""
    names, what = (wanted, "those asked for") if wanted else (found.headline, "the headline")
    places = range(len(found.axes))
    said = (curves.silence([found.curves[name][place] for name in names], what) for place in places)
    return [text for text in said if text]


def varied(found: Sweep) -> Table:
    """Return the keys with their values and meaning."""
    rows = []
    for axis in found.axes:
        title, unit = found.meaning(axis.key)
        first, last = curves.value(axis.values[0]), curves.value(axis.values[-1])
        values = f"from {first} to {last}" if axis.drawn else f"{len(axis.values)} values, {first} to {last}"
        if not axis.numeric:
            values = ", ".join(map(curves.value, axis.values))
        rows.append((axis.key, values, unit, title))
    return Table(("Key", "Values", "Unit", "Meaning"), tuple(rows))


def _lede(found: Sweep) -> str:
    points, runs = words.number(len(found.plan.points)), words.number(found.runs)
    known = words.day(str(found.scenario.case.forecast_date))
    drawn = {"grid": "on a grid", "lhs": "drawn by a Latin hypercube", "sobol": "drawn by a Sobol sequence"}
    return (
        f"{points} settings {drawn[found.plan.kind]}, {runs} simulated worlds of each, from what was known "
        f"on {known}. World by world they share their luck, so they differ by what is varied alone. These "
        "are conditional forecasts: they say what changes if the assumptions hold, not what ought to."
    )


def _reproduction(found: Sweep, command: str) -> list[tuple[str, str]]:
    """Return how to make the same sweep again: command, seed, hash and versions."""
    return [
        *([("Command", command)] if command else []),
        ("Seed", str(found.seed)),
        ("Scenario", f"{found.scenario.name} {found.scenario.hash}"),
        *page.versions(),
    ]
