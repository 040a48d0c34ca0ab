"""Positions from statements: laws of the rule, what counts as one act, and the flagship case coded anew."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from scenarios.models.actors import Position
from sources.acts import Confirmed, acts, confirmed, current
from sources.aggregation import COMMITMENT, DIRECTNESS, STEP, WIDTH, Estimate, estimate
from sources.coding import read_codings
from sources.confirmations import gather
from sources.faults import SourceError
from sources.layer import as_yaml, entry_of
from sources.positions import Placed, Rule, place_all
from sources.stakeholders import Seat, Stakeholder, nameless, read_stakeholders
from sources.voices import names_of, speaks_for

CASE = Path(__file__).parents[2] / "scenarios" / "kosovo-2007"
MONDAY = dt.date(2007, 12, 10)
MIRRORED = {"supports": "opposes", "opposes": "supports", "conditional": "conditional", "neutral": "neutral"}


def statement(number: int, **said: Any) -> Confirmed:
    """A statement on its own words, unless told otherwise."""
    usual: dict[str, Any] = {
        "id": f"s-{number}",
        "document": "d",
        "day": MONDAY,
        "start": 10 * number,
        "end": 10 * number + 5,
        "sha256": f"{number:064x}",
        "speaker": f"voice {number}",
        "actor": "a",
        "issue": "i",
        "stance": "supports",
        "mode": "direct",
        "position": 50.0,
        "coders": frozenset({"anna"}),
        "own": True,
    }
    return Confirmed(**usual | said)


@st.composite
def pools(draw: st.DrawFn, least: int = 1, **fixed: Any) -> list[Confirmed]:
    """Statements of one actor on one issue, of which at least one commits it to something."""
    said = st.fixed_dictionaries({
        "stance": st.sampled_from(sorted(COMMITMENT)),
        "mode": st.sampled_from(sorted(DIRECTNESS)),
        "position": st.integers(0, 400).map(lambda n: n / 4),
        "own": st.booleans(),
    })  # fmt: skip
    found = [
        statement(i, **one | fixed) for i, one in enumerate(draw(st.lists(said, min_size=least, max_size=8)))
    ]
    assume(any(one.stance != "neutral" for one in found))
    return found


def estimated(pool: Sequence[Confirmed]) -> Estimate:
    found = estimate(acts(pool))
    assert found is not None
    return found


def range_of(found: Estimate) -> tuple[int, int, int]:
    return found.low, found.mode, found.high


# ------------------------------------------------------------------------------------------------------- laws


@given(pools())
def test_a_range_is_in_order_and_within_the_scale(pool: list[Confirmed]) -> None:
    found = estimated(pool)
    assert 0 <= found.low <= found.mode <= found.high <= 100


@given(pools())
def test_a_range_holds_every_act_that_commits(pool: list[Confirmed]) -> None:
    found = estimated(pool)
    assert all(found.low <= one.position <= found.high for one in pool if one.stance != "neutral")


@given(pools())
def test_a_range_is_at_least_as_wide_as_its_grade(pool: list[Confirmed]) -> None:
    found = estimated(pool)
    assert found.high - found.low >= WIDTH[found.grade]


@given(pools(), st.data())
def test_order_changes_nothing(pool: list[Confirmed], data: st.DataObject) -> None:
    assert estimated(data.draw(st.permutations(pool))) == estimated(pool)


@given(pools(), st.data())
def test_a_copy_in_another_outlet_changes_nothing(pool: list[Confirmed], data: st.DataObject) -> None:
    copied = data.draw(st.sampled_from(pool))
    wire = replace(copied, id="s-wire", document="e", speaker="another outlet", start=700, end=705)
    assert range_of(estimated([*pool, wire])) == range_of(estimated(pool))


@given(pools(), st.data())
def test_one_voice_said_again_on_the_same_day_changes_nothing(
    pool: list[Confirmed], data: st.DataObject
) -> None:
    repeated = data.draw(st.sampled_from(pool))
    again = replace(repeated, id="s-again", document="e", sha256="f" * 64, start=700, end=705)
    assert range_of(estimated([*pool, again])) == range_of(estimated(pool))


@given(pools(), pools())
def test_a_contradiction_never_narrows(pool: list[Confirmed], others: list[Confirmed]) -> None:
    far = replace(others[0], id="s-far", sha256="f" * 64, speaker="somebody else", start=700, end=705)
    committed = [one.position for one in pool if one.stance != "neutral"]
    assume(far.stance != "neutral")
    assume(max(abs(far.position - place) for place in committed) > STEP)
    before, after = estimated(pool), estimated([*pool, far])
    assert after.high - after.low >= before.high - before.low


@given(pools())
@example([statement(1, position=20.5), statement(2, position=53.5)])  # an odd width, and both ends on a half
def test_mirroring_the_scale_mirrors_the_result(pool: list[Confirmed]) -> None:
    mirror = [replace(one, position=100 - one.position, stance=MIRRORED[one.stance]) for one in pool]
    low, mode, high = range_of(estimated(pool))
    assert range_of(estimated(mirror)) == (100 - high, 100 - mode, 100 - low)


@given(pools(least=2, own=True), st.data())
def test_the_directer_an_act_the_more_it_pulls(pool: list[Confirmed], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(pool) - 1))

    def distance(mode: str) -> float:
        told = [*pool[:at], replace(pool[at], mode=mode), *pool[at + 1 :]]
        return abs(estimated(told).mode - pool[at].position)

    distances = [distance(mode) for mode in ("direct", "indirect", "narrated", "expected")]
    assert all(near <= far + 0.5 for near, far in pairwise(distances))


@given(pools(), st.integers(1, 4), st.data())
def test_asking_for_more_coders_never_lets_a_statement_in(
    pool: list[Confirmed], least: int, data: st.DataObject
) -> None:
    coders = st.frozensets(st.sampled_from(["anna", "ben", "carla", "dimitri"]), min_size=1)
    coded = [replace(one, coders=data.draw(coders)) for one in pool]
    more, fewer = confirmed(coded, least + 1), confirmed(coded, least)
    assert {one.id for one in more} <= {one.id for one in fewer}
    assert confirmed(coded, 1) == coded


@given(pools(own=True))
def test_words_of_others_never_pass_for_words_of_the_actor(pool: list[Confirmed]) -> None:
    assert estimated([replace(one, own=False) for one in pool]).grade == "reported"


# ----------------------------------------------------------------------------------------------- single cases


def test_words_of_its_own_leave_half_a_step_open_to_either_side() -> None:
    assert estimated([statement(1)]) == Estimate(38, 50, 62, "stated", ("s-1",))


def test_what_the_end_of_the_scale_cuts_off_is_open_at_the_other_end() -> None:
    assert range_of(estimated([statement(1, position=0)])) == (0, 0, 24)


def test_a_report_is_wider_and_a_contradiction_takes_the_weaker_grade() -> None:
    assert estimated([statement(1, mode="narrated")]).grade == "reported"
    both = estimated([statement(1, position=20), statement(2, position=60, mode="narrated")])
    assert (both.low, both.high, both.grade) == (15, 65, "reported")
    assert both.mode == round((4 * 20 + 2 * 60) / 6)


def test_neutral_words_weigh_little_and_place_nobody() -> None:
    neutral = statement(2, stance="neutral", position=100)
    assert estimate(acts([neutral])) is None
    assert estimated([statement(1), neutral]).mode == round((4 * 50 + 0.5 * 100) / 4.5)


def test_coders_who_read_the_same_words_differently_are_one_act_that_spans_both() -> None:
    one, other = statement(1, position=50), statement(1, id="t-1", position=75, coders=frozenset({"ben"}))
    found = estimated([replace(one, end=13), replace(other, start=12, sha256="e" * 64)])
    assert (found.mode, found.evidence) == (62, ("s-1",))
    assert found.low <= 50
    assert found.high >= 75


def test_overlapping_words_of_two_coders_confirm_each_other_on_one_actor_and_issue_only() -> None:
    one = statement(1)
    ben = replace(one, id="t-1", start=one.start + 3, sha256="e" * 64, coders=frozenset({"ben"}))
    assert confirmed([one, ben], 2) == [one, ben]
    assert confirmed([one, replace(ben, issue="j")], 2) == []
    assert confirmed([one, replace(ben, start=one.end, end=one.end + 1)], 2) == []


def test_later_weeks_supersede_and_neutral_ones_do_not() -> None:
    days = {n: MONDAY - dt.timedelta(days=n) for n in (0, 3, 8, 30)}
    old, week, newer, newest = (statement(n, day=days[n]) for n in (30, 8, 3, 0))
    neutral = statement(99, stance="neutral")
    assert current([old, week, newer, newest], "week", MONDAY) == [newer, newest]
    assert current([old, week, newer, newest], "latest", MONDAY) == [newest]
    assert current([old, week, newer, newest], "all", MONDAY) == [old, week, newer, newest]
    assert current([old, week, newer, newest], "week", days[8]) == [week]
    assert current([old, neutral], "week", MONDAY) == [old]


@given(pools(), st.sampled_from(["week", "latest", "all"]), st.data())
def test_nothing_younger_than_the_last_day_counts(
    pool: list[Confirmed], period: str, data: st.DataObject
) -> None:
    days = st.integers(0, 60).map(lambda n: MONDAY - dt.timedelta(days=n))
    dated = [replace(one, day=data.draw(days)) for one in pool]
    until = data.draw(days)
    assert all(one.day <= until for one in current(dated, period, until))


# ----------------------------------------------------------------------------------------------------- bodies

CLUB = Stakeholder("club", "body")
TABLE = Stakeholder("table", "body", cohesion=0.2)


def placed(stakeholders: Sequence[Stakeholder], *said: Confirmed) -> dict[str, Placed]:
    known = {one.id: one for one in stakeholders}
    return {one.actor: one for one in place_all(said, known, ["i"], Rule(MONDAY))}


def test_a_body_serves_members_that_have_no_words_of_their_own() -> None:
    seats = {"club": Seat()}
    silent, heard = Stakeholder("silent", seats=seats), Stakeholder("heard", seats=seats)
    outside = Stakeholder("outside")
    group = statement(1, actor="club", body=True, position=75)
    found = placed([silent, heard, outside, CLUB], group, statement(2, actor="heard", position=20))
    assert found["silent"].found == Estimate(50, 75, 100, "group", ("s-1",))
    assert found["silent"].bodies == ("club",)
    assert found["heard"].found == Estimate(8, 20, 32, "stated", ("s-2",))
    assert (found["outside"].found, found["outside"].standing) == (None, "assumed")
    assert "club" not in found


def test_a_table_of_rivals_and_a_seat_not_held_on_the_day_serve_nobody() -> None:
    late = Stakeholder("late", seats={"club": Seat(since=MONDAY + dt.timedelta(days=1))})
    rival = Stakeholder("rival", seats={"table": Seat()})
    said = [statement(n, actor=body, body=True) for n, body in enumerate(("club", "table"))]
    found = placed([late, rival, CLUB, TABLE], *said)
    assert found["late"].found is None
    assert found["rival"].found is None


def test_of_a_community_only_its_own_words_count() -> None:
    people = Stakeholder("people", "community")
    others = statement(1, actor="people", own=False)
    assert placed([people], others)["people"].found is None
    assert placed([people], others, statement(2, actor="people"))["people"].found is not None


def test_references_keep_what_was_judged() -> None:
    entry = {"low": 60, "mode": 70, "high": 80, "grade": "reported", "evidence": ["s-1", "book"], "note": "n"}
    judged = placed([Stakeholder("a", positions={"i": entry})], statement(1))["a"]
    assert (judged.standing, judged.references, judged.fits) == ("kept", ("book",), False)
    assert entry_of(judged) == entry
    told = placed([Stakeholder("a", positions={"i": entry | {"evidence": ["s-1"]}})], statement(1))["a"]
    assert entry_of(told) == {
        "low": 38, "mode": 50, "high": 62, "grade": "stated", "evidence": ["s-1"], "note": "n",
    }  # fmt: skip


def test_where_nothing_is_known_the_whole_scale_is_open() -> None:
    entry = entry_of(placed([Stakeholder("a")])["a"])
    assert (entry["low"], entry["mode"], entry["high"], entry["grade"]) == (0, 50, 100, "assumed")
    assert entry["note"]
    # What was graded by statements that do not count is open again; what was assumed stays as it was.
    was = {"low": 60, "mode": 70, "high": 80, "salience": 0.3, "grade": "stated", "evidence": ["s-1"]}
    said = replace(statement(1), day=MONDAY + dt.timedelta(days=1))
    open_again = entry_of(placed([Stakeholder("a", positions={"i": was})], said)["a"])
    assert open_again == entry | {"salience": 0.3}
    supposed = was | {"grade": "assumed", "evidence": [], "note": "n"}
    assert entry_of(placed([Stakeholder("a", positions={"i": supposed})])["a"]) == supposed


# ----------------------------------------------------------------------------------------------------- voices


def test_a_minister_speaks_for_the_state_and_a_messenger_for_nobody() -> None:
    entry = {"name": "Ruritania", "office": "Rudolf Elphberg, king; one of the four"}
    names = names_of(
        "ruritania", entry | {"naming": {"demonyms": ["Ruritanian"], "officers": [{"name": "Sapt"}]}}
    )
    assert speaks_for("Ruritanian ministers", names)
    assert speaks_for("Rudolf Elphberg", names)
    assert speaks_for("Sapt, colonel", names)
    assert speaks_for("Ruritania, as the Gazette reports it", names)
    assert not speaks_for("the Gazette, citing Ruritanian officials", names)
    assert not speaks_for("RuritaniaNews staff", names)
    assert speaks_for("British, French and Dutch ministers", names_of("netherlands", {}))


# ------------------------------------------------------------------------------------------ the flagship case


@pytest.fixture(scope="module")
def coded() -> list[Placed]:
    """Every position of the case by its statements."""
    stakeholders = read_stakeholders(CASE / "actors.yaml")
    issues = list(yaml.safe_load((CASE / "issues.yaml").read_text(encoding="utf-8")))
    gathered = gather(read_codings(CASE), stakeholders, issues)
    return place_all(gathered.statements, stakeholders, issues, Rule(gathered.until))


def test_the_layer_is_read_back_as_it_was_meant(coded: list[Placed]) -> None:
    layer = yaml.safe_load(as_yaml(coded, ["head"]))["actors"]
    assert len(coded) == sum(len(actor["positions"]) for actor in layer.values()) == 216
    for one in coded:
        entry = layer[one.actor]["positions"][one.issue]
        assert entry == entry_of(one), (one.actor, one.issue)
        Position.model_validate(entry | {"evidence": tuple(entry["evidence"])})


# Where the case's coder departs from the rule, and why; the range that stands still holds the rule's mode.
DEPARTURES = {
    ("greece", "recognition"): "what is said of it is told as past, which no field of a statement holds",
    ("slovakia", "recognition"): "likewise",
    ("greece", "talks"): "nothing is said of it, and it is among those that the letter is written to",
    ("slovakia", "talks"): "likewise",
    ("spain", "talks"): "likewise",
    ("cyprus", "talks"): "likewise",
}
# The state's own word in a reference, or its statement on another issue, stands against what its body says.
AGAINST_THE_BODY = {
    ("spain", "eu_mission"),
    ("romania", "talks"),
    ("cyprus", "eu_mission"),
    ("cyprus", "talks"),
}


def test_the_positions_of_the_case_are_those_of_its_statements(coded: list[Placed]) -> None:
    reckoned = [one for one in coded if one.standing == "coded" and (one.actor, one.issue) not in DEPARTURES]
    assert len(reckoned) == 98
    for one in reckoned:
        assert one.entry == entry_of(one), (one.actor, one.issue)


def test_what_is_judged_with_references_or_departs_holds_what_the_statements_say(coded: list[Placed]) -> None:
    judged = [one for one in coded if one.standing == "kept" or (one.actor, one.issue) in DEPARTURES]
    assert len(judged) == 20 + len(DEPARTURES)
    assert {(one.actor, one.issue) for one in judged if not one.fits} == AGAINST_THE_BODY
    assert all(one.bodies for one in judged if not one.fits)
    assert all(one.entry and one.entry["note"] for one in judged if (one.actor, one.issue) in DEPARTURES)


def test_what_is_assumed_has_no_statement_that_counts(coded: list[Placed]) -> None:
    assumed = {(one.actor, one.issue): one for one in coded if one.entry and one.entry["grade"] == "assumed"}
    assert len(assumed) == 96
    assert {cell for cell, one in assumed.items() if one.found} == {
        cell for cell in DEPARTURES if cell[1] == "talks"
    }


def test_one_letter_and_a_sentence_carried_over_are_one_act_each(coded: list[Placed]) -> None:
    found = {(one.actor, one.issue): one.found for one in coded}
    assert found["france", "talks"] == Estimate(0, 0, 24, "stated", ("s-agency-04",))
    assert found["serbia", "talks"] == Estimate(55, 75, 95, "reported", ("s-bbc07-29",))


# ----------------------------------------------------------------------------------------------------- faults


def test_all_faults_of_an_actors_file_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "actors.yaml"
    path.write_text(
        "a:\n  kind: stat\n  memberships: {club: {from: 2007-02-30}}\n"
        "b:\n  positions:\n    i: {low: 60, mode: 50, high: 70, grade: stated}\n"
        "    j: {low: 0, mode: true, grade: guessed}\n"
        "c: 3\nd: {cohesion: 2}\n",
        encoding="utf-8",
    )
    with pytest.raises(SourceError) as caught:
        read_stakeholders(path)
    told = "\n".join(caught.value.faults)
    for fault in (
        f"{path}:2:9: a.kind: 'stat' is not a kind of actor; did you mean 'state'?",
        f"{path}:3:30: a.memberships.club.from: '2007-02-30' is not a date (YYYY-MM-DD)",
        "b.positions.i: 60, 50, 70 is no range",
        "b.positions.j.mode: true is not a number from 0 to 100",
        "b.positions.j.high: is missing",
        "b.positions.j: 'guessed' is not a grade; allowed: stated, reported, group, assumed",
        "c: is not a mapping",
        "d.cohesion: wants a value, or a mode, from 0 to 1",
    ):
        assert fault in told


CODED = """
coder: {coder}
documents: {{d: {{file: d.txt, sha256: {sha}, outlet: Gazette, date: 2007-12-10}}}}
statements:
  s-1: {{document: d, start: 0, end: 9, sha256: {sha}, speaker: Serbia, actor: serbia, issue: i,
    stance: opposes, mode: indirect, position: {position}, coders: [zoe]}}
