"""Resolution: from the files of a case and a chain of scenarios to one typed, frozen scenario.

The steps, in order: find the file, follow `extends` to the root, read the case beside the root, lay the
overrides of each scenario over it from the root down, then those of the command, validate, and check what
must hold between entries. Problems are collected over all steps and raised once.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.chain import Link, follow, read_case
from scenarios.desk import Desk
from scenarios.exceptions import Problem, ScenarioError, WrongScenario
from scenarios.folders import scenario_file, scenario_files
from scenarios.integrity import bodies, findings
from scenarios.layers import lay
from scenarios.levers import faults, pulled
from scenarios.marks import Mark
from scenarios.models.rules import Rules
from scenarios.models.scenario import Scenario, ScenarioFile
from scenarios.nodes import Node, leaves, plain, read
from scenarios.overrides import Override, collisions, from_command, overrides_of
from scenarios.shapes import contents, mentions, shape_of


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
    tree = layered(links, assembled(links[0].node, case), desk)
    said, problems = from_command(set_)
    desk.problems += problems
    tree = laid(tree, said, desk)
    desk.tree = tree
    scenario = _validated(tree, links, desk)
    for finding in findings(tree, lambda: _cited_elsewhere(links, case)):
        desk.put_finding(finding)
    if desk.problems or scenario is None:
        raise WrongScenario(sorted(desk.problems, key=lambda one: one.mark))
    # What levers could set is no value of the scenario.
    values = ((path, leaf) for path, leaf in leaves(tree) if path[:2] != ("case", "levers"))
    origin = {desk.spoken(path): leaf.mark for path, leaf in values}
    return scenario.model_copy(update={"origin": origin, "hash": digest(scenario)})


def digest(scenario: Scenario) -> str:
    """SHA-256 of what a scenario says, as canonical JSON, leaving out where it lies and what it could set."""
    outside: Any = dict.fromkeys(("name", "chain", "case_name", "origin", "hash"), True)
    outside["case"] = {"levers"}
    outside["actors"], outside["issues"] = {"__all__": {"naming"}}, {"__all__": {"cues"}}  # for coders alone
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


def assembled(asked: Node, case: dict[str, Node]) -> Node:
    """The tree before any override: the words of the scenario asked for, and the case files."""
    words = {name: asked.children.get(name, Node("?", asked.mark)) for name in ("title", "question")}
    if "notes" in asked.children:
        words["notes"] = asked.children["notes"]
    return Node({**words, **case, "events": Node([], asked.mark)}, asked.mark)


def layered(links: Sequence[Link], tree: Node, desk: Desk) -> Node:
    """The tree with what each scenario of a chain says laid over it, from the root down."""
    for link in reversed(links):
        tree = laid(tree, overrides_of(link.node), desk)
        events = link.node.children.get("events")
        if events is not None:
            children = dict(tree.children)
            children["events"] = Node([*children["events"].items, *events.items], events.mark, events.key)
            tree = Node(children, tree.mark)
        if link is links[-1]:
            desk.problems += faults(tree)
    return tree


def laid(tree: Node, overrides: Sequence[Override], desk: Desk) -> Node:
    """The tree with overrides laid over it; what is wrong with them goes to the desk."""
    removed = {one.steps[-1]: one.mark for one in overrides if one.verb == "remove"}
    overrides, pulls, wrong = pulled(overrides, tree)
    for override, message in wrong:
        desk.put(override.key, override.mark, message)
    for pull in pulls:
        removed |= dict.fromkeys(pull.removed, pull.mark)
        tree = pull.on(tree)
    twice = list(collisions(overrides))
    for override, message in twice:
        desk.put(override.key, override.mark, message)
    late = [override for override, _ in twice]
    tree, refused = lay(tree, [override for override in overrides if override not in late])
    for problem in refused:
        desk.put(problem.path, problem.mark, problem.message)
    desk.removed |= removed
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


def _cited_elsewhere(links: Sequence[Link], case: dict[str, Node]) -> set[str]:
    """What is cited, though not in the resolved tree: what is overridden, or said by other scenarios."""
    folder = links[-1].file.parent
    cited = {one.name for one in mentions(Node(dict(case), Mark(str(folder))), contents())}
    for link in links:
        cited |= _texts(link.node)
    for file in scenario_files(folder):
        try:
            # Other scenarios can cite what the case defines, but not what this one adds.
            cited |= _texts(read(file)) & case["references"].children.keys()
        except ScenarioError:
            continue  # it is told of where that scenario is asked for
    return cited


def _texts(node: Node) -> set[str]:
    return {leaf.value for _, leaf in leaves(node) if isinstance(leaf.value, str)}
