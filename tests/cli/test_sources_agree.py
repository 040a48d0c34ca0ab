"""`sources agree`: in words, as JSON, and what is refused, word for word."""

import json
from pathlib import Path
from typing import Any

import pytest

from sources.documents import checksum
from tests.cli.asking import ROOT, Ask

TEXT = "The harbour stays open. 🙂 The dues rise. Nobody knows more."
USUAL = {
    "document": "d",
    "sha256": "0" * 64,
    "speaker": "Ana",
    "actor": "town",
    "issue": "dues",
    "stance": "supports",
    "mode": "direct",
    "position": 75,
}


def write(path: Path, *said: dict[str, Any], coder: str | None = None, sha: str = "a" * 64) -> Path:
    document = {"file": "d.txt", "sha256": sha, "outlet": "Gazette", "date": "1902-03-30"}
    statements = {f"s-{number}": USUAL | one for number, one in enumerate(said)}
    named = {"coder": coder} if coder else {}
    path.write_text(
        json.dumps(named | {"documents": {"d": document}, "statements": statements}), encoding="utf-8"
    )
    return path


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two coders who share two passages, differ in one of them, and have one more each."""
    first, second, third = ({"start": start, "end": start + 10} for start in (0, 20, 40))
    opposed = {"stance": "opposes", "position": 25}
    return (
        write(tmp_path / "anna.json", first, second | opposed, coder="Anna"),
        write(tmp_path / "ben.json", first, second, third | {"actor": "port"}),
    )


SAID = """\
Statements: Anna 2, ben 3; 2 passages marked by at least two coders
Documents: d

Issue  What           Alpha  95%  Same  Units  Reading
all    marked         0.604  -     80%      5  unreliable
all    stance         0.000  -     50%      2  unreliable
all    stance degree  0.000  -     50%      2  unreliable
all    mode               -  -    100%      2  undefined
all    position       0.000  -     50%      2  unreliable
all    position rank  0.000  -     50%      2  unreliable
dues   marked         0.604  -     80%      5  unreliable
dues   stance         0.000  -     50%      2  unreliable
dues   stance degree  0.000  -     50%      2  unreliable
dues   mode               -  -    100%      2  undefined
dues   position       0.000  -     50%      2  unreliable
dues   position rank  0.000  -     50%      2  unreliable
Undefined, since all values are the same: all mode, dues mode

Disagreements, worst first: 2 of 2
Where               Anna                ben
d 20-30: town dues  opposes 25, direct  supports 75, direct
d 40-50: port dues  -                   supports 75, direct
"""


def test_two_coders_in_words(ask: Ask, two: tuple[Path, Path]) -> None:
    answer = ask("sources", "agree", *two, "--samples", 0)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == SAID


def test_two_coders_as_json(ask: Ask, two: tuple[Path, Path]) -> None:
    told = json.loads(ask("sources", "agree", *two, "--samples", 200, "--json").out)
    assert (told["coders"], told["shared"], told["documents"]) == ({"Anna": 2, "ben": 3}, 2, ["d"])
    marked = told["measures"][0]
    assert (marked["what"], marked["issue"], marked["metric"]) == ("marked", None, "nominal")
    assert marked["low"] <= marked["value"] <= marked["high"]
    assert told["disagreements"][0]["said"]["Anna"]["stance"] == "opposes"
    assert told["disagreements"][1]["said"]["Anna"] is None
    again = json.loads(ask("sources", "agree", *two, "--samples", 200, "--json").out)
    assert again == told


def test_the_flagship_case_agrees_with_itself(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "second").symlink_to(ROOT / "scenarios" / "kosovo-2007")
    told = json.loads(ask("sources", "agree", "kosovo-2007", "second", "--samples", 0, "--json").out)
    assert told["coders"] == {"kosovo-2007": 134, "second": 134}
    assert (told["shared"], told["disagreements"]) == (134, [])
    assert {one["value"] for one in told["measures"]} == {1.0}


def test_the_texts_tell_how_much_was_left_unmarked(ask: Ask, tmp_path: Path) -> None:
    place = {"start": 0, "end": 10}
    files = [write(tmp_path / f"{name}.json", place, sha=checksum(TEXT)) for name in ("anna", "ben")]
    without = json.loads(ask("sources", "agree", *files, "--samples", 0, "--json").out)["measures"][0]
    assert without["why"] == "all values are the same"
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    told = json.loads(ask("sources", "agree", *files, "--samples", 0, "--json", "--documents", tmp_path).out)[
        "measures"
    ][0]
    assert (told["value"], told["why"]) == (1.0, None)


def test_all_that_is_wrong_is_said_at_once(ask: Ask, tmp_path: Path, two: tuple[Path, Path]) -> None:
    (tmp_path / "wrong.yaml").write_text("coder: [1]\nstatements: {s: {start: x}}\n", encoding="utf-8")
    (tmp_path / "candidates.jsonl").write_text("{}\n", encoding="utf-8")
    answer = ask("sources", "agree", two[0], two[0], "wrong.yaml", "candidates.jsonl", "absent.yaml")
    assert (answer.code, answer.out) == (2, "")
    for part in (
        f"{two[0]}: is the second coding by 'Anna'; a coder has one",
        "wrong.yaml:1:8: coder: a list is not text",
        "wrong.yaml:2:25: statements.s.start: 'x' is not a whole number",
        "candidates.jsonl: holds candidates",
        "absent.yaml: there is no such file",
    ):
        assert part in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("anna.json",), "one coding, anna.json, agrees with none; name at least two"),
        (("anna.json", "ben.json", "--samples", "-1"), "--samples: -1 is below 0"),
        (("anna.json", "ben.json", "--most", "many"), "--most: 'many' is not a whole number"),
        (("anna.json", "ben.json", "--documents", "."), "d.txt: cannot be read (no such file or directory)"),
    ],
)
def test_what_is_refused(ask: Ask, two: tuple[Path, Path], arguments: tuple[str, ...], said: str) -> None:
    answer = ask("sources", "agree", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_another_text_under_the_name_is_refused(ask: Ask, tmp_path: Path, two: tuple[Path, Path]) -> None:
    (tmp_path / "d.txt").write_text("Another text.", encoding="utf-8")
    answer = ask("sources", "agree", *two, "--documents", tmp_path)
    assert answer.code == 2
    assert answer.err.count("d.txt: is another text than documents.d") == 1
