"""The tables that queries ask, made of the run folders of a catalogue."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sim.store.catalogue import Entry
from sim.store.manifest import DECISIONS, MANIFEST, OUTCOMES, TRAJECTORIES

if TYPE_CHECKING:
    from pyarrow.dataset import Dataset

TEXT, WHOLE, NUMBER = pa.string(), pa.int64(), pa.float64()

_FOLDER = ("folder", TEXT, "the run folder, from the folder that was asked about")
_SCENARIO = ("scenario", TEXT, "CASE/SCENARIO, or the path of a file")

TABLES: dict[str, tuple[tuple[str, pa.DataType, str], ...]] = {
    "runs": (
        _FOLDER,
        _SCENARIO,
        ("case_name", TEXT, "the case"),
        ("title", TEXT, "title of the scenario"),
        ("state", TEXT, "complete, interrupted, damaged, unfinished or newer"),
        ("runs", WHOLE, "how many runs it has"),
        ("seed", WHOLE, "the seed"),
        ("protocol", TEXT, "how positions moved"),
        ("options", TEXT, "options of the protocol, as JSON"),
        ("weeks", WHOLE, "steps of a run"),
        ("start", pa.date32(), "first day of a run"),
        ("made", pa.timestamp("us"), "when the folder was written, UTC"),
        ("hash", TEXT, "hash of the resolved scenario: equal scenarios have equal hashes"),
        ("size", WHOLE, "bytes of its files"),
        ("command", TEXT, "what was typed"),
        ("version", TEXT, "version of Parley"),
        ("problem", TEXT, "what is wrong with the folder, if anything is"),
    ),
    "settings": (
        _FOLDER,
        _SCENARIO,
        ("key", TEXT, "what the command line set"),
        ("value", TEXT, "to what"),
    ),
    "outcomes": (
        _FOLDER,
        _SCENARIO,
        ("name", TEXT, "the outcome"),
        ("mean", NUMBER, "mean over runs"),
        ("q05", NUMBER, "5% point"),
        ("q50", NUMBER, "50% point"),
        ("q95", NUMBER, "95% point"),
        ("unit", TEXT, "unit"),
        ("meaning", TEXT, "what it means"),
    ),
    "recognition": (
        _FOLDER,
        _SCENARIO,
        ("iso3", TEXT, "the state"),
        ("day", WHOLE, "days after the declaration"),
        ("share", NUMBER, "share of runs in which the state had recognised by then"),
    ),
    "outcomes_by_run": (
        _FOLDER,
        _SCENARIO,
        ("run", WHOLE, "the run, from 0"),
        ("name", TEXT, "the outcome"),
        ("value", NUMBER, "its value in the run; null where it does not arise"),
    ),
    "decisions": (
        _FOLDER,
        _SCENARIO,
        ("run", pa.int32(), "the run, from 0"),
        ("week", pa.int16(), "the week, from 0"),
        ("actor", TEXT, "who decided"),
        ("decision", TEXT, "what about, such as recognise or vote:endorse-plan"),
        ("choice", TEXT, "what was chosen"),
        ("probability", NUMBER, "its probability, where there was chance"),
        ("draw", NUMBER, "the draw, where there was chance"),
        ("total", NUMBER, "sum of the terms"),
        ('"term.NAME"', NUMBER, "a named term, a column each; null where the decision has none"),
    ),
}
"""Table -> its columns: name, type, what it holds."""


_KINDS = {
    TEXT: "VARCHAR",
    WHOLE: "BIGINT",
    NUMBER: "DOUBLE",
    pa.int32(): "INTEGER",
    pa.int16(): "SMALLINT",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
}


def kind(of: pa.DataType) -> str:
    """A type of a column by DuckDB's name."""
    return _KINDS[of]


def asked_about(entries: Sequence[Entry], sql: str) -> "Iterator[tuple[str, pa.Table | Dataset]]":
    """The tables; those that are costly only if the query has their name."""
    usable = [one for one in entries if one.readable]
    yield "runs", _table("runs", (_run(one) for one in entries))
    pairs = ((one, item) for one in usable for item in (one.settings or {}).items())
    yield "settings", _table("settings", ((one.folder, one.scenario, *item) for one, item in pairs))
    asked = sql.lower()
    listed = asked.split()[0] == "show"
    if "outcomes" in asked or "recognition" in asked or listed:
        read = [(one, json.loads((one.path / OUTCOMES).read_text(encoding="utf-8"))) for one in usable]
        yield "outcomes", _table("outcomes", _outcomes(read))
        yield "recognition", _table("recognition", _recognition(read))
    if "outcomes_by_run" in asked or listed:
        yield "outcomes_by_run", _outcomes_by_run([] if listed else usable)
    if "decisions" in asked or listed:
        yield "decisions", _decisions(usable)


