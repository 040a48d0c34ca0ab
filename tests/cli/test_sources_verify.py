"""`sources verify`: what fits, what moved, what is lost, and what numbers rest on."""

import json
from pathlib import Path

import pytest
import yaml

from sources.documents import checksum
from sources.support import support
from tests.cli.asking import HARBOUR, Ask

TEXT = (
    "The masters of Upstream want no dues.\nTheir rivals want high ones.\nThe harbour was built long ago.\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The small case with a document that its statement was coded in."""
    folder = tmp_path / "harbour"
    folder.mkdir()
    for file in HARBOUR.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    statements = yaml.safe_load((folder / "statements.yaml").read_text(encoding="utf-8"))
    (name,) = statements
    words = "want no dues"
    start = TEXT.index(words)
    edit(
        folder / "statements.yaml",
        statements[name],
        start=start,
        end=start + len(words),
        sha256=checksum(words),
    )
    (document,) = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))["documents"].values()
    edit(folder / "case.yaml", document, sha256=checksum(TEXT), file="harbour.txt")
    (tmp_path / "documents").mkdir()
    put(tmp_path, TEXT)
    return folder


def edit(path: Path, entry: dict[str, object], **values: object) -> None:
    text = path.read_text(encoding="utf-8")
    for key, new in values.items():
        text = text.replace(f"{key}: {entry[key]}", f"{key}: {new}", 1)
    path.write_text(text, encoding="utf-8")


def put(folder: Path, text: str, name: str = "harbour.txt") -> None:
    (folder / "documents" / name).write_text(text, encoding="utf-8", newline="")


def verify(ask: Ask, case: Path, *more: str) -> tuple[int, list[str], str]:
    answer = ask("sources", "verify", str(case), "--documents", str(case.parent / "documents"), *more)
    return answer.code, answer.err.splitlines(), answer.out


def test_a_case_that_fits_its_documents(ask: Ask, case: Path) -> None:
    code, faults, out = verify(ask, case)
    assert (code, faults) == (0, [])
    assert out.startswith("1 fits of 1 statements\n")


def test_what_moved_is_told_and_mended_with_all_else_left_alone(ask: Ask, case: Path) -> None:
    put(case.parent, "A line before. " + TEXT)
    before = (case / "statements.yaml").read_text(encoding="utf-8")
    code, faults, _ = verify(ask, case)
    start = TEXT.index("want no dues") + 15
    assert code == 2
    assert faults[0].endswith("harbour.txt has changed")
    assert faults[1].endswith(f"its words stand at {start}-{start + 12} now")
    assert (case / "statements.yaml").read_text(encoding="utf-8") == before
    code, faults, out = verify(ask, case, "--fix")
    assert (code, faults) == (0, [])
    assert "Mended: " in out
    after = (case / "statements.yaml").read_text(encoding="utf-8")
    differing = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert differing
    assert all(a.split(":")[0] == b.split(":")[0] for a, b in differing)
    assert verify(ask, case)[0] == 0


def test_a_document_under_another_name_is_known_by_its_checksum(ask: Ask, case: Path) -> None:
    (case.parent / "documents" / "harbour.txt").rename(case.parent / "documents" / "other.txt")
    code, faults, _ = verify(ask, case)
    assert code == 2
    assert [fault.split(": ")[1] for fault in faults] == ["harbour.txt is other.txt now"]
    assert verify(ask, case, "--fix")[0] == 0
    assert verify(ask, case)[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT.replace("want no dues", "wish no dues"), "its words are not in the document any more"),
        ("x want no dues. " + TEXT, "its words stand in 2 places; most likely "),
    ],
)
def test_what_is_not_sure_is_never_mended(ask: Ask, case: Path, text: str, said: str) -> None:
    put(case.parent, text)
    before = {file: file.read_bytes() for file in case.iterdir()}
    code, faults, _ = verify(ask, case, "--fix")
    assert code == 2
    assert any(said in fault for fault in faults)
    assert faults[-1] == "--fix: nothing was changed, since not every statement is found"
    assert {file: file.read_bytes() for file in case.iterdir()} == before


def test_a_document_that_is_gone_is_said(ask: Ask, case: Path) -> None:
    (case.parent / "documents" / "harbour.txt").unlink()
    code, faults, _ = verify(ask, case)
    assert code == 2
    assert len(faults) == 1
    assert "harbour.txt cannot be read: No such file or directory" in faults[0]


def test_without_documents_it_is_said_what_was_not_looked_at(ask: Ask) -> None:
    answer = ask("sources", "verify", "kosovo-2007")
    assert answer.code == 0
    assert answer.out.startswith("Spans and checksums were not looked at")
    told = json.loads(ask("sources", "verify", "kosovo-2007", "--json").out)
    assert told["documents"] is None
    assert told["numbers"]["unsourced"] == len(told["unsupported"])


def test_every_number_of_a_case_is_counted_once(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "title: x\nweeks: 3\ndocuments: {d: {file: d.txt}}\n", encoding="utf-8"
    )
    (tmp_path / "references.yaml").write_text("book: {year: 2001}\nidle: {year: 2002}\n", encoding="utf-8")
    (tmp_path / "statements.yaml").write_text(
        "s-1: {document: d, sha256: a}\ns-2: {document: d, sha256: b}\n", encoding="utf-8"
    )
    (tmp_path / "actors.yaml").write_text(
        "a:\n"
        "  positions:\n"
        "    i: {low: 1, mode: 2, high: 3, salience: 0.5, grade: stated, evidence: [s-1, book]}\n"
        "    j: {low: 1, mode: 2, high: 3, salience: {low: 0, mode: 1, high: 1}, grade: assumed}\n"
        "  capability: {c: {value: 3, source: [book]}, x: {low: 1, mode: 2, high: 3, source: [judgement]}}\n"
        "  ties: {b: 0.5}\n",
        encoding="utf-8",
    )
    found = support(tmp_path)
    assert found.counts == {"statement": 1, "reference": 1, "judgement": 1, "assumed": 1, "unsourced": 3}
    assert (found.idle_statements, found.idle_references, found.silent_documents) == (("s-2",), ("idle",), ())
