"""`sources adopt`: from coders' files to a case that loads, and what is refused."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import scenarios
from scenarios.nodes import plain, read
from sources.documents import checksum
from tests.cli.asking import HARBOUR, Ask

TEXT = "Upstream 🙂 will hardly pay dues. Midway would."
USUAL = {
    "document": "d",
    "speaker": "The mayor of Upstream",
    "actor": "upstream",
    "issue": "dues",
    "stance": "opposes",
    "mode": "direct",
    "position": 10,
    "paraphrase": "It does not mean to pay.",
    "decision": "accepted",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The harbour with the text of the tests as its ledger."""
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR, folder)
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    was = text.partition("sha256: ")[2].partition("\n")[0]
    (folder / "case.yaml").write_text(text.replace(was, checksum(TEXT)), encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "ledger.txt").write_text(TEXT, encoding="utf-8", newline="")
    return folder


def write(path: Path, coder: str | None, **said: dict[str, Any]) -> Path:
    document = {
        "file": "ledger.txt",
        "sha256": checksum(TEXT),
        "outlet": "The Estuary Gazette",
        "date": "1902-03-30",
    }
    statements = {}
    for name, one in said.items():
        place = {"start": 0, "end": 32} | one
        words = TEXT[place["start"] : place["end"]]
        statements[name.replace("_", "-")] = USUAL | {"sha256": checksum(words)} | place
    entry = {"coder": coder} if coder else {}
    path.write_text(json.dumps(entry | {"documents": {"d": document}, "statements": statements}))
    return path


def test_a_case_gets_its_statements_and_loads(ask: Ask, tmp_path: Path, case: Path) -> None:
    anna = write(
        tmp_path / "anna.json", "Anna", s_ledger_01={}, s_b={"start": 33, "end": 46, "actor": "midway"}
    )
    ben = write(tmp_path / "ben.json", None, s_x={}, s_b={"start": 33, "end": 46, "actor": "NO"})
    out = case / "statements.yaml"
    options = ("--case", case, "--out", out, "--documents", tmp_path / "texts")
    answer = ask("sources", "adopt", anna, ben, *options, "--force")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == "Statements: 3 (confirmed by Anna 2, ben 2)"
    loaded = scenarios.load(case / "baseline.yaml").statements
    assert [(name, one.actor, one.coders, one.decision) for name, one in loaded.items()] == [
        ("s-ledger-01", "upstream", ("Anna", "ben"), "accepted"),
        ("s-ledger-02", "NO", ("ben",), "accepted"),
        ("s-b", "midway", ("Anna",), "accepted"),
    ]


def test_what_a_case_has_stays_where_it_is_named_too(ask: Ask, tmp_path: Path, case: Path) -> None:
    text = (case / "statements.yaml").read_text(encoding="utf-8")
    was = text.partition("sha256: ")[2].partition("\n")[0]
    (case / "statements.yaml").write_text(text.replace(was, checksum(TEXT[:1])), encoding="utf-8")
    anna = write(tmp_path / "anna.json", "Anna", s_ledger_01={})
    out = case / "statements.yaml"
    told = json.loads(
        ask("sources", "adopt", case, anna, "--case", case, "--out", out, "--force", "--json").out
    )
    assert told == {
        "written": str(out),
        "statements": 2,
        "coders": {"Anna": 1},
        "renamed": [{"file": str(anna), "was": "s-ledger-01", "is": "s-ledger-02"}],
        "differing": [["s-ledger-01", "s-ledger-02"]],
        "gone": [],
    }
    assert scenarios.check(case) == []


def test_a_file_is_replaced_only_by_force_and_what_goes_is_said(ask: Ask, tmp_path: Path, case: Path) -> None:
    anna = write(tmp_path / "anna.json", "Anna", s_other={})
    before = (case / "statements.yaml").read_bytes()
    options = ("adopt", anna, "--case", case, "--out", case / "statements.yaml")
    answer = ask("sources", *options)
    assert (answer.code, answer.out) == (2, "")
    assert "is there already; --force replaces it" in answer.err
    assert (case / "statements.yaml").read_bytes() == before
    forced = ask("sources", *options, "--force")
    assert (forced.code, "no longer in it: s-ledger-01" in forced.err) == (0, True)


def test_nothing_is_written_where_anything_is_refused(ask: Ask, tmp_path: Path, case: Path) -> None:
    anna = write(tmp_path / "anna.json", "Anna", s_a={"position": None}, s_b={"actor": "upstraem"})
    (tmp_path / "candidates.jsonl").write_text("{}\n", encoding="utf-8")
    answer = ask("sources", "adopt", anna, "--case", case, "--out", "new.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert "s-a: is incomplete, without position" in answer.err
    assert "did you mean 'upstream'?" in answer.err
    answer = ask("sources", "adopt", anna, anna, "candidates.jsonl", "--case", case, "--out", "new.yaml")
    assert answer.code == 2
    assert "candidates.jsonl: holds candidates, which nobody has confirmed" in answer.err
    assert not (tmp_path / "new.yaml").exists()


def test_offsets_that_miss_their_words_are_refused_if_the_texts_are_there(
    ask: Ask, tmp_path: Path, case: Path
) -> None:
    anna = write(tmp_path / "anna.json", "Anna", s_a={"sha256": checksum("other words")})
    answer = ask(
        "sources", "adopt", anna, "--case", case, "--out", "new.yaml", "--documents", tmp_path / "texts"
    )
    assert (answer.code, answer.out) == (2, "")
    assert "statements.s-a.sha256" in answer.err
    assert not (tmp_path / "new.yaml").exists()


def test_two_files_of_one_coder_are_refused(ask: Ask, tmp_path: Path, case: Path) -> None:
    anna, other = (write(tmp_path / f"{name}.json", "Anna", s_a={}) for name in ("anna", "other"))
    answer = ask("sources", "adopt", anna, other, "--case", case, "--out", "new.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert "two files are by 'Anna'; a coder has one" in answer.err


def test_the_flagship_case_is_what_is_adopted_of_it(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "statements.yaml"
    answer = ask("sources", "adopt", "kosovo-2007", "--case", "kosovo-2007", "--out", out)
    assert (answer.code, answer.err) == (0, "")
    shipped = plain(read(scenarios.folders.SHIPPED / "kosovo-2007" / "statements.yaml"))
    assert plain(read(out)) == {
        name: one | {"decision": one.get("decision", "added")} for name, one in shipped.items()
    }
