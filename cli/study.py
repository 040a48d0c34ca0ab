"""What the commands share that run many scenarios, or one many times over, and tell what came of it.

Each writes NAME.json and NAME.html, both or neither, prints the JSON or says the same in words, and ends with
an exit code that tells whether all of it was done.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cli.refusal import Refused, unknown

if TYPE_CHECKING:
    from scenarios import Scenario
    from sim.studies.study import Missing

FAILED, INTERRUPTED = 1, 130


def out_option(name: str) -> Any:
    """The option --out of a command that writes NAME.json and NAME.html."""
    said = f"Write {name}.json and {name}.html there; without it, nothing is written."
    return typer.Option(metavar="DIR", help=said, show_default=False)


def outcome_option(told: str) -> Any:
    """The option --outcome, which may be repeated; told : which a command tells, and which without it."""
    return typer.Option(metavar="NAME", help=told, show_default=False)


def outcomes_of(scenario: "Scenario", seed: int) -> Mapping[str, Any]:
    """The outcomes that the case has: a single run tells which there are, and that it runs."""
    from sim import ensemble

    return dict(ensemble.run(scenario, 1, seed).outcomes["outcomes"])


def unknown_outcomes(scenario: "Scenario", wanted: Sequence[str], known: Collection[str]) -> Iterator[str]:
    """What is said of each name that no outcome of the case has."""
    for name in wanted:
        if name not in known:
            yield str(unknown(f"an outcome of {scenario.case_name}", name, known, where="--outcome: "))


def check_outcomes(scenario: "Scenario", wanted: Sequence[str], seed: int) -> None:
    """Refuse names that no outcome of the case has, all at once."""
    if faults := list(unknown_outcomes(scenario, wanted, outcomes_of(scenario, seed))):
        raise Refused("\n".join(faults))


def repeated(option: str, values: Sequence[str]) -> list[str]:
    """An option that is said once for each value, as words of a command."""
    return [word for value in values for word in (option, value)]


def as_json(said: Mapping[str, Any]) -> str:
    """The text of NAME.json: equal findings give equal bytes."""
    return json.dumps(said, indent=2, ensure_ascii=False, allow_nan=False)


def write_both(folder: Path, numbers: str, text: str, report: str, page: Callable[[Path], object]) -> None:
    """Write the numbers and the page into a folder, both or neither."""
    from cli.screen import waiting
    from sim.store.place import whole

    with waiting("Writing the report"), whole(folder) as fresh:
        (fresh / numbers).write_text(text + "\n", encoding="utf-8")
        page(fresh / report)


def say_places(folder: Path | None, numbers: str, report: str) -> None:
    """Say where the files are, if any were written."""
    from cli.screen import say

    if folder:
        say("", f"Numbers  {folder / numbers}", f"Report   {folder / report}")


def leave(missing: "Sequence[Missing]", of: str, interrupted: str) -> None:
    """End with the exit code of what failed or was interrupted, and say so; of a whole study, return.

    of : the runs in all, in words; interrupted : what was reached, empty if all was
    """
    from cli.screen import note

    if missing:
        lost = sum(len(one.runs) for one in missing)
        note(f"{lost:,}{of} runs failed, the first with: {missing[0].failure.message}")
    if interrupted:
        note(f"Interrupted: {interrupted}")
        raise typer.Exit(INTERRUPTED)
    if missing:
        raise typer.Exit(FAILED)
