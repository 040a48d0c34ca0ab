"""Rival models: where each protocol of negotiation takes a scenario's issues, with nothing else of the week.

Each protocol bargains in the same worlds, which are the first runs of the ensemble, week by week and at the
case's pace. So a protocol ends where a run under it would end if only negotiation moved positions.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from agents import negotiation, protocols
from agents.arrays import Floats
from agents.cast import Cast
from agents.protocols.outcome import weighted_mean, weighted_median
from agents.state import opening
from sim.cast import make_cast
from sim.draws import Luck, Streams
from sim.needs import lacks
from sim.week import next_week, run_week

if TYPE_CHECKING:
    import scenarios


@dataclass(frozen=True)
class Ending:
    """Where one protocol leaves the issues.

    mean, median : (R, K), of positions by capability x salience, points 0-100, NaN where nobody has power
    moved : (R, K), points between where the average actor begins and where it ends, NaN where none takes part
    """

    mean: Floats
    median: Floats
    moved: Floats


@dataclass(frozen=True)
class Rivals:
    """What the protocols make of a scenario, in the order of their documentation.

    own : the scenario's own protocol, with its options (all others have their defaults)
    start : where everybody stands before the first week; endings : by protocol
    lacking : protocols that the case cannot feed, with what it lacks for each, in words
    """

    issues: Sequence[str]
    runs: int
    weeks: int
    own: str
    start: Ending
    endings: Mapping[str, Ending]
    lacking: Mapping[str, Sequence[str]]


def play(scenario: "scenarios.Scenario", seed: int, runs: int) -> Rivals:
    """Let every protocol bargain over the first runs of an ensemble; CastError as for the ensemble.

    runs : some ten; each costs as much as all protocols together take for the horizon
    """
    cast = make_cast(scenario, Streams(seed, range(runs)))
    lacking = {name: lack for name in protocols.names() if (lack := tuple(lacks(scenario, name)))}
    able = [name for name in protocols.names() if name not in lacking]
    with ThreadPoolExecutor() as pool:
        ends = list(pool.map(lambda name: _bargained(_under(cast, name), seed), able))
    return Rivals(
        issues=cast.issues,
        runs=runs,
        weeks=cast.weeks,
        own=cast.rules.protocol,
        start=_ending(cast, cast.position),
        endings={name: _ending(cast, end) for name, end in zip(able, ends, strict=True)},
        lacking=lacking,
    )


def sayings() -> dict[str, str]:
    """What each protocol says happens, in a sentence."""
    said = {name: protocols.kind(name).__doc__ or "" for name in protocols.names()}
    return {name: " ".join(text.strip().split("\n\n")[0].split()) for name, text in said.items()}


def _under(cast: Cast, protocol: str) -> Cast:
    """The same cast under a protocol: the scenario's own as it stands, any other with its defaults."""
    if protocol == cast.rules.protocol:
        return cast
    return replace(cast, rules=replace(cast.rules, protocol=protocol, options={}))


def _bargained(cast: Cast, seed: int) -> Floats:
    """Positions after the horizon's weeks of negotiation alone, (R, K, N)."""
    luck = Luck(Streams(seed, range(cast.runs)), cast)
    state = opening(cast)
    for week in range(cast.weeks):
        state, _ = run_week({"negotiation": negotiation.negotiate}, state, cast, luck.week(week))
        state = next_week(state)
    return state.position


def _ending(cast: Cast, position: Floats) -> Ending:
    power = cast.capability * cast.salience * cast.holds
    away = np.abs(position - cast.position)
    return Ending(
        mean=weighted_mean(position, power),
        median=weighted_median(position, power),
        moved=weighted_mean(away, cast.holds.astype(np.float64)),
    )
