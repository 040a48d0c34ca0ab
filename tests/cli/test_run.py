"""`parley run`: the folder, the table, JSON that is nothing but JSON, and the same bytes."""

import html
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from scenarios import Scenario
from sim import ensemble, pieces, stream
from sim.block import Block
from tests.cli.asking import PROCESS, Ask, environment

BASELINE = "kosovo-2007/baseline"
FILES = {"manifest.json", "outcomes.json", "trajectories.nc", "decisions.parquet", "report.html"}


def test_a_run_leaves_its_folder_and_tells_the_outcomes(ask: Ask, tmp_path: Path) -> None:
    answer = ask("run", BASELINE, "--runs", 3, "--out", "mine")
    assert (answer.code, answer.err) == (0, "")
    assert {file.name for file in (tmp_path / "mine").iterdir()} == FILES
    assert "Headline" in answer.out
    assert "90% interval" in answer.out
    assert answer.out.endswith("\nRun folder  mine\nReport      mine/report.html\n")


def test_the_table_has_every_outcome_and_fits_eighty_plain_columns(ask: Ask, run_dir: Path) -> None:
    told = ask("run", BASELINE, "--runs", 4, "--seed", 7, "--out", "mine", "--no-report").out
    outcomes = json.loads((run_dir / "outcomes.json").read_text())["outcomes"]
    listed = told.partition("\nOutcomes\n")[2].partition("\nHeadline\n")[0]
    assert [name for name in outcomes if f"\n{name} " not in listed] == []
    assert told.count("\n", told.index("\nHeadline\n")) > 5
    assert "\x1b" not in told
    assert max(map(len, told.splitlines())) <= 80
    assert all(line == line.rstrip() for line in told.splitlines())


def test_json_is_the_file_and_nothing_else(process: Ask, tmp_path: Path) -> None:
    answer = process("run", BASELINE, "--runs", 3, "--seed", 7, "--json", "--out", "mine", "--no-report")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (tmp_path / "mine" / "outcomes.json").read_text(encoding="utf-8")
    told = json.loads(answer.out)
    assert (told["scenario"], told["seed"], told["runs"]) == (BASELINE, 7, 3)
    assert set(told) == {"scenario", "seed", "runs", "outcomes", "recognition"}
    assert all(
        set(one) == {"mean", "q05", "q50", "q95", "unit", "meaning"} for one in told["outcomes"].values()
    )
    assert all(set(days) == {"day_30", "day_90", "day_365"} for days in told["recognition"].values())


def test_the_same_seed_gives_the_same_bytes(process: Ask, ask: Ask, run_dir: Path) -> None:
    options = ("run", BASELINE, "--runs", 4, "--seed", 7, "--json", "--no-report")
    first, again = process(*options), ask(*options)
    assert first.out == again.out == (run_dir / "outcomes.json").read_text(encoding="utf-8")


def test_another_seed_gives_another_world(ask: Ask, run_dir: Path) -> None:
    other = ask("run", BASELINE, "--runs", 4, "--seed", 8, "--json", "--no-report").out
    assert json.loads(other)["outcomes"] != json.loads((run_dir / "outcomes.json").read_text())["outcomes"]


def test_an_earlier_run_is_replaced(ask: Ask, tmp_path: Path) -> None:
    for runs in (2, 3):
        assert ask("run", BASELINE, "--runs", runs, "--out", "mine", "--no-report").code == 0
    assert json.loads((tmp_path / "mine" / "manifest.json").read_text())["runs"] == 3


