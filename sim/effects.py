"""What each kind of event does to the world; `EFFECTS` maps the word after `do:` to its effect."""

from collections.abc import Callable
from typing import Any

import numpy as np

from agents.arrays import NEVER, Bools, Floats
from agents.cast import Cast
from agents.state import ABSTAIN, VETO, Change, State
from sim.clock import Clock

Effect = Callable[[State, Cast, Bools, Any, Clock], Change]


def _declare(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    together = np.where(now, what.coordinated, state.ordered_coordinated).astype(np.bool_)
    return Change({"ordered_declare": state.ordered_declare | now, "ordered_coordinated": together})


def _table_text(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    text = cast.texts.name.index(what.text)
    motion, insisted, instructed = state.motion.copy(), state.insisted.copy(), state.instructed.copy()
    motion[:, text] |= now
    insisted[:, text] |= now & what.insist
    for actors, vote in ((what.abstaining, ABSTAIN), (what.vetoing, VETO)):
        told = now[:, None] & np.array([name in actors for name in cast.actors])
        instructed[:, text] = np.where(told, vote, instructed[:, text])
    return Change({"motion": motion, "insisted": insisted, "instructed": instructed})


def _hold_vote(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    theirs = cast.texts.council if what.body == cast.council else ~cast.texts.council
    asked = theirs & (cast.texts.issue == cast.issues.index(what.issue))
    return Change({"motion": state.motion | (now[:, None] & asked)})


def _extend_talks(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    until = np.maximum(state.talks_until, state.week + clock.span(what.lasting))
    return Change({"talks_until": np.where(now, until, state.talks_until)})


def _end_talks(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    return Change(
        {"talks_until": np.where(now, np.minimum(state.talks_until, state.week), state.talks_until)}
    )


def _agree(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    fresh = now & (state.agreed == NEVER)
    return Change(
        {
            "agreed": np.where(fresh, state.week, state.agreed),
            "agreed_place": np.where(fresh, what.place, state.agreed_place),
        }
    )


def _deploy_reserves(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    """Battalions set out for a place, or for the worst one, as far as the pool goes, and arrive later."""
    places = np.arange(len(cast.ground.name))
    worst = np.argmax(np.where(cast.ground.garrison, state.severity, -1.0), axis=-1)
    target = worst if what.place is None else np.full(cast.runs, cast.ground.name.index(what.place))
    there = places == target[:, None]
    pool = np.maximum(cast.p["force.battalions"] - (state.reserves + state.pending).sum(axis=-1), 0.0)
    sent = np.where(now, np.minimum(what.battalions, np.floor(pool)), 0.0)
    arrival = state.week + np.ceil(cast.p["force.lag"] * 7.0 / cast.days).astype(np.int64)
    ordered = there & (sent > 0)[:, None]
    return Change(
        {
            "pending": state.pending + there * sent[:, None],
            "due": np.where(ordered, arrival[:, None], state.due),
            "quiet": np.where(ordered, 0.0, state.quiet),
            "called": np.where((sent > 0) & (state.called == NEVER), state.week, state.called),
        }
    )


def _set_strength(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    return Change({"strength_factor": np.where(now, what.factor, state.strength_factor)})


def _set_caveats(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    return Change({"caveat_factor": np.where(now, what.factor, state.caveat_factor)})


def _withdraw_contingent(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    seat = np.array([name == what.actor for name in cast.actors])
    return Change({"withdrawn": state.withdrawn | (now[:, None] & seat)})


def _add(field: Floats, column: int, now: Bools, amount: float | Floats) -> Floats:
    changed = field.copy()
    changed[:, column] = np.where(now, changed[:, column] + amount, changed[:, column])
    return changed


def _shock(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    return Change({"shock": _add(state.shock, cast.ground.name.index(what.place), now, what.incidents)})


def _move_position(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    """The actor thinks anew: its position moves, and so does what it holds on to."""
    issue, actor = cast.issues.index(what.issue), cast.actors.index(what.actor)
    fields: dict[str, object] = {}
    for name in ("position", "anchor"):
        moved = getattr(state, name).copy()
        place = moved[:, issue, actor]
        moved[:, issue, actor] = np.where(now, np.clip(place + what.by, 0.0, 100.0), place)
        fields[name] = moved
    return Change(fields)


def _commit_plan(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    return Change({"commitment": np.clip(state.commitment + np.where(now, what.by, 0.0), 0.0, 100.0)})


def _force_response(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    which = cast.responses.name.index(what.response)
    fresh = now & (state.response[:, which] == NEVER)
    response = state.response.copy()
    response[:, which] = np.where(fresh, state.week, response[:, which])
    return Change(
        {
            "response": response,
            "shock": state.shock + fresh[:, None] * cast.responses.shocks[which],
            "precedent": state.precedent + fresh * cast.responses.precedent[which],
        }
    )


def _end_mandate(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    return Change({"mandate": state.mandate & ~now})


def _precedent(state: State, cast: Cast, now: Bools, what: Any, clock: Clock) -> Change:
    return Change({"precedent": np.clip(state.precedent + np.where(now, what.by, 0.0), 0.0, 100.0)})


EFFECTS: dict[str, Effect] = {
    "declare": _declare,
    "table_text": _table_text,
    "hold_vote": _hold_vote,
    "extend_talks": _extend_talks,
    "end_talks": _end_talks,
    "agree": _agree,
    "deploy_reserves": _deploy_reserves,
    "set_strength": _set_strength,
    "set_caveats": _set_caveats,
    "withdraw_contingent": _withdraw_contingent,
    "shock": _shock,
    "move_position": _move_position,
    "commit_plan": _commit_plan,
    "force_response": _force_response,
    "end_mandate": _end_mandate,
    "precedent": _precedent,
}
