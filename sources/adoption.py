"""Adoption: what coders confirmed, as the statements of a case.

Statements that say the same of the same words are one, with all of their coders. Where coders differ, each
keeps its own: the rule of positions takes overlapping statements of several coders for one act, averages what
they read in it and spans its range over it, so that positions come out as they would from the coders' files.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, count

from scenarios.exceptions import did_you_mean, one_of
from scenarios.models.evidence import Document
from scenarios.writing import written
from sources.coding import Coded, Coding
from sources.faults import SourceError


@dataclass(frozen=True)
class Known:
    """What a case has that statements may be about: documents by id, actors, issues."""

    documents: Mapping[str, Document]
    actors: Collection[str]
    issues: Collection[str]


@dataclass(frozen=True)
class Adopted:
    """The statements of a case.

    statements : by id, in the order of the documents; renamed : (file, name there, id here)
    differing : ids of two statements of different coders on the same words, actor and issue
    """

    statements: Mapping[str, Coded]
    renamed: tuple[tuple[str, str, str], ...]
    differing: tuple[tuple[str, str], ...]


def adopt(codings: Mapping[str, Coding], known: Known) -> Adopted:
    """The statements of a case from codings by file; a name stays that of whoever has it first.

    Raises:
        SourceError: statements without a position or a paraphrase, on what the case does not have, and
            documents that the case has not or has otherwise, all at once.
    """
    faults = [
        fault
        for file, coding in codings.items()
        for faulty in (_documents(file, coding, known), _statements(file, coding, known))
        for fault in faulty
    ]
    if faults:
        raise SourceError(faults)
    names: dict[Coded, str] = {}
    coders: dict[Coded, dict[str, None]] = {}
    told: dict[Coded, Coded] = {}
    renamed = []
    for file, coding in codings.items():
        for name, entry in coding.statements.items():
            one = entry.model_copy(update={"document": _document(entry, coding, known)})
            key = one.model_copy(update={"paraphrase": None, "note": None, "decision": "added", "coders": ()})
            if key not in names:
                names[key], told[key] = _free(name, one.document, names.values()), one
            if names[key] != name:
                renamed.append((file, name, names[key]))
            coders.setdefault(key, {}).update(dict.fromkeys([*one.coders, *_coder(coding)]))
    order = {document: place for place, document in enumerate(known.documents)}
    statements = {
        names[key]: one.model_copy(update={"coders": tuple(coders[key])})
        for key, one in sorted(told.items(), key=lambda pair: (order[pair[1].document], *_place(pair[1])))
    }
    return Adopted(statements, tuple(renamed), tuple(_differing(statements)))


def as_yaml(adopted: Adopted) -> str:
    """A case's statements.yaml, one statement a paragraph."""
    coders = dict.fromkeys(name for one in adopted.statements.values() for name in one.coders)
    head = f"# Written by `parley sources adopt`. Coded by: {', '.join(coders) or 'nobody named'}.\n"
    parts = [
        written({name: one.model_dump(mode="json", exclude_none=True, exclude=_empty(one))})
        for name, one in adopted.statements.items()
    ]
    return "\n".join([head, *parts]) if parts else f"{head}{{}}\n"


def _empty(one: Coded) -> set[str]:
    return set() if one.coders else {"coders"}


def _coder(coding: Coding) -> tuple[str, ...]:
    return (coding.coder,) if coding.coder else ()


def _place(one: Coded) -> tuple[int, int, str, str]:
    return one.start, one.end, one.actor, one.issue


def _document(one: Coded, coding: Coding, known: Known) -> str:
    """What the case calls the document of a statement: texts are known by their checksums."""
    sha256 = coding.documents[one.document].sha256
    return next(name for name, document in known.documents.items() if document.sha256 == sha256)


def _documents(file: str, coding: Coding, known: Known) -> Iterator[str]:
    """Documents in use that are no text of the case, or are of another day there."""
    used = {one.document for one in coding.statements.values()}
    by_sum = {one.sha256: (name, one) for name, one in known.documents.items()}
    for name, document in coding.documents.items():
        found = by_sum.get(document.sha256)
        if name not in used or (found and found[1].date == document.date):
            continue
        if found:
            yield f"{file}: documents.{name}.date: {document.date}, yet the case has {found[1].date} for it"
        elif name in known.documents:
            yield f"{file}: documents.{name}: is another text than that of the case, by its sha256"
        else:
            yield (
                f"{file}: documents.{name}: is no text of the case, by its sha256; enter it in case.yaml, "
                "as `parley sources read --out` writes it"
            )


def _statements(file: str, coding: Coding, known: Known) -> Iterator[str]:
    """What is missing in statements, and names in them that stand for nothing."""
    for name, one in coding.statements.items():
        place = f"{file}: statements.{name}"
        missing = [key for key in ("position", "paraphrase") if getattr(one, key) is None]
        if missing:
            yield f"{place}: is incomplete, without {' and '.join(missing)}"
        for key, there, kind in (
            ("document", coding.documents, "a document of this file"),
            ("actor", known.actors, "an actor of the case"),
            ("issue", known.issues, "an issue of the case"),
        ):
            if (got := getattr(one, key)) not in there:
                hint = did_you_mean(got, there) or f"; there are {one_of(there, 8) or 'none'}"
                yield f"{place}.{key}: '{got}' is not {kind}{hint}"


def _free(name: str, document: str, taken: Collection[str]) -> str:
    """A name that is not taken: the given one, or a number in its document."""
    if name not in taken:
        return name
    return next(one for n in count(1) if (one := f"s-{document}-{n:02}") not in taken)


def _differing(statements: Mapping[str, Coded]) -> Iterator[tuple[str, str]]:
    """Statements on the same words, actor and issue that share no coder."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for name, one in statements.items():
        groups.setdefault((one.document, one.actor, one.issue), []).append(name)
    for group in groups.values():
        for name, other in combinations(group, 2):
            one, two = statements[name], statements[other]
            if max(one.start, two.start) < min(one.end, two.end) and not _by(one) & _by(two):
                yield name, other


def _by(one: Coded) -> frozenset[str]:
    return frozenset(one.coders or ("",))
