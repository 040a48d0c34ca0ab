"""`parley compare`: what it tells, as words and as JSON, the folder it writes, and all that it refuses."""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from scenarios import Scenario
from sim import pieces
from sim.block import Block
from tests.cli.asking import Ask

BASELINE = "kosovo-2007/baseline"
FEBRUARY = "kosovo-2007/declaration-february"
FEW = ("--runs", 20)
SET = ("--set", "parameters.recognition.diffusion=0")

UNCHANGED = """\

B against A
A  kosovo-2007/baseline: As things stood on 10 December 2007
B  kosovo-2007/baseline, as set

20 pairs of runs, seed 2007. Run r of A and run r of B share their luck until
the scenarios set them apart.

Nothing differs: the scenarios say the same, and every number of every run is
exactly equal.
"""


def test_an_unchanged_scenario_is_exactly_zero_and_says_so(ask: Ask) -> None:
    answer = ask("compare", BASELINE, BASELINE, *FEW)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(UNCHANGED)
    assert answer.out.endswith("The other 61 outcomes are exactly equal in every run.\n")
    table = answer.out.partition("\nOutcomes\n")[2].partition("\n\n")[0]
    assert table.count("         0  exact    0%  ") == 5


def test_a_single_scenario_is_compared_with_itself_as_set(ask: Ask) -> None:
    answer = ask("compare", BASELINE, *SET, *FEW)
    assert (answer.code, answer.err) == (0, "")
    assert "\nB  kosovo-2007/baseline, as set\n" in answer.out
    assert "\nparameters.recognition.diffusion  0.5 – 1.5 – 2.5  0\n" in answer.out
    assert "\nWhich decisions differ first\nWeek " in answer.out
    first = answer.out.partition("\nWhich decisions differ first\n")[2].splitlines()[1]
    assert first.split()[-4:-1] == ["recognise", "recognises", "waits"]
    assert max(map(len, answer.out.splitlines())) <= 80
    assert all(line == line.rstrip() for line in answer.out.splitlines())


def test_settings_go_to_all_but_the_first(ask: Ask) -> None:
    answer = ask("compare", BASELINE, BASELINE, FEBRUARY, *SET, *FEW, "--json")
    pairs = json.loads(answer.out)["comparisons"]
    paths = [[one["path"] for one in pair["assumptions"]] for pair in pairs]
    assert paths == [
        ["parameters.recognition.diffusion"],
        ["parameters.recognition.diffusion", "rules.declaration.mode", "events"],
    ]


def test_json_is_the_whole_comparison_and_nothing_else(ask: Ask) -> None:
    answer = ask("compare", BASELINE, FEBRUARY, *FEW, "--json")
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    (pair,) = told["comparisons"]
    assert told["command"] == f"parley compare {BASELINE} {FEBRUARY} --runs 20 --seed 2007"
    assert (told["seed"], pair["runs"], pair["unchanged"]) == (2007, 20, False)
    assert pair["b"]["title"] == "Declared in February, coordinated"
    week = pair["outcomes"]["declaration_week"]
    assert week["mean"] == pytest.approx(week["mean_b"] - week["mean_a"])
    assert (week["low"], week["high"]) == pytest.approx(
        (week["mean"] - week["half"], week["mean"] + week["half"])
    )
    assert {link["decision"] for link in pair["decisions"]["first"]} == {"declare"}
    assert 0 <= pair["parted"]["never"] < 1


def test_outcomes_are_those_that_are_asked_for_in_that_order(ask: Ask) -> None:
    wanted = ("--outcome", "precedent_end", "--outcome", "declared")
    asked = ("compare", BASELINE, FEBRUARY, *FEW, *wanted)
    assert list(json.loads(ask(*asked, "--json").out)["comparisons"][0]["outcomes"]) == [
        "precedent_end",
        "declared",
    ]
    rows = ask(*asked).out.partition("\nOutcome ")[2].splitlines()[1:4]
    assert [row.split()[:1] for row in rows] == [["precedent_end"], ["declared"], []]


def test_a_folder_gets_the_numbers_and_the_report(ask: Ask, tmp_path: Path) -> None:
    answer = ask("compare", BASELINE, *SET, *FEW, "--out", "mine")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith("\nNumbers  mine/compare.json\nReport   mine/compare.html\n")
    assert {one.name for one in (tmp_path / "mine").iterdir()} == {"compare.json", "compare.html"}
    told = (tmp_path / "mine" / "compare.json").read_text(encoding="utf-8")
    again = ask(*shlex.split(json.loads(told)["command"])[1:], "--json", "--out", "mine")
    assert (again.code, again.out) == (0, told)


def test_without_a_folder_nothing_is_written(ask: Ask, tmp_path: Path) -> None:
    assert ask("compare", BASELINE, FEBRUARY, "--runs", 2).code == 0
    assert list(tmp_path.iterdir()) == []


