"""Responses such as protest or embargo: each a hazard once its trigger has come."""

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Ints, Terms, pairs, total
from agents.cast import NOBODY, Cast
from agents.chance import within
from agents.state import ADOPTED, NOTHING, Change, Decision, Draw, State

WORDS = {0: "holds back", 1: "responds"}


def triggered(state: State, cast: Cast, after: str) -> Bools:
    """Whether what a response follows has happened, (R,); what the parties agreed on calls for none."""
    imposed = state.agreed == NEVER
    if after == "declaration":
        return (state.declared != NEVER) & imposed
    if after == "recognition":
        return (state.recognised != NEVER).any(axis=-1) & imposed
    if after == "resolution":
        return ((state.text_result == ADOPTED) & cast.texts.council).any(axis=-1)
    if after == "unrest":
        return state.severity.max(axis=-1, initial=0.0) > 0.0
    return np.ones(len(state.declared), dtype=np.bool_)


def weighing(state: State, cast: Cast, run: Ints, response: Ints) -> Terms:
    """The log rates per day for pairs of a run and a response, as terms, each (pairs,)."""
    p, actor = cast.p, cast.responses.actor[response]
    against = cast.salience[run, cast.status, actor] * (50.0 - state.position[run, cast.status, actor]) / 50.0
    recognised = (state.recognised != NEVER).sum(axis=-1) / max(int(cast.states.sum()), 1)
    return {
        "base_rate": cast.responses.log_rate[run, response],
        "position": p["responses.position"][run] * against,
        "recognitions": (p["responses.recognitions"] * recognised)[run],
        "endorsement": (p["responses.endorsement"] * state.endorsed)[run],
    }


def respond(state: State, cast: Cast, draw: Draw) -> Change:
    """Each response that is due may come, once; it shocks places and adds to the precedent."""
    if cast.status == NOBODY or not cast.responses.name:
        return NOTHING
    after = {one: triggered(state, cast, one) for one in dict.fromkeys(cast.responses.after)}
    due = np.stack([after[one] for one in cast.responses.after], axis=1) & (state.response == NEVER)
    run, which = pairs(due)
    if not len(run):
        return NOTHING
    chance = within(total(weighing(state, cast, run, which)), cast.days)
    probability, comes = np.zeros(due.shape), np.zeros_like(due)
    probability[run, which] = chance
    comes[run, which] = draw.respond[run, which] < chance
    shock, precedent = state.shock, state.precedent
    for v in np.flatnonzero(comes.any(axis=0)):
        shock = shock + comes[:, v, None] * cast.responses.shocks[v]
        precedent = precedent + comes[:, v] * cast.responses.precedent[v]
    response = np.where(comes, state.week, state.response)
    decisions = tuple(
        _decision(state, cast, int(v), due, comes, probability, draw.respond)
        for v in np.flatnonzero(due.any(axis=0))
    )
    return Change({"response": response, "shock": shock, "precedent": precedent}, decisions)


def _decision(
    state: State, cast: Cast, v: int, due: Bools, comes: Bools, probability: Floats, draw: Floats
) -> Decision:
    """One response of all."""
    one = slice(v, v + 1)

    def terms(run: Ints, place: Ints) -> Terms:
        return weighing(state, cast, run, place + v)

    return Decision(
        f"respond:{cast.responses.name[v]}",
        cast.responses.actor[one],
        due[:, one],
        comes[:, one],
        WORDS,
        terms,
        probability[:, one],
        draw[:, one],
    )
