"""Voices: whether whoever is given as the speaker of a statement speaks for its actor."""

import re
from collections.abc import Iterable, Mapping

from sources.lexicon import lexicon

_PASSED_ON = re.compile(r",? (?:citing|by way of|as (?:the )?[\w ]+ reports?|according to|quoted by)\b")
"""What follows tells through whom the words came, not whose they are."""

_PERSON = re.compile(r"[^\W\d_a-z][\w'’-]+(?: (?:[a-z]{1,3} )?[^\W\d_a-z][\w'’-]+)+")
"""Two or more names in a row, such as Karel De Gucht."""


DEMONYMS: tuple[tuple[str, str], ...] = tuple(
    (country.casefold(), demonym)
    for country, entry in lexicon("countries").items()
    for demonym in entry["demonyms"]
)
"""How the ministers of a country are called, by its name; an actor's `naming` adds to them."""


def person(text: str) -> str | None:
    """The first name and surname in a text, if it has two names in a row."""
    found = _PERSON.search(text)
    return found[0] if found else None


def names_of(actor: str, entry: Mapping[str, object]) -> frozenset[str]:
    """What an actor goes by: its id, its name, the persons of its office, and its `naming`."""
    name, office, naming = entry.get("name"), entry.get("office"), entry.get("naming")
    found = {actor.replace("-", " ")}
    if isinstance(name, str):
        found |= {name, *re.findall(r"^(.+?) \(", name), *re.findall(r"\((.+?)\)", name)}
    if isinstance(office, str):
        found |= set(_PERSON.findall(office))
    if isinstance(naming, Mapping):
        found |= set(_naming(naming))
    names = {one.casefold() for one in found if one.strip()}
    return frozenset(names | {people.casefold() for country, people in DEMONYMS if country in names})


def _naming(naming: Mapping[str, object]) -> Iterable[str]:
    """Aliases, demonyms and officers; a capital is a place as often as a government."""
    for key in ("aliases", "demonyms", "officers"):
        given = naming.get(key)
        for one in given if isinstance(given, list | tuple) else ():
            name = one.get("name") if isinstance(one, Mapping) else one
            if isinstance(name, str):
                yield name


def speaks_for(speaker: str, names: Iterable[str]) -> bool:
    """Whether a speaker, as a coder describes it, goes by one of the names: a minister, a spokesman.

    What comes after "citing", "by way of" and the like names the messenger and is left out.
    """
    said = _PASSED_ON.split(speaker, maxsplit=1)[0].casefold()
    return any(re.search(rf"\b{re.escape(name)}\b", said) for name in names)
