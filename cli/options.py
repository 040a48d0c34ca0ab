"""Options that commands share, and the checks that say what is wrong with one of them."""

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.refusal import Refused

if TYPE_CHECKING:
    from agents.protocols import Value

MOST_RUNS = 1_000_000
MOST_WEEKS = 10_000
LARGEST_SEED = 2**63 - 1
MOST_VOTES = 1_000_000


def whole(name: str, got: str | int, low: int, high: int) -> int:
    """The whole number that was given, if it is one and within bounds."""
    try:
        number = int(got)
    except ValueError:
        raise Refused(f"{name}: '{got}' is not a whole number") from None
    if number < low:
        raise Refused(f"{name}: {number} is below {low}")
    if number > high:
        raise Refused(f"{name}: {number} is above {high}")
    return number


def runs_of(got: str) -> int:
    """The number of runs, from 1 to a million."""
    return whole("--runs", got, 1, MOST_RUNS)


def seed_of(got: str) -> int:
    """The seed, from 0 to what a signed 64-bit integer holds."""
    return whole("--seed", got, 0, LARGEST_SEED)


def run_of(got: str) -> int:
    """The number of one run, from 0."""
    return whole("--run", got, 0, MOST_RUNS)


def week_of(got: str) -> int:
    """The number of one week, from 0."""
    return whole("--week", got, 0, MOST_WEEKS)


def quota_of(got: str) -> int:
    """A number of votes, from 1 to a million."""
    return whole("--quota", got, 1, MOST_VOTES)


def day_of(got: str) -> dt.date:
    """A day, as a case writes it."""
    with suppress(ValueError):
        day = dt.date.fromisoformat(got)
        if str(day) == got:  # Python also reads 20080101 and 2008-W01-2
            return day
    raise Refused(f"--on: '{got}' is not a date (YYYY-MM-DD)")


def options_of(given: list[str], protocol: str) -> dict[str, "Value"]:
    """Options as NAME=VALUE; refused if one is not, or is none that the protocol has, all at once."""
    from agents import protocols

    found: dict[str, Value] = {}
    faults = []
    for one in given:
        name, equals, value = (part.strip() for part in one.partition("="))
        if not (name and equals):
            faults.append(f"--option: '{one}' is not NAME=VALUE")
        elif name in found:
            faults.append(f"--option: {name}: is said twice; say it once")
        else:
            found[name] = value
    try:
        if protocol in protocols.names():
            protocols.get(protocol, found)
    except protocols.OptionError as error:
        faults += [f"--option: {name}: {fault}" for name, fault in error.faults.items()]
    if faults:
        raise Refused("\n".join(faults))
    return found


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON to stdout, and nothing else there.")]

OnDay = Annotated[
    dt.date | None,
    typer.Option(
        "--on",
        metavar="DATE",
        parser=day_of,
        help="The day, YYYY-MM-DD; without it, the first of the case.",
        show_default=False,
    ),
]

RunFolder = Annotated[
    Path, typer.Argument(metavar="RUN_DIR", help="A folder written by `parley run`.", show_default=False)
]

ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", help="A name such as kosovo-2007/un-veto, or a path.", show_default=False
    ),
]

Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Override a value of the scenario; may be repeated.",
        show_default=False,
    ),
]

ProtocolOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="NAME=VALUE",
        help="An option of the protocol (docs/protocols.md lists them); may be repeated.",
        show_default=False,
    ),
]
