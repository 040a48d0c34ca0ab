"""Resolution: from the files of a case and a chain of scenarios to one typed, frozen scenario.

The steps, in order: find the file, follow `extends` to the root, read the case beside the root, lay the
overrides of each scenario over it from the root down, then those of the command, validate, and check what
must hold between entries. Problems are collected over all steps and raised once.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.chain import Link, follow, read_case
from scenarios.exceptions import Problem, ScenarioError, WrongScenario
from scenarios.folders import scenario_file, scenario_files
from scenarios.integrity import Finding, bodies, findings
from scenarios.layers import lay
from scenarios.marks import Mark
from scenarios.messages import explain
from scenarios.models.rules import Rules
from scenarios.models.scenario import Scenario, ScenarioFile
from scenarios.nodes import Node, dotted, leaves, plain, read
from scenarios.overrides import Override, collisions, from_command, overrides_of, public
from scenarios.shapes import Shape, contents, mentions, shape_of


class Desk:
    """Where problems are put down, each said from the scenario that was asked for."""

    def __init__(self, links: Sequence[Link]) -> None:
        self.asked = links[0]
        self.inherited = {str(link.file) for link in links[1:]}
        self.problems: list[Problem] = []

    def put(self, path: str, mark: Mark, message: str, inherited: Mark | None = None) -> None:
        """Put down a problem; one in an ancestor points to `extends` and names the ancestor's line."""
        if mark.file in self.inherited and inherited is None and self.asked.extends:
            mark, inherited = self.asked.extends.place, mark
        self.problems.append(Problem(mark, path, message, inherited))

    def put_finding(self, finding: Finding) -> None:
        """Put down what does not hold between entries."""
        self.put(dotted(public(finding.path)), finding.mark, finding.message)

    def put_errors(self, error: ValidationError, tree: Node, root: Shape, skip: set[str]) -> None:
        """Put down what pydantic found; `skip` names rules that are reported as unknown already."""
        for detail in error.errors(include_url=False):
            if detail["loc"][:1] == ("rules",) and str(detail["loc"][1:2] and detail["loc"][1]) in skip:
                continue
            for path, node, message in explain(detail, tree, root):
                mark, inherited = self.place(node, detail["type"])
                self.put(dotted(public(path)), mark, message, inherited)

    def place(self, node: Node, kind: str) -> tuple[Mark, Mark | None]:
        """The place to mend: what this scenario overrides in a mapping, if it does, else the value itself."""
        if isinstance(node.value, dict):
            own = [child.place for child in node.value.values() if self.is_own(child.place)]
            if own and not self.is_own(node.place):
                return own[0], node.place
            return node.place, None
        return (node.place if kind == "extra_forbidden" else node.mark), None

    def is_own(self, mark: Mark) -> bool:
        """Whether the scenario asked for, or the command, says what stands there."""
        return mark.file == str(self.asked.file) or mark.file.startswith("--set ")


def load(name_or_path: str | Path, set_: Sequence[str] = ()) -> Scenario:
    """The scenario of that name or in that file, resolved, with `KEY=VALUE` settings laid over it.

    Raises `ScenarioError` with all problems that were found.
    """
    links = follow(scenario_file(name_or_path))
    desk = Desk(links)
    for link in links:
        _check_file(link, desk)
    try:
        case = read_case(links[-1])
    except ScenarioError as error:
        raise _united(error, desk.problems) from None
    tree = _layered(links, _assembled(links[0].node, case), set_, desk)
    scenario = _validated(tree, links, desk)
    for finding in findings(tree, lambda: _cited_beside(links[-1].file.parent, case)):
        desk.put_finding(finding)
    if desk.problems or scenario is None:
        raise WrongScenario(sorted(desk.problems, key=lambda one: one.mark))
    return scenario.model_copy(update={"origin": _origin(tree), "hash": digest(scenario)})


def digest(scenario: Scenario) -> str:
    """SHA-256 of what a scenario says, as canonical JSON, leaving out where it lies."""
    outside = {"name", "chain", "case_name", "origin", "hash"}
    said = scenario.model_dump(mode="json", by_alias=True, exclude=outside)
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _united(error: ScenarioError, problems: list[Problem]) -> ScenarioError:
    return WrongScenario([*problems, *error.problems]) if problems else error


def _check_file(link: Link, desk: Desk) -> None:
    """Check the frame of a scenario file; its events are validated with all others, once they are merged."""
    frame = dict(link.node.children)
    if "events" in frame and isinstance(frame["events"].value, list):
        del frame["events"]
    try:
        ScenarioFile.model_validate_json(_json(Node(frame, link.node.mark)))
    except ValidationError as error:
        desk.put_errors(error, link.node, shape_of(ScenarioFile), set())


def _json(tree: Node) -> str:
    return json.dumps(plain(tree))


def _assembled(asked: Node, case: dict[str, Node]) -> Node:
    """The tree before any override: the words of the scenario asked for, and the case files."""
    words = {name: asked.children.get(name, Node("?", asked.mark)) for name in ("title", "question")}
    if "notes" in asked.children:
        words["notes"] = asked.children["notes"]
    return Node({**words, **case, "events": Node([], asked.mark)}, asked.mark)


def _layered(links: Sequence[Link], tree: Node, set_: Sequence[str], desk: Desk) -> Node:
    for link in reversed(links):
        tree = _lay(tree, overrides_of(link.node), desk)
        events = link.node.children.get("events")
        if events is not None:
            children = dict(tree.children)
            children["events"] = Node([*children["events"].items, *events.items], events.mark, events.key)
            tree = Node(children, tree.mark)
    said, problems = from_command(set_)
    desk.problems += problems
    return _lay(tree, said, desk)


def _lay(tree: Node, overrides: Sequence[Override], desk: Desk) -> Node:
    twice = list(collisions(overrides))
    tree, refused = lay(tree, overrides)
    for problem in [*twice, *refused]:
        desk.put(problem.path, problem.mark, problem.message)
    return tree


def _validated(tree: Node, links: Sequence[Link], desk: Desk) -> Scenario | None:
    words: dict[str, Any] = {
        "name": links[0].name,
        "chain": [link.name for link in links],
        "case_name": links[-1].file.parent.name,
    }
    try:
        return Scenario.model_validate_json(json.dumps(plain(tree) | words))
    except ValidationError as error:
        known = {*Rules.model_fields, *bodies(tree)}
        rules = tree.children.get("rules")
        skip = {name for name in rules.children if name not in known} if rules else set()
        desk.put_errors(error, tree, contents(), skip)
        return None


def _cited_beside(folder: Path, case: dict[str, Node]) -> set[str]:
    """What the case files cite before any override, and what the other scenarios of the folder cite."""
    cited = {one.name for one in mentions(Node(dict(case), Mark(str(folder))), contents())}
    for file in scenario_files(folder):
        try:
            cited |= {str(leaf.value) for _, leaf in leaves(read(file))}
        except ScenarioError:
            continue  # it is told of where that scenario is asked for
    return cited


def _origin(tree: Node) -> dict[str, Mark]:
    return dict(_origins(tree))


def _origins(tree: Node) -> Iterator[tuple[str, Mark]]:
    events = tree.children["events"].items
    names = [
        event.children["id"].value if "id" in event.children else place for place, event in enumerate(events)
    ]
    for path, leaf in leaves(tree):
        index = path[1] if path[0] == "events" and len(path) > 1 else None
        named = ("events", str(names[index]), *path[2:]) if isinstance(index, int) else path
        yield dotted(public(named)), leaf.mark
