"""Integrity: what must hold between the entries of a scenario, beyond each being well formed.

The checks walk the tree of nodes and not the models, so that they also speak where a model could not be
built, and all problems come at once.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from scenarios.exceptions import did_you_mean, one_of
from scenarios.marks import Mark
from scenarios.models.base import Kind
from scenarios.models.events import MILESTONES
from scenarios.models.rules import Rules
from scenarios.nodes import Node, Path_, Scalar
from scenarios.shapes import Mention, contents, mentions

EMPTY = Node({}, Mark(""))

SAYS: dict[str, str] = {
    "actor": "is no actor",
    "body": "is no body",
    "document": "is no document of case.yaml",
    "event": "is neither a milestone nor the id of an event",
    "evidence": "is neither a statement nor a reference",
    "issue": "is no issue",
    "place": "is no place of case.yaml",
    "posture": "is no posture of case.yaml",
    "response": "is no response of case.yaml",
    "source": "is neither a reference, nor a statement, nor judgement",
    "text": "is no text of case.yaml",
}

FREE_INDICATORS = (
    "recognitions.count",
    "precedent.index",
    "force.strength",
    "force.usable",
    "plan.commitment",
    "week",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold, before it is said from where the reader stands."""

    path: Path_
    node: Node
    mark: Mark
    message: str
    dangling: str = ""
    """The name that names nothing, if that is what does not hold."""


def at(tree: Node, *steps: str) -> Node:
    """The node at a path, or an empty mapping."""
    for step in steps:
        tree = tree.children.get(step, EMPTY)
    return tree


def said(tree: Node, *steps: str) -> Scalar:
    """The scalar at a path, or None."""
    value = at(tree, *steps).value
    return None if isinstance(value, dict | list) else value


def bodies(tree: Node) -> set[str]:
    """The ids of the actors that are bodies."""
    return {name for name, node in at(tree, "actors").children.items() if said(node, "kind") == "body"}


class Index:
    """The names that a scenario defines, by what they can stand for."""

    def __init__(self, tree: Node) -> None:
        self.tree = tree
        cited = {*at(tree, "references").children, *at(tree, "statements").children}
        ids = [said(event, "id") for event in at(tree, "events").items]
        self.events = [name for name in ids if isinstance(name, str)]
        self.names: dict[Kind, set[str]] = {
            "actor": set(at(tree, "actors").children),
            "body": bodies(tree),
            "issue": set(at(tree, "issues").children),
            "event": {*MILESTONES, *self.events},
            "evidence": cited,
            "source": {*cited, "judgement"},
        }
        sections: tuple[tuple[Kind, str], ...] = (
            ("document", "documents"), ("place", "places"), ("posture", "postures"),
            ("response", "responses"), ("text", "texts"),
        )  # fmt: skip
        for kind, section in sections:
            self.names[kind] = set(at(tree, "case", section).children)

    def fault(self, name: str, kind: Kind) -> str | None:
        """What is wrong with a name where one of this kind is wanted, in words, if anything is."""
        if kind == "indicator":
            return self._indicator_fault(name)
        known = self.names[kind]
        if name in known:
            return None
        if kind == "body" and name in self.names["actor"]:
            return f"'{name}' is a {said(self.tree, 'actors', name, 'kind')}, not a body"
        allowed = f"; allowed: {one_of(sorted(known)) or 'none'}"
        return f"'{name}' {SAYS[kind]}{did_you_mean(name, known) or allowed}"

    def _indicator_fault(self, name: str) -> str | None:
        known = set(FREE_INDICATORS)
        for place in self.names["place"]:
            known |= {f"unrest.{place}", f"incidents.{place}"}
        known |= {f"recognitions.{body}" for body in self.names["body"]}
        for actor, node in at(self.tree, "actors").children.items():
            known |= {f"positions.{actor}.{issue}" for issue in at(node, "positions").children}
        if name in known:
            return None
        forms = ("unrest.<place>", "incidents.<place>", "recognitions.<body>", "positions.<actor>.<issue>")
        allowed = f"; allowed: {one_of([*FREE_INDICATORS, *forms])}"
        return f"'{name}' is no indicator{did_you_mean(name, known) or allowed}"


def _day(node: Node) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(node.value))
    except ValueError:
        return None


def _dangling(index: Index, found: list[Mention]) -> Iterator[Finding]:
    for mention in found:
        fault = index.fault(mention.name, mention.kind)
        rule = mention.path[0] == "rules" and mention.key and mention.name not in index.names["actor"]
        if fault and rule:
            switches = list(Rules.model_fields)
            known = [*switches, *index.names["body"]]
            hint = (
                did_you_mean(mention.name, known) or f"; rules are {one_of(switches)} and the ids of bodies"
            )
            fault = f"'{mention.name}' is neither a rule nor a body{hint}"
        if fault:
            yield Finding(mention.path, mention.node, mention.mark, fault, mention.name)


