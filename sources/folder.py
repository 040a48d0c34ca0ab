"""Folders of documents: plain-text files, each with its checksum, its regions and what it says of itself."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scenarios.folders import is_case, shipped
from sources.documents import Document, read_document, why
from sources.faults import SourceError
from sources.metadata import Metadata, metadata
from sources.regions import Region, regions

SUFFIX = ".txt"


@dataclass(frozen=True)
class Source:
    """A document with the name of its file."""

    name: str
    document: Document

    @property
    def text(self) -> str:
        """Its text, untouched."""
        return self.document.text

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """What each stretch of it is."""
        return regions(self.text)

    @property
    def article(self) -> tuple[Region, ...]:
        """The stretches that are the article."""
        return tuple(one for one in self.regions if one.kind == "article")

    @cached_property
    def meta(self) -> Metadata:
        """What it says of itself."""
        return metadata(self.text, self.regions)

    @property
    def day(self) -> dt.date | None:
        """When it was published, as far as it says so."""
        return self.meta.date


DOCUMENTS = "documents"
"""The folder of a case in which its documents may lie."""


def place_of(path: Path) -> Path:
    """The folder of documents that is meant: that of a case, by the case's name or folder, or any other."""
    found = shipped(path)
    return found / DOCUMENTS if is_case(found) and (found / DOCUMENTS).is_dir() else found


def read_folder(path: Path) -> tuple[Source, ...]:
    """The documents in a folder, by the names of their files.

    Raises:
        SourceError: no such folder, no document in it, or files that cannot be read, all at once.
    """
    path = place_of(path)
    if not path.is_dir():
        raise SourceError([f"{path}: there is no such folder"])
    files = sorted(one for one in path.iterdir() if one.suffix.casefold() == SUFFIX)
    if not files:
        raise SourceError([f"{path}: holds no document (*{SUFFIX})"])
    found, faults = [], []
    for file in files:
        try:
            found.append(Source(file.name, read_document(file)))
        except (OSError, ValueError) as error:
            faults.append(f"{file}: cannot be read: {why(error)}")
    if faults:
        raise SourceError(faults)
    return tuple(found)


def identifier(file: str) -> str:
    """What a document can be called in a case: the name of its file in small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", Path(file).stem.casefold()).strip("-") or "document"
