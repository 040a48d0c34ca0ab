"""What a case is asked and what came of it; the only reader of history, which no forecast goes through."""

import json
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from scenarios.exceptions import Problem, ScenarioNotFound, WrongScenario
from scenarios.folders import case_folder, is_case
from scenarios.marks import Mark
from scenarios.messages import explain
from scenarios.models.base import Strict
from scenarios.models.questions import History, Questions
from scenarios.models.scenario import Scenario
from scenarios.nodes import dotted, plain, read
from scenarios.shapes import shape_of

Model = TypeVar("Model", bound=Strict)


def case_of(scenario: Scenario) -> Path:
    """The folder of a scenario's case: where its case.yaml was read, else the case of its name.

    Raises:
        ScenarioError: there is no such case.
    """
    mark = scenario.origin.get("case.title")
    place = Path(mark.file).parent if mark else None
    return place if place and is_case(place) else case_folder(scenario.case_name)


def read_questions(case: Path) -> Questions:
    """What a case is asked.

    Raises:
        ScenarioError: there is no such file, or what is wrong with it, all at once.
    """
    return _parsed(case / "questions.yaml", Questions, history=False)


def read_history(case: Path) -> History:
    """What happened.

    Raises:
        ScenarioError: there is no such file, or what is wrong with it, all at once.
    """
    return _parsed(case / "history.yaml", History, history=True)


def has_history(case: Path) -> bool:
    """Whether it is known what happened."""
    return (case / "history.yaml").is_file() and (case / "questions.yaml").is_file()


def _parsed(path: Path, model: type[Model], history: bool) -> Model:
    if not path.is_file():
        raise ScenarioNotFound([Problem(Mark(str(path)), "", "there is no such file; nothing can be scored")])
    tree = read(path, history=history)
    try:
        return model.model_validate_json(json.dumps(plain(tree)))
    except ValidationError as error:
        problems = [
            Problem(node.mark, dotted(place), message)
            for detail in error.errors(include_url=False)
            for place, node, message in explain(detail, tree, shape_of(model))
        ]
        raise WrongScenario(problems) from None
