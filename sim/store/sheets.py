"""A run as tidy tables: a row for each run, or for each run and week and what else a variable depends on.

Codes become words, and what never came is missing: a reader in another program needs nothing of Parley.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import xarray as xr
from numpy.typing import NDArray

from sim.log import TERM
from sim.outcomes import by_run
from sim.results import AXES, Results
from sim.store.ledger import of_runs

MOST_ROWS = 500_000
"""Rows made at once, about: the trajectories of a thousand runs have some ten million."""

LOGGED = 1_000
"""Runs whose decisions are taken at once: some hundred thousand rows."""

NAMES: Mapping[tuple[str, ...], str] = {
    ("run", "week", "issue", "actor"): "positions",
    ("run", "week", "place"): "places",
    ("run", "week"): "weeks",
    ("run",): "milestones",
    ("run", "actor"): "recognitions",
    ("run", "issue", "actor"): "starts",
    ("run", "text"): "texts",
    ("run", "text", "actor"): "votes",
    ("run", "posture"): "postures",
    ("run", "posture", "actor"): "objections",
    ("run", "response"): "responses",
    ("issue", "actor", "source"): "moved",
    ("actor",): "capabilities",
}
"""What a row is of -> the name of the table; other variables are in one named after their axes."""

_LOG = {
    "run": ("number", "run of the ensemble"),
    "week": ("step", "step of the simulation, from 0"),
    "actor": ("id", "who decided"),
    "decision": ("", "what was decided about"),
    "choice": ("", "what was chosen"),
    "probability": ("share", "probability of the choice, where there was chance"),
    "draw": ("share", "what was drawn, where there was chance"),
    "total": ("", "sum of the terms"),
}


@dataclass(frozen=True)
class Column:
    """A column: its type, unit and what it means."""

    name: str
    kind: pa.DataType
    unit: str
    meaning: str

    @property
    def field(self) -> pa.Field:
        """The column as Arrow has it."""
        return pa.field(self.name, self.kind, metadata={"unit": self.unit, "meaning": self.meaning})


@dataclass(frozen=True)
class Sheet:
    """A table: its name, what a row is, its columns, and its rows in blocks; blocks : how many those are."""

    name: str
    row: str
    columns: tuple[Column, ...]
    blocks: int
    make: Callable[[], Iterator[pa.Table]]

    @property
    def schema(self) -> pa.Schema:
        """The columns as Arrow has them."""
        return pa.schema([one.field for one in self.columns])


def sheets(results: Results) -> list[Sheet]:
    """All tables of a run: outcomes first, then the variables by what they depend on, then the decisions."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, one in results.data.data_vars.items():
        if one.size:
            groups.setdefault(tuple(str(dim) for dim in one.dims), []).append(str(name))
    first = [dims for dims in NAMES if dims in groups]
    order = [*first, *(dims for dims in groups if dims not in NAMES)]
    variables = [_variables(results.data, dims, groups[dims]) for dims in order]
    return [_outcomes(results), *variables, _decisions(results)]


def _outcomes(results: Results) -> Sheet:
    """One row a run."""
    found = by_run(results.data, results.scenario)
    run = Column("run", pa.int32(), *AXES["run"])
    columns = (run, *(Column(one.name, pa.float64(), one.unit, one.meaning) for one in found))

    def make() -> Iterator[pa.Table]:
        values = [_floats(one.values) for one in found]
        yield pa.table(
            [pa.array(results.data["run"].values, pa.int32()), *values], [one.name for one in columns]
        )

    return Sheet("outcomes", "a run", columns, 1, make)


def _decisions(results: Results) -> Sheet:
    """The decision log as it is; blocks are some runs each."""
    log = results.decisions
    starts = range(0, results.last + 1, LOGGED)

    def make() -> Iterator[pa.Table]:
        for start in starts:
            yield of_runs(log, start, start + LOGGED)

    columns = []
    for one in log.schema:
        unit, meaning = _LOG.get(one.name, ("", f"term: {one.name.removeprefix(TERM)}"))
        columns.append(Column(one.name, one.type, unit, meaning))
    return Sheet("decisions", "a decision that changed", tuple(columns), len(starts), make)


