"""Levers: gains and costs counted by hand, a reply that undoes one, what moves there are, and settings."""

from pathlib import Path

import pytest

import scenarios
from scenarios.variants import Variants
from sim.studies.advise import Advice, advise
from sim.studies.moves import moves, own, reach
from sim.studies.orders import Work
from sim.studies.paired import Difference
from sim.studies.replies import opponents, verdict
from sim.studies.settings import applied, combined, expanded
from sim.studies.significance import holm
from sim.work.executor import executor
from tests.cli.asking import HARBOUR

KOSOVO = "kosovo-2007/baseline"

CASE = {
    "case.yaml": """\
title: A bridge
summary: Two towns and a village bargain over a bridge. Invented.
forecast_date: 1902-03-31
start: 1902-04-01
weeks: 2
headline: [position_toll]
""",
    "issues.yaml": """\
toll: {title: Toll, question: How much?, scale: {0: nothing, 100: all}}
width: {title: Width, question: How wide?, scale: {0: a path, 100: a road}}
""",
    "rules.yaml": "negotiation: {protocol: none, capability: carts}\n",
    "references.yaml": "book: {title: A book, author: Somebody, year: 1902, kind: book}\n",
    "actors.yaml": """\
left:
  name: Left
  kind: party
  capability: {carts: {value: 10, unit: carts, source: book}}
  positions:
    toll: {low: 50, mode: 50, high: 50, salience: 0.5, grade: reported, evidence: [book]}
    width: {low: 20, mode: 20, high: 20, salience: 0.5, grade: reported, evidence: [book]}
right:
  name: Right
  kind: party
  capability: {carts: {value: 10, unit: carts, source: book}}
  ties: {left: 0.5}
  positions:
    toll: {low: 10, mode: 10, high: 10, salience: 1, grade: reported, evidence: [book]}
hamlet:
  name: Hamlet
  kind: community
  capability: {carts: {value: 5, unit: carts, source: book}}
  positions:
    width: {low: 40, mode: 40, high: 40, salience: 0.5, grade: reported, evidence: [book]}
""",
    "baseline.yaml": "title: As it is\nquestion: What toll?\n",
}


@pytest.fixture
def bridge(tmp_path: Path) -> str:
    """A case in which nobody moves, so that each outcome is a mean that one can do in one's head."""
    place = tmp_path / "bridge"
    place.mkdir()
    for name, text in CASE.items():
        (place / name).write_text(text, encoding="utf-8")
    return str(place / "baseline.yaml")


def by_name(found: Advice) -> dict[str, float | None]:
    return {one.move.name: one.gain for one in found.tried if one.move.kind != "rule"}


def test_each_gain_and_cost_of_a_small_case_is_as_counted_by_hand(bridge: str) -> None:
    found = advise(bridge, "left", "position_toll", runs=3)
    assert by_name(found) == {
        "position.toll.up": 5.0,  # half of the carts times a step of ten
        "press.right.toll": 5.0,
        "position.toll.down": -5.0,
        "position.width.up": 0.0,
        "position.width.down": 0.0,
        "salience.toll.up": 0.0,
        "salience.toll.down": 0.0,
        "salience.width.up": 0.0,
        "salience.width.down": 0.0,
    }
    told = {one.move.name: one for one in found.tried}
    # By compromise, weighted by carts times salience: (5 x 50 + 10 x 10) / 15 = 23.3 instead of 30.
    assert told["rule.negotiation.compromise"].gain == pytest.approx(-20 / 3, abs=1e-5)
    assert told["position.toll.up"].move.weighted == 5.0  # ten points at salience 0.5
    assert told["press.right.toll"].move.weighted == 0.0
    assert told["press.right.toll"].move.target == "right"
    # The width ends at (10 x 30 + 5 x 40) / 15 = 33.3 instead of 26.7; Left wishes for 20.
    assert told["position.width.up"].away == pytest.approx((20 / 3, 0.0))
    assert told["position.width.down"].away == pytest.approx((-20 / 3, 0.0))
    assert told["position.toll.up"].away == (0.0, 0.0)


def test_moves_up_and_down_mirror_each_other_and_lower_turns_every_sign(bridge: str) -> None:
    up, down = (by_name(advise(bridge, "left", "position_toll", runs=2, lower=one)) for one in (False, True))
    assert up["position.toll.up"] == -up["position.toll.down"] == down["position.toll.down"] == 5.0
    assert {name: -gain for name, gain in up.items()} == down


