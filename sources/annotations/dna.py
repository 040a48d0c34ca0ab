"""CSV for Discourse Network Analyzer: the event list of DNA 3, and columns that make it a coding again.

The columns are those that DNA 3 writes as an event list for its statement type "DNA Statement": semicolons,
`person` (our speaker), `organization` (actor), `concept` (issue), `agreement` (1 supports, 0 opposes, empty
where neither), positions counted in UTF-16 as Java does. Rejected candidates have no place in it, nor have
documents without a statement. Positions and words need the texts, else they are empty.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scenarios import ScenarioError
from scenarios.exceptions import one_of
from scenarios.files import read_text
from scenarios.formats.cells import delimiter_of
from scenarios.marks import Mark
from scenarios.nodes import Node
from sources.annotations.trees import branch, digits, fault, leaf, number
from sources.coding import Coded, Coding
from sources.documents import Document, checksum
from sources.faults import SourceError

THEIRS = (
    "statement_id", "time", "person", "organization", "concept", "agreement", "start_position",
    "stop_position", "text", "coder", "document_id", "document_title", "document_author", "document_source",
    "document_section", "document_type",
)  # fmt: skip
OURS = (
    "statement", "document", "start", "end", "sha256", "stance", "mode", "position", "paraphrase", "note",
    "decision", "coders", "coder_name", "file", "document_sha256", "document_note",
)  # fmt: skip

AGREEMENT = {"supports": "1", "opposes": "0"}
_SAID = {"speaker": "person", "actor": "organization", "issue": "concept"}
_OWN = ("sha256", "mode", "paraphrase", "note", "decision")


def lost(coding: Coding) -> list[str]:
    """What the format has no place for."""
    used = {one.document for one in coding.statements.values()}
    bare = [name for name in coding.documents if name not in used]
    found = [f"documents without a statement: {one_of(bare, 8)}"] if bare else []
    if coding.rejected:
        found.append(f"{len(coding.rejected)} rejected")
    if coding.coder and not coding.statements:
        found.append("the coder")
    return found


def write(coding: Coding, texts: Mapping[str, Document]) -> dict[str, str]:
    """The table; texts : by the name of the document, to be quoted."""
    numbers = {name: count for count, name in enumerate(coding.documents, 1)}
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow((*THEIRS, *OURS))
    for count, (name, one) in enumerate(coding.statements.items(), 1):
        row = _theirs(one, coding, texts.get(one.document)) | _ours(name, one, coding)
        row |= {"statement_id": str(count), "document_id": str(numbers[one.document])}
        writer.writerow(row.get(column, "") for column in (*THEIRS, *OURS))
    return {"": table.getvalue()}


def _theirs(one: Coded, coding: Coding, text: Document | None) -> dict[str, str]:
    """A statement in the columns of DNA."""
    document = coding.documents[one.document]
    row = {column: getattr(one, key) for key, column in _SAID.items()}
    row |= {
        "time": f"{document.date} 00:00:00",
        "agreement": AGREEMENT.get(one.stance, ""),
        "coder": "1",
        "document_title": one.document,
        "document_source": document.outlet,
    }
    if text:
        row["start_position"] = str(_units(text.text[: one.start]))
        row["stop_position"] = str(_units(text.text[: one.end]))
        row["text"] = text.span(one.start, one.end)
    return row


def _ours(name: str, one: Coded, coding: Coding) -> dict[str, str]:
    """What DNA does not ask for, and a coding cannot do without."""
    document = coding.documents[one.document]
    said = one.model_dump(mode="json", exclude_none=True)
    row = {key: str(said[key]) for key in ("document", "start", "end", "stance", *_OWN) if key in said}
    row |= {"statement": name, "file": document.file, "document_sha256": document.sha256}
    if one.position is not None:
        row["position"] = digits(one.position)
    if one.coders:
        row["coders"] = json.dumps(one.coders, ensure_ascii=False)
    return row | {"coder_name": coding.coder or "", "document_note": document.note or ""}


def _units(text: str) -> int:
    """How many units of UTF-16 a text takes."""
    return len(text.encode("utf-16-le")) // 2


def _points(text: str, units: int) -> int:
    """How many code points the first units of UTF-16 of a text are."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


@dataclass(frozen=True)
class _Row:
    """A line of the table: what its cells say, by column, and where it stands."""

    cells: Mapping[str, str]
    mark: Mark

    def text(self, column: str) -> Node | None:
        """A cell as text, None where it is empty."""
        return leaf(self.cells[column], self.mark) if self.cells.get(column) else None

    def number(self, column: str) -> Node | None:
        """A cell as a number, None where it is empty."""
        return number(self.cells[column], self.mark) if self.cells.get(column) else None