def _variables(data: xr.Dataset, dims: tuple[str, ...], names: list[str]) -> Sheet:
    """Variables over the same axes, a row for each place on them; blocks are over the first axis."""
    variables = {name: _coded(data, name) for name in names}
    columns = [Column(dim, _kind(dim), *AXES[dim]) for dim in dims]
    if "week" in dims:
        at = dims.index("week") + 1
        columns.insert(at, Column("date", pa.date32(), "", AXES["date"][1]))
    columns += [one.column for one in variables.values()]
    size = int(np.prod([data.sizes[dim] for dim in dims[1:]], dtype=np.int64))
    step = max(MOST_ROWS // max(size, 1), 1)
    starts = range(0, data.sizes[dims[0]], step)

    def make() -> Iterator[pa.Table]:
        for start in starts:
            yield _block(data, dims, variables, slice(start, start + step))

    about = "each " + ", ".join(dims)
    return Sheet(NAMES.get(dims, "_by_".join(dims)), about, tuple(columns), len(starts), make)


@dataclass(frozen=True)
class _Coded:
    """A variable with how its numbers are to be read: words by code, and the codes that are missing."""

    column: Column
    words: Mapping[int, str]
    missing: frozenset[int]

    def array(self, values: NDArray[np.generic]) -> pa.Array:
        """The values as Arrow has them, words for codes and nothing for what is missing."""
        flat = values.ravel()
        if flat.dtype.kind == "f":
            return _floats(flat)
        gone = np.isin(flat, list(self.missing)) if self.missing else None
        if not self.words:
            return pa.array(flat, self.column.kind, mask=gone)
        codes = np.zeros(len(flat), dtype=np.int8)
        for place, code in enumerate(self.words):
            codes[flat == code] = place
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=gone), list(self.words.values()))


def _coded(data: xr.Dataset, name: str) -> _Coded:
    """How a variable is to be read, from its unit: `1 for, 0 abstain, -9 none` and `week, -1 = never`."""
    one = data[name]
    unit, meaning = str(one.attrs["units"]), str(one.attrs["description"])
    words: dict[int, str] = {}
    missing: frozenset[int] = frozenset()
    if unit.startswith("index of "):
        labels = data[unit.removeprefix("index of ")].values
        words, unit = {place: str(label) for place, label in enumerate(labels)}, ""
    elif re.fullmatch(r"-?\d+ [^,]+(, -?\d+ [^,]+)+", unit):
        told = (part.split(" ", 1) for part in unit.split(", "))
        words, unit = {int(code): word for code, word in told}, ""
        missing = frozenset(code for code, word in words.items() if word == "none")
        words = {code: word for code, word in words.items() if code not in missing}
    elif found := re.fullmatch(r"(.+), (-?\d+) = (.+)", unit):
        unit, missing, meaning = found[1], frozenset({int(found[2])}), f"{meaning}; missing: {found[3]}"
    kind = pa.dictionary(pa.int8(), pa.string()) if words else pa.from_numpy_dtype(one.dtype)
    return _Coded(Column(name, kind, unit, meaning), words, missing)


def _kind(dim: str) -> pa.DataType:
    if dim in {"run", "week"}:
        return pa.int32() if dim == "run" else pa.int16()
    return pa.dictionary(pa.int16(), pa.string())


def _block(data: xr.Dataset, dims: tuple[str, ...], variables: Mapping[str, _Coded], part: slice) -> pa.Table:
    """The rows of a part of the first axis; what no variable says anything of (NaN) is left out."""
    cut = data[list(variables)].isel({dims[0]: part})
    shape = tuple(cut.sizes[dim] for dim in dims)
    values = {name: cut[name].values for name in variables}
    floats = [one for one in values.values() if one.dtype.kind == "f"]
    told = np.ones(shape, dtype=np.bool_)
    if len(floats) == len(values):
        told = ~np.logical_and.reduce([np.isnan(one) for one in floats])
    columns: dict[str, pa.Array] = {}
    for axis, dim in enumerate(dims):
        along = np.arange(shape[axis]).reshape([-1 if i == axis else 1 for i in range(len(dims))])
        places = np.broadcast_to(along, shape)[told]
        columns[dim] = _axis(cut, dim, places)
        if dim == "week":
            days = cut["date"].values.astype("datetime64[D]").astype(np.int32)
            columns["date"] = pa.array(days[places], pa.int32()).cast(pa.date32())
    for name, one in variables.items():
        columns[name] = one.array(values[name][told])
    return pa.table(columns)


def _axis(cut: xr.Dataset, dim: str, places: NDArray[np.int64]) -> pa.Array:
    labels = cut[dim].values
    if dim in {"run", "week"}:
        return pa.array(labels.astype(np.int64)[places], pa.int32() if dim == "run" else pa.int16())
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int16()), [str(label) for label in labels])


def _floats(values: NDArray[np.generic]) -> pa.Array:
    flat = np.ascontiguousarray(values).ravel()
    return pa.array(flat, mask=np.isnan(flat))
