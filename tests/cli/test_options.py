"""Options: what is wrong with one is said in one line on stderr, before anything is run."""

from pathlib import Path

import pytest

from cli.folder import run_folder
from cli.refusal import Refused
from tests.cli.asking import HARBOUR, Ask

STORM = HARBOUR / "storm.yaml"
PROTOCOLS = (
    "compromise, condorcet, exchange, expected-utility, influence, kalai-smorodinsky, median, nash, none, "
    "procedural, quantal-response"
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--runs", "0"], "--runs: 0 is below 1\n"),
        (["--runs", "-3"], "--runs: -3 is below 1\n"),
        (["--runs", "1000001"], "--runs: 1000001 is above 1000000\n"),
        (["--seed", "-1"], "--seed: -1 is below 0\n"),
        (["--protocol", "influnce"], "--protocol: 'influnce' is not a protocol; did you mean 'influence'?\n"),
        (["--protocol", "duel"], f"--protocol: 'duel' is not a protocol; there are {PROTOCOLS}\n"),
        (["--set", "weeks"], "--set weeks: is not KEY=VALUE, such as weeks=30\n"),
        (["--set", "wekks=3"], "--set wekks=3: wekks: no such key 'wekks'; did you mean 'weeks'?\n"),
    ],
)
def test_an_option_out_of_bounds_is_refused(ask: Ask, options: list[str], message: str) -> None:
    answer = ask("run", STORM, *options)
    assert (answer.code, answer.out, answer.err) == (2, "", message)


@pytest.mark.parametrize("runs", ["many", "1.5", ""])
def test_what_is_no_number_is_refused(ask: Ask, runs: str) -> None:
    answer = ask("run", STORM, "--runs", runs)
    assert (answer.code, answer.out, answer.err) == (2, "", f"--runs: '{runs}' is not a whole number\n")


OPTIONS_OF_EXPECTED_UTILITY = "preset, q, victory, votes, viewpoint, capitulation, choice, range, status-quo"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--option", "q"], "--option: 'q' is not NAME=VALUE\n"),
        (["--option", "=1"], "--option: '=1' is not NAME=VALUE\n"),
        (
            ["--option", "confidance=3"],
            "--option: confidance: is no option of this protocol; did you mean 'confidence'?\n",
        ),
        (
            ["--protocol", "none", "--option", "q=1"],
            "--option: q: is no option of this protocol; there is none\n",
        ),
        (
            ["--protocol", "expected-utility", "--option", "q=2", "--option", "prest=x", "--option", "z=1"],
            (
                "--option: q: '2' is not a number from 0 to 1\n"
                "--option: prest: is no option of this protocol; did you mean 'preset'?\n"
                f"--option: z: is no option of this protocol; there are {OPTIONS_OF_EXPECTED_UTILITY}\n"
            ),
        ),
        (
            ["--protocol", "expected-utility", "--option", "q=1", "--option", "q = 0.5"],
            "--option: q: is said twice; say it once\n",
        ),
        (
            ["--set", "rules.negotiation.protocol=expected-utility", "--option", "preset=scholz"],
            "--option: preset: 'scholz' is none of its words; did you mean 'scholz-code'?\n",
        ),
        (
            ["--protocol", "duel", "--option", "q"],
            f"--protocol: 'duel' is not a protocol; there are {PROTOCOLS}\n",
        ),
        (["--protocol", "all"], f"--protocol: 'all' is not a protocol; there are {PROTOCOLS}\n"),
        (
            ["--protocol", "none", "--set", "rules.negotiation.protocol=median"],
            (
                "--set rules.negotiation.protocol=none: rules.negotiation.protocol: is said twice "
                "(--set rules.negotiation.protocol=median); say it once\n"
            ),
        ),
    ],
)
def test_an_option_of_a_protocol_that_it_does_not_have_is_refused(
    ask: Ask, tmp_path: Path, options: list[str], message: str
) -> None:
    answer = ask("run", STORM, *options)
    assert (answer.code, answer.out, answer.err) == (2, "", message)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_run_folder(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    answer = ask("run", STORM, "--out", "notes.txt")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "notes.txt: is a file; give a folder that is new, empty or an earlier run\n"


def test_a_folder_with_other_files_is_not_overwritten(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("mine")
    answer = ask("run", STORM, "--out", "thesis")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "thesis: holds other files; give a folder that is new, empty or an earlier run\n"
    assert (tmp_path / "thesis" / "chapter.tex").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_found_before_the_run(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = ask("run", STORM, "--out", "file/below/run")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"file/below/run: {tmp_path}/file is a file, so no folder can be made below it\n"


def test_permission_is_tried_and_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*, prefix: str, dir: Path) -> str:  # noqa: A002
        raise PermissionError(13, "Permission denied", str(dir / prefix))

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(Refused, match=r"^--out: .*run cannot be written: Permission denied \(.*\)$"):
        run_folder(tmp_path / "run", "harbour/storm", 7)


def test_trying_leaves_nothing_behind(tmp_path: Path) -> None:
    run_folder(tmp_path / "a" / "run", "harbour/storm", 7)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_and_a_run_folder_may_be_taken(tmp_path: Path) -> None:
    assert run_folder(tmp_path, "harbour/storm", 7) == tmp_path
    (tmp_path / "manifest.json").write_text("{}")
    assert run_folder(tmp_path, "harbour/storm", 7) == tmp_path


def test_without_out_the_folder_is_named_after_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_folder(None, "harbour/storm", 7) == Path("runs/harbour-storm-7")


def test_a_report_needs_a_file_and_not_a_folder(ask: Ask, run_dir: Path, tmp_path: Path) -> None:
    answer = ask("report", run_dir, "--out", tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"--out: {tmp_path} is a folder; name a file\n"


def test_schemas_need_a_folder_that_can_be_written(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = ask("schema", "--out", "file")
    assert (answer.code, answer.out, answer.err) == (2, "", "--out: file cannot be written: File exists\n")


def test_documents_have_to_be_a_folder(ask: Ask) -> None:
    answer = ask("check", STORM, "--documents", "nowhere")
    assert (answer.code, answer.out, answer.err) == (2, "", "--documents: nowhere is not a folder\n")
