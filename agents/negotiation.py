"""Negotiation: each week every position closes part of the gap to where the protocol says it tends."""

import numpy as np

from agents import protocols
from agents.arrays import Floats, per_actor
from agents.cast import Cast
from agents.chance import share_after
from agents.protocols import Table
from agents.state import Change, Draw, State


def table(state: State, cast: Cast) -> Table:
    """What the protocol of the scenario may read this week."""
    return Table(
        position=state.position,
        start=state.anchor,
        salience=cast.salience,
        capability=cast.capability,
        holds=cast.holds,
        ties=cast.ties,
        susceptibility=cast.p.get("negotiation.susceptibility", np.ones(cast.runs)),
        confidence=cast.p["negotiation.confidence"] if cast.rules.bounded else None,
    )


def pace(cast: Cast) -> Floats:
    """Share of the gap that closes in one step, (R, 1, 1); all of it where the case gives no pace."""
    if "negotiation.pace" not in cast.p:
        return np.ones((cast.runs, 1, 1))
    return per_actor(per_actor(share_after(cast.p["negotiation.pace"], cast.days)))


def negotiate(state: State, cast: Cast, draw: Draw) -> Change:
    """All positions move at once: x += (1 - exp(-pace dt)) (target - x), points 0-100."""
    protocol = protocols.get(cast.rules.protocol)
    if protocol.name == "none":
        return Change()
    target = protocol.target(table(state, cast))
    moved = state.position + pace(cast) * (target - state.position)
    # A mean of points in 0-100 can leave them by a rounding error only.
    return Change({"position": np.clip(np.where(cast.holds, moved, state.position), 0.0, 100.0)})
