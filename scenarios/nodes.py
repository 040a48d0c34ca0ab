"""Nodes: YAML as a tree in which every key and value knows its place.

The tree is built from the parser's events and not with `yaml.compose`, whose C version recurses and brings
the interpreter down on deeply nested text. Building it here also closes the traps of YAML 1.1: only true,
false, null and decimal numbers mean anything but text, so that NO is Norway and 2007-12-10 is left to the
models; keys are text; a key may stand once; aliases (and with them expansion bombs) and tags are refused.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from scenarios.exceptions import MalformedFile, Problem, UnreadableFile
from scenarios.files import read_text
from scenarios.marks import Mark

Scalar: TypeAlias = str | int | float | bool | None
Path_: TypeAlias = tuple[str | int, ...]

DEEPEST = 30
"""Levels of nesting; a case has about ten."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Node:
    """A value, where it starts, and where its key stands if it has one."""

    value: "dict[str, Node] | list[Node] | Scalar"
    mark: Mark
    key: Mark | None = None

    @property
    def place(self) -> Mark:
        """Where to point when something is missing in it or should not be there: its key."""
        return self.key or self.mark

    @property
    def children(self) -> "dict[str, Node]":
        """Its entries, if it is a mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "list[Node]":
        """Its items, if it is a list."""
        return self.value if isinstance(self.value, list) else []


def plain(node: Node) -> Any:
    """The values without their places."""
    if isinstance(node.value, dict):
        return {name: plain(child) for name, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def leaves(node: Node, path: Path_ = ()) -> Iterator[tuple[Path_, Node]]:
    """All scalars, empty mappings and empty lists, each with its path."""
    if isinstance(node.value, dict) and node.value:
        for name, child in node.value.items():
            yield from leaves(child, (*path, name))
    elif isinstance(node.value, list) and node.value:
        for index, child in enumerate(node.value):
            yield from leaves(child, (*path, index))
    else:
        yield path, node


def dotted(path: Path_) -> str:
    """A path as it is written in scenarios and messages."""
    return ".".join(str(step) for step in path)


def resolve_plain(text: str) -> Scalar:
    """What an unquoted word means; text unless it is true, false, null or a decimal number."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def quoted(value: Scalar) -> str:
    """A scalar as it would be written in YAML, for messages."""
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= 60 else f"'{value[:57]}...'"
    return f"{value:.12g}" if type(value) is float else json.dumps(value)


class _Builder:
    """Builds one tree from the events of one text."""

    def __init__(self, text: str, file: str, whole: Mark | None) -> None:
        self.text = text
        self.file = file
        self.whole = whole  # the one mark of everything, for a value given on the command line
        self.problems: list[Problem] = []

    def mark(self, event: Any) -> Mark:
        start = event.start_mark
        return self.whole or Mark(self.file, start.line + 1, start.column + 1)

    def refuse(self, mark: Mark, path: Path_, message: str) -> None:
        self.problems.append(Problem(mark, dotted(path), message))

    def tree(self) -> Node | None:
        """The root, or None where there is nothing; problems are kept."""
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        events = iter(yaml.parse(self.text, Loader=loader))
        next(events)  # the start of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            return None
        root = self.node(next(events), events, (), None)
        next(events)  # the end of the document
        further = next(events)
        if not isinstance(further, yaml.StreamEndEvent):
            self.refuse(self.mark(further), (), "a second document begins here; a file holds one")
        return root

    def node(self, event: Any, events: Iterator[Any], path: Path_, key: Mark | None) -> Node:
        mark = self.mark(event)
        if isinstance(event, yaml.AliasEvent):
            self.refuse(
                mark, path, f"alias *{event.anchor}: anchors and aliases are not allowed; write it out"
            )
            return Node(None, mark, key)
        if event.tag is not None:
            self.refuse(mark, path, f"tag {event.tag}: tags are not allowed; remove it")
        if isinstance(event, yaml.ScalarEvent):
            value = resolve_plain(event.value) if not event.style else event.value
            return Node(value, mark, key)
        if len(path) >= DEEPEST:
            message = f"is nested more than {DEEPEST} levels deep"
            raise MalformedFile([*self.problems, Problem(mark, dotted(path[:4]) + "...", message)])
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self.sequence(events, path), mark, key)
        return Node(self.mapping(events, path), mark, key)

    def sequence(self, events: Iterator[Any], path: Path_) -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            found.append(self.node(event, events, (*path, len(found)), None))
        return found

    def mapping(self, events: Iterator[Any], path: Path_) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            mark = self.mark(event)
            name = self.name(event, events, path)
            child = self.node(next(events), events, (*path, name), mark)
            if name in found:
                first = found[name].place
                self.refuse(mark, (*path, name), f"duplicate key; the first is in line {first.line}")
            found.setdefault(name, child)
        return found

    def name(self, event: Any, events: Iterator[Any], path: Path_) -> str:
        if isinstance(event, yaml.ScalarEvent) and event.tag is None:
            return str(event.value)
        self.refuse(self.mark(event), path, "a key must be plain text")
        self.node(event, events, path, None)
        return ""


