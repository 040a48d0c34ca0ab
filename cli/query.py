"""`parley query`: a question in SQL over all run folders below a folder."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson
from cli.refusal import Refused, unknown

EXAMPLES = (
    "parley query \"select folder, mean, q05, q95 from outcomes where name = 'declared'\"",
    'parley query "pivot outcomes on name using first(mean) group by folder" --format csv',
    'parley query "select actor, count(*) from decisions group by actor" --in archive --json',
    "parley query --tables",
)
FORMATS = ("table", "csv", "json")


def format_of(got: str) -> str:
    """How rows are printed."""
    if got not in FORMATS:
        raise unknown("a format", got, FORMATS, where="--format: ")
    return got


def query(
    sql: Annotated[
        str | None,
        typer.Argument(metavar="SQL", help="A query, as DuckDB understands it.", show_default=False),
    ] = None,
    folder: Annotated[
        Path, typer.Option("--in", metavar="DIR", help="The folder below which runs lie.", show_default=True)
    ] = Path("runs"),
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            parser=format_of,
            help="table (as without it), csv or json.",
            show_default=False,
        ),
    ] = None,
    tables: Annotated[bool, typer.Option("--tables", help="List the tables and their columns.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask in SQL about all runs below a folder; nothing is changed.

    Tables: runs, settings, outcomes, recognition, outcomes_by_run, decisions.  A query reads them and
    nothing else: no other file, no network, no extension of DuckDB.
    """
    if as_json and form not in {None, "json"}:
        raise Refused(f"--json: --format is {form}; give one of them")
    form = "json" if as_json else form or "table"
    if tables == (sql is not None):
        raise Refused("give a query or --tables" if sql is None else "--tables: goes without a query")
    if sql is None:
        _tell_tables(form)
    else:
        _answer(sql, folder, form)


def _answer(sql: str, folder: Path, form: str) -> None:
    """Print what a query comes to, and say which folders it could not use."""
    from cli import rows
    from cli.screen import note, waiting
    from sim.store.catalogue import catalogue
    from sim.store.questions import QueryError, ask, left_out

    entries = catalogue(folder)
    try:
        with waiting("Asking"):
            answer = ask(entries, sql)
    except QueryError as error:
        raise Refused(str(error)) from None
    if form == "csv":
        rows.print_csv(answer.columns, answer.rows)
    elif form == "json":
        rows.print_json(answer.columns, answer.rows)
    else:
        rows.print_table(answer.columns, answer.types, answer.rows)
    without = left_out(entries)
    if without:
        are = "folder has" if len(without) == 1 else "folders have"
        note(f"{len(without)} {are} no usable results: `parley runs {folder}` says why")


def _tell_tables(form: str) -> None:
    """Print every table with its columns, their types and what they hold."""
    from cli import rows
    from cli.screen import heading, table
    from sim.store.tables import TABLES, kind

    if form == "table":
        for name, columns in TABLES.items():
            heading(name)
            table(("Column", "Type", "What it holds"), [(one, kind(of), what) for one, of, what in columns],
                  fold=(2,))  # fmt: skip
        return
    told = ((name, one, kind(of), what) for name, columns in TABLES.items() for one, of, what in columns)
    write = rows.print_csv if form == "csv" else rows.print_json
    write(("table", "column", "type", "meaning"), told)
