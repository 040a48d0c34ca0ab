"""`sources read`: what a folder of pages says of itself, and what is refused."""

import json
from pathlib import Path

import pytest
import yaml

from sources.documents import checksum
from tests.cli.asking import Ask

PAGE = """\
Home
Harbour Courier
Pilots threaten to strike
Last updated: 3 May 2011
The pilots of Brenn will lay down work from Monday, their union said on Tuesday evening.
They will sell us all, whatever they say
Ida, Brenn
The port authority called its plan for night shifts final, and said it would not be put off.
Copyright 2011 Harbour Courier. All rights reserved.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Pilots 1.txt").write_text(PAGE, encoding="utf-8", newline="")
    (tmp_path / "notes.md").write_text("not read", encoding="utf-8")
    return tmp_path


def test_a_folder_in_words(ask: Ask, folder: Path) -> None:
    answer = ask("sources", "read", str(folder), "--regions")
    assert (answer.code, answer.err) == (0, "")
    assert "Pilots 1.txt  2011-05-03  Harbour Courier" in answer.out
    for kind, begins in (("comment", "They will sell us all, ..."), ("signature", "Ida, Brenn")):
        assert any(line.split()[0] == kind and begins in line for line in answer.out.splitlines() if line)


def test_a_program_gets_every_region(ask: Ask, folder: Path) -> None:
    (told,) = json.loads(ask("sources", "read", str(folder), "--json").out)
    assert told["sha256"] == checksum(PAGE)
    assert (told["date"], told["outlet"], told["title"]) == (
        "2011-05-03",
        "Harbour Courier",
        "Pilots threaten to strike",
    )
    assert "".join(PAGE[one["start"] : one["end"]] for one in told["regions"]) == PAGE


def test_the_documents_of_a_case_are_written(ask: Ask, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "documents.yaml"
    assert ask("sources", "read", str(folder), "--out", str(out)).code == 0
    entry = yaml.safe_load(out.read_text(encoding="utf-8"))["documents"]["pilots-1"]
    assert entry["file"] == "Pilots 1.txt"
    assert entry["sha256"] == checksum(PAGE)
    assert str(entry["date"]) == "2011-05-03"


def test_all_that_cannot_be_read_is_said_at_once(ask: Ask, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"caf\xe9")
    (folder / "b.txt").mkdir()
    answer = ask("sources", "read", str(folder), "--out", str(folder / "out.yaml"))
    assert answer.code == 2
    assert answer.err.splitlines() == [
        f"{folder}/a.txt: cannot be read: byte 3 is not UTF-8",
        f"{folder}/b.txt: cannot be read: Is a directory",
    ]
    assert not (folder / "out.yaml").exists()


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere", "there is no such folder"), ("", "holds no document (*.txt)")]
)
def test_a_folder_without_documents_is_refused(ask: Ask, tmp_path: Path, name: str, said: str) -> None:
    answer = ask("sources", "read", str(tmp_path / name))
    assert (answer.code, answer.err.strip()) == (2, f"{tmp_path / name}: {said}")
