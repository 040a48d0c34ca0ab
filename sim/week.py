"""One week, step by step: open this file first.

Each step is a rule `rule(state, cast, draw) -> Change`.  It reads the state that the step before left, and
all actors move at once within it.  The same steps run one Mesa model and an ensemble of thousands.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from agents import (
    alliance,
    council,
    declaration,
    force,
    negotiation,
    plan,
    precedent,
    recognition,
    responses,
    talks,
    union,
    unrest,
)
from agents.cast import Cast
from agents.state import Change, Decision, Draw, State, opening
from sim.clock import Clock
from sim.events import Programme

if TYPE_CHECKING:
    import scenarios

Step = Callable[[State, Cast, Draw], Change]


def steps(scenario: "scenarios.Scenario") -> dict[str, Step]:
    """The order of a week: what happens, and the rule that says how."""
    return {
        "calendar": Programme(scenario.events, Clock.of(scenario)),
        "negotiation": negotiation.negotiate,
        "talks": talks.talk,
        "council": council.convene,
        "alliance": alliance.review,
        "union": union.convene,
        "plan": plan.commit,
        "declaration": declaration.declare,
        "recognition": recognition.recognise,
        "responses": responses.respond,
        "precedent": precedent.spread,
        "force": force.deploy,
        "unrest": unrest.erupt,
    }


def begin(scenario: "scenarios.Scenario", cast: Cast) -> State:
    """The state before the first week, the force already in its places."""
    state = opening(cast, len(scenario.events))
    if "force.strength" in cast.p and cast.ground.name:
        state = state.after(Change({"usable": force.usable(state, cast)}))
    return state


def run_week(
    order: dict[str, Step],
    state: State,
    cast: Cast,
    draw: Draw,
    listen: Callable[[Change], None] | None = None,
) -> tuple[State, tuple[Decision, ...]]:
    """Take one week's steps in order; returns the state at its end and the decisions taken in it.

    listen : told every change as it is made, if anybody wants to know more than decisions
    """
    decisions: list[Decision] = []
    for step in order.values():
        change = step(state, cast, draw)
        state = state.after(change)
        decisions.extend(change.decisions)
        if listen is not None:
            listen(change)
    return state, tuple(decisions)


def next_week(state: State) -> State:
    """Turn the page of the calendar."""
    return state.after(Change({"week": state.week + 1}))


def frozen(state: State) -> None:
    """Make the state's arrays read-only, so that nobody who looks at them can change the run."""
    for value in vars(state).values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
