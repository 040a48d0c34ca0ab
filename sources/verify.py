"""Does every statement of a case still point at the words it was coded from?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from sources.documents import Document, checksum, read_document, why


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: the place in the case, and what is wrong there."""

    place: str
    what: str


def verify(documents: Mapping[str, object], statements: Mapping[str, object], folder: Path) -> list[Finding]:
    """All that does not fit between a case's statements and the documents in a folder; empty if all fits.

    Entries are mappings as in the YAML or models with the same names as attributes. Bad data are findings,
    never errors, so that one broken entry does not hide the others.
    """
    findings: list[Finding] = []
    texts: dict[str, Document] = {}
    for name, entry in documents.items():
        document = _open(name, entry, folder, findings)
        if document is not None:
            texts[name] = document
    for name, entry in statements.items():
        findings += _check(f"statements.{name}", entry, documents, texts)
    return findings


def _open(name: str, entry: object, folder: Path, findings: list[Finding]) -> Document | None:
    """The document that an entry names, if it can be read; whatever is wrong with it joins the findings."""
    place = f"documents.{name}"
    file = _field(entry, "file")
    if not isinstance(file, str):
        findings.append(Finding(f"{place}.file", f"{file!r} is not the name of a file"))
        return None
    try:
        document = read_document(folder / file)
    except (OSError, ValueError) as error:  # UnicodeDecodeError and a NUL in the name are ValueErrors
        findings.append(Finding(f"{place}.file", f"{file} cannot be read: {why(error)}"))
        return None
    stated = _field(entry, "sha256")
    if stated != document.sha256:
        what = f"{file} has {document.sha256}, the case says {stated}; is it another version of the text?"
        findings.append(Finding(f"{place}.sha256", what))
    return document


def _check(
    place: str, entry: object, documents: Mapping[str, object], texts: Mapping[str, Document]
) -> Iterator[Finding]:
    """What is wrong with one statement: the first fault only, since the later ones follow from it."""
    name = _field(entry, "document")
    if not isinstance(name, str) or name not in documents:
        known = ", ".join(sorted(documents)) or "none"
        yield Finding(f"{place}.document", f"{name!r} is not a document of the case; known: {known}")
        return
    if name not in texts:
        return  # said once, at the document
    start, end = _field(entry, "start"), _field(entry, "end")
    if not _counts(start):
        yield Finding(f"{place}.start", f"{start!r} is not a whole number of code points")
    elif not _counts(end):
        yield Finding(f"{place}.end", f"{end!r} is not a whole number of code points")
    else:
        yield from _check_span(place, texts[name], start, end, _field(entry, "sha256"))


def _check_span(place: str, document: Document, start: int, end: int, stated: object) -> Iterator[Finding]:
    """What is wrong with one stretch of a document."""
    try:
        found = checksum(document.span(start, end))
    except ValueError:
        at = "end" if end <= start or end > len(document.text) else "start"
        what = f"{start}-{end} is no stretch of the text, which runs from 0 to {len(document.text)}"
        yield Finding(f"{place}.{at}", what)
        return
    if stated != found:
        yield Finding(f"{place}.sha256", f"the text at {start}-{end} has {found}, the case says {stated}")


def _counts(offset: object) -> TypeGuard[int]:
    """Whether an offset is a whole number; `true` in YAML is one to Python, not to a coder."""
    return isinstance(offset, int) and not isinstance(offset, bool)


def _field(entry: object, name: str) -> object:
    """A field of a mapping or of a model, None where there is none."""
    return entry.get(name) if isinstance(entry, Mapping) else getattr(entry, name, None)
