"""Plain-text documents, read untouched so that offsets into them stay true."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Document:
    """A text as it lies in its file, and the checksum of that file."""

    text: str
    sha256: str

    def span(self, start: int, end: int) -> str:
        """The stretch from `start` to `end` in code points, from 0, end exclusive.

        Raises:
            ValueError: the stretch is empty or does not lie within the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}-{end} does not lie within 0-{len(self.text)}")
        return self.text[start:end]


def read_document(path: Path) -> Document:
    """The document in a file, with its line ends and any byte-order mark left as they are.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: the file is not UTF-8.
    """
    # Not read_text: it would turn CRLF into LF, and every offset after the first line would be wrong.
    raw = path.read_bytes()
    return Document(raw.decode("utf-8"), sha256(raw).hexdigest())


def checksum(text: str) -> str:
    """The sha256 of a text as UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def why(error: Exception) -> str:
    """Why a file could not be read, without its path."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not UTF-8"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
