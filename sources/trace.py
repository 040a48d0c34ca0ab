"""Tracing a case back to its documents: which statements still stand where it says, and where others went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.nodes import Path_, plain, read
from sources.anchoring import Anchor, Stretch, anchored
from sources.documents import Document, read_document
from sources.verify import Finding, verify


@dataclass(frozen=True)
class Traced:
    """What was found of a case in a folder of documents.

    findings : all that does not fit; moved : files that lie under another name or have changed
    anchors : of every statement whose document can be read; changed : new values by file and path of keys
    """

    findings: tuple[Finding, ...]
    moved: tuple[str, ...]
    anchors: Mapping[str, Anchor]
    changed: Mapping[str, Mapping[Path_, str]]

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Statements that are in several places, or in none."""
        return tuple(name for name, one in self.anchors.items() if one.state in {"ambiguous", "lost"})


def trace(case: Path, folder: Path) -> Traced:
    """Find each statement of a case again in a folder of documents."""
    documents = plain(read(case / "case.yaml")).get("documents") or {}
    path = case / "statements.yaml"
    statements: dict[str, Any] = plain(read(path)) if path.exists() else {}
    findings = tuple(verify(documents, statements, folder))
    moved: list[str] = []
    anchors: dict[str, Anchor] = {}
    for_case: dict[Path_, str] = {}
    for_statements: dict[Path_, str] = {}
    for name, entry in documents.items():
        found = _found(entry, folder)
        if found is None:
            continue
        file, document = found
        if file != entry["file"]:
            moved.append(f"documents.{name}.file: {entry['file']} is {file} now")
            for_case["documents", name, "file"] = file
        if document.sha256 != entry["sha256"]:
            moved.append(f"documents.{name}.sha256: {file} has changed")
            for_case["documents", name, "sha256"] = document.sha256
        here = {key: one for key, one in statements.items() if one.get("document") == name and _whole(one)}
        spans = {key: Stretch(one["start"], one["end"], one["sha256"]) for key, one in here.items()}
        for key, anchor in anchored(document.text, spans).items():
            anchors[key] = anchor
            for_statements |= dict(_changes(key, spans[key], anchor))
    return Traced(findings, tuple(moved), anchors, {"case": for_case, "statements": for_statements})


def _changes(name: str, was: Stretch, anchor: Anchor) -> Iterator[tuple[Path_, str]]:
    """The values of a statement that are others now."""
    if anchor.now is None or anchor.state == "fits":
        return
    for key in ("start", "end", "sha256"):
        if (new := getattr(anchor.now, key)) != getattr(was, key):
            yield (name, key), str(new)


def _found(entry: Mapping[str, Any], folder: Path) -> tuple[str, Document] | None:
    """The file of a document and what is in it: under its name, else whichever file has its checksum."""
    file = entry.get("file")
    if isinstance(file, str):
        try:
            return file, read_document(folder / file)
        except (OSError, ValueError):
            pass
    for path in sorted(folder.iterdir()):
        try:
            document = read_document(path) if path.is_file() else None
        except (OSError, ValueError):
            continue
        if document is not None and document.sha256 == entry.get("sha256"):
            return path.name, document
    return None


def _whole(entry: Mapping[str, Any]) -> bool:
    """Whether a statement has what it takes to look for it."""
    start, end = entry.get("start"), entry.get("end")
    return (
        type(start) is int and type(end) is int and 0 <= start < end and isinstance(entry.get("sha256"), str)
    )
