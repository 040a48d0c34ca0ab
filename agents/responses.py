"""Responses such as protest or embargo: each a hazard once its trigger has come."""

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Terms, total
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


def weighing(state: State, cast: Cast, response: int) -> Terms:
    """The log rate per day of one response, as terms, each (R,)."""
    p, actor = cast.p, int(cast.responses.actor[response])
    against = cast.salience[:, cast.status, actor] * (50.0 - state.position[:, cast.status, actor]) / 50.0
    recognised = (state.recognised != NEVER).sum(axis=-1) / max(int(cast.states.sum()), 1)
    return {
        "base_rate": np.log(np.maximum(cast.responses.rate[:, response], 1e-12)),
        "position": p["responses.position"] * against,
        "recognitions": p["responses.recognitions"] * recognised,
        "endorsement": p["responses.endorsement"] * state.endorsed,
    }


def respond(state: State, cast: Cast, draw: Draw) -> Change:
    """Each response that is due may come, once; it shocks places and adds to the precedent."""
    if cast.status == NOBODY or not cast.responses.name:
        return NOTHING
    shock, precedent, response = state.shock, state.precedent, state.response.copy()
    decisions: list[Decision] = []
    for v, name in enumerate(cast.responses.name):
        due = triggered(state, cast, cast.responses.after[v]) & (response[:, v] == NEVER)
        if not due.any():
            continue
        terms = weighing(state, cast, v)
        probability = within(total(terms), cast.days)
        comes = due & (draw.respond[:, v] < probability)
        response[:, v] = np.where(comes, state.week, response[:, v])
        shock = shock + comes[:, None] * cast.responses.shocks[v]
        precedent = precedent + comes * cast.responses.precedent[v]
        decisions.append(_decision(cast, v, name, due, comes, terms, probability, draw.respond[:, v]))
    return Change({"response": response, "shock": shock, "precedent": precedent}, tuple(decisions))


def _decision(
    cast: Cast,
    response: int,
    name: str,
    due: Bools,
    comes: Bools,
    terms: Terms,
    probability: Floats,
    draw: Floats,
) -> Decision:
    return Decision(
        f"respond:{name}",
        cast.responses.actor[response : response + 1],
        due[:, None],
        comes[:, None],
        WORDS,
        {term: value[:, None] for term, value in terms.items()},
        probability[:, None],
        draw[:, None],
    )
