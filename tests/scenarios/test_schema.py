"""The JSON Schemas: fresh, sound, and of one mind with the reader."""

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import BaseModel

import scenarios
from scenarios.jsonschema import FOLDER, KINDS, renew, text_of
from scenarios.models.events import EventKinds
from scenarios.models.parameters import Parameters
from scenarios.nodes import plain, read
from scenarios.shapes import Shape, contents

CASES = [Path(__file__).resolve().parents[1] / "cases" / "harbour"]
CASES += [FOLDER.parent / name for name in scenarios.list_cases()]
SCHEMAS = scenarios.json_schemas()
FILES = [file for case in CASES for file in sorted(case.glob("*.yaml"))]


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_in_the_folder_is_fresh(kind: str) -> None:
    schema = SCHEMAS[kind]
    jsonschema.Draft202012Validator.check_schema(schema)
    written = (FOLDER / f"{kind}.json").read_text(encoding="utf-8")
    assert written == text_of(schema), "run `python -m scenarios.jsonschema`"


def test_there_is_no_other_schema() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(KINDS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_good_file_is_good_by_its_schema(file: Path) -> None:
    kind = file.stem if file.stem in KINDS else "scenario"
    validator = jsonschema.Draft202012Validator(SCHEMAS[kind])
    errors = [error.message for error in validator.iter_errors(plain(read(file, history=True)))]
    assert errors == []


WRONG = {
    "actors": {"a": {"name": "A", "kind": "town"}},
    "issues": {"a": {"title": "A", "question": "Q"}},
    "parameters": {"negotiation": {"pace": {"value": -1, "unit": "per day", "source": "x"}}},
    "rules": {"nato": {"decision": "coin"}},
    "references": {"a": {"title": "A", "year": "1902", "kind": "book"}},
    "scenario": {"title": "T", "question": "Q", "events": [{"do": "rain"}]},
    "statements": {"s": {"position": 101}},
    "case": {"title": "T", "weeks": 0},
    "questions": {"questions": {"q": {"ask": "rain"}}},
    "history": {"until": "2008-12-31", "answers": {"q": {"date": 3, "source": []}}},
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_is_wrong_by_its_schema(kind: str) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMAS[kind])
    assert not validator.is_valid(WRONG[kind])


@pytest.mark.parametrize(
    ("options", "good"),
    [
        ({}, True),
        ({"q": 0.5, "BigRAdjust": "None"}, True),
        ({"q": [0.5]}, False),
        ({"q": {"value": 0.5}}, False),
        ({"q": True}, False),
        ({"q": None}, False),
        ([], False),
        ("q", False),
    ],
)
def test_options_of_a_protocol_are_words_and_numbers_by_the_schema(options: object, good: bool) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMAS["rules"])
    assert validator.is_valid({"negotiation": {"protocol": "condorcet", "options": options}}) is good


def models(shape: Shape) -> dict[type[BaseModel], Shape]:
    found: dict[type[BaseModel], Shape] = {shape.model: shape} if shape.model else {}
    for below in [*shape.fields.values(), *shape.variants.values(), *([shape.items] if shape.items else [])]:
        found |= models(below)
    return found


def test_every_field_is_described() -> None:
    found = models(contents())
    assert set(EventKinds) <= set(found)
    for model in found:
        assert model.__doc__, model
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"


def test_every_parameter_has_a_unit() -> None:
    for group, shape in models(contents())[Parameters].fields.items():
        for name, below in shape.fields.items():
            assert below.unit, f"{group}.{name}"


def test_renewing_writes_each_schema(tmp_path: Path) -> None:
    files = renew(tmp_path / "schema")
    assert [file.stem for file in files] == list(KINDS)
    for file in files:
        assert json.loads(file.read_text(encoding="utf-8")) == SCHEMAS[file.stem]
