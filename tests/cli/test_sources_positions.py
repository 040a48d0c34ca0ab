"""`sources positions`: in words, as JSON, as YAML that a case takes, and what is refused, word for word."""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from tests.cli.asking import HARBOUR, ROOT, Ask

SAID = """\
Actor     Issue    Range   Stands  Grade   Acts  Of
upstream  dues   0 10 24  0 10 25  stated     1  itself

1 statement; rule week until 1902-03-30
1 positions coded, 3 kept (they cite references), 2 assumed
"""

CODED = """
documents: {{d: {{file: d.txt, sha256: {sha}, outlet: Gazette, date: {date}}}}}
statements:
  s-1: {{document: d, start: 0, end: 9, sha256: {sha}, speaker: Serbia, actor: serbia, issue: i,
    stance: opposes, mode: indirect, position: {position}}}
rejected: [{{document: d, start: 20, end: 30}}]
"""


def write_coding(folder: Path, coder: str, position: object, date: str = "2007-12-10") -> None:
    folder.mkdir(exist_ok=True)
    text = CODED.format(sha="0" * 64, position=position, date=date)
    (folder / f"{coder}.yaml").write_text(text, encoding="utf-8")


def test_a_case_in_words(ask: Ask) -> None:
    answer = ask("sources", "positions", HARBOUR)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == SAID


def test_the_flagship_case_as_json(ask: Ask) -> None:
    told = json.loads(ask("sources", "positions", "kosovo-2007", "--json").out)
    assert (told["rule"], told["until"], told["statements"]) == ("week", "2007-12-10", 134)
    assert sum(told["standing"].values()) == sum(len(one["positions"]) for one in told["actors"].values())
    assert told["actors"]["france"]["positions"]["talks"]["evidence"] == ["s-agency-04"]
    assert {"actor": "romania", "issue": "talks", "found": 16} in told["outside"]


def test_what_is_written_is_taken_by_the_case_it_came_from(ask: Ask, tmp_path: Path) -> None:
    case = tmp_path / "again"
    shutil.copytree(ROOT / "scenarios" / "kosovo-2007", case)
    (case / "baseline.yaml").rename(tmp_path / "baseline")
    for scenario in case.glob("*.yaml"):
        if "extends:" in scenario.read_text(encoding="utf-8"):
            scenario.unlink()
    (tmp_path / "baseline").rename(case / "baseline.yaml")
    assert ask("sources", "positions", case, "--out", "positions.yaml").out.endswith(
        "Written: positions.yaml\n"
    )
    layer = yaml.safe_load((tmp_path / "positions.yaml").read_text(encoding="utf-8"))["actors"]
    actors = yaml.safe_load((case / "actors.yaml").read_text(encoding="utf-8"))
    for actor, entry in layer.items():
        actors[actor]["positions"] = entry["positions"]
    (case / "actors.yaml").write_text(yaml.safe_dump(actors, sort_keys=False), encoding="utf-8")
    answer = ask("check", case)
    assert (answer.code, answer.err) == (0, "")


def test_two_coders_who_must_agree(ask: Ask, tmp_path: Path) -> None:
    write_coding(tmp_path / "codings", "anna", 0)
    write_coding(tmp_path / "codings", "ben", 10)
    write_coding(tmp_path / "codings", "carla", "null")
    both = ask("sources", "positions", "codings", "--min-confirmed", 2)
    assert "serbia  i      0 5 24       -  stated     1  itself\n" in both.out
    assert "without a position, hence left out: s-1\n" in both.out
    three = json.loads(ask("sources", "positions", "codings", "--min-confirmed", 3, "--json").out)
    assert three["actors"]["serbia"]["positions"]["i"]["grade"] == "assumed"


def test_an_interrupted_or_refused_command_leaves_what_was_written_before(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "positions.yaml").write_text("before\n", encoding="utf-8")
    write_coding(tmp_path / "codings", "anna", 120)
    answer = ask("sources", "positions", "codings", "--out", "positions.yaml")
    assert answer.code == 2
    assert (tmp_path / "positions.yaml").read_text(encoding="utf-8") == "before\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["codings", "positions.yaml"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["kosovo-207"], "'kosovo-207' is not a folder or a case; did you mean 'kosovo-2007'?"),
        (["kosovo-2007", "--rule", "weak"], "--rule: 'weak' is not a rule; did you mean 'week'?"),
        (["kosovo-2007", "--until", "2007-12-6"], "--until: '2007-12-6' is not a date (YYYY-MM-DD)"),
        (["kosovo-2007", "--min-confirmed", "0"], "--min-confirmed: 0 is below 1"),
        (["kosovo-2007", "--actors", "nix.yaml"], "nix.yaml: there is no such file"),
        (["kosovo-2007", "--out", "."], "--out: . is a folder; name a file"),
        (["."], ".: holds no case and no coder's file (.yaml, .yml, .json)"),
    ],
)
def test_bad_input_is_told_in_one_line(ask: Ask, words: list[str], told: str) -> None:
    answer = ask("sources", "positions", *words)
    assert (answer.code, answer.out, answer.err.strip()) == (2, "", told)


def test_a_text_of_two_dates_and_unknown_names_are_told_at_once(ask: Ask, tmp_path: Path) -> None:
    write_coding(tmp_path / "codings", "anna", 0)
    write_coding(tmp_path / "codings", "ben", 0, date="2007-12-09")
    (tmp_path / "actors.yaml").write_text("serbs: {kind: state}\n", encoding="utf-8")
    answer = ask("sources", "positions", "codings", "--actors", "actors.yaml")
    assert answer.code == 2
    assert answer.err.splitlines() == [
        "ben: documents.d: another coder has another text or date of this name",
        "anna: s-1.actor: 'serbia' is not an actor (and in 1 more); did you mean 'serbs'?",
    ]
