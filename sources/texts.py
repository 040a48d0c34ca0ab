"""The texts behind codings, from a folder, known by their checksums."""

from collections.abc import Iterable
from pathlib import Path

from sources.coding import Coding
from sources.documents import Document, read_document
from sources.faults import SourceError


def texts_of(codings: Iterable[Coding], folder: Path) -> dict[str, Document]:
    """The documents that codings name, by checksum.

    Raises:
        SourceError: files that cannot be read, and files that are another text than what was coded.
    """
    found: dict[str, Document] = {}
    faults: dict[str, None] = {}
    for coding in codings:
        for name, entry in coding.documents.items():
            path = folder / entry.file
            try:
                document = read_document(path)
            except UnicodeDecodeError as error:
                faults[f"{path}: byte {error.start} is not UTF-8"] = None
                continue
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                faults[f"{path}: cannot be read ({reason.lower()})"] = None
                continue
            if document.sha256 != entry.sha256:
                faults[f"{path}: is another text than documents.{name}, whose sha256 is {entry.sha256}"] = (
                    None
                )
            found[document.sha256] = document
    if faults:
        raise SourceError(faults)
    return found
