"""The three councils counted by hand: nine votes and a veto, silence, and constructive abstention."""

from dataclasses import replace

import numpy as np
import pytest

from agents import alliance, council, union
from agents.arrays import total
from agents.cast import Cast, Rules
from agents.council import ballots, preference, result
from agents.state import (
    ABSENT,
    ABSTAIN,
    ADOPTED,
    AGAINST,
    FAILED,
    FOR,
    NOT_TABLED,
    VETO,
    VETOED,
    WITHDRAWN,
    State,
    opening,
)
from agents.union import OBJECT, STAND_ASIDE, SUPPORT, adopts
from tests.worlds import make_cast, make_draw

# ------------------------------------------------------------------------------------------ Security Council


def test_a_member_weighs_the_text_against_what_holds_without_it() -> None:
    # Text at 50, without it 25. At 40: 15 from the reversion, 10 from the text: 5 in favour.
    terms = preference(np.array([[40.0, 0.0, 100.0]]), 50.0, 25.0)
    assert (terms["without_it"] + terms["with_it"]).tolist() == [[5.0, -25.0, 25.0]]


def test_for_above_the_band_against_below_it_else_abstains() -> None:
    margin = np.array([[6.1, 6.0, 0.0, -6.0, -6.1]])
    nobody = np.zeros(5, dtype=np.bool_)
    votes = ballots(margin, np.ones((1, 5)), nobody, np.array([6.0]), np.array([10.0]))
    assert votes.tolist() == [[FOR, ABSTAIN, ABSTAIN, ABSTAIN, AGAINST]]


def test_a_permanent_member_vetoes_what_it_minds_enough() -> None:
    margin, salience = np.array([[-20.0, -20.0, -20.0, -4.0]]), np.array([[0.6, 0.5, 0.6, 1.0]])
    permanent = np.array([True, True, False, True])
    votes = ballots(margin, salience, permanent, np.array([6.0]), np.array([10.0]))
    assert votes.tolist() == [[VETO, AGAINST, AGAINST, ABSTAIN]], (
        "12 > 10; 10 is not; elected; within the band"
    )


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ([FOR] * 9 + [AGAINST] * 6, ADOPTED),
        ([FOR] * 8 + [ABSTAIN] * 7, FAILED),
        ([FOR] * 9 + [ABSTAIN] * 6, ADOPTED),
        ([FOR] * 14 + [VETO], VETOED),
        ([FOR] * 9 + [ABSENT] * 40, ADOPTED),
    ],
)
def test_nine_in_favour_and_no_veto_adopt(votes: list[int], outcome: int) -> None:
    assert result(np.array([votes]), 9, True).tolist() == [outcome]


def council_of(*positions: float, **changes: object) -> tuple[Cast, State]:
    """A council in which everyone sits, the endorsing text tabled (50 against 25); two votes adopt."""
    n = len(positions)
    everyone = np.ones((12, n), dtype=np.bool_)
    seats: dict[str, object] = {
        "position": np.broadcast_to(np.array(positions), (1, 2, n)).copy(),
        "salience": np.ones((1, 2, n)),
        "council_member": everyone,
        "permanent": np.arange(n) == 0,
        "rules": Rules(council_majority=2, withdraw_if_vetoed=True),
    }
    cast = make_cast(n, 2, **(seats | changes))
    motion = np.array([[True, False, False, False]])
    return cast, replace(opening(cast), motion=motion)


def test_sponsors_withdraw_a_text_that_they_expect_to_be_vetoed() -> None:
    cast, state = council_of(0, 60, 60, 60)
    after = state.after(council.convene(state, cast, make_draw(cast)))
    assert after.text_result[0].tolist() == [WITHDRAWN, NOT_TABLED, NOT_TABLED, NOT_TABLED]
    assert (after.vote == ABSENT).all(), "nobody voted"
    assert after.text_week[0, 0] == 0


def test_sponsors_who_insist_have_it_voted_on_and_vetoed() -> None:
    cast, state = council_of(0, 60, 60, 60)
    state = replace(state, insisted=state.motion)
    after = state.after(council.convene(state, cast, make_draw(cast)))
    assert after.text_result[0, 0] == VETOED
    assert after.vote[0, 0].tolist() == [VETO, FOR, FOR, FOR]
    assert not after.endorsed[0]


def test_an_abstention_that_the_scenario_imposes_lets_the_text_pass() -> None:
    cast, state = council_of(0, 60, 60, 60)
    told = state.instructed.copy()
    told[0, 0, 0] = ABSTAIN
    after = state.after(council.convene(replace(state, instructed=told), cast, make_draw(cast)))
    assert after.text_result[0, 0] == ADOPTED
    assert after.vote[0, 0].tolist() == [ABSTAIN, FOR, FOR, FOR]
    assert after.endorsed[0]


