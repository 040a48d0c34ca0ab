"""brat standoff (brat rapid annotation tool): for each document NAME.ann beside NAME.txt, in one folder.

A statement is a T line, whose type is the issue; stance, mode, position, actor and decision are attributes
(A lines); name, speaker, paraphrase and coders are notes (# lines) of types of their own, and the note is
the AnnotatorNotes that brat shows. Offsets count code points, as Parley's do. A T line holds the words that
it marks, line ends in them as blanks. `coding.json` keeps what brat has no place for: the coder, the
documents, rejected candidates. `annotation.conf` tells brat what may be marked.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from scenarios import ScenarioError
from scenarios.files import read_text
from scenarios.marks import Mark
from scenarios.nodes import Node
from scenarios.nodes import read as read_yaml
from sources.annotations.trees import branch, digits, fault, leaf, number
from sources.coding import Coded, Coding
from sources.documents import Document, checksum, read_document
from sources.faults import SourceError

ASIDE = "coding.json"
ATTRIBUTES = ("stance", "mode", "position", "actor", "decision")
NOTES = {"name": "Name", "speaker": "Speaker", "paraphrase": "Paraphrase", "note": "AnnotatorNotes"}
CODER = "Coder"

_KINDS = {
    "R": "a relation",
    "E": "an event",
    "N": "a normalisation",
    "*": "an equivalence",
    "M": "a modality",
}
_T = re.compile(r"(T\S+)\t(\S+) (\d+) (\d+)(;\d+ \d+)*\t(.*)")
_A = re.compile(r"A\S+\t(\S+) (T\S+) (.+)")
_NOTE = re.compile(r"#\S*\t(\S+) (T\S+)\t(.*)")
_BREAK = r"[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]"
"""What ends a line or a field in some reader of brat's files, hence is a blank in them."""

_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def write(coding: Coding, texts: Mapping[str, Document]) -> dict[str, str]:
    """The files of the folder; texts : of all documents, by name.

    Raises:
        SourceError: issues whose names brat does not take.
    """
    issues = sorted({one.issue for one in coding.statements.values()})
    odd = [issue for issue in issues if not re.fullmatch(r"[A-Za-z0-9_-]+", issue)]
    if odd:
        raise SourceError(
            f"issue '{issue}': is no name that brat takes (letters, digits, - and _)" for issue in odd
        )
    aside = coding.model_dump(mode="json", exclude_none=True, exclude={"statements"})
    files = {
        ASIDE: json.dumps(aside, ensure_ascii=False, indent=1) + "\n",
        "annotation.conf": _configuration(coding, issues),
    }
    for name, document in texts.items():
        said = {key: one for key, one in coding.statements.items() if one.document == name}
        files[f"{name}.txt"] = document.text
        files[f"{name}.ann"] = "".join(f"{line}\n" for line in _lines(said, document))
    return files


def _configuration(coding: Coding, issues: list[str]) -> str:
    """What may be marked, and the values of attributes that are used."""
    said = list(coding.statements.values())
    used = {key: sorted({_value(one, key) for one in said} - {""}) for key in ATTRIBUTES}
    values = [f"{key.title()}\tArg:<ENTITY>, Value:{'|'.join(words)}" for key, words in used.items() if words]
    return "\n".join(["[entities]", *issues, "[relations]", "[events]", "[attributes]", *values, ""])


def _lines(statements: Mapping[str, Coded], document: Document) -> Iterator[str]:
    attributes = notes = 0
    for count, (name, one) in enumerate(statements.items(), 1):
        words = re.sub(_BREAK, " ", document.span(one.start, one.end))
        yield f"T{count}\t{one.issue} {one.start} {one.end}\t{words}"
        for key in ATTRIBUTES:
            if value := _value(one, key):
                attributes += 1
                yield f"A{attributes}\t{key.title()} T{count} {_escaped(value)}"
        told = [(kind, name if key == "name" else getattr(one, key)) for key, kind in NOTES.items()]
        for kind, text in [*told, *((CODER, coder) for coder in one.coders)]:
            if text is not None:
                notes += 1
                yield f"#{notes}\t{kind} T{count}\t{_escaped(text)}"


def _value(one: Coded, key: str) -> str:
    """What an attribute says; nothing where it is not known."""
    value = getattr(one, key)
    return value if isinstance(value, str) else "" if value is None else digits(value)


def _escaped(text: str) -> str:
    """A text on one line."""
    return re.sub(r"[\\\n\t]", lambda found: _ESCAPED[found[0]], text)


def _plain(text: str) -> str:
    back = {after: before for before, after in _ESCAPED.items()}
    return re.sub(r"\\[\\nt]", lambda found: back[found[0]], text)


