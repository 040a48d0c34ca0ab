"""The report of a comparison: what each scenario changes against the first, on one page good offline.

from dashboards.report import compare
compare.write([comparison], "compare.html")
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dashboards import words
from dashboards.chart import Chart, Table
from dashboards.figures import differences, dumbbells, partings
from dashboards.report import page
from dashboards.report.sections import Plan, Section
from dashboards.report.words import Finding
from sim.studies.compare import Comparison
from sim.studies.contrast import Assumption
from sim.studies.courses import DRAWN
from sim.studies.paired import Difference

LETTERS = "BCDEFGHIJKLMNOPQRSTUVWXYZ"

PLANS = (
    Plan(
        "outcomes",
        "What changes",
        "Means over all runs: a ring for A, a dot for {letter}. Outcomes are the case's headline, then those "
        "that differ beyond their interval. A difference within its interval stands in brackets.",
        (),
    ),
    Plan(
        "parting",
        "When runs part, and over what",
        "Run by run, A and {letter} share their luck. So the first decision that differs is due to what "
        "{letter} says otherwise and to nothing else; what follows comes of that too.",
        (),
        "one",
    ),
    Plan(
        "recognitions",
        "Recognitions, week by week",
        "How many more states have recognised in {letter} than in A, pair by pair.",
        (),
        "one",
    ),
    Plan(
        "position",
        "Positions, week by week",
        "How much higher the mean position is in {letter} than in A, weighted by capability and salience; "
        "grey lines are single actors. Issues on which nothing differs are left out.",
        (),
    ),
    Plan(
        "severity",
        "Unrest, week by week",
        "How much more severe unrest is in {letter} than in A. It describes; it is no score.",
        (),
        "three",
    ),
)


@dataclass(frozen=True)
class Side:
    """What the page says of one scenario against the first."""

    key: str
    letter: str
    title: str
    unchanged: str
    precision: str
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]
    sections: tuple[Section, ...]
    outcomes: Table


def write(
    found: Sequence[Comparison], path: str | Path, wanted: Sequence[str] = (), command: str = ""
) -> Path:
    """Write the report to `path` in one step: a reader sees the old file or the new, never half of one."""
    return page.write(render(found, wanted, command), Path(path))


def render(found: Sequence[Comparison], wanted: Sequence[str] = (), command: str = "") -> str:
    """Return the report as HTML; `wanted` names the outcomes to draw, `command` is what was typed."""
    sides = [side(one, letter, wanted) for one, letter in zip(found, LETTERS, strict=False)]
    first = found[0]
    others = words.listing([one.title for one in sides])
    return page.fill(
        "compare.html.j2",
        [chart for one in sides for part in one.sections for chart in part.charts],
        title=f"Compared with: {first.a.title}",
        case_title=first.a.case.title,
        question=f"{others}: what {'does it' if len(sides) == 1 else 'do they'} change?",
        lede=_lede(found),
        sides=sides,
        reproduction=_reproduction(found, command),
    )


def _lede(found: Sequence[Comparison]) -> str:
    first = found[0]
    runs = min(one.runs for one in found)
    pairs = f"{words.number(runs)} {'pair' if runs == 1 else 'pairs'}"
    known = words.day(str(first.a.case.forecast_date))
    part = f" Week by week, the first {words.number(DRAWN)} pairs are drawn; all else counts every pair."
    return (
        f"{pairs} of simulated worlds that share their luck until the scenarios set "
        f"them apart, from what was known on {known}. A is {first.a.name}. "
        "These are conditional forecasts: they say what changes if the assumptions hold, not what ought to."
    ) + (part if runs > DRAWN else "")


def side(found: Comparison, letter: str, wanted: Sequence[str]) -> Side:
    """Return all that the page says of one scenario."""
    title = f"{found.b.title}, as set" if found.b.name == found.a.name else str(found.b.title)
    headline = found.shown(wanted)[: max(len(found.a.case.headline), 5)]
    return Side(
        key=letter.lower(),
        letter=letter,
        title=title,
        unchanged=found.verdict,
        precision=precision(found),
        findings=() if found.unchanged else tuple(finding(one, letter) for one in headline[:5]),
        assumptions=found.assumptions,
        sections=tuple(_sections(found, letter, wanted)),
        outcomes=dumbbells.table(found.outcomes, letter),
    )


def precision(found: Comparison) -> str:
    """Return what sharing luck is worth here: how much narrower it makes the intervals."""
    gains = [one.unpaired / one.half for one in found.outcomes if one.differs and one.half and one.unpaired]
    if not gains:
        return ""
    times = words.number(float(np.median(gains)), 1)
    return (
        f"Differences are taken within pairs of runs. At the median of the outcomes that differ, that makes "
        f"their intervals {times} times narrower than without shared luck."
    )


def finding(one: Difference, letter: str) -> Finding:
    """Return one outcome in words: the change set large, both means in a sentence."""
    scale = 100.0 if one.chance else 1.0
    unit = "percentage points" if one.chance else one.unit.partition(" (")[0]
    meaning = words.sentence(one.meaning).rstrip(".")
    if one.mean is None or one.mean_a is None or one.mean_b is None:
        return Finding("–", "", f"{meaning}: in no pair of runs.")
    ends = [words.percent(m) if one.chance else words.number(m) for m in (one.mean_a, one.mean_b)]
    text = f"{meaning}: {ends[0]} in A, {ends[1]} in {letter}."
    if not one.differs:
        return Finding("0", unit, f"{text} Exactly equal in every run.")
    change, _, half = words.change(one.mean * scale, one.half and one.half * scale).partition(" ± ")
    text += "" if one.clear else " Within its interval."
    return Finding(change, f"± {half} {unit}" if half else unit, text)


def _sections(found: Comparison, letter: str, wanted: Sequence[str]) -> list[Section]:
    """Return the parts that this comparison has, charts drawn."""
    drawn = []
    for plan in PLANS:
        charts = _charts(found, letter, plan.id, wanted)
        if charts:
            drawn.append(Section(_of(plan, letter), charts))
    return drawn


def _charts(found: Comparison, letter: str, part: str, wanted: Sequence[str]) -> list[Chart]:
    if part == "outcomes":
        return dumbbells.charts(found, letter, wanted)
    if part == "parting":
        return partings.charts(found, letter)
    return differences.charts(found, letter, part)


def _of(plan: Plan, letter: str) -> Plan:
    """Return a part under the letter of its scenario."""
    key = f"{letter.lower()}-{plan.id}"
    return Plan(key, plan.title, plan.intro.format(letter=letter), plan.views, plan.columns)


def _reproduction(found: Sequence[Comparison], command: str) -> list[tuple[str, str]]:
    """Return how to make the same comparison again: command, seed, hashes and versions."""
    sides = [("A", found[0].a), *((letter, one.b) for letter, one in zip(LETTERS, found, strict=False))]
    return [
        *([("Command", command)] if command else []),
        ("Seed", str(found[0].seed)),
        *((f"Hash of {letter}", f"{scenario.name} {scenario.hash}") for letter, scenario in sides),
        *page.versions(),
    ]
