"""Exports: the tables of a run as CSV, Parquet or Stata files with a codebook, whole or not at all."""

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sim.results import Results
from sim.store.catalogue import EXPORT
from sim.store.place import check_place, whole
from sim.store.sheets import Column, Sheet, sheets

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "parquet", "dta")
CODEBOOK = "codebook.csv"

STATA_NAME, STATA_LABEL = 32, 80
"""Characters of a name and of a label in Stata."""

_RESERVED = re.compile(
    r"_.*|aggregate|array|boolean|break|byte|case|catch|class|colvector|complex|const|continue|default|delegate"
    r"|delete|do|double|else|eltypedef|end|enum|explicit|export|external|float|for|friend|function|global|goto|if"
    r"|in|inline|int|local|long|namespace|new|null|pragma|protected|quad|rowvector|short|str[0-9]+|strL|typedef"
    r"|typename|using|virtual|with"
)
"""Names that Stata keeps for itself."""

Progress = Callable[[int, int], None]
Write = Callable[[Sheet, Path, Callable[[], None]], int]


def export(
    results: Results,
    folder: str | Path,
    form: str,
    only: Sequence[str] = (),
    progress: Progress | None = None,
) -> Path:
    """Write the tables of a run, or only some, into a folder; an earlier export there is replaced.

    form : csv, parquet or dta; only : names of tables, all if there are none
    progress : told (blocks written, blocks in all)
    Errors: RunError for a folder that holds anything else; KeyError for a table that there is not.
    """
    target = Path(folder)
    check_place(target, EXPORT, "export")
    every = {sheet.name: sheet for sheet in sheets(results)}
    chosen = [every[name] for name in only] or list(every.values())
    chosen = [_for_stata(sheet) for sheet in chosen] if form == "dta" else chosen
    count, blocks = 0, sum(sheet.blocks for sheet in chosen)

    def tick() -> None:
        nonlocal count
        count += 1
        if progress is not None:
            progress(count, blocks)

    with whole(target) as fresh:
        write = {"csv": _write_csv, "parquet": _write_parquet, "dta": _write_stata}[form]
        rows = {}
        for sheet in chosen:
            rows[f"{sheet.name}.{form}"] = write(sheet, fresh / f"{sheet.name}.{form}", tick)
        _write_codebook(chosen, fresh, form)
        (fresh / EXPORT).write_text(_about(results, form, rows), encoding="utf-8")
    return target


def names(results: Results) -> list[str]:
    """The names of the tables that a run has."""
    return [sheet.name for sheet in sheets(results)]


def _about(results: Results, form: str, rows: Mapping[str, int]) -> str:
    """What the export is of; the file is also the mark by which an export is known."""
    told = {
        "export": form,
        "scenario": results.scenario.name,
        "scenario_hash": results.scenario.hash,
        "seed": results.seed,
        "runs": results.runs,
        "complete": results.complete,
        "command": results.command,
        "rows": rows,
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _write_csv(sheet: Sheet, file: Path, tick: Callable[[], None]) -> int:
    from pyarrow import csv as arrow_csv

    rows = 0
    with arrow_csv.CSVWriter(file, _plain(sheet.schema)) as writer:
        for block in sheet.make():
            writer.write_table(block.cast(_plain(block.schema)))
            rows += block.num_rows
            tick()
    return rows


def _plain(schema: pa.Schema) -> pa.Schema:
    """Words as text: a dictionary differs from block to block."""
    return pa.schema(
        [pa.field(one.name, pa.string() if pa.types.is_dictionary(one.type) else one.type) for one in schema]
    )


def _write_parquet(sheet: Sheet, file: Path, tick: Callable[[], None]) -> int:
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(file, sheet.schema, compression="zstd") as writer:
        for block in sheet.make():
            writer.write_table(block.cast(sheet.schema))
            rows += block.num_rows
            tick()
    return rows


def _write_stata(sheet: Sheet, file: Path, tick: Callable[[], None]) -> int:
    """A Stata file (version 14 or newer reads it) with labels of variables and of values."""
    frame = _frame(sheet, tick)
    dates = {one.name: "td" for one in sheet.columns if one.kind == pa.date32()}
    frame.to_stata(
        file,
        write_index=False,
        version=118,
        convert_dates=dates,
        variable_labels={one.name: _label(one) for one in sheet.columns},
        data_label=f"Parley: {sheet.name}, a row is {sheet.row}"[:STATA_LABEL],
    )
    return len(frame)


def _frame(sheet: Sheet, tick: Callable[[], None]) -> "pd.DataFrame":
    """The table as pandas has it: words as categories, whole numbers small, those with gaps as floats."""
    blocks = []
    for block in sheet.make():
        blocks.append(block.rename_columns([one.name for one in sheet.columns]))
        tick()
    table = pa.concat_tables(blocks).unify_dictionaries().combine_chunks()
    for place, one in enumerate(sheet.columns):
        table = table.set_column(place, one.name, _for_pandas(table.column(place)))
    frame: pd.DataFrame = table.to_pandas(self_destruct=True, split_blocks=True)
    return frame


def _for_pandas(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as pandas hands it on to Stata without widening: gaps only in floats, dates as times."""
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    if pa.types.is_dictionary(column.type) and not len(column):
        return pa.chunked_array([], pa.int8())  # pandas stumbles over labels of nothing
    if pa.types.is_integer(column.type) and column.null_count:
        return column.cast(pa.float32())
    return column.cast(pa.timestamp("s")) if column.type == pa.date32() else column


def _label(column: Column) -> str:
    """What a variable means, with its unit, as long as Stata takes it; the codebook has all of it."""
    unit = f" ({column.unit})" if column.unit else ""
    if len(column.meaning + unit) <= STATA_LABEL:
        return column.meaning + unit
    unit = unit if len(unit) <= STATA_LABEL // 2 else ""
    return column.meaning[: STATA_LABEL - len(unit) - 1].rstrip() + "…" + unit


def _for_stata(sheet: Sheet) -> Sheet:
    """The table with names that Stata takes."""
    taken: dict[str, None] = {}
    for column in sheet.columns:
        taken[stata_name(column.name, taken)] = None
    columns = [replace(one, name=name) for one, name in zip(sheet.columns, taken, strict=True)]
    return replace(sheet, columns=tuple(columns))


def stata_name(name: str, taken: Mapping[str, Any]) -> str:
    """A name of at most 32 letters, digits and underscores that is none of Stata's own and not taken yet."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    if not plain[:1].isalpha() or _RESERVED.fullmatch(plain):
        plain = f"v_{plain}"
    short, number = plain[:STATA_NAME], 1
    while short in taken:
        number += 1
        short = plain[: STATA_NAME - len(str(number)) - 1] + f"_{number}"
    return short


def _write_codebook(chosen: Sequence[Sheet], folder: Path, form: str) -> None:
    """A row for each column of each file."""
    with (folder / CODEBOOK).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(("file", "row", "column", "type", "unit", "meaning"))
        for sheet in chosen:
            for one in sheet.columns:
                kind = "text" if pa.types.is_dictionary(one.kind) else str(one.kind)
                writer.writerow((f"{sheet.name}.{form}", sheet.row, one.name, kind, one.unit, one.meaning))
