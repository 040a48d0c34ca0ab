"""What a comparison prints: outcomes, when runs part, which decisions differ first and what follows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.numbers import NOTHING, number, share
from cli.screen import heading, paragraph, say, table
from dashboards.words import digits
from sim.clock import Clock

if TYPE_CHECKING:
    from sim.studies.chain import Link, Sequel
    from sim.studies.compare import Comparison
    from sim.studies.paired import Difference

MOST = 8
LONGEST = 12
"""Rows of a table before the rest is counted; of what follows, before the least of it is."""


def tell(found: "Comparison", letter: str, wanted: Sequence[str]) -> None:
    """Print what B (or another letter) changes against A."""
    heading(f"{letter} against A")
    say(f"A  {found.a.name}: {found.a.title}")
    other = f"{found.b.name}, as set" if found.b.name == found.a.name else f"{found.b.name}: {found.b.title}"
    say(f"{letter}  {other}", "")
    pairs = f"{found.runs:,} pairs of runs" if found.runs > 1 else "1 pair of runs"
    paragraph(
        f"{pairs}, seed {found.seed}. Run r of A and run r of {letter} share their luck until the scenarios "
        "set them apart."
    )
    _tell_assumptions(found, letter)
    if found.unchanged:
        say("")
        paragraph(found.verdict)
    _tell_outcomes(found, letter, wanted)
    if not found.unchanged:
        _tell_parting(found)
        _tell_first(found, letter)
        _tell_sequels(found, letter)


def _tell_assumptions(found: "Comparison", letter: str) -> None:
    """Print the values in which the scenarios differ."""
    if not found.assumptions:
        return
    heading(f"What {letter} says otherwise")
    rows = [(one.path, one.a, one.b) for one in found.assumptions[:MOST]]
    table(("Value", "A", letter), rows, fold=(0, 1, 2))
    _count_rest(len(found.assumptions) - MOST)


def _count_rest(rest: int, what: str = "more") -> None:
    """Print how many rows are not shown."""
    if rest > 0:
        say(f"and {rest} {what}")


def _tell_outcomes(found: "Comparison", letter: str, wanted: Sequence[str]) -> None:
    """Print the outcomes that were asked for; else the headline, then what differs beyond its interval."""
    shown = found.shown(wanted)
    heading("Outcomes")
    columns = ("Outcome", "A", letter, f"{letter} less A", "95%", "Runs", "Unit")
    table(columns, [_row(one) for one in shown], right=(1, 2, 3, 4, 5), fold=(6,))
    say("")
    told = "Runs: in how many the outcome differs at all."
    if any(one.differs and not one.clear for one in shown):
        told += " A difference within its 95% interval stands in brackets."
    paragraph(told)
    rest = [one for one in found.outcomes if one not in shown]
    if rest:
        paragraph(_rest(rest))


def _rest(rest: "Sequence[Difference]") -> str:
    """What is to be said of the outcomes that are not shown."""
    same = sum(not one.differs for one in rest)
    if same == len(rest):
        return f"The other {len(rest)} outcomes are exactly equal in every run."
    return (
        f"The other {len(rest)} outcomes do not differ beyond their intervals; {same or 'none'} of them "
        f"{'is' if same == 1 else 'are'} exactly equal in every run."
    )


def _row(one: "Difference") -> tuple[str, ...]:
    """A row of the table: a chance in per cent, and its difference in points of that."""
    scale = 100.0 if one.chance else 1.0
    means = [share(mean) if one.chance else number(mean) for mean in (one.mean_a, one.mean_b)]
    unit = f"% {one.unit.removeprefix('share ')}" if one.chance else one.unit.partition(" (")[0]
    return (one.name, *means, *change(one, scale), share(one.differs), unit)


def change(one: "Difference", scale: float = 1.0) -> tuple[str, str]:
    """A mean difference with its sign, in brackets if within its interval, and half the interval."""
    if one.mean is None:
        return NOTHING, NOTHING
    if not one.differs:
        return "0", "exact"
    half = None if one.half is None else one.half * scale
    places = digits(half or one.mean * scale)
    form = f",.{places}f" if places <= 5 else ".1e"
    signed = f"{one.mean * scale:+{form}}"
    told = signed if one.clear else f"({signed})"
    return told, NOTHING if half is None else f"±{half:{form}}"


def _tell_parting(found: "Comparison") -> None:
    """Print when the runs of a pair first differ in anything, and in a decision."""
    from sim.studies.compare import parting

    heading("When runs part")
    everything, decisions = parting(found.parted), parting(found.decided)
    carriers = ", ".join(name.replace("_", " ") for name in list(found.carriers)[:4])
    for what, told, more in (
        ("Anything", everything, f"; first in {carriers}"),
        ("A decision", decisions, ""),
    ):
        never = told["never"] or 0.0
        if never == 1:
            paragraph(f"{what} differs in no pair.")
            continue
        week = _weeks((told["median"], told["q05"], told["q95"]), found)
        paragraph(f"{what} differs in {share(1 - never)} of pairs, from {week} on{more}.")


def _weeks(week: "tuple[float | None, float | None, float | None]", found: "Comparison") -> str:
    """The median week with its date, and the weeks that hold 90%."""
    middle, low, high = (float(one or 0) for one in week)
    date = Clock.of(found.a).day(middle)
    reach = "" if low == high else f", {low:.0f} to {high:.0f} in 90%"
    return f"week {middle:.0f} ({date}{reach})"


def _short(week: tuple[float, float, float]) -> str:
    """The median week, and in brackets those that hold 90%."""
    middle, low, high = week
    return f"{middle:.0f}" if low == high else f"{middle:.0f} ({low:.0f}-{high:.0f})"


def _tell_first(found: "Comparison", letter: str) -> None:
    """Print the decisions that differ first, the most frequent first."""
    if not found.first:
        return
    heading("Which decisions differ first")
    rows = [_link(link) for link in found.first[:MOST]]
    table(("Week", "Actor", "Decision", "A", letter, "Runs"), rows, right=(5,), fold=(1, 2, 3, 4))
    _count_rest(len(found.first) - MOST, "kinds more, none more frequent")
    say("")
    paragraph(
        "Up to then the runs of a pair took the same decisions under the same luck, so these are due to what "
        f"{letter} says otherwise. Several may differ at once. Weeks: median (90% of runs)."
    )


def _link(link: "Link") -> tuple[str, ...]:
    return (_short(link.week), link.actor, link.decision, link.choice_a, link.choice_b, share(link.share))


def _tell_sequels(found: "Comparison", letter: str) -> None:
    """Print what becomes of every decision that differs, in the order in which they come to differ."""
    if not found.sequels:
        return
    heading("What follows")
    weightiest = sorted(found.sequels, key=lambda one: (-one.lasting, -one.share))[:LONGEST]
    rows = [_sequel(one) for one in found.sequels if one in weightiest]
    columns = ("Week", "Decision", "Runs", "Actors", "End", f"Most often (A; {letter})")
    table(columns, rows, right=(2, 3, 4), fold=(5,))
    _count_rest(len(found.sequels) - len(rows), "more of less weight")
    say("")
    paragraph(
        "Runs: in how many any actor decides otherwise or in another week. Actors: how many do, in the mean "
        "of those. End: in how many runs a choice still differs when the run ends; most often, how it does."
    )


def _sequel(one: "Sequel") -> tuple[str, ...]:
    most = one.most
    told = f"{most.actor}: {most.choice_a}; {most.choice_b}" if most else ""
    return (_short(one.week), one.decision, share(one.share), number(one.actors), share(one.lasting), told)
