"""Wording: expressions of a lexicon or of a case as patterns, and sentences as the stretches of a text."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from sources.lexicon import lexicon
from sources.regions import Region
from sources.units import units


@cache
def cue(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words, whole, in any case; one with a star at its end stands for all that begin so."""
    parts = [_expression(one) for one in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def said(key: str) -> re.Pattern[str]:
    """The pattern of a key of the lexicon of speech."""
    return cue(tuple(str(one) for one in lexicon("speech")[key]))


def _expression(word: str) -> str:
    stem, star = (word[:-1], r"\w*") if word.endswith("*") else (word, "")
    inner = r"\s+".join(map(re.escape, stem.split()))
    return rf"(?<!\w){inner}{star}(?!\w)"


_BREAK = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*|[.!?…]*[\"”»])\s+(?=[\"'“‘«(\[–—-]?\s?[^\W_a-z])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Sen|Rep|Gov|St|No|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct"
    r"|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Art|para|p)|\b[A-Z](?:\.[A-Z])*)\.$"
)


def sentences(text: str, regions: Iterable[Region]) -> Iterator[tuple[int, int]]:
    """The sentences in some regions of a text: stretches in code points without white space around them.

    A sentence does not go over the end of a line, but for paragraphs of wrapped lines. What is quoted ends
    where its last sentence does.
    """
    inside = [(one.start, one.end) for one in regions]
    for unit in units(text):
        start = text.index(unit.text, unit.start)
        end = start + len(unit.text)
        for first, last in inside:
            low, high = max(start, first), min(end, last)
            if low < high:
                yield from _split(text, low, high)


def _split(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    begin = low
    for found in _BREAK.finditer(text, low, high):
        stop = found.start() + len(found[0].rstrip())
        if _ABBREVIATED.search(text, begin, found.start() + 1) or _mid_speech(text, found, high):
            continue
        yield from _trimmed(text, begin, stop)
        begin = found.end()
    yield from _trimmed(text, begin, high)


def _mid_speech(text: str, found: re.Match[str], high: int) -> bool:
    """Whether a quotation ends in a comma or a question, and who said it follows in the same sentence."""
    mark = found[0].rstrip()
    if mark in {'"', "”", "»"} and text[found.start() - 1] not in ".!?…":
        return True
    following = text[found.end() : min(found.end() + 60, high)]
    return mark[-1] in '"”»' and bool(re.match(r"(?:he|she|they|it)\b", following))


def _trimmed(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    if low < high:
        yield low, high
