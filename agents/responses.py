"""Responses such as protest or embargo: each a hazard once its trigger has come."""

from collections.abc import Callable

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Ints, Terms, among, pairs
from agents.cast import NOBODY, Cast
from agents.kernels import hazards
from agents.recognition import share_recognised
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


TERMS = ("base_rate", "position", "recognitions", "endorsement")
"""What calls for a response, in the order in which it is added."""


def weighing(state: State, cast: Cast) -> Callable[[Ints, Ints], Floats]:
    """Gives the log rates per day, (terms, pairs), for pairs of a run and a response."""
    weight = cast.weights("responses", TERMS[1:])
    salience, position = cast.salience[:, cast.status], state.position[:, cast.status]
    given = cast.responses.log_rate, cast.responses.actor, salience, position
    recognised = share_recognised(state, cast.states)

    def terms(run: Ints, which: Ints) -> Floats:
        out = np.empty((len(TERMS), len(run)))
        hazards.responding(run, which, weight, *given, recognised, state.endorsed, out)
        return out

    return terms


def respond(state: State, cast: Cast, draw: Draw) -> Change:
    """Each response that is due may come, once; it shocks places and adds to the precedent."""
    if cast.status == NOBODY or not cast.responses.name:
        return NOTHING
    after = {one: triggered(state, cast, one) for one in dict.fromkeys(cast.responses.after)}
    due = np.stack([after[one] for one in cast.responses.after], axis=1) & (state.response == NEVER)
    run, which = pairs(due)
    if not len(run):
        return NOTHING
    weigh = weighing(state, cast)
    probability, comes = np.zeros(due.shape), np.zeros_like(due)
    luck = draw.respond[run, which]
    hazards.happens(weigh(run, which), cast.days, luck, run, which, probability, comes)
    shock, precedent, response = state.shock.copy(), state.precedent.copy(), state.response.copy()
    run, which = pairs(comes)
    response[run, which] = state.week
    hazards.shaken(run, which, cast.responses.shocks, cast.responses.precedent, shock, precedent)

    turn = cast.responses.by_name

    def terms(run: Ints, place: Ints) -> Terms:
        return dict(zip(TERMS, weigh(run, turn[place]), strict=True))

    decision = Decision(
        "respond",
        cast.responses.actor[turn],
        among(due, turn),
        among(comes, turn),
        WORDS,
        terms,
        among(probability, turn),
        among(draw.respond, turn),
        about=tuple(cast.responses.name[v] for v in turn),
    )
    return Change({"response": response, "shock": shock, "precedent": precedent}, (decision,))
