"""`parley sources adopt`: what coders confirmed, as the statements of a case."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson
from cli.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sources.adoption import Adopted, Known
    from sources.coding import Coding

EXAMPLES = (
    "parley sources adopt anna.yaml ben.yaml --case my-case/ --out my-case/statements.yaml",
    "parley sources adopt my-case/ carla.json --case my-case/ --out my-case/statements.yaml --force",
    "parley sources adopt anna.yaml --case kosovo-2007 --documents documents/ --out anna-statements.yaml",
)


def adopt(
    codings: Annotated[
        list[str], typer.Argument(metavar="CODING...", help="Coders' files, or cases.", show_default=False)
    ],
    case: Annotated[
        str, typer.Option(metavar="CASE", help="The case whose statements they become.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="The statements.yaml to write.", show_default=False)
    ],
    documents: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder of the texts: offsets are checked.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the statements of a case of what coders confirmed.

    Only complete statements are taken, on documents, actors and issues of the case; one that is not refuses
    all. What several coders say alike of the same words is one statement by all of them. Where they differ,
    each keeps its own, and `parley sources positions` takes these for one act: agree first where you can.
    To add to a case, name it among the codings: its statements keep their names.
    """
    from cli.folder import writable_file, write_file
    from cli.screen import note, say, say_json
    from sources.adoption import adopt as adopted_of
    from sources.adoption import as_yaml

    if out.exists() and not force:
        raise Refused(f"--out: {out} is there already; --force replaces it")
    writable_file(out)
    known = _known(case)
    found = adopted_of(_read(codings), known)
    if documents:
        _verify(found, known, documents)
    gone = _gone(out, found)
    write_file(out, as_yaml(found))
    if as_json:
        say_json(_summary(found, out, gone))
        return
    for line in _told(found):
        say(line)
    if gone:
        note(f"{out} had statements that are no longer in it: {', '.join(gone)}")
    say("", f"Written: {out}")


def _known(case: str) -> "Known":
    """What statements of the case may be about."""
    from scenarios import ScenarioError
    from scenarios.folders import case_folder
    from scenarios.nodes import read
    from sources.adoption import Known
    from sources.coding import read_documents
    from sources.faults import SourceError

    folder = case_folder(case)
    faults: list[str] = []
    names: list[tuple[str, ...]] = []
    for file in ("actors.yaml", "issues.yaml"):
        try:
            names.append(tuple(read(folder / file).children))
        except ScenarioError as error:
            faults += map(str, error.problems)
    if faults:
        raise SourceError(faults)
    return Known(read_documents(folder / "case.yaml"), *names)


def _read(given: "Sequence[str]") -> "dict[str, Coding]":
    """Codings by their files, refused with all that is wrong in any of them."""
    from scenarios.folders import is_case, shipped
    from sources.coding import read_coding
    from sources.faults import SourceError

    found: dict[str, Coding] = {}
    faults: list[str] = []
    for name in given:
        place = shipped(name)
        try:
            coding = read_coding(place)
        except SourceError as error:
            faults += error.faults
            continue
        named = coding.coder or is_case(place)
        found[name] = coding if named else coding.model_copy(update={"coder": place.stem})
    coders = [one.coder for one in found.values() if one.coder]
    faults += [
        f"two files are by '{one}'; a coder has one" for one in dict.fromkeys(coders) if coders.count(one) > 1
    ]
    if faults:
        raise SourceError(faults)
    return found


def _verify(found: "Adopted", known: "Known", folder: Path) -> None:
    """Refuse statements that do not point at the words they were coded from."""
    from sources.faults import SourceError
    from sources.verify import verify

    if wrong := verify(known.documents, found.statements, folder):
        raise SourceError(f"{one.place}: {one.what}" for one in wrong)


def _gone(out: Path, found: "Adopted") -> list[str]:
    """The statements of the file that is replaced which are in the new one no longer."""
    from scenarios import ScenarioError
    from scenarios.nodes import read

    with suppress(ScenarioError):
        return [name for name in read(out).children if name not in found.statements]
    return []


def _summary(found: "Adopted", out: Path, gone: "Sequence[str]") -> dict[str, Any]:
    """For a program."""
    return {
        "written": str(out),
        "statements": len(found.statements),
        "coders": _counts(found),
        "renamed": [{"file": file, "was": was, "is": new} for file, was, new in found.renamed],
        "differing": found.differing,
        "gone": gone,
    }


def _counts(found: "Adopted") -> dict[str, int]:
    """How many statements each coder confirmed."""
    from collections import Counter

    return dict(Counter(name for one in found.statements.values() for name in one.coders))


def _told(found: "Adopted") -> "Iterator[str]":
    """What was adopted, what goes by another name, and where coders differ."""
    from scenarios.exceptions import one_of

    counts = ", ".join(f"{name} {count}" for name, count in _counts(found).items())
    yield f"Statements: {len(found.statements)}" + (f" (confirmed by {counts})" if counts else "")
    if found.renamed:
        yield f"By another name: {one_of([f'{file} {was} as {new}' for file, was, new in found.renamed], 8)}"
    if found.differing:
        pairs = one_of([f"{one} and {other}" for one, other in found.differing], 8)
        yield f"Coders differ on the same words: {pairs}; see `parley sources agree`"