def test_a_veto_that_the_scenario_imposes_is_cast_against_ones_position() -> None:
    cast, state = council_of(60, 60, 60, 60)
    told = state.instructed.copy()
    told[0, 0, 0] = VETO
    state = replace(state, instructed=told, insisted=state.motion)
    assert state.after(council.convene(state, cast, make_draw(cast))).text_result[0, 0] == VETOED


def test_without_a_right_of_veto_a_veto_is_a_vote_against() -> None:
    cast, state = council_of(0, 60, 60, 60, rules=Rules(council_majority=2, council_veto=False))
    after = state.after(council.convene(state, cast, make_draw(cast)))
    assert after.text_result[0, 0] == ADOPTED


def test_whoever_does_not_sit_does_not_vote() -> None:
    seats = np.broadcast_to([False, True, True, False], (12, 4))
    cast, state = council_of(0, 60, 60, 60, council_member=seats)
    after = state.after(council.convene(state, cast, make_draw(cast)))
    assert after.vote[0, 0].tolist() == [ABSENT, FOR, FOR, ABSENT]
    assert after.text_result[0, 0] == ADOPTED


def test_chance_moves_a_vote_by_a_logistic_error() -> None:
    # A margin of 5 abstains; an error of 3 x ln(0.9/0.1) = 6.6 makes it 11.6 in favour.
    cast, state = council_of(60, 40, 60)
    luck = np.full((1, 4, 3), 0.5)
    luck[0, 0, 1] = 0.9
    still = state.after(council.convene(state, cast, make_draw(cast))).vote[0, 0]
    moved = state.after(council.convene(state, cast, make_draw(cast, council=luck))).vote[0, 0]
    assert still.tolist() == [FOR, ABSTAIN, FOR]
    assert moved.tolist() == [FOR, FOR, FOR]


@pytest.mark.parametrize(
    ("effect", "field", "before", "after"),
    [
        ("endorse", "endorsed", False, True),
        ("condemn", "condemned", False, True),
        ("end_mandate", "mandate", True, False),
    ],
)
def test_an_adopted_text_does_what_it_says(effect: str, field: str, before: bool, after: bool) -> None:
    cast, state = council_of(60, 60, 60)
    cast = replace(cast, texts=replace(cast.texts, effect=(effect, "condemn", "common_position", "mission")))
    assert getattr(state, field)[0] == before
    assert getattr(state.after(council.convene(state, cast, make_draw(cast))), field)[0] == after


def test_a_text_that_extends_the_talks_gives_them_its_weeks_from_now() -> None:
    cast, state = council_of(60, 60, 60)
    texts = replace(
        cast.texts, effect=("extend_talks", *cast.texts.effect[1:]), weeks=np.array([17, 0, 0, 0])
    )
    cast = replace(cast, texts=texts)
    state = replace(state, week=3)
    assert state.after(council.convene(state, cast, make_draw(cast))).talks_until[0] == 3 + 1 + 17
    declared = replace(state, declared=np.array([2]))
    assert declared.after(council.convene(declared, cast, make_draw(cast))).talks_until[0] == 2, (
        "closed for good"
    )


# ------------------------------------------------------------------------------------- North Atlantic Council


def allies(*positions: float, **changes: object) -> tuple[Cast, State]:
    """Allies at these points on the posture issue; tolerance 30, postures at 20, 60 and 90."""
    n = len(positions)
    everyone = np.ones((12, n), dtype=np.bool_)
    position = np.broadcast_to(np.array(positions), (1, 2, n)).copy()
    cast = make_cast(n, 2, position=position, alliance_member=everyone, **changes)
    return cast, replace(opening(cast), week=4)


def test_the_alliance_keeps_silence_on_what_all_tolerate() -> None:
    cast, state = allies(50, 70, 80)  # mean 66.7: hold at 60 is nearest, 20 points from the farthest ally
    after = state.after(alliance.review(state, cast, make_draw(cast)))
    assert after.posture[0] == 1
    assert after.proposed[0].tolist() == [0, 1, 0]
    assert after.objected.sum() == 0


def test_one_ally_out_of_tolerance_breaks_the_silence_and_the_next_is_tried() -> None:
    cast, state = allies(29, 88, 88)  # mean 68.3: hold first, 31 from the first ally; then grow, then go
    after = state.after(alliance.review(state, cast, make_draw(cast)))
    assert after.proposed[0].tolist() == [1, 1, 1]
    assert after.objected[0, 1].tolist() == [1, 0, 0]
    assert after.posture[0] == state.posture[0], "where none stands the posture in force goes on"


