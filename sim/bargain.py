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
from sim.draws import uniforms

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
    settled : whether positions came to rest by the protocol's own rule
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
) -> Bargain:
    """Bargain for so many rounds, or as many as are usual for the protocol, or until positions settle.

    Errors: KeyError for an unknown protocol, OptionError for options, BargainError for what the data lack.
    """
    said = {**options_in(data, protocol), **(options or {})}
    rule = protocols.get(protocol, said)
    lack = lacks(data, protocol)
    if lack:
        raise BargainError(f"{protocol} needs {lack}")
    start = table_of(data)
    most = rule.rounds if rounds is None else rounds
    held, settled = _held(rule, start, most, seed)
    apart = np.where(start.holds, 0.0, np.nan)

    def all_of(first: Floats, following: Sequence[Floats | None]) -> Floats | None:
        found = [one for one in following if one is not None]
        return np.concatenate([first, *found]) + apart if found or not held else None

    position = all_of(start.position, [one.position for one in held])
    assert position is not None
    voting = all_of(start.position, [one.voting for one in held])
    return Bargain(
        data=data,
        protocol=protocol,
        options=said,
        seed=seed,
        position=position,
        mean=weighted_mean(position, start.power[0]),
        median=weighted_median(position, start.power[0]),
        offers=[one.offers() for one in held],
        numbers={name: np.concatenate([one.numbers[name] for one in held]) for name in held[0].numbers}
        if held
        else {},
        settled=settled,
        voting=voting,
        vote_mean=None if voting is None else weighted_mean(voting, start.power[0]),
        ideal=all_of(start.position, [one.ideal for one in held]),
    )


def _held(rule: Protocol, table: Table, most: int, seed: int) -> tuple[list[Round], bool]:
    """The rounds that were held, at most so many, and whether positions then had settled."""
    luck = uniforms(seed, [0], "negotiation", most, *table.position.shape[1:])
    span = (table.high - table.low)[:, None]
    held: list[Round] = []
    moves: list[Floats] = []
    for number in range(most):
        one = rule.round(replace(table, luck=luck[:, number]))
        held.append(one)
        moves.append((one.position - table.position) / span)
        table = replace(table, position=one.position, ideal=one.ideal)
        if rule.settled(moves).all():
            return held, True
    return held, False


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
    count = len(data.actors)
    source = capability[:, None, :] * ~np.eye(count, dtype=np.bool_)
    nothing = np.zeros_like(source)
    return Table(
        position=place,
        start=place,
        salience=np.array(data.salience, dtype=np.float64)[None] * holds,
        capability=capability,
        holds=holds,
        ties=Ties(anyone=source, shared=nothing, bilateral=nothing, floor=np.ones(1), body=np.zeros(1)),
        susceptibility=np.ones(1),
        low=np.array([issue.low for issue in data.issues], dtype=np.float64),
        high=np.array([issue.high for issue in data.issues], dtype=np.float64),
        adjustment=None if data.adjustment is None else np.array(data.adjustment, dtype=np.float64),
        ideal=None if data.adjustment is None else place,
        tell=True,
    )
