"""The report of a search for levers: moves by their gain, what they cost, and which replies undo them.

from dashboards.report import advise
advise.write(advice, "advise.html")
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboards import advice, words
from dashboards.figures import advise as figures
from dashboards.report import page
from dashboards.report.sections import Plan, Section
from dashboards.report.words import Finding
from sim.studies.advise import Advice, Tried

SHOWN = 12
"""Moves that are drawn, unless more are asked for."""

COSTS = Plan(
    "costs",
    "Cost beside benefit",
    "In the model's own terms, and never set against the gain. Own wish left: how far the actor moves from "
    "where it wishes to stand, points times salience. Other issues farther off: how much farther they end "
    "from its wishes, points, weighted by its salience; below zero they end nearer. The last columns are the "
    "case's other headline outcomes, where they change beyond their intervals. A gain in brackets is not "
    "clear of zero.",
    (),
)


def write(
    found: Advice,
    path: str | Path,
    command: str = "",
    commands: Mapping[str, str] | None = None,
    top: int = SHOWN,
) -> Path:
    """Write the report to `path` in one step: a reader sees the old file or the new, never half of one."""
    return page.write(render(found, command, commands, top), Path(path))


def render(
    found: Advice, command: str = "", commands: Mapping[str, str] | None = None, top: int = SHOWN
) -> str:
    """Return the report as HTML; `commands` says for each move, by name, how to run it again."""
    asked = found.question
    parts = sections(found, top)
    verb = "lower" if asked.lower else "raise"
    meaning = found.before.meaning.partition(" (")[0]
    return page.fill(
        "advise.html.j2",
        [chart for part in parts for chart in part.charts],
        title=f"Levers: {asked.scenario.title}",
        case_title=asked.scenario.case.title,
        question=f"What could {advice.name_of(asked, asked.actor)} do to {verb} the outcome: {meaning}?",
        lede=f"{advice.tested(found)} {advice.LIMITS}",
        findings=[finding(found, own) for own in (True, False)],
        sections=parts,
        costs=COSTS,
        moves=figures.table(found, max(top, len(found.clear))),
        verdicts=[
            (figures.deed(one), advice.answered(asked, one)) for one in found.tried if one.answer is not None
        ],
        again=again(found.shown(top), commands or {}),
        laid=bool(asked.given),
        reproduction=_reproduction(found, command),
    )


def sections(found: Advice, top: int) -> list[Section]:
    """Return the parts that have a chart."""
    parts = [
        Section(Plan("moves", "Gains", "", (), "one"), figures.charts(found, top)),
        Section(
            Plan(
                "answers",
                "If opponents answer",
                "A scenario holds everybody else to a rule. Here those who stand farthest off are free to "
                "answer, each with one thing that they can do by themselves.",
                (),
                "one",
            ),
            figures.replies(found),
        ),
    ]
    return [part for part in parts if part.charts]


def finding(found: Advice, own: bool) -> Finding:
    """Return the strongest move set large: of the actor's own, or of those that take others."""
    asked, best = found.question, found.best(own)
    said = advice.strongest(found, own)
    if best is None:
        return Finding("None", "is clear of zero", said)
    gain, _, half = advice.gained(best.change, asked.sign).partition(" ± ")
    unit = advice.unit(best.change)
    if best.answer is not None and best.answer.undone:
        said += " One reply takes it back: see below."
    return Finding(gain, f"± {half} {unit}" if half else unit, said)


def again(shown: Sequence[Tried], commands: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what is done and the command that runs it again, for the moves that are drawn."""
    return [(figures.deed(one), commands[one.move.name]) for one in shown if one.move.name in commands]


def _reproduction(found: Advice, command: str) -> list[tuple[str, str]]:
    """Return how to make the same search again: command, seed, hash and versions."""
    asked = found.question
    return [
        *([("Command", command)] if command else []),
        ("Seed", words.number(asked.seed).replace(",", "")),
        ("Scenario", f"{asked.scenario.name} {asked.scenario.hash}"),
        *page.versions(),
    ]
