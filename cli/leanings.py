"""What a sensitivity analysis prints: for each outcome a verdict, and the assumptions ranked."""

from typing import TYPE_CHECKING

from cli.screen import heading, paragraph, say, table
from dashboards import verdicts
from dashboards.words import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.studies.sensitivity import Sensitivity
    from sim.studies.shares import Outlook, Share

MOST = 10
"""Rows of a table before the rest is counted."""


def tell(found: "Sensitivity") -> None:
    """Print what each outcome hangs on."""
    scenario = found.scenario
    heading(f"{scenario.name}: {scenario.title}")
    say("")
    paragraph(
        f"{found.samples:,} samples of {len(found.factors)} factors, {found.runs:,} runs, seed {found.seed}. "
        "Two runs that are compared are alike in all but one factor."
    )
    for one in found.outcomes:
        _tell_outlook(one)
    if any(one.shares for one in found.outcomes):
        _tell_key(grouped=any(each.factor.members for one in found.outcomes for each in one.shares))


def _tell_outlook(one: "Outlook") -> None:
    """Print the verdict on one outcome, then its shares."""
    heading(one.name)
    paragraph(verdicts.verdict(one))
    if one.coded:
        paragraph(sentence(one.coded))
    if not one.shares:
        return
    say("")
    _tell_shares(one.shares)
    if any(not each.idle for each in one.members):
        say("")
        say("Of the groups that matter:")
        _tell_shares(one.members)
    for text in (verdicts.unmoved(one), verdicts.names(one), verdicts.doubts(one)):
        if text:
            say("")
            paragraph(text)


def _tell_shares(shares: "Sequence[Share]") -> None:
    """Print shares, the largest total first."""
    told = [each for each in shares if not each.idle]
    rows = [_row(each) for each in told[:MOST]]
    table(("Factor", "Alone", "In all", "95%", "Higher", "Rests on"), rows, right=(1, 2, 3), fold=(0, 5))
    if len(told) > MOST:
        say(f"and {len(told) - MOST} more")


def _row(one: "Share") -> tuple[str, ...]:
    """A row of the table: the first-order index, the total with half its interval, and which way it works."""
    index = one.index
    numbers = (verdicts.share(index.first), verdicts.share(index.total), verdicts.half(index.total_half))
    return (verdicts.short(one.factor), *numbers, verdicts.way(one), verdicts.mostly(one.factor))


def _tell_key(*, grouped: bool) -> None:
    """Print how the columns are to be read."""
    heading("How to read this")
    text = (
        "Alone: by how much the outcome's variance would shrink, in the mean, if the factor were known "
        "(Sobol's first-order index). In all: what would be left of it if all but the factor were known (the "
        "total index, here with half its 95% interval). Higher: what a higher number does to the outcome. "
        "Rests on: what the number, or most of a group, rests on."
    )
    if grouped:
        text += " A group, such as positions, is the numbers of all actors at once; --detail takes it apart."
    paragraph(text)
