"""Regions: what of a page is the article, and what stands around it. Nothing is cut away; no offset moves.

The shape of a line and its place among others decide; a lexicon (`lexicon/boilerplate.yaml`) knows the words
that pages use about themselves. What cannot be told from either is left to the article only if it reads as
sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from sources.lexicon import lexicon, pattern
from sources.units import Unit, units

Kind = Literal[
    "article",
    "headline",
    "subheading",
    "byline",
    "dateline",
    "caption",
    "menu",
    "comment",
    "signature",
    "disclaimer",
    "teaser",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

SHORT = 14
"""Words up to which a line can be a headline, a caption, a link; a longer one that does not end is prose."""

BRIEF = 6
"""Words up to which a line alone between paragraphs is a subheading."""

SIGNED = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,3},(?: [^\W\d_a-z][\w.'’-]*){1,4}(?:, [^\W\d_a-z]\w*)?"
)
"""A name and a place, and nothing else."""

DAY = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?P<m1>[A-Z][a-z]{2,8})\.?,? (?P<y1>\d{4})"
    r"|(?P<m2>[A-Z][a-z]{2,8})\.? \d{1,2}(?:st|nd|rd|th)?,? (?P<y2>\d{4})"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
"""A date with its year."""

WIRE = re.compile(
    r"(?P<place>[^\W\d_a-z][^\W\d_]+(?:[ /-][^\W\d_a-z][^\W\d_]+)*(?:, [^\W\d_a-z][\w. ]+?)?)"
    r"(?:, (?P<day>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?))?"
    r" ?(?:\((?P<agency>[\w ./-]{2,30})\))? ?[-–—] "
)
"""What a wire report begins with: PLACE, day (Agency) - ..."""


@dataclass(frozen=True)
class Region:
    """A stretch of a text, `start` to `end` in code points from 0, end exclusive, and what it is."""

    kind: Kind
    start: int
    end: int


def regions(text: str) -> tuple[Region, ...]:
    """What each stretch of a text is: regions without gap or overlap, from its start to its end."""
    if not text:
        return ()
    parts = units(text)
    if not parts:
        return (Region("other", 0, len(text)),)
    pieces = [
        piece for unit, kind in zip(parts, _kinds(parts), strict=True) for piece in _pieces(text, unit, kind)
    ]
    joined = [(kind, list(run)) for kind, run in groupby(pieces, key=lambda one: one.kind)]
    return tuple(Region(kind, run[0].start, run[-1].end) for kind, run in joined)


def wire(text: str) -> re.Match[str] | None:
    """The place, day and agency that a paragraph of a wire report begins with."""
    found = WIRE.match(text)
    if found is None:
        return None
    named = found["agency"] or found["day"] or found["place"].split(",")[0].isupper()
    return found if named else None


def _pieces(text: str, unit: Unit, kind: Kind) -> list[Region]:
    """The region of a unit; the place and agency that a paragraph begins with are one of their own."""
    if kind == "article" and (found := wire(unit.text)):
        start = text.index(unit.text, unit.start) + found.end()
        if start < unit.end:
            return [Region("dateline", unit.start, start), Region("article", start, unit.end)]
    return [Region(kind, unit.start, unit.end)]


def _kinds(parts: Sequence[Unit]) -> list[Kind]:
    """What each unit is: by its words, then by where it stands before, in and after the article."""
    found: list[Kind | None] = [_worded(one) for one in parts]
    body = [place for place, one in enumerate(parts) if found[place] is None and one.prose]
    if not body:
        return [kind or "other" for kind in found]
    last = _end(parts, found, body)
    _comments(parts, found, body[0])
    first = next((place for place in body if found[place] is None), last)
    _head(parts, found, first)
    _middle(parts, found, first, last)
    _tail(parts, found, last)
    return [kind or "other" for kind in found]


LINES: tuple[tuple[str, Kind, int], ...] = (
    ("comments", "signature", SHORT + BRIEF),
    ("commenter", "signature", SHORT + BRIEF),
    ("ends", "menu", SHORT + BRIEF),
    ("notes", "menu", SHORT + BRIEF),
    ("form", "menu", SHORT + BRIEF),
    ("caption", "caption", SHORT + BRIEF),
    ("dateline", "dateline", SHORT + BRIEF),
    ("byline", "byline", SHORT),
    ("menu", "menu", 8),
)
"""Keys of the lexicon in the order in which they are tried, what each makes of a line, and the most words."""


def _worded(one: Unit) -> Kind | None:
    """What the words of a unit say it is, whatever stands around it."""
    count = len(one.words)
    if not count:
        return "other"
    if count <= 60 and pattern("boilerplate", "disclaimer").search(one.text):
        return "disclaimer"
    for key, kind, most in LINES:
        sentence = kind == "menu" and key == "menu" and one.ended
        if count <= most and not sentence and pattern("boilerplate", key).search(one.text):
            return kind
    return "dateline" if count <= SHORT and _only_a_day(one.text) else None


def _only_a_day(text: str) -> bool:
    """Whether a line holds a date and next to nothing else: a weekday, a time, a place."""
    found = DAY.search(text)
    return found is not None and len(text) - len(found[0]) <= 30


def _end(parts: Sequence[Unit], found: list[Kind | None], body: Sequence[int]) -> int:
    """The place after the article: a line that ends it and has some of it before, or the last prose."""
    for place, one in enumerate(parts):
        before = [each for each in body if each < place]
        after = [each for each in body if each > place and len(parts[each].words) >= 20]
        if not before:
            continue
        if found[place] == "disclaimer" and len(after) <= len(before) / 2:
            return place
        if found[place] == "menu" and _ends(one) and len(after) <= len(before):
            return place
        if found[place] == "signature" and pattern("boilerplate", "comments").search(one.text):
            return place
    last = body[-1]
    while last != body[0] and _loose(parts, last):
        last = max(each for each in body if each < last)
    return last + 1


def _ends(one: Unit) -> bool:
    """Whether a line says that the article ends with it."""
    return any(pattern("boilerplate", key).search(one.text) for key in ("ends", "notes"))


def _loose(parts: Sequence[Unit], place: int) -> bool:
    """Whether a sentence at the end of a page is a link rather than the article's last: a short question."""
    one = parts[place]
    return len(one.words) <= SHORT and one.text.endswith("?")