def _events(tree: Node, _: Index) -> Iterator[Finding]:
    start = _day(at(tree, "case", "start"))
    weeks = said(tree, "case", "weeks")
    seen: dict[str, Node] = {}
    for place, event in enumerate(at(tree, "events").items):
        name = at(event, "id")
        if isinstance(name.value, str):
            if name.value in MILESTONES:
                yield Finding(
                    ("events", place, "id"), name, name.mark, f"'{name.value}' is the name of a milestone"
                )
            if name.value in seen:
                first = seen[name.value].mark
                yield Finding(
                    ("events", place, "id"),
                    name,
                    name.mark,
                    f"'{name.value}' is the id of another event ({first.beside(name.mark)})",
                )
            seen.setdefault(name.value, name)
        date = at(event, "date")
        day = _day(date)
        if day and start and isinstance(weeks, int):
            last = start + dt.timedelta(weeks=min(weeks, 10_000), days=-1)
            side = "before the start" if day < start else "after the horizon" if day > last else ""
            if side and weeks > 0:
                message = f"{day} is {side}; allowed: {start} to {last}"
                yield Finding(("events", place, "date"), date, date.mark, message)


def _circles(tree: Node, _: Index) -> Iterator[Finding]:
    """Events that wait for each other."""
    events = at(tree, "events").items
    after = {said(event, "id"): said(event, "after") for event in events}
    for place, event in enumerate(events):
        path: list[Any] = [said(event, "id")]
        while (previous := after.get(path[-1])) is not None and previous not in path:
            path.append(previous)
        if path[0] is not None and previous == path[0]:
            node = at(event, "after")
            chain = " -> ".join(str(name) for name in [*path, previous])
            yield Finding(("events", place, "after"), node, node.mark, f"never happens: {chain}")


def _positions(tree: Node, _: Index) -> Iterator[Finding]:
    statements = at(tree, "statements").children
    for actor, node in at(tree, "actors").children.items():
        for issue, position in at(node, "positions").children.items():
            path: Path_ = ("actors", actor, "positions", issue)
            grade, evidence = at(position, "grade"), at(position, "evidence")
            names = [item.value for item in evidence.items if isinstance(item.value, str)]
            if grade.value == "assumed":
                told = [name for name in names if name in statements]
                if told:
                    message = (
                        f"assumed, yet there are statements ({one_of(told)}); grade it or leave them out"
                    )
                    yield Finding((*path, "grade"), grade, grade.mark, message)
                if "note" not in position.children:
                    yield Finding(
                        (*path, "grade"), grade, grade.mark, "assumed without a note; say in note why"
                    )
            elif isinstance(grade.value, str) and not names:
                what = "evidence" if "evidence" in position.children else "grade"
                place = at(position, what)
                message = f"{grade.value} without evidence; cite statements or references, or say assumed"
                yield Finding((*path, what), place, place.mark, message)


def _namesakes(tree: Node, _: Index) -> Iterator[Finding]:
    statements = at(tree, "statements").children
    for name, node in at(tree, "references").children.items():
        if name in statements or name == "judgement":
            other = "a statement" if name in statements else "what a judgement is called"
            yield Finding(
                ("references", name), node, node.place, f"'{name}' is also {other}; name it otherwise"
            )
    for actor, node in at(tree, "actors").children.items():
        tie = at(node, "ties").children.get(actor)
        if tie:
            yield Finding(("actors", actor, "ties", actor), tie, tie.place, "a tie to itself")


def _switches(tree: Node, _: Index) -> Iterator[Finding]:
    """What a rule needs elsewhere."""
    capability = at(tree, "rules", "negotiation", "capability")
    measures = {
        name for node in at(tree, "actors").children.values() for name in at(node, "capability").children
    }
    if isinstance(capability.value, str) and capability.value not in measures:
        hint = did_you_mean(capability.value, measures) or f"; allowed: {one_of(sorted(measures)) or 'none'}"
        message = f"no actor has the capability '{capability.value}'{hint}"
        yield Finding(("rules", "negotiation", "capability"), capability, capability.mark, message)
    bounded = at(tree, "rules", "negotiation", "bounded")
    if bounded.value is True and "confidence" not in at(tree, "parameters", "negotiation").children:
        message = "true needs parameters.negotiation.confidence, which is missing"
        yield Finding(("rules", "negotiation", "bounded"), bounded, bounded.mark, message)


def _foresight(tree: Node, _: Index) -> Iterator[Finding]:
    """Documents younger than the forecast."""
    forecast = _day(at(tree, "case", "forecast_date"))
    for name, node in at(tree, "case", "documents").children.items():
        date = at(node, "date")
        day = _day(date)
        if day and forecast and day > forecast:
            message = f"{day} is after the forecast date ({forecast})"
            yield Finding(("case", "documents", name, "date"), date, date.mark, message)


CHECKS: tuple[Callable[[Node, Index], Iterator[Finding]], ...] = (
    _events, _circles, _positions, _namesakes, _switches, _foresight,
)  # fmt: skip


def findings(tree: Node, cited_elsewhere: Callable[[], set[str]]) -> Iterator[Finding]:
    """All that does not hold in a tree; `cited_elsewhere` is asked only where a reference seems unused."""
    index = Index(tree)
    found = list(mentions(tree, contents()))
    yield from _dangling(index, found)
    for check in CHECKS:
        yield from check(tree, index)
    cited = {mention.name for mention in found if mention.kind in {"source", "evidence"}}
    unused = {name: node for name, node in at(tree, "references").children.items() if name not in cited}
    if unused:
        elsewhere = cited_elsewhere()
        for name, node in unused.items():
            if name not in elsewhere:
                message = "is never cited; cite it or remove it"
                yield Finding(("references", name), node, node.place, message)
