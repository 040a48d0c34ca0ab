"""What `parley show` says of a cast and of one actor: numbers beside the evidence that they rest on."""

from typing import TYPE_CHECKING

from cli.numbers import number
from cli.screen import heading, paragraph, say, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios import Scenario
    from scenarios.models import Actor, Issue, Position, Sourced

POSITION_COLUMNS = ("Actor", "Issue", "Low", "Mode", "High", "Salience", "Grade", "Evidence")


def show_cast(scenario: "Scenario") -> None:
    """Print what a scenario asks and where each of its actors stands on each issue."""
    heading(f"{scenario.name}: {scenario.title}")
    paragraph(scenario.question)
    case = scenario.case
    counts = f"{len(scenario.actors)} actors, {len(scenario.events)} events"
    say("", f"{case.weeks} weeks from {case.start}, {counts}")
    heading("Issues")
    table(("Issue", "Question"), [(name, one.question) for name, one in scenario.issues.items()], fold=(1,))
    if case.levers:
        heading("Short names, for --set and parley sweep --vary")
        table(
            ("Name", "Low", "High", "Unit", "What it does"), _lever_rows(scenario), right=(1, 2), fold=(3, 4)
        )
    heading("Positions")
    table(POSITION_COLUMNS, _position_rows(scenario), right=(2, 3, 4, 5, 7), fold=(0, 1), gap=1)


def _lever_rows(scenario: "Scenario") -> "Iterator[tuple[str, ...]]":
    """One row for each lever of the case: its range, its unit and what it does."""
    for name, lever in scenario.case.levers.items():
        yield name, _plain(lever.low), _plain(lever.high), lever.unit, lever.title


def _position_rows(scenario: "Scenario") -> "Iterator[tuple[str, ...]]":
    """One row for each actor and issue: range, salience, grade and how many pieces of evidence."""
    for name, actor in scenario.actors.items():
        for issue, held in actor.positions.items():
            yield name, issue, *map(_plain, held.range), _salience(held), held.grade, str(len(held.evidence))


def _plain(value: float) -> str:
    return f"{value:g}"


def _salience(held: "Position") -> str:
    """The salience: a share, or the likeliest of a range."""
    salience = held.salience
    return _plain(salience if isinstance(salience, int | float) else salience.mode)


def show_actor(scenario: "Scenario", name: str) -> None:
    """Print all that is assumed about one actor, with sources."""
    actor = scenario.actors[name]
    heading(f"{name}: {actor.name}")
    paragraph(", ".join((actor.kind, *([actor.office] if actor.office else []))))
    if actor.note:
        paragraph(actor.note)
    rows = list(_attribute_rows(actor))
    if rows:
        heading("Attributes")
        table(("Attribute", "Value", "Source"), rows, fold=(1, 2))
    for issue, held in actor.positions.items():
        heading(f"{issue}: {scenario.issues[issue].question}")
        _show_position(scenario, scenario.issues[issue], held)


def _attribute_rows(actor: "Actor") -> "Iterator[tuple[str, str, str]]":
    """What an actor belongs to, commands, is tied and exposed to."""
    for body, seat in actor.memberships.items():
        details = seat.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"source"})
        told = ", ".join(f"{key} {value}" for key, value in details.items())
        yield f"member of {body}", told, ", ".join(seat.source or ())
    for measure, amount in actor.capability.items():
        yield f"capability, {measure}", _amount(amount), ", ".join(amount.source)
    singles = {"contingent": actor.contingent, "caveats": actor.caveats, "exposure": actor.exposure}
    singles |= {"asks for the plan": actor.asks_plan}
    singles |= {f"relies on {patron}": amount for patron, amount in actor.reliance.items()}
    for title, given in singles.items():
        if given is not None:
            yield title, _amount(given), ", ".join(given.source)
    for place, share in actor.posts.items():
        yield f"stands in {place}", f"{share:g} of the contingent", ""
    for other, share in actor.ties.items():
        yield f"tie to {other}", f"{share:g}", ""


def _amount(given: "Sourced") -> str:
    """A sourced number with its unit: one value, or low, mode and high."""
    low, mode, high = given.range
    value = number(mode) if given.fixed else f"{number(mode)} ({number(low)} to {number(high)})"
    return f"{value} {given.unit}"


def _show_position(scenario: "Scenario", issue: "Issue", held: "Position") -> None:
    """Print one position: the range, what it means in words, and what it rests on."""
    low, mode, high = held.range
    mark = min(issue.scale, key=lambda point: abs(point - mode))
    say(f"  {mode:g} ({low:g} to {high:g}), salience {_salience(held)}, {held.grade}")
    paragraph(f"nearest mark, {mark}: {issue.scale[mark]}", indent=2)
    if held.note:
        paragraph(held.note, indent=2)
    for source in held.evidence:
        paragraph(f"{source}: {_told(scenario, source)}", indent=4)


def _told(scenario: "Scenario", source: str) -> str:
    """What a piece of evidence says: a statement's paraphrase and document, or a work's title."""
    statement = scenario.statements.get(source)
    if statement is None:
        work = scenario.references[source]
        return f"{work.title} ({work.author or work.publisher}, {work.year})"
    document = scenario.case.documents[statement.document]
    return f"{statement.paraphrase} ({statement.speaker}; {document.outlet}, {document.date})"
