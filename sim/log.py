"""The decision log: every decision with its named terms, written down whenever an actor's choice changes.

Between two entries of the same decision the choice stood.  `keep_all` writes every weighing of every week; a
single run is replayed with it to explain any week, which gives the same bits (docs/decisions).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from agents.arrays import Floats, Ints, pairs, total
from agents.state import Decision

_UNSEEN = -128
TERM = "term."
KINDS = ("yield", "talks", "sponsor", "vote", "silence", "union", "declare", "recognise", "respond")
"""What a decision's name begins with, in the order of the week."""


@dataclass(frozen=True)
class Entries:
    """Rows of one kind of decision in one week: (rows,) arrays, and terms by name.

    names : the decision's name, or the names of several, of which `name` has the place
    """

    names: tuple[str, ...]
    name: Ints
    words: Mapping[int, str]
    week: int
    run: Ints
    actor: Ints
    choice: Ints
    probability: Floats | None
    draw: Floats | None
    terms: Mapping[str, Floats]


@dataclass
class DecisionLog:
    """Collects the decisions of a block of runs.

    runs : the numbers of the runs on the block's axis; keep_all : also write what did not change.
    """

    runs: Sequence[int]
    keep_all: bool = False
    entries: list[Entries] = field(default_factory=list)
    _last: dict[tuple[str, int], Ints] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The numbers of the runs, and their places."""
        self._numbers = np.asarray(self.runs, dtype=np.int64)
        self._all = np.arange(len(self.runs))

    def note(self, week: int, decisions: Sequence[Decision]) -> None:
        """Write down the decisions of one week."""
        for decision in decisions:
            self._note(week, decision)

    def _note(self, week: int, decision: Decision) -> None:
        eligible, choice = decision.eligible, decision.choice
        if choice.dtype == np.bool_:
            choice = choice.view(np.int8)
        if not len(decision.actors):
            return
        who = (decision.name, int(decision.actors[0]))
        runs = self._all if decision.runs is None else decision.runs
        last = self._last.get(who)
        if last is None:
            shape = (len(self.runs), choice.shape[1])
            last = self._last[who] = np.full(shape, _UNSEEN, dtype=choice.dtype)
        told = (
            eligible
            if self.keep_all
            else eligible & (choice != (last if decision.runs is None else last[runs]))
        )
        rows, columns = pairs(told)
        if not len(rows):
            return
        chosen = choice[rows, columns]
        last[runs[rows], columns] = chosen
        self.entries.append(
            Entries(
                decision.names,
                columns if decision.about else np.zeros_like(columns),
                decision.words,
                week,
                self._numbers[runs[rows]],
                decision.actors[columns],
                chosen.astype(np.int64),
                decision.at(decision.probability, rows, columns),
                decision.at(decision.draw, rows, columns),
                decision.terms_at(rows, columns),
            )
        )


def tabulate(entries: Sequence[Entries], actors: Sequence[str]) -> pa.Table:
    """All entries as one table, ordered by run, week and the order of the week, whatever the blocks were.

    What a block saw first must not show, so kinds, words and terms are put in an order of their own.
    Columns: run, week, actor, decision, choice, probability, draw, total, and one `term.<name>` per named
    term, empty where the decision has no such term.
    """
    entries = sorted(entries, key=lambda one: (one.week, turn(one.names[0]), one.actor[0]))
    decisions = sorted(_told(entries), key=turn)
    words = sorted({word for entry in entries for word in entry.words.values()})
    terms = sorted({name for entry in entries for name in entry.terms})
    rows = _Rows(entries)
    kinds = {name: number for number, name in enumerate(decisions)}
    codes = {word: number for number, word in enumerate(words)}
    kind = rows.whole(np.int16, lambda e: np.array([kinds.get(name, -1) for name in e.names])[e.name])
    actor, choice = rows.whole(np.int16, lambda e: e.actor), rows.whole(np.int16, lambda e: _coded(e, codes))
    columns = {
        "run": pa.array(rows.whole(np.int32, lambda e: e.run)),
        "week": pa.array(rows.whole(np.int16, lambda e: e.week)),
        "actor": pa.DictionaryArray.from_arrays(actor, list(actors)),
        "decision": pa.DictionaryArray.from_arrays(kind, pa.array(decisions, pa.string())),
        "choice": pa.DictionaryArray.from_arrays(choice, pa.array(words, pa.string())),
        "probability": rows.nullable([entry.probability for entry in entries]),
        "draw": rows.nullable([entry.draw for entry in entries]),
        "total": pa.array(rows.whole(np.float64, lambda e: total(e.terms))),
    }
    for name in terms:
        columns[TERM + name] = rows.nullable([entry.terms.get(name) for entry in entries])
    return pa.table(columns)


class _Rows:
    """Where the rows of each entry stand in the table."""

    def __init__(self, entries: Sequence[Entries]) -> None:
        """Entries in the order of the weeks; within one, rows by run and actor: sorting by run is all."""
        self.entries = entries
        runs = np.concatenate([np.zeros(0, dtype=np.int64), *(entry.run for entry in entries)])
        self.count = len(runs)
        place = np.empty(self.count, dtype=np.int64)
        place[np.argsort(runs, kind="stable")] = np.arange(self.count)
        ends = np.cumsum([len(entry.run) for entry in entries])
        self.places = np.split(place, ends[:-1])

    def whole(self, kind: type, of: Callable[[Entries], Any]) -> NDArray[Any]:
        """A column that every entry has, (rows,)."""
        column: NDArray[Any] = np.empty(self.count, dtype=kind)
        for entry, place in zip(self.entries, self.places, strict=False):
            column[place] = of(entry)
        return column

    def nullable(self, values: Sequence[Floats | None]) -> pa.Array:
        """A column of numbers, those of each entry, that is empty where an entry has none."""
        column, known = np.zeros(self.count), np.zeros(self.count, dtype=np.bool_)
        for numbers, place in zip(values, self.places, strict=False):
            if numbers is not None:
                column[place], known[place] = numbers, True
        buffers = [pa.py_buffer(np.packbits(known, bitorder="little")), pa.py_buffer(column)]
        return pa.Array.from_buffers(pa.float64(), self.count, buffers)


def _told(entries: Sequence[Entries]) -> set[str]:
    """The names of decisions that have rows."""
    found = {entry.names[0] for entry in entries if len(entry.names) == 1}
    return found.union(
        *({one.names[i] for i in set(one.name.tolist())} for one in entries if len(one.names) > 1)
    )


def _coded(entry: Entries, codes: Mapping[str, int]) -> Ints:
    """The choices of an entry by the places of their words."""
    known = np.array(sorted(entry.words))
    return np.array([codes[entry.words[choice]] for choice in known])[np.searchsorted(known, entry.choice)]


def turn(decision: str) -> tuple[int, str]:
    """When in the week a decision is taken, those of one kind by name."""
    kind = decision.partition(":")[0]
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), decision)
