"""Talks between the two parties: is there a point on the status issue that both would accept?"""

import numpy as np

from agents.arrays import NEVER, Bools, Floats, Terms, among, pick, total
from agents.cast import NOBODY, Cast
from agents.state import NOTHING, Change, Decision, Draw, State

WORDS = {0: "holds out", 1: "agrees"}


def going_on(state: State, cast: Cast) -> Floats:
    """Whether the parties are talking this week, (R,) as 0 or 1."""
    unsettled = (state.declared == NEVER) & (state.agreed == NEVER)
    return ((state.week < state.talks_until) & unsettled & cast.rules.talks).astype(np.float64)


def shield(state: State, cast: Cast) -> Floats:
    """What protects the other side's no-deal: the loudest opposition among its patrons, (R,) share.

    A patron's opposition is its salience times its distance from full support of the claim.
    """
    if not cast.patron_against.any():
        return np.zeros(cast.runs)
    patrons = np.flatnonzero(cast.patron_against)
    position, salience = (among(one[:, cast.status], patrons) for one in (state.position, cast.salience))
    return np.asarray((salience * (100.0 - position) / 100.0).max(axis=-1, initial=0.0), dtype=np.float64)


def backing(state: State, cast: Cast) -> Floats:
    """Share of states that would recognise without anybody's leave, as the positions stand, (R,)."""
    return share_above(state, cast, cast.p["recognition.gate_unilateral"])


def share_above(state: State, cast: Cast, gate: Floats) -> Floats:
    """Share of the states that may recognise whose position on the status is at a gate or above, (R,)."""
    position = among(state.position[:, cast.status], cast.electorate)
    ready = (position >= gate[:, None]).sum(axis=-1)
    return np.asarray(ready / max(len(cast.electorate), 1), dtype=np.float64)


def room(state: State, cast: Cast, party: int, no_deal: Floats) -> Terms:
    """How far from its own position a party would settle, as named terms in points, each (R,).

    Salience leaves little room, mediation adds some each week, the deadline adds more as it nears, and a good
    prospect without a deal takes room away.
    """
    p = cast.p
    left = np.maximum(cast.per_week(1.0) * (state.talks_until - 1 - state.week), 0.0)
    return {
        "salience": p["talks.yield_base"] * (1.0 - pick(cast.salience[:, cast.status], party)),
        "mediation": p["talks.effort"] * state.talks_weeks,
        "deadline": p["talks.deadline_push"] * np.exp(-left / p["talks.deadline_scale"]),
        "no_deal": -p["talks.no_deal"] * no_deal,
    }


def talk(state: State, cast: Cast, draw: Draw) -> Change:
    """The parties agree where their acceptable ranges overlap, at the middle of the overlap."""
    if NOBODY in (cast.claimant, cast.parent, cast.status):
        return NOTHING
    open_now = going_on(state, cast) > 0
    if not open_now.any():
        return NOTHING
    parent = dict(room(state, cast, cast.parent, shield(state, cast)))
    parent["acceptance"] = cast.p["talks.yield_base"] * cast.p["plan.acceptance"]
    claimant = room(state, cast, cast.claimant, backing(state, cast))
    x = state.position[:, cast.status]
    ceiling = pick(x, cast.parent) + np.maximum(total(parent), 0.0)
    floor = pick(x, cast.claimant) - np.maximum(total(claimant), 0.0)
    agree = open_now & (ceiling >= floor)
    overlap = ceiling - floor
    return Change(
        {
            "agreed": np.where(agree, state.week, state.agreed),
            "agreed_place": np.where(agree, np.clip((ceiling + floor) / 2.0, 0.0, 100.0), state.agreed_place),
            "talks_weeks": state.talks_weeks + np.where(open_now, cast.per_week(1.0), 0.0),
        },
        (
            _decision(cast, cast.parent, open_now, agree, {**parent, "distance": overlap - total(parent)}),
            _decision(
                cast, cast.claimant, open_now, agree, {**claimant, "distance": overlap - total(claimant)}
            ),
        ),
    )


def _decision(cast: Cast, party: int, open_now: Bools, agree: Bools, terms: Terms) -> Decision:
    """One party's side of it; `distance` is what its own room leaves of the gap."""
    return Decision(
        name="talks",
        actors=np.array([party]),
        eligible=open_now[:, None],
        choice=agree[:, None],
        words=WORDS,
        terms={name: value[:, None] for name, value in terms.items()},
    )
