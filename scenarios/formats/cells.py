"""Cells: lines cut at a delimiter, each cell knowing the column that it begins in.

The csv module does not say where a cell begins, and one stray quote makes it swallow the lines that follow.
Here a row is one line, so that every wrong row of a file can be told at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from scenarios.marks import Mark

DELIMITERS = ",;\t"


class TornLine(ValueError):  # noqa: N818 - named by what is wrong, like ScenarioNotFound
    """A quote is opened and not closed in its line; `mark` is where."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark)
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, without the blanks and quotes around it, and where it begins."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a line; none where the line could not be cut."""

    mark: Mark
    cells: tuple[Cell, ...]
    end: Mark
    """Just after the line, where a cell that is missing would stand."""

    def __getitem__(self, column: int) -> Cell:
        """The cell of a column, counted from 0; an empty one where the line is too short."""
        return self.cells[column] if column < len(self.cells) else Cell("", self.end)

    def __len__(self) -> int:
        """The number of cells up to the last that says something."""
        return max((place for place, cell in enumerate(self.cells, 1) if cell.text), default=0)


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with its number; lines end as editors count them."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        # Spreadsheets save empty rows as delimiters.
        if re.search(r"[^\s,;\"']", line):
            yield number, line


def delimiter_of(line: str) -> str:
    """The delimiter that a line has most of, outside double quotes; the comma where there is none."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


@cache
def _patterns(delimiter: str, quotes: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Blanks between cells, and a cell in quotes, which close before a delimiter or the end of the line."""
    blank = r"[^\S\t]*" if delimiter == "\t" else r"\s*"
    over = rf"(?={blank}(?:{delimiter}|$))"
    # Possessive, since a run of quotes could be told apart in very many ways.
    quoted = "|".join(rf"{q}((?:[^{q}]|{q}{q}|{q}(?!{over}))*+){q}{over}" for q in quotes)
    return re.compile(blank), re.compile(quoted)


def cut(line: str, number: int, file: str, delimiter: str, quotes: str = '"') -> Row:
    """The cells of a line; raises `TornLine` where a quote is not closed."""
    blank, quoted = _patterns(delimiter, quotes)
    found: list[Cell] = []
    start = 0
    while start <= len(line):
        begin = _after(blank, line, start)
        mark = Mark(file, number, begin + 1)
        if line[begin : begin + 1] in tuple(quotes):
            match = quoted.match(line, begin)
            if match is None:
                raise TornLine(mark)
            quote = line[begin]
            text = (match[match.lastindex or 0]).replace(quote * 2, quote)
            stop = _after(blank, line, match.end())
        else:
            stop = line.find(delimiter, begin)
            stop = len(line) if stop < 0 else stop
            text = line[begin:stop]
        # A no-break space is how spreadsheets and word processors write some blanks.
        found.append(Cell(text.replace("\xa0", " ").strip(), mark))
        start = stop + 1
    return Row(Mark(file, number, 1), tuple(found), Mark(file, number, len(line) + 1))


def _after(blank: re.Pattern[str], line: str, start: int) -> int:
    match = blank.match(line, start)
    return match.end() if match else start
