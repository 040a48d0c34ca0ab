"""The harbour case, as a folder that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
HEAD = "title: A trial\nquestion: What if?\nextends: ./baseline.yaml\n"

Say = Callable[..., Path]


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the harbour case; messages are relative to the folder that it lies in."""
    folder = tmp_path / "harbour"
    shutil.copytree(TESTS / "cases" / "harbour", folder)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def say(harbour: Path) -> Say:
    """Writes a scenario that extends the harbour's baseline and returns its file."""

    def write(text: str, name: str = "trial") -> Path:
        file = harbour / f"{name}.yaml"
        file.write_text(HEAD + text, encoding="utf-8")
        return file

    return write
