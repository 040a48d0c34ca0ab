"""`bargain`: the columns of the field's round files, JSON, and all that is refused, word for word."""

import csv
import io
import json
from pathlib import Path

import pytest

from agents import protocols
from tests.cli.asking import Ask
from tests.cli.datasets import EMISSIONS, HARBOUR


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    """The two data sets, where the command is asked."""
    (tmp_path / "emissions.csv").write_text(EMISSIONS)
    (tmp_path / "harbour.csv").write_text(HARBOUR)


# -------------------------------------------------------------------------------------------------- CSV, JSON


def test_csv_has_the_columns_and_numbers_of_the_reconstructions(ask: Ask) -> None:
    """The first rounds as two open reconstructions of Scholz's code (2014, 2016) print them."""
    answer = ask(
        "bargain", "emissions.csv", "--protocol", "expected-utility", "--rounds", 2, "--format", "csv"
    )
    rows = list(csv.reader(io.StringIO(answer.out)))
    assert ",".join(rows[0]) == (
        "round,weighted_median,weighted_mean,"
        "Netherlands,Belgium,Luxembourg,Germany,France,Italy,UK,Ireland,Denmark,Greece"
    )
    assert [[float(cell) for cell in row] for row in rows[1:]] == [
        pytest.approx([0, 7, 7.389955686854, 4, 7, 4, 4, 10, 10, 10, 7, 4, 7], abs=1e-9),
        pytest.approx(
            [1, 8.415932315427, 7.461314378277, 4, 8.415932315427, 7, 4, 10, 10, 10, 4, 4, 7], abs=1e-9
        ),
        pytest.approx(
            [2, 9.61085913412, 7.552500865856, 4, 9.61085913412, 8.415932315427, 4, 10, 10, 10, 7, 4, 7],
            abs=1e-9,
        ),
    ]
    assert "\r" not in answer.out


def test_csv_of_several_issues_has_the_issue_first_and_nothing_where_nothing_is_held(ask: Ask) -> None:
    told = ask("bargain", "harbour.csv", "--protocol", "none", "--rounds", 1, "--format", "csv").out
    rows = [line.split(",") for line in told.splitlines()]
    assert rows[0] == ["issue", "round", "weighted_median", "weighted_mean", "Port", "Town", "Mill", "Farm"]
    assert [row[:2] for row in rows[1:]] == [["dues", "0"], ["dues", "1"], ["hours", "0"], ["hours", "1"]]
    assert rows[3][4:] == ["70.0", "10.0", "", "35.0"]


def test_csv_of_all_protocols_has_the_protocol_first(ask: Ask) -> None:
    one = list(csv.reader(io.StringIO(ask("bargain", "emissions.csv", "--rounds", 1, "--format", "csv").out)))
    assert one[0][:4] == ["protocol", "round", "weighted_median", "weighted_mean"]
    names = [name for name in protocols.names() if name != "exchange"]
    assert [row[:2] for row in one[1:]] == [[name, at] for name in names for at in ("0", "1")]
    both = list(csv.reader(io.StringIO(ask("bargain", "harbour.csv", "--rounds", 0, "--format", "csv").out)))
    assert both[0][:3] == ["protocol", "issue", "round"]
    assert {row[0] for row in both[1:]} == set(protocols.names())


