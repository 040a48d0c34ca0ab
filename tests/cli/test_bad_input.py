"""Bad input: each wrong file gives its message on stderr, nothing on stdout, exit code 2 and no traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.asking import HARBOUR, Ask

HEAD = f"title: T\nquestion: Q?\nextends: {HARBOUR}/baseline.yaml\n"

WRONG_TEXTS = {
    "unknown key": ("sett: {weeks: 3}\n", "4:1: sett: unknown key 'sett'; did you mean 'set'?"),
    "unknown key in set": (
        "set:\n  actors.upstraem.name: Up\n",
        "5:3: actors.upstraem.name: no such key 'upstraem' in actors; did you mean 'upstream'?",
    ),
    "wrong type": ("set: {weeks: many}\n", "4:14: weeks: 'many' is not a whole number"),
    "out of range": (
        "set:\n  actors.NO.positions.hours.salience: 1.2\n",
        "5:39: actors.NO.positions.hours.salience: 1.2 is above 1 (share)",
    ),
    "dangling source": (
        "set:\n  actors.NO.capability.fleet.source: ledger-1902\n",
        (
            "5:38: actors.NO.capability.fleet.source: 'ledger-1902' is neither a reference, nor a statement, "
            "nor judgement; did you mean 'ledger-1901'?"
        ),
    ),
    "duplicate key": (
        "set:\n  weeks: 3\n  weeks: 4\n",
        "6:3: set.weeks: duplicate key; the first is in line 5",
    ),
    "a date before the start": (
        "events:\n  - {date: 1890-01-01, do: shock, place: lock, incidents: 3}\n",
        "5:12: events.0.date: 1890-01-01 is before the start; allowed: 1902-04-01 to 1902-06-23",
    ),
    "an actor that does not exist": (
        "events:\n  - {date: 1902-05-01, do: withdraw_contingent, actor: atlantis}\n",
        "5:56: events.0.actor: 'atlantis' is no actor; allowed: NO, league, midway, upstream",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG_TEXTS.values(), ids=WRONG_TEXTS)
@pytest.mark.parametrize("command", ["check", "run", "show"])
def test_a_wrong_scenario(ask: Ask, tmp_path: Path, command: str, text: str, message: str) -> None:
    (tmp_path / "wrong.yaml").write_text(HEAD + text)
    answer = ask(command, "wrong.yaml")
    assert (answer.code, answer.out, answer.err) == (2, "", f"wrong.yaml:{message}\n")


def _empty(file: Path) -> None:
    file.write_text("")


def _binary(file: Path) -> None:
    file.write_bytes(bytes(range(256)))


def _huge(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(100_000_000)


def _folder(file: Path) -> None:
    file.mkdir()


def _absent(file: Path) -> None:
    assert not file.exists()


def _dangling_link(file: Path) -> None:
    file.symlink_to("vanished.yaml")


WRONG_FILES = {
    _empty: "is empty",
    _binary: "is binary, not text",
    _huge: "is larger than 5 MB, the most that is read",
    _folder: "is a folder, not a file",
    _absent: "there is no such file",
    _dangling_link: "there is no such file",
}


@pytest.mark.parametrize(
    ("make", "message"), WRONG_FILES.items(), ids=[make.__name__ for make in WRONG_FILES]
)
@pytest.mark.parametrize("command", ["check", "run", "show"])
def test_a_file_that_is_no_scenario(
    ask: Ask, tmp_path: Path, command: str, make: Callable[[Path], None], message: str
) -> None:
    make(tmp_path / "wrong.yaml")
    answer = ask(command, "wrong.yaml")
    assert (answer.code, answer.out, answer.err) == (2, "", f"wrong.yaml: {message}\n")


def test_a_circle_of_parents(ask: Ask, tmp_path: Path) -> None:
    for name, parent in (("one", "two"), ("two", "one")):
        (tmp_path / f"{name}.yaml").write_text(f"title: T\nquestion: Q?\nextends: ./{parent}.yaml\n")
    answer = ask("run", "one.yaml")
    here = tmp_path.name
    circle = f"{here}/one -> {here}/two -> {here}/one"
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"two.yaml:3:10: extends: runs in a circle: {circle}\n"


def test_a_parent_that_does_not_exist(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("title: T\nquestion: Q?\nextends: kosovo-2007/basline\n")
    answer = ask("run", "mine.yaml")
    told = "mine.yaml:3:10: extends: there is no scenario 'kosovo-2007/basline'; did you mean "
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"{told}'kosovo-2007/baseline'?\n"


def test_all_errors_of_a_file_come_at_once(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(HEAD + "sett: {}\nset:\n  weeks: many\n  actors.NO.name: 3\n")
    lines = ask("run", "wrong.yaml").err.splitlines()
    assert [line.split(":")[1] for line in lines] == ["4", "6", "7"]


def test_a_case_is_no_scenario_and_says_which_it_has(ask: Ask) -> None:
    answer = ask("run", "kosovo-2007")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("kosovo-2007: is a case; its scenarios: kosovo-2007/baseline")


@pytest.mark.parametrize("name", ["", ".", "/", "\0", "../..", "kosovo-2007/", "a" * 5000, "un-veto"])
def test_odd_names_are_refused_and_crash_nothing(ask: Ask, name: str) -> None:
    answer = ask("run", name)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err
    assert "This should not happen" not in answer.err
