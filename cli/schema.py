"""`parley schema`: the JSON Schemas of the files that make a case."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

EXAMPLES = ("parley schema scenario", "parley schema --out schema/")


def schema(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="[KIND]", help="A kind of file; without it, all.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write KIND.json files there instead.", show_default=False),
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file, or list the kinds.

    With --out, the schemas are written as KIND.json, for editors that complete and check YAML.
    """
    from cli.refusal import unknown
    from scenarios import json_schemas

    schemas = json_schemas()
    if kind is not None and kind not in schemas:
        raise unknown("a kind of file", kind, schemas)
    chosen = schemas if kind is None else {kind: schemas[kind]}
    if out is not None:
        _write(chosen, out)
    elif kind is not None:
        _print(chosen[kind])
    else:
        _list(schemas)


def _print(one: dict[str, Any]) -> None:
    from cli.screen import say_json

    say_json(one)


def _list(schemas: dict[str, dict[str, Any]]) -> None:
    from cli.screen import table

    rows = [(kind, f"{one.get('description', one.get('title', ''))}") for kind, one in schemas.items()]
    table(("Kind", "Describes"), rows, fold=(1,))


def _write(schemas: dict[str, dict[str, Any]], folder: Path) -> None:
    from cli.refusal import Refused
    from cli.screen import say

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, one in schemas.items():
            file = folder / f"{kind}.json"
            file.write_text(json.dumps(one, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            say(str(file))
    except OSError as error:
        raise Refused(f"--out: {folder} cannot be written: {error.strerror}") from None
