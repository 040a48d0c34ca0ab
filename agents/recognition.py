"""Recognition: a discrete-time hazard for every state, with hold-outs below their reservation position."""

from collections.abc import Callable

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Ints, Terms, among, pairs
from agents.cast import NOBODY, Cast
from agents.kernels import hazards
from agents.state import NOTHING, Change, Decision, Draw, State

WORDS = {0: "waits", 1: "recognises"}
GATES = ("unilateral", "coordinated", "resolution", "agreement")


def condition_gate(cast: Cast, condition: str) -> Floats:
    """The reservation position under a condition, (R,) points: below it a state does not recognise."""
    return cast.p[f"recognition.gate_{condition}"]


def gate(state: State, cast: Cast) -> Floats:
    """The lowest gate that the run's circumstances open, (R,) points."""
    lowest = condition_gate(cast, "unilateral")
    opened = {
        "coordinated": state.coordinated,
        "resolution": state.endorsed,
        "agreement": state.agreed != NEVER,
    }
    for condition, holds in opened.items():
        lowest = np.where(holds, np.minimum(lowest, condition_gate(cast, condition)), lowest)
    return lowest


def heard(state: State, cast: Cast) -> Floats:
    """How loud the states that have recognised are to each actor, (R, N); `cast.peers` is the loudest."""
    recognised = (state.recognised != NEVER) & cast.states
    return cast.ties.heard_on(cast.status, recognised.astype(np.float64))


TERMS = (
    "base_rate",
    "position",
    "diffusion",
    "endorsement",
    "settlement",
    "coordinated",
    "union_text",
    "exposure",
    "reliance",
    "plan",
)
"""What moves a state to recognise, each with a weight among the parameters, in the order of the sum."""


def weighing(state: State, cast: Cast, did: Floats) -> Callable[[Ints, Ints], Floats]:
    """Gives the log rates per day of recognising, (terms, pairs), for pairs of a run and an actor.

    did : how loud to each actor those are that have recognised (see `heard`)
    Source: the form of a discrete-time hazard with diffusion; great powers, peers and own secession risk as
    influences on recognition: Coggins 2011.
    """
    seen = np.stack(
        [
            state.endorsed,
            state.condemned,
            state.agreed != NEVER,
            state.coordinated,
            state.common_position != NEVER,
            (state.commitment - 50.0) / 50.0,
        ]
    )
    weight = cast.weights("recognition", TERMS)
    patrons = share_recognised(state, cast.patron_for)
    traits = (cast.exposure, cast.reliance_against, cast.reliance_for, cast.asks_plan, patrons)
    position, member = state.position[:, cast.status], cast.union_member[state.week]

    def terms(run: Ints, actor: Ints) -> Floats:
        out = np.empty((len(TERMS), len(run)))
        hazards.recognising(run, actor, weight, seen, position, did, cast.peers, traits, member, out)
        return out

    return terms


def recognise(state: State, cast: Cast, draw: Draw) -> Change:
    """From the declaration on, each state that has not recognised does so with probability 1 - exp(-h dt).

    Behind a shut gate the rate is nil, so only those before an open one are weighed.
    """
    if NOBODY in (cast.claimant, cast.status):
        return NOTHING
    voters, shape = cast.electorate, (cast.runs, len(cast.electorate))
    at_risk, ready = np.empty(shape, dtype=np.bool_), np.empty(shape, dtype=np.bool_)
    opened, position = gate(state, cast), state.position[:, cast.status]
    hazards.at_risk(state.declared, state.recognised, position, opened, voters, at_risk, ready)
    if not at_risk.any():
        return NOTHING
    weigh, (run, place) = weighing(state, cast, heard(state, cast)), pairs(ready)
    probability, recognises = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    luck = draw.recognise[run, voters[place]]
    hazards.happens(weigh(run, voters[place]), cast.days, luck, run, place, probability, recognises)
    recognised = state.recognised.copy()
    run, place = pairs(recognises)
    recognised[run, voters[place]] = state.week

    def terms(run: Ints, place: Ints) -> Terms:
        shut = np.where(ready[run, place], 0.0, SHUT)
        return {**dict(zip(TERMS, weigh(run, voters[place]), strict=True)), "reservation": shut}

    decision = Decision("recognise", voters, at_risk, recognises, WORDS, terms, probability, draw.recognise)
    return Change({"recognised": recognised}, (decision,))


SHUT = -1000.0
"""The term of a shut gate: no sum of the others can lift a rate from there."""


def share_recognised(state: State, group: Bools) -> Floats:
    """Share of a group of actors that has recognised, (R,)."""
    seats = np.flatnonzero(group)
    recognised = among(state.recognised, seats) != NEVER
    return np.asarray(recognised.sum(axis=-1) / max(len(seats), 1), dtype=np.float64)
