"""The steps of a week in docs/model.md, in the order of the engine, with what each says of itself."""

import inspect
from pathlib import Path
from typing import TYPE_CHECKING

from docs.marked import DOCS, table
from sim.week import Step
from sim.week import steps as order

if TYPE_CHECKING:
    import scenarios


def steps(scenario: "scenarios.Scenario") -> str:
    """Every step with its rule and the first sentence of the rule's docstring."""
    rows = [(name, *_rule(rule)) for name, rule in order(scenario).items()]
    return table(("Step", "Rule", "What it does"), rows)


def _rule(rule: Step) -> tuple[str, str]:
    """Where a rule stands, and what it says; a step that is an object speaks through its class."""
    named = rule if inspect.isfunction(rule) else type(rule)
    file = Path(inspect.getfile(named)).resolve().relative_to(DOCS.parent)
    said = inspect.getdoc(named) or ""
    return f"`{file.as_posix()}`, `{named.__name__}`", said.partition("\n\n")[0]
