"""Every wrong file gives exactly its messages, word for word.

The messages that a file in wrong/ must give stand at its end, after `#!`; paths are relative to tests/.
"""

import os
import pickle
import re
import time
from pathlib import Path

import pytest
import yaml

import scenarios
from scenarios import ScenarioError
from scenarios.exceptions import MalformedFile, ScenarioNotFound, UnreadableFile, WrongScenario
from scenarios.files import LARGEST

TESTS = Path(__file__).resolve().parents[1]
SPOILT = yaml.safe_load((TESTS / "scenarios" / "spoilt.yaml").read_text(encoding="utf-8"))
SETTINGS = yaml.safe_load((TESTS / "scenarios" / "settings.yaml").read_text(encoding="utf-8"))
WRONG = sorted((TESTS / "scenarios" / "wrong").glob("*.yaml"))


def told(name: str | Path, *settings: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        scenarios.load(name, settings)
    return str(caught.value).split("\n")


@pytest.mark.parametrize("file", WRONG, ids=lambda file: file.stem)
def test_a_wrong_file_gives_its_messages(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TESTS)
    expected = re.findall(r"^#! (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert expected
    assert told(file.relative_to(TESTS)) == expected


@pytest.mark.parametrize("name", SPOILT)
def test_a_wrong_case_file_gives_its_messages(harbour: Path, name: str) -> None:
    case = SPOILT[name]
    file = harbour / case["file"]
    text = file.read_text(encoding="utf-8")
    assert case["old"] in text
    file.write_text(text.replace(case["old"], case["new"]), encoding="utf-8")
    assert told("harbour/baseline") == case["told"]


def test_problems_of_all_case_files_come_at_once(harbour: Path) -> None:
    (harbour / "actors.yaml").write_text("a: &x 1\n")
    (harbour / "issues.yaml").unlink()
    (harbour / "rules.yaml").write_text("")
    assert told("harbour/baseline") == [
        "harbour/issues.yaml: there is no such file",
        "harbour/rules.yaml: is empty",
    ]
    (harbour / "actors.yaml").write_text("a: !x 1\na: *y\n")
    assert told("harbour/baseline") == [
        "harbour/issues.yaml: there is no such file",
        "harbour/actors.yaml:1:4: a: tag !x: tags are not allowed; remove it",
        "harbour/actors.yaml:2:4: a: alias *y: anchors and aliases are not allowed; write it out",
        "harbour/actors.yaml:2:1: a: duplicate key; the first is in line 1",
        "harbour/rules.yaml: is empty",
    ]


UNREADABLE = {
    "nothing": (b"", "is empty"),
    "no UTF-8": (b"title: Caf\xe9\n", ":1:11: byte 0xe9 is not UTF-8; save the file as UTF-8"),
    "UTF-16": ("title: x\n".encode("utf-16"), "is binary, not text"),
    "binary": (bytes(range(256)), "is binary, not text"),
    "a control character": (b"a: A\nb: a\x07b\n", ":2:5: is not YAML: control characters are not allowed"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_text_gives_one_message(harbour: Path, name: str) -> None:
    content, message = UNREADABLE[name]
    (harbour / "odd.yaml").write_bytes(content)
    gap = "" if message.startswith(":") else ": "
    assert told("harbour/odd") == [f"harbour/odd.yaml{gap}{message}"]


def test_a_byte_order_mark_is_not_seen(harbour: Path) -> None:
    text = (harbour / "baseline.yaml").read_bytes()
    (harbour / "marked.yaml").write_bytes(b"\xef\xbb\xbf" + text)
    assert scenarios.load("harbour/marked").title == "As it stands"


def test_a_huge_file_is_refused_at_once_and_unread(harbour: Path) -> None:
    with (harbour / "huge.yaml").open("wb") as file:
        file.truncate(100_000_000)
    before = time.perf_counter()
    assert told("harbour/huge") == ["harbour/huge.yaml: is larger than 5 MB, the most that is read"]
    assert time.perf_counter() - before < 1
    assert LARGEST == 5_000_000


def test_what_is_no_file_is_refused(harbour: Path) -> None:
    (harbour / "folder.yaml").mkdir()
    assert told("harbour/folder.yaml") == ["harbour/folder.yaml: is a folder, not a file"]
    os.mkfifo(harbour / "pipe.yaml")
    assert told("harbour/pipe.yaml") == ["harbour/pipe.yaml: is not a regular file"]
    (harbour / "gone.yaml").symlink_to("nowhere")
    assert told("harbour/gone.yaml") == ["harbour/gone.yaml: there is no such file"]
    (harbour / "round.yaml").symlink_to("round.yaml")
    (message,) = told("harbour/round.yaml")
    assert message == "harbour/round.yaml: cannot be read (too many levels of symbolic links)"
    assert told("nowhere/\0.yaml") == ["nowhere/\\u0000.yaml: cannot be read (embedded null byte)"]


def test_a_file_that_vanishes_after_it_was_read_is_missed(harbour: Path) -> None:
    scenarios.load("harbour/storm")
    (harbour / "statements.yaml").unlink()
    (harbour / "storm.yaml").unlink()
    assert told("harbour/calm") == [
        "harbour/calm.yaml:4:10: extends: there is no scenario 'harbour/storm'; allowed: harbour/baseline"
    ]


def test_deep_nesting_is_refused_where_the_parser_would_crash(harbour: Path) -> None:
    for text in ("[" * 100_000, "a: " + "{a: " * 50_000, "- " * 100_000):
        (harbour / "deep.yaml").write_text(text)
        (message,) = told("harbour/deep")
        assert message.endswith("is nested more than 30 levels deep")


UNKNOWN_NAMES = {
    "harbour/baselin": "harbour/baselin: there is no such scenario; did you mean 'harbour/baseline'?",
    "harbour": "harbour: is a case; its scenarios: harbour/baseline, harbour/calm, harbour/storm",
    "harbour/baselin.yaml": "harbour/baselin.yaml: there is no such file; did you mean 'baseline.yaml'?",
    "harbour/actors.yaml": "harbour/actors.yaml: holds the actors of a case; ask for one of its scenarios",
    "nowhere/at-all.yaml": "nowhere/at-all.yaml: there is no such file",
}


@pytest.mark.parametrize("name", UNKNOWN_NAMES)
def test_a_name_of_no_scenario_gives_its_message(harbour: Path, name: str) -> None:
    assert told(name) == [UNKNOWN_NAMES[name]]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_wrong_setting_gives_its_messages(harbour: Path, name: str) -> None:
    case = SETTINGS[name]
    assert told("harbour/baseline", *case["settings"]) == case["told"]


def test_errors_are_told_apart_and_travel_between_processes(harbour: Path) -> None:
    (harbour / "not-yaml.yaml").write_text("a: [")
    (harbour / "binary.yaml").write_bytes(b"\0")
    (harbour / "wrong.yaml").write_text("title: x\n")
    kinds = {
        "nowhere": ScenarioNotFound,
        "not-yaml": MalformedFile,
        "binary": UnreadableFile,
        "wrong": WrongScenario,
    }
    for name, kind in kinds.items():
        with pytest.raises(kind) as caught:
            scenarios.load(f"harbour/{name}")
        again = pickle.loads(pickle.dumps(caught.value))
        assert type(again) is kind
        assert str(again) == str(caught.value)
        assert again.problems == caught.value.problems


def test_check_tells_a_parents_problem_once(harbour: Path) -> None:
    text = (harbour / "storm.yaml").read_text()
    (harbour / "storm.yaml").write_text(text.replace("weeks: 20", "weeks: 0"))
    itself = ["harbour/storm.yaml:6:10: weeks: 0 is below 1"]
    assert [str(one) for one in scenarios.check("harbour")] == itself
    assert [str(one) for one in scenarios.check("harbour/calm")] == [
        "harbour/calm.yaml:4:1: weeks: 0 is below 1; inherited from storm.yaml:6"
    ]
    assert scenarios.check("harbour/baseline") == []
    assert [str(one) for one in scenarios.check(Path("harbour/actors.yaml"))] == itself
