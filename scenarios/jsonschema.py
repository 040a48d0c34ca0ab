"""JSON Schemas of the files of a case, for editors; `python -m scenarios.jsonschema` renews them."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from scenarios.models.actors import Actor
from scenarios.models.base import Identifier
from scenarios.models.case import Case
from scenarios.models.evidence import Reference, Statement
from scenarios.models.issues import Issue
from scenarios.models.parameters import Parameters
from scenarios.models.questions import History, Questions
from scenarios.models.rules import Rules
from scenarios.models.scenario import ScenarioFile

FOLDER = Path(__file__).resolve().parent / "schema"

KINDS: dict[str, tuple[Any, str]] = {
    "case": (Case, "What is given, whatever the scenario."),
    "issues": (dict[Identifier, Issue], "What is negotiated, by id."),
    "actors": (dict[Identifier, Actor], "Who negotiates, decides and acts, by id."),
    "references": (dict[Identifier, Reference], "What numbers, positions and dates rest on, by id."),
    "statements": (dict[Identifier, Statement], "What is said in the documents, by id."),
    "parameters": (Parameters, "The numbers of the rules, by group."),
    "rules": (Rules, "The switches of a run, and how each body decides."),
    "questions": (Questions, "What a case is asked before the answers are known."),
    "history": (History, "What happened; read for scoring only."),
    "scenario": (ScenarioFile, "A what-if: what differs from its parent, and what happens."),
}
"""The kinds of files, what they hold, and what that is."""


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (draft 2020-12) of each kind of file."""
    return {kind: _schema(kind, form, words) for kind, (form, words) in KINDS.items()}


def _schema(kind: str, form: Any, words: str) -> dict[str, Any]:
    found = TypeAdapter(form).json_schema(by_alias=True, mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"{kind}.yaml"}
    if kind == "scenario":
        head["title"] = "a scenario file"
    return {**found, **head, "description": words}


def text_of(schema: dict[str, Any]) -> str:
    """A schema as it is written to its file."""
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def renew(folder: Path = FOLDER) -> list[Path]:
    """Write the schemas and return their files."""
    folder.mkdir(exist_ok=True)
    written = []
    for kind, schema in json_schemas().items():
        file = folder / f"{kind}.json"
        file.write_text(text_of(schema), encoding="utf-8")
        written.append(file)
    return written


if __name__ == "__main__":
    renew()
