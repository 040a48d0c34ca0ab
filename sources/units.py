"""Units of a text: its lines, or its paragraphs where lines are wrapped, with what their shape tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

WRAPPED = (40, 100)
"""Between these widths, in code points, lines that break off in mid-sentence are wrapped ones."""

FULL = 0.75
"""The share of that width from which on a line is full."""

_ENDED = re.compile(r"[.!?…](?:[\"'”’»)\]]|\[\d+\])*$")
_OPEN = re.compile(r"[:;,\-–—](?:[\"'”’»)])*$")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")


@dataclass(frozen=True)
class Unit:
    """A line or a wrapped paragraph, with the line end and the blank lines after it.

    start, end : code points from 0, end exclusive; text : without white space around it
    alone : whether blank lines, or an end of the whole, are on both sides
    """

    start: int
    end: int
    text: str
    alone: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words and numbers."""
        return tuple(_WORD.findall(self.text))

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_ENDED.search(self.text))

    @property
    def prose(self) -> bool:
        """Whether it reads as sentences: ended and of some length, or long, or leading to a quotation."""
        count = len(self.words)
        return (self.ended and count >= 6) or count >= 30 or (count >= 12 and bool(_OPEN.search(self.text)))

    @property
    def titled(self) -> bool:
        """Whether nearly all words begin with a capital, as in a list of sections or names."""
        letters = [one for one in self.words if one[0].isalpha()]
        return len(letters) >= 2 and sum(one[0].isupper() for one in letters) >= 0.8 * len(letters)


def units(text: str) -> tuple[Unit, ...]:
    """The units of a text that hold more than white space; what goes before the first belongs to it."""
    lines = list(_lines(text))
    width = _width(text, lines)
    pieces = [one for run in _runs(text, lines) for one in _cut(text, run, width)]
    if not pieces:
        return ()
    starts = [0, *(start for start, _ in pieces[1:])]
    ends = [*starts[1:], len(text)]
    blank = {start for start, end in lines if not text[start:end].strip()} | {len(text)}
    above = {end: start for start, end in lines}
    return tuple(
        Unit(start, end, text[first:last].strip(), above.get(first, len(text)) in blank and last in blank)
        for (first, last), start, end in zip(pieces, starts, ends, strict=True)
    )


Span = tuple[int, int]


def _lines(text: str) -> Iterator[Span]:
    """Where each line starts and ends, its line end included."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _runs(text: str, lines: list[Span]) -> Iterator[list[Span]]:
    """Lines without a blank one between them."""
    for held, run in groupby(lines, key=lambda one: bool(text[one[0] : one[1]].strip())):
        if held:
            yield list(run)


def _width(text: str, lines: list[Span]) -> float | None:
    """The width at which lines break off in mid-sentence, as in old mail; None if they do not."""
    broken = []
    for (start, end), (next_start, next_end) in pairwise(lines):
        here, following = text[start:end].strip(), text[next_start:next_end].strip()
        if here and following:
            broken.append((len(here), not _ENDED.search(here) and len(here.split()) >= 5))
    widths = [width for width, runs_on in broken if runs_on]
    if len(widths) < 3 or len(widths) < 0.5 * len(broken):
        return None
    usual = float(median(widths))
    widest = max(len(text[start:end].strip()) for start, end in lines)
    return usual if WRAPPED[0] <= usual and widest <= WRAPPED[1] else None


def _cut(text: str, run: list[Span], width: float | None) -> Iterator[Span]:
    """The units in a run of lines; a wrapped paragraph ends with a line that is not full."""
    start = run[0][0]
    for first, last in run:
        if width is None or last == run[-1][1] or len(text[first:last].strip()) < FULL * width:
            yield start, last
            start = last
