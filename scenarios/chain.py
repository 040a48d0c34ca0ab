"""Chains: a scenario, its parent, and so on up to the root, whose folder is that of the case."""

from dataclasses import dataclass
from pathlib import Path

from scenarios.exceptions import Problem, ScenarioError, ScenarioNotFound, WrongScenario
from scenarios.folders import OPTIONAL, REQUIRED, is_case, name_of, parent_file, parent_hint
from scenarios.marks import Mark
from scenarios.nodes import Node, quoted, read


@dataclass(frozen=True, slots=True)
class Link:
    """One scenario file of a chain."""

    file: Path
    node: Node

    @property
    def name(self) -> str:
        """The name of the scenario."""
        return name_of(self.file)

    @property
    def extends(self) -> Node | None:
        """The name of its parent, if it has one."""
        return self.node.children.get("extends")


def follow(file: Path) -> list[Link]:
    """The chain of a scenario, from itself to its root; raises `ScenarioError`."""
    links = [Link(file, read(file))]
    while (extends := links[-1].extends) is not None and extends.value is not None:
        child = links[-1].file
        if not isinstance(extends.value, str):
            raise WrongScenario([Problem(extends.mark, "extends", "is not the name of one scenario")])
        found = parent_file(extends.value, child)
        if found is None:
            message = f"there is no scenario {quoted(extends.value)}{parent_hint(extends.value, child)}"
            raise ScenarioNotFound([Problem(extends.mark, "extends", message)])
        seen = [link.file for link in links]
        if found in seen:
            round_ = " -> ".join(name_of(one) for one in [*seen[seen.index(found) :], found])
            raise WrongScenario([Problem(extends.mark, "extends", f"runs in a circle: {round_}")])
        links.append(Link(found, read(found)))
    return links


def read_case(root: Link) -> dict[str, Node]:
    """The case files beside a root scenario, by kind; raises `ScenarioError` with the problems of all."""
    folder = root.file.parent
    if not is_case(folder):
        message = "extends no scenario and has no case.yaml beside it; say extends: case/name"
        raise WrongScenario([Problem(Mark(str(root.file)), "", message)])
    return read_folder(folder)


def read_folder(folder: Path) -> dict[str, Node]:
    """The case files of a folder, by kind; raises `ScenarioError` with the problems of all."""
    nodes: dict[str, Node] = {}
    errors: list[ScenarioError] = []
    for kind in (*REQUIRED, *OPTIONAL):
        file = folder / f"{kind}.yaml"
        if kind in OPTIONAL and not file.exists():
            continue
        try:
            nodes[kind] = read(file)
        except ScenarioError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise WrongScenario(problem for error in errors for problem in error.problems)
    return nodes