"""


def write_coders(folder: Path, **places: object) -> Path:
    for coder, position in places.items():
        text = CODED.format(coder=coder, sha="0" * 64, position=position)
        (folder / f"{coder}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_coders_files_are_pooled_and_what_has_no_place_is_left_out(tmp_path: Path) -> None:
    codings = read_codings(write_coders(tmp_path, anna=0, ben=10, carla="null"))
    gathered = gather(codings, nameless(["serbia"]), ())
    assert [one.own for one in gathered.statements] == [True, True]
    assert gathered.unplaced == ("s-1",)  # by carla; zoe stands beside each of the three
    found = place_all(gathered.statements, nameless(["serbia"]), ["i"], Rule(gathered.until, least=3))
    assert found[0].found == Estimate(0, 5, 24, "stated", ("s-1",))
    alone = place_all(gathered.statements, nameless(["serbia"]), ["i"], Rule(gathered.until, least=4))
    assert alone[0].found is None


def test_names_that_stand_for_nothing_are_refused_with_the_nearest(tmp_path: Path) -> None:
    codings = read_codings(write_coders(tmp_path, anna=0))
    with pytest.raises(SourceError) as caught:
        gather(codings, nameless(["serbs"]), ["ii"])
    assert caught.value.faults == (
        "anna: s-1.actor: 'serbia' is not an actor; did you mean 'serbs'?",
        "anna: s-1.issue: 'i' is not an issue; did you mean 'ii'?",
    )


def test_a_broken_coders_file_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = write_coders(tmp_path, anna=120, ben="x") / "anna.yaml"
    with pytest.raises(SourceError) as caught:
        read_codings(tmp_path)
    assert str(caught.value).startswith(f"{path}:6:48: statements.s-1.position: 120 is above 100")
    assert len(caught.value.faults) == 2
