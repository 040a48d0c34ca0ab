"""`parley sources read`: plain-text documents, and what of each is the article."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sources.folder import Source

EXAMPLES = (
    "parley sources read documents/",
    "parley sources read documents/ --regions",
    "parley sources read documents/ --out documents.yaml",
)

FIRST_WORDS = 5


def read(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder of plain-text files (*.txt).", show_default=False)
    ],
    regions: Annotated[
        bool, typer.Option("--regions", help="List each region with its place and its first words.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the `documents` of a case there, as YAML.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what of each document is the article.

    Told too is what it says of itself: outlet, date, title. Nothing is changed or cut off: menus, captions,
    headlines, comments of readers with their signatures, disclaimers and lines of dates are regions beside
    the article. Offsets count code points of the untouched file, from 0, end exclusive.
    """
    from cli.folder import writable_file, write_file
    from cli.screen import say, say_json
    from sources.folder import read_folder

    if out:
        writable_file(out)
    found = read_folder(folder)
    if out:
        write_file(out, _yaml(found))
    if as_json:
        say_json([_summary(one) for one in found])
        return
    _table(found)
    if regions:
        for one in found:
            _listed(one)
    undated = [one.name for one in found if one.day is None]
    if undated:
        say("", f"No date found in: {', '.join(undated)}")
    if out:
        say("", f"Written: {out}")


def _table(found: "Sequence[Source]") -> None:
    """A line for each document."""
    from cli.screen import table

    rows = []
    for one in found:
        article = sum(part.end - part.start for part in one.article)
        kinds = Counter(part.kind for part in one.regions if part.kind != "article")
        rest = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        share = f"{article / max(len(one.text), 1):.0%}"
        rows.append(
            (one.name, str(one.day or "-"), one.meta.outlet or "-", f"{len(one.text):,}", share, rest)
        )
    table(
        ("Document", "Date", "Outlet", "Length", "Article", "Beside it"), rows, right=(3, 4), fold=(0, 2, 5)
    )


def _listed(one: "Source") -> None:
    """Every region of a document."""
    from cli.screen import heading, table

    heading(f"{one.name}  {one.document.sha256[:12]}")
    rows = [(part.kind, str(part.start), str(part.end), _begins(one, part)) for part in one.regions]
    table(("Region", "Start", "End", "Begins"), rows, right=(1, 2), fold=(3,))


def _begins(one: "Source", part: Any) -> str:
    """The first words of a region."""
    words = one.text[part.start : part.end].split()
    return " ".join(words[:FIRST_WORDS]) + (" ..." if len(words) > FIRST_WORDS else "")


def _summary(one: "Source") -> dict[str, Any]:
    """A document for a program."""
    return {
        "file": one.name,
        "sha256": one.document.sha256,
        "length": len(one.text),
        **vars(one.meta),
        "regions": [vars(part) for part in one.regions],
    }


def _yaml(found: "Sequence[Source]") -> str:
    """The `documents` of a case; what a document does not say of itself is left to be filled in."""
    return "\n".join(_entries(found)) + "\n"


def _entries(found: "Sequence[Source]") -> "Iterator[str]":
    import json

    yield "# Written by `parley sources read`; part of a case.yaml."
    yield "documents:"
    for name, one in zip(_names(found), found, strict=True):
        yield f"  {name}:"
        yield f"    file: {json.dumps(one.name, ensure_ascii=False)}"
        yield f"    sha256: {one.document.sha256}"
        outlet = (
            json.dumps(one.meta.outlet, ensure_ascii=False) if one.meta.outlet else '""  # to be filled in'
        )
        yield f"    outlet: {outlet}"
        yield f"    date: {one.day or '  # to be filled in'}"


def _names(found: "Sequence[Source]") -> list[str]:
    """Identifiers of documents: the name of the file in small letters."""
    from sources.folder import identifier

    taken: Counter[str] = Counter()
    names = []
    for one in found:
        name = identifier(one.name)
        taken[name] += 1
        names.append(name if taken[name] == 1 else f"{name}-{taken[name]}")
    return names
