"""Confirmations: the statements of a case or of coders' files, with all that the rule asks of them.

What a coder rejected, or has not placed on the scale yet, does not count.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios.exceptions import did_you_mean, one_of
from scenarios.models.evidence import Document
from sources.acts import Confirmed
from sources.coding import Coded, Coding
from sources.faults import SourceError
from sources.stakeholders import Stakeholder


@dataclass(frozen=True)
class Gathered:
    """Confirmed statements, the day of the last document, and those that have no place on the scale yet."""

    statements: tuple[Confirmed, ...]
    until: dt.date
    unplaced: tuple[str, ...] = ()


Entry = tuple[str, str, Coded]
"""A coder, the name of a statement, and what the coder says in it."""


def gather(
    codings: Mapping[str, Coding], stakeholders: Mapping[str, Stakeholder], issues: Collection[str]
) -> Gathered:
    """All statements of all codings; issues : those there are, where that is known.

    Raises:
        SourceError: documents, actors and issues that do not exist; documents of one name that differ.
    """
    documents, faults = _documents(codings)
    entries: list[Entry] = [
        (coder, name, entry) for coder, coding in codings.items() for name, entry in coding.statements.items()
    ]
    faults += _dangling("document", entries, documents)
    faults += _dangling("actor", entries, stakeholders)
    faults += _dangling("issue", entries, issues) if issues else ()
    if not documents and not faults:
        faults = ["no document is named in what was coded, so no day is known"]
    if faults:
        raise SourceError(faults)
    ids = _ids(entries)
    statements = tuple(
        _confirmed(coder, ids[coder, name], entry, documents[entry.document], stakeholders[entry.actor])
        for coder, name, entry in entries
        if entry.position is not None
    )
    unplaced = tuple(ids[coder, name] for coder, name, entry in entries if entry.position is None)
    return Gathered(statements, max(one.date for one in documents.values()), unplaced)


def _documents(codings: Mapping[str, Coding]) -> tuple[dict[str, Document], list[str]]:
    """All documents by their name, and those that are two under one name."""
    found: dict[str, Document] = {}
    faults = []
    for coder, coding in codings.items():
        for name, document in coding.documents.items():
            first = found.setdefault(name, document)
            if (first.sha256, first.date) != (document.sha256, document.date):
                faults.append(
                    f"{coder}: documents.{name}: another coder has another text or date of this name"
                )
    return found, faults


def _dangling(
    key: Literal["document", "actor", "issue"], entries: Sequence[Entry], known: Collection[str]
) -> Iterator[str]:
    """Names under a key that stand for nothing, each told once with where it comes first."""
    places: dict[str, list[str]] = defaultdict(list)
    for coder, name, entry in entries:
        if (got := getattr(entry, key)) not in known:
            places[got].append(f"{coder}: {name}" if coder else name)
    for got, (first, *more) in places.items():
        hint = did_you_mean(got, known) or f"; there are {one_of(known, 8) or 'none'}"
        again = f" (and in {len(more)} more)" if more else ""
        yield f"{first}.{key}: '{got}' is not {'an' if key in {'actor', 'issue'} else 'a'} {key}{again}{hint}"


def _ids(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """What statements are cited by: a name, with its coder before it where another coder's has that name."""
    stretches: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for _, name, entry in entries:
        stretches[name].add((entry.document, entry.start, entry.end, entry.actor, entry.issue))
    return {
        (coder, name): name if len(stretches[name]) == 1 else f"{coder}/{name}" for coder, name, _ in entries
    }


def _confirmed(coder: str, name: str, entry: Coded, document: Document, actor: Stakeholder) -> Confirmed:
    """A statement with its day, its coders, and whether its speaker speaks for its actor."""
    assert entry.position is not None
    return Confirmed(
        id=name,
        document=entry.document,
        day=document.date,
        start=entry.start,
        end=entry.end,
        sha256=entry.sha256,
        speaker=entry.speaker,
        actor=entry.actor,
        issue=entry.issue,
        stance=entry.stance,
        mode=entry.mode,
        position=entry.position,
        coders=frozenset({*entry.coders, *([coder] if coder else [])} or {"unnamed"}),
        own=actor.voices(entry.speaker),
        body=actor.kind == "body",
    )
