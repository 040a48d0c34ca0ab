"""Responses such as protest or embargo: each a hazard once its trigger has come."""

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Terms, among, total
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


def weighing(state: State, cast: Cast) -> Terms:
    """The log rates per day of all responses, as terms, each (R, V) or (R, 1)."""
    p, actor = cast.p, cast.responses.actor
    position, salience = (among(one[:, cast.status], actor) for one in (state.position, cast.salience))
    recognised = (state.recognised != NEVER).sum(axis=-1) / max(int(cast.states.sum()), 1)
    return {
        "base_rate": cast.responses.log_rate,
        "position": p["responses.position"][:, None] * salience * (50.0 - position) / 50.0,
        "recognitions": (p["responses.recognitions"] * recognised)[:, None],
        "endorsement": (p["responses.endorsement"] * state.endorsed)[:, None],
    }


def respond(state: State, cast: Cast, draw: Draw) -> Change:
    """Each response that is due may come, once; it shocks places and adds to the precedent."""
    if cast.status == NOBODY or not cast.responses.name:
        return NOTHING
    after = {one: triggered(state, cast, one) for one in dict.fromkeys(cast.responses.after)}
    due = np.stack([after[one] for one in cast.responses.after], axis=1) & (state.response == NEVER)
    if not due.any():
        return NOTHING
    terms = weighing(state, cast)
    probability = within(total(terms), cast.days)
    comes = due & (draw.respond < probability)
    shock, precedent = state.shock, state.precedent
    for v in np.flatnonzero(comes.any(axis=0)):
        shock = shock + comes[:, v, None] * cast.responses.shocks[v]
        precedent = precedent + comes[:, v] * cast.responses.precedent[v]
    response = np.where(comes, state.week, state.response)
    decisions = tuple(
        _decision(cast, int(v), due, comes, terms, probability, draw.respond)
        for v in np.flatnonzero(due.any(axis=0))
    )
    return Change({"response": response, "shock": shock, "precedent": precedent}, decisions)


def _decision(
    cast: Cast, v: int, due: Bools, comes: Bools, terms: Terms, probability: Floats, draw: Floats
) -> Decision:
    """One response of all."""
    one = slice(v, v + 1)
    return Decision(
        f"respond:{cast.responses.name[v]}",
        cast.responses.actor[one],
        due[:, one],
        comes[:, one],
        WORDS,
        {name: value[:, one] if value.shape[1] > 1 else value for name, value in terms.items()},
        probability[:, one],
        draw[:, one],
    )
