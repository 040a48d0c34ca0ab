"""Formats: which there are, how a file tells its own, and codings read from and written to any of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from scenarios import ScenarioError
from scenarios.exceptions import one_of
from scenarios.files import read_text
from scenarios.folders import is_case
from scenarios.nodes import Node
from scenarios.nodes import read as read_yaml
from sources.annotations import brat, dna, w3c
from sources.annotations.trees import branch
from sources.coding import Coding, coding_of, read_coding
from sources.documents import Document
from sources.faults import SourceError
from sources.texts import texts_of
from sources.verify import verify

Format = Literal["yaml", "json", "w3c", "brat", "dna"]
FORMATS: tuple[Format, ...] = get_args(Format)

SUFFIXES: dict[Format, tuple[str, ...]] = {
    "yaml": (".yaml", ".yml"),
    "json": (".json",),
    "w3c": (".jsonld", ".json"),
    "dna": (".csv",),
}
"""What a file's name ends with; brat is a folder."""


def recognised(path: Path) -> Format | None:
    """The format of a file or folder by its name, of JSON by whether it has a context; None if unknown."""
    if is_case(path):
        return "yaml"
    if path.is_dir():
        return "brat" if any(path.glob("*.ann")) else None
    suffix = path.suffix.casefold()
    if suffix == ".ann":
        return "brat"
    if suffix == ".jsonl":
        return "json"  # candidates, of which the reader of codings says what is to be done
    found = [one for one, its in SUFFIXES.items() if suffix in its]
    if len(found) < 2:
        return found[0] if found else None
    try:
        return "w3c" if '"@context"' in read_text(path) else "json"
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None


def read_as(
    form: Format, path: Path, folder: Path | None = None, about: Path | None = None
) -> tuple[Coding, dict[str, Document]]:
    """The coding in a file of a format, and its texts by the name of the document.

    folder : of the texts, None if they are not at hand; about : a file with the `documents` of a coding, for
    formats that do not tell of them

    Raises:
        SourceError: all that is wrong with the file, and with how it fits the texts.
    """
    given = _about(about) if about else None
    if form in {"yaml", "json"}:
        coding = read_coding(path)
    else:
        tree = _tree(form, path, folder, given)
        if given and "documents" not in tree.children:
            tree = branch({**tree.children, "documents": given}, tree.mark)
        coding = coding_of(tree)
    faults = [
        f"{path}: statements.{name}.document: '{one.document}' is not a document; there are "
        f"{one_of(coding.documents, 8) or 'none'}"
        for name, one in coding.statements.items()
        if one.document not in coding.documents
    ]
    if folder:
        found = verify(coding.documents, coding.statements, folder)
        faults += [f"{path}: {one.place}: {one.what}" for one in found if not one.place.endswith(".document")]
    if faults:
        raise SourceError(faults)
    return coding, _named(coding, folder)


def _tree(form: Format, path: Path, folder: Path | None, given: Node | None) -> Node:
    if form == "w3c":
        return w3c.read(path)
    if form == "brat":
        return brat.read(path)
    known = coding_of(branch({"documents": given}, given.mark)) if given else Coding()
    return dna.read(path, _named(known, folder))


def _named(coding: Coding, folder: Path | None) -> dict[str, Document]:
    """The texts of a coding by the name of the document, if they are at hand."""
    texts = texts_of([coding], folder) if folder else {}
    return {name: texts[one.sha256] for name, one in coding.documents.items() if one.sha256 in texts}


def _about(path: Path) -> Node:
    """The documents that a file, or a case, tells of."""
    try:
        found = read_yaml(path / "case.yaml" if path.is_dir() else path).children.get("documents")
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None
    if found is None:
        raise SourceError([f"{path}: has no key documents"])
    return found


def written(form: Format, coding: Coding, texts: Mapping[str, Document]) -> dict[str, str]:
    """The files of another format by their names, or one by the name ""; texts : to be quoted."""
    return {"w3c": w3c.write, "brat": brat.write, "dna": dna.write}[form](coding, texts)


def lost(form: Format, coding: Coding) -> list[str]:
    """What a format has no place for."""
    return dna.lost(coding) if form == "dna" else []
