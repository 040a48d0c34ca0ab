"""`parley sources review`: the page on which a coder confirms statements."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import whole
from cli.refusal import Refused

if TYPE_CHECKING:
    from dashboards.review.desk import Desk
    from scenarios.models.evidence import Document
    from sources.candidates import Candidate
    from sources.coding import Coding
    from sources.folder import Source

EXAMPLES = (
    "parley sources review candidates.jsonl --documents documents/ --case my-case --coder Anna",
    "parley sources review candidates.jsonl --documents documents/ --case my-case --coder Ben --html b.html",
    "parley sources review codings/anna.yaml --documents documents/ --case my-case",
)

PORT = 8051


def _port(got: str) -> int:
    """A port; 0 takes any that is free."""
    return whole("--port", got, 0, 65_535)


def review(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Candidates, or a coder's file to go on with.", show_default=False
        ),
    ],
    documents: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder of the documents.", show_default=False)
    ],
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="Who codes.", show_default=False)] = None,
    actors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The actors.yaml to go by.", show_default=False)
    ] = None,
    issues: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The issues.yaml to go by.", show_default=False)
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(
            metavar="CASE", help="The case whose actors, issues and documents to go by.", show_default=False
        ),
    ] = None,
    about: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Outlets and dates of the documents, as `parley sources read --out` writes them.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The coder's file; codings/CODER.yaml without it.", show_default=False
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write one file that works offline, instead of serving.", show_default=False
        ),
    ] = None,
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to serve at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", parser=_port, help="The port to serve at; 0 takes a free one.")
    ] = PORT,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
) -> None:
    """Accept, edit, reject and add statements, by keyboard.

    Every change is saved at once: by the server into the coder's file, by an offline page in the browser,
    from which it is downloaded. Each coder has a file of its own and sees nobody else's. `parley sources
    adopt` makes a case's statements of what coders confirmed.
    """
    from cli.folder import writable_file
    from cli.screen import say
    from dashboards.report.page import write
    from dashboards.review.page import page
    from sources.coding import write_coding

    if html:
        writable_file(html)
    candidates, given = _given(file)
    name = coder or (given.coder if given else None)
    if name is None:
        raise Refused("--coder: not given; say who codes")
    place = out or (file if given and given.coder == name else Path("codings") / f"{_file(name)}.yaml")
    desk = _desk(
        name, documents, _files(actors, issues, case), about, case, candidates, _kept(place, name, given)
    )
    if html:
        write(page(desk, f"Coding: {name}"), html)
        say(f"Written: {html}", f"It keeps what {name} does in the browser; Download gives the coder's file.")
        return
    writable_file(place)
    write_coding(desk.coding, place)
    _serve(desk, place, host, port, browser)


def _given(file: Path) -> "tuple[list[Candidate], Coding | None]":
    """Candidates, or a coding."""
    from scenarios.folders import shipped
    from sources.candidates import parsed
    from sources.coding import read_coding

    file = shipped(file)
    if file.suffix.casefold() != ".jsonl":
        if not file.exists():
            raise Refused(f"{file}: there is no such file")
        return [], read_coding(file)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return parsed(text, str(file)), None


def _kept(place: Path, coder: str, given: "Coding | None") -> "Coding | None":
    """What the coder did before: the file that is there, else the one that was given."""
    from sources.coding import read_coding

    kept = read_coding(place) if place.exists() else given
    if kept is not None and kept.coder not in (None, coder):
        raise Refused(f"{place}: is by {kept.coder}, not by {coder}; each coder has a file of its own")
    return kept


def _desk(
    coder: str,
    folder: Path,
    files: tuple[Path, Path],
    listed: Path | None,
    case: str | None,
    candidates: "list[Candidate]",
    kept: "Coding | None",
) -> "Desk":
    """The desk of a coder."""
    from dashboards.review.desk import Desk, about, fresh
    from scenarios.folders import case_folder
    from scenarios.nodes import plain, read
    from sources.coding import read_documents
    from sources.folder import read_folder
    from sources.stakeholders import read_stakeholders

    sources = read_folder(folder)
    named: dict[str, Document] = dict(kept.documents) if kept else {}
    for place in (case_folder(case) / "case.yaml" if case else None, listed):
        if place:
            named |= read_documents(place)
    texts, known = about(sources, named, "a list of documents (--about)")
    _fits(candidates, sources)
    entries = plain(read(files[1]))
    names = {name: str(plain(node).get("name") or name) for name, node in read(files[0]).children.items()}
    read_stakeholders(files[0])
    coding = kept.model_copy(update={"coder": coder, "documents": known}) if kept else fresh(coder, known)
    desk = Desk(coder, texts, known, entries, names, candidates, coding)
    desk.checked(coding)
    return desk


def _fits(candidates: "list[Candidate]", sources: "tuple[Source, ...]") -> None:
    """Refuse candidates of other documents than there are."""
    from sources.documents import checksum
    from sources.faults import SourceError

    texts = {one.name: one.text for one in sources}
    faults = dict.fromkeys(
        f"{one.document}: there is no such document" for one in candidates if one.document not in texts
    )
    faults |= dict.fromkeys(
        f"{one.document}: {one.start}-{one.end} is not what it was; suggest anew"
        for one in candidates
        if one.document in texts and checksum(texts[one.document][one.start : one.end]) != one.sha256
    )
    if faults:
        raise SourceError(faults)


def _files(actors: Path | None, issues: Path | None, case: str | None) -> tuple[Path, Path]:
    from cli.sources.suggest import files_of

    return files_of(actors, issues, case)


def _file(coder: str) -> str:
    """What a coder's file is called."""
    from sources.folder import identifier

    return identifier(f"{coder}.yaml")


def _serve(desk: "Desk", place: Path, host: str, port: int, browser: bool) -> None:
    """Serve the page until Ctrl-C."""
    import webbrowser

    from cli.screen import say
    from cli.serving import serving
    from dashboards.review.server import make

    app: Any = make(desk, place, frozenset({host}))
    server = serving(app.server, host, port)
    address = f"http://{host}:{server.server_port}/"
    say(f"Coding by {desk.coder}, saved in {place} at every change.", f"{address}  (Ctrl-C ends)")
    if browser:
        webbrowser.open(address)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
