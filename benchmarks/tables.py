"""What is bargained over: tables drawn at random, and those of two shipped cases."""

from dataclasses import replace

import numpy as np

import scenarios
from agents import negotiation
from agents.arrays import Floats
from agents.cast import Cast
from agents.protocols import Protocol, Table
from agents.state import opening
from agents.ties import Ties
from sim.cast import make_cast
from sim.draws import Streams
from sim.ensemble import BLOCK

SEED = 2007
ROUNDS = 10
"""Rounds of a bargain, as in the reference measurements."""

PARIS = "cop21-2015/baseline"
EMISSIONS = "emission-standards-1989/uncertain"


def drawn(actors: int, issues: int, runs: int) -> Table:
    """A table at which everybody holds another position on every issue and hears everybody else.

    Positions are uniform on 0-100, saliences and capabilities on 0.05-1.
    """
    rng = np.random.default_rng(SEED)
    shape = (runs, issues, actors)
    position = rng.uniform(0.0, 100.0, shape)
    salience, capability = rng.uniform(0.05, 1.0, shape), rng.uniform(0.05, 1.0, actors)
    return Table(
        position=position,
        start=position,
        salience=salience,
        capability=capability,
        holds=np.ones((issues, actors), dtype=np.bool_),
        ties=Ties.of_everyone(np.broadcast_to(capability, (issues, actors))),
        susceptibility=np.ones(runs),
        luck=rng.random(shape),
    )


def cast_of(scenario: str, runs: int) -> Cast:
    """So many runs' draws of a shipped scenario."""
    return make_cast(scenarios.load(scenario), Streams(SEED, range(runs)))


def of_cast(cast: Cast) -> tuple[Protocol, Table, Floats | None]:
    """The protocol of a cast, the table before the first round, and the luck of all rounds if it draws.

    luck : (R, ROUNDS, K, N)
    """
    rule, table = negotiation.protocol(cast), negotiation.table(opening(cast), cast)
    shape = table.position.shape[1:]
    luck = Streams(SEED, range(cast.runs)).uniforms("negotiation", ROUNDS, *shape) if rule.chancy else None
    return rule, table, luck


def bargain(rule: Protocol, table: Table, luck: Floats | None = None) -> Floats:
    """Ten rounds, each from where the one before ended; where everybody then stands, (R, K, N)."""
    for number in range(ROUNDS):
        one = rule.round(table if luck is None else replace(table, luck=luck[:, number]))
        table = replace(table, position=one.position, ideal=one.ideal)
    return table.position


def blocks(runs: int) -> tuple[int, int]:
    """The size of a block, as the ensemble takes runs, and how many make so many runs (or a few more)."""
    size = min(runs, BLOCK)
    return size, -(-runs // size)
