"""`why` and `report`: what can be asked of a run folder."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.asking import Ask


def test_why_tells_decisions_and_their_terms(ask: Ask, run_dir: Path) -> None:
    answer = ask("why", run_dir, "russia")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Russia, run 0 of kosovo-2007/baseline (seed 7)\n")
    assert "The terms add up to" in answer.out


def test_why_as_json_adds_up(ask: Ask, run_dir: Path) -> None:
    told = json.loads(ask("why", run_dir, "france", "--run", 2, "--json").out)
    assert (told["actor"], told["run"]) == ("france", 2)
    assert told["decisions"]
    for decision in told["decisions"]:
        assert sum(decision["terms"].values()) == pytest.approx(decision["total"], abs=1e-6)


def test_why_of_a_week_has_only_that_week(ask: Ask, run_dir: Path) -> None:
    told = json.loads(ask("why", run_dir, "france", "--week", 3, "--json").out)
    assert {decision["week"] for decision in told["decisions"]} <= {3}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["frnace"], "'frnace' is not an actor of kosovo-2007; did you mean 'france'?\n"),
        (["france", "--run", 4], "--run: 4 is above 3 (there are 4, from 0)\n"),
        (["france", "--run", -1], "--run: -1 is below 0\n"),
        (["france", "--week", 56], "--week: 56 is above 55 (there are 56, from 0)\n"),
        (["france", "--week", "May"], "--week: 'May' is not a whole number\n"),
    ],
)
def test_why_refuses_what_the_folder_does_not_have(
    ask: Ask, run_dir: Path, options: list[object], message: str
) -> None:
    answer = ask("why", run_dir, *options)
    assert (answer.code, answer.out, answer.err) == (2, "", message)


def test_report_is_written_where_asked(ask: Ask, run_dir: Path, tmp_path: Path) -> None:
    answer = ask("report", run_dir, "--out", "new/mine.html")
    assert (answer.code, answer.out, answer.err) == (0, "new/mine.html\n", "")
    assert (tmp_path / "new" / "mine.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_report_goes_into_the_folder(ask: Ask, run_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(run_dir, tmp_path / "mine")
    assert ask("report", "mine").out == "mine/report.html\n"
    assert (tmp_path / "mine" / "report.html").is_file()


@pytest.mark.parametrize("command", [["why", "DIR", "russia"], ["report", "DIR"]])
def test_a_folder_that_is_none(ask: Ask, tmp_path: Path, command: list[str]) -> None:
    answer = ask(*(one.replace("DIR", "nowhere") for one in command))
    told = "nowhere: no such folder; `parley run SCENARIO --out DIR` writes one\n"
    assert (answer.code, answer.out, answer.err) == (2, "", told)
    (tmp_path / "empty").mkdir()
    answer = ask(*(one.replace("DIR", "empty") for one in command))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("empty: is no run folder, manifest.json, ")


@pytest.mark.parametrize(
    "damaged", ["manifest.json", "outcomes.json", "trajectories.nc", "decisions.parquet"]
)
def test_a_damaged_folder_is_bad_input_and_no_crash(
    ask: Ask, run_dir: Path, tmp_path: Path, damaged: str
) -> None:
    shutil.copytree(run_dir, tmp_path / "mine")
    file = tmp_path / "mine" / damaged
    file.write_bytes(file.read_bytes()[:100])
    answer = ask("why", "mine", "russia")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("mine: cannot be read as a run folder (")
