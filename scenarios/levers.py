"""Levers: short names that a case gives to what scenarios often set, such as `kfor.strength`.

Setting a lever gives its value to keys, sets others beside, and puts events into the scenario in which the
word `value` stands for the value. A lever that is set again takes back the events it put there before.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from scenarios.exceptions import Problem, close, did_you_mean, one_of
from scenarios.integrity import Index, at, said
from scenarios.layers import lay
from scenarios.marks import Mark
from scenarios.messages import explain
from scenarios.models.base import Strict
from scenarios.models.case import VALUE
from scenarios.models.events import Event
from scenarios.models.numbers import written
from scenarios.models.scenario import Scenario
from scenarios.nodes import Node, dotted, plain, quoted
from scenarios.overrides import CASE_KEYS, ROOTS, Override
from scenarios.shapes import Shape, contents, mentions, shape_of


@dataclass(frozen=True, slots=True)
class Pull:
    """What one setting of a lever does to the events of a scenario, and where it was said."""

    mark: Mark
    events: tuple[Node, ...]
    removed: frozenset[str]
    replaced: frozenset[str]

    def on(self, tree: Node) -> Node:
        """The tree with these events, and without those in whose place they come."""
        kept = [event for event in at(tree, "events").items if not self._gone(event)]
        events = replace(tree.children["events"], value=[*kept, *self.events])
        return replace(tree, value={**tree.children, "events": events})

    def _gone(self, event: Node) -> bool:
        return said(event, "id") in self.removed or said(event, "do") in self.replaced


def levers_of(tree: Node) -> dict[str, Node]:
    """The levers of the case in a tree, by name."""
    return at(tree, "case", "levers").children


def pulled(
    overrides: Sequence[Override], tree: Node
) -> tuple[list[Override], list[Pull], list[tuple[Override, str]]]:
    """Overrides with each lever as the keys it stands for, what levers do to events, and what is wrong."""
    levers = levers_of(tree)
    plain_ones: list[Override] = []
    pulls: list[Pull] = []
    wrong: list[tuple[Override, str]] = []
    for override in overrides:
        lever = levers.get(override.key)
        fault = _fault(override, lever) if lever else _unknown(override, levers)
        if fault:
            wrong.append((override, fault))
        elif lever is None:
            plain_ones.append(override)
        else:
            plain_ones += _overrides(override, lever)
            pulls.append(_pull(override, lever, tree))
    return plain_ones, pulls, wrong


def meaning(scenario: Scenario, key: str) -> tuple[str, str]:
    """What a key says and what it is counted in, as far as its lever or the models tell."""
    lever = scenario.case.levers.get(key)
    if lever:
        return lever.title, lever.unit
    shape: Shape | None = contents()
    steps = key.split(".")
    for step in ("case", *steps) if steps[0] in CASE_KEYS else steps:
        shape = shape.under(step) if shape else None
    return (shape.description.partition("\n")[0].rstrip("."), shape.unit) if shape else ("", "")


def _fault(override: Override, lever: Node) -> str | None:
    """Why a lever cannot be set to what is said."""
    got, low, high = override.node.value, said(lever, "low"), said(lever, "high")
    unit = said(lever, "unit")
    if override.verb != "set":
        return "is a short name; it can only be set"
    whole = said(lever, "whole") is True
    if isinstance(got, bool) or not isinstance(got, int | float) or (whole and not float(got).is_integer()):
        shown = quoted(got) if not isinstance(got, dict | list) else "this"
        return f"{shown} is not a {'whole ' if whole else ''}number ({unit})"
    if isinstance(low, int | float) and got < low:
        return f"{written(got)} is below {written(low)} ({unit})"
    if isinstance(high, int | float) and got > high:
        return f"{written(got)} is above {written(high)} ({unit})"
    return None


def _unknown(override: Override, levers: dict[str, Node]) -> str | None:
    """Why a key names nothing, where a short name may have been meant."""
    if not levers or override.steps[0] in ROOTS or not all(override.steps):
        return None
    near = close(override.key, levers)
    if near:
        return f"no such key '{override.key}'; did you mean '{near}'?"
    first = override.steps[0]
    if close(first, ROOTS) or first == "case":
        return None
    return f"no such key '{first}'; allowed: {one_of(ROOTS, 30)}; short names: {one_of(levers, 30)}"


def _overrides(override: Override, lever: Node) -> Iterator[Override]:
    """The keys that a lever stands for."""
    for key in at(lever, "keys").items:
        if isinstance(key.value, str):
            yield replace(override, key=key.value)
    for name, node in at(lever, "beside").children.items():
        yield Override("set", name, override.mark, Node(node.value, override.mark))


def _pull(override: Override, lever: Node, tree: Node) -> Pull:
    name = override.key.replace(".", "-")
    events = tuple(
        _named(_put(event, override, tree), f"{name}-{number}", override)
        for number, event in enumerate(at(lever, "events").items, 1)
    )
    ids = {str(said(event, "id")) for event in events}
    gone = {str(item.value).removeprefix("events.") for item in at(lever, "remove").items}
    kinds = {str(item.value) for item in at(lever, "replaces").items}
    return Pull(override.mark, events, frozenset(ids | gone), frozenset(kinds))


def _put(event: Node, override: Override, tree: Node) -> Node:
    """An event with the value in its place."""
    put = {
        key: Node(_meant(key, override, tree), override.mark, node.key) if node.value == VALUE else node
        for key, node in event.children.items()
    }
    return replace(event, value=put)


def _meant(key: str, override: Override, tree: Node) -> str | float | int:
    """The value, or under `date` the day so many weeks after the start."""
    value = override.node.value
    assert isinstance(value, int | float)
    if key != "date":
        return value
    try:
        start = dt.date.fromisoformat(str(said(tree, "case", "start")))
        return str(start + dt.timedelta(days=int(value * 7)))
    except (OverflowError, ValueError):
        return VALUE  # what is wrong with the start is said elsewhere


def _named(event: Node, name: str, override: Override) -> Node:
    """An event with a name of its own, so that the lever finds it again."""
    if "id" in event.children:
        return event
    return replace(event, value={"id": Node(name, override.mark, override.mark), **event.children})


class _Trial(Strict):
    events: tuple[Event, ...]


def faults(tree: Node) -> Iterator[Problem]:
    """All that is wrong with the levers of a case, tried on the tree of its root scenario."""
    index = Index(tree)
    for name, lever in levers_of(tree).items():
        if name.partition(".")[0] in ROOTS:
            message = f"'{name.partition('.')[0]}' begins keys of the scenario; name it otherwise"
            yield Problem(lever.place, f"levers.{name}", message)
        yield from _keys(name, lever, tree)
        yield from _events(name, lever, tree, index)


def _keys(name: str, lever: Node, tree: Node) -> Iterator[Problem]:
    """Keys that there are not, and events that cannot fall away."""
    number = at(lever, "low")
    items = [(f"keys.{i}", key, number) for i, key in enumerate(at(lever, "keys").items)]
    beside = at(lever, "beside").children.items()
    items += [(f"beside.{key}", Node(key, node.place), node) for key, node in beside]
    for path, key, node in items:
        if isinstance(key.value, str):
            _, refused = lay(tree, [Override("set", key.value, key.mark, node)])
            for problem in refused:
                yield replace(problem, path=f"levers.{name}.{path}")
    ids = [f"events.{said(event, 'id')}" for event in at(tree, "events").items if said(event, "id")]
    kinds = list(shape_of(_Trial).fields["events"].items.variants)  # type: ignore[union-attr]
    for field, known, what in (("remove", ids, "no event"), ("replaces", kinds, "no kind of event")):
        for i, item in enumerate(at(lever, field).items):
            if isinstance(item.value, str) and item.value not in known:
                hint = did_you_mean(item.value, known) or f"; allowed: {one_of(known) or 'none'}"
                message = f"'{item.value}' is {what}{hint}"
                yield Problem(item.mark, f"levers.{name}.{field}.{i}", message)


def _events(name: str, lever: Node, tree: Node, index: Index) -> Iterator[Problem]:
    """What is wrong with the events of a lever, at either end of its range."""
    shape = shape_of(_Trial)
    pulls = [_pull(Override("set", name, node.mark, node), lever, tree) for node in _ends(lever)]
    for pull in pulls if at(lever, "events").items else ():
        trial = Node({"events": Node(list(pull.events), lever.mark)}, lever.mark)
        try:
            _Trial.model_validate_json(json.dumps(plain(trial)))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                for path, where, message in explain(detail, trial, shape):
                    yield Problem(where.mark, f"levers.{name}.{dotted(path)}", message)
        own = {str(said(event, "id")) for event in pull.events}
        for mention in mentions(trial, shape):
            fault = index.fault(mention.name, mention.kind) if mention.name not in own else None
            if fault:
                yield Problem(mention.mark, f"levers.{name}.{dotted(mention.path)}", fault)


def _ends(lever: Node) -> list[Node]:
    """The ends of a lever's range, as far as they are numbers."""
    ends = (at(lever, end) for end in ("low", "high"))
    return [node for node in ends if isinstance(node.value, int | float)]
