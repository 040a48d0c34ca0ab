"""The chain of decisions between paired runs: which differ first, and what follows from then on.

Both logs keep changes of choice, so until the first entry that only one of them has, or has otherwise, the
same choices stand in both runs.  Under common random numbers that first difference is due to what differs
between the scenarios and to nothing else.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from agents.arrays import Bools, Ints
from sim.log import turn

NOT_ASKED = "not asked"
"""The choice of an actor before whom a decision has not come."""


@dataclass(frozen=True)
class Link:
    """A decision of an actor that differs between paired runs in the same way in some of them.

    share : of all pairs; week : median, low, high (the 5 and 95 per cent points) of when it first differs
    """

    decision: str
    actor: str
    choice_a: str
    choice_b: str
    share: float
    week: tuple[float, float, float]


@dataclass(frozen=True)
class Sequel:
    """What becomes of one decision, over all who take it.

    share, lasting : of all pairs, in which it differs at all, and still does at the end; actors : how many
    differ in the mean of those pairs; week : of the first difference, as in Link; most : how it most often
    ends otherwise, None where it never does.
    """

    decision: str
    share: float
    lasting: float
    actors: float
    week: tuple[float, float, float]
    most: Link | None


@dataclass(frozen=True)
class Differing:
    """Every (run, decision, actor) whose choices differ at some time, (rows,) each.

    week : when they first do; first_a, first_b : the choices that stand then; last_a, last_b : at the end
    """

    run: Ints
    decision: Ints
    actor: Ints
    week: Ints
    first_a: Ints
    first_b: Ints
    last_a: Ints
    last_b: Ints


Way = tuple[str, str, str, str, int]
"""Decision, actor, the choice in A, the choice in B, and the week."""


@dataclass(frozen=True)
class Tally:
    """How often decisions differ, counted so that pairs of runs can be added up in any order.

    first : among the first to differ; ends : at the end; begun : (decision, week) -> pairs in which it first
    differs then; lasting : decision -> pairs in which it differs at the end; actors : decision -> in all
    pairs, those who differ
    """

    first: Counter[Way]
    ends: Counter[Way]
    begun: Counter[tuple[str, int]]
    lasting: Counter[str]
    actors: Counter[str]

    def add(self, other: "Tally") -> None:
        """Count other pairs too."""
        for one in fields(self):
            getattr(self, one.name).update(getattr(other, one.name))

    @classmethod
    def nothing(cls) -> "Tally":
        """No pair yet."""
        return cls(Counter(), Counter(), Counter(), Counter(), Counter())


@dataclass(frozen=True)
class Names:
    """What the codes of two logs stand for, and the turn in the week of each kind of decision."""

    decisions: Sequence[str]
    actors: Sequence[str]
    choices: Sequence[str]

    @property
    def turns(self) -> Ints:
        """By decision, its place in the order of the week."""
        return np.array([turn(name)[0] for name in self.decisions], dtype=np.int64)


def compare_logs(a: pa.Table, b: pa.Table, runs: int) -> tuple[Differing, Names]:
    """Where the logs of the first `runs` paired runs differ, and the names of the codes."""
    decisions, actors, choices = (_joint(a, b, column) for column in ("decision", "actor", "choice"))
    names = Names(decisions, actors, [NOT_ASKED, *choices])
    weeks = 1 + max(int(np.max(one["week"].to_numpy(), initial=0)) for one in (a, b))
    (keys_a, said_a), (keys_b, said_b) = (_coded(one, names, runs, weeks) for one in (a, b))
    keys = np.union1d(keys_a, keys_b)
    slot = keys // weeks
    stands_a, stands_b = (_standing(keys, weeks, *one) for one in ((keys_a, said_a), (keys_b, said_b)))
    apart = np.flatnonzero(stands_a != stands_b)
    slots, where = np.unique(slot[apart], return_index=True)
    first = apart[where]
    last = np.searchsorted(slot, slots, side="right") - 1
    size = len(actors)
    return Differing(
        run=slots // (size * len(decisions)),
        decision=slots // size % len(decisions),
        actor=slots % size,
        week=keys[first] % weeks,
        first_a=stands_a[first],
        first_b=stands_b[first],
        last_a=stands_a[last],
        last_b=stands_b[last],
    ), names


def _joint(a: pa.Table, b: pa.Table, column: str) -> list[str]:
    """The words of a column in either log, in the order of the alphabet."""
    return sorted({str(word) for one in (a, b) for chunk in one[column].chunks for word in chunk.dictionary})


def _codes(table: pa.Table, column: str, names: Sequence[str]) -> Ints:
    """A column of words as places in `names`, (rows,)."""
    found = [np.zeros(0, dtype=np.int64)]
    for chunk in table[column].chunks:
        places = np.array([names.index(str(word)) for word in chunk.dictionary], dtype=np.int64)
        found.append(places[chunk.indices.to_numpy()] if len(chunk) else found[0])
    return np.concatenate(found)


def _coded(table: pa.Table, names: Names, runs: int, weeks: int) -> tuple[Ints, Ints]:
    """Entries as sorted keys of run, decision, actor and week, and what was chosen; (rows,) each."""
    run = table["run"].to_numpy().astype(np.int64)
    slot = run * len(names.decisions) + _codes(table, "decision", names.decisions)
    keys = (slot * len(names.actors) + _codes(table, "actor", names.actors)) * weeks
    keys += table["week"].to_numpy()
    said = _codes(table, "choice", names.choices)
    kept = np.flatnonzero(run < runs)
    order = kept[np.argsort(keys[kept], kind="stable")]
    return keys[order], said[order]


def _standing(keys: Ints, weeks: int, mine: Ints, said: Ints) -> Ints:
    """What stands at each key by the entries of one log: the latest of the same slot; 0 before any."""
    if not len(mine):
        return np.zeros(len(keys), dtype=np.int64)
    latest = np.searchsorted(mine, keys, side="right") - 1
    own = (latest >= 0) & (mine[latest] // weeks == keys // weeks)
    return np.where(own, said[latest], 0)


def parted(found: Differing, runs: int) -> Ints:
    """The week in which the decisions of each pair of runs first differ, (runs,); -1 where they never do."""
    weeks = np.full(runs, np.iinfo(np.int64).max)
    np.minimum.at(weeks, found.run, found.week)
    return np.where(weeks == np.iinfo(np.int64).max, -1, weeks)


def tally(found: Differing, names: Names, runs: int) -> Tally:
    """Count what differs, by name."""
    first = _first(found, names, runs)
    ends = found.last_a != found.last_b
    begun: Counter[tuple[str, int]] = Counter()
    lasting: Counter[str] = Counter()
    for code, name in enumerate(names.decisions):
        rows = found.decision == code
        who, of = np.unique(found.run[rows], return_inverse=True)
        weeks = np.full(len(who), np.iinfo(np.int64).max)
        np.minimum.at(weeks, of, found.week[rows])
        begun.update((name, week) for week in weeks.tolist())
        lasting[name] += len(np.unique(found.run[rows & ends]))
    actors = Counter(names.decisions[code] for code in found.decision.tolist())
    return Tally(
        first=_counted(found, names, first, (found.first_a, found.first_b)),
        ends=_counted(found, names, ends, (found.last_a, found.last_b)),
        begun=begun,
        lasting=lasting,
        actors=actors,
    )


def _first(found: Differing, names: Names, runs: int) -> Bools:
    """Which rows are of the decisions that differ first.

    Of the week in which a pair's decisions part, those that come first in the week; several actors decide at
    once, so shares may add up to more than one.
    """
    at = parted(found, runs)[found.run]
    turns = names.turns[found.decision] if len(found.run) else found.run
    earliest = np.full(runs, len(names.decisions) + 99)
    now = found.week == at
    np.minimum.at(earliest, found.run[now], turns[now])
    return np.asarray(now & (turns == earliest[found.run]), dtype=np.bool_)


def _counted(found: Differing, names: Names, rows: Bools, choices: tuple[Ints, Ints]) -> Counter[Way]:
    """How often rows differ in the same way in the same week."""
    alike = np.stack([found.decision, found.actor, *choices, found.week])[:, rows]
    if not alike.shape[1]:
        return Counter()
    ways, count = np.unique(alike, axis=1, return_counts=True)
    return Counter(
        {
            (names.decisions[d], names.actors[i], names.choices[a], names.choices[b], week): int(n)
            for (d, i, a, b, week), n in zip(ways.T.tolist(), count, strict=True)
        }
    )


def first_links(told: Tally, runs: int) -> tuple[Link, ...]:
    """The decisions that differ first, the most frequent first; runs : pairs in all."""
    return _links(told.first, runs)


def _links(ways: Mapping[Way, int], runs: int) -> tuple[Link, ...]:
    """Ways to differ, those of all weeks put together, the most frequent first."""
    weeks: dict[tuple[str, str, str, str], dict[int, int]] = {}
    for (*way, week), count in ways.items():
        weeks.setdefault(tuple(way), {})[week] = count  # type: ignore[arg-type]
    links = [Link(*way, sum(of.values()) / runs, _middle(of)) for way, of in weeks.items()]
    return tuple(sorted(links, key=lambda one: (-one.share, one.week, one.decision, one.actor, one.choice_b)))


def sequels(told: Tally, runs: int) -> tuple[Sequel, ...]:
    """What becomes of each decision that differs in any pair, in the order in which they come to differ."""
    found = []
    for name in dict.fromkeys(name for name, _ in told.begun):
        weeks = {week: count for (of, week), count in told.begun.items() if of == name}
        pairs = sum(weeks.values())
        most = _links({way: count for way, count in told.ends.items() if way[0] == name}, runs)
        found.append(
            Sequel(
                decision=name,
                share=pairs / runs,
                lasting=told.lasting[name] / runs,
                actors=told.actors[name] / pairs,
                week=_middle(weeks),
                most=most[0] if most else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.week, -one.share, one.decision)))


def _middle(weeks: Mapping[int, int]) -> tuple[float, float, float]:
    """Median, 5 and 95 per cent points of weeks, of each of which there are so many."""
    return middle(np.repeat(list(weeks), list(weeks.values())))


def middle(weeks: NDArray[Any]) -> tuple[float, float, float]:
    """Median, 5 and 95 per cent points of weeks."""
    half, low, high = np.quantile(weeks, (0.5, 0.05, 0.95))
    return float(half), float(low), float(high)
