"""`parley export`: a run as tidy tables for R, Stata and whatever else reads them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson, RunFolder
from cli.refusal import Refused, unknown

if TYPE_CHECKING:
    from sim.results import Results

EXAMPLES = (
    "parley export runs/veto --format csv",
    "parley export runs/veto --format dta --out stata/veto",
    "parley export runs/veto --format parquet --only outcomes --only decisions",
)
FORMATS = ("csv", "parquet", "dta")


def form_of(got: str) -> str:
    """A format of files."""
    if got not in FORMATS:
        raise unknown("a format", got, FORMATS, where="--format: ")
    return got


def export(
    run_dir: RunFolder,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="F", parser=form_of, help="csv, parquet or dta (Stata).", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder; without it, RUN_DIR-FORMAT.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="TABLE", help="Only this table; may be repeated.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a run as tidy tables, with units and a codebook.

    Tables: outcomes (a row for each run), positions (run, week, issue, actor), weeks, places, and what else
    was recorded, by what it depends on; decisions.
    """
    from cli.folder import writable_folder
    from cli.screen import progress, say
    from sim.store.catalogue import EXPORT
    from sim.store.folder import open_run

    results = open_run(run_dir)
    chosen = _chosen(results, only or [])
    home = run_dir if run_dir.name not in {"", ".."} else run_dir.resolve()
    folder = writable_folder(out or home.with_name(f"{home.name}-{form}"), EXPORT, "export")
    from sim.store.export import export as write

    with progress(f"Writing {form}", 1) as tick:
        write(results, folder, form, chosen, tick)
    told = (folder / EXPORT).read_text(encoding="utf-8")
    if as_json:
        say(told.rstrip("\n"))
    else:
        _tell(folder, json.loads(told))


def _chosen(results: "Results", only: list[str]) -> list[str]:
    """The tables that were asked for, each once; refused if the run has one of them not."""
    from sim.store.export import names

    known = names(results)
    strange = [name for name in only if name not in known]
    if strange:
        said = (str(unknown("a table of this run", name, known, where="--only: ")) for name in strange)
        raise Refused("\n".join(said))
    return list(dict.fromkeys(only))


def _tell(folder: Path, told: dict[str, Any]) -> None:
    """Print the files with their rows and sizes."""
    from cli.runs import bytes_of
    from cli.screen import say, table
    from sim.store.export import CODEBOOK

    rows = [
        (name, f"{count:,}", bytes_of((folder / name).stat().st_size)) for name, count in told["rows"].items()
    ]
    table(("File", "Rows", "Size"), rows, right=(1, 2))
    say("", f"Export    {folder}", f"Codebook  {folder / CODEBOOK}")
