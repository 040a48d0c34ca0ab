"""Recognition: a discrete-time hazard for every state, with hold-outs below their reservation position."""

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Terms, per_actor, total
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
    ties = cast.ties.on(cast.status)
    recognised = (state.recognised != NEVER) & cast.states
    states = np.broadcast_to(cast.states, recognised.shape)
    did, could = (ties.listen(who.astype(np.float64)[:, None, :])[:, 0] for who in (recognised, states))
    return np.divide(did, could, out=np.zeros_like(did), where=could > 0)


def weighing(state: State, cast: Cast) -> Terms:
    """The log rate per day of recognising, as named terms, (R, N) or (R, 1).

    Source: the form of a discrete-time hazard with diffusion; great powers, peers and own secession risk as
    influences on recognition: Coggins 2011.
    """
    p = {name: per_actor(cast.p[f"recognition.{name}"]) for name in _WEIGHTS}
    endorsed = per_actor(state.endorsed.astype(np.float64))
    agreed = per_actor((state.agreed != NEVER).astype(np.float64))
    settled = np.maximum(endorsed, agreed)
    patron = _share_recognised(state, cast.patron_for)
    common = per_actor((state.common_position != NEVER).astype(np.float64)) * cast.union_member[state.week]
    return {
        "base_rate": np.log(p["base_rate"]),
        "position": p["position"] * (state.position[:, cast.status] - 50.0) / 50.0,
        "diffusion": p["diffusion"] * diffusion(state, cast),
        "endorsement": p["endorsement"] * (endorsed - per_actor(state.condemned.astype(np.float64))),
        "settlement": p["settlement"] * agreed,
        "coordinated": p["coordinated"] * per_actor(state.coordinated.astype(np.float64)),
        "union_text": p["union_text"] * common,
        "exposure": -p["exposure"] * cast.exposure * (1.0 - settled),
        "reliance": p["reliance"] * (cast.reliance_for * patron - cast.reliance_against * (1.0 - settled)),
        "plan": p["plan"] * cast.asks_plan * (per_actor(state.commitment) - 50.0) / 50.0,
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
    """From the declaration on, each state that has not recognised does so with probability 1 - exp(-h dt)."""
    if NOBODY in (cast.claimant, cast.status):
        return NOTHING
    at_risk = per_actor(state.declared != NEVER) & (state.recognised == NEVER) & cast.states
    at_risk = at_risk & cast.holds[cast.status]
    if not at_risk.any():
        return NOTHING
    terms = dict(weighing(state, cast))
    ready = state.position[:, cast.status] >= per_actor(gate(state, cast))
    terms["reservation"] = np.where(ready, 0.0, SHUT)
    probability = np.where(ready, within(total(terms), cast.days), 0.0)
    recognises = at_risk & (draw.recognise < probability)
    return Change(
        {"recognised": np.where(recognises, state.week, state.recognised)},
        (
            Decision(
                "recognise",
                at_risk,
                recognises.astype(np.int64),
                WORDS,
                terms,
                probability,
                draw.recognise,
            ),
        ),
    )


SHUT = -1000.0
"""The term of a shut gate: no sum of the others can lift a rate from there."""


def _share_recognised(state: State, group: Bools) -> Floats:
    """Share of a group of actors that has recognised, (R, 1)."""
    recognised = (state.recognised != NEVER) & group
    return np.asarray(recognised.sum(axis=-1, keepdims=True) / max(int(group.sum()), 1), dtype=np.float64)
