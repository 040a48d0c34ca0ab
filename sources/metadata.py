"""Metadata: what a page says of itself: its title, date, outlet, author and the place it was written in."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sources.regions import DAY, Kind, Region, agencies, wire

Item = TypeVar("Item")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STAFF = re.compile(r"^\(?(?P<outlet>[\w .'’-]+?) (?:staff|newsroom|agencies)\b", re.IGNORECASE)
_BY = re.compile(r"^\W*by(?:line)?\s*:?\s+(?P<who>.+)$", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\W*(?:\d{4})?\W*(?P<outlet>[^\W\d_][\w .&'’-]*?)(?:\s+\d{4})?[.,]?"
    r"\s*(?:\(.*\)|all rights.*)?$",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"^(?:the )?(?P<outlet>[^\W\d_][\w .&'’-]*?) (?:is|are|takes?|accepts?|cannot be)\b.*\bresponsib",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Metadata:
    """What a page says of itself, where it says it."""

    title: str | None = None
    date: dt.date | None = None
    outlet: str | None = None
    author: str | None = None
    place: str | None = None


def metadata(text: str, regions: Sequence[Region]) -> Metadata:
    """What a page with these regions says of itself."""
    started = next(
        (text[one.start : one.end] for one in regions if one.kind == "dateline" and _led(text, one)), ""
    )
    report = wire(started.strip() + " ") if started else None
    return Metadata(
        title=_first(_lines(text, regions, "headline")),
        date=_first(day for day in map(day_in, _lines(text, regions, "dateline", "byline")) if day),
        outlet=_outlet(text, regions, report),
        author=_first(
            found["who"].strip() for found in map(_BY.match, _lines(text, regions, "byline")) if found
        ),
        place=report["place"] if report else None,
    )


def day_in(line: str) -> dt.date | None:
    """The date in a line, if it has one with its year; 7/12/2007 could be two days and is none."""
    found = DAY.search(line)
    if found is None:
        return None
    word = found["m1"] or found["m2"]
    numbers = [int(one) for one in re.findall(r"\d+", found[0])]
    try:
        if word:
            year = int(found["y1"] or found["y2"])
            day = next(one for one in numbers if one != year)
            return dt.date(year, _MONTHS.index(word[:3].casefold()) + 1, day)
        if found[0][4] == "-":
            return dt.date.fromisoformat(found[0])
        day, month, year = numbers
        return dt.date(year, month, day) if day > 12 else None
    except (ValueError, StopIteration):  # a word that is no month, a day that no month has
        return None


def _led(text: str, region: Region) -> bool:
    """Whether a date line leads into a paragraph, as that of a wire report."""
    return not text[region.start : region.end].endswith(("\n", "\r"))


def _outlet(text: str, regions: Sequence[Region], report: re.Match[str] | None) -> str | None:
    """Who published a page: an agency, who denies responsibility, holds the rights or employs the author."""
    if report and report["agency"]:
        return str(report["agency"])
    own = [*_lines(text, regions, "disclaimer")]
    said = [_DENIES.search(line) or _RIGHTS.search(line) for line in own]
    said += [_STAFF.match(line) for line in _lines(text, regions, "byline")]
    named = _first(found["outlet"].strip() for found in said if found)
    if named and named.casefold() not in {"publisher", "author", "editor", "site", "website"}:
        return named
    tagged = re.search(r"\((?P<agency>[\w -]{2,20})\)", text[: regions[0].end + 400] if regions else "")
    return str(tagged["agency"]) if tagged and tagged["agency"].casefold() in agencies() else None


def _lines(text: str, regions: Iterable[Region], *kinds: Kind) -> list[str]:
    """The lines in regions of some kinds."""
    return [
        line.strip()
        for one in regions
        if one.kind in kinds
        for line in text[one.start : one.end].splitlines()
        if line.strip()
    ]


def _first(items: Iterable[Item]) -> Item | None:
    return next(iter(items), None)
