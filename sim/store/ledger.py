"""decisions.parquet, piece after piece: the logs of some runs each, put into the same words.

`sim.log.tabulate` writes down the words that it saw.  Which those of a whole ensemble are is known only when
all its runs are done, so each log is put into all words when it is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from sim.log import TERM, tabulate, turn

WORDS = ("actor", "decision", "choice")
"""Columns of words; only these repeat themselves enough for Parquet's dictionaries."""


@dataclass(frozen=True)
class Spelling:
    """The words of a log: those of each of WORDS, and the names of its terms."""

    actors: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @classmethod
    def of(cls, log: pa.Table) -> "Spelling":
        """The words of one log, in the order that `tabulate` gives them."""
        actors, decisions, choices = (_words(log, name) for name in WORDS)
        terms = (name for name in log.column_names if name.startswith(TERM))
        return cls(actors, tuple(sorted(decisions, key=turn)), tuple(sorted(choices)), tuple(sorted(terms)))

    def __or__(self, other: "Spelling") -> "Spelling":
        """The words of both."""
        return Spelling(
            self.actors or other.actors,
            tuple(sorted({*self.decisions, *other.decisions}, key=turn)),
            tuple(sorted({*self.choices, *other.choices})),
            tuple(sorted({*self.terms, *other.terms})),
        )

    def put(self, log: pa.Table) -> pa.Table:
        """The same log in these words, empty where it has not a term."""
        of = dict(zip(WORDS, (self.actors, self.decisions, self.choices), strict=True))
        known = [name for name in log.column_names if not name.startswith(TERM)]
        columns = {name: _respelt(log[name], of[name]) if name in of else log[name] for name in known}
        for name in self.terms:
            gone = pa.nulls(log.num_rows, pa.float64())
            columns[name] = log[name] if name in log.column_names else gone
        return pa.table(columns)


def _words(log: pa.Table, column: str) -> tuple[str, ...]:
    """The words of a column, each once, in the order in which they come."""
    chunks = log[column].chunks if column in log.column_names else ()
    return tuple(dict.fromkeys(word for chunk in chunks for word in chunk.dictionary.to_pylist()))


def _respelt(column: pa.ChunkedArray, words: Sequence[str]) -> pa.Array:
    """A column of words with these as its dictionary."""
    codes = [np.zeros(0, dtype=np.int16)]
    places = {word: place for place, word in enumerate(words)}
    for chunk in column.chunks:
        of = np.array([places[word] for word in chunk.dictionary.to_pylist()], dtype=np.int16)
        codes.append(of[chunk.indices.to_numpy()] if len(chunk) else codes[0])
    return pa.DictionaryArray.from_arrays(np.concatenate(codes), pa.array(list(words), pa.string()))


def as_bytes(log: pa.Table) -> bytes:
    """A log as it is kept until it is written."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, log.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(log)
    return bytes(sink.getvalue())


def from_bytes(kept: bytes) -> pa.Table:
    """The log again."""
    with pa.ipc.open_stream(kept) as reader:
        return reader.read_all()


def join(logs: Iterable[pa.Table]) -> pa.Table:
    """One log of several, in the same words and without seams."""
    every = list(logs)
    words = Spelling()
    for log in every:
        words |= Spelling.of(log)
    return pa.concat_tables([words.put(log) for log in every]).combine_chunks()


class Writer:
    """Adds logs to a file, a row group each."""

    def __init__(self, file: Path, words: Spelling) -> None:
        """Write these words and no others."""
        self._file, self._words = file, words
        self._opened: pq.ParquetWriter | None = None

    def add(self, log: pa.Table) -> None:
        """Add a log; OSError if the disk does not take it."""
        spelt = self._words.put(log)
        if self._opened is None:
            packing = {"compression": "zstd", "use_dictionary": list(WORDS)}
            self._opened = pq.ParquetWriter(self._file, spelt.schema, **packing)
        self._opened.write_table(spelt, row_group_size=max(log.num_rows, 1))

    def close(self) -> None:
        """Finish the file."""
        if self._opened is None:
            self.add(tabulate([], []))
        if self._opened is not None:
            self._opened.close()


@contextmanager
def writing(file: Path, words: Spelling) -> Iterator[Writer]:
    """A file for logs in these words."""
    writer = Writer(file, words)
    try:
        yield writer
    finally:
        writer.close()


def of_runs(log: Any, first: int, last: int) -> pa.Table:
    """The entries of the runs from `first` to before `last`; log : a table, or a pyarrow Dataset of one."""
    if isinstance(log, pa.Table):
        return log.filter(pc.and_(pc.greater_equal(log["run"], first), pc.less(log["run"], last)))
    return log.to_table(filter=(ds.field("run") >= first) & (ds.field("run") < last))
