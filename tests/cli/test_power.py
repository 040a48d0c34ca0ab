"""`power`: bodies in words and as JSON, and what cannot be measured, word for word."""

import json
import math
from pathlib import Path

import pytest

from scenarios import load
from tests.cli.asking import HARBOUR, Ask

COUNCIL = """\

unsc: UN Security Council
kosovo-2007/baseline on 2007-12-10, decision rule council. A text needs 9 votes
in favour and no permanent member against. Seen as yes or no, a permanent member
that abstains says no, though its abstention would let the text pass.

Members             15
Quota               9 of 15 members
Winning coalitions  848 of 32,768
Power to act        0.02588 (Coleman)

Member             Votes  Veto   Banzhaf  Normalised  Shapley-Shubik
united-kingdom         1  yes    0.05176      0.1669          0.1963
"""
SMALLEST = "south-africa           1  no    0.005127     0.01654        0.001865\n"

UNION = """\

eu: European Union (Council)
kosovo-2007/baseline on 2007-12-10, decision rule qualified_majority. A text
needs both 255 of 345 votes and 14 of 27 members in favour.

Members             27
Quota               255 of 345 votes and 14 of 27 members
Winning coalitions  2,718,758 of 134,217,728
Power to act        0.02026 (Coleman)

"""


def test_the_council_in_words(ask: Ask) -> None:
    answer = ask("power", "kosovo-2007", "unsc")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(COUNCIL)
    assert answer.out.endswith(SMALLEST)
    rows = answer.out.partition("Shapley-Shubik\n")[2].splitlines()
    assert [row.split()[2] for row in rows] == ["yes"] * 5 + ["no"] * 10


def test_the_union_in_words(ask: Ask) -> None:
    answer = ask("power", "kosovo-2007", "eu", "--rule", "qualified_majority")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(UNION)
    assert answer.out.endswith("malta               3  no    0.003958    0.009422        0.008178\n")


def test_the_council_as_json(ask: Ask) -> None:
    told = json.loads(ask("power", "kosovo-2007", "unsc", "--json").out)
    power = told.pop("power")
    assert told.pop("note").startswith("A text needs 9 votes in favour and no permanent member against.")
    assert told == {
        "scenario": "kosovo-2007/baseline",
        "body": "unsc",
        "on": "2007-12-10",
        "rule": "council",
        "members": 15,
        "quota": [{"of": "members", "needed": 9, "total": 15}],
        "coalitions": 32768,
        "winning": 848,
        "power_to_act": 848 / 2**15,
    }
    permanent = {"china", "france", "russia", "united-kingdom", "united-states"}
    assert {name for name, one in power.items() if one["veto"]} == permanent
    assert power["russia"] == {
        "votes": 1,
        "veto": True,
        "banzhaf": 848 / 2**14,
        "banzhaf_normalised": 848 / 5080,
        "shapley_shubik": 421 / 2145,
    }
    assert power["ghana"]["shapley_shubik"] == 4 / 2145


def test_json_has_the_members_in_the_order_of_the_case_and_words_the_strongest_first(ask: Ask) -> None:
    asked = ("power", "kosovo-2007", "eu", "--rule", "qualified_majority")
    told = json.loads(ask(*asked, "--json").out)["power"]
    assert list(told) == [name for name in load("kosovo-2007/baseline").actors if name in told]
    rows = ask(*asked).out.partition("Shapley-Shubik\n")[2].splitlines()
    votes = [int(row.split()[1]) for row in rows]
    assert votes == sorted(votes, reverse=True)
    assert sum(votes) == 345


@pytest.mark.parametrize(
    ("body", "members", "note"),
    [
        ("nato", 26, "One objection is enough to block."),
        (
            "eu",
            27,
            (
                "One objection is enough to block, so that seen as yes or no the rule is unanimity. To stand "
                "aside, which blocks nothing unless too many do, is no answer in a game of yes and no."
            ),
        ),
    ],
)
def test_where_one_objection_blocks_all_are_equal_and_hardly_anything_passes(
    ask: Ask, body: str, members: int, note: str
) -> None:
    told = json.loads(ask("power", "kosovo-2007", body, "--json").out)
    assert told["note"] == note
    assert (told["members"], told["winning"], told["power_to_act"]) == (members, 1, 0.5**members)
    for one in told["power"].values():
        assert one == {
            "votes": 1,
            "veto": True,
            "banzhaf": 0.5 ** (members - 1),
            "banzhaf_normalised": 1 / members,
            "shapley_shubik": 1 / members,
        }


def test_whoever_can_block_is_said_to_have_a_veto(ask: Ask) -> None:
    rows = ask("power", "kosovo-2007", "nato").out.partition("Shapley-Shubik\n")[2].splitlines()
    assert [row.split()[2] for row in rows] == ["yes"] * 26


def test_a_majority_that_is_not_said_is_more_than_half(ask: Ask) -> None:
    asked = ("power", "kosovo-2007", "nato", "--rule", "majority", "--on", "2009-01-04", "--json")
    told = json.loads(ask(*asked).out)
    assert told["note"] == "A text needs 14 of 26 members in favour."
    assert told["power_to_act"] == pytest.approx((1 - math.comb(26, 13) / 2**26) / 2)


def test_half_of_the_elected_members_change_with_the_year(ask: Ask) -> None:
    old, new = (
        set(json.loads(ask("power", "kosovo-2007", "unsc", "--on", day, "--json").out)["power"])
        for day in ("2007-12-31", "2008-01-01")
    )
    assert (len(old), len(new), len(old & new)) == (15, 15, 10)
    assert "croatia" in new - old


