"""Confirmations: the statements of a case or of coders' files, with all that the rule asks of them.

What a coder rejected, or has not placed on the scale yet, does not count.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from scenarios import ScenarioError
from scenarios.exceptions import did_you_mean, one_of
from scenarios.folders import OPTIONAL, REQUIRED, is_case
from scenarios.messages import explain
from scenarios.models.base import Free, Identifier, Strict, Text
from scenarios.models.evidence import Document, Statement
from scenarios.models.numbers import Point
from scenarios.nodes import Node, dotted, plain, read
from scenarios.shapes import shape_of
from sources.acts import Confirmed
from sources.faults import SourceError
from sources.stakeholders import Stakeholder

SUFFIXES = (".yaml", ".yml", ".json")


class Entry(Statement):
    """A statement as a coder's file has it: a place on the scale and a paraphrase may still be missing."""

    position: Point | None = None  # type: ignore[assignment]
    """Where on the scale it stands."""
    paraphrase: Text | None = None  # type: ignore[assignment]
    """What it says, in our words."""


class Sheet(Strict):
    """What one coder, or a case, says about documents."""

    coder: Text | None = None
    """Who coded."""
    documents: dict[Identifier, Document] = Field(default_factory=dict)
    """The texts that were coded."""
    statements: dict[Identifier, Entry] = Field(default_factory=dict)
    """What was confirmed."""
    rejected: tuple[Annotated[dict[str, Any], Free()], ...] = ()
    """Candidates that were turned down."""


@dataclass(frozen=True)
class Gathered:
    """Confirmed statements, the day of the last document, and those that have no place on the scale yet."""

    statements: tuple[Confirmed, ...]
    until: dt.date
    unplaced: tuple[str, ...] = ()


Coded = tuple[str, str, Entry]
"""A coder, the name of a statement, and what the coder says in it."""


def read_sheets(folder: Path) -> dict[str, Sheet]:
    """What is coded in the folder of a case, or in coders' files (YAML, JSON) of any other folder, by coder.

    Raises:
        SourceError: what is wrong with the files, with line and column, all at once.
    """
    found: dict[str, Sheet] = {}
    faults: list[str] = []
    for name, parts in _files(folder).items():
        try:
            found[name] = _sheet(parts)
        except SourceError as error:
            faults += error.faults
    names = [sheet.coder for sheet in found.values() if sheet.coder]
    faults += [
        f"{folder}: two files are by '{name}'; a coder has one"
        for name in set(names)
        if names.count(name) > 1
    ]
    if not found and not faults:
        faults = [f"{folder}: holds no case and no coder's file ({', '.join(SUFFIXES)})"]
    if faults:
        raise SourceError(faults)
    return {sheet.coder or name: sheet for name, sheet in found.items()}


def _files(folder: Path) -> dict[str, dict[str, Path]]:
    """The files that hold something coded, by what stands for their coder, and by the part of a sheet."""
    if is_case(folder):
        return {"": {"documents": folder / "case.yaml", "statements": folder / "statements.yaml"}}
    others = {*REQUIRED, *OPTIONAL}
    files = sorted(one for one in folder.iterdir() if one.suffix in SUFFIXES and one.stem not in others)
    return {one.stem: {"": one} for one in files}


def _sheet(parts: Mapping[str, Path]) -> Sheet:
    """A sheet from its file, or from the documents of a case and its statements."""
    try:
        nodes = {key: read(path) for key, path in parts.items()}
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None
    tree = nodes.get("")
    if tree is None:
        case = nodes["documents"]
        documents = case.children.get("documents", Node({}, case.mark))
        tree = Node({"documents": documents, "statements": nodes["statements"]}, case.mark)
    try:
        return Sheet.model_validate_json(json.dumps(plain(tree)))
    except ValidationError as error:
        raise SourceError(_said(error, tree)) from None


def _said(error: ValidationError, tree: Node) -> Iterator[str]:
    for detail in error.errors(include_url=False):
        for path, node, message in explain(detail, tree, shape_of(Sheet)):
            yield f"{node.mark}: {dotted(path)}: {message}"


def gather(
    sheets: Mapping[str, Sheet], stakeholders: Mapping[str, Stakeholder], issues: Collection[str]
) -> Gathered:
    """All statements of all sheets; issues : those there are, where that is known.

    Raises:
        SourceError: documents, actors and issues that do not exist; documents of one name that differ.
    """
    documents, faults = _documents(sheets)
    entries: list[Coded] = [
        (coder, name, entry) for coder, sheet in sheets.items() for name, entry in sheet.statements.items()
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


def _documents(sheets: Mapping[str, Sheet]) -> tuple[dict[str, Document], list[str]]:
    """All documents by their name, and those that are two under one name."""
    found: dict[str, Document] = {}
    faults = []
    for coder, sheet in sheets.items():
        for name, document in sheet.documents.items():
            first = found.setdefault(name, document)
            if (first.sha256, first.date) != (document.sha256, document.date):
                faults.append(
                    f"{coder}: documents.{name}: another coder has another text or date of this name"
                )
    return found, faults


def _dangling(
    key: Literal["document", "actor", "issue"], entries: Sequence[Coded], known: Collection[str]
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


def _ids(entries: Sequence[Coded]) -> dict[tuple[str, str], str]:
    """What statements are cited by: a name, with its coder before it where another coder's has that name."""
    stretches: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for _, name, entry in entries:
        stretches[name].add((entry.document, entry.start, entry.end, entry.actor, entry.issue))
    return {
        (coder, name): name if len(stretches[name]) == 1 else f"{coder}/{name}" for coder, name, _ in entries
    }


def _confirmed(coder: str, name: str, entry: Entry, document: Document, actor: Stakeholder) -> Confirmed:
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