def _table(name: str, rows: "Iterator[tuple[Any, ...]]") -> pa.Table:
    schema = pa.schema([(column, kind) for column, kind, _ in TABLES[name]])
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(one, field.type) for one, field in zip(columns, schema, strict=True)], schema)


def _run(one: Entry) -> tuple[Any, ...]:
    options = None if one.options is None else json.dumps(one.options)
    made = None if one.made is None else one.made.replace(tzinfo=None)
    told = (
        one.folder,
        one.scenario,
        one.case,
        one.title,
        one.state,
        one.runs,
        one.seed,
        one.protocol,
        options,
    )
    return (
        *told,
        one.weeks,
        one.start,
        made,
        one.hash,
        one.size,
        one.command,
        one.version,
        one.problem or None,
    )


def _outcomes(read: "list[tuple[Entry, dict[str, Any]]]") -> Iterator[tuple[Any, ...]]:
    keys = ("mean", "q05", "q50", "q95", "unit", "meaning")
    for one, told in read:
        for name, outcome in told["outcomes"].items():
            yield (one.folder, one.scenario, name, *(outcome[key] for key in keys))


def _recognition(read: "list[tuple[Entry, dict[str, Any]]]") -> Iterator[tuple[Any, ...]]:
    for one, told in read:
        for state, days in told["recognition"].items():
            for day, share in days.items():
                yield (one.folder, one.scenario, state, int(day.removeprefix("day_")), share)


def _outcomes_by_run(usable: Sequence[Entry]) -> pa.Table:
    """Every outcome of every run, made anew from the trajectories, some runs at a time.

    Words are kept once: of a hundred thousand runs they would be most of the table.
    """
    import numpy as np
    import xarray as xr

    import scenarios
    from sim.outcomes import by_run

    spelt = pa.dictionary(pa.int32(), TEXT)
    columns = [(column, spelt if of == TEXT else of) for column, of, _ in TABLES["outcomes_by_run"]]
    schema = pa.schema(columns)
    parts = []
    for one in usable:
        told = json.loads((one.path / MANIFEST).read_text(encoding="utf-8"))
        scenario = scenarios.Scenario.model_validate_json(json.dumps(told["scenario"]))
        with xr.open_dataset(one.path / TRAJECTORIES, engine="h5netcdf", cache=False) as data:
            run = pa.array(data["run"].values)
            for outcome in by_run(data, scenario):
                values = outcome.values.astype(np.float64)
                folder, of, name = (
                    pa.DictionaryArray.from_arrays(np.zeros(len(values), np.int32), [text])
                    for text in (one.folder, one.scenario, outcome.name)
                )
                value = pa.array(values, mask=np.isnan(values))
                parts.append(pa.table([folder, of, run, name, value], schema))
    return pa.concat_tables([schema.empty_table(), *parts])


def _decisions(usable: Sequence[Entry]) -> "Dataset":
    """The decision logs as one dataset, read in place; folder and scenario come from where a file lies."""
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq
    from pyarrow.fs import LocalFileSystem

    known = [(column, kind) for column, kind, _ in TABLES["decisions"] if not column.startswith('"')]
    form, disk = ds.ParquetFileFormat(), LocalFileSystem()
    parts, schemas = [], []
    for one in usable:
        file = str((one.path / DECISIONS).absolute())
        schemas.append(pq.read_schema(file).remove_metadata())
        where = (ds.field("folder") == one.folder) & (ds.field("scenario") == one.scenario)
        parts.append(form.make_fragment(file, disk, partition_expression=where))
    schema = pa.unify_schemas([pa.schema(known[:2]), *schemas])
    first = [schema.field(name) if name in schema.names else pa.field(name, kind) for name, kind in known]
    terms = sorted(name for name in schema.names if name not in dict(known))
    return ds.FileSystemDataset(parts, pa.schema([*first, *map(schema.field, terms)]), form, disk)
