"""Anchoring: finding the words of a statement again in a document that has changed, by their checksum alone.

The words themselves are not kept, so that what is looked for is a stretch of the old length whose checksum is
the old one: in the text as it is, and with its line ends, its white space or its quotation marks as they may
have been when it was coded.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sources.documents import checksum

State = Literal["fits", "moved", "respelt", "ambiguous", "lost"]


@dataclass(frozen=True)
class Stretch:
    """Where a statement stands in a document, in code points, and the checksum of its words."""

    start: int
    end: int
    sha256: str


@dataclass(frozen=True)
class Anchor:
    """What became of a statement: where it stands now, if anywhere.

    state : fits, moved (the same words elsewhere), respelt (the same words with other white space or marks),
    ambiguous (in several places, of which the nearest to its neighbours' is `now`) or lost
    places : all that were found
    """

    state: State
    now: Stretch | None
    places: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class _Spelling:
    """A text as it may have been spelt; place : where each of its code points, and its end, really is."""

    text: str
    place: Sequence[int]


def anchored(text: str, statements: Mapping[str, Stretch]) -> dict[str, Anchor]:
    """Where each statement stands in a text."""
    found = {name: Anchor("fits", one) for name, one in statements.items() if _words(text, one) == one.sha256}
    wanted = {name: one for name, one in statements.items() if name not in found}
    if not wanted:
        return {name: found[name] for name in statements}
    spots = _search(text, wanted)
    sure = {name: places[0] for name, places in spots.items() if len(places) == 1}
    fixed = {statements[name].start: one.start for name, one in sure.items()}
    fixed |= {statements[name].start: statements[name].start for name in found}
    for name, one in wanted.items():
        found[name] = _settled(one, spots.get(name, ()), fixed)
    return {name: found[name] for name in statements}


def _settled(one: Stretch, places: Sequence[Stretch], fixed: Mapping[int, int]) -> Anchor:
    """What became of a statement found in these places; fixed : old start -> new one, of the others."""
    if not places:
        return Anchor("lost", None)
    expected = one.start + _shift(one.start, fixed)
    nearest = min(places, key=lambda place: abs(place.start - expected))
    if len(places) > 1:
        return Anchor("ambiguous", nearest, tuple(places))
    return Anchor("moved" if nearest.sha256 == one.sha256 else "respelt", nearest, tuple(places))


def _shift(start: int, fixed: Mapping[int, int]) -> int:
    """How far what stands next to a place has moved."""
    known = sorted(fixed)
    if not known:
        return 0
    after = bisect_left(known, start)
    beside = known[max(after - 1, 0) : after + 1]
    nearest = min(beside, key=lambda one: abs(one - start))
    return fixed[nearest] - nearest


def _search(text: str, wanted: Mapping[str, Stretch]) -> dict[str, list[Stretch]]:
    """All places of each statement, in the first spelling that has any."""
    found: dict[str, list[Stretch]] = {}
    for spelling in _spellings(text):
        lengths: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name, one in wanted.items():
            if name not in found:
                lengths[one.end - one.start][one.sha256].append(name)
        for length, sums in lengths.items():
            for start in range(len(spelling.text) - length + 1):
                names = sums.get(checksum(spelling.text[start : start + length]))
                if names is None:
                    continue
                first, last = spelling.place[start], spelling.place[start + length]
                here = Stretch(first, last, checksum(text[first:last]))
                for name in names:
                    found.setdefault(name, []).append(here)
    return found


def _spellings(text: str) -> Iterator[_Spelling]:
    """The text as it is, then as it may have been when it was coded."""
    yield _Spelling(text, range(len(text) + 1))
    plain = _replaced(text, re.compile(r"\r\n"), "\n")
    yield plain
    yield _replaced(text, re.compile(r"(?<!\r)\n"), "\r\n")
    yield _replaced(text, re.compile(r"\s+"), " ")
    marks = str.maketrans("‘’“”„–—\u00a0", '\'\'"""-- ')
    collapsed = _replaced(text, re.compile(r"\s+"), " ")
    yield _Spelling(text.translate(marks), range(len(text) + 1))
    yield _Spelling(collapsed.text.translate(marks), collapsed.place)


def _replaced(text: str, pattern: re.Pattern[str], by: str) -> _Spelling:
    """The text with each match replaced, and where its code points come from."""
    parts, places, last = [], [], 0
    for match in pattern.finditer(text):
        parts += [text[last : match.start()], by]
        places += [*range(last, match.start()), *([match.start()] * len(by))]
        last = match.end()
    parts.append(text[last:])
    return _Spelling("".join(parts), [*places, *range(last, len(text) + 1)])


def _words(text: str, one: Stretch) -> str | None:
    return checksum(text[one.start : one.end]) if 0 <= one.start < one.end <= len(text) else None
