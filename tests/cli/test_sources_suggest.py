"""`sources suggest`: in words, as JSON lines, and what is refused."""

import json
from pathlib import Path

import pytest

from sources.candidates import parsed
from tests.cli.asking import Ask

TEXT = (
    "Russian Foreign Minister Sergei Lavrov rejected independence for Kosovo and said it was illegal.\n"
    "It snowed in the afternoon, and the road over the pass was closed until the evening came.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_candidates_in_words_and_as_lines(ask: Ask, folder: Path) -> None:
    out = folder / "candidates.jsonl"
    answer = ask("sources", "suggest", str(folder), "--case", "kosovo-2007", "--out", str(out))
    assert (answer.code, answer.err) == (0, "")
    assert "1 sentence, 1 candidate, 1 document" in answer.out
    printed = ask("sources", "suggest", str(folder), "--case", "kosovo-2007", "--format", "jsonl").out
    assert printed == out.read_text(encoding="utf-8")
    (found,) = parsed(printed, "x")
    assert (found.document, found.start, found.speaker) == (
        "news.txt",
        0,
        "Russian Foreign Minister Sergei Lavrov",
    )
    (told,) = json.loads(ask("sources", "suggest", str(folder), "--case", "kosovo-2007", "--json").out)
    assert told["actor"] == "russia"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--actors and --issues: not given; name the file, or a case with --case"),
        (("--case", "kosovo-207"), "did you mean 'kosovo-2007'?"),
        (("--case", "kosovo-2007", "--format", "xml"), "--format: "),
        (
            ("--actors", "a.yaml", "--issues", "i.yaml"),
            "a.yaml: there is no such file\ni.yaml: there is no such file",
        ),
    ],
)
def test_what_is_refused(ask: Ask, folder: Path, words: tuple[str, ...], said: str) -> None:
    answer = ask("sources", "suggest", str(folder), *words)
    assert answer.code == 2
    assert said in answer.err
