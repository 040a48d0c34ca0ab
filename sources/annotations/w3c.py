"""W3C Web Annotation Data Model (Recommendation of 23 February 2017), as one page of annotations in JSON-LD.

Each statement is an annotation that classifies a stretch of a document. The stretch is a
TextPositionSelector, which counts code points as Parley does; what was coded is a body of the type
`parley:Statement`; paraphrase and note are textual bodies, which any reader of annotations shows. Documents
and rejected candidates stand beside the annotations. A TextQuoteSelector holds the words only where texts
are given.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scenarios import ScenarioError
from scenarios.files import read_text
from scenarios.nodes import Node, parse, plain
from sources.annotations.trees import branch, fault
from sources.coding import Coded, Coding
from sources.documents import Document
from sources.faults import SourceError

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"parley": "urn:parley:", "@vocab": "urn:parley:"}]
STATEMENT = "parley:Statement"
AROUND = 32
"""Code points before and after the words of a quotation, by which they are found again."""

_PROSE = {"paraphrase": "describing", "note": "commenting"}
_SPAN = {"start", "end"}
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def write(coding: Coding, texts: Mapping[str, Document]) -> dict[str, str]:
    """The page; texts : by the name of the document, to be quoted."""
    whole = coding.model_dump(mode="json", exclude_none=True)
    prefix = f"urn:parley:coding:{quote(coding.coder or '', safe='')}"
    page = {
        "@context": CONTEXT,
        "id": prefix,
        "type": "AnnotationPage",
        **({"parley:coder": coding.coder} if coding.coder else {}),
        "parley:documents": whole["documents"],
        "parley:rejected": whole["rejected"],
        "items": [
            _annotation(f"{prefix}:{name}", name, statement, coding, texts)
            for name, statement in coding.statements.items()
        ],
    }
    return {"": json.dumps(page, ensure_ascii=False, indent=1) + "\n"}


def _annotation(
    iri: str, name: str, statement: Coded, coding: Coding, texts: Mapping[str, Document]
) -> dict[str, Any]:
    said = statement.model_dump(mode="json", exclude_none=True)
    coded = {f"parley:{key}": value for key, value in said.items() if key not in {*_SPAN, *_PROSE}}
    prose = [
        {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": said[key]}
        for key, purpose in _PROSE.items()
        if key in said
    ]
    found: dict[str, Any] = {"id": iri, "type": "Annotation", "motivation": "classifying"}
    if coding.coder:
        found["creator"] = {"type": "Person", "name": coding.coder}
    document = coding.documents.get(statement.document)
    source = quote(document.file if document else statement.document)
    found["body"] = [{"type": STATEMENT, "parley:name": name} | coded, *prose]
    found["target"] = {"source": source, "selector": _selector(statement, texts.get(statement.document))}
    return found


def _selector(statement: Coded, document: Document | None) -> Any:
    """The place, and beside it the words if they may be told."""
    start, end = statement.start, statement.end
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    if document is None:
        return place
    text = document.text
    words = {
        "type": "TextQuoteSelector",
        "exact": document.span(start, end),
        "prefix": text[max(start - AROUND, 0) : start],
        "suffix": text[end : end + AROUND],
    }
    return [place, words]


def read(path: Path) -> Node:
    """What a page, a collection, a list of annotations or a single one holds.

    Raises:
        SourceError: what is no annotation of a statement, all at once.
    """
    root = _json(path)
    faults: list[str] = []
    statements: dict[str, Node] = {}
    for number, annotation in enumerate(_items(root), 1):
        coded = next((body for body in _listed(annotation, "body") if _is(body, STATEMENT)), None)
        place = next((one for one in _selectors(annotation) if _is(one, "TextPositionSelector")), None)
        if coded is None:
            faults.append(fault(annotation.mark, f"the annotation has no body of the type {STATEMENT}"))
        if place is None:
            faults.append(fault(annotation.mark, "the annotation has no TextPositionSelector"))
        if coded and place:
            name = str(plain(coded).get("parley:name", f"s-{number}"))
            if name in statements:
                faults.append(fault(annotation.mark, f"a second annotation is named '{name}'"))
            statements[name] = _statement(annotation, coded, place)
    if faults:
        raise SourceError(faults)
    around = {key: root.children.get(f"parley:{key}") for key in ("coder", "documents", "rejected")}
    return branch(around | {"statements": branch(statements, root.mark)}, root.mark)


def _statement(annotation: Node, coded: Node, place: Node) -> Node:
    """An annotation as a statement of a coder's file."""
    parts: dict[str, Node | None] = {
        key.removeprefix("parley:"): value
        for key, value in coded.children.items()
        if key.startswith("parley:") and key != "parley:name"
    }
    parts |= {key: place.children.get(key) for key in _SPAN}
    for key, purpose in _PROSE.items():
        for body in _listed(annotation, "body"):
            if plain(body) and _is(body, "TextualBody") and plain(body).get("purpose") == purpose:
                parts[key] = body.children.get("value")
    return branch(parts, annotation.mark)


def _json(path: Path) -> Node:
    """The tree of a file of JSON, which is YAML but for odd characters and those escaped in two halves."""
    try:
        text = read_text(path)
        json.loads(text)
        root = parse(_ODD.sub(_escaped, _PAIR.sub(_joined, text)), str(path))
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None
    except json.JSONDecodeError as error:
        raise SourceError([f"{path}:{error.lineno}:{error.colno}: is no JSON ({error.msg})"]) from None
    except RecursionError:
        raise SourceError([f"{path}: is nested too deeply"]) from None
    if root is None or not isinstance(root.value, dict | list):
        raise SourceError([f"{path}: holds no annotation"])
    return root


def _joined(found: re.Match[str]) -> str:
    """A character from its halves, with the backslashes before it."""
    return found[1] + bytes.fromhex(found[2] + found[3]).decode("utf-16-be")


def _escaped(found: re.Match[str]) -> str:
    """A character that YAML refuses, or takes for the end of a line."""
    return f"\\u{ord(found[0]):04x}"


def _items(root: Node) -> Iterator[Node]:
    """The annotations of a page, of the first page of a collection, of a list, or the one there is."""
    page = root.children.get("first", root)
    if isinstance(page.value, dict) and "items" not in page.children:
        yield from [root] if "target" in root.children else []
    else:
        yield from (page.children.get("items", page)).items


def _selectors(annotation: Node) -> Iterator[Node]:
    for target in _listed(annotation, "target"):
        yield from _listed(target, "selector")


def _listed(node: Node, key: str) -> list[Node]:
    """What stands under a key: its items, or itself if it is one."""
    child = node.children.get(key)
    if child is None:
        return []
    return child.items if isinstance(child.value, list) else [child]


def _is(node: Node, kind: str) -> bool:
    """Whether a node says that it is of a type, alone or among others."""
    return any(plain(one) == kind for one in _listed(node, "type"))
