"""`parley sources positions`: from confirmed statements to low, mode and high."""

import datetime as dt
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson, whole
from cli.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sources.confirmations import Gathered
    from sources.positions import Placed, Rule

MOST_CODERS = 1000

EXAMPLES = (
    "parley sources positions kosovo-2007",
    "parley sources positions my-case/ --rule latest --out positions.yaml",
    "parley sources positions codings/ --actors actors.yaml --min-confirmed 2 --json",
)


def _coders_of(got: str) -> int:
    """A number of coders, from 1."""
    return whole("--min-confirmed", got, 1, MOST_CODERS)


def _until(got: str) -> dt.date:
    """A day, as a case writes it."""
    with suppress(ValueError):
        day = dt.date.fromisoformat(got)
        if str(day) == got:  # Python also reads 20080101 and 2008-W01-2
            return day
    raise Refused(f"--until: '{got}' is not a date (YYYY-MM-DD)")


def positions(
    folder: Annotated[
        str,
        typer.Argument(metavar="DIR", help="A case, or a folder of coders' files.", show_default=False),
    ],
    rule: Annotated[
        str,
        typer.Option(
            metavar="RULE",
            help="Which days count: week (the newest seven in which an actor is heard), latest (its newest "
            "day), all.",
        ),
    ] = "week",
    until: Annotated[
        dt.date | None,
        typer.Option(
            metavar="DATE",
            parser=_until,
            help="The last day that counts; without it, that of the last document.",
            show_default=False,
        ),
    ] = None,
    min_confirmed: Annotated[
        int,
        typer.Option(
            metavar="N",
            parser=_coders_of,
            help="How many coders must have confirmed a statement.",
            show_default=True,
        ),
    ] = 1,
    actors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The actors.yaml to go by; a case has its own.", show_default=False
        ),
    ] = None,
    issues: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The issues.yaml to go by; a case has its own.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the positions there, as YAML.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Code where each actor stands from what coders confirmed.

    What is said twice counts once; direct words weigh more than reports, reports more than forecasts; where
    acts contradict each other the range spans both. A body's statements serve members that have none of
    their own. Positions that cite references keep their numbers, and what nothing tells stays assumed.
    """
    from cli.folder import writable_file
    from cli.screen import say, say_json
    from sources.layer import nested

    if out:
        writable_file(out)
    gathered, placed, chosen = _placed(folder, rule, until, min_confirmed, actors, issues)
    if out:
        _write(out, placed, chosen)
    if as_json:
        say_json(_summary(gathered, placed, chosen) | nested(placed))
        return
    if out is None:
        _table(placed)
    say(*_told(gathered, placed, chosen))
    if out:
        say("", f"Written: {out}")


def _placed(
    folder: str,
    period: str,
    until: dt.date | None,
    least: int,
    actors: Path | None,
    issues: Path | None,
) -> "tuple[Gathered, list[Placed], Rule]":
    """Read what is there and place every actor on every issue."""
    from cli.refusal import unknown
    from scenarios.folders import is_case, shipped
    from sources.acts import PERIODS
    from sources.coding import read_codings
    from sources.confirmations import gather
    from sources.positions import Rule, place_all
    from sources.stakeholders import nameless, read_stakeholders

    if period not in PERIODS:
        raise unknown("a rule", period, PERIODS, where="--rule: ")
    place = shipped(folder)
    if not place.is_dir():
        raise unknown("a folder or a case", folder, _cases())
    of_case = is_case(place)
    actors = actors or (place / "actors.yaml" if of_case else None)
    issues = issues or (place / "issues.yaml" if of_case else None)
    codings = read_codings(place)
    known = _issues(issues) if issues else ()
    stated = dict.fromkeys(one.actor for coding in codings.values() for one in coding.statements.values())
    stakeholders = read_stakeholders(actors) if actors else nameless(stated)
    gathered = gather(codings, stakeholders, known)
    known = known or tuple(dict.fromkeys(one.issue for one in gathered.statements))
    rule = Rule(until or gathered.until, next(one for one in PERIODS if one == period), least)
    return gathered, place_all(gathered.statements, stakeholders, known, rule), rule


def _cases() -> tuple[str, ...]:
    from scenarios import list_cases

    return list_cases()


def _issues(path: Path) -> tuple[str, ...]:
    """The names of the issues of a file."""
    from scenarios.nodes import read

    return tuple(read(path).children)


def _write(out: Path, placed: "Sequence[Placed]", rule: "Rule") -> None:
    """Write the layer whole or not at all."""
    from cli.folder import write_file
    from sources.layer import as_yaml

    head = (
        "Written by `parley sources positions`.",
        f"What was said until {rule.until}, rule {rule.period}, confirmed by at least {rule.least}.",
        "Entries that cite references, and those that are assumed, stand as in the actors file.",
        "",
    )
    write_file(out, as_yaml(placed, head))


def _summary(gathered: "Gathered", placed: "Sequence[Placed]", rule: "Rule") -> dict[str, Any]:
    """For a program: the rule and what came of it, before the positions themselves."""
    return {
        "rule": rule.period,
        "until": rule.until,
        "min_confirmed": rule.least,
        "statements": len(gathered.statements),
        "without_position": list(gathered.unplaced),
        "standing": Counter(one.standing for one in placed),
        "outside": [
            {"actor": one.actor, "issue": one.issue, "found": one.found.mode}
            for one in _outside(placed)
            if one.found
        ],
    }


def _outside(placed: "Sequence[Placed]") -> "list[Placed]":
    """Positions that are kept although the statements have their likeliest place outside of them."""
    return [one for one in placed if one.standing == "kept" and not one.fits]


def _table(placed: "Sequence[Placed]") -> None:
    """Print what was coded, beside what stands in the actors file."""
    from cli.screen import table

    rows = [row for one in placed if one.standing == "coded" for row in _row(one)]
    if rows:
        table(
            ("Actor", "Issue", "Range", "Stands", "Grade", "Acts", "Of"), rows, right=(2, 3, 5), fold=(0, 6)
        )


def _row(one: "Placed") -> "Iterator[tuple[str, ...]]":
    from scenarios.models.numbers import written

    if one.found is None:
        return
    found, stands = one.found, one.entry
    was = " ".join(written(stands[rung]) for rung in ("low", "mode", "high")) if stands else "-"
    now = f"{found.low} {found.mode} {found.high}"
    acts = str(len(found.evidence))
    yield one.actor, one.issue, now, was, found.grade, acts, ", ".join(one.bodies) or "itself"


def _told(gathered: "Gathered", placed: "Sequence[Placed]", rule: "Rule") -> "Iterator[str]":
    """What was read, what came of it, and what deserves a look."""
    from scenarios.exceptions import one_of

    count = Counter(one.standing for one in placed)
    yield ""
    said = len(gathered.statements)
    yield f"{said} statement{'s' * (said != 1)}; rule {rule.period} until {rule.until}"
    yield (
        f"{count['coded']} positions coded, {count['kept']} kept (they cite references), "
        f"{count['assumed']} assumed"
    )
    if gathered.unplaced:
        yield f"without a position, hence left out: {one_of(gathered.unplaced, 8)}"
    for one in _outside(placed):
        if one.found and one.entry:
            yield (
                f"kept: {one.actor} {one.issue} {one.entry['low']} to {one.entry['high']}, where statements "
                f"say {one.found.mode}"
            )
