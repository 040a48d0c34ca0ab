"""The README keeps its word: its commands run, its scenario is one, its links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:^<!-- file: (\S+) -->\n)?^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
"""Each code block with the file that it is, if the comment above it says so, and its language."""
COMMANDS = [
    line
    for _, kind, text in BLOCKS
    if kind == "sh"
    for line in text.splitlines()
    if line.startswith("parley ")
]
SERVING = re.findall(r"^<!-- not run: serves .*-->\n```sh\n(.*)\n```", README, re.MULTILINE)
"""Commands that would not end by themselves."""
FEWER = {
    "run": ["--runs", "4"],
    "compare": ["--runs", "4"],
    "sweep": ["--runs", "4"],
    "sensitivity": ["--samples", "2"],
    "advise": ["--runs", "4", "--replies", "0"],
    "score": ["--runs", "4", "--no-protocols"],
}
"""What makes a command that asks for many runs quick."""
TARGETS = re.findall(r"^make (\w+)", README, re.MULTILINE) + re.findall(r"`make (\w+)`", README)


@pytest.mark.slow
def test_the_commands_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for file, kind, text in BLOCKS:
        if file or kind == "yaml":
            (tmp_path / (file or text.splitlines()[0].removeprefix("# "))).write_text(text)
    for command in (one for one in COMMANDS if one not in SERVING):
        words = shlex.split(command, comments=True)[1:]
        words += FEWER.get(words[0], [])
        answer = CliRunner().invoke(app, words, prog_name="parley")
        assert answer.exit_code == 0, f"{command}: {answer.stderr or answer.exception}"
    assert (tmp_path / "runs" / "february" / "report.html").is_file()
    assert (tmp_path / "february.html").is_file()


def test_every_command_is_shown() -> None:
    shown = {shlex.split(command)[1] for command in COMMANDS}
    kept = {"runs", "query", "export", "seal"}
    asked = {"compare", "sweep", "sensitivity", "advise", "score"}
    told = {"list", "show", "power", "run", "why", "check", "report", "schema", "bargain", "sources", "serve"}
    assert SERVING == ["parley serve"]
    assert shown == told | asked | kept


def test_a_table_is_named_where_it_is_shown() -> None:
    """A comment names the file to the test, the sentence above it to the reader."""
    tables = [file for file, kind, _ in BLOCKS if kind == "csv"]
    assert tables == ["emissions.csv"]
    assert all(f"as `{file}`:\n\n<!-- file: {file} -->\n" in README for file in tables)


def test_its_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"demo", "test", "install", "bench"} == set(TARGETS)
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in TARGETS)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_its_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_what_it_says_of_python_is_there() -> None:
    import parley

    for name in set(re.findall(r"`parley\.(\w+)`", README)):
        assert getattr(parley, name)