def test_a_scenario_may_change_the_rule(ask: Ask, tmp_path: Path) -> None:
    head = "title: T\nquestion: Q?\nextends: kosovo-2007/baseline\n"
    (tmp_path / "mine.yaml").write_text(head + "set: {rules.unsc.veto: false}\n")
    told = json.loads(ask("power", "mine.yaml", "unsc", "--json").out)
    assert told["note"] == "A text needs 9 votes in favour, and nobody can veto it."
    assert told["power_to_act"] == pytest.approx(0.3036, abs=5e-5)
    assert {one["veto"] for one in told["power"].values()} == {False}
    assert json.loads(ask("power", "kosovo-2007/eu-split", "eu", "--json").out)["rule"] == "unanimity"


def test_other_votes_needed(ask: Ask) -> None:
    told = json.loads(ask("power", "kosovo-2007", "unsc", "--quota", 15, "--json").out)
    assert (told["quota"][0]["needed"], told["winning"]) == (15, 1)
    asked = ("power", "kosovo-2007", "eu", "--rule", "qualified_majority", "--quota", 345, "--json")
    assert json.loads(ask(*asked).out)["winning"] == 1


def test_a_case_of_ones_own_by_its_folder_or_its_scenario(ask: Ask) -> None:
    # Two of three towns; or 7 of 9 votes (3, 2 and 4) and two towns, which only two coalitions have.
    two = json.loads(ask("power", HARBOUR, "league", "--quota", 2, "--json").out)
    assert (two["scenario"], two["winning"]) == ("harbour/baseline", 4)
    asked = ("power", HARBOUR / "storm.yaml", "league", "--rule", "qualified_majority", "--json")
    told = json.loads(ask(*asked).out)
    assert (told["scenario"], told["winning"]) == ("harbour/storm", 2)
    shares = {name: (one["veto"], one["shapley_shubik"]) for name, one in told["power"].items()}
    assert shares == {"upstream": (True, 0.5), "midway": (False, 0.0), "NO": (True, 0.5)}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["kosovo-2007", "unse"], "'unse' is not a body of kosovo-2007; did you mean 'unsc'?"),
        (
            ["kosovo-2007", "serbia"],
            (
                "'serbia' is not a body of kosovo-2007; "
                "there are eu, nato, oic, troika, un-secretary-general, unsc"
            ),
        ),
        (
            ["kosovo-2007", "oic"],
            (
                "oic decides nothing in kosovo-2007/baseline: there is no rules.oic; bodies that decide: eu, "
                "nato, unsc; --rule looks at it under a rule of your choice"
            ),
        ),
        (
            ["kosovo-2007", "un-secretary-general", "--rule", "majority"],
            "un-secretary-general has no member on 2007-12-10 in kosovo-2007/baseline",
        ),
        (
            ["kosovo-2007", "unsc", "--rule", "qualified_majority"],
            (
                "nobody in unsc holds weighted votes on 2007-12-10, which qualified_majority counts; "
                "actors.NAME.memberships.unsc.votes holds them"
            ),
        ),
        (
            ["kosovo-2007", "nato", "--rule", "council"],
            (
                "council needs the votes by which it adopts, and rules.nato.majority gives none; give them "
                "as --quota N"
            ),
        ),
        (
            ["kosovo-2007", "nato", "--quota", "3"],
            "--quota: consensus asks everyone and has no number to set",
        ),
        (
            ["kosovo-2007", "unsc", "--quota", "16"],
            "--quota: 16 is above 15, all members of unsc on 2007-12-10; nothing could be adopted",
        ),
        (
            ["kosovo-2007", "eu", "--rule", "qualified_majority", "--quota", "346"],
            "--quota: 346 is above 345, all votes of eu on 2007-12-10; nothing could be adopted",
        ),
        (
            [HARBOUR, "league"],
            (
                f"{HARBOUR}/rules.yaml:3:40: rules.league.majority: 5 is above 3, all members of league on "
                "1902-04-01; nothing could be adopted"
            ),
        ),
        (["kosovo-2007", "unsc", "--quota", "0"], "--quota: 0 is below 1"),
        (["kosovo-2007", "unsc", "--quota", "nine"], "--quota: 'nine' is not a whole number"),
        (
            ["kosovo-2007", "unsc", "--rule", "counsil"],
            "--rule: 'counsil' is not a decision rule; did you mean 'council'?",
        ),
        (["kosovo-2007", "unsc", "--on", "May"], "--on: 'May' is not a date (YYYY-MM-DD)"),
        (["kosovo-2007", "unsc", "--on", "20080101"], "--on: '20080101' is not a date (YYYY-MM-DD)"),
        (
            ["kosovo-2007", "unsc", "--on", "2006-12-31"],
            "--on: 2006-12-31 is before the start; allowed: 2007-12-10 to 2009-01-04",
        ),
        (
            ["kosovo-2007", "unsc", "--on", "2009-01-05"],
            "--on: 2009-01-05 is after the horizon; allowed: 2007-12-10 to 2009-01-04",
        ),
        (
            ["kosovo-2007/basline", "unsc"],
            "kosovo-2007/basline: there is no such scenario; did you mean 'kosovo-2007/baseline'?",
        ),
    ],
)
def test_what_cannot_be_measured_is_refused(ask: Ask, arguments: list[object], message: str) -> None:
    answer = ask("power", *arguments)
    assert (answer.code, answer.out, answer.err) == (2, "", message + "\n")


def test_help_names_every_decision_rule(ask: Ask) -> None:
    from sim.power import RULES

    told = " ".join(ask("power", "--help").out.split())
    assert f"Another decision rule than the scenario's: {', '.join(RULES)}." in told
