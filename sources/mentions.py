"""Mentions: who is meant where in a text, by name, demonym, capital, office or person.

A mention speaks if it could be the one who says or does: a government, not a place; a minister, not soldiers.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios import ScenarioError
from scenarios.nodes import plain, read
from sources.faults import SourceError
from sources.lexicon import lexicon
from sources.voices import person

_PLACED = re.compile(
    r"(?:\b(?:in|at|near|into|within|inside|outside|across|around|throughout|over|leave|reach|to|from|for|with"
    r"|between|against|about|on|than|under|among|towards?|parts? of|rest of|province of|people of"
    r"|future of|status of|recogni[sz]\w+|accept\w*|tell|told|ask|asked|urged?"
    r"|warn|warned|join|joined|blame|blamed)"
    r"(?:\s+(?:the|a|an|all|fellow|northern|southern|eastern|western|central|north|south|independent))*\s+)$",
    re.IGNORECASE,
)
"""What, right before a name, makes it a place or an object."""

_OWN = re.compile(
    r"['’]s?\s+(?:\w+\s+){0,2}?(?:demand|stance|position|opposition|backing|support|refusal|call|ambition|wish"
    r"|insistence|plan|proposal|government|leader|leadership|authorit|minister|president|prime|parliament|aide"
    r"|adviser|mediator|envoy|foreign|commitment|security forces|people)\w*",
    re.IGNORECASE,
)
"""What, right after a name in the genitive, is its bearer's own voice or will."""

_PEOPLE = re.compile(r"(?:\bethnic|\bminority|\bKosovo|\bKosovar|\bKosovan|\b[A-Z]\w+['’]s)\s+$")
"""What, right before a demonym, makes it a people rather than a state's."""


@dataclass(frozen=True)
class Mention:
    """An actor, where it is named (code points), how (name, demonym, capital, office, person, pronoun).

    speaks : whether it may say or do something there, and is not only a place or an object
    """

    actor: str
    start: int
    end: int
    how: str
    speaks: bool = True


@dataclass(frozen=True)
class Name:
    """What an actor goes by; days : the first and last on which it does, of a person."""

    actor: str
    how: str
    since: dt.date | None = None
    until: dt.date | None = None

    def valid(self, day: dt.date | None) -> bool:
        """Whether it is its name on a day; on a day that is not known every name may be."""
        return day is None or ((self.since or day) <= day <= (self.until or day))


@dataclass(frozen=True)
class Roster:
    """What all actors go by: written name -> who is meant by it."""

    names: Mapping[str, tuple[Name, ...]]
    pattern: re.Pattern[str] = field(repr=False)

    @classmethod
    def of(cls, actors: Mapping[str, Mapping[str, Any]]) -> "Roster":
        """The roster of actors as an actors.yaml has them."""
        found: dict[str, list[Name]] = defaultdict(list)
        for actor, entry in actors.items():
            for written, name in _names(actor, entry):
                if name not in found[written]:
                    found[written].append(name)
        words = sorted(found, key=len, reverse=True)
        pattern = re.compile("|".join(map(_written, words)) or r"(?!)")
        return cls({_plain(word): tuple(names) for word, names in found.items()}, pattern)

    @classmethod
    def read(cls, path: Path) -> "Roster":
        """The roster of an actors.yaml.

        Raises:
            SourceError: the file cannot be read as YAML.
        """
        try:
            entries = plain(read(path))
        except ScenarioError as error:
            raise SourceError(str(problem) for problem in error.problems) from None
        if not isinstance(entries, dict) or not all(isinstance(one, dict) for one in entries.values()):
            raise SourceError([f"{path}: is not a mapping of actors"])
        return cls.of(entries)

    def find(self, text: str, start: int, end: int, day: dt.date | None = None) -> list[Mention]:
        """Who is named in a stretch of a text, in order."""
        found: list[Mention] = []
        for match in self.pattern.finditer(text, start, end):
            for name in self.names.get(_plain(match[0]), ()):
                if not name.valid(day):
                    continue
                told = _told(text, match, name.how, start)
                inside = any(one.actor == name.actor and match.end() <= one.end for one in found)
                if told is not None and not inside:
                    how, last, speaks = told
                    found.append(Mention(name.actor, match.start(), last, how, speaks))
        return found


def _told(text: str, match: re.Match[str], how: str, start: int) -> tuple[str, int, bool] | None:
    """How a name is meant where it stands, where its mention ends, whether it speaks; None if it is none."""
    before, after = text[max(start, match.start() - 40) : match.start()], text[match.end() : match.end() + 60]
    office = None if how in {"person", "group"} else _OFFICE.match(after)
    if how == "demonym" and (office is None or _PEOPLE.search(before)):
        return None
    if office is not None:
        return "office", match.end() + office.end(), True
    own = bool(_OWN.match(after))
    placed = bool(_PLACED.search(before)) and how != "person"
    if how == "capital" and (placed or re.match(r"\s*,?\s*(?:[A-Z]|\d)", after)):
        return None  # a place, or a street, a company, a treaty that is called after it
    genitive = how == "name" and bool(re.match(r"['’]s?\b", after))
    return how, match.end(), own or not (placed or genitive)


