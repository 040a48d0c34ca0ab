"""What the forecast rests on, as rows for the page: evidence for positions, and the assumed numbers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboards import words
from dashboards.reading import Reading, pick

GRADES = {"stated": 0, "reported": 1, "group": 2, "assumed": 3}


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: its id, what it says in our words, and where it stands."""

    id: str
    text: str
    where: str


@dataclass(frozen=True)
class Position:
    """One actor's coded position on an issue."""

    actor: str
    low: float
    mode: float
    high: float
    salience: str
    grade: str
    note: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Assumption:
    """One number of the model: its range or value, unit, source, and whether it is a judgement."""

    name: str
    meaning: str
    amount: str
    unit: str
    source: str
    note: str
    judgement: bool


def evidence(reading: Reading) -> dict[str, list[Position]]:
    """Return the coded positions by title of the issue, best graded first."""
    found: dict[str, list[Position]] = {}
    for issue in reading.labels("issue"):
        rows = [
            _position(reading, a, p) for a in reading.actors if (p := _coded(reading, a, issue)) is not None
        ]
        if rows:
            found[reading.title("issues", issue)] = sorted(
                rows, key=lambda r: (GRADES.get(r.grade, 9), r.actor)
            )
    return found


def _coded(reading: Reading, actor: str, issue: str) -> Any:
    return pick(pick(reading.actor(actor), "positions", {}), issue)


def _position(reading: Reading, actor: str, coded: Any) -> Position:
    low, mode, high = (float(pick(coded, k, pick(coded, "value", 0.0))) for k in ("low", "mode", "high"))
    pieces = tuple(_piece(reading, str(e)) for e in pick(coded, "evidence", ()))
    grade, note = str(pick(coded, "grade", "assumed")), str(pick(coded, "note", ""))
    return Position(
        reading.name(actor), low, mode, high, _range(pick(coded, "salience")), grade, note, pieces
    )


def _range(number: Any) -> str:
    """Return a plain or ranged number as text: "0.6" or "0.3 – 0.6 – 0.9"."""
    if number is None or isinstance(number, (int, float)):
        return words.number(number)
    value = pick(number, "value")
    if value is not None:
        return words.number(value)
    return " – ".join(words.number(pick(number, k)) for k in ("low", "mode", "high"))


def _piece(reading: Reading, key: str) -> Piece:
    statement = pick(pick(reading.scenario, "statements", {}), key)
    if statement is not None:
        document = pick(pick(reading.case, "documents", {}), str(pick(statement, "document", "")))
        said = f"{pick(statement, 'speaker', '')}: {pick(statement, 'paraphrase', '')}".strip(": ")
        parts = [str(pick(document, "outlet", "")), words.day(str(pick(document, "date", "")))]
        return Piece(key, said, ", ".join(p for p in parts if p))
    reference = pick(pick(reading.scenario, "references", {}), key)
    by = pick(reference, "author") or pick(reference, "publisher", "")
    return Piece(
        key,
        str(pick(reference, "title", key)),
        ", ".join(str(p) for p in (by, pick(reference, "year", "")) if p),
    )


def members_of(thing: Any) -> Iterator[tuple[str, Any]]:
    """Yield the named parts of a mapping, a pydantic model or a plain object."""
    if isinstance(thing, Mapping):
        yield from ((str(k), v) for k, v in thing.items())
    elif hasattr(type(thing), "model_fields"):
        yield from ((name, getattr(thing, name)) for name in type(thing).model_fields)
    elif hasattr(thing, "__dict__"):
        yield from vars(thing).items()


def assumptions(reading: Reading) -> dict[str, list[Assumption]]:
    """Return every sourced number by group: parameters, places, responses, the actors' attributes."""
    parameters = list(members_of(pick(reading.scenario, "parameters", {})))
    rest = [("places", pick(reading.case, "places", {})), ("responses", pick(reading.case, "responses", {}))]
    groups = [*parameters, *rest, ("attributes of actors", reading.scenario.actors)]
    found = {name.replace("_", " ").capitalize(): list(_walk(holder)) for name, holder in groups}
    return {name: rows for name, rows in found.items() if rows}


def _walk(thing: Any, path: tuple[str, ...] = (), meaning: str = "") -> Iterator[Assumption]:
    """Yield the sourced numbers at any depth; coded positions have a table of their own."""
    if _is_sourced(thing):
        yield _assumption(path, thing, meaning)
        return
    fields = getattr(type(thing), "model_fields", {})
    for name, part in members_of(thing):
        if name not in ("positions", "memberships") and not isinstance(part, (str, int, float)):
            yield from _walk(part, (*path, name), str(getattr(fields.get(name), "description", None) or ""))


def _is_sourced(thing: Any) -> bool:
    return all(_holds(thing, key) for key in ("unit", "source")) and any(
        _holds(thing, key) for key in ("value", "mode")
    )


def _holds(thing: Any, key: str) -> bool:
    return thing is not None and pick(thing, key) is not None


def _assumption(path: tuple[str, ...], number: Any, meaning: str) -> Assumption:
    source = pick(number, "source", "")
    sources = [source] if isinstance(source, str) else [str(s) for s in source]
    listed, unit, note = ", ".join(sources), str(pick(number, "unit", "")), str(pick(number, "note", ""))
    name = ", ".join(p.replace("_", " ") for p in path)
    return Assumption(name, meaning, _range(number), unit, listed, note, "judgement" in sources)


def counted(groups: Mapping[str, Iterable[Assumption]]) -> str:
    """Return how many numbers there are and how many of them are judgements."""
    rows = [row for group in groups.values() for row in group]
    judged = sum(row.judgement for row in rows)
    return f"{words.count(len(rows), 'number').capitalize()}, of which {judged or 'none'} rest on judgement."


def graded(groups: Mapping[str, Iterable[Position]]) -> str:
    """Return how many positions are coded and how they are graded."""
    rows = [row for group in groups.values() for row in group]
    parts = [f"{n} {g}" for g in GRADES if (n := sum(row.grade == g for row in rows))]
    return f"{words.count(len(rows), 'position').capitalize()}: {words.listing(parts)}."