def test_alarm_at_violence_moves_allies_towards_more_of_the_force() -> None:
    cast, state = allies(62, 70, 75)  # mean 69: hold at 60 is nearest
    assert state.after(alliance.review(state, cast, make_draw(cast))).posture[0] == 1
    riots = replace(state, severity=np.array([[100.0, 0.0, 0.0]]))  # 20 points up: 82, 90, 95
    after = riots.after(alliance.review(riots, cast, make_draw(cast)))
    assert after.posture[0] == 2
    assert after.objected.sum() == 0
    half = replace(state, severity=np.array([[50.0, 0.0, 0.0]]))
    assert alliance.alarmed(half, cast)[0].tolist() == [72.0, 80.0, 85.0]
    judged, pairs = alliance.Tolerance.of(half, cast, make_draw(cast)), (np.zeros(3, dtype=int), np.arange(3))
    assert judged.terms(2)(*pairs)["alarm"].tolist() == [10.0, 10.0, 10.0]
    assert judged.terms(0)(*pairs)["alarm"].tolist() == [-10.0, -10.0, -10.0]


def test_the_alliance_meets_every_so_many_weeks() -> None:
    cast, state = allies(50, 70, 80)
    met = [alliance.reviews(replace(state, week=week), cast) for week in range(9)]
    assert met == [week in {4, 8} for week in range(9)]
    assert not alliance.review(replace(state, week=1), cast, make_draw(cast)).fields
    half = replace(cast, days=3.5)
    assert [week for week in range(17) if alliance.reviews(replace(state, week=week), half)] == [8, 16]


# ------------------------------------------------------------------------------------------- European Union


def test_stances_by_hand() -> None:
    amount = np.array([[0.1, 0.0, -0.1, -15.0, -15.1]])
    expected = [[SUPPORT, SUPPORT, STAND_ASIDE, STAND_ASIDE, OBJECT]]
    assert union.stances(amount, np.array([15.0])).tolist() == expected


def verdict(stance: list[int], votes: list[int], **rules: object) -> bool:
    cast = make_cast(len(stance), 1, rules=Rules(**rules))  # type: ignore[arg-type]
    everyone = np.ones(len(stance), dtype=np.bool_)
    return bool(adopts(np.array([stance]), everyone, np.array(votes, dtype=np.float64), cast)[0])


def test_those_who_stand_aside_with_exactly_a_third_of_the_votes_do_not_block() -> None:
    assert verdict([SUPPORT, SUPPORT, STAND_ASIDE], [115, 115, 115])
    assert verdict([SUPPORT, STAND_ASIDE], [230, 115])


def test_those_who_stand_aside_with_just_more_than_a_third_block() -> None:
    assert not verdict([SUPPORT, STAND_ASIDE], [229, 116])


def test_one_objection_blocks_however_few_its_votes() -> None:
    assert not verdict([SUPPORT, SUPPORT, OBJECT], [170, 174, 1])
    assert not verdict([SUPPORT, SUPPORT, OBJECT], [170, 174, 1], union_decision="unanimity")


def test_unanimity_asks_every_member_for_support() -> None:
    assert verdict([SUPPORT, SUPPORT], [1, 1], union_decision="unanimity")
    assert not verdict([SUPPORT, STAND_ASIDE], [344, 1], union_decision="unanimity")


def test_a_qualified_majority_has_the_votes_and_the_members() -> None:
    qualified = {"union_decision": "qualified_majority", "union_qualified_share": 0.739}
    assert verdict([SUPPORT, SUPPORT, OBJECT], [130, 125, 90], **qualified)  # 255 / 345 = 0.7391
    assert not verdict([SUPPORT, SUPPORT, OBJECT], [130, 124, 91], **qualified)  # 0.736
    assert not verdict([SUPPORT, OBJECT, OBJECT], [300, 20, 25], **qualified), "one member of three"


def test_a_majority_is_more_than_half_of_the_members() -> None:
    assert verdict([SUPPORT, SUPPORT, OBJECT], [1, 1, 300], union_decision="majority")
    assert not verdict([SUPPORT, SUPPORT, OBJECT, STAND_ASIDE], [1] * 4, union_decision="majority")


