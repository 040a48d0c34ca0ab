"""The desk of one coder: documents, what is proposed in them, and what the coder made of it so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scenarios.models.evidence import Document
from sources.candidates import Candidate
from sources.coding import Coding
from sources.documents import checksum
from sources.faults import SourceError
from sources.folder import Source


@dataclass(frozen=True)
class Desk:
    """All that a page of coding shows.

    sources : document id -> its text; about : document id -> what a coder's file says of it
    issues, actors : as the case has them, id -> entry
    """

    coder: str
    sources: Mapping[str, Source]
    about: Mapping[str, Document]
    issues: Mapping[str, Mapping[str, Any]]
    actors: Mapping[str, str]
    candidates: Sequence[Candidate]
    coding: Coding

    @property
    def files(self) -> dict[str, str]:
        """The id of the document in each file."""
        return {source.name: name for name, source in self.sources.items()}

    def content(self) -> dict[str, Any]:
        """What the page is made of, for JSON; offsets in code points."""
        ids = self.files
        return {
            "coder": self.coder,
            "documents": [
                {
                    "id": name,
                    "file": source.name,
                    "about": self.about[name].model_dump(mode="json", exclude_none=True),
                    "text": source.text,
                    "regions": [[one.kind, one.start, one.end] for one in source.regions],
                }
                for name, source in self.sources.items()
            ],
            "issues": {
                name: {
                    "title": entry.get("title", name),
                    "question": entry.get("question", ""),
                    "scale": {str(point): words for point, words in (entry.get("scale") or {}).items()},
                }
                for name, entry in self.issues.items()
            },
            "actors": dict(self.actors),
            "candidates": [asdict(one) | {"document": ids[one.document]} for one in self.candidates],
            "coding": self.coding.model_dump(mode="json", exclude_none=True),
        }

    def checked(self, coding: Coding) -> Coding:
        """A coding that fits the desk.

        Raises:
            SourceError: another coder's, unknown names, or stretches and checksums that do not fit the texts.
        """
        if faults := list(self._faults(coding)):
            raise SourceError(faults)
        return coding

    def _faults(self, coding: Coding) -> Iterable[str]:
        if coding.coder != self.coder:
            yield f"coder: {coding.coder!r} is not {self.coder!r}, whose file this is"
        for name, one in coding.statements.items():
            source = self.sources.get(one.document)
            for key, known in (("document", self.sources), ("actor", self.actors), ("issue", self.issues)):
                if (got := getattr(one, key)) not in known:
                    yield f"statements.{name}.{key}: {got!r} is not known here"
            if source is None:
                continue
            if one.end > len(source.text):
                yield f"statements.{name}.end: {one.end} is beyond the text, which ends at {len(source.text)}"
            elif checksum(source.text[one.start : one.end]) != one.sha256:
                yield f"statements.{name}.sha256: is not that of {one.start}-{one.end}"


def about(
    sources: Sequence[Source], named: Mapping[str, Document], place: str
) -> tuple[dict[str, Source], dict[str, Document]]:
    """The documents by id, with what is known of them: from a case or a list, else from what they say.

    named : documents as a case has them; place : where more can be said, for messages
    Raises:
        SourceError: those of which no date is known.
    """
    from sources.folder import identifier

    by_sum = {one.sha256: (name, one) for name, one in named.items()}
    by_file = {one.file: (name, one) for name, one in named.items()}
    texts: dict[str, Source] = {}
    known: dict[str, Document] = {}
    faults = []
    for source in sources:
        sha256 = source.document.sha256
        name, given = by_sum.get(sha256) or by_file.get(source.name) or (identifier(source.name), None)
        while name in texts:
            name += "-2"
        date = given.date if given else source.day
        if date is None:
            faults.append(f"{source.name}: has no date; say when it was published in {place}")
            continue
        texts[name] = source
        known[name] = Document(
            file=source.name,
            sha256=sha256,
            outlet=given.outlet if given else source.meta.outlet or "unknown",
            date=date,
            note=given.note if given else None,
        )
    if faults:
        raise SourceError(faults)
    return texts, known


def fresh(coder: str, known: Mapping[str, Document]) -> Coding:
    """A coder's file before anything was coded."""
    return Coding(coder=coder, documents=dict(known))


def page_name(path: Path) -> str:
    """What a page is called in the browser's tab."""
    return f"Coding {path.stem}"
