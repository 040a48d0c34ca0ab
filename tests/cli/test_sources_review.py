"""`sources review`: one offline file, and what is refused before anything is written."""

from pathlib import Path

import pytest

from sources.coding import write_coding
from tests.cli.asking import Ask
from tests.dashboards.test_review import TEXT, WORDS, desk, laid_out


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return laid_out(tmp_path)


def test_an_offline_page_is_written(ask: Ask, folder: Path) -> None:
    answer = ask("sources", "review", *WORDS, "--coder", "Ben", "--html", "ben.html")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Written: ben.html\n")
    assert "http" not in (folder / "ben.html").read_text(encoding="utf-8").split("<script")[0]
    assert not (folder / "codings").exists()


def test_each_coder_has_a_file_and_nobody_writes_in_anothers(ask: Ask, folder: Path) -> None:
    write_coding(desk().coding, folder / "anna.yaml")
    answer = ask("sources", "review", *WORDS, "--coder", "Ben", "--out", "anna.yaml", "--html", "ben.html")
    assert (answer.code, answer.err.strip()) == (
        2,
        "anna.yaml: is by Anna, not by Ben; each coder has a file of its own",
    )
    assert not (folder / "ben.html").exists()


def test_who_codes_must_be_known(ask: Ask, folder: Path) -> None:
    answer = ask("sources", "review", *WORDS, "--html", "x.html")
    assert (answer.code, answer.err.strip()) == (2, "--coder: not given; say who codes")


def test_candidates_of_another_text_are_refused(ask: Ask, folder: Path) -> None:
    changed = TEXT.replace("its secretary said", "its secretary told")
    (folder / "documents" / "pilots.txt").write_text(changed, encoding="utf-8", newline="")
    answer = ask("sources", "review", *WORDS, "--coder", "Ben", "--html", "ben.html")
    assert answer.code == 2
    assert "is not what it was; suggest anew" in answer.err


def test_a_document_without_a_date_wants_one(ask: Ask, folder: Path) -> None:
    text = TEXT.replace("3 May 2011", "just now")
    (folder / "documents" / "pilots.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "candidates.jsonl").write_text("", encoding="utf-8")
    answer = ask("sources", "review", *WORDS, "--coder", "Ben", "--html", "ben.html")
    assert answer.code == 2
    assert (
        answer.err.strip()
        == "pilots.txt: has no date; say when it was published in a list of documents (--about)"
    )