def ending(monkeypatch: pytest.MonkeyPatch, error: type[BaseException], at: int) -> None:
    """Have the runs from one on end in an error."""
    real = pieces.run_block

    def broken(scenario: Scenario, seed: int, runs: Sequence[int], **more: Any) -> Block:
        if runs[0] == at:
            raise error("the sky fell")
        return real(scenario, seed, runs, **more)

    monkeypatch.setattr(pieces, "run_block", broken)


HERE = ("--workers", 1)


def test_a_stop_leaves_the_pairs_that_are_finished_and_goes_on(ask: Ask) -> None:
    typed = ("compare", BASELINE, FEBRUARY, "--runs", 30, *HERE, "--out", "mine", "--json")
    with pytest.MonkeyPatch.context() as patch:
        ending(patch, KeyboardInterrupt, 25)
        stopped = ask(*typed)
    assert (stopped.code, stopped.err) == (
        130,
        "Interrupted after 25 of 30 pairs of runs; --resume goes on from there\n",
    )
    told = json.loads(stopped.out)
    assert (told["complete"], told["comparisons"][0]["runs"]) == (False, 25)
    done: list[int] = []
    real = pieces.run_block
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "run_block", lambda *a, **k: done.extend(a[2]) or real(*a, **k))
        resumed = ask(*typed, "--resume")
    assert done == 2 * [*range(25, 30)], "what is finished is not done again"
    assert (resumed.code, resumed.err) == (0, "")
    assert resumed.out == ask(*typed).out


def test_a_stop_before_there_is_a_pair_says_so(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending(monkeypatch, KeyboardInterrupt, 0)
    answer = ask("compare", BASELINE, FEBRUARY, *FEW, *HERE, "--out", "mine")
    assert (answer.code, answer.out, answer.err) == (130, "", "Interrupted.\n")
    assert list(tmp_path.iterdir()) == []


def test_pairs_that_fail_are_said_and_the_others_compared(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, RuntimeError, 25)
    answer = ask("compare", BASELINE, FEBRUARY, "--runs", 30, *HERE, "--json")
    assert (answer.code, answer.err) == (
        1,
        "Runs 25 to 29 failed: RuntimeError: the sky fell; --json has the traceback\n",
    )
    told = json.loads(answer.out)
    assert (told["complete"], told["comparisons"][0]["runs"]) == (False, 25)
    assert told["failures"][0]["runs"] == [25, 29]
    assert "Traceback" in told["failures"][0]["traceback"]


def test_resume_needs_a_folder(ask: Ask) -> None:
    answer = ask("compare", BASELINE, FEBRUARY, *FEW, "--resume")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("--resume: ")


REFUSED = {
    "one scenario": (
        [BASELINE],
        "one scenario and nothing to compare it with; name a second, or say --set KEY=VALUE",
    ),
    "two cases": (
        [BASELINE, "cop21-2015/baseline"],
        (
            "A (kosovo-2007/baseline) and B (cop21-2015/baseline) cannot share their luck: they are of two "
            "cases, kosovo-2007 and cop21-2015"
        ),
    ),
    "another horizon": (
        [BASELINE, "--set", "weeks=6"],
        "A (kosovo-2007/baseline) and B (kosovo-2007/baseline) cannot share their luck: steps: 56 and 6",
    ),
    "an unknown outcome": (
        [BASELINE, FEBRUARY, "--outcome", "declaration_weak", "--outcome", "recognition_day_90"],
        (
            "--outcome: 'declaration_weak' is not an outcome of kosovo-2007; did you mean "
            "'declaration_week'?\n"
            "--outcome: 'recognition_day_90' is not an outcome of kosovo-2007; did you mean "
            "'recognitions_day_90'?"
        ),
    ),
    "no runs": ([BASELINE, FEBRUARY, "--runs", "0"], "--runs: 0 is below 1"),
    "a setting that is none": (
        [BASELINE, "--set", "parameters.recognition.difusion=0"],
        (
            "--set parameters.recognition.difusion=0: parameters.recognition.difusion: no such key "
            "'difusion' in parameters.recognition; did you mean 'diffusion'?"
        ),
    ),
    "a folder of something else": (
        [BASELINE, FEBRUARY, "--out", "."],
        "{here}: holds other files; give a folder that is new, empty or an earlier comparison",
    ),
}


@pytest.mark.parametrize(("typed", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(ask: Ask, tmp_path: Path, typed: list[str], told: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    answer = ask("compare", *typed)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{told.format(here=tmp_path)}\n")
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_other_actors_are_refused_by_name(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "fewer.yaml").write_text(
        f"title: T\nquestion: Q?\nextends: {BASELINE}\nremove: [actors.malta]\n"
    )
    answer = ask("compare", BASELINE, "fewer.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert "cannot share their luck: actors: only A has malta" in answer.err
