"""Precedent: an index of recognition without a resolution, and the hazard of a like step elsewhere."""

import numpy as np

from agents.arrays import NEVER
from agents.cast import NOBODY, Cast
from agents.chance import share_after, within
from agents.recognition import share_recognised
from agents.state import NOTHING, Change, Draw, State


def spread(state: State, cast: Cast, draw: Draw) -> Change:
    """The index, 0-100, gains with the share of states that recognised without leave and fades slowly."""
    if cast.status == NOBODY or "precedent.growth" not in cast.p:
        return NOTHING
    p = cast.p
    without_leave = share_recognised(state, cast.states) * ~(state.endorsed | (state.agreed != NEVER))
    gained = p["precedent.growth"] * without_leave * cast.days
    kept = state.precedent * (1.0 - share_after(p["precedent.decay"], cast.days))
    index = np.clip(kept + gained, 0.0, 100.0)
    hazard = p["precedent.hazard"] * index / 100.0
    steps = (state.chain == NEVER) & (draw.chain < within(np.log(np.maximum(hazard, 1e-300)), cast.days))
    return Change({"precedent": index, "chain": np.where(steps, state.week, state.chain)})
