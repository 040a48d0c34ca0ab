"""The force and unrest counted by hand: contingents, caveats, reserves with a lag, deterrence, incidents."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from agents import force, unrest
from agents.arrays import NEVER
from agents.cast import UNDATED, Cast, Rules
from agents.kernels import ground as kernel
from agents.state import Change, State, opening
from tests.worlds import make_cast, make_draw

# --------------------------------------------------------------------------------------------------- force


def troops(**changes: object) -> tuple[Cast, State]:
    """Two contingents, each 4,000 of 8,000 soldiers, half in the town and half in the valley."""
    cast = make_cast(4, 1, caveat=np.array([[0.0, 0.0, 0.25, 0.5]]), **changes)
    return cast, opening(cast)


def test_contingents_are_shares_of_the_force_and_caveats_refuse_a_part() -> None:
    cast, state = troops()
    assert force.present(state, cast).tolist() == [8000.0]
    # 4,000 x 0.75 + 4,000 x 0.5 = 5,000, half in either place.
    assert force.usable(state, cast)[0].tolist() == [2500.0, 2500.0, 0.0]


def test_strength_and_caveats_are_multiplied_by_event_and_posture() -> None:
    cast, state = troops()
    halved = replace(state, strength_factor=np.array([0.5]))
    doubled = replace(state, caveat_factor=np.array([2.0]))
    grown = replace(state, posture=np.array([2]))  # strength 1.25, caveats 0.5
    assert force.usable(halved, cast)[0].tolist() == [1250.0, 1250.0, 0.0]
    assert force.usable(doubled, cast)[0].tolist() == [1000.0, 1000.0, 0.0], "4,000 x 0.5 + 4,000 x 0"
    assert force.usable(grown, cast)[0].tolist() == [4062.5, 4062.5, 0.0], "5,000 x 0.875 + 5,000 x 0.75"
    refused = replace(state, caveat_factor=np.array([10.0]))
    assert force.usable(refused, cast)[0].tolist() == [0.0, 0.0, 0.0], "nobody refuses more than everything"


def test_a_contingent_that_left_counts_no_more() -> None:
    cast, state = troops()
    gone = replace(state, withdrawn=np.array([[False, False, True, False]]))
    assert force.usable(gone, cast)[0].tolist() == [1000.0, 1000.0, 0.0]


def test_a_battalion_counts_where_it_stands() -> None:
    cast, state = troops()
    sent = replace(state, reserves=np.array([[2.0, 0.0, 0.0]]))
    assert force.usable(sent, cast)[0].tolist() == [3500.0, 2500.0, 0.0]


def week_by_week(cast: Cast, state: State, severity: list[list[float]]) -> list[State]:
    """The force in weeks in which severity was this."""
    told = []
    for now in severity:
        state = replace(state, severity=np.array([now]))
        state = state.after(force.deploy(state, cast, make_draw(cast)))
        told.append(state)
        state = replace(state, week=state.week + 1)
    return told


HOT, CALM = [25.0, 0.0, 0.0], [0.0, 0.0, 0.0]


def test_reserves_arrive_after_the_lag() -> None:
    cast, state = troops()
    weeks = week_by_week(cast, state, [HOT, CALM, CALM, CALM])
    assert [one.reserves[0, 0] for one in weeks] == [0.0, 0.0, 1.0, 1.0], "ordered in week 0, two weeks' lag"
    assert weeks[0].called[0] == 0
    assert weeks[0].due[0, 0] == 2
    assert weeks[2].usable[0, 0] == 3000.0


@pytest.mark.parametrize(("lag", "arrives"), [(0.5, 1), (1.0, 1), (1.5, 2), (2.1, 3)])
def test_a_lag_of_part_of_a_week_is_a_week(lag: float, arrives: int) -> None:
    cast, state = troops(p={"force.lag": lag})
    weeks = week_by_week(cast, state, [HOT, CALM, CALM, CALM])
    assert [one.reserves[0, 0] for one in weeks].index(1.0) == arrives


def test_no_second_battalion_is_ordered_while_one_is_awaited() -> None:
    cast, state = troops()
    weeks = week_by_week(cast, state, [HOT] * 5)
    assert [one.pending[0, 0] for one in weeks] == [1.0, 1.0, 1.0, 1.0, 1.0]
    assert [one.reserves[0, 0] for one in weeks] == [0.0, 0.0, 1.0, 1.0, 2.0]


def test_the_worst_place_with_a_garrison_comes_first_and_the_pool_is_the_limit() -> None:
    cast, state = troops(p={"force.battalions": 1.0, "force.lag": 1.0})
    weeks = week_by_week(cast, state, [[25.0, 30.0, 99.0]] * 4)
    assert weeks[-1].reserves[0].tolist() == [0.0, 1.0, 0.0], "the city, the worst, has no garrison"


def test_below_the_trigger_nothing_is_ordered() -> None:
    cast, state = troops()
    assert week_by_week(cast, state, [[19.9, 0.0, 0.0]])[0].called[0] == NEVER
    assert week_by_week(cast, state, [[20.0, 0.0, 0.0]])[0].called[0] == 0


def test_quiet_weeks_send_reserves_home() -> None:
    cast, state = troops(p={"force.release": 3.0, "force.lag": 1.0})
    weeks = week_by_week(cast, state, [HOT, CALM, CALM, CALM, CALM])
    assert [one.reserves[0, 0] for one in weeks] == [0.0, 1.0, 1.0, 1.0, 0.0]
    assert [one.quiet[0, 0] for one in weeks] == [0.0, 0.0, 1.0, 2.0, 3.0], "quiet counts from the arrival"


def test_reserves_stay_at_home_where_neither_posture_nor_rule_calls_them() -> None:
    cast, state = troops()
    going = replace(state, posture=np.array([0]))
    assert week_by_week(cast, going, [HOT])[0].called[0] == NEVER
    by_hand = replace(cast, rules=Rules(reserves=False))
    assert week_by_week(by_hand, state, [HOT])[0].called[0] == NEVER


def test_without_a_mandate_those_below_the_gate_leave_for_good() -> None:
    cast, state = troops()  # posture issue is the status issue: 100, 67, 33, 0; the gate is 37
    ended = replace(state, mandate=np.array([False]))
    assert force.leave(state, cast)[0].tolist() == [False] * 4
    assert force.leave(ended, cast)[0].tolist() == [False, False, True, True]
    endorsed = replace(ended, endorsed=np.array([True]))
    assert force.leave(endorsed, cast)[0].tolist() == [False] * 4
    back = replace(state, withdrawn=np.array([[False, False, True, False]]))
    assert force.leave(back, cast)[0].tolist() == [False, False, True, False]


def test_a_mandate_read_to_lapse_is_gone_with_the_declaration() -> None:
    cast, state = troops()
    lapses = replace(cast, rules=Rules(mandate="lapses"))
    declared = replace(state, declared=np.array([0]))
    assert not force.mandate_gone(state, lapses)[0]
    assert force.mandate_gone(declared, lapses)[0]
    assert not force.mandate_gone(declared, cast)[0]


# -------------------------------------------------------------------------------------------------- unrest


def test_usable_force_prevents_a_saturating_share() -> None:
    assert [kernel.deterrence(usable, 1000.0) for usable in (0.0, 1000.0, 3000.0)] == [0.0, 0.5, 0.75]
    assert kernel.deterrence(0.0, 0.0) == 0.0


def ground(**changes: object) -> tuple[Cast, State]:
    """Places at rest: base rates 1, 0.5 and 0.25, no force, commitment that calms nothing."""
    cast = make_cast(4, 1, **changes)
    return cast, replace(opening(cast), commitment=np.array([50.0]), week=5)


def test_expected_incidents_by_hand() -> None:
    cast, state = ground()
    nothing = np.zeros((1, 3))
    assert unrest.expected(state, cast, nothing)[0].tolist() == [1.0, 0.5, 0.25]
    shocked = unrest.expected(state, cast, np.array([[4.0, 0.0, 0.0]]))
    assert shocked[0].tolist() == [5.0, 0.5, 0.25]
    held = replace(state, usable=np.full((1, 3), 1000.0))
    assert unrest.expected(held, cast, nothing)[0].tolist() == [0.5, 0.25, 0.25], "no garrison in the city"


def test_past_incidents_bring_the_branching_share_of_themselves_in_all() -> None:
    cast, state = ground()
    first = replace(state, excitation=np.array([[10.0, 0.0, 0.0]]))
    echo = unrest.expected(first, cast, np.zeros((1, 3)))[0, 0] - 1.0
    assert echo == pytest.approx(10 * 0.5 * (1 - np.exp(-0.2 * 7)))
    # Summed over the weeks in which the excitation fades: branching x incidents.
    in_all = sum(10 * np.exp(-0.2 * 7 * k) * 0.5 * (1 - np.exp(-0.2 * 7)) for k in range(60))
    assert in_all == pytest.approx(5.0)


def test_safeguards_that_are_kept_calm_the_places_that_they_protect() -> None:
    cast, state = ground()
    kept = replace(state, commitment=np.array([100.0]))
    broken = replace(state, commitment=np.array([0.0]))
    nothing = np.zeros((1, 3))
    assert unrest.expected(kept, cast, nothing)[0].tolist() == [1.0, 0.5 * 0.875, 0.25]
    assert unrest.expected(broken, cast, nothing)[0].tolist() == [1.0, 0.5 * 1.125, 0.25]
    accepted = replace(cast, p={**cast.p, "plan.acceptance": np.array([1.0])})
    assert unrest.expected(kept, accepted, nothing)[0, 1] == 0.5 * 0.75


def test_incidents_are_the_poisson_quantile_of_the_draw() -> None:
    cast, state = ground()
    after = state.after(unrest.erupt(state, cast, make_draw(cast, 0.9)))
    assert after.incidents[0].tolist() == stats.poisson.ppf(0.9, [1.0, 0.5, 0.25]).tolist() == [2, 1, 1]
    assert after.severity[0].tolist() == [6.25, 3.125, 3.125], "32 incidents a week are 100"


def test_incidents_spill_to_other_places() -> None:
    cast, state = ground()
    after = state.after(unrest.erupt(state, cast, make_draw(cast, 0.9)))
    # Of 2, 1, 1 incidents an eighth spills, in equal parts: 2 x 7/8 + (1 + 1) / 16.
    assert after.excitation[0].tolist() == [1.875, 0.875 + 3 / 16, 0.875 + 3 / 16]


def test_news_of_the_declaration_and_of_a_missed_deadline_shock_by_the_weight_of_the_place() -> None:
    cast, state = ground(deadline=4)
    fading = np.exp(-0.1 * 7)

    def shock(one: State, of: Cast = cast) -> list[float]:
        return list(one.after(unrest.erupt(one, of, make_draw(of))).shock[0] / fading)

    assert shock(replace(state, declared=np.array([5]))) == pytest.approx([6.0, 3.0, 1.5])
    assert shock(replace(state, declared=np.array([4]))) == [0.0, 0.0, 0.0], "news of last week"
    assert shock(state) == pytest.approx([1.0, 0.5, 0.25]), "the week after the deadline, undeclared"
    assert shock(replace(state, week=6)) == [0.0, 0.0, 0.0]


def test_a_case_without_a_deadline_misses_none() -> None:
    cast, state = ground(deadline=UNDATED)
    for week in range(12):
        one = replace(state, week=week)
        assert one.after(unrest.erupt(one, cast, make_draw(cast))).shock[0].tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("decay", [0.0, 1e-9, 0.1, 2.0])
@pytest.mark.parametrize("parts", [1, 2, 7])
def test_a_shock_brings_the_same_in_any_number_of_steps_a_week(decay: float, parts: int) -> None:
    days = 7.0 / parts
    level, brought = 10.0, 0.0
    for _ in range(parts):
        brought += level * float(unrest.share_of_week(np.array([decay]), days)[0])
        level *= np.exp(-decay * days)
    assert brought == pytest.approx(10.0)


def test_what_is_expected_of_a_fading_shock_in_two_half_steps_is_what_is_expected_in_the_week() -> None:
    weekly, state = ground()
    halves = replace(weekly, days=3.5)
    shock = np.array([[10.0, 0.0, 0.0]])
    whole = unrest.expected(state, weekly, shock)
    parts = unrest.expected(state, halves, shock) + unrest.expected(state, halves, shock * np.exp(-0.35))
    assert parts == pytest.approx(whole)


def test_severity_is_that_of_the_last_seven_days_at_any_step() -> None:
    cast, state = ground(days=3.5)
    assert state.recent.shape == (1, 2, 3)
    first = state.after(unrest.erupt(state, cast, make_draw(cast, 0.9)))
    second = first.after(unrest.erupt(first, cast, make_draw(cast, 0.9)))
    third = second.after(unrest.erupt(second, cast, make_draw(cast, 1e-9)))
    town = [int(one.incidents[0, 0]) for one in (first, second, third)]
    assert town[2] == 0
    assert second.severity[0, 0] == 100 * (town[0] + town[1]) / 32
    assert third.severity[0, 0] == 100 * town[1] / 32


def test_a_case_without_places_has_no_unrest() -> None:
    cast, state = ground()
    nowhere = replace(cast, ground=replace(cast.ground, name=()))
    assert unrest.erupt(state, nowhere, make_draw(cast)) == Change()