def parse(text: str, file: str, whole: Mark | None = None) -> Node | None:
    """The tree of a YAML text, None where it is empty; all marks are `whole` where that is given."""
    builder = _Builder(text, file, whole)
    try:
        root = builder.tree()
    except yaml.MarkedYAMLError as error:
        start = error.problem_mark or error.context_mark
        mark = whole or (Mark(file, start.line + 1, start.column + 1) if start else Mark(file))
        context = f" {error.context}" if error.context else ""
        problem = Problem(mark, "", f"is not YAML: {error.problem}{context}")
        raise MalformedFile([*builder.problems, problem]) from None
    except yaml.YAMLError as error:
        raise MalformedFile([Problem(whole or _reader_mark(file, text), "", _reader_fault(error))]) from None
    if builder.problems:
        raise MalformedFile(builder.problems)
    return root


def _reader_mark(file: str, text: str) -> Mark:
    for position, character in enumerate(text):
        if not (character in "\t\n\r\x85" or " " <= character <= "~" or character >= "\xa0"):
            before = text[:position]
            return Mark(file, before.count("\n") + 1, position - before.rfind("\n"))
    return Mark(file)


def _reader_fault(error: Any) -> str:
    return f"is not YAML: {getattr(error, 'reason', None) or error}"


HISTORY = "history"
"""The name of files that say what happened; only `scenarios.history` opens them."""


def read(path: Path, *, history: bool = False) -> Node:
    """The tree of a YAML file whose top level is a mapping; raises `ScenarioError`.

    history : whether what happened may be read, which scoring alone may
    """
    if not history and _is_history(path):
        told = "says what happened and is kept for scoring; nothing that makes a forecast reads it"
        raise UnreadableFile([Problem(Mark(str(path)), "", told)])
    try:
        status = path.stat()
    except (OSError, ValueError):
        read_text(path)  # says what is wrong
        raise
    return _read(path, status.st_mtime_ns, status.st_size)


def _is_history(path: Path) -> bool:
    """Whether a path is that of a file of history, or of a link to one."""
    try:
        return HISTORY in {path.stem, Path(os.path.realpath(path)).stem}
    except (OSError, ValueError):  # a path that no file can have; opening it says so
        return False


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, _size: int) -> Node:
    """Read once per version of a file: nodes are never changed, so scenarios of a case can share them."""
    text = read_text(path)
    mark = Mark(str(path))
    root = parse(text, str(path))
    if root is None or root.value is None:
        raise MalformedFile([Problem(mark, "", "is empty")])
    if not isinstance(root.value, dict):
        got = "a list" if isinstance(root.value, list) else quoted(root.value)
        raise MalformedFile([Problem(root.mark, "", f"holds {got}; a mapping (key: value) is wanted")])
    return replace(root, key=mark)