def read(path: Path, texts: Mapping[str, Document] | None = None) -> Node:
    """What a table holds; one that DNA wrote needs the texts, since it has no checksums.

    texts : by the name of the document

    Raises:
        SourceError: what is wrong with lines, all at once.
    """
    faults: list[str] = []
    statements: dict[str, Node] = {}
    told: dict[str, Node] = {}
    coders: dict[str, Mark] = {}
    for row in _rows(path, faults):
        name = row.cells.get("statement") or f"s-{row.cells.get('statement_id') or row.mark.line}"
        document = row.cells.get("document") or row.cells.get("document_title", "")
        if name in statements:
            faults.append(fault(row.mark, f"a second statement is named '{name}'"))
        statements[name] = _statement(row, document, texts or {}, faults)
        if row.cells.get("coder_name"):
            coders.setdefault(row.cells["coder_name"], row.mark)
        if row.cells.get("document_sha256"):
            told.setdefault(document, _document(row))
    if len(coders) > 1:
        faults.append(fault([*coders.values()][1], f"several coders ({one_of(coders)}); a coding has one"))
    if faults:
        raise SourceError(faults)
    mark = Mark(str(path))
    coder = next((leaf(name, at) for name, at in coders.items()), None)
    known = branch(told, mark) if told else None
    return branch({"coder": coder, "documents": known, "statements": branch(statements, mark)}, mark)


def _rows(path: Path, faults: list[str]) -> Iterator[_Row]:
    try:
        text = read_text(path)
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter_of(text.split("\n", 1)[0]), strict=True
    )
    try:
        columns = next(reader, [])
        missing = [one for one in ("organization", "concept", "person") if one not in columns]
        if missing:
            raise SourceError([f"{path}:1:1: no column is named {' or '.join(missing)}"])
        before = reader.line_num
        for cells in reader:
            mark = Mark(str(path), before + 1, 1)
            before = reader.line_num
            if len(cells) == len(columns):
                yield _Row(dict(zip(columns, cells, strict=True)), mark)
            elif cells:
                faults.append(fault(mark, f"{len(cells)} cells, where there are {len(columns)} columns"))
    except csv.Error as error:
        faults.append(f"{path}:{reader.line_num}: is no CSV ({error})")


def _statement(row: _Row, document: str, texts: Mapping[str, Document], faults: list[str]) -> Node:
    """A line as a statement of a coder's file."""
    stance = row.text("stance")
    if stance is None:
        words = {number: word for word, number in AGREEMENT.items()}
        word = words.get(row.cells.get("agreement", ""))
        stance = leaf(word, row.mark) if word else None
    parts = {"document": leaf(document, row.mark), "stance": stance, "position": row.number("position")}
    parts |= {key: row.text(column) for key, column in _SAID.items()}
    parts |= {key: row.text(key) for key in _OWN}
    parts |= {key: row.number(key) for key in ("start", "end")}
    if row.cells.get("coders"):
        parts["coders"] = _coders(row, faults)
    if not (parts["start"] or parts["end"] or parts["sha256"]):
        parts |= _found(row, texts.get(document), faults)
    return branch(parts, row.mark)


def _found(row: _Row, document: Document | None, faults: list[str]) -> dict[str, Node]:
    """A stretch as DNA tells it, found in the text."""
    if document is None:
        wanted = "give the texts (--documents) and what is known of them (--about)"
        faults.append(fault(row.mark, f"has no start, end and sha256; to find them, {wanted}"))
        return {}
    try:
        ends = [int(row.cells.get(column, "")) for column in ("start_position", "stop_position")]
        start, end = (_points(document.text, place) for place in ends)
        span = document.span(start, end)
    except ValueError as error:
        faults.append(fault(row.mark, f"start_position, stop_position: {error}"))
        return {}
    return {
        "start": leaf(start, row.mark),
        "end": leaf(end, row.mark),
        "sha256": leaf(checksum(span), row.mark),
    }


def _coders(row: _Row, faults: list[str]) -> Node:
    """A list of names in a cell."""
    try:
        names = json.loads(row.cells["coders"])
    except json.JSONDecodeError:
        names = None
    if not isinstance(names, list):
        faults.append(fault(row.mark, f"coders: '{row.cells['coders']}' is no list such as [\"Ana\"]"))
        names = []
    return Node([leaf(name, row.mark) for name in names], row.mark, row.mark)


def _document(row: _Row) -> Node:
    """What a line tells of its document."""
    day = leaf(row.cells.get("time", "")[:10], row.mark)
    columns = {
        "file": "file",
        "sha256": "document_sha256",
        "outlet": "document_source",
        "note": "document_note",
    }
    return branch({"date": day} | {key: row.text(column) for key, column in columns.items()}, row.mark)
