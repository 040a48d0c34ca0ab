"""Negotiation: each week every position closes part of the gap to where the protocol says it tends."""

import numpy as np

from agents import protocols
from agents.arrays import Floats, per_actor
from agents.cast import Cast
from agents.chance import share_after
from agents.kernels import positions
from agents.protocols import Protocol, Round, Table
from agents.state import Change, Decision, Draw, State

WORTH_A_LINE = 1.0
"""Points that an actor moves in a step, from which it is logged whom it gave way to."""


def protocol(cast: Cast) -> Protocol:
    """The protocol of the scenario, with its options."""
    return protocols.get(cast.rules.protocol, cast.rules.options)


def table(state: State, cast: Cast, luck: Floats | None = None) -> Table:
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
        reference=cast.reference,
        luck=luck,
    )


def pace(cast: Cast) -> Floats:
    """Share of the gap that closes in one step, (R, 1, 1); all of it where the case gives no pace."""
    if "negotiation.pace" not in cast.p:
        return np.ones((cast.runs, 1, 1))
    return per_actor(per_actor(share_after(cast.p["negotiation.pace"], cast.days)))


def negotiate(state: State, cast: Cast, draw: Draw) -> Change:
    """All positions move at once: x += (1 - exp(-pace dt)) (target - x), points 0-100."""
    if cast.rules.protocol == "none":
        return Change()
    came = protocol(cast).round(table(state, cast, draw.negotiation))
    share = pace(cast)
    after = np.empty_like(state.position)
    positions.closer(state.position, came.position, share[:, 0, 0], cast.holds, after)
    yields = () if came.source is None else _yields(came, np.abs(after - state.position), cast)
    return Change({"position": after}, yields, shift=lambda: came.shift() * share[..., None])


def _yields(came: Round, moved: Floats, cast: Cast) -> tuple[Decision, ...]:
    """Whom each actor gives way to on each issue and why, where the protocol knows of a single other."""
    assert came.source is not None
    words = {i: f"to {name}" for i, name in enumerate(cast.actors)}
    found = []
    for k, issue in enumerate(cast.issues):
        told = (came.source[:, k] >= 0) & (moved[:, k] >= WORTH_A_LINE)
        terms = {name: amount[:, k] for name, amount in came.reasons.items()}
        to = np.maximum(came.source[:, k], 0)
        found.append(Decision(f"yield:{issue}", np.arange(len(words)), told, to, words, terms))
    return tuple(found)
