"""`parley sources suggest`: sentences that may tell where an actor stands on an issue."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson
from cli.refusal import Refused, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sources.candidates import Candidate
    from sources.folder import Source

EXAMPLES = (
    "parley sources suggest documents/ --case kosovo-2007",
    "parley sources suggest documents/ --actors actors.yaml --issues issues.yaml --out candidates.jsonl",
    "parley sources suggest documents/ --case kosovo-2007 --format jsonl",
)

FORMATS = ("table", "jsonl")


def suggest(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder of plain-text files (*.txt).", show_default=False)
    ],
    actors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The actors.yaml to go by.", show_default=False)
    ] = None,
    issues: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The issues.yaml to go by.", show_default=False)
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(metavar="CASE", help="The case whose actors and issues to go by.", show_default=False),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="How to print: table or jsonl.")
    ] = "table",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the candidates there, as JSON lines.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Propose sentences for a coder to look at.

    Each candidate is a sentence of an article that holds an actor, an issue and a word of speech, will or
    expectation. Speaker, mode and stance are guesses. None enters a case before somebody has confirmed it:
    `parley sources review` is where that is done.
    """
    from dataclasses import asdict

    from cli.folder import writable_file, write_file
    from cli.screen import say, say_json
    from sources.candidates import lines
    from sources.folder import read_folder
    from sources.mentions import Roster
    from sources.suggest import suggest as candidates
    from sources.topics import read_topics

    if form not in FORMATS:
        raise unknown("a format", form, FORMATS, where="--format: ")
    if out:
        writable_file(out)
    who, what = files_of(actors, issues, case)
    documents = read_folder(folder)
    found = list(candidates(documents, Roster.read(who), read_topics(what)))
    if out:
        write_file(out, "".join(f"{line}\n" for line in lines(found)))
    if as_json:
        say_json([asdict(one) for one in found])
    elif form == "jsonl":
        say(*lines(found))
    else:
        _table(documents, found)
        if out:
            say("", f"Written: {out}")


def files_of(actors: Path | None, issues: Path | None, case: str | None) -> tuple[Path, Path]:
    """The files of actors and issues: those that are named, else those of the case."""
    from scenarios.folders import case_folder

    folder = case_folder(case) if case else None
    actors = actors or (folder / "actors.yaml" if folder else None)
    issues = issues or (folder / "issues.yaml" if folder else None)
    if actors is None or issues is None:
        missing = " and ".join(
            name for name, got in (("--actors", actors), ("--issues", issues)) if got is None
        )
        raise Refused(f"{missing}: not given; name the file, or a case with --case")
    wrong = [f"{path}: there is no such file" for path in (actors, issues) if not path.is_file()]
    if wrong:
        raise Refused("\n".join(wrong))
    return actors, issues


def _table(documents: "Sequence[Source]", found: "Sequence[Candidate]") -> None:
    """A line for each sentence that is offered, with all that was found in it."""
    from cli.screen import heading, say, table

    texts = {one.name: one.text for one in documents}
    for name in texts:
        here: dict[tuple[int, int], list[Candidate]] = {}
        for one in found:
            if one.document == name:
                here.setdefault((one.start, one.end), []).append(one)
        if not here:
            continue
        heading(name)
        rows: list[tuple[Any, ...]] = []
        for (start, end), offered in here.items():
            issues = "\n".join(dict.fromkeys(one.issue for one in offered))
            actors = ", ".join(dict.fromkeys(one.actor for one in offered))
            begins = " ".join(texts[name][start:end].split()[:3])
            rows.append((str(start), issues, offered[0].mode, offered[0].stance, actors, begins))
        head = ("Start", "Issues", "Mode", "Stance", "Actors", "Begins")
        table(head, rows, right=(0,), fold=(4, 5))
    sentences = len({(one.document, one.start, one.end) for one in found})
    counts = ((sentences, "sentence"), (len(found), "candidate"), (len(texts), "document"))
    say("", ", ".join(f"{count} {what}{'s' * (count != 1)}" for count, what in counts))