def test_the_folder_in_which_one_stands_may_be_the_run_folder(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    os.chdir(tmp_path / "here")
    assert ask("run", BASELINE, "--runs", 1, "--out", ".", "--no-report").code == 0
    assert (tmp_path / "here" / "outcomes.json").is_file()


def test_overrides_and_protocol_reach_the_scenario(ask: Ask, tmp_path: Path) -> None:
    overrides = ("--set", "weeks=6", "--set", "actors.russia.positions.talks.salience=0.1")
    answer = ask(
        "run", BASELINE, "--runs", 1, *overrides, "--protocol", "median", "--out", "x", "--no-report"
    )
    assert answer.code == 0
    scenario = json.loads((tmp_path / "x" / "manifest.json").read_text())["scenario"]
    assert scenario["case"]["weeks"] == 6
    assert scenario["actors"]["russia"]["positions"]["talks"]["salience"]["mode"] == 0.1
    assert scenario["rules"]["negotiation"]["protocol"] == "median"


def test_a_terminal_gets_a_progress_bar_on_stderr_and_pure_json_on_stdout(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    command = [*PROCESS, "run", BASELINE, "--runs", "2", "--json", "--no-report"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=follower
    ) as running:
        os.close(follower)
        assert running.stdout is not None
        told = running.stdout.read()
        shown = b""
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    assert running.returncode == 0
    assert json.loads(told)["runs"] == 2
    assert b"kosovo-2007/baseline, 2 runs" in shown


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once its other end is closed, which Linux reports as an error."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.mark.slow
def test_ctrl_c_keeps_the_runs_that_are_finished(tmp_path: Path, ask: Ask) -> None:
    command = [*PROCESS, "run", BASELINE, "--runs", "1000000", "--out", "mine", "--no-report"]
    leader, follower = pty.openpty()
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=follower
    ) as running:
        os.close(follower)
        shown = b""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            shown += _read(leader)
            if any(int(count) > ensemble.FIRST_BLOCK for count in re.findall(rb"(\d+)/1000000", shown)):
                break
        running.send_signal(signal.SIGINT)
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    manifest = json.loads((tmp_path / "mine" / "manifest.json").read_text())
    assert running.returncode == 130
    assert manifest["complete"] is False
    assert 0 < manifest["runs"] < 1_000_000
    assert (
        f"Interrupted after {manifest['runs']} of 1000000 runs; what was finished is in mine, and".encode()
        in shown
    )
    assert ask("why", "mine", "russia").code == 0


def test_ctrl_c_before_anything_is_finished_says_so(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pieces, "run_block", stopped)
    answer = ask("run", BASELINE, "--workers", 1)
    assert (answer.code, answer.out, answer.err) == (130, "", "Interrupted.\n")
    assert list((tmp_path / "runs").iterdir()) == []


def test_runs_that_fail_are_said_and_the_others_are_there(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pieces.run_block

    def broken(scenario: Scenario, seed: int, runs: Sequence[int], **more: Any) -> Block:
        if runs[0] == 25:
            raise RuntimeError("the sky fell")
        return real(scenario, seed, runs, **more)

    monkeypatch.setattr(pieces, "run_block", broken)
    typed = ("run", BASELINE, "--runs", 30, "--set", "weeks=20", "--workers", 1, "--out", "mine")
    answer = ask(*typed)
    assert answer.code == 1
    assert "\n25 runs, seed 2007" in answer.out
    assert answer.err == (
        "Runs 25 to 29 failed: RuntimeError: the sky fell; mine/manifest.json has the traceback. "
        "--resume tries them again\n"
    )
    assert ask("why", "mine", "russia", "--run", 26).err == (
        "--run: 26 failed (RuntimeError: the sky fell)\n"
    )
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert ask(*typed, "--resume").code == 0
    assert json.loads((tmp_path / "mine" / "manifest.json").read_text())["failures"] == []
    assert ask(*typed[:3], 31, *typed[4:], "--resume").code == 0, "nothing was kept, so all is run"


def test_resume_goes_on_with_the_same_work_only(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pieces.run_block

    def stopped(scenario: Scenario, seed: int, runs: Sequence[int], **more: Any) -> Block:
        if runs[0] == 25:
            raise KeyboardInterrupt
        return real(scenario, seed, runs, **more)

    monkeypatch.setattr(pieces, "run_block", stopped)
    typed = ("--set", "weeks=20", "--workers", 1, "--out", "mine", "--no-report")
    answer = ask("run", BASELINE, "--runs", 30, *typed)
    assert (answer.code, answer.err) == (
        130,
        "Interrupted after 25 of 30 runs; what was finished is in mine, and --resume goes on from there\n",
    )
    other = ask("run", BASELINE, "--runs", 40, "--seed", 8, *typed, "--resume")
    assert other.code == 2
    parts = tmp_path / ".mine-parts"
    assert other.err.startswith(f"{parts}: holds parts of other work: runs was 30 and is 40; seed was 2007")
    assert json.loads((tmp_path / "mine" / "manifest.json").read_text())["runs"] == 25


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            RuntimeError("the sky fell"),
            "RuntimeError: the sky fell\nThis should not happen. PARLEY_TRACEBACK=1 shows where it did.\n",
        ),
        (OSError(28, "No space left on device", "runs/x"), "runs/x: No space left on device\n"),
    ],
)
def test_a_failure_has_no_traceback_unless_it_is_asked_for(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise copy(error)  # anew each time: an error holds on to all that was there when it was raised

    monkeypatch.setattr(stream, "stream", broken)
    answer = ask("run", BASELINE)
    assert (answer.code, answer.out, answer.err) == (1, "", message)
    monkeypatch.setenv("PARLEY_TRACEBACK", "1")
    with pytest.raises(type(error)):
        ask("run", BASELINE)


NEGOTIATION = "emission-standards-1989/baseline"
"""A small case that bargains by expected-utility."""


def _negotiation(folder: Path) -> dict[str, object]:
    """What the manifest of a run folder says of how positions moved."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    said = manifest["scenario"]["rules"]["negotiation"]
    return {"protocol": said["protocol"], "options": said["options"]}


@pytest.mark.parametrize(
    ("typed", "protocol", "options"),
    [
        (["--option", "q=0.5"], "expected-utility", {"q": 0.5}),
        (
            ["--option", "q=1e-1", "--option", "capitulation=on", "--option", "choice=least-move"],
            "expected-utility",
            {"q": 0.1, "capitulation": "on", "choice": "least-move"},
        ),
        (
            ["--protocol", "condorcet", "--option", "BigRAdjust=None", "--option", " VotingRule = Cubic "],
            "condorcet",
            {"BigRAdjust": "None", "VotingRule": "Cubic"},
        ),
        (["--protocol", "quantal-response", "--option", "precision=2"], "quantal-response", {"precision": 2}),
        (["--set", "rules.negotiation.protocol=condorcet", "--option", "VotingRule=Cubic"], "condorcet",
         {"VotingRule": "Cubic"}),
    ],
)  # fmt: skip
def test_options_reach_the_manifest(
    ask: Ask, tmp_path: Path, typed: list[str], protocol: str, options: dict[str, object]
) -> None:
    answer = ask("run", NEGOTIATION, "--runs", 1, *typed, "--out", "mine", "--no-report")
    assert (answer.code, answer.err) == (0, "")
    assert _negotiation(tmp_path / "mine") == {"protocol": protocol, "options": options}


def test_options_move_the_results(ask: Ask, tmp_path: Path) -> None:
    """With q = 0.5 the weighted median is 7 years after ten rounds, half of the scale from 4 to 10."""
    for name, option in (("plain", "q=1"), ("bold", "q=0.5")):
        assert (
            ask("run", NEGOTIATION, "--runs", 1, "--option", option, "--out", name, "--no-report").code == 0
        )
    plain, bold = (
        json.loads((tmp_path / name / "outcomes.json").read_text(encoding="utf-8"))["outcomes"]
        for name in ("plain", "bold")
    )
    assert bold["median_introduction"]["mean"] == 50
    assert plain["mean_introduction"]["mean"] != bold["mean_introduction"]["mean"]


def _with_options(folder: Path) -> Path:
    """A scenario that sets options of its protocol."""
    file = folder / "mine.yaml"
    file.write_text(
        f"title: Bold\nquestion: What if challengers are bold?\nextends: {NEGOTIATION}\n"
        "set: {rules.negotiation.options: {q: 0.5, choice: least-move}}\n"
    )
    return file


def test_an_option_goes_before_that_of_the_scenario_and_leaves_the_others(ask: Ask, tmp_path: Path) -> None:
    file = _with_options(tmp_path)
    assert ask("run", file, "--runs", 1, "--option", "q=0.75", "--out", "mine", "--no-report").code == 0
    assert _negotiation(tmp_path / "mine") == {
        "protocol": "expected-utility",
        "options": {"q": 0.75, "choice": "least-move"},
    }


@pytest.mark.parametrize("protocol", ["expected-utility", "median"])
def test_a_protocol_resets_the_options_of_the_scenario(ask: Ask, tmp_path: Path, protocol: str) -> None:
    file = _with_options(tmp_path)
    assert ask("run", file, "--runs", 1, "--protocol", protocol, "--out", "mine", "--no-report").code == 0
    assert _negotiation(tmp_path / "mine") == {"protocol": protocol, "options": {}}


def test_an_option_and_a_setting_of_it_are_said_once(ask: Ask, tmp_path: Path) -> None:
    answer = ask(
        "run", NEGOTIATION, "--set", "rules.negotiation.options.q=0.5", "--option", "q=0.6", "--out", "mine"
    )
    told = (
        "--set rules.negotiation.options.q=0.6: rules.negotiation.options.q: is said twice "
        "(--set rules.negotiation.options.q=0.5); say it once\n"
    )
    assert (answer.code, answer.out, answer.err) == (2, "", told)


@pytest.mark.parametrize(
    "typed",
    [
        ["--set", "weeks=20", "--protocol", "median"],
        ["--protocol", "condorcet", "--option", "VotingRule=Cubic", "--option", "BigRAdjust=None"],
        ["--set", "rules.negotiation.protocol=expected-utility", "--option", "q=0.5"],
    ],
)
def test_the_command_in_the_report_gives_the_same_run_again(
    ask: Ask, tmp_path: Path, typed: list[str]
) -> None:
    assert ask("run", BASELINE, "--runs", 2, "--seed", 7, *typed, "--out", "mine").code == 0
    page = html.unescape((tmp_path / "mine" / "report.html").read_text(encoding="utf-8"))
    told = json.loads((tmp_path / "mine" / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert told in page
    words = shlex.split(told)
    assert words[:3] == ["parley", "run", BASELINE]
    assert ask(*words[1:], "--out", "again", "--no-report").code == 0
    mine, again = (
        json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
        for name in ("mine", "again")
    )
    # All but the date: also the checksums, so that the bytes of the other files are the same.
    assert mine.pop("made") <= again.pop("made")
    assert mine == again