def members(*positions: float, decision: str = "constructive_abstention") -> tuple[Cast, State]:
    """Members at these points on both issues, equal votes; the text of a common position stands at 70."""
    n = len(positions)
    everyone = np.ones((12, n), dtype=np.bool_)
    position = np.broadcast_to(np.array(positions), (1, 2, n)).copy()
    rules = Rules(union_decision=decision)
    cast = make_cast(n, 2, position=position, union_member=everyone, votes=np.full(n, 4.0), rules=rules)
    return cast, opening(cast)


def test_the_union_meets_and_adopts() -> None:
    # Support from 60, stand aside from 45.
    cast, state = members(90, 70, 61, 46)
    after = state.after(union.convene(state, cast, make_draw(cast)))
    assert after.stance[0, 2].tolist() == [SUPPORT, SUPPORT, SUPPORT, STAND_ASIDE]
    assert after.common_position[0] == 0
    assert after.text_result[0, 2] == ADOPTED
    assert not union.convene(replace(state, week=1), cast, make_draw(cast)).fields, "no meeting in week 1"


def test_a_motion_calls_the_union_together_between_meetings() -> None:
    cast, state = members(90, 70, 61, 46)
    asked = replace(state, week=1, motion=np.array([[False, False, True, False]]))
    after = asked.after(union.convene(asked, cast, make_draw(cast)))
    assert after.common_position[0] == 1
    assert after.mission[0] == -1, "only what was asked for"


def test_what_is_adopted_is_not_put_again() -> None:
    cast, state = members(90, 90, 90, 90)
    done = replace(state, week=4, common_position=np.array([0]))
    after = done.after(union.convene(done, cast, make_draw(cast)))
    assert after.common_position[0] == 0
    assert after.text_week[0, 2] == -1


def test_a_mission_gains_from_a_legal_basis_and_from_commitment_to_the_plan() -> None:
    cast, state = members(60, 60, 60)
    state = replace(state, commitment=np.array([100.0]))
    terms = union.leaning(state, cast, make_draw(cast), 3, np.arange(1))
    assert terms["position"][0].tolist() == [-10.0, -10.0, -10.0]
    assert terms["margin"][0, 0] == 10.0
    assert terms["legal_basis"][0, 0] == 0.0, "the mandate in force is contested"
    assert terms["plan"][0, 0] == 5.0
    gone = replace(state, mandate=np.array([False]))
    assert union.leaning(gone, cast, make_draw(cast), 3, np.arange(1))["legal_basis"][0, 0] == -6.0
    endorsed = replace(state, endorsed=np.array([True]))
    assert union.leaning(endorsed, cast, make_draw(cast), 3, np.arange(1))["legal_basis"][0, 0] == 6.0, (
        "half of 12"
    )
    common = union.leaning(endorsed, cast, make_draw(cast), 2, np.arange(1))
    assert common["legal_basis"][0, 0] == 6.0
    assert "plan" not in common


def test_a_mandate_read_to_lapse_covers_nothing_after_the_declaration() -> None:
    cast, state = members(60, 60)
    lapses = replace(cast, rules=replace(cast.rules, mandate="lapses"))
    declared = replace(state, declared=np.array([0]))
    assert union.legal_basis(state, lapses)[0] == 0.5
    assert union.legal_basis(declared, cast)[0] == 0.5
    assert union.legal_basis(declared, lapses)[0] == 0.0
    endorsed = replace(declared, endorsed=np.array([True]))
    assert union.legal_basis(endorsed, lapses)[0] == 1.0
    agreed = replace(declared, agreed=np.array([0]))
    assert union.legal_basis(agreed, lapses)[0] == 1.0


def test_the_union_does_not_vote_before_it_is_ready() -> None:
    cast, state = members(90, 90, 90)
    later = replace(cast, texts=replace(cast.texts, opens=np.array([0, 0, 4, 0])))
    early = state.after(union.convene(state, later, make_draw(cast)))
    assert (early.common_position[0], early.mission[0]) == (-1, 0)
    asked = replace(state, week=4, motion=np.array([[False, False, True, False]]))
    assert asked.after(union.convene(asked, later, make_draw(cast))).common_position[0] == 4


def test_an_instructed_member_of_the_union_stands_aside_and_its_terms_say_so() -> None:
    cast, state = members(20.0, 70.0, 90.0)
    told = np.full((1, 4, 3), ABSENT)
    told[0, 2] = ABSTAIN
    change = union.convene(replace(state, instructed=told), cast, make_draw(cast))
    ballot = next(one for one in change.decisions if one.name.endswith(cast.texts.name[2]))
    assert ballot.choice[0].tolist() == [STAND_ASIDE] * 3
    band = cast.p["union.abstain_band"]
    assert np.array_equal(union.stances(total(ballot.terms), band), ballot.choice)
