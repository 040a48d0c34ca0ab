"""The declaration: dated by the scenario, or decided by weighing declaring now against waiting."""

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Terms, total
from agents.cast import NOBODY, Cast
from agents.chance import within
from agents.recognition import condition_gate
from agents.state import NOTHING, Change, Decision, Draw, State
from agents.talks import going_on, share_above

WORDS = {0: "waits", 1: "declares"}
CERTAIN = 50.0
"""A log rate at which a thing happens in the step for all that a float can tell."""


def partners(cast: Cast, week: int) -> Bools:
    """Those whose support the claimant seeks: the union's members and its own patrons, (N,)."""
    return (cast.union_member[week] | cast.patron_for) & cast.holds[cast.status]


def partner_support(state: State, cast: Cast) -> Floats:
    """Capability-weighted mean position of the partners on the status issue, (R,), points."""
    weight = cast.capability * partners(cast, state.week)
    return (state.position[:, cast.status] * weight).sum(axis=-1) / max(float(weight.sum()), 1e-300)


def expected_recognition(state: State, cast: Cast) -> Floats:
    """The claimant's estimate: share of states that would follow a coordinated declaration, (R,)."""
    return share_above(state, cast, condition_gate(cast, "coordinated"))


def weighing(state: State, cast: Cast) -> Terms:
    """The log rate per day of declaring, as terms, each (R,)."""
    p = cast.p
    waited = np.maximum((state.week + 1 - state.talks_until) * cast.per_week(1.0), 0.0)
    asked = float(state.week < cast.request)
    ready = state.usable.sum(axis=-1) / np.maximum(p["force.strength"], 1.0)
    return {
        "base_rate": np.log(p["declaration.base_rate"]),
        "expected_recognition": p["declaration.expected_recognition"] * expected_recognition(state, cast),
        "readiness": p["declaration.readiness"] * np.minimum(ready, 1.0),
        "mission": p["declaration.mission"] * (state.mission != NEVER),
        "request": -p["declaration.request"] * asked * partner_support(state, cast) / 100.0,
        "impatience": p["declaration.impatience"] * waited,
        "talks_open": -p["declaration.talks_open"] * going_on(state, cast),
    }


def declare(state: State, cast: Cast, draw: Draw) -> Change:
    """Who has not declared may: by the scenario's order, after an agreement for it, or of its own accord."""
    if NOBODY in (cast.claimant, cast.status):
        return NOTHING
    free = state.declared == NEVER
    if not free.any():
        return NOTHING
    terms = dict(weighing(state, cast)) if cast.rules.declaration == "decided" else _silent(cast)
    by_consent = (state.agreed != NEVER) & (state.agreed_place >= 50.0)
    given_up = (state.agreed != NEVER) & ~by_consent
    terms["order"] = np.where(state.ordered_declare, 2.0 * CERTAIN, 0.0)
    terms["agreement"] = np.where(by_consent, 2.0 * CERTAIN, np.where(given_up, -4.0 * CERTAIN, 0.0))
    if cast.rules.declaration == "never":
        terms["ruled_out"] = np.full(cast.runs, -8.0 * CERTAIN)
    probability = within(total(terms), cast.days)
    declares = free & (draw.declare < probability)
    support = partner_support(state, cast)
    heeded = state.week >= cast.request
    together = ((support >= cast.p["declaration.coordination_threshold"]) & heeded) | by_consent
    together = np.where(state.ordered_declare, state.ordered_coordinated, together)
    return Change(
        {
            "declared": np.where(declares, state.week, state.declared),
            "coordinated": np.where(declares, together, state.coordinated).astype(np.bool_),
        },
        (
            Decision(
                "declare",
                np.array([cast.claimant]),
                free[:, None],
                declares[:, None],
                WORDS,
                {name: value[:, None] for name, value in terms.items()},
                probability[:, None],
                draw.declare[:, None],
            ),
        ),
    )


def _silent(cast: Cast) -> dict[str, Floats]:
    """The weighing where the scenario dates the declaration: not by the actor's own will."""
    return {"dated_by_scenario": np.full(cast.runs, -CERTAIN)}
