"""Events: each verb does what it says, each milestone and indicator can be waited for, timing by the week."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from agents.arrays import NEVER
from agents.cast import UNDATED, Cast
from agents.state import ABSENT, ABSTAIN, ADOPTED, VETO, VETOED, State, opening
from scenarios.models.events import MILESTONES, EventKinds
from sim import indicators
from sim.clock import Clock
from sim.effects import EFFECTS
from sim.events import Programme, milestone
from tests.worlds import CALENDAR, make_cast, make_draw

NOW = np.array([True, False])
"""Two runs, and the event comes in the first."""


def two_runs(**changes: Any) -> tuple[Cast, State]:
    cast = make_cast(4, 2, 2, **changes)
    return cast, _at(opening(cast, 1), 3)


def _at(state: State, week: int, **changes: Any) -> State:
    return replace(state, week=week, **changes)


def clock(days: float = 7.0) -> Clock:
    return Clock(CALENDAR.start, days, 52)


def happen(cast: Cast, state: State, do: str, **what: Any) -> State:
    return state.after(EFFECTS[do](state, cast, NOW, SimpleNamespace(do=do, **what), clock()))


def changed(before: State, after: State) -> set[str]:
    return {n for n, v in vars(before).items() if not np.array_equal(v, getattr(after, n))}


def test_every_verb_of_the_scenarios_has_an_effect_and_there_is_no_other() -> None:
    assert set(EFFECTS) == {kind.model_fields["do"].annotation.__args__[0] for kind in EventKinds}  # type: ignore[union-attr]


def test_declare_orders_a_declaration_and_says_whether_together() -> None:
    cast, state = two_runs()
    after = happen(cast, state, "declare", coordinated=True)
    assert after.ordered_declare.tolist() == [True, False]
    assert after.ordered_coordinated.tolist() == [True, False]
    assert changed(state, after) == {"ordered_declare", "ordered_coordinated"}


def test_table_text_puts_it_on_the_agenda_with_what_members_are_told() -> None:
    cast, state = two_runs()
    after = happen(
        cast, state, "table_text", text="condemn", insist=True, abstaining=("patron",), vetoing=("rival",)
    )
    assert after.motion.tolist() == [[False, True, False, False], [False] * 4]
    assert after.insisted.tolist() == after.motion.tolist()
    assert after.instructed[0, 1].tolist() == [ABSENT, ABSENT, ABSTAIN, VETO]
    assert (after.instructed[1] == ABSENT).all()


def test_hold_vote_puts_every_text_on_the_issue_on_the_agenda() -> None:
    cast, state = two_runs()
    cast = replace(cast, council="council", union="union")
    after = happen(cast, state, "hold_vote", body="council", issue="posture")
    assert not after.motion.any(), "the council has no text on it"
    after = happen(cast, state, "hold_vote", body="union", issue="posture")
    assert after.motion.tolist() == [[False, False, False, True], [False] * 4]


def test_extend_talks_lets_them_last_from_now() -> None:
    cast, state = two_runs()
    assert state.talks_until.tolist() == [2, 2]
    after = happen(cast, state, "extend_talks", lasting=17)
    assert after.talks_until.tolist() == [20, 2]
    shorter = happen(cast, after, "extend_talks", lasting=1)
    assert shorter.talks_until.tolist() == [20, 2], "an extension shortens nothing"


def test_end_talks_ends_them_now() -> None:
    cast, state = two_runs()
    long = _at(state, 3, talks_until=np.array([20, 20]))
    assert happen(cast, long, "end_talks").talks_until.tolist() == [3, 20]


def test_agree_settles_the_status_once() -> None:
    cast, state = two_runs()
    after = happen(cast, state, "agree", place=60.0)
    assert after.agreed.tolist() == [3, NEVER]
    assert after.agreed_place.tolist() == [60.0, 0.0]
    again = happen(cast, _at(after, 5), "agree", place=10.0)
    assert (again.agreed[0], again.agreed_place[0]) == (3, 60.0)


def test_deploy_reserves_sends_them_to_a_place_with_the_lag_and_as_far_as_the_pool_goes() -> None:
    cast, state = two_runs()
    after = happen(cast, state, "deploy_reserves", battalions=3, place="valley")
    assert after.pending.tolist() == [[0, 3, 0], [0, 0, 0]]
    assert after.due.tolist() == [[NEVER, 5, NEVER], [NEVER] * 3]
    assert after.called.tolist() == [3, NEVER]
    more = happen(cast, after, "deploy_reserves", battalions=3, place="valley")
    assert more.pending[0].tolist() == [0, 4, 0], "four are all"


def test_deploy_reserves_goes_to_the_worst_garrison_without_a_place() -> None:
    cast, state = two_runs()
    bad = _at(state, 3, severity=np.array([[10.0, 40.0, 90.0], [0.0] * 3]))
    assert happen(cast, bad, "deploy_reserves", battalions=1, place=None).pending[0].tolist() == [0, 1, 0]


def test_set_strength_and_set_caveats_are_multiples_of_those_at_the_start() -> None:
    cast, state = two_runs()
    after = happen(cast, happen(cast, state, "set_strength", factor=0.5), "set_strength", factor=0.8)
    assert after.strength_factor.tolist() == [0.8, 1.0]
    assert happen(cast, state, "set_caveats", factor=2.0).caveat_factor.tolist() == [2.0, 1.0]


def test_withdraw_contingent_takes_one_away() -> None:
    cast, state = two_runs()
    after = happen(cast, state, "withdraw_contingent", actor="rival")
    assert after.withdrawn.tolist() == [[False, False, False, True], [False] * 4]


def test_shock_adds_incidents_per_week_in_its_place() -> None:
    cast, state = two_runs()
    assert happen(cast, state, "shock", place="valley", incidents=5.0).shock.tolist() == [
        [0, 5, 0],
        [0, 0, 0],
    ]


def test_move_position_moves_what_an_actor_holds_on_to_within_the_scale() -> None:
    cast, state = two_runs()
    after = happen(cast, state, "move_position", actor="patron", issue="status", by=20.0)
    assert after.position[:, 0, 2].tolist() == [53.0, 33.0]
    assert after.anchor[:, 0, 2].tolist() == [53.0, 33.0]
    assert changed(state, after) == {"position", "anchor"}
    assert (
        happen(cast, state, "move_position", actor="patron", issue="status", by=90.0).position[0, 0, 2]
        == 100.0
    )


def test_commit_plan_and_precedent_move_within_the_scale() -> None:
    cast, state = two_runs()
    assert happen(cast, state, "commit_plan", by=-10.0).commitment.tolist() == [45.0, 55.0]
    assert happen(cast, state, "commit_plan", by=90.0).commitment.tolist() == [100.0, 55.0]
    assert happen(cast, state, "precedent", by=12.0).precedent.tolist() == [12.0, 0.0]
    assert happen(cast, state, "precedent", by=-12.0).precedent.tolist() == [0.0, 0.0]


def test_force_response_brings_it_about_once_with_its_shocks() -> None:
    cast, state = two_runs()
    after = happen(cast, state, "force_response", response="protest")
    assert after.response.tolist() == [[3, NEVER], [NEVER, NEVER]]
    assert after.shock.tolist() == [[2.0, 0.0, 1.0], [0.0] * 3]
    again = happen(cast, _at(after, 4), "force_response", response="protest")
    assert changed(after, again) == {"week"}


def test_end_mandate_ends_it() -> None:
    cast, state = two_runs()
    assert happen(cast, state, "end_mandate").mandate.tolist() == [False, True]


# ------------------------------------------------------------------------------------------- when they come


def event(**said: Any) -> Any:
    empty = {
        "id": None,
        "date": None,
        "after": None,
        "weeks": None,
        "when": None,
        "above": None,
        "below": None,
    }
    return SimpleNamespace(**{**empty, "do": "commit_plan", "by": 1.0, **said})


def weeks_of(cast: Cast, events: list[Any], months: dict[int, dict[str, Any]], weeks: int = 10) -> np.ndarray:
    """The week in which each event came in run 0, while the world changes by the week as told."""
    programme, state = Programme(events, clock(cast.days)), opening(cast, len(events))
    for week in range(weeks):
        state = _at(state, week, **months.get(week, {}))
        state = state.after(programme(state, cast, make_draw(cast)))
    return state.fired[0]


def test_a_dated_event_comes_in_the_week_of_its_date_once() -> None:
    cast = make_cast(4, 2)
    days = [dt.date(2000, 1, 3), dt.date(2000, 1, 9), dt.date(2000, 1, 10), dt.date(1999, 12, 31)]
    assert weeks_of(cast, [event(date=day) for day in days], {}).tolist() == [0, 0, 1, NEVER]


def test_an_event_comes_weeks_after_a_milestone_or_another_event() -> None:
    cast = make_cast(4, 2)
    events = [
        event(after="declaration", weeks=2),
        event(id="first", date=dt.date(2000, 1, 17)),
        event(after="first", weeks=3),
        event(after="first"),
        event(after="veto", weeks=1),
    ]
    came = weeks_of(cast, events, {4: {"declared": np.array([3])}})
    assert came.tolist() == [5, 2, 5, 2, NEVER]


HAPPENED: dict[str, dict[str, Any]] = {
    "declaration": {"declared": np.array([4])},
    "agreement": {"agreed": np.array([4])},
    "mission": {"mission": np.array([4])},
    "reserves": {"called": np.array([4])},
    "first_recognition": {"recognised": np.array([[NEVER, NEVER, 6, 4]])},
    "resolution": {
        "text_result": np.array([[ADOPTED, 0, ADOPTED, 0]]),
        "text_week": np.array([[4, -1, 2, -1]]),
    },
    "veto": {"text_result": np.array([[0, VETOED, 0, 0]]), "text_week": np.array([[-1, 4, -1, -1]])},
}


@pytest.mark.parametrize("name", MILESTONES)
def test_each_milestone_is_dated_when_it_has_come(name: str) -> None:
    cast = make_cast(4, 2, deadline=4)
    before, after = opening(cast), _at(opening(cast), 7, **HAPPENED.get(name, {}))
    assert milestone(name, before, cast).tolist() == [NEVER]
    assert milestone(name, after, cast).tolist() == [4]


def test_a_case_without_a_deadline_passes_none() -> None:
    cast = make_cast(4, 2, deadline=UNDATED)
    assert milestone("deadline", _at(opening(cast), 50), cast).tolist() == [NEVER]


INDICATED: dict[str, tuple[dict[str, Any], float]] = {
    "unrest.valley": ({"severity": np.array([[1.0, 30.0, 2.0]])}, 30.0),
    "incidents.city": ({"incidents": np.array([[1, 2, 3]])}, 3.0),
    "recognitions.count": ({"recognised": np.array([[-1, -1, 2, 3]])}, 2.0),
    "recognitions.everyone": ({"recognised": np.array([[-1, -1, 2, -1]])}, 1.0),
    "precedent.index": ({"precedent": np.array([17.0])}, 17.0),
    "force.strength": ({"reserves": np.array([[2.0, 0.0, 1.0]])}, 9500.0),
    "force.usable": ({"usable": np.array([[100.0, 20.0, 3.0]])}, 123.0),
    "plan.commitment": ({"commitment": np.array([61.0])}, 61.0),
    "positions.patron.status": ({}, 33.0),
    "week": ({}, 7.0),
}


@pytest.mark.parametrize("name", INDICATED)
def test_each_indicator_reads_what_it_names(name: str) -> None:
    cast = make_cast(4, 2)
    changes, value = INDICATED[name]
    assert indicators.read(_at(opening(cast), 7, **changes), cast, name).tolist() == [value]


def test_weeks_are_weeks_at_any_step() -> None:
    assert (
        indicators.read(_at(opening(make_cast(4, 2, days=3.5)), 7), make_cast(4, 2, days=3.5), "week") == 3.5
    )


def test_an_event_waits_for_its_indicator_to_pass_the_mark_and_comes_once() -> None:
    cast = make_cast(4, 2)
    events = [
        event(when="unrest.town", above=20.0),
        event(when="plan.commitment", below=40.0),
        event(when="unrest.town", above=50.0),
    ]
    world = {
        3: {"severity": np.array([[20.0, 0.0, 0.0]])},
        4: {"severity": np.array([[20.1, 0.0, 0.0]])},
        6: {"commitment": np.array([39.0])},
    }
    assert weeks_of(cast, events, world).tolist() == [4, 6, NEVER]


def test_the_agenda_is_cleared_every_week() -> None:
    cast = make_cast(4, 2)
    tabled = event(
        do="table_text",
        date=dt.date(2000, 1, 3),
        text="endorse",
        insist=True,
        abstaining=(),
        vetoing=("rival",),
    )
    programme, state = Programme([tabled], clock()), opening(cast, 1)
    state = state.after(programme(state, cast, make_draw(cast)))
    assert state.motion[0, 0]
    state = _at(state, 1)
    state = state.after(programme(state, cast, make_draw(cast)))
    assert not state.motion.any()
    assert not state.insisted.any()
    assert (state.instructed == ABSENT).all()


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_a_lasting_shock_begins_every_week_level_and_then_fades(parts: int) -> None:
    days = 7.0 / parts
    cast = make_cast(4, 2, days=days, weeks=10 * parts)
    shock = event(do="shock", date=dt.date(2000, 1, 10), place="town", incidents=10.0, lasting=3)
    programme, state = Programme([shock], clock(days)), opening(cast, 1)
    fading = np.exp(-0.1 * days)
    starts = []
    for step in range(6 * parts):
        state = _at(state, step)
        state = state.after(programme(state, cast, make_draw(cast)))
        if step % parts == 0:
            starts.append(state.shock[0, 0])
        state = _at(state, step, shock=state.shock * fading)
    faded = np.exp(-0.7)
    assert starts == pytest.approx([0.0, 10.0, 10.0, 10.0, 10.0 * faded, 10.0 * faded**2])


# --------------------------------------------------------------------------------------------------- clock


def test_days_are_steps_and_back() -> None:
    weekly, halves = clock(), clock(3.5)
    assert [weekly.step(dt.date(2000, 1, day)) for day in (2, 3, 9, 10)] == [-1, 0, 0, 1]
    assert [halves.step(dt.date(2000, 1, day)) for day in (3, 6, 7, 10)] == [0, 0, 1, 2]
    assert weekly.day(3) == dt.date(2000, 1, 24)
    assert [weekly.span(2), halves.span(2), halves.span(0.5), weekly.span(0.5)] == [2, 4, 1, 1]