def _titled() -> re.Pattern[str]:
    words = "|".join(sorted((str(one) for one in lexicon("speech")["offices"]), key=len, reverse=True))
    gap = r"(?:['’]s?)?(?:\s+(?!and\b|or\b|to\b|in\b|of\b|with\b)[\w'’.-]+){0,2}?\s+"
    who = r"(?-i:(?:\s+[A-Z][\w'’.-]+(?:\s+(?:de|von|van|der|la|al|bin))*(?:\s+[A-Z][\w'’.-]+){0,3})?)"
    return re.compile(rf"{gap}(?:{words})\b{who}", re.IGNORECASE)


_OFFICE = _titled()


def learned(text: str, mentions: Iterable[Mention]) -> dict[str, str]:
    """Surnames of persons whom a text introduces by an office: surname -> actor."""
    found: dict[str, str] = {}
    titles = {word for one in lexicon("speech")["offices"] for word in str(one).split()}
    for one in mentions:
        named = person(text[one.start : one.end]) if one.how == "office" else None
        if named and (surname := named.split()[-1]).casefold() not in titles:
            found[surname] = one.actor
    return found


def surnames(roster: Roster, text: str, day: dt.date | None) -> dict[str, str]:
    """Surnames of officers whom a text names in full: surname -> actor."""
    found = {}
    for written, names in roster.names.items():
        for name in names:
            if name.how == "person" and name.valid(day) and " " in written and written in text:
                found[written.split()[-1]] = name.actor
    return found


def by_surname(
    text: str, start: int, end: int, known: Mapping[str, str], found: Sequence[Mention]
) -> list[Mention]:
    """Persons who are named by their surname alone, beside what was found already."""
    if not known:
        return []
    taken = [(one.start, one.end) for one in found]
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(known, key=len, reverse=True))) + r")\b")
    return [
        Mention(known[match[0]], match.start(), match.end(), "person")
        for match in pattern.finditer(text, start, end)
        if not any(low <= match.start() < high for low, high in taken)
    ]


_PRONOUN = re.compile(
    r"^[\"“'‘]?(?:[^\"“]{0,200}[\"”]\s*)?(?P<who>he|she|they"
    r"|the (?:minister|president|spokesman|spokeswoman|premier|envoy|ministers))\b",
    re.IGNORECASE,
)
_PERSONAL = frozenset({"office", "person", "pronoun"})


def resolved(
    text: str, start: int, end: int, before: Sequence[Mention], speaker: Mention | None
) -> Mention | None:
    """Whom a pronoun or a bare title stands for that a sentence begins with, or that follows its quotation.

    before, speaker : the mentions of the sentence before, and who spoke in it; without a speaker it is safe
    only if one actor alone could be meant
    """
    match = _PRONOUN.match(text[start:end])
    if match is None:
        return None
    many = match["who"].casefold() in {"they", "the ministers"}
    fitting = [one for one in before if one.speaks and (many or one.how in _PERSONAL)]
    if speaker is not None and (many or speaker.how in _PERSONAL):
        fitting = [speaker]
    if len({one.actor for one in fitting}) != 1:
        return None
    return Mention(fitting[0].actor, start + match.start("who"), start + match.end("who"), "pronoun")


def _names(actor: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, Name]]:
    """What an actor goes by, as it is written."""
    name = str(entry.get("name") or actor.replace("-", " "))
    naming = entry.get("naming") or {}
    for one in (name, *re.findall(r"^(.+?) \(", name), *re.findall(r"\((.+?)\)", name)):
        yield one, Name(actor, "name")
    country = lexicon("countries").get(name, {})
    for alias in (*country.get("aliases", ()), *naming.get("aliases", ())):
        yield alias, Name(actor, "name")
    for group in naming.get("groups", ()):
        yield group, Name(actor, "group" if " " in group or group[0].islower() else "name")
    for demonym in (*country.get("demonyms", ()), *naming.get("demonyms", ())):
        yield demonym, Name(actor, "demonym")
    if capital := naming.get("capital") or country.get("capital"):
        yield capital, Name(actor, "capital")
    for one in re.split(r";|, (?=[A-Z])| and (?=[A-Z])", str(entry.get("office") or "")):
        if named := person(one):
            yield named, Name(actor, "person")
    for officer in naming.get("officers", ()):
        days = [
            dt.date.fromisoformat(str(officer[key])) if officer.get(key) else None
            for key in ("since", "until")
        ]
        yield str(officer["name"]), Name(actor, "person", *days)


def _plain(written: str) -> str:
    """A name by which it is looked up: small letters, but for what would be a common word then."""
    return written if written in {"US", "IT"} or "." in written else re.sub(r"\s+", " ", written.casefold())


def _written(name: str) -> str:
    """A name as a pattern: whole; an acronym also as in Nato, a phrase with or without a capital."""
    inner = r"\s+".join(map(re.escape, name.split()))
    if name[0].islower():
        inner = f"[{name[0]}{name[0].upper()}]" + inner[1:]
    elif name.isupper() and len(name) > 3:
        inner = f"(?:{inner}|{re.escape(name.capitalize())})"
    return rf"(?<![\w]){inner}(?![\w])"