def test_json_has_rounds_by_issue_and_all_offers(ask: Ask) -> None:
    answer = ask("bargain", "harbour.csv", "--protocol", "exchange", "--rounds", 2, "--json")
    told = json.loads(answer.out)
    assert list(told) == [
        "title", "format", "protocol", "options", "seed", "rounds", "settled", "issues", "offers",
    ]  # fmt: skip
    assert (told["format"], told["protocol"], told["seed"], told["rounds"]) == ("csv", "exchange", 2007, 2)
    hours = told["issues"]["hours"]
    assert (hours["title"], hours["low"], hours["high"]) == ("hours", 0, 100)
    assert {name: len(amounts) for name, amounts in hours["positions"].items()} == {
        "Port": 3, "Town": 3, "Mill": 3, "Farm": 3,
    }  # fmt: skip
    assert hours["positions"]["Mill"] == [None] * 3
    assert hours["votes"]["Port"] == pytest.approx([70, 15.07685551, 12.8806], abs=1e-3)
    assert len(hours["vote_mean"]) == len(hours["weighted_mean"]) == len(hours["weighted_median"]) == 3
    assert len(hours["made"]["Port"]) == 2
    assert told["offers"][1] == {
        "round": 1, "actor": "Town", "other": "Port", "issue": "dues", "kind": "exchange", "ended": "made",
        "before": 85.0, "after": 20.0, "gain": pytest.approx(6.166007905), "others_gain": 0.0,
        "others_loss": pytest.approx(-18.18972332), "outcome_shift": pytest.approx(-11.30434783),
    }  # fmt: skip
    assert (
        answer.out
        == ask("bargain", "harbour.csv", "--protocol", "exchange", "--rounds", 2, "--format", "json").out
    )


def test_json_of_all_protocols_says_what_is_left_out_and_why(ask: Ask) -> None:
    told = json.loads(ask("bargain", "emissions.csv", "--rounds", 1, "--json").out)
    assert list(told["protocols"]) == [name for name in protocols.names() if name != "exchange"]
    assert told["left_out"] == {"exchange": "needs two issues on which the same two actors hold positions"}
    assert told["protocols"]["expected-utility"]["offers"]
    assert "votes" not in told["protocols"]["expected-utility"]["issues"]["Position"]


def test_the_seed_moves_what_is_drawn(ask: Ask) -> None:
    asked = ("bargain", "emissions.csv", "--protocol", "quantal-response", "--format", "csv", "--seed")
    assert ask(*asked, 1).out == ask(*asked, 1).out != ask(*asked, 2).out


# ---------------------------------------------------------------------------------------------- what is wrong

KNOWN = (
    "all, compromise, condorcet, exchange, expected-utility, influence, kalai-smorodinsky, median, nash, "
    "none, procedural, quantal-response"
)

