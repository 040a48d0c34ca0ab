"""The decision log: every decision with its named terms, written down whenever an actor's choice changes.

Between two entries of the same decision the choice stood.  `keep_all` writes every weighing of every week; a
single run is replayed with it to explain any week, which gives the same bits (docs/decisions).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from agents.arrays import Floats, Ints, total
from agents.state import Decision

_UNSEEN = -128
TERM = "term."
KINDS = ("yield", "talks", "sponsor", "vote", "silence", "union", "declare", "recognise", "respond")
"""What a decision's name begins with, in the order of the week."""


@dataclass
class Entries:
    """Rows of one kind of decision: (rows,) arrays, and terms by name."""

    decision: str
    words: dict[int, str]
    run: Ints
    week: int
    actor: Ints
    choice: Ints
    probability: Floats | None
    draw: Floats | None
    total: Floats
    terms: dict[str, Floats]


@dataclass
class DecisionLog:
    """Collects the decisions of a block of runs.

    runs : the numbers of the runs on the block's axis; keep_all : also write what did not change.
    """

    runs: Sequence[int]
    keep_all: bool = False
    entries: list[Entries] = field(default_factory=list)
    _last: dict[str, Ints] = field(default_factory=dict)

    def note(self, week: int, decisions: Sequence[Decision]) -> None:
        """Write down the decisions of one week."""
        for decision in decisions:
            self._note(week, decision)

    def _note(self, week: int, decision: Decision) -> None:
        shape = decision.choice.shape
        last = self._last.get(decision.name)
        if last is None:
            last = np.full(shape, _UNSEEN, dtype=np.int64)
        eligible = np.broadcast_to(decision.eligible, shape)
        told = eligible if self.keep_all else eligible & (decision.choice != last)
        self._last[decision.name] = np.where(eligible, decision.choice, last)
        rows, actors = np.nonzero(told)
        if not len(rows):
            return

        def take(values: Floats | None) -> Floats | None:
            return None if values is None else np.broadcast_to(values, shape)[rows, actors]

        self.entries.append(
            Entries(
                decision=decision.name,
                words=dict(decision.words),
                run=np.asarray(self.runs, dtype=np.int64)[rows],
                week=week,
                actor=actors,
                choice=decision.choice[rows, actors],
                probability=take(decision.probability),
                draw=take(decision.draw),
                total=np.broadcast_to(total(decision.terms), shape)[rows, actors],
                terms={
                    name: np.broadcast_to(value, shape)[rows, actors]
                    for name, value in decision.terms.items()
                },
            )
        )


def tabulate(entries: Sequence[Entries], actors: Sequence[str]) -> pa.Table:
    """All entries as one table, ordered by run, week and the order of the week, whatever the blocks were.

    What a block saw first must not show, so kinds, words and terms are put in an order of their own.
    Columns: run, week, actor, decision, choice, probability, draw, total, and one `term.<name>` per named
    term, empty where the decision has no such term.
    """
    decisions = sorted({entry.decision for entry in entries}, key=turn)
    words = sorted({word for entry in entries for word in entry.words.values()})
    terms = sorted({name for entry in entries for name in entry.terms})
    run = _column(entries, lambda e: e.run, np.int32)
    week = _column(entries, lambda e: np.full(len(e.run), e.week), np.int16)
    kind = _column(entries, lambda e: np.full(len(e.run), decisions.index(e.decision)), np.int16)
    actor = _column(entries, lambda e: e.actor, np.int16)
    order = np.lexsort((actor, kind, week, run))
    choice = _column(entries, lambda e: _coded(e, words), np.int16)
    columns = {
        "run": pa.array(run[order]),
        "week": pa.array(week[order]),
        "actor": pa.DictionaryArray.from_arrays(actor[order], list(actors)),
        "decision": pa.DictionaryArray.from_arrays(kind[order], pa.array(decisions, pa.string())),
        "choice": pa.DictionaryArray.from_arrays(choice[order], pa.array(words, pa.string())),
        "probability": _nullable(_column(entries, lambda e: _or_nan(e.probability, e), np.float64)[order]),
        "draw": _nullable(_column(entries, lambda e: _or_nan(e.draw, e), np.float64)[order]),
        "total": pa.array(_column(entries, lambda e: e.total, np.float64)[order]),
    }
    for name in terms:
        values = _column(entries, lambda e, name=name: _or_nan(e.terms.get(name), e), np.float64)
        columns[TERM + name] = _nullable(values[order])
    return pa.table(columns)


def turn(decision: str) -> tuple[int, str]:
    """When in the week a decision is taken, those of one kind by name."""
    kind = decision.partition(":")[0]
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), decision)


def _column(
    entries: Sequence[Entries], of: object, kind: type
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    parts = [np.asarray(of(entry)) for entry in entries]  # type: ignore[operator]
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)


def _coded(entry: Entries, words: Sequence[str]) -> Ints:
    codes = {code: words.index(word) for code, word in entry.words.items()}
    return np.array([codes[int(choice)] for choice in entry.choice], dtype=np.int64)


def _or_nan(values: Floats | None, entry: Entries) -> Floats:
    return np.full(len(entry.run), np.nan) if values is None else values


def _nullable(values: Floats) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))
