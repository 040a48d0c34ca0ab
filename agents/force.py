"""The force: contingents in places, what caveats leave usable, reserve battalions that arrive with a lag."""

import numpy as np

from agents.alliance import factor, reserves_on_call
from agents.arrays import NEVER, Bools, Floats
from agents.cast import NOBODY, Cast
from agents.kernels import ground
from agents.state import NOTHING, Change, Draw, State


def strength(state: State, cast: Cast) -> Floats:
    """Soldiers that the force would have if no contingent were withdrawn, (R,)."""
    return cast.p["force.strength"] * state.strength_factor * factor(cast.postures.strength, state)


def present(state: State, cast: Cast) -> Floats:
    """Soldiers of the contingents that have not been withdrawn, (R,)."""
    shares = np.zeros(cast.runs)
    ground.standing(cast.shares, state.withdrawn, cast.troops, shares)
    return strength(state, cast) * shares


def usable(state: State, cast: Cast) -> Floats:
    """Soldiers usable in each place, (R, P): contingents less what caveats refuse, plus reserves there."""
    limits = state.caveat_factor * factor(cast.postures.caveats, state)
    out = state.reserves * cast.p["force.battalion_size"][:, None]
    ground.usable(
        strength(state, cast), cast.shares, state.withdrawn, cast.troops, cast.caveat, limits, cast.posts, out
    )
    return out


def mandate_gone(state: State, cast: Cast) -> Bools:
    """Whether the mandate has ended, or is read to lapse with a declaration that was not agreed, (R,)."""
    lapsed = (state.declared != NEVER) & (state.agreed == NEVER) & (cast.rules.mandate == "lapses")
    return (~state.mandate | lapsed) & ~state.endorsed


def leave(state: State, cast: Cast) -> Bools:
    """Contingents whose government will not stay without a mandate are withdrawn for good, (R, N)."""
    gone = mandate_gone(state, cast)
    if not gone.any():
        return state.withdrawn
    unwilling = state.position[:, cast.posture] < cast.p["force.stay_gate"][:, None]
    return state.withdrawn | (gone[:, None] & unwilling & cast.holds[cast.posture])


def deploy(state: State, cast: Cast, draw: Draw) -> Change:
    """Reserves arrive when due, are ordered where violence passes the trigger, and go home after quiet.

    Ordered is one battalion to the worst hot place that awaits none, while the pool lasts.
    """
    if "force.strength" not in cast.p or not cast.ground.name:
        return NOTHING
    p, ordered = cast.p, np.zeros(cast.runs, dtype=np.bool_)
    held = tuple(one.copy() for one in (state.reserves, state.pending, state.due, state.quiet))
    ground.reserves(
        state.week,
        cast.days,
        np.ceil(p["force.lag"] * 7.0 / cast.days).astype(np.int64),
        p["force.trigger"],
        p["force.release"],
        p["force.battalions"],
        reserves_on_call(state, cast) & cast.rules.reserves,
        cast.ground.garrison,
        state.severity,
        held,
        ordered,
    )
    withdrawn = leave(state, cast) if cast.posture != NOBODY else state.withdrawn
    moved = state.after(Change({"reserves": held[0], "withdrawn": withdrawn}))
    return Change(
        {
            **dict(zip(("reserves", "pending", "due", "quiet"), held, strict=True)),
            "withdrawn": withdrawn,
            "usable": usable(moved, cast),
            "called": np.where((state.called == NEVER) & ordered, state.week, state.called),
        }
    )
