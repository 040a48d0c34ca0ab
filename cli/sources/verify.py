"""`parley sources verify`: a case followed back to its documents, and what its numbers rest on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sources.support import Support
    from sources.trace import Traced

EXAMPLES = (
    "parley sources verify kosovo-2007 --documents documents/",
    "parley sources verify my-case/ --documents documents/ --fix",
    "parley sources verify kosovo-2007 --unsupported",
)


def verify(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="A case, by name or folder.", show_default=False)
    ],
    documents: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Its documents, where they do not lie in the case.", show_default=False
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Put new offsets and checksums into the case where words have moved."),
    ] = False,
    unsupported: Annotated[
        bool,
        typer.Option("--unsupported", help="List every number that cites nothing, and what nothing cites."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Follow a case back to its documents.

    Every span must resolve and every checksum fit. Where a document has changed, the words of a statement
    are looked for by their checksum, and it is told where they stand now. What each number rests on is
    counted: statements, references, judgement, or nothing that is said beside it.
    """
    from cli.refusal import Refused
    from cli.screen import say, say_json
    from scenarios import check as problems
    from scenarios.folders import case_folder
    from sources.folder import DOCUMENTS, place_of
    from sources.support import support
    from sources.trace import trace

    folder = case_folder(case)
    own = folder / DOCUMENTS
    documents = place_of(documents) if documents else own if own.is_dir() else None
    if documents is not None and not documents.is_dir():
        raise Refused(f"--documents: {documents} is not a folder")
    if fix and documents is None:
        raise Refused("--fix: needs --documents, the folder in which words are looked for")
    if faults := [str(one) for one in problems(folder)]:
        raise Refused("\n".join(faults))
    found = trace(folder, documents) if documents else None
    rests = support(folder)
    mended = fix and found is not None and _fix(folder, found)
    if as_json:
        say_json(_summary(found, rests))
    else:
        say(*_told(found, rests, unsupported), *(["", f"Mended: {folder}"] if mended else []))
    if found is not None and not mended and (wrong := list(_wrong(found))):
        raise Refused("\n".join(wrong))


def _fix(folder: Path, found: "Traced") -> bool:
    """Put in what has changed, all or nothing; whether there was anything."""
    from cli.folder import write_file
    from cli.refusal import Refused
    from sources.mending import mended

    if found.unsettled:
        raise Refused(
            "\n".join([*_wrong(found), "--fix: nothing was changed, since not every statement is found"])
        )
    texts = {
        folder / f"{stem}.yaml": mended(folder / f"{stem}.yaml", values)
        for stem, values in found.changed.items()
        if values
    }
    for path, text in texts.items():
        write_file(path, text)
    return bool(texts)


def _wrong(found: "Traced") -> "Iterator[str]":
    """All that does not fit, and where the words went."""
    yield from found.moved
    for name, anchor in found.anchors.items():
        if anchor.state != "fits":
            yield f"statements.{name}: {_where(anchor)}"
    told = {f"statements.{name}" for name in found.anchors} | {
        line.split(":")[0].rpartition(".")[0] for line in found.moved
    }
    for one in found.findings:
        if one.place.rpartition(".")[0] not in told:
            yield f"{one.place}: {one.what}"


def _where(anchor: Any) -> str:
    """What became of the words of a statement."""
    if anchor.now is None:
        return "its words are not in the document any more"
    place = f"{anchor.now.start}-{anchor.now.end}"
    if anchor.state == "ambiguous":
        return f"its words stand in {len(anchor.places)} places; most likely {place}"
    return f"its words stand at {place} now" + (", spelt otherwise" if anchor.state == "respelt" else "")


def _summary(found: "Traced | None", rests: "Support") -> dict[str, Any]:
    """For a program."""
    return {
        "documents": None
        if found is None
        else {
            "faults": list(_wrong(found)),
            "statements": {
                name: {"state": one.state, "now": vars(one.now) if one.now else None}
                for name, one in found.anchors.items()
            },
        },
        "numbers": rests.counts,
        "unsupported": [vars(one) for one in rests.numbers if one.kind == "unsourced"],
        "idle_statements": list(rests.idle_statements),
        "idle_references": list(rests.idle_references),
        "silent_documents": list(rests.silent_documents),
    }


def _told(found: "Traced | None", rests: "Support", every: bool) -> "Iterator[str]":
    """In words."""
    from collections import Counter

    if found is None:
        yield "Spans and checksums were not looked at: say where the documents are with --documents"
    else:
        states = Counter(one.state for one in found.anchors.values())
        yield (
            ", ".join(f"{states[state]} {state}" for state in states) + f" of {len(found.anchors)} statements"
        )
    counts = rests.counts
    yield (
        f"{sum(counts.values())} numbers: {counts['statement']} rest on statements, {counts['reference']} on "
        f"references, {counts['judgement']} on judgement, {counts['assumed']} are assumed, "
        f"{counts['unsourced']} cite nothing"
    )
    kinds = Counter(
        ".".join(["*" if n == 1 else key for n, key in enumerate(one.path.split("."))][:5])
        for one in rests.numbers
        if one.kind == "unsourced"
    )
    for kind, count in kinds.most_common(None if every else 5):
        yield f"  cites nothing: {kind} ({count})"
    if len(kinds) > 5 and not every:
        yield f"  and {len(kinds) - 5} kinds more (--unsupported)"
    if every:
        yield from (
            f"{one.place}: {one.path} cites nothing" for one in rests.numbers if one.kind == "unsourced"
        )
        yield from (f"statements.{name}: no number rests on it" for name in rests.idle_statements)
        yield from (f"documents.{name}: nothing was coded in it" for name in rests.silent_documents)
    elif rests.idle_statements:
        yield f"{len(rests.idle_statements)} statements on which no number rests (--unsupported)"
