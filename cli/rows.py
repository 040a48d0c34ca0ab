"""How rows of a query are printed: as a table, as CSV or as JSON, row by row."""

import csv
import datetime as dt
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

Row = tuple[Any, ...]

MOST_ROWS = 200
"""Rows of a table; who wants more wants CSV or JSON."""

NARROW = 14
"""To how many columns text may be folded before a table becomes a list of records."""


def print_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Print CSV; nothing stands for null."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value, none="") for value in row] for row in rows)


def print_json(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Print a JSON array with an object for each row; of columns of one name, later ones get a number."""
    names: list[str] = []
    for column in columns:
        same = sum(column == one for one in columns[: len(names)])
        names.append(f"{column}_{same}" if same else column)
    sys.stdout.write("[")
    between = "\n  "
    for row in rows:
        told = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        sys.stdout.write(between + json.dumps(told, ensure_ascii=False, allow_nan=False))
        between = ",\n  "
    sys.stdout.write("]\n" if between == "\n  " else "\n]\n")


def print_table(columns: Sequence[str], types: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a table, or one record under another where it would be too wide."""
    from cli.screen import console, note, say, table

    shown = [[_text(value, none="-") for value in row] for row in rows[:MOST_ROWS]]
    more = len(rows) - len(shown)
    width = console().width
    longest = [max(map(len, cells)) for cells in zip(columns, *shown, strict=True)]
    fold = [i for i, size in enumerate(longest) if size > NARROW and not _is_number(types[i])]
    # A column that folds is still as wide as its name.
    least = [max(NARROW, len(columns[i])) if i in fold else size for i, size in enumerate(longest)]
    gaps = 2 * (len(columns) - 1)
    if sum(least) + gaps <= width:
        right = [i for i, kind in enumerate(types) if _is_number(kind)]
        table(columns, shown, right=right, fold=fold if sum(longest) + gaps > width else ())
    else:
        say(*_records(columns, shown))
    if more:
        note(f"{len(shown)} of {len(shown) + more:,} rows are shown; --format csv prints all")


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A line for each value, and an empty one between rows."""
    margin = max(map(len, columns))
    for number, row in enumerate(rows):
        if number:
            yield ""
        for column, cell in zip(columns, row, strict=True):
            yield f"{column:<{margin}}  {cell}"


def _is_number(kind: str) -> bool:
    """Whether a type of DuckDB's is one of numbers; a list of numbers is none."""
    return (
        re.fullmatch(r"DECIMAL\(.*\)|DOUBLE|FLOAT|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BIGNUM", kind)
        is not None
    )


def _plain(value: Any) -> Any:
    """A value as JSON has it: what is not a finite number is null, dates are text."""
    match value:
        case Decimal():
            told: Any = int(value) if value == value.to_integral_value() else float(value)
        case float():
            told = value if math.isfinite(value) else None
        case dict():
            told = {str(key): _plain(one) for key, one in value.items()}
        case list() | tuple():
            told = [_plain(one) for one in value]
        case bytes():
            told = value.hex()
        case dt.date() | dt.time():
            told = value.isoformat()
        case bool() | int() | None:
            told = value
        case _:
            told = str(value)
    return told


def _text(value: Any, *, none: str) -> str:
    """A value as a cell has it: six digits in a table, all of them in CSV."""
    if value is None:
        return none
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | Decimal):
        return f"{value:.6g}" if none else str(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    told = _plain(value)
    return told if isinstance(told, str) else str(told)
