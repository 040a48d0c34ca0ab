"""What a search for levers prints: the strongest moves, the table of gains and costs, what replies leave."""

from typing import TYPE_CHECKING

from cli.numbers import NOTHING
from cli.screen import heading, paragraph, say, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.studies.advise import Advice, Tried

MARK = "!"
"""Stands beside a gain that a single reply takes back."""


def tell(found: "Advice", top: int, command: "Callable[[Tried], str]") -> None:
    """Print the moves, the best first; `command` gives what runs one of them again."""
    from dashboards import advice

    asked = found.question
    name = advice.name_of(asked, asked.actor)
    heading(f"What {name} could do to {'lower' if asked.lower else 'raise'} {asked.outcome}")
    say(f"{asked.scenario.name}: {asked.scenario.title}", "")
    paragraph(advice.tested(found))
    for own in (True, False):
        say("")
        paragraph(advice.strongest(found, own))
    _tell_moves(found, top)
    _tell_replies(found)
    _tell_commands(found, top, command)
    say("")
    paragraph(advice.LIMITS)


def _tell_moves(found: "Advice", top: int) -> None:
    """Print the table of gains and what stands beside them."""
    shown = found.shown(top)
    if not shown:
        return
    heading("Moves")
    columns = ("", f"Gain{MARK}", "95%", "Move", "Takes", "Own", "Else")
    rows = [_row(found, number, one) for number, one in enumerate(shown, 1)]
    table(columns, rows, right=(0, 1, 2, 5, 6), fold=(3, 4))
    say("")
    paragraph(_legend(found))


def _row(found: "Advice", number: int, one: "Tried") -> tuple[str, ...]:
    from dashboards import advice

    asked = found.question
    gain, _, half = advice.gained(one.change, asked.sign).partition(" ± ")
    exact = NOTHING if one.change.half is None else "exact"
    gain = gain if one.clear else f"({gain})"
    undone = one.answer is not None and one.answer.undone
    away = NOTHING if one.away is None else advice.elsewhere(one).partition(" ± ")[0]
    own = f"{one.move.weighted:.1f}" if one.move.weighted else "0"
    marked = f"{gain}{MARK}" if undone else f"{gain} "
    told = one.move.says[:1].upper() + one.move.says[1:]
    return (
        str(number),
        marked,
        f"±{half}" if half else exact,
        told,
        advice.takes(asked, one),
        own,
        away,
    )


def _legend(found: "Advice") -> str:
    """What the columns are, and the marks that were used."""
    from dashboards import advice

    first = found.tried[0].change
    said = (
        f"Gain in {advice.unit(first)}; in brackets where it is not clear of zero. Own: how far the actor "
        "leaves its own wish, points times salience. Else: how much farther the other issues end from its "
        "wishes, points, weighted by its salience; below zero they end nearer."
    )
    if any(one.answer and one.answer.undone for one in found.tried):
        said += f" {MARK}: looks good only while an opponent is held to its rule."
    return said


def _tell_replies(found: "Advice") -> None:
    """Print what the best replies leave of the best moves."""
    from dashboards import advice

    held = [one for one in found.tried if one.answer is not None]
    if not held:
        return
    heading("Replies")
    for one in held:
        told = one.move.says[:1].upper() + one.move.says[1:]
        paragraph(f"{told}. {advice.answered(found.question, one)}")
        say("")
    paragraph(advice.searched(found))


def _tell_commands(found: "Advice", top: int, command: "Callable[[Tried], str]") -> None:
    """Print how to run the moves again that help."""
    shown = found.shown(top)
    helping = [(number, one) for number, one in enumerate(shown, 1) if one.helps] or list(
        enumerate(shown, 1)
    )[:1]
    if not helping:
        return
    heading("To run a move again")
    for number, one in helping:
        say(f"{number}  {command(one)}")
    if found.question.given:
        say("")
        paragraph("These compare with the scenario as its file says it, without what --set gave here.")