def _comments(parts: Sequence[Unit], found: list[Kind | None], first: int) -> None:
    """Mark readers' words and who signs them: after a heading, before a name and place, after a name."""
    running = False
    for place, one in enumerate(parts):
        heading = found[place] == "signature"
        if heading:
            running = True
        elif found[place] in ("disclaimer", "menu"):
            running = False
        elif running and found[place] is None:
            found[place] = "signature" if _signs(parts, place) or SIGNED.fullmatch(one.text) else "comment"
        elif place > first and _signs(parts, place) and found[place - 1] is None:
            found[place - 1], found[place] = "comment", "signature"


def _signs(parts: Sequence[Unit], place: int) -> bool:
    """Whether a line is a name and a place right below words that are not a name themselves."""
    if not place or parts[place].alone or not SIGNED.fullmatch(parts[place].text):
        return False
    return not parts[place - 1].alone and not parts[place - 1].titled


def _head(parts: Sequence[Unit], found: list[Kind | None], first: int) -> None:
    """What stands before the article: one headline, what belongs to pictures after it, menus before it."""
    open_ = [place for place in range(first) if found[place] is None]
    titles = [place for place in open_ if len(parts[place].words) >= 2]
    if not titles:
        for place in open_:
            found[place] = "menu"
        return
    title = max(titles, key=lambda place: (_likeness(parts, found, place, first), -place))
    for place in open_:
        found[place] = "headline" if place == title else "menu" if place < title else "caption"


def _likeness(parts: Sequence[Unit], found: list[Kind | None], place: int, first: int) -> float:
    """How like a headline a line is: it shares words with the article, and a date is right beside it."""
    near = " ".join(one.text for one in parts[first : first + 3]).casefold()
    known = set(re.findall(r"\w{4,}", near))
    words = [one.casefold() for one in parts[place].words if len(one) >= 4]
    shared = sum(one in known for one in words) / (len(words) + 1)
    dated = any(
        found[each] in ("dateline", "byline") for each in (place - 1, place + 1) if 0 <= each < len(found)
    )
    long = min(len(parts[place].words), 6) / 12
    return shared + 0.5 * dated + long


def _middle(parts: Sequence[Unit], found: list[Kind | None], first: int, last: int) -> None:
    """What stands between the paragraphs: short lines that do not end are headings, captions or links."""
    for place in range(first, last):
        if found[place] is not None:
            continue
        one = parts[place]
        loose = _beside_loose(parts, found, place)
        told = one.ended and (_spoken(one) or (len(one.words) >= 2 and not loose))
        if one.prose or told or len(one.words) > SHORT:
            found[place] = "article"
        else:
            found[place] = "subheading" if len(one.words) <= BRIEF and not loose else "caption"


def _spoken(one: Unit) -> bool:
    """Whether a short line is speech."""
    return one.text[0] in "\"“„«'‘–—"


def _beside_loose(parts: Sequence[Unit], found: list[Kind | None], place: int) -> bool:
    """Whether another line that is no sentence stands right beside it, without a blank one between."""
    if parts[place].alone:
        return False
    beside = [each for each in (place - 1, place + 1) if 0 <= each < len(parts)]
    return any(
        not parts[each].prose and not parts[each].ended and found[each] in (None, "caption", "subheading")
        for each in beside
    )


def _tail(parts: Sequence[Unit], found: list[Kind | None], last: int) -> None:
    """What stands after the article: notes, lists of names, which are menus, and what leads elsewhere."""
    noted = False
    for place in range(last, len(parts)):
        one = parts[place]
        noted = bool(pattern("boilerplate", "notes").search(one.text)) or (noted and found[place] is None)
        if found[place] is None:
            found[place] = "other" if noted else "menu" if one.titled and not one.ended else "teaser"


def agencies() -> frozenset[str]:
    """The names of news agencies, in lower case."""
    return frozenset(str(one).casefold() for one in lexicon("boilerplate")["agencies"])
