"""Questions in SQL over many runs: DuckDB is given the tables, and nothing else.

DuckDB gets no access to files, network or extensions.  The decision logs are scanned in place through Arrow,
which can only read: a query that DuckDB itself took files for could also write to them.
"""

import difflib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sim.store.catalogue import Entry
from sim.store.manifest import first_line
from sim.store.tables import TABLES, asked_about

if TYPE_CHECKING:
    import duckdb

BLOCK = 10_000
"""Rows fetched at once: between blocks DuckDB listens to Ctrl-C, while it fetches all it does not."""

_LOOK = "`parley runs --check` tells which is damaged"


class QueryError(ValueError):
    """A query that cannot be answered; the message says where in it and why."""


@dataclass(frozen=True)
class Answer:
    """What a query came to: names and DuckDB's types of the columns, and the rows."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def left_out(entries: Sequence[Entry]) -> list[Entry]:
    """The folders that a query finds in `runs` and in no other table."""
    return [one for one in entries if not one.readable]


def ask(entries: Sequence[Entry], sql: str) -> Answer:
    """Answer a query over run folders of a catalogue; QueryError says what is wrong with it."""
    import duckdb

    connection = _closed()
    try:
        kinds = [one.type for one in connection.extract_statements(sql)]
        _check_kind(kinds)
        _give(connection, entries, sql)
        connection.execute("set lock_configuration = true")
        connection.execute(sql)
        described = connection.description or []
        # All of them now: what goes wrong in the last row is told before the first is printed.
        rows = [row for block in iter(lambda: connection.fetchmany(BLOCK), []) for row in block]
    except duckdb.Error as error:
        raise QueryError(_told(error, sql)) from None
    except RuntimeError as error:
        if "interrupted" in str(error):  # DuckDB's word for Ctrl-C
            raise KeyboardInterrupt from None
        raise
    except (pa.ArrowException, OSError) as error:
        raise QueryError(f"a decision log cannot be read ({first_line(error)}); {_LOOK}") from None
    names, types = tuple(one[0] for one in described), tuple(str(one[1]) for one in described)
    return Answer(names, types, rows)


def _closed() -> "duckdb.DuckDBPyConnection":
    """DuckDB in memory, without files, network, extensions, or sight of Python's variables."""
    import duckdb

    settings: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_persistent_secrets": False,
        "temp_directory": "",
        "errors_as_json": True,
        "python_enable_replacements": False,
    }
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("set enable_external_access = false; set TimeZone = 'UTC'")
    return connection


def _give(connection: "duckdb.DuckDBPyConnection", entries: Sequence[Entry], sql: str) -> None:
    """Register the tables that a query asks about."""
    try:
        for name, content in asked_about(entries, sql):
            connection.register(name, content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise QueryError(f"a run folder cannot be read ({first_line(error)}); {_LOOK}") from error


def _check_kind(kinds: Sequence[Any]) -> None:
    """Refuse what is not one query; DuckDB counts a pivot as several statements in one."""
    if not kinds:
        raise QueryError("the query is empty; such as: select folder, runs from runs")
    if len(kinds) > 1:
        raise QueryError(f"there are {len(kinds)} statements; ask one at a time")
    if kinds[0].name not in {"SELECT", "MULTI"}:
        raise QueryError(f"{kinds[0].name} is no question; a query reads (select ...) and changes nothing")


def _told(error: Exception, sql: str) -> str:
    """What DuckDB says is wrong, with line and column, in one line."""
    said: dict[str, Any] = {}
    with suppress(ValueError):
        said = json.loads(str(error).partition("{")[1] + str(error).partition("{")[2])
    where = _where(said.get("position"), sql)
    name = str(said.get("name", ""))
    if said.get("error_subtype") == "MISSING_ENTRY" and said.get("type") == "Table":
        near = difflib.get_close_matches(name, TABLES, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(TABLES)}"
        return f"{where}'{name}' is not a table; {hint}"
    if said.get("exception_type") == "Permission":
        return f"{where}a query reads the tables and nothing else; there are {', '.join(TABLES)}"
    text = str(said.get("exception_message") or first_line(error)).splitlines()[0]
    close = str(said.get("candidates", "")) if said.get("error_subtype") == "COLUMN_NOT_FOUND" else ""
    names = " or ".join(one.strip() for one in close.split(","))
    return f"{where}{text.rstrip('!')}" + (f"; did you mean {names}?" if close else "")


def _where(position: str | None, sql: str) -> str:
    """Where in the query, `query:LINE:COLUMN: `; DuckDB counts bytes."""
    if position is None or not position.isdigit():
        return "query: "
    before = sql.encode()[: int(position)].decode(errors="ignore")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return f"query:{line}:{column}: "
