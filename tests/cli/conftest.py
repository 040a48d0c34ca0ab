"""The command line as a test asks it: in this process for speed, in one of its own where it matters."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.cli.asking import PROCESS, Answer, Ask, environment


def in_process(*arguments: object) -> Answer:
    """Ask `parley ARGUMENTS` in this process, where the test stands."""
    result = CliRunner().invoke(app, [str(one) for one in arguments], prog_name="parley")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask `parley ARGUMENTS` in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PARLEY_TRACEBACK", raising=False)
    return in_process


@pytest.fixture
def process(tmp_path: Path) -> Ask:
    """Ask `parley ARGUMENTS` in an empty folder, in a process of its own."""

    def asked(*arguments: object, command: Sequence[str] = PROCESS) -> Answer:
        done = subprocess.run(
            [*command, *(str(one) for one in arguments)],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return asked


@pytest.fixture(scope="session")
def run_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run of the baseline, without its report; tests only read it."""
    folder = tmp_path_factory.mktemp("runs") / "small"
    options = ("--runs", 4, "--seed", 7, "--out", folder, "--no-report")
    answer = in_process("run", "kosovo-2007/baseline", *options)
    assert answer.code == 0, answer.err
    return folder
