"""The parties counted by hand: talks, the declaration, the plan, responses and precedent."""

from dataclasses import replace

import numpy as np
import pytest

from agents import declaration, plan, precedent, recognition, responses, talks
from agents.arrays import NEVER
from agents.cast import NOBODY, Cast, Rules
from agents.state import Change, State, opening
from tests.worlds import make_cast, make_draw

# --------------------------------------------------------------------------------------------------- talks


def parties(claimant: float, parent: float, **changes: object) -> tuple[Cast, State]:
    """Two parties at these points with salience 0.5 and a patron of each at 50; the talks run to week 12."""
    position = np.array([[[claimant, parent, 50.0, 50.0]]])
    cast = make_cast(4, 1, position=position, deadline=11, **changes)
    return cast, opening(cast)


def talk(cast: Cast, state: State) -> State:
    return state.after(talks.talk(state, cast, make_draw(cast)))


def test_ranges_that_meet_are_an_agreement_at_the_middle_of_the_overlap() -> None:
    # Room of the claimant: 20 x 0.5 + 5 e^(-11/3) = 10.128. Of the parent: 15 x 0.5 x 0.5 less.
    cast, state = parties(60, 50)
    push = 5 * np.exp(-11 / 3)
    floor, ceiling = 60 - (10 + push), 50 + (10 + push - 3.75)
    after = talk(cast, state)
    assert after.agreed[0] == 0
    assert after.agreed_place[0] == pytest.approx((floor + ceiling) / 2)


def test_ranges_that_do_not_meet_are_no_agreement() -> None:
    cast, state = parties(70, 50)  # 20 apart, and room for 16.5
    after = talk(cast, state)
    assert after.agreed[0] == NEVER
    assert after.talks_weeks[0] == 1.0


def test_weeks_of_mediation_bring_the_ranges_together() -> None:
    cast, state = parties(70, 50)
    patient = replace(state, talks_weeks=np.array([4.0]))  # 4 x 0.5 on either side
    assert talk(cast, patient).agreed[0] == 0


def test_the_deadline_pushes_as_it_nears() -> None:
    cast, state = parties(70, 50)
    early = talks.room(state, cast, 0, np.zeros(1))["deadline"][0]
    late = talks.room(replace(state, week=11), cast, 0, np.zeros(1))["deadline"][0]
    assert early == pytest.approx(5 * np.exp(-11 / 3))
    assert late == 5.0


def test_a_good_prospect_without_a_deal_takes_room_away() -> None:
    cast, state = parties(70, 50)
    assert talks.room(state, cast, 0, np.array([0.4]))["no_deal"][0] == -6.0
    assert talks.shield(state, cast)[0] == 0.25, "a patron at 50 with salience one half"
    assert talks.backing(state, cast)[0] == 0.0
    ready = replace(state, position=np.array([[[70.0, 50.0, 90.0, 50.0]]]))
    assert talks.backing(ready, cast)[0] == 0.5, "one of two states is above 80"


@pytest.mark.parametrize(
    "over",
    [{"talks_until": np.array([0])}, {"declared": np.array([0])}, {"agreed": np.array([0])}],
    ids=["ended", "declared", "agreed"],
)
def test_talks_that_are_over_bring_no_agreement(over: dict[str, object]) -> None:
    cast, state = parties(50, 50)
    assert talks.talk(replace(state, **over), cast, make_draw(cast)) == Change()  # type: ignore[arg-type]
    silent = replace(cast, rules=replace(cast.rules, talks=False))
    assert talks.talk(state, silent, make_draw(cast)) == Change()


def test_each_partys_terms_add_up_to_the_overlap() -> None:
    cast, state = parties(60, 50)
    sums = [
        sum(v[0, 0] for v in d.terms.values()) for d in talks.talk(state, cast, make_draw(cast)).decisions
    ]
    assert sums[0] == pytest.approx(sums[1])
    assert sums[0] > 0


# --------------------------------------------------------------------------------------------- declaration


def claimant(mode: str = "decided", **changes: object) -> tuple[Cast, State]:
    """A claimant whose partners stand at 50 and 0; nothing has happened."""
    cast = make_cast(
        4, 1, position=np.array([[[100.0, 0.0, 50.0, 0.0]]]), rules=Rules(declaration=mode), **changes
    )
    return cast, replace(opening(cast), week=2)


def declare(cast: Cast, state: State, u: float = 0.5) -> State:
    return state.after(declaration.declare(state, cast, make_draw(cast, u)))


def test_the_weighing_by_hand() -> None:
    cast, state = claimant(deadline=1, request=4)
    terms = declaration.weighing(replace(state, usable=np.array([[4000.0, 0.0, 0.0]])), cast)
    assert terms["base_rate"][0] == pytest.approx(np.log(0.02))
    assert terms["expected_recognition"][0] == 0.0, "nobody is above the gate of 62"
    assert terms["readiness"][0] == 0.5, "4,000 of 8,000 soldiers"
    assert terms["mission"][0] == 0.0
    assert terms["request"][0] == -5.0 * 0.25, "partners stand at 25 on the mean"
    assert terms["impatience"][0] == pytest.approx(0.07), "one week after the deadline"
    assert terms["talks_open"][0] == 0.0