def test_the_order_is_that_of_the_gains_and_what_changes_nothing_is_exactly_nothing(bridge: str) -> None:
    found = advise(bridge, "left", "position_toll", runs=2)
    gains = [one.gain for one in found.tried]
    assert gains == sorted(gains, reverse=True)
    for one in found.tried:
        assert one.untouched == (one.gain == 0.0)
        assert one.helps == (one.gain > 0.0)


def test_a_reply_that_takes_the_whole_gain_is_found(bridge: str) -> None:
    found = advise(bridge, "left", "position_toll", runs=3)
    assert found.search.opponents == ("right", "hamlet")
    (best,) = [one for one in found.tried if one.move.name == "position.toll.up"]
    answer = best.answer
    assert (answer.reply.actor, answer.reply.name) == ("right", "position.toll.down")
    assert (answer.left.mean, answer.taken.mean, answer.without.mean) == (0.0, -5.0, 5.0)
    assert answer.verdict == "gone"


def test_a_gain_that_no_reply_takes_whole_holds(bridge: str) -> None:
    lighter = ("actors.right.capability.carts=2.5",)
    found = advise(bridge, "left", "position_toll", runs=2, given=lighter)
    best = found.best(own=True)
    assert (best.gain, best.answer.left.mean) == pytest.approx((8.0, 6.0))
    assert best.answer.verdict == "holds"


def test_without_replies_none_are_sought(bridge: str) -> None:
    found = advise(bridge, "left", "position_toll", runs=2, held=0)
    assert found.search is None
    assert all(one.answer is None for one in found.tried)


def difference(mean: float, half: float) -> Difference:
    return Difference("x", "points", "x", 0.0, mean, mean, half, half, 9, 1.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("left", "taken", "sign", "said"),
    [
        ((3.0, 1.0), (-1.0, 0.1), 1.0, "holds"),
        ((0.5, 1.0), (-2.5, 0.1), 1.0, "gone"),
        ((-0.5, 1.0), (2.5, 0.1), -1.0, "gone"),
        ((0.5, 9.0), (-2.5, 9.0), 1.0, "open"),
        ((0.5, 1.0), (0.1, 0.05), 1.0, "open"),
    ],
)
def test_a_gain_is_gone_only_if_the_reply_clearly_takes_it(left, taken, sign, said) -> None:
    assert verdict(difference(*left), difference(*taken), sign) == said


def test_holm_corrects_the_smallest_most_and_keeps_the_order() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.7]) == [1.0, 1.0]


# ------------------------------------------------------------------------------------------------------ moves


def test_an_actor_without_a_position_on_an_issue_has_no_move_there_and_none_is_pressed_there() -> None:
    read = scenarios.load(HARBOUR / "baseline.yaml")
    midway = [one.name for one in moves(read, "midway")]
    assert "position.dues.up" in midway
    assert not [name for name in midway if "hours" in name]
    assert "press.midway.hours" not in [one.name for one in moves(read, "upstream")]


def test_a_step_stays_within_the_scale_and_towards_the_one_who_presses() -> None:
    read = scenarios.load(KOSOVO)
    found = {one.name: one for one in moves(read, "kosovo")}
    stands = read.actors["kosovo"].positions["talks"].mode
    assert found["position.talks.down"].points == stands < 10  # down to 0, less than a step
    stands = read.actors["united-states"].positions["recognition"].mode
    assert found["press.united-states.recognition"].says.startswith(
        f"moves United States to {stands + 10:g} instead of {stands:g} on "
    )
    # Its own people stand where Kosovo stands on its status: there is nothing to press for.
    assert "press.kosovo-albanians.recognition" not in found
    assert set(reach(read, "kosovo")) == {one.target for one in found.values()} - {""}


def test_the_part_that_an_actor_plays_says_what_else_it_can_do() -> None:
    read = scenarios.load(KOSOVO)
    names = {
        actor: {one.name for one in own(read, actor)} for actor in ("kosovo", "russia", "france", "serbia")
    }
    assert "declare.8.alone" in names["kosovo"]
    assert "declare.8.together" not in names["kosovo"]  # that takes its partners
    assert {"text.russia-condemns.drop", "text.west-weighs-a-draft.veto"} <= names["russia"]
    assert {"contingent.none", "caveats.none", "aside.police-mission"} <= names["france"]
    assert {"respond.embargo.never", "respond.legal-route.now"} <= names["serbia"]
    # What adds violence is never made to come.
    assert not names["serbia"] & {f"respond.{one}.now" for one in ("use-of-force", "embargo", "protest")}


