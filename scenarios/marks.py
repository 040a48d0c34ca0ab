"""Marks: places in files, as an editor jumps to them."""

from dataclasses import dataclass
from pathlib import Path


def shown(file: str) -> str:
    """A path as it is written in messages: relative where it lies inside the current directory."""
    path = Path(file)
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return file


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A file, a line and a column (both from 1); line 0 is the file, or the command line, as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{shown(self.file)}:{self.line}:{self.column}" if self.line else shown(self.file)

    def beside(self, other: "Mark") -> str:
        """File and line as said in a sentence about another mark: no folder where it is the same."""
        same = Path(self.file).parent == Path(other.file).parent
        file = Path(self.file).name if same else shown(self.file)
        return f"{file}:{self.line}" if self.line else file
