"""`parley sweep`: what it tells, as words and as JSON, the folder it writes, and all that it refuses."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from sim.studies import study
from sim.work.executor import Here
from tests.cli.asking import HARBOUR, Ask

BASELINE = "kosovo-2007/baseline"
QUAY = HARBOUR / "baseline.yaml"
DUES = ("--vary", "actors.midway.positions.dues=0:100")
WEEK = ("--vary", "declaration.week=0:26:13")
STRENGTH = ("--vary", "kfor.strength=8000,16000,20000")
ALONE = ("--workers", 1)

HEAD = """\

kosovo-2007/baseline: what declaration.week and kfor.strength change
declaration.week: 0, 13, 26 (weeks after the start). Kosovo's leaders declare in
this week, together with their partners.
kfor.strength: 8,000, 16,000, 20,000 (soldiers). Strength of KFOR at the start.
9 points, 8 runs each, seed 2007. Run r of every point shares its luck.

Along declaration.week
"""


def test_two_keys_are_told_in_words_and_as_a_map(ask: Ask) -> None:
    answer = ask("sweep", BASELINE, *WEEK, *STRENGTH, "--runs", 8, *ALONE)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(HEAD)
    assert "\n- declaration_week is what declaration.week sets.\n" in answer.out
    assert "\n- worst_week_north_mitrovica falls from " in answer.out
    means = answer.out.partition("Means; kfor.strength down, declaration.week across.")
    rows = (means[2] or answer.out.partition("Means; declaration.week down")[2]).splitlines()[1:5]
    assert len(rows) == 4
    assert max(map(len, answer.out.splitlines())) <= 80


def test_the_whole_range_of_weeks_is_one_table(ask: Ask) -> None:
    asked = ("sweep", BASELINE, "--vary", "declaration.week=0:26", "--runs", 2, *ALONE)
    answer = ask(*asked, "--outcome", "recognitions_day_30")
    assert (answer.code, answer.err) == (0, "")
    table = answer.out.partition("\ndeclaration.week  Mean")[2].splitlines()[1:]
    assert [row.split()[0] for row in table] == [str(week) for week in range(27)]


def test_json_is_the_whole_sweep_and_nothing_else(ask: Ask) -> None:
    answer = ask("sweep", BASELINE, *WEEK, *STRENGTH, "--runs", 3, "--json", *ALONE)
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert told["points"] == [[week, strength] for week in (0, 13, 26) for strength in (8000, 16000, 20000)]
    assert [key["key"] for key in told["keys"]] == ["declaration.week", "kfor.strength"]
    assert told["keys"][0]["unit"] == "weeks after the start"
    week = told["outcomes"]["declaration_week"]
    assert week["mean"] == [0, 0, 0, 13, 13, 13, 26, 26, 26]
    assert [one["course"] for one in week["curves"]] == ["given", "still"]
    assert set(week["share"]) == {1}


def test_outcomes_are_those_that_are_asked_for(ask: Ask) -> None:
    asked = ("sweep", QUAY, *DUES, "--points", 3, "--runs", 2, "--outcome", "mean_dues", "--json", *ALONE)
    assert list(json.loads(ask(*asked).out)["outcomes"]) == ["mean_dues"]


def test_a_folder_gets_the_numbers_and_the_page(ask: Ask, tmp_path: Path) -> None:
    asked = ("sweep", QUAY, *DUES, "--points", 3, "--runs", 3, *ALONE)
    answer = ask(*asked, "--out", "mine")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith("\nNumbers  mine/sweep.json\nReport   mine/sweep.html\n")
    assert {one.name for one in tmp_path.iterdir()} == {"mine"}
    assert {one.name for one in (tmp_path / "mine").iterdir()} == {"sweep.json", "sweep.html"}
    told = (tmp_path / "mine" / "sweep.json").read_text(encoding="utf-8")
    again = ask(*shlex.split(json.loads(told)["command"])[1:], "--json", *ALONE)
    assert (again.code, again.out) == (0, told)


def test_drawn_points_and_words_are_told(ask: Ask) -> None:
    rule = ("--vary", "rules.eu.decision=unanimity,qualified_majority")
    asked = ("--vary", "eu.unity=-30:30", "--vary", "russia.salience=0:1", *rule, "--design", "sobol")
    answer = ask("sweep", BASELINE, *asked, "--points", 32, "--runs", 1, *ALONE)
    assert (answer.code, answer.err) == (0, "")
    assert "\n32 points, drawn by Sobol, 1 run each, seed 2007." in answer.out
    assert "\n- police_mission_adopted depends on rules.eu.decision: lowest, " in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_what_answers_to_nothing_is_told(ask: Ask) -> None:
    asked = ("--vary", "parameters.negotiation.confidence=20:60", "--points", 3, "--runs", 2, *ALONE)
    answer = ask("sweep", BASELINE, *asked)
    assert (
        "- No outcome of the headline answers to parameters.negotiation.confidence\n"
        "between 20 and 60: all are equal in every run.\n"
    ) in answer.out


def test_a_stop_leaves_what_is_finished_and_resume_goes_on(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("sweep", QUAY, *DUES, "--points", 9, "--runs", 100, "--out", "mine", *ALONE)
    whole = Here.map
    done: list[int] = []

    def counted(self: Any, work: Any, tasks: Any) -> Any:
        for one in whole(self, work, tasks):
            done.append(one[0])
            yield one

    def stopped(self: Any, work: Any, tasks: Any) -> Any:
        yield next(whole(self, work, tasks))
        if len(tasks) > 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(Here, "map", stopped)
    answer = ask(*asked)
    assert answer.code == 130
    assert answer.err == "Interrupted: 2 of 9 points are whole\n"
    assert json.loads((tmp_path / "mine" / "sweep.json").read_text())["complete"] is False
    monkeypatch.setattr(Here, "map", counted)
    assert ask(*asked, "--resume").code == 0
    resumed = (tmp_path / "mine" / "sweep.json").read_text()
    first = len(done)
    done.clear()
    assert ask(*asked).code == 0
    assert (tmp_path / "mine" / "sweep.json").read_text() == resumed
    assert first == len(done) - 1
    assert {one.name for one in tmp_path.iterdir()} == {"mine"}


def test_what_fails_is_told_and_the_rest_goes_on(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = study.run_block

    def failing(scenario: Any, *arguments: Any, **options: Any) -> Any:
        if scenario.actors["midway"].positions["dues"].mode == 50:
            raise ValueError("the ink ran dry")
        return whole(scenario, *arguments, **options)

    monkeypatch.setattr(study, "run_block", failing)
    answer = ask("sweep", QUAY, *DUES, "--points", 3, "--runs", 4, "--json", *ALONE)
    assert answer.code == 1
    assert answer.err == "4 of 12 runs failed, the first with: ValueError: the ink ran dry\n"
    told = json.loads(answer.out)
    (lost,) = told["missing"]
    assert (lost["point"], lost["runs"]) == ([50], [0, 1, 2, 3])
    assert "the ink ran dry" in lost["traceback"]
    means = told["outcomes"]["mean_dues"]["mean"]
    assert means[1] is None
    assert means[0] < means[2]


REFUSED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "all faults at once": (
        (
            "declaration.wek=0:26",
            "kfor.strength=8000:99999",
            "x",
            "weeks=3:1",
            "rules.mandate.reading=covers,lapsed",
        ),
        (
            "--vary x: is not KEY=LOW:HIGH, KEY=LOW:HIGH:STEP or KEY=A,B,C",
            "--vary weeks=3:1: 3 is not below 1; say the lower number first",
            (
                "--vary declaration.wek=0:26: declaration.wek: no such key 'declaration.wek'; "
                "did you mean 'declaration.week'?"
            ),
            "--vary kfor.strength=8000:99999: kfor.strength: 99999 is above 60000 (soldiers)",
            (
                "--vary rules.mandate.reading=covers,lapsed: rules.mandate.reading: 'lapsed' is not allowed; "
                "did you mean 'lapses'?; allowed: covers, lapses"
            ),
        ),
    ),
    "nothing varied": ((), ("nothing is varied; say --vary KEY=LOW:HIGH or --vary KEY=A,B,C",)),
    "a key twice": (
        ("eu.unity=3,4", "eu.unity=5,6"),
        ("--vary eu.unity=5,6: eu.unity: is said twice (--vary eu.unity=3,4); say it once",),
    ),
    "a key that is also set": (
        ("kfor.strength=1,2", "--set", "parameters.force.strength=5"),
        (
            (
                "--vary kfor.strength=1,2: parameters.force.strength: is said twice "
                "(--set parameters.force.strength=5); say it once"
            ),
        ),
    ),
    "too many points": (
        ("kfor.strength=1:50000:1", "declaration.week=0:26"),
        (
            (
                "--vary: 10,001+ of kfor.strength x 27 of declaration.week make a grid of more than 10,000 "
                "points; give fewer values (LOW:HIGH:STEP), or draw points with --design lhs --points 256"
            ),
        ),
    ),
    "too many runs": (
        ("declaration.week=0:26", "--runs", "100000"),
        (
            (
                "--runs: 27 points of 100,000 runs are 2,700,000 runs, more than 500,000; "
                "18,518 runs are possible"
            ),
        ),
    ),
    "a design that there is not": (
        ("declaration.week=0:26", "--design", "gird"),
        ("--design: 'gird' is not a design; there are grid, lhs, sobol",),
    ),
    "points that Sobol has not": (
        ("declaration.week=0:26", "--design", "sobol", "--points", "100"),
        ("--points: 100 is not a power of two, which a Sobol sequence needs; 64 or 128 is",),
    ),
    "an outcome that there is not": (
        ("declaration.week=0:26", "--outcome", "declaration_wek"),
        ("--outcome: 'declaration_wek' is not an outcome of kosovo-2007; did you mean 'declaration_week'?",),
    ),
    "a resume without a folder": (
        ("declaration.week=0:1", "--resume"),
        ("--resume: finished parts are kept beside --out; say the --out of the interrupted command",),
    ),
}


def varied(said: tuple[str, ...]) -> list[str]:
    """What is said before the first option, each with --vary before it; the rest as it is."""
    first = next((i for i, word in enumerate(said) if word.startswith("--")), len(said))
    return [*(word for one in said[:first] for word in ("--vary", one)), *said[first:]]


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_and_nothing_is_written(ask: Ask, tmp_path: Path, name: str) -> None:
    said, told = REFUSED[name]
    answer = ask("sweep", BASELINE, *varied(said), *ALONE)
    assert (answer.code, answer.out) == (2, "")
    assert tuple(answer.err.splitlines()) == told
    assert list(tmp_path.iterdir()) == []


def test_values_that_do_not_go_together_are_told(ask: Ask) -> None:
    answer = ask("sweep", BASELINE, "--vary", "weeks=20,40", "--vary", "declaration.week=10,30", *ALONE)
    assert answer.code == 2
    assert (
        "declaration.week=30: events.declaration-week-1.date: 2008-07-07 is after the horizon" in answer.err
    )
