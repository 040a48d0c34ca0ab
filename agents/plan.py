"""The plan: the claimant's commitment to supervised independence and its safeguards, 0-100."""

import numpy as np

from agents.arrays import NEVER
from agents.cast import Cast
from agents.chance import share_after
from agents.state import NOTHING, Change, Draw, State


def commit(state: State, cast: Cast, draw: Draw) -> Change:
    """It grows towards 100 while partners ask for it: until the declaration, and after it under a mission."""
    if "plan.growth" not in cast.p:
        return NOTHING
    asked = (state.declared == NEVER) | (state.mission != NEVER)
    step = share_after(cast.p["plan.growth"], cast.days) * (100.0 - state.commitment)
    return Change({"commitment": np.clip(state.commitment + np.where(asked, step, 0.0), 0.0, 100.0)})
