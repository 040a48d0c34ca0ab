"""Voices: whether whoever is given as the speaker of a statement speaks for its actor."""

import re
from collections.abc import Iterable, Mapping

_PASSED_ON = re.compile(r",? (?:citing|by way of|as (?:the )?[\w ]+ reports?|according to|quoted by)\b")
"""What follows tells through whom the words came, not whose they are."""

_PERSON = re.compile(r"[^\W\d_a-z][\w'’-]+(?: (?:[a-z]{1,3} )?[^\W\d_a-z][\w'’-]+)+")
"""Two or more names in a row, such as Karel De Gucht."""


_PEOPLES = """
albania Albanian, austria Austrian, belgium Belgian, bosnia and herzegovina Bosnian, bulgaria Bulgarian,
burkina faso Burkinabe, canada Canadian, china Chinese, costa rica Costa Rican, croatia Croatian,
cyprus Cypriot, czech republic Czech, denmark Danish, estonia Estonian, finland Finnish, france French,
germany German, ghana Ghanaian, greece Greek, hungary Hungarian, iceland Icelandic, indonesia Indonesian,
ireland Irish, italy Italian, kosovo Kosovar, latvia Latvian, libya Libyan, lithuania Lithuanian,
luxembourg Luxembourgish, macedonia Macedonian, malta Maltese, montenegro Montenegrin, netherlands Dutch,
norway Norwegian, panama Panamanian, peru Peruvian, poland Polish, portugal Portuguese, qatar Qatari,
romania Romanian, russia Russian, serbia Serbian, slovakia Slovak, slovenia Slovenian,
south africa South African, spain Spanish, sweden Swedish, switzerland Swiss, turkey Turkish,
ukraine Ukrainian, united kingdom British, united states American, united states US, vietnam Vietnamese
"""
DEMONYMS: tuple[tuple[str, str], ...] = tuple(
    (match[1], match[2]) for match in re.finditer(r"([a-z][a-z ]+) ([A-Z][A-Za-z ]+)", _PEOPLES)
)
"""How the ministers of a country are called, by its name; an actor's `naming` adds to them."""


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
