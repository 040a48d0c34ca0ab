"""`parley advise`: what it tells, as words, as JSON and as a page, and all that it refuses."""

import json
import re
import shlex
from pathlib import Path

import pytest

from sim.studies import study as studies
from tests.cli.asking import HARBOUR, Ask

BASELINE = "kosovo-2007/baseline"
HARBOUR_ROOT = str(HARBOUR / "baseline.yaml")
SMALL = (
    "advise",
    HARBOUR_ROOT,
    "--for",
    "upstream",
    "--outcome",
    "position_dues",
    "--runs",
    12,
    "--workers",
    1,
)


def test_the_strongest_moves_are_told_first_with_what_stands_beside_them(ask: Ask) -> None:
    answer = ask(*SMALL)
    assert (answer.code, answer.err) == (0, "")
    assert "\nWhat Upstream could do to raise position_dues\n" in answer.out
    plain = " ".join(answer.out.split())
    assert re.search(
        r"The strongest move that is Upstream's own: it stands at 20 instead of 10 on Harbour dues\. That "
        r"raises position_dues by [\d.]+ \([\d.]+ to [\d.]+\) points, from [\d.]+ to [\d.]+\.",
        plain,
    )
    assert "\nMoves\n" in answer.out
    assert "\nReplies\n" in answer.out
    assert max(len(line) for line in answer.out.splitlines() if "parley compare" not in line) <= 80
    assert all(line == line.rstrip() for line in answer.out.splitlines())


def test_a_gain_that_a_reply_takes_back_is_marked_in_words_and_on_the_page(ask: Ask, tmp_path: Path) -> None:
    case = (
        "emission-standards-1989/baseline",
        "--for",
        "germany",
        "--outcome",
        "mean_introduction",
        "--lower",
    )
    answer = ask("advise", *case, "--runs", 2, "--workers", 1, "--out", "mine")
    told = " ".join(answer.out.split())
    assert re.search(r"\+[\d.]+! exact", told)
    said = "Looks good only while France is held to its rule: if it gives Introduction of the standards more"
    assert said in told
    assert "If that reply came in any case, the move would still be worth +" in told
    page = (tmp_path / "mine" / "advise.html").read_text(encoding="utf-8")
    assert said in page
    assert "One reply takes it back" in page


def test_a_move_can_be_run_again_by_the_command_that_is_printed(ask: Ask) -> None:
    told = json.loads(ask(*SMALL, "--json").out)
    best = told["moves"][0]
    again = json.loads(ask(*shlex.split(best["command"])[1:], "--json").out)
    assert again["comparisons"][0]["outcomes"]["position_dues"] == best["change"]


def test_json_has_every_move_and_the_command_gives_it_again(ask: Ask) -> None:
    first = ask(*SMALL, "--json")
    told = json.loads(first.out)
    assert (told["for"], told["outcome"]["name"], told["runs"]) == ("upstream", "position_dues", 12)
    assert [one["gain"] for one in told["moves"]] == sorted((m["gain"] for m in told["moves"]), reverse=True)
    kinds = {one["kind"]: one for one in told["moves"]}
    assert kinds.keys() == {"position", "salience", "pressure", "rule"}
    assert kinds["pressure"]["presses"] is not None
    assert kinds["pressure"]["cost"]["voice"] > 0
    assert kinds["rule"]["consent"] == "everybody"
    assert ask(*shlex.split(told["command"])[1:], "--json", "--workers", 2).out == first.out


def test_a_folder_gets_the_numbers_and_the_page_and_nothing_is_left_beside(ask: Ask, tmp_path: Path) -> None:
    answer = ask(*SMALL, "--out", "mine", "--replies", 1)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith("\nNumbers  mine/advise.json\nReport   mine/advise.html\n")
    assert {one.name for one in (tmp_path / "mine").iterdir()} == {"advise.json", "advise.html"}
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]
    page = (tmp_path / "mine" / "advise.html").read_text(encoding="utf-8")
    for said in (
        "What could Upstream do to raise",
        "Cost beside benefit",
        "If opponents answer",
        "parley compare",
    ):
        assert said in page
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", page)


def test_a_stop_tells_what_is_finished_and_resume_goes_on(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = json.loads(ask(*SMALL, "--json", "--replies", 0).out)
    measure, done = studies.measure, []

    def stopped(task: studies.Task) -> studies.Piece:
        if done:
            raise KeyboardInterrupt
        done.append(task)
        return measure(task)

    monkeypatch.setattr(studies, "measure", stopped)
    monkeypatch.setattr(studies, "BLOCK", 24)
    begun = ask(*SMALL, "--json", "--replies", 0, "--out", "mine")
    assert begun.code == 130
    assert (
        begun.err == "Interrupted: gains are over the runs that were finished; with --out, --resume goes on\n"
    )
    assert json.loads(begun.out)["complete"] is False
    monkeypatch.setattr(studies, "measure", measure)
    ended = ask(*SMALL, "--json", "--replies", 0, "--out", "mine", "--resume")
    assert (ended.code, json.loads(ended.out)) == (0, whole)
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


REFUSED = {
    "an unknown actor and an unknown outcome": (
        [BASELINE, "--for", "kosova", "--outcome", "recognition_day_90"],
        (
            "--for: 'kosova' is not an actor of kosovo-2007/baseline; did you mean 'kosovo'?\n"
            "--outcome: 'recognition_day_90' is not an outcome of kosovo-2007; did you mean "
            "'recognitions_day_90'?"
        ),
    ),
    "a body": (
        [BASELINE, "--for", "eu", "--outcome", "declared"],
        "--for: 'eu' is a body, which decides nothing of its own; its members do",
    ),
    "a force": (
        [BASELINE, "--for", "kfor", "--outcome", "declared"],
        "--for: 'kfor' is a force, which decides nothing of its own; its members do",
    ),
    "more violence": (
        [BASELINE, "--for", "serbia", "--outcome", "incidents_total"],
        "--outcome: 'incidents_total' counts violence, and nothing here seeks more of it; say --lower",
    ),
    "a response that adds violence": (
        [BASELINE, "--for", "serbia", "--outcome", "response_use_of_force"],
        "--outcome: 'response_use_of_force' counts violence, and nothing here seeks more of it; say --lower",
    ),
    "no moves": ([BASELINE, "--for", "serbia", "--outcome", "declared", "--top", "0"], "--top: 0 is below 1"),
    "resuming nothing": (
        [BASELINE, "--for", "serbia", "--outcome", "declared", "--resume"],
        "--resume: finished parts are kept beside --out; say the --out of the interrupted command",
    ),
    "a folder of something else": (
        [BASELINE, "--for", "serbia", "--outcome", "declared", "--out", "."],
        "{here}: holds other files; give a folder that is new, empty or an earlier search for levers",
    ),
}


@pytest.mark.parametrize(("typed", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(ask: Ask, tmp_path: Path, typed: list[str], told: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    answer = ask("advise", *typed)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{told.format(here=tmp_path)}\n")
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]
