"""Options that commands share, and the checks that say what is wrong with one of them."""

from pathlib import Path
from typing import Annotated

import typer

from cli.refusal import Refused

MOST_RUNS = 1_000_000
LARGEST_SEED = 2**63 - 1


def _between(name: str, got: int | None, low: int, high: int) -> int | None:
    if got is not None and got < low:
        raise Refused(f"{name}: {got} is below {low}")
    if got is not None and got > high:
        raise Refused(f"{name}: {got} is above {high}")
    return got


def checked_runs(got: int) -> int:
    """The number of runs, from 1 to a million."""
    _between("--runs", got, 1, MOST_RUNS)
    return got


def checked_seed(got: int) -> int:
    """The seed, from 0 to what a signed 64-bit integer holds."""
    _between("--seed", got, 0, LARGEST_SEED)
    return got


def checked_run(got: int | None) -> int | None:
    """The number of one run, from 0."""
    return _between("--run", got, 0, MOST_RUNS)


def checked_week(got: int | None) -> int | None:
    """The number of one week, from 0."""
    return _between("--week", got, 0, 10_000)


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON to stdout, and nothing else there.")]

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
