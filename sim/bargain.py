"""A data set bargained over, round by round, with nothing else of the week around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from agents import protocols
from agents.arrays import Floats
from agents.protocols import Offer, Protocol, Round, Table, Value
from agents.protocols.outcome import weighted_mean, weighted_median
from agents.ties import Ties
from sim.draws import Streams

if TYPE_CHECKING:
    from scenarios.formats import DataSet


class BargainError(ValueError):
    """A data set that a protocol cannot bargain over; the message says what it lacks."""


@dataclass(frozen=True)
class Bargain:
    """What a protocol made of a data set, in the units of its issues.

    position : (T + 1, K, N), NaN where an actor holds none; voting : the same, where actors would vote
    elsewhere than they stand, or None; ideal : likewise, where ideals are apart from positions
    mean, median : (T + 1, K), by capability x salience; vote_mean : (T + 1, K) of the votes, or None
    offers : what was offered in each round; numbers : what else the protocol reckons, each (T, K, N)
    settled : whether positions came to rest by the protocol's own rule; chancy : whether luck was drawn
    """

    data: "DataSet"
    protocol: str
    options: Mapping[str, Value]
    seed: int
    position: Floats
    mean: Floats
    median: Floats
    offers: Sequence[tuple[Offer, ...]]
    numbers: Mapping[str, Floats]
    settled: bool
    chancy: bool
    voting: Floats | None = None
    vote_mean: Floats | None = None
    ideal: Floats | None = None

    @property
    def rounds(self) -> int:
        """How many rounds were held."""
        return len(self.position) - 1


def bargain(
    data: "DataSet",
    protocol: str,
    options: Mapping[str, Value] | None = None,
    rounds: int | None = None,
    seed: int = 2007,
    *,
    tell: bool = True,
) -> Bargain:
    """Bargain for so many rounds, or as many as are usual for the protocol, or until positions settle.

    tell : whether offers are kept, which takes most of the memory where rounds are many

    Errors: KeyError for an unknown protocol, OptionError for options, BargainError for what the data lack.
    """
    said = {**options_in(data, protocol), **(options or {})}
    rule = protocols.get(protocol, said)
    lack = lacks(data, protocol)
    if lack:
        raise BargainError(f"{protocol} needs {lack}")
    known = protocols.options(protocol)
    start = replace(table_of(data), tell=tell)
    held = _held(rule, start, rule.rounds if rounds is None else rounds, seed)
    power = start.power[0]
    return Bargain(
        data=data,
        protocol=protocol,
        options={name: known[name].read(value) for name, value in said.items()},
        seed=seed,
        position=held.position,
        mean=weighted_mean(held.position, power),
        median=weighted_median(held.position, power),
        offers=held.offers,
        numbers=held.numbers,
        settled=held.settled,
        chancy=rule.chancy,
        voting=held.voting,
        vote_mean=None if held.voting is None else weighted_mean(held.voting, power),
        ideal=held.ideal,
    )


class _Held:
    """The rounds that were held; of each only what is told of it, since a round keeps all its arrays."""

    def __init__(self, start: Table) -> None:
        self.settled = False
        self.offers: list[tuple[Offer, ...]] = []
        self._start = start
        self._rounds: list[Mapping[str, Floats | None]] = []
        self._numbers: list[Mapping[str, Floats]] = []

    def add(self, one: Round) -> None:
        """Keep what is told of a round."""
        self._rounds.append({"position": one.position, "voting": one.voting, "ideal": one.ideal})
        self._numbers.append(one.numbers)
        self.offers.append(one.offers() if self._start.tell else ())

    @property
    def position(self) -> Floats:
        """(T + 1, K, N), NaN where an actor holds none."""
        found = self._all_of("position")
        return self._apart(self._start.position) if found is None else found

    @property
    def voting(self) -> Floats | None:
        """(T + 1, K, N), at first what actors hold."""
        return self._all_of("voting")

    @property
    def ideal(self) -> Floats | None:
        """(T + 1, K, N), at first what actors hold."""
        return self._all_of("ideal")

    @property
    def numbers(self) -> dict[str, Floats]:
        """Each (T, K, N)."""
        names = self._numbers[0] if self._numbers else ()
        return {name: np.concatenate([one[name] for one in self._numbers]) for name in names}

    def _all_of(self, name: str) -> Floats | None:
        found = [one[name] for one in self._rounds]
        given = [one for one in found if one is not None]
        return self._apart(np.concatenate([self._start.position, *given])) if given else None

    def _apart(self, place: Floats) -> Floats:
        return np.where(self._start.holds, place, np.nan)


def _held(rule: Protocol, table: Table, most: int, seed: int) -> _Held:
    """At most so many rounds, or until positions have settled."""
    luck = (
        Streams(seed, [0]).uniforms("negotiation", most, *table.position.shape[1:]) if rule.chancy else None
    )
    span = (table.high - table.low)[:, None]
    held, moves = _Held(table), []
    for number in range(most):
        one = rule.round(replace(table, luck=None if luck is None else luck[:, number]))
        held.add(one)
        moves.append((one.position - table.position) / span)
        table = replace(table, position=one.position, ideal=one.ideal)
        if rule.settled(moves).all():
            held.settled = True
            break
    return held


def options_in(data: "DataSet", protocol: str) -> dict[str, Value]:
    """What the file itself says of how the protocol runs, as KTAB's XML does for condorcet."""
    known = protocols.options(protocol)
    return {name: value for name, value in data.options.items() if name in known}


def lacks(data: "DataSet", protocol: str) -> str | None:
    """What a data set lacks for a protocol, in words; None if nothing."""
    if "two issues" not in protocols.kind(protocol).needs:
        return None
    holds = np.array([[place is not None for place in row] for row in data.position])
    shared = holds.astype(np.int64) @ holds.T.astype(np.int64)
    np.fill_diagonal(shared, 0)
    return None if (shared > 1).any() else "two issues on which the same two actors hold positions"


def table_of(data: "DataSet") -> Table:
    """A data set as what a protocol may read; without ties everybody hears everybody, by capability."""
    position = np.array(
        [[np.nan if place is None else place for place in row] for row in data.position], dtype=np.float64
    )
    holds = ~np.isnan(position)
    place = np.where(holds, position, 0.0)[None]
    capability = np.array(data.capability, dtype=np.float64) * holds
    return Table(
        position=place,
        start=place,
        salience=np.array(data.salience, dtype=np.float64)[None] * holds,
        capability=capability,
        holds=holds,
        ties=Ties.of_everyone(capability),
        susceptibility=np.ones(1),
        low=np.array([issue.low for issue in data.issues], dtype=np.float64),
        high=np.array([issue.high for issue in data.issues], dtype=np.float64),
        adjustment=None if data.adjustment is None else np.array(data.adjustment, dtype=np.float64),
        ideal=None if data.adjustment is None else place,
        tell=True,
    )
