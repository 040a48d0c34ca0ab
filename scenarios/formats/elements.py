"""Elements: XML as a tree in which every element and its text know their place.

Document types and entities are refused, so that no text grows beyond what stands in the file.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from scenarios.exceptions import MalformedFile, Problem
from scenarios.formats.cells import Cell
from scenarios.marks import Mark

DEEPEST = 20
"""Levels of nesting; KTAB's files have five."""


@dataclass(slots=True)
class Element:
    """An element: its name, where it begins, what stands in it."""

    name: str
    mark: Mark
    pieces: list[str] = field(default_factory=list)
    """Its text as it came."""
    begins: Mark | None = None
    """Where its text begins, if it has any."""
    children: "list[Element]" = field(default_factory=list)

    @property
    def cell(self) -> Cell:
        """Its text without the blanks around it, and where it begins."""
        return Cell(" ".join("".join(self.pieces).split()), self.begins or self.mark)

    def first(self, name: str) -> "Element | None":
        """Its first child of a name, if there is one."""
        return next((child for child in self.children if child.name == name), None)


class _Builder:
    """Builds one tree from what the parser calls out."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[Element] = []
        self.root: Element | None = None
        self.parser = expat.ParserCreate("utf-8")  # as it was decoded, whatever the file says of itself
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.refuse

    @property
    def mark(self) -> Mark:
        return Mark(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def start(self, name: str, _: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise MalformedFile([Problem(self.mark, "", f"is nested more than {DEEPEST} levels deep")])
        element = Element(name, self.mark)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        element = self.open[-1]
        if element.begins is None and text.strip():
            mark = self.mark
            blanks = len(text) - len(text.lstrip())
            element.begins = Mark(mark.file, mark.line, mark.column + blanks)
        element.pieces.append(text)

    def refuse(self, *_: object) -> None:
        message = "document types and entities are not read; remove the declaration"
        raise MalformedFile([Problem(self.mark, "", message)])


def parse(text: str, file: str) -> Element:
    """The root of an XML text; raises `MalformedFile` where it is none."""
    builder = _Builder(file)
    try:
        builder.parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        mark = Mark(file, error.lineno, error.offset + 1)
        said = expat.ErrorString(error.code)
        raise MalformedFile([Problem(mark, "", f"is not XML: {said}")]) from None
    assert builder.root is not None
    return builder.root
