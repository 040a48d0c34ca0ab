"""`parley sources convert`: a coding in the format of another program, and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson
from cli.refusal import Refused, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sources.annotations.formats import Format
    from sources.coding import Coding
    from sources.documents import Document

EXAMPLES = (
    "parley sources convert anna.yaml --to w3c --out anna.jsonld",
    "parley sources convert kosovo-2007 --to dna --out events.csv",
    "parley sources convert anna.yaml --to brat --private --documents documents/ --out brat/",
    "parley sources convert brat/ --to yaml --out anna.yaml",
)


def convert(
    source: Annotated[
        str,
        typer.Argument(
            metavar="CODING", help="A coder's file, a case, or one of another program.", show_default=False
        ),
    ],
    to: Annotated[
        str, typer.Option(metavar="FORMAT", help="yaml, json, w3c, brat or dna.", show_default=False)
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="PATH", help="The file to write; for brat, the folder.", show_default=False),
    ],
    given: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="The format that is read, if not told by itself.",
            show_default=False,
        ),
    ] = None,
    documents: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder of the texts: offsets are checked.", show_default=False),
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Quote the texts in what is written; keep that to yourself.")
    ] = False,
    about: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A file with the `documents` of a coding, where the format does not tell of them.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Convert a coding to a format of another program, or back.

    w3c is the Web Annotation Data Model in JSON-LD, dna the event list of Discourse Network Analyzer as CSV,
    brat a folder of standoff files. Words of the texts are written only with --private; brat always has them,
    hence needs it. Offsets count code points of the untouched file.
    """
    from cli.screen import note, say, say_json
    from scenarios.folders import shipped
    from sources.annotations.formats import lost, read_as

    form = _format("--to", to)
    _fits(form, out, private, documents)
    place = shipped(source)
    coding, texts = read_as(_source(place, given), place, documents, about)
    _write(form, coding, texts if private else {}, out)
    missing = lost(form, coding)
    if as_json:
        counts = {"statements": len(coding.statements), "documents": len(coding.documents)}
        say_json({"written": str(out), "format": form} | counts | {"lost": missing, "quotes": private})
    else:
        say(f"Written: {out} ({len(coding.statements)} statements)")
    if missing:
        note(f"{form} has no place for: {'; '.join(missing)}")
    if private and form not in {"yaml", "json"}:
        note(f"{out} quotes the documents: keep it to yourself")


def _format(option: str, got: str) -> "Format":
    from sources.annotations.formats import FORMATS

    found = next((one for one in FORMATS if one == got), None)
    if found is None:
        raise unknown("a format", got, FORMATS, where=f"{option}: ")
    return found


def _source(place: Path, given: str | None) -> "Format":
    """The format of what is read."""
    from sources.annotations.formats import recognised

    if given:
        return _format("--from", given)
    if not place.exists():
        raise Refused(f"{place}: there is no such file, folder or case")
    found = recognised(place)
    if found is None:
        raise Refused(f"{place}: is of no known format; say which with --from")
    return found


def _fits(form: "Format", out: Path, private: bool, documents: Path | None) -> None:
    """Refuse what cannot be written, all at once."""
    from cli.folder import writable_file, writable_folder
    from sources.annotations.brat import ASIDE
    from sources.annotations.formats import SUFFIXES

    faults = []
    if form == "brat" and not private:
        faults.append("--to: brat holds the words of the documents; add --private and --documents DIR")
    elif private and documents is None:
        faults.append("--private: the texts are needed to be quoted; add --documents DIR")
    allowed = SUFFIXES.get(form, ())
    if allowed and out.suffix not in allowed:
        faults.append(f"--out: {out} does not end in {' or '.join(allowed)}, as {form} does")
    if faults:
        raise Refused("\n".join(faults))
    if form == "brat":
        writable_folder(out, ASIDE, "brat folder")
    else:
        writable_file(out)


def _write(form: "Format", coding: "Coding", texts: "Mapping[str, Document]", out: Path) -> None:
    """Write a file or a folder whole or not at all."""
    from cli.folder import write_file
    from sources.annotations.formats import written
    from sources.coding import write_coding

    if form in {"yaml", "json"}:
        write_coding(coding, out)
        return
    files = written(form, coding, texts)
    if form != "brat":
        write_file(out, files[""])
        return
    from sim.store.place import whole

    with whole(out.absolute()) as folder:
        for name, text in files.items():
            write_file(folder / name, text)
