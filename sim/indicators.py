"""Indicators: numbers of the running world that an event may wait for, by name."""

from collections.abc import Callable

import numpy as np

from agents.alliance import factor
from agents.arrays import NEVER, Floats
from agents.cast import Cast
from agents.force import present
from agents.state import State

Reading = Callable[[State, Cast, tuple[str, ...]], Floats]


def read(state: State, cast: Cast, name: str) -> Floats:
    """The indicator's value in each run, (R,); KeyError for a name that is none."""
    head, *rest = name.split(".")
    return np.asarray(_READINGS[head](state, cast, tuple(rest)), dtype=np.float64)


def _unrest(state: State, cast: Cast, path: tuple[str, ...]) -> Floats:
    return state.severity[:, cast.ground.name.index(path[0])]


def _incidents(state: State, cast: Cast, path: tuple[str, ...]) -> Floats:
    return state.incidents[:, cast.ground.name.index(path[0])].astype(np.float64)


def _recognitions(state: State, cast: Cast, path: tuple[str, ...]) -> Floats:
    among = cast.states if path[0] == "count" else cast.groups[cast.bodies.index(path[0])]
    return ((state.recognised != NEVER) & among).sum(axis=-1).astype(np.float64)


def _precedent(state: State, cast: Cast, path: tuple[str, ...]) -> Floats:
    return state.precedent


def strength(state: State, cast: Cast) -> Floats:
    """Soldiers of the force, reserves in place included, (R,)."""
    if "force.strength" not in cast.p:
        return np.zeros(cast.runs)
    if len(cast.troops):
        regular = present(state, cast)
    else:
        regular = cast.p["force.strength"] * state.strength_factor * factor(cast.postures.strength, state)
    return np.asarray(regular + state.reserves.sum(axis=-1) * cast.p["force.battalion_size"])


def _force(state: State, cast: Cast, path: tuple[str, ...]) -> Floats:
    return strength(state, cast) if path[0] == "strength" else state.usable.sum(axis=-1)


def _plan(state: State, cast: Cast, path: tuple[str, ...]) -> Floats:
    return state.commitment


def _positions(state: State, cast: Cast, path: tuple[str, ...]) -> Floats:
    actor, issue = path
    return state.position[:, cast.issues.index(issue), cast.actors.index(actor)]


def _week(state: State, cast: Cast, path: tuple[str, ...]) -> Floats:
    return np.full(cast.runs, cast.per_week(state.week))


_READINGS: dict[str, Reading] = {
    "unrest": _unrest,
    "incidents": _incidents,
    "recognitions": _recognitions,
    "precedent": _precedent,
    "force": _force,
    "plan": _plan,
    "positions": _positions,
    "week": _week,
}
