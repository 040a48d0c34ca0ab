"""Overrides: `set`, `add` and `remove` of one scenario file, and `--set` of one command, laid over a tree.

Dotted keys go into the typed tree. A scenario may set only what exists, add only what does not, and remove
only what does. Trees are never changed; what lies on the way is copied, so that case files can be shared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scenarios.exceptions import MalformedFile, Problem, did_you_mean, one_of
from scenarios.marks import Mark
from scenarios.models.case import Case
from scenarios.models.numbers import LADDER
from scenarios.nodes import Node, Path_, parse
from scenarios.shapes import Shape, contents

Verb = Literal["set", "add", "remove"]

CASE_KEYS = tuple(name for name in Case.model_fields if name not in {"title", "summary"})
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


class Refusal(Exception):  # noqa: N818 - never leaves this module
    """Why an override cannot be laid over a tree."""


def inner(steps: Sequence[str]) -> tuple[str, ...]:
    """A public path as a path of the tree, in which the case has a branch of its own."""
    return ("case", *steps) if steps[0] in CASE_KEYS else tuple(steps)


def public(path: Path_) -> Path_:
    """A path of the tree as it is written in scenarios and messages."""
    return path[1:] if len(path) > 1 and path[0] == "case" and path[1] in CASE_KEYS else path


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


def collisions(overrides: Sequence[Override]) -> Iterator[Problem]:
    """Pairs of overrides of which one is the other or lies within it."""
    ordered = sorted(overrides, key=lambda one: one.steps)
    for position, outer in enumerate(ordered):
        for other in ordered[position + 1 :]:
            if other.steps[: len(outer.steps)] != outer.steps:
                break
            late, early = (other, outer) if outer.mark < other.mark else (outer, other)
            relation = "is" if late.key == early.key else "overlaps with"
            where = f"line {early.mark.line}" if early.mark.line else str(early.mark)
            said = (
                f"{relation} already said to {early.verb}"
                if relation == "is"
                else f"overlaps with {early.verb} {early.key}"
            )
            yield Problem(late.mark, late.key, f"{said} ({where}); a key may be said once")


def lay(tree: Node, overrides: Sequence[Override]) -> tuple[Node, list[Problem]]:
    """The tree with all overrides that fit, and problems for those that do not."""
    problems: list[Problem] = []
    for override in overrides:
        try:
            tree = _lay_one(tree, override)
        except Refusal as refusal:
            problems.append(Problem(override.mark, override.key, str(refusal)))
    return tree, problems


def _lay_one(tree: Node, override: Override) -> Node:
    steps = override.steps
    if not all(steps):
        raise Refusal("is not a dotted key; it has an empty part")
    if steps[0] not in ROOTS:
        raise Refusal(
            f"no such key '{steps[0]}'{did_you_mean(steps[0], ROOTS)}; allowed: {one_of(ROOTS, 30)}"
        )
    return _descend(tree, contents(), inner(steps), override, ())


def _descend(
    node: Node, shape: Shape | None, steps: tuple[str, ...], override: Override, done: Path_
) -> Node:
    step, rest = steps[0], steps[1:]
    shape = shape.narrowed(node) if shape else None
    if isinstance(node.value, list):
        return _into_list(node, shape, steps, override, done)
    children = dict(node.children)
    below = shape.under(step) if shape else None
    child = children.get(step)
    if not rest:
        return _last(node, shape, children, step, override, done)
    if child is None or not isinstance(child.value, dict | list):
        fills = shape is not None and step in shape.fields and below is not None and bool(below.fields)
        scalar_range = child is not None and below is not None and below.ranged and step in children
        if scalar_range and child is not None:
            child = _spread(child)
        elif fills and override.verb == "set" and (child is None or child.value is None):
            child = Node({}, override.mark, override.mark)
        else:
            raise Refusal(_unknown(node, shape, step, done))
    children[step] = _descend(child, below, rest, override, (*done, step))
    return replace(node, value=children)


def _spread(node: Node) -> Node:
    """A plain number as the range from which it is to become another."""
    bare = replace(node, key=None)
    return Node(dict.fromkeys(LADDER, bare), node.mark, node.key)


def _into_list(
    node: Node, shape: Shape | None, steps: tuple[str, ...], override: Override, done: Path_
) -> Node:
    step, rest = steps[0], steps[1:]
    items = list(node.items)
    index = _index(items, step, done)
    if override.verb == "add" and not rest:
        raise Refusal(f"already exists ({items[index].place}); use set")
    if rest:
        items[index] = _descend(items[index], shape.items if shape else None, rest, override, (*done, step))
    elif override.verb == "remove":
        del items[index]
    else:
        items[index] = _merged(
            items[index], shape.items if shape else None, override.node, override.mark, done
        )
    return replace(node, value=items)


def _index(items: list[Node], step: str, done: Path_) -> int:
    """Where an item is: by its id, where items have ids, or by its number."""
    ids = [str(item.children["id"].value) if "id" in item.children else "" for item in items]
    if step in ids:
        return ids.index(step)
    if step.isdigit() and int(step) < len(items) and done[:1] != ("events",):
        return int(step)
    where = ".".join(str(part) for part in public(done))
    known = [name for name in ids if name]
    allowed = one_of(known) if known or done[:1] == ("events",) else f"0 to {len(items) - 1}"
    raise Refusal(
        f"no such entry '{step}' in {where}{did_you_mean(step, known)}; allowed: {allowed or 'none'}"
    )


def _unknown(node: Node, shape: Shape | None, step: str, done: Path_) -> str:
    known = list(dict.fromkeys([*node.children, *(shape.fields if shape else ())]))
    where = ".".join(str(part) for part in public(done)) or "the scenario"
    if not known:
        return f"no such key '{step}' in {where}, which has none"
    return f"no such key '{step}' in {where}{did_you_mean(step, known) or f'; allowed: {one_of(known)}'}"


def _last(
    node: Node, shape: Shape | None, children: dict[str, Node], step: str, override: Override, done: Path_
) -> Node:
    below = shape.under(step) if shape else None
    exists = step in children
    if not isinstance(node.value, dict) and node.value is not None:
        raise Refusal(_unknown(node, shape, step, done))
    if override.verb == "add":
        if exists:
            raise Refusal(f"already exists ({children[step].place}); use set")
        children[step] = replace(override.node, key=override.mark)
    elif override.verb == "remove":
        if not exists:
            raise Refusal(_unknown(node, shape, step, done))
        del children[step]
    else:
        allowed = shape is not None and (step in shape.fields or (shape.ranged and step == "value"))
        if not exists and not allowed:
            raise Refusal(_unknown(node, shape, step, done) + "; use add for a new entry")
        old = children.get(step) or Node(None, override.mark, override.mark)
        _clear(children, shape, step, override.node)
        children[step] = _merged(old, below, override.node, override.mark, (*done, step))
        if shape and shape.ranged and step == "value":
            bare = children.pop("value")
            children |= dict.fromkeys(LADDER, bare)
    return replace(node, value=children)


def _clear(children: dict[str, Node], shape: Shape | None, step: str, new: Node) -> None:
    """A value takes the place of a range, and a range that of a value."""
    if shape and shape.sourced and new.value is not None:
        for other in LADDER if step == "value" else ("value",) if step in LADDER else ():
            children.pop(other, None)


def _merged(old: Node, shape: Shape | None, new: Node, mark: Mark, done: Path_) -> Node:
    """The new value in place of the old; a mapping is laid over the old one key by key."""
    if shape and isinstance(new.value, int | float) and not isinstance(new.value, bool):
        if shape.sourced:
            keys = {name: child for name, child in old.children.items() if name not in {"value", *LADDER}}
            return Node({**keys, "value": replace(new, key=mark)}, old.mark, old.key)
        if shape.ranged and isinstance(old.value, dict):
            return replace(old, value={**old.value, **_spread(replace(new, key=mark)).children})
    if isinstance(new.value, dict) and shape and shape.ranged and not isinstance(old.value, dict):
        old = _spread(old) if old.value is not None else old
    if not isinstance(new.value, dict) or not isinstance(old.value, dict) or not new.value:
        return replace(new, key=mark)
    merged = old
    for name, child in new.value.items():
        override = Override("set", name, child.place, child)
        merged = _last(merged, shape, dict(merged.children), name, override, done)
    return merged
