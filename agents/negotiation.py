"""Negotiation: each week every position closes part of the gap to where the protocol says it tends."""

import numpy as np

from agents import protocols
from agents.arrays import Floats
from agents.cast import Cast
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
        susceptibility=cast.susceptibility,
        confidence=cast.p["negotiation.confidence"] if cast.rules.bounded else None,
        reference=cast.reference,
        luck=luck,
    )


def negotiate(state: State, cast: Cast, draw: Draw) -> Change:
    """All positions move at once: x += (1 - exp(-pace dt)) (target - x), points 0-100."""
    if cast.rules.protocol == "none":
        return Change()
    came = protocol(cast).step(table(state, cast, draw.negotiation), cast.pace)
    yields = () if came.source is None else _yields(came, np.abs(came.position - state.position), cast)
    return Change({"position": came.position}, yields, shift=came.shift)


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
