"""`parley check`: everything that is wrong with scenarios, cases and, where asked, their statements."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EXAMPLES = ("parley check", "parley check my-scenario.yaml", "parley check --documents documents/")


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH ...]", help="Scenarios or cases; without any, all shipped.", show_default=False
        ),
    ] = None,
    documents: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also compare the statements with the documents in this folder.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print all that is wrong with scenarios or cases.

    Each problem is told with file, line and column, all of them at once.
    """
    from cli.refusal import Refused
    from cli.screen import say
    from scenarios import check as problems
    from scenarios import list_cases

    if documents is not None and not documents.is_dir():
        raise Refused(f"--documents: {documents} is not a folder")
    names = paths or list(list_cases())
    faults = [str(fault) for name in names for fault in problems(name)]
    if not faults:
        faults = list(_unrunnable(names))
    if documents is not None and not faults:
        faults = list(_misquoted(names, documents))
    if faults:
        raise Refused("\n".join(faults if len(faults) == 1 else [*faults, f"{len(faults)} problems found"]))
    counted = sum(len(_scenarios(name)) for name in names)
    say(f"{counted} scenario{'s' if counted > 1 else ''} checked, no problem found")


def _scenarios(name: str) -> "Sequence[str | Path]":
    """The scenarios that are meant: this one, or all of a case where it or one of its files is named."""
    from scenarios.folders import SHIPPED, is_case, scenario_files

    file = Path(name)
    for folder in (SHIPPED / name, file):
        if is_case(folder):
            return scenario_files(folder)
    if is_case(file.parent) and file not in scenario_files(file.parent):
        return scenario_files(file.parent)
    return [name]


def _unrunnable(names: list[str]) -> "Iterator[str]":
    """What reads well but could not be run, or would have no effect."""
    from scenarios import load
    from sim.needs import needs

    yield from dict.fromkeys(
        problem for name in names for one in map(load, _scenarios(name)) for problem in needs(one)
    )


def _misquoted(names: list[str], folder: Path) -> "Iterator[str]":
    """Statements that do not fit the documents in a folder, case by case."""
    from scenarios import load
    from sources.verify import verify

    cases = {one.case_name: one for name in names for one in map(load, _scenarios(name))}
    for case, scenario in cases.items():
        for finding in verify(scenario.case.documents, scenario.statements, folder):
            yield f"{case}: {finding.place}: {finding.what}"
