"""Support: what the numbers of a case rest on: statements, references, judgement, or nothing that is said."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scenarios.nodes import Node, plain, read

Kind = Literal["statement", "reference", "judgement", "assumed", "unsourced"]
KINDS: tuple[Kind, ...] = ("statement", "reference", "judgement", "assumed", "unsourced")

FILES = ("actors", "issues", "parameters", "rules", "case")
"""The files of a case that hold numbers."""

LABELS = frozenset(
    {"year", "votes", "scale", "start", "end", "weeks", "step_days", "colour", "levers", "lon", "lat"}
)
"""Keys whose numbers name, count or date something rather than claim anything."""


@dataclass(frozen=True)
class Supported:
    """A number, or a range of low, mode and high, of a case; place : file:line:column; path : keys."""

    path: str
    place: str
    kind: Kind
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Support:
    """What the numbers of a case rest on.

    idle_statements, idle_references : that no number cites; silent_documents : of which nothing was coded
    """

    numbers: tuple[Supported, ...]
    idle_statements: tuple[str, ...]
    idle_references: tuple[str, ...]
    silent_documents: tuple[str, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many numbers rest on what."""
        found = Counter(one.kind for one in self.numbers)
        return {kind: found[kind] for kind in KINDS}


def support(folder: Path) -> Support:
    """What the numbers of the case in a folder rest on."""
    files = {stem: read(folder / f"{stem}.yaml") for stem in FILES if (folder / f"{stem}.yaml").exists()}
    statements = _entries(folder, "statements")
    references = _entries(folder, "references")
    numbers = tuple(one for stem, node in files.items() for one in _walk(node, stem, (), statements))
    cited = {name for one in numbers for name in one.cites} | set(_cited(files.values()))
    documents = plain(files["case"]).get("documents") or {}
    coded = {one.get("document") for one in statements.values()}
    said = {_act(statements[name]) for name in cited & set(statements)}
    return Support(
        numbers,
        tuple(name for name, one in statements.items() if name not in cited and _act(one) not in said),
        tuple(name for name in references if name not in cited),
        tuple(name for name in documents if name not in coded),
    )


def _act(statement: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two statements the same one, printed twice."""
    return tuple(statement.get(key) for key in ("sha256", "actor", "issue"))


def _entries(folder: Path, stem: str) -> Mapping[str, Any]:
    path = folder / f"{stem}.yaml"
    found: Mapping[str, Any] = plain(read(path)) if path.exists() else {}
    return found


def _walk(
    node: Node, path: str, cites: tuple[str, ...], statements: Mapping[str, Any]
) -> Iterator[Supported]:
    """The numbers in and below a node; cites : what the entries above them cite."""
    given = node.children.get("source") or node.children.get("evidence")
    if given is not None:
        values = given.items or [given]
        cites = tuple(str(one.value) for one in values)
    grade = node.children.get("grade")
    rungs = [node.children[key] for key in ("low", "mode", "high") if key in node.children]
    if rungs or _number(node.children.get("value")):
        kind = "assumed" if grade and grade.value == "assumed" else _kind(cites, statements)
        yield Supported(path, str(node.mark), kind, cites)
    for key, child in node.children.items():
        if key in LABELS or key in {"source", "evidence", "low", "mode", "high", "value"}:
            continue
        own = (
            () if key == "salience" else cites
        )  # what an actor says of an issue does not tell how it weighs it
        if _number(child):
            yield Supported(f"{path}.{key}", str(child.mark), _kind(own, statements), own)
        else:
            yield from _walk(child, f"{path}.{key}", own, statements)
    for child in node.items:
        yield from _walk(child, path, cites, statements)


def _kind(cites: tuple[str, ...], statements: Mapping[str, Any]) -> Kind:
    """What a number rests on, by the firmest of what it cites."""
    if any(one in statements for one in cites):
        return "statement"
    if any(one != "judgement" for one in cites):
        return "reference"
    return "judgement" if cites else "unsourced"


def _number(node: Node | None) -> bool:
    return node is not None and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _cited(nodes: Any) -> Iterator[str]:
    """All that is cited anywhere in some files, whether a number goes with it or not."""
    for node in nodes:
        for key, child in node.children.items():
            if key in {"source", "evidence"}:
                yield from (str(one.value) for one in (child.items or [child]))
        yield from _cited([*node.children.values(), *node.items])
