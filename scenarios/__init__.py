"""Scenarios: what is assumed, and who says so.

    >>> scenario = load("kosovo-2007/baseline")  # doctest: +SKIP
    >>> scenario.origin["parameters.council.band.mode"]  # doctest: +SKIP

`load` gives one typed, frozen scenario or raises one `ScenarioError` with all that is wrong. What is in this
folder's sub-folders is data; the reader knows nothing of any case.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.catalogue import check, list_cases, list_scenarios
    from scenarios.exceptions import Problem, ScenarioError
    from scenarios.jsonschema import json_schemas
    from scenarios.marks import Mark
    from scenarios.models.scenario import Scenario
    from scenarios.resolve import load

__all__ = [
    "Mark",
    "Problem",
    "Scenario",
    "ScenarioError",
    "check",
    "json_schemas",
    "list_cases",
    "list_scenarios",
    "load",
]

_HOMES = {
    "Mark": "marks",
    "Problem": "exceptions",
    "Scenario": "models.scenario",
    "ScenarioError": "exceptions",
    "check": "catalogue",
    "json_schemas": "jsonschema",
    "list_cases": "catalogue",
    "list_scenarios": "catalogue",
    "load": "resolve",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: pydantic's models take a third of a second."""
    if name not in _HOMES:
        raise AttributeError(f"module 'scenarios' has no attribute '{name}'")
    from importlib import import_module

    found = getattr(import_module(f"scenarios.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