def test_whose_consent_a_move_takes_is_said() -> None:
    found = {one.name: one for one in moves(scenarios.load(KOSOVO), "kosovo")}
    assert found["talks.extend"].consent == "Serbia"
    assert found["declare.8.together"].consent == "European Union (Council) and United States"
    assert found["rule.eu.unanimity"].consent == "European Union (Council)"
    assert found["rule.negotiation.none"].consent == "everybody"
    assert all(one.consent for one in found.values() if one.kind == "rule")


@pytest.mark.parametrize(
    "actor", ["kosovo", "serbia", "russia", "united-kingdom", "bulgaria", "kosovo-serbs-north"]
)
def test_every_move_of_the_flagship_case_is_allowed_and_has_a_name_of_its_own(actor: str) -> None:
    found, variants = moves(scenarios.load(KOSOVO), actor), Variants(KOSOVO)
    assert len({one.name for one in found}) == len(found)
    assert [one.name for one in found if applied(variants, (), one.settings) is None] == []


def test_opponents_are_those_who_stand_farthest() -> None:
    read = scenarios.load(KOSOVO)
    assert opponents(read, "kosovo")[0] == "serbia"
    assert opponents(read, "serbia")[0] == "kosovo"


# --------------------------------------------------------------------------------------------------- settings


def test_a_move_replaces_what_was_set_before_and_only_that() -> None:
    given = (
        "weeks=30",
        "actors.a.positions.x={low: 1, mode: 2, high: 3, salience: 0.5}",
        "rules.eu.decision=majority",
    )
    assert combined(given, ("actors.a.positions.x.mode=9", "rules.eu.decision=unanimity")) == (
        "weeks=30",
        "actors.a.positions.x.low=1",
        "actors.a.positions.x.high=3",
        "actors.a.positions.x.salience=0.5",
        "actors.a.positions.x.mode=9",
        "rules.eu.decision=unanimity",
    )


def test_a_reply_about_events_leaves_those_of_the_move() -> None:
    read = scenarios.load(KOSOVO)
    move = {one.name: one for one in own(read, "kosovo")}["declare.13.alone"]
    moved = applied(Variants(KOSOVO), (), move.settings)
    reply = {one.name: one for one in own(moved, "russia")}["text.russia-asks-for-talks.later"]
    both = applied(Variants(KOSOVO), (), combined(move.settings, reply.settings))
    told = [(one.do, str(one.date)) for one in both.events if one.date]
    assert told == [("table_text", "2008-01-14"), ("table_text", "2008-01-14"), ("declare", "2008-03-10")]
    assert both.rules.declaration.mode == "dated"


def test_a_short_name_is_taken_apart_so_that_a_move_can_be_laid_over_it() -> None:
    given = ["declaration.week=8", "eu.unity=20"]
    said = scenarios.load(KOSOVO, given)
    again = scenarios.load(KOSOVO, expanded(said, given))
    unnoted = [one.model_copy(update={"source": None, "note": None}) for one in said.events]
    assert (list(again.events), again.rules, again.actors) == (unnoted, said.rules, said.actors)
    later = {one.name: one for one in moves(said, "kosovo")}["declare.13.alone"]
    found = applied(Variants(KOSOVO), expanded(said, given), later.settings)
    assert [str(one.date) for one in found.events if one.do == "declare"] == ["2008-03-10"]
    assert sum(one.do == "move_position" for one in found.events) == 5


# -------------------------------------------------------------------------------------------------------- all


def test_who_does_the_work_does_not_matter() -> None:
    harbour = str(HARBOUR / "baseline.yaml")
    here = advise(harbour, "upstream", "position_dues", runs=8)
    with executor(2) as two:
        assert (
            advise(harbour, "upstream", "position_dues", runs=8, work=Work(two)).as_dict() == here.as_dict()
        )
    assert here.best(own=True).gain > 0.0


@pytest.mark.parametrize(
    ("actor", "outcome", "said"),
    [
        ("league", "position_dues", "'league' is no actor of {path} that decides"),
        ("upstream", "dues", "'dues' is not an outcome of harbour"),
    ],
)
def test_in_python_what_cannot_be_answered_is_an_error(actor: str, outcome: str, said: str) -> None:
    path = str(HARBOUR / "baseline.yaml")
    with pytest.raises(ValueError, match=said.format(path=".*")):
        advise(path, actor, outcome, runs=1)
