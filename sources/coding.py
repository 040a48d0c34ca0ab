"""Codings: what one coder, or a case, says about documents, as it is read from a file and written to one.

A coder's file is YAML or JSON with the keys `coder`, `documents`, `statements` and `rejected`.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from scenarios import ScenarioError
from scenarios.exceptions import one_of
from scenarios.folders import OPTIONAL, REQUIRED, is_case
from scenarios.messages import explain
from scenarios.models.base import Hexadecimal, Identifier, Strict, Text
from scenarios.models.evidence import Document, Mode, Offset, Stance, Statement
from scenarios.models.numbers import Point
from scenarios.nodes import Node, dotted, plain, read
from scenarios.shapes import shape_of
from scenarios.writing import written
from sources.faults import SourceError

SUFFIXES = (".yaml", ".yml", ".json")


class Coded(Statement):
    """A statement as a coder's file has it: a place on the scale and a paraphrase may still be missing."""

    position: Point | None = None  # type: ignore[assignment]
    """Where on the scale it stands."""
    paraphrase: Text | None = None  # type: ignore[assignment]
    """What it says, in our words."""

    @property
    def complete(self) -> bool:
        """Whether a case can take it."""
        return self.position is not None and self.paraphrase is not None


class Rejected(Strict):
    """A candidate that a coder turned down."""

    document: Text
    """The document in which it stands."""
    start: Offset
    """Where it begins, in code points from the start of the text."""
    end: Offset
    """Where it ends, exclusive."""
    sha256: Hexadecimal | None = None
    """Checksum of the stretch as UTF-8."""
    speaker: Text | None = None
    """Who was proposed as the speaker."""
    actor: Text | None = None
    """The actor whose position it was proposed to be."""
    issue: Text | None = None
    """The issue that it was proposed for."""
    stance: Stance | None = None
    """The stance that was proposed."""
    mode: Mode | None = None
    """The mode that was proposed."""
    rule: Text | None = None
    """The rule that proposed it."""
    instead: Identifier | None = None
    """The statement that was made of it, on other words or for another actor or issue."""
    note: Text | None = None
    """Why it was turned down."""


class Coding(Strict):
    """What one coder, or a case, says about documents."""

    coder: Text | None = None
    """Who coded."""
    documents: dict[Identifier, Document] = Field(default_factory=dict)
    """The texts that were coded."""
    statements: dict[Identifier, Coded] = Field(default_factory=dict)
    """What was confirmed."""
    rejected: tuple[Rejected, ...] = ()
    """Candidates that were turned down."""


def read_coding(path: Path) -> Coding:
    """The coding in a coder's file, or in the folder of a case.

    Raises:
        SourceError: what is wrong with it, with line and column, all at once.
    """
    if is_case(path):
        return _parsed({"documents": path / "case.yaml", "statements": path / "statements.yaml"})
    if path.is_dir():
        raise SourceError([f"{path}: is a folder and no case; name a coder's file in it"])
    if path.suffix.casefold() == ".jsonl":
        raise SourceError(
            [f"{path}: holds candidates, which nobody has confirmed; `parley sources review` first"]
        )
    if path.suffix not in SUFFIXES:
        raise SourceError([f"{path}: is no coder's file ({', '.join(SUFFIXES)}) and no case"])
    return _parsed({"": path})


def read_codings(folder: Path) -> dict[str, Coding]:
    """What is coded in a folder, by coder: a case, or any number of coders' files.

    Raises:
        SourceError: what is wrong with the files, with line and column, all at once.
    """
    found: dict[str, Coding] = {}
    faults: list[str] = []
    for name, path in _files(folder).items():
        try:
            found[name] = read_coding(path)
        except SourceError as error:
            faults += error.faults
    names = [one.coder for one in found.values() if one.coder]
    faults += [
        f"{folder}: two files are by '{name}'; a coder has one"
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if not found and not faults:
        faults = [f"{folder}: holds no case and no coder's file ({', '.join(SUFFIXES)})"]
    if faults:
        raise SourceError(faults)
    return {one.coder or name: one for name, one in found.items()}


def read_documents(path: Path) -> dict[str, Document]:
    """The documents that a case.yaml, a coder's file or a list of them names.

    Raises:
        SourceError: what is wrong with them, with line and column, all at once.
    """
    try:
        tree = read(path)
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None
    return coding_of(_only(tree)).documents


def write_coding(coding: Coding, path: Path) -> None:
    """Write a coder's file whole or not at all: JSON if its name ends so, else YAML.

    Raises:
        SourceError: a name under which it would not be read again.
    """
    if path.suffix not in SUFFIXES:
        raise SourceError([f"{path}: a coder's file ends in {one_of(SUFFIXES)}"])
    entry = {key: value for key, value in coding.model_dump(mode="json", exclude_none=True).items() if value}
    for one in entry.get("statements", {}).values():
        if not one["coders"]:
            del one["coders"]
    if path.suffix == ".json":
        text = json.dumps(entry, ensure_ascii=False, indent=1) + "\n"
    else:
        text = written(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # a coder's hour of work outlives a machine that goes down
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def coding_from(entry: Mapping[str, Any], place: str) -> Coding:
    """The coding in a mapping as a file has it; place : for messages.

    Raises:
        SourceError: what is wrong with it, all at once.
    """
    try:
        return Coding.model_validate_json(json.dumps(entry))
    except ValidationError as error:
        raise SourceError(
            f"{place}: {'.'.join(map(str, one['loc']))}: {one['msg']}"
            for one in error.errors(include_url=False)
        ) from None


def _files(folder: Path) -> dict[str, Path]:
    """The files that hold something coded, or the case, by what stands for their coder."""
    if is_case(folder):
        return {"": folder}
    others = {*REQUIRED, *OPTIONAL}
    files = sorted(one for one in folder.iterdir() if one.suffix in SUFFIXES and one.stem not in others)
    return {one.stem: one for one in files}


def _parsed(parts: Mapping[str, Path]) -> Coding:
    """A coding from its file, or from the documents of a case and its statements."""
    try:
        nodes = {key: read(path) for key, path in parts.items() if not key or path.exists()}
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None
    tree = nodes.get("") or _only(nodes["documents"], nodes.get("statements"))
    return coding_of(tree)


def _only(tree: Node, statements: Node | None = None) -> Node:
    """The documents of a tree, and statements that lie in another."""
    empty = Node({}, tree.mark)
    documents = tree.children.get("documents", empty)
    return Node({"documents": documents, "statements": statements or empty}, tree.mark)


def coding_of(tree: Node) -> Coding:
    """The coding in a tree whose nodes know their places; errors as in `read_coding`."""
    try:
        return Coding.model_validate_json(json.dumps(plain(tree)))
    except ValidationError as error:
        raise SourceError(_said(error, tree)) from None


def _said(error: ValidationError, tree: Node) -> Iterator[str]:
    for detail in error.errors(include_url=False):
        for path, node, message in explain(detail, tree, shape_of(Coding)):
            yield f"{node.mark}: {dotted(path)}: {message}"