WRONG = {
    "a protocol": (
        ["--protocol", "expected-utilty"],
        "--protocol: 'expected-utilty' is not a protocol; did you mean 'expected-utility'?",
    ),
    "a strange protocol": (
        ["--protocol", "duel"],
        f"--protocol: 'duel' is not a protocol; there are {KNOWN}",
    ),
    "a format": (["--format", "xml"], "--format: 'xml' is not a format; there are csv, json, table"),
    "two formats": (
        ["--json", "--format", "csv"],
        "--json: goes with no other format, and --format is csv",
    ),
    "offers of all": (["--offers"], "--offers: goes with one protocol; name it with --protocol"),
    "offers in csv": (
        ["--offers", "--format", "csv", "--protocol", "nash"],
        "--offers: goes with a table, and --format is csv",
    ),
    "an option for all": (["--option", "q=1"], "--option: goes with one protocol; name it with --protocol"),
    "options": (
        [
            "--protocol", "expected-utility", "--option", "foo", "--option", "=5", "--option", "q=2",
            "--option", "prest=x", "--option", "q=1", "--option", "preset=scholz", "--option", "votes=",
        ],
        (
            "--option: 'foo' is not NAME=VALUE\n"
            "--option: '=5' is not NAME=VALUE\n"
            "--option: q: is said twice; say it once\n"
            "--option: q: '2' is not a number from 0 to 1\n"
            "--option: prest: is no option of this protocol; did you mean 'preset'?\n"
            "--option: preset: 'scholz' is none of its words; did you mean 'scholz-code'?\n"
            "--option: votes: '' is none of its words; allowed: preset, risk, linear"
        ),
    ),
    "an option where there is none": (
        ["--protocol", "compromise", "--option", "q=1"],
        "--option: q: is no option of this protocol; there is none",
    ),
    "scales": (
        [
            "--scale", "10:4", "--scale", "x", "--scale", "=1:2", "--scale", "nan:1", "--scale", "0:inf",
            "--scale", "4:10", "--scale", "0:10", "--scale", "Position=4:10", "--scale", "Position=0:9",
        ],
        (
            "--scale: '10:4' is not LOW:HIGH or ISSUE=LOW:HIGH, the low end first\n"
            "--scale: 'x' is not LOW:HIGH or ISSUE=LOW:HIGH, the low end first\n"
            "--scale: '=1:2' is not LOW:HIGH or ISSUE=LOW:HIGH, the low end first\n"
            "--scale: 'nan:1' is not LOW:HIGH or ISSUE=LOW:HIGH, the low end first\n"
            "--scale: '0:inf' is not LOW:HIGH or ISSUE=LOW:HIGH, the low end first\n"
            "--scale: '0:10' is a second scale for all issues; say it once\n"
            "--scale: 'Position=0:9' is a second scale for Position; say it once"
        ),
    ),
    "many things": (
        ["--protocol", "medain", "--format", "tabel", "--option", "q", "--scale", "4"],
        (
            "--format: 'tabel' is not a format; did you mean 'table'?\n"
            "--protocol: 'medain' is not a protocol; did you mean 'median'?\n"
            "--option: 'q' is not NAME=VALUE\n"
            "--scale: '4' is not LOW:HIGH or ISSUE=LOW:HIGH, the low end first"
        ),
    ),
    "a scale of no issue": (
        ["--scale", "position=4:10"],
        "emissions.csv: --scale: there is no issue 'position'; did you mean 'Position'?",
    ),
    "fewer than no rounds": (["--rounds", "-1"], "--rounds: -1 is below 0"),
    "too many rounds": (["--rounds", "10001"], "--rounds: 10001 is above 10000"),
    "half a round": (["--rounds", "1.5"], "--rounds: '1.5' is not a whole number"),
    "a huge seed": (["--seed", str(2**63)], f"--seed: {2**63} is above {2**63 - 1}"),
    "what a protocol lacks": (
        ["--protocol", "exchange"],
        "--protocol: exchange needs two issues on which the same two actors hold positions",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("options", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_at_once_and_nothing_is_printed(
    ask: Ask, options: list[str], message: str
) -> None:
    answer = ask("bargain", "emissions.csv", *options)
    assert (answer.code, answer.out, answer.err) == (2, "", message + "\n")


def test_positions_beside_the_scale_are_refused_with_a_hint(ask: Ask) -> None:
    answer = ask("bargain", "emissions.csv", "--scale", "4:9")
    told = [
        f"emissions.csv:{line}:{column}: Position: 10 is above 9; allowed: 4 to 9; "
        "--scale LOW:HIGH tells what the axis runs over\n"
        for line, column in ((6, 13), (7, 12), (8, 9))
    ]
    assert (answer.code, answer.out, answer.err) == (2, "", "".join(told))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "file.csv: is empty"),
        ("a,b\n1,2\n", "file.csv:1:1: is in no format that is read: a table names its columns Actor, "),
        (
            "Actor,Capability,Position,Salience\nA,1,5,0.5\n",
            "file.csv:1:18: Position: only 'A' holds a position; a bargain needs two actors\n",
        ),
        (
            "Actor,Capability,Position,Salience\nA,0,5,0.5\nB,0,9,0.5\n",
            "file.csv:1:18: Position: every capability is 0; one at least must be above 0\n",
        ),
    ],
)
def test_a_file_that_cannot_be_bargained_over(ask: Ask, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "file.csv").write_text(text)
    answer = ask("bargain", "file.csv")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(message)


@pytest.mark.parametrize(
    ("name", "message"),
    [("nowhere.csv", "nowhere.csv: there is no such file\n"), (".", ".: is a folder, not a file\n")],
)
def test_a_file_that_is_none(ask: Ask, name: str, message: str) -> None:
    answer = ask("bargain", name)
    assert (answer.code, answer.out, answer.err) == (2, "", message)