def test_partners_request_is_heeded_only_until_its_date() -> None:
    cast, state = claimant(request=4)
    assert declaration.weighing(replace(state, week=4), cast)["request"][0] == 0.0


def test_a_mission_and_recognitions_in_sight_raise_the_rate() -> None:
    cast, state = claimant()
    sure = replace(state, mission=np.array([1]), position=np.array([[[100.0, 0.0, 70.0, 0.0]]]))
    terms = declaration.weighing(sure, cast)
    assert terms["mission"][0] == 0.5
    assert terms["expected_recognition"][0] == 1.0, "half of the states, weight 2"


def test_it_declares_where_the_draw_is_below_the_chance() -> None:
    cast, state = claimant()
    log_rate = sum(value[0] for value in declaration.weighing(state, cast).values())
    chance = 1 - np.exp(-np.exp(log_rate) * 7)
    assert declare(cast, state, chance - 1e-6).declared[0] == 2
    assert declare(cast, state, chance + 1e-6).declared[0] == NEVER


def test_an_order_declares_whatever_the_draw_and_says_whether_together() -> None:
    for mode in ("dated", "decided"):
        cast, state = claimant(mode)
        for together in (True, False):
            ordered = replace(
                state, ordered_declare=np.array([True]), ordered_coordinated=np.array([together])
            )
            after = declare(cast, ordered, 1 - 1e-9)
            assert after.declared[0] == 2
            assert after.coordinated[0] == together


def test_dated_by_the_scenario_it_does_not_declare_of_its_own_accord() -> None:
    cast, state = claimant("dated")
    assert declare(cast, state, 1e-12).declared[0] == NEVER


def test_ruled_out_it_never_declares_not_even_by_order_or_consent() -> None:
    cast, state = claimant("never")
    ordered = replace(state, ordered_declare=np.array([True]))
    agreed = replace(ordered, agreed=np.array([1]), agreed_place=np.array([90.0]))
    assert declare(cast, state, 1e-12).declared[0] == NEVER
    assert declare(cast, ordered, 1e-12).declared[0] == NEVER
    assert declare(cast, agreed, 1e-12).declared[0] == NEVER


def test_with_consent_to_independence_it_declares_and_together() -> None:
    cast, state = claimant("dated")
    consent = replace(state, agreed=np.array([2]), agreed_place=np.array([50.0]))
    after = declare(cast, consent, 1 - 1e-9)
    assert after.declared[0] == 2
    assert after.coordinated[0]


def test_an_agreement_on_less_gives_the_declaration_up() -> None:
    cast, state = claimant()
    less = replace(state, agreed=np.array([2]), agreed_place=np.array([49.9]))
    assert declare(cast, less, 1e-12).declared[0] == NEVER
    ordered = replace(less, ordered_declare=np.array([True]))
    assert declare(cast, ordered, 1e-12).declared[0] == NEVER


def test_it_is_coordinated_when_partners_are_ready_and_their_date_has_come() -> None:
    cast, state = claimant(request=4)
    ready = replace(state, position=np.array([[[100.0, 0.0, 70.0, 60.0]]]))
    assert not declare(cast, ready, 1e-9).coordinated[0], "week 2, asked to wait until week 4"
    assert declare(cast, replace(ready, week=4), 1e-9).coordinated[0], "65 on the mean, 60 asked for"
    assert not declare(cast, replace(state, week=4), 1e-9).coordinated[0], "25 on the mean"


def test_it_declares_once() -> None:
    cast, state = claimant()
    done = replace(state, declared=np.array([1]), coordinated=np.array([True]))
    after = declare(cast, done, 1e-9)
    assert after.declared[0] == 1
    assert after.coordinated[0]


def test_a_case_without_a_claimant_has_no_declaration() -> None:
    cast, state = claimant()
    assert declaration.declare(state, replace(cast, claimant=NOBODY), make_draw(cast)) == Change()


# --------------------------------------------------------------------------------------------------- plan


def test_commitment_closes_a_share_of_what_is_missing_each_week() -> None:
    cast = make_cast(3, 1, p={"plan.growth": np.log(2) / 7})
    state = replace(opening(cast), commitment=np.array([40.0]))
    assert plan.commit(state, cast, make_draw(cast)).fields["commitment"] == pytest.approx([70.0])


def test_after_the_declaration_commitment_grows_only_under_a_mission() -> None:
    cast = make_cast(3, 1, p={"plan.growth": np.log(2) / 7})
    declared = replace(opening(cast), commitment=np.array([40.0]), declared=np.array([0]))
    watched = replace(declared, mission=np.array([0]))
    assert plan.commit(declared, cast, make_draw(cast)).fields["commitment"] == pytest.approx([40.0])
    assert plan.commit(watched, cast, make_draw(cast)).fields["commitment"] == pytest.approx([70.0])


