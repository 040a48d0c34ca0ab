"""`parley runs`: the catalogue of the run folders below a folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson

if TYPE_CHECKING:
    from sim.store.catalogue import Entry

EXAMPLES = ("parley runs", "parley runs archive/2027 --check", "parley runs --json")

UNITS = ("B", "kB", "MB", "GB", "TB")


def runs(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="The folder below which runs lie.", show_default=True),
    ] = Path("runs"),
    check: Annotated[
        bool, typer.Option("--check", help="Compare every file with its checksum; reads all of them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the run folders below a folder, the damaged ones too."""
    from cli.screen import note, say_json

    entries = _catalogue(folder, check)
    if as_json:
        say_json([_fields(one) for one in entries])
    elif entries:
        _tell(entries)
    else:
        note(f"There is no run folder below {folder}")


def _catalogue(folder: Path, check: bool) -> "list[Entry]":
    """The catalogue, under a progress bar where every byte is read."""
    from sim.store.catalogue import catalogue

    if not check:
        return catalogue(folder)
    from cli.screen import waiting

    with waiting("Comparing checksums"):
        return catalogue(folder, thorough=True)


def _tell(entries: "list[Entry]") -> None:
    """Print a line for each folder, then what is wrong with any."""
    from cli.numbers import NOTHING, number
    from cli.screen import heading, table

    columns = ("Folder", "Scenario", "Runs", "Seed", "Protocol", "Made", "State", "Hash", "Size")
    rows = [
        (
            one.folder,
            one.scenario or NOTHING,
            number(one.runs),
            NOTHING if one.seed is None else str(one.seed),
            one.protocol or NOTHING,
            NOTHING if one.made is None else f"{one.made:%Y-%m-%d}",
            one.state,
            (one.hash or NOTHING)[:8],
            bytes_of(one.size),
        )
        for one in entries
    ]
    table(columns, rows, right=(2, 3, 8), fold=(0, 1, 4), gap=1)
    wrong = [one for one in entries if one.problem]
    if wrong:
        heading("What is wrong")
        table(("Folder", "Problem"), [(one.folder, one.problem) for one in wrong], fold=(0, 1))


def _fields(one: "Entry") -> dict[str, Any]:
    """An entry as JSON has it."""
    told = {name: getattr(one, name) for name in one.__dataclass_fields__ if name != "path"}
    made = None if one.made is None else f"{one.made:%Y-%m-%dT%H:%M:%SZ}"
    return told | {"made": made, "problem": one.problem or None}


def bytes_of(size: int) -> str:
    """A size for people: 512 B, 44 MB, 1.2 GB."""
    amount, unit = float(size), 0
    while amount >= 999.5 and unit < len(UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.1f} {UNITS[unit]}" if amount < 9.95 and unit else f"{amount:.0f} {UNITS[unit]}"
