"""Recognition: a discrete-time hazard for every state, with hold-outs below their reservation position."""

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Ints, Terms, among, pairs, per_actor, total
from agents.cast import NOBODY, Cast
from agents.chance import within
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


def diffusion(state: State, cast: Cast) -> Floats:
    """Share of an actor's peers that have recognised, weighted by their capability and the tie, (R, N).

    Peers are the states that can recognise; an actor without any has a share of 0.
    """
    recognised = (state.recognised != NEVER) & cast.states
    did = cast.ties.heard_on(cast.status, recognised.astype(np.float64))
    return np.divide(did, cast.peers, out=np.zeros_like(did), where=cast.peers > 0)


def weighing(state: State, cast: Cast, run: Ints, actor: Ints, followed: Floats) -> Terms:
    """The log rate per day of recognising for pairs of a run and an actor, as named terms, each (pairs,).

    followed : (R, N), the share of each actor's peers that have recognised (see diffusion)
    Source: the form of a discrete-time hazard with diffusion; great powers, peers and own secession risk as
    influences on recognition: Coggins 2011.
    """
    p = {name: cast.p[f"recognition.{name}"] for name in _WEIGHTS}
    endorsed = state.endorsed.astype(np.float64)
    agreed = (state.agreed != NEVER).astype(np.float64)
    unsettled = (1.0 - np.maximum(endorsed, agreed))[run]
    patron = _share_recognised(state, cast.patron_for)[run]
    common = p["union_text"] * (state.common_position != NEVER)
    reliance = cast.reliance_for[run, actor] * patron - cast.reliance_against[run, actor] * unsettled
    return {
        "base_rate": np.log(p["base_rate"])[run],
        "position": p["position"][run] * (state.position[run, cast.status, actor] - 50.0) / 50.0,
        "diffusion": p["diffusion"][run] * followed[run, actor],
        "endorsement": (p["endorsement"] * (endorsed - state.condemned))[run],
        "settlement": (p["settlement"] * agreed)[run],
        "coordinated": (p["coordinated"] * state.coordinated)[run],
        "union_text": common[run] * cast.union_member[state.week, actor],
        "exposure": -p["exposure"][run] * cast.exposure[run, actor] * unsettled,
        "reliance": p["reliance"][run] * reliance,
        "plan": (p["plan"] * (state.commitment - 50.0) / 50.0)[run] * cast.asks_plan[run, actor],
    }


_WEIGHTS = (
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


def recognise(state: State, cast: Cast, draw: Draw) -> Change:
    """From the declaration on, each state that has not recognised does so with probability 1 - exp(-h dt).

    Behind a shut gate the rate is nil, so only those before an open one are weighed.
    """
    if NOBODY in (cast.claimant, cast.status):
        return NOTHING
    voters = cast.electorate
    at_risk = per_actor(state.declared != NEVER) & (among(state.recognised, voters) == NEVER)
    if not at_risk.any():
        return NOTHING
    ready = among(state.position[:, cast.status], voters) >= per_actor(gate(state, cast))
    followed, (run, place) = diffusion(state, cast), pairs(at_risk & ready)
    chance = within(total(weighing(state, cast, run, voters[place], followed)), cast.days)
    probability, recognises = np.zeros(at_risk.shape), np.zeros_like(at_risk)
    probability[run, place] = chance
    recognises[run, place] = draw.recognise[run, voters[place]] < chance
    recognised = state.recognised.copy()
    run, place = pairs(recognises)
    recognised[run, voters[place]] = state.week

    def terms(run: Ints, place: Ints) -> Terms:
        shut = np.where(ready[run, place], 0.0, SHUT)
        return {**weighing(state, cast, run, voters[place], followed), "reservation": shut}

    decision = Decision("recognise", voters, at_risk, recognises, WORDS, terms, probability, draw.recognise)
    return Change({"recognised": recognised}, (decision,))


SHUT = -1000.0
"""The term of a shut gate: no sum of the others can lift a rate from there."""


def _share_recognised(state: State, group: Bools) -> Floats:
    """Share of a group of actors that has recognised, (R,)."""
    seats = np.flatnonzero(group)
    recognised = among(state.recognised, seats) != NEVER
    return np.asarray(recognised.sum(axis=-1) / max(len(seats), 1), dtype=np.float64)
