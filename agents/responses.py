"""Responses such as protest or embargo: each a hazard once its trigger has come."""

from functools import partial

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


def share_recognised(state: State, cast: Cast) -> Floats:
    """Share of states that have recognised, (R,)."""
    recognised = (state.recognised != NEVER).sum(axis=-1)
    return np.asarray(recognised / max(int(cast.states.sum()), 1), dtype=np.float64)


def weighing(state: State, cast: Cast, run: Ints, response: Ints, recognised: Floats) -> Terms:
    """The log rates per day for pairs of a run and a response, as terms, each (pairs,).

    recognised : (R,), the share of states that have
    """
    p, actor = cast.p, cast.responses.actor[response]
    against = cast.salience[run, cast.status, actor] * (50.0 - state.position[run, cast.status, actor]) / 50.0
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
    recognised = share_recognised(state, cast)
    chance = within(total(weighing(state, cast, run, which, recognised)), cast.days)
    probability, comes = np.zeros(due.shape), np.zeros_like(due)
    probability[run, which] = chance
    comes[run, which] = draw.respond[run, which] < chance
    shock, precedent = state.shock, state.precedent
    for v in np.flatnonzero(comes.any(axis=0)):
        shock = shock + comes[:, v, None] * cast.responses.shocks[v]
        precedent = precedent + comes[:, v] * cast.responses.precedent[v]
    response = np.where(comes, state.week, state.response)

    def terms(v: int, run: Ints, place: Ints) -> Terms:
        return weighing(state, cast, run, place + v, recognised)

    decisions = tuple(
        Decision(
            f"respond:{cast.responses.name[v]}",
            cast.responses.actor[v : v + 1],
            due[:, v : v + 1],
            comes[:, v : v + 1],
            WORDS,
            partial(terms, v),
            probability[:, v : v + 1],
            draw.respond[:, v : v + 1],
        )
        for v in map(int, np.flatnonzero(due.any(axis=0)))
    )
    return Change({"response": response, "shock": shock, "precedent": precedent}, decisions)
