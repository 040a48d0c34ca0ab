"""Overrides: what one scenario file says to set, add and remove, and what `--set` says on a command line.

An override names its place by a dotted key; `scenarios.layers` lays it there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios.exceptions import MalformedFile, Problem
from scenarios.marks import Mark
from scenarios.models.case import Case
from scenarios.nodes import Node, Path_, parse

Verb = Literal["set", "add", "remove"]

CASE_KEYS = tuple(name for name in Case.model_fields if name not in {"title", "summary", "levers"})
ROOTS = ("actors", "issues", "parameters", "rules", "references", "statements", "events", *CASE_KEYS)


@dataclass(frozen=True, slots=True)
class Override:
    """One dotted key of one file, and what is to become of it."""

    verb: Verb
    key: str
    mark: Mark
    node: Node

    @property
    def steps(self) -> list[str]:
        """The key, taken apart."""
        return self.key.split(".")


def public(path: Path_) -> Path_:
    """A path of the tree as it is written in scenarios and messages."""
    return path[1:] if len(path) > 1 and path[0] == "case" and path[1] in {*CASE_KEYS, "levers"} else path


def overrides_of(file: Node) -> list[Override]:
    """The overrides that a scenario file says, as far as they are well formed."""
    found = [
        Override(verb, key, child.place, child)
        for verb in ("set", "add")
        for key, child in (file.children[verb].children.items() if verb in file.children else ())
    ]
    removed = file.children["remove"].items if "remove" in file.children else []
    return found + [
        Override("remove", node.value, node.mark, node) for node in removed if isinstance(node.value, str)
    ]


def from_command(settings: Sequence[str]) -> tuple[list[Override], list[Problem]]:
    """The overrides of `--set KEY=VALUE` options, and what is wrong with those that are not well formed."""
    found: list[Override] = []
    problems: list[Problem] = []
    for setting in settings:
        mark = Mark(f"--set {setting}")
        key, equals, text = setting.partition("=")
        if not (equals and key.strip() and text.strip()):
            problems.append(Problem(mark, "", "is not KEY=VALUE, such as weeks=30"))
            continue
        try:
            node = parse(text.strip(), mark.file, mark)
        except MalformedFile as error:
            problems += error.problems
            continue
        found.append(Override("set", key.strip(), mark, node or Node(None, mark)))
    return found, problems


def collisions(overrides: Sequence[Override]) -> Iterator[tuple[Override, str]]:
    """Overrides that an earlier one is, lies within or lies around, and the words for it."""
    # Settings of a command have no lines: there the later one is late.
    order = sorted(range(len(overrides)), key=lambda one: overrides[one].steps)
    for position, outer in enumerate(order):
        for other in order[position + 1 :]:
            steps = overrides[outer].steps
            if overrides[other].steps[: len(steps)] != steps:
                break
            pair = sorted(
                (outer, other), key=lambda one: (overrides[one].mark.line, overrides[one].mark.column, one)
            )
            early, late = (overrides[one] for one in pair)
            where = f"line {early.mark.line}" if early.mark.line else str(early.mark)
            same = late.key == early.key
            said = f"is said twice ({where})" if same else f"overlaps with {early.key} ({where})"
            yield late, f"{said}; say it once"
