"""verify says what does not fit, exactly that, and never raises: on an invented document."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from sources.documents import Document, checksum, read_document
from sources.verify import Finding, verify

INVENTED = "Ünal said 🙂 that\r\nthe bridge stays open.\nOthers doubt it."


@pytest.fixture
def case(tmp_path: Path) -> SimpleNamespace:
    """A folder with one document, and a statement on the words about the bridge."""
    (tmp_path / "bridge.txt").write_bytes(INVENTED.encode())
    start = INVENTED.index("the bridge")
    end = INVENTED.index(".")
    return SimpleNamespace(
        folder=tmp_path,
        documents={"bridge": {"file": "bridge.txt", "sha256": checksum(INVENTED)}},
        statements={
            "s-1": {"document": "bridge", "start": start, "end": end, "sha256": checksum(INVENTED[start:end])}
        },
    )


def findings(case: SimpleNamespace) -> list[Finding]:
    return verify(case.documents, case.statements, case.folder)


def test_a_document_is_read_untouched(case: SimpleNamespace) -> None:
    assert read_document(case.folder / "bridge.txt") == Document(INVENTED, checksum(INVENTED))


def test_a_span_counts_code_points(case: SimpleNamespace) -> None:
    assert case.statements["s-1"]["start"] == 18  # two bytes of the Ü, four of the face, one of each line end
    assert read_document(case.folder / "bridge.txt").span(18, 28) == "the bridge"


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, len(INVENTED) + 1)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="does not lie within"):
        Document(INVENTED, "").span(start, end)


def test_what_fits_gives_no_finding(case: SimpleNamespace) -> None:
    assert findings(case) == []


def test_models_serve_as_well_as_mappings(case: SimpleNamespace) -> None:
    case.documents = {name: SimpleNamespace(**entry) for name, entry in case.documents.items()}
    case.statements = {name: SimpleNamespace(**entry) for name, entry in case.statements.items()}
    assert findings(case) == []
    case.statements["s-1"].start += 1
    assert [finding.place for finding in findings(case)] == ["statements.s-1.sha256"]


@pytest.mark.parametrize(("key", "by"), [("start", 1), ("start", -1), ("end", 1), ("end", -1)])
def test_a_shifted_offset(case: SimpleNamespace, key: str, by: int) -> None:
    entry = case.statements["s-1"]
    stated = entry["sha256"]
    entry[key] += by
    start, end = entry["start"], entry["end"]
    what = f"the text at {start}-{end} has {checksum(INVENTED[start:end])}, the case says {stated}"
    assert findings(case) == [Finding("statements.s-1.sha256", what)]


def test_a_tampered_hash_of_a_span(case: SimpleNamespace) -> None:
    entry = case.statements["s-1"]
    what = f"the text at {entry['start']}-{entry['end']} has {entry['sha256']}, the case says {'0' * 64}"
    entry["sha256"] = "0" * 64
    assert findings(case) == [Finding("statements.s-1.sha256", what)]


@pytest.mark.parametrize(
    ("change", "place"),
    [({"end": 18}, "end"), ({"end": 3}, "end"), ({"end": 1000}, "end"), ({"start": -1}, "start")],
)
def test_offsets_that_are_no_stretch_of_the_text(
    case: SimpleNamespace, change: dict[str, int], place: str
) -> None:
    entry = case.statements["s-1"]
    entry.update(change)
    what = f"{entry['start']}-{entry['end']} is no stretch of the text, which runs from 0 to {len(INVENTED)}"
    assert findings(case) == [Finding(f"statements.s-1.{place}", what)]


@pytest.mark.parametrize("offset", ["18", 18.0, None, True])
@pytest.mark.parametrize("key", ["start", "end"])
def test_an_offset_that_is_no_number(case: SimpleNamespace, key: str, offset: object) -> None:
    case.statements["s-1"][key] = offset
    assert findings(case) == [
        Finding(f"statements.s-1.{key}", f"{offset!r} is not a whole number of code points")
    ]


@pytest.mark.parametrize("name", ["tunnel", None, 7])
def test_a_statement_on_an_unknown_document(case: SimpleNamespace, name: object) -> None:
    case.statements["s-1"]["document"] = name
    what = f"{name!r} is not a document of the case; known: bridge"
    assert findings(case) == [Finding("statements.s-1.document", what)]


def test_a_tampered_hash_of_a_document(case: SimpleNamespace) -> None:
    case.documents["bridge"]["sha256"] = "0" * 64
    what = (
        f"bridge.txt has {checksum(INVENTED)}, the case says {'0' * 64}; is it another version of the text?"
    )
    assert findings(case) == [Finding("documents.bridge.sha256", what)]


def test_a_changed_document_shows_at_the_document_and_at_the_span(case: SimpleNamespace) -> None:
    (case.folder / "bridge.txt").write_bytes(("x" + INVENTED).encode())
    places = [finding.place for finding in findings(case)]
    assert places == ["documents.bridge.sha256", "statements.s-1.sha256"]


def test_an_absent_file_is_said_once(case: SimpleNamespace) -> None:
    (case.folder / "bridge.txt").unlink()
    what = "bridge.txt cannot be read: No such file or directory"
    assert findings(case) == [Finding("documents.bridge.file", what)]


def test_a_file_that_is_not_utf_8(case: SimpleNamespace) -> None:
    (case.folder / "bridge.txt").write_bytes(b"caf\xe9")
    assert findings(case) == [
        Finding("documents.bridge.file", "bridge.txt cannot be read: byte 3 is not UTF-8")
    ]


@pytest.mark.parametrize("entry", [None, "bridge.txt", {}, {"file": 7}])
def test_a_document_entry_without_a_file_name(case: SimpleNamespace, entry: object) -> None:
    case.documents["bridge"] = entry
    file = entry.get("file") if isinstance(entry, dict) else None
    assert findings(case) == [Finding("documents.bridge.file", f"{file!r} is not the name of a file")]


def test_all_findings_come_at_once(case: SimpleNamespace) -> None:
    entry = case.statements["s-1"]
    case.statements = {
        "s-1": entry | {"sha256": "0" * 64},
        "s-2": entry | {"document": "tunnel"},
        "s-3": entry,
        "s-4": entry | {"end": 1000},
    }
    places = ["statements.s-1.sha256", "statements.s-2.document", "statements.s-4.end"]
    assert [finding.place for finding in findings(case)] == places
