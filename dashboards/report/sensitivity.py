"""The report of a sensitivity analysis: what each outcome hangs on, on one page good offline.

from dashboards.report import sensitivity
sensitivity.write(found, "sensitivity.html")
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboards import verdicts, words
from dashboards.chart import Chart
from dashboards.figures import sensitivity as figures
from dashboards.report import page
from sim.studies.factors import CHANCE
from sim.studies.sensitivity import Sensitivity
from sim.studies.shares import Outlook, Share

WIDE, HIGH = 104.0, 26.0
"""Size of a curve in a table, in pixels."""
MOST, GLANCED = 10, 15
"""Rows of the tables of assumptions that matter most: for one outcome, and for all."""
INK = 55
"""The ink of all of the variance, in per cent: words on it stay legible."""


@dataclass(frozen=True)
class Row:
    """An assumption that matters: what it is, what it rests on, and how the outcome answers to it.

    curve : points of a line for an SVG, empty where it is not one number; ends : the outcome at both
    """

    said: str
    key: str
    share: str
    half: str
    range: str
    rests: str
    judged: bool
    note: str
    curve: str
    ends: str


@dataclass(frozen=True)
class Glance:
    """A factor across outcomes: of each, the share of the variance in which it has a part, and its ink."""

    said: str
    key: str
    cells: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Part:
    """What the page says of one outcome."""

    key: str
    name: str
    title: str
    verdict: str
    coded: str
    charts: list[Chart]
    rows: tuple[Row, ...]
    unmoved: str
    names: str


def write(found: Sensitivity, path: str | Path, command: str = "") -> Path:
    """Write the report to `path` in one step: a reader sees the old file or the new, never half of one."""
    return page.write(render(found, command), Path(path))


def render(found: Sensitivity, command: str = "") -> str:
    """Return the report as HTML; `command` is what was typed."""
    parts = [part(one) for one in found.outcomes]
    scenario = found.scenario
    return page.fill(
        "sensitivity.html.j2",
        [chart for one in parts for chart in one.charts],
        title=f"Sensitivity: {scenario.title}",
        case_title=scenario.case.title,
        question="What does it hang on?",
        lede=_lede(found),
        parts=parts,
        outcomes=[one.name.replace("_", " ") for one in _told(found)],
        glance=glance(found),
        lost=_lost(found),
        reproduction=_reproduction(found, command),
    )


def _lede(found: Sensitivity) -> str:
    factors = len(found.factors) - 1
    known = words.day(str(found.scenario.case.forecast_date))
    return (
        f"{words.number(found.runs)} simulated worlds, in pairs that are alike in all but one thing: one of "
        f"{words.count(factors, 'uncertain assumption')}, or the luck of the world. From what was known on "
        f"{known}. The more of an outcome's spread goes with an assumption, the more is to be gained by "
        "finding out about it."
    )


def _lost(found: Sensitivity) -> str:
    """Return what is lacking, and over how many samples is told; empty where nothing is."""
    said = []
    if found.missing:
        lost = sum(len(one.runs) for one in found.missing)
        said.append(f"{words.number(lost)} of {words.number(found.runs)} runs failed.")
    if not found.complete:
        said.append("The analysis was interrupted.")
    if said:
        told = min((one.samples for one in found.outcomes), default=0)
        said.append(
            f"Told are the {words.number(told)} of {words.number(found.samples)} samples that are whole."
        )
    return " ".join(said)


def _told(found: Sensitivity) -> list[Outlook]:
    """Return the outcomes of which something can be told."""
    return [one for one in found.outcomes if one.shares]


def glance(found: Sensitivity) -> list[Glance]:
    """Return what matters for any outcome, beside all outcomes; nothing for a single one."""
    told = _told(found)
    if len(told) < 2:
        return []
    shares = [{each.factor.name: each for each in one.shares} for one in told]
    most = {
        factor.name: max(one[factor.name].index.total for one in shares)
        for factor in found.factors
        if any(one[factor.name].matters for one in shares)
    }
    ranked = sorted(most, key=lambda name: -most[name])[:GLANCED]
    factors = {factor.name: factor for factor in found.factors}
    return [
        Glance(factors[name].said, factors[name].key, tuple(_cell(one[name]) for one in shares))
        for name in ranked
    ]


def _cell(one: Share) -> tuple[str, int]:
    """Return a share in words, and how much ink it gets, in per cent."""
    if one.index.inert:
        return "–", 0
    return verdicts.share(one.index.total), round(INK * min(max(one.index.total, 0.0), 1.0))


def part(one: Outlook) -> Part:
    """Return all that the page says of one outcome."""
    first = [each for each in (*one.shares, *one.members) if each.matters and each.factor.name != CHANCE]
    ranked = sorted(first, key=lambda each: -each.index.total)[:MOST]
    return Part(
        key=figures.key(one),
        name=one.name,
        title=words.sentence(one.measure.meaning).rstrip("."),
        verdict=words.sentence(verdicts.leaning(one) if one.shares else one.untold),
        coded=words.sentence(one.coded),
        charts=figures.charts(one),
        rows=tuple(row(each, one) for each in ranked),
        unmoved=verdicts.unmoved(one),
        names=verdicts.names(one),
    )


def row(each: Share, one: Outlook) -> Row:
    """Return an assumption that matters, in words and as a curve."""
    factor = each.factor
    reach = "" if factor.range is None else " – ".join(f"{end:g}" for end in factor.range)
    rests = verdicts.rests(factor)
    sources = f": {', '.join(factor.sources)}" if factor.sources else ""
    return Row(
        said=factor.said,
        key=factor.key,
        share=verdicts.share(each.index.total),
        half=verdicts.half(each.index.total_half),
        range=f"{reach} {factor.unit}".strip(),
        rests=f"{rests}{sources}",
        judged=rests.startswith(("judgement", "assumed")),
        note=factor.note,
        curve=_curve(each.answer.fifths.tolist()) if each.answer else "",
        ends=_ends(each, one),
    )


def _ends(each: Share, one: Outlook) -> str:
    """Return the outcome's mean where a number is lowest and where it is highest, and which way it goes."""
    if each.answer is None:
        return "several numbers at once"
    chance = one.measure.unit.startswith("share of")
    low, high = (float(each.answer.fifths[end]) for end in (0, -1))
    said = [verdicts.share(end) if chance else words.number(end) for end in (low, high)]
    way = verdicts.way(each)
    how = "now up, now down" if way == verdicts.TURNS else f"higher {way}"
    return f"{said[0]} to {said[1]}: {how}"


def _curve(fifths: Sequence[float]) -> str:
    """Return a line through five means, as points of an SVG."""
    low, high = min(fifths), max(fifths)
    span = (high - low) or 1.0
    return " ".join(
        f"{4 + (WIDE - 8) * place / (len(fifths) - 1):.1f},{HIGH - 4 - (HIGH - 8) * (value - low) / span:.1f}"
        for place, value in enumerate(fifths)
    )


def _reproduction(found: Sensitivity, command: str) -> list[tuple[str, str]]:
    """Return how to make the same analysis again: command, seed, hash and versions."""
    return [
        *([("Command", command)] if command else []),
        ("Seed", str(found.seed)),
        ("Samples", words.number(found.samples)),
        ("Scenario", f"{found.scenario.name} {found.scenario.hash}"),
        *page.versions(),
    ]
