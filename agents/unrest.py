"""Unrest: incidents by place as a self-exciting count that usable force deters."""

import numpy as np

from agents.arrays import NEVER, Floats, per_actor
from agents.cast import Cast
from agents.chance import count, share_after
from agents.kernels import ground
from agents.state import NOTHING, Change, Draw, State


def share_of_week(decay: Floats, days: float) -> Floats:
    """What a step brings of a fading shock's week that begins with it, (R,); 1 if the step is the week."""
    whole = share_after(decay, 7.0)
    level = np.full_like(whole, days / 7.0)
    return np.divide(share_after(decay, days), whole, out=level, where=whole > 0)


def expected(state: State, cast: Cast, shock: Floats) -> Floats:
    """Mean incidents of the step in each place, (R, P).

    base and shocks (a shock is what it adds in its first week, and fades), plus those that past incidents
    bring (branching of them in all, fading at `decay` per day: a Hawkes process with an exponential kernel,
    Hawkes 1971, integrated over the step), times what deterrence leaves; safeguards that are kept calm the
    places that the plan protects.
    """
    p = cast.p
    given = np.stack(
        [
            np.full(cast.runs, cast.days / 7.0),
            share_of_week(p["unrest.shock_decay"], cast.days),
            p["unrest.branching"] * share_after(p["unrest.decay"], cast.days),
            p["force.half_saturation"],
            p["plan.enclaves"],
            p["plan.acceptance"],
        ]
    )
    where, mean = cast.ground, np.empty_like(shock)
    ground.expected(
        given,
        shock,
        state.excitation,
        state.usable,
        state.commitment,
        where.base,
        where.garrison,
        where.safeguarded,
        mean,
    )
    return mean


def erupt(state: State, cast: Cast, draw: Draw) -> Change:
    """Incidents of the step; severity is of the last seven days, 100 the week that fixes the scale."""
    if not cast.ground.name or "unrest.branching" not in cast.p:
        return NOTHING
    p = cast.p
    shock = state.shock + _news(state, cast)
    incidents = count(expected(state, cast, shock), draw.incidents)
    excitation = np.empty_like(state.excitation)
    fading = 1.0 - share_after(p["unrest.decay"], cast.days)
    ground.spread(incidents, p["unrest.spill"], fading, state.excitation, excitation)
    recent = np.concatenate([state.recent[:, 1:], incidents[:, None]], axis=1)
    a_week = recent.sum(axis=1) * (7.0 / (cast.days * recent.shape[1]))
    return Change(
        {
            "incidents": incidents,
            "recent": recent,
            "severity": 100.0 * a_week / p["unrest.riot_incidents"][:, None],
            "excitation": excitation,
            "shock": shock * per_actor(1.0 - share_after(p["unrest.shock_decay"], cast.days)),
        }
    )


def _news(state: State, cast: Cast) -> Floats:
    """Incidents per week that this week's news adds, (R, P): a declaration or the end of talks, unagreed."""
    unsettled = state.agreed == NEVER
    declared = (state.declared == state.week) & unsettled
    passed = (state.week == state.talks_until) & (state.declared == NEVER) & unsettled
    size = cast.p["unrest.declaration_shock"] * declared + cast.p["unrest.deadline_shock"] * passed
    return per_actor(size) * cast.ground.weight