# ---------------------------------------------------------------------------------------------- responses


def test_a_response_comes_after_its_trigger_and_shocks_its_places() -> None:
    cast = make_cast(4, 1)
    state = replace(opening(cast), week=3, declared=np.array([2]))
    # The parent at 67 with salience 0.5: 0.2 x exp(0.5 x (50 - 67) / 50) = 0.1687 a day.
    rate = 0.2 * np.exp(0.5 * (50 - state.position[0, 0, 1]) / 50)
    chance = 1 - np.exp(-rate * 7)
    for u, comes in ((chance - 1e-6, True), (chance + 1e-6, False)):
        after = state.after(responses.respond(state, cast, make_draw(cast, u)))
        assert (after.response[0, 0] == 3) == comes
        assert after.shock[0].tolist() == ([2.0, 0.0, 1.0] if comes else [0.0, 0.0, 0.0])
    before = opening(cast)
    before = before.after(responses.respond(before, cast, make_draw(cast, 1e-9)))
    assert before.response.tolist() == [[NEVER, NEVER]]


def test_recognitions_add_to_the_grievance_and_to_the_precedent() -> None:
    cast = make_cast(4, 1)
    state = replace(opening(cast), declared=np.array([0]), recognised=np.array([[-1, -1, 0, -1]]))
    share = recognition.share_recognised(state, cast.states)
    assert share[0] == 0.5, "one of two states"
    terms = responses.weighing(state, cast)(*np.zeros((2, 1), dtype=np.int64))
    assert terms[responses.TERMS.index("recognitions"), 0] == 0.25
    after = state.after(responses.respond(state, cast, make_draw(cast, 1e-9)))
    assert after.response[0].tolist() == [0, 0]
    assert after.precedent[0] == 10.0
    again = after.after(responses.respond(after, cast, make_draw(cast, 1e-9)))
    assert again.precedent[0] == 10.0, "each comes once"
    assert again.shock[0].tolist() == after.shock[0].tolist()


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        ("declaration", {"declared": np.array([0])}),
        ("recognition", {"recognised": np.array([[-1, -1, 0, -1]])}),
        ("resolution", {"text_result": np.array([[1, 0, 0, 0]])}),
        ("unrest", {"severity": np.array([[0.0, 1.0, 0.0]])}),
    ],
)
def test_each_trigger_of_a_response(after: str, changes: dict[str, object]) -> None:
    cast = make_cast(4, 1)
    state = opening(cast)
    assert not responses.triggered(state, cast, after)[0]
    assert responses.triggered(replace(state, **changes), cast, after)[0]  # type: ignore[arg-type]
    assert responses.triggered(state, cast, "start")[0]


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        ("declaration", {"declared": np.array([3])}),
        ("recognition", {"recognised": np.array([[-1, -1, 3, -1]])}),
    ],
)
def test_what_the_parties_agreed_on_calls_for_no_response(after: str, changes: dict[str, object]) -> None:
    cast = make_cast(4, 1)
    agreed = replace(opening(cast), agreed=np.array([2]), **changes)  # type: ignore[arg-type]
    assert not responses.triggered(agreed, cast, after)[0]


# ---------------------------------------------------------------------------------------------- precedent


def test_the_index_gains_with_the_share_that_recognised_without_leave_and_fades() -> None:
    cast = make_cast(4, 1)
    state = replace(opening(cast), recognised=np.array([[-1, -1, 0, -1]]), precedent=np.array([20.0]))
    index = 20.0 * np.exp(-0.001 * 7) + 0.15 * 0.5 * 7
    assert precedent.spread(state, cast, make_draw(cast)).fields["precedent"] == pytest.approx([index])
    endorsed = replace(state, endorsed=np.array([True]))
    faded = 20.0 * np.exp(-0.001 * 7)
    assert precedent.spread(endorsed, cast, make_draw(cast)).fields["precedent"] == pytest.approx([faded])


def test_a_like_step_elsewhere_is_as_likely_as_the_index_is_high() -> None:
    cast = make_cast(4, 1, p={"precedent.decay": 0.0})
    state = replace(opening(cast), week=5, precedent=np.array([50.0]))
    chance = 1 - np.exp(-0.002 * 0.5 * 7)
    for u, week in ((chance - 1e-9, 5), (chance + 1e-9, NEVER)):
        assert precedent.spread(state, cast, make_draw(cast, u)).fields["chain"] == [week]
    none = replace(state, precedent=np.array([0.0]))
    assert precedent.spread(none, cast, make_draw(cast, 1e-12)).fields["chain"] == [NEVER]


def test_the_index_stays_between_0_and_100() -> None:
    cast = make_cast(4, 1)
    state = replace(opening(cast), recognised=np.array([[-1, -1, 0, 0]]), precedent=np.array([99.9]))
    assert precedent.spread(state, cast, make_draw(cast)).fields["precedent"] == [100.0]
