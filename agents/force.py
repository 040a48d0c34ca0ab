"""The force: contingents in places, what caveats leave usable, reserve battalions that arrive with a lag."""

import numpy as np

from agents.alliance import factor, reserves_on_call
from agents.arrays import NEVER, Bools, Floats, Ints, among
from agents.cast import NOBODY, Cast
from agents.kernels import positions
from agents.state import NOTHING, Change, Draw, State


def present(state: State, cast: Cast) -> Floats:
    """Soldiers of each contingent, (R, A): its share of the strength that the posture gives the force."""
    strength = cast.p["force.strength"] * state.strength_factor * factor(cast.postures.strength, state)
    return cast.shares * strength[:, None] * ~among(state.withdrawn, cast.troops)


def usable(state: State, cast: Cast) -> Floats:
    """Soldiers usable in each place, (R, P): contingents less what caveats refuse, plus reserves there."""
    limits = state.caveat_factor * factor(cast.postures.caveats, state)
    out = state.reserves * cast.p["force.battalion_size"][:, None]
    troops = cast.troops
    positions.stationed(present(state, cast), among(cast.caveat, troops), limits, cast.posts[troops], out)
    return out


def mandate_gone(state: State, cast: Cast) -> Bools:
    """Whether the mandate has ended, or is read to lapse with a declaration that was not agreed, (R,)."""
    lapsed = (state.declared != NEVER) & (state.agreed == NEVER) & (cast.rules.mandate == "lapses")
    return (~state.mandate | lapsed) & ~state.endorsed


def leave(state: State, cast: Cast) -> Bools:
    """Contingents whose government will not stay without a mandate are withdrawn for good, (R, N)."""
    unwilling = state.position[:, cast.posture] < cast.p["force.stay_gate"][:, None]
    return state.withdrawn | (mandate_gone(state, cast)[:, None] & unwilling & cast.holds[cast.posture])


def deploy(state: State, cast: Cast, draw: Draw) -> Change:
    """Reserves arrive when due, are ordered where violence passes the trigger, and go home after quiet."""
    if "force.strength" not in cast.p or not cast.ground.name:
        return NOTHING
    p, lag = cast.p, np.ceil(cast.p["force.lag"] * 7.0 / cast.days).astype(np.int64)
    arrived = (state.due != NEVER) & (state.week >= state.due)
    reserves = state.reserves + np.where(arrived, state.pending, 0.0)
    pending = np.where(arrived, 0.0, state.pending)
    due = np.where(arrived, NEVER, state.due)
    hot = (state.severity >= p["force.trigger"][:, None]) & cast.ground.garrison
    quiet = np.where(hot | arrived, 0.0, state.quiet + cast.per_week(1.0))
    home = quiet >= p["force.release"][:, None]
    reserves = np.where(home, 0.0, reserves)
    order = _order(state, cast, hot, reserves, pending)
    pending = pending + order
    due = np.where(order > 0, state.week + lag[:, None], due)
    withdrawn = leave(state, cast) if cast.posture != NOBODY else state.withdrawn
    moved = state.after(Change({"reserves": reserves, "withdrawn": withdrawn}))
    return Change(
        {
            "reserves": reserves,
            "pending": pending,
            "due": due,
            "quiet": quiet,
            "withdrawn": withdrawn,
            "usable": usable(moved, cast),
            "called": np.where((state.called == NEVER) & (order > 0).any(axis=-1), state.week, state.called),
        }
    )


def _order(state: State, cast: Cast, hot: Bools, reserves: Floats, pending: Floats) -> Floats:
    """One battalion to the worst hot place that awaits none, while the pool lasts: (R, P) battalions."""
    allowed = reserves_on_call(state, cast) & cast.rules.reserves
    pool = cast.p["force.battalions"] - (reserves + pending).sum(axis=-1)
    waiting = hot & (pending == 0.0) & (allowed & (pool >= 1.0))[:, None]
    worst = np.argmax(np.where(waiting, state.severity, -1.0), axis=-1)
    chosen: Ints = np.arange(len(cast.ground.name))
    return (waiting & (chosen == worst[:, None])).astype(np.float64)