def read(path: Path) -> Node:
    """What the .ann files of a folder hold, of which `path` may be one.

    Raises:
        SourceError: lines that are no statement, texts that are missing or do not fit, all at once.
    """
    folder = path if path.is_dir() else path.parent
    faults: list[str] = []
    aside = _aside(folder, faults)
    statements: dict[str, Node] = {}
    for file in _ordered(folder, aside):
        try:
            lines = read_text(file).split("\n")
            document = read_document(file.with_suffix(".txt"))
        except ScenarioError as error:
            faults += [str(problem) for problem in error.problems]
            continue
        except (OSError, UnicodeDecodeError):
            faults.append(
                f"{file.with_suffix('.txt')}: cannot be read as UTF-8; it is the text of {file.name}"
            )
            continue
        for name, statement in _Reader(file, document, faults).statements(lines):
            if name in statements:
                faults.append(fault(statement.mark, f"a second statement is named '{name}'"))
            statements[name] = statement
    if faults:
        raise SourceError(faults)
    mark = Mark(str(folder))
    around = dict(aside.children) if aside else {}
    return branch(around | {"statements": branch(statements, mark)}, mark)


def _ordered(folder: Path, aside: Node | None) -> list[Path]:
    """The .ann files in the order of documents, others after them."""
    documents = aside.children.get("documents") if aside else None
    known = {name: place for place, name in enumerate(documents.children)} if documents else {}
    return sorted(folder.glob("*.ann"), key=lambda one: (known.get(one.stem, len(known)), one.stem))


def _aside(folder: Path, faults: list[str]) -> Node | None:
    """What is kept beside the annotations, if it is."""
    if not (folder / ASIDE).exists():
        return None
    try:
        return read_yaml(folder / ASIDE)
    except ScenarioError as error:
        faults += [str(problem) for problem in error.problems]
        return None


class _Reader:
    """Reads the lines of one file; what is wrong with them joins the faults."""

    def __init__(self, file: Path, document: Document, faults: list[str]) -> None:
        self.file = file
        self.document = document
        self.faults = faults
        self.found: dict[str, dict[str, Node]] = {}
        self.coders: dict[str, list[Node]] = {}

    def statements(self, lines: list[str]) -> Iterator[tuple[str, Node]]:
        """Each statement with its name; attributes and notes may stand before what they are of."""
        told = [(count, line.rstrip("\r")) for count, line in enumerate(lines, 1) if line.strip()]
        for count, line in sorted(told, key=lambda one: not one[1].startswith("T")):
            mark = Mark(str(self.file), count, 1)
            if wrong := self.take(line, mark):
                self.faults.append(fault(mark, wrong))
        for key, parts in self.found.items():
            name = parts.pop("name", None)
            mark = parts["issue"].mark
            if key in self.coders:
                parts["coders"] = Node(self.coders[key], mark, mark)
            yield str(name.value) if name else f"{self.file.stem}-{key}", branch(parts, mark)

    def take(self, line: str, mark: Mark) -> str | None:
        """Take a line; returns what is wrong with it."""
        if match := _T.fullmatch(line):
            return self.stretch(match, mark)
        if match := _A.fullmatch(line):
            return self.attribute(match[1], match[2], match[3], mark)
        if match := _NOTE.fullmatch(line):
            return self.note(match[1], match[2], match[3], mark)
        kind = _KINDS.get(line[0], "no line of standoff")
        return f"'{line[:20]}' is {kind}; T, A and # lines are read"

    def stretch(self, match: re.Match[str], mark: Mark) -> str | None:
        """Take a T line, whose words must be those of the text."""
        key, issue, start, end, further, words = match.groups()
        if further:
            return f"{key} has several stretches; a statement has one"
        if key in self.found:
            return f"{key} stands twice"
        try:
            span = self.document.span(int(start), int(end))
        except ValueError as error:
            return f"{key}: {error}"
        if words and re.sub(_BREAK, " ", span) != re.sub(_BREAK, " ", words):
            return f"{key} has other words than {self.file.stem}.txt at {start}-{end}"
        self.found[key] = {
            "document": leaf(self.file.stem, mark),
            "start": number(start, mark),
            "end": number(end, mark),
            "sha256": leaf(checksum(span), mark),
            "issue": leaf(issue, mark),
        }
        return None

    def attribute(self, kind: str, key: str, value: str, mark: Mark) -> str | None:
        """Take an A line."""
        name = kind.lower()
        if name not in ATTRIBUTES:
            known = ", ".join(one.title() for one in ATTRIBUTES)
            return f"'{kind}' is no attribute of a statement; there are {known}"
        text = _plain(value)
        return self.put(key, name, number(text, mark) if name == "position" else leaf(text, mark))

    def note(self, kind: str, key: str, text: str, mark: Mark) -> str | None:
        """Take a # line."""
        node = leaf(_plain(text), mark)
        if kind == CODER:
            self.coders.setdefault(key, []).append(node)
            return None if key in self.found else f"there is no {key}"
        name = next((name for name, its in NOTES.items() if its == kind), None)
        if name is None:
            return f"'{kind}' is no note of a statement; there are {', '.join((*NOTES.values(), CODER))}"
        return self.put(key, name, node)

    def put(self, key: str, name: str, node: Node) -> str | None:
        """Put a value where it belongs, once."""
        if key not in self.found:
            return f"there is no {key}"
        if name in self.found[key]:
            return f"{key} has a second {name}"
        self.found[key][name] = node
        return None
