"""Layers: overrides laid over a tree.

Dotted keys go into the typed tree. A scenario may set only what exists, add only what does not, and remove
only what does; what the models know and the files leave out can be set, too. Trees are never changed: what
lies on the way is copied, so that case files can be shared.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from scenarios.exceptions import Problem, close, did_you_mean, one_of
from scenarios.models.numbers import LADDER
from scenarios.nodes import Node, Path_, dotted, quoted
from scenarios.overrides import CASE_KEYS, ROOTS, Override, Verb, public
from scenarios.shapes import Shape, contents

NOTHING = Shape()


class Refusal(Exception):  # noqa: N818 - never leaves this module
    """Why an override cannot be laid over a tree."""


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
    root, *rest = override.steps
    if not all(override.steps):
        raise Refusal("is not a dotted key; it has an empty part")
    if root not in ROOTS:
        whole = ".".join(rest) if root == "case" and rest and rest[0] in CASE_KEYS else ""
        hint = did_you_mean(root, ROOTS) or f"; allowed: {one_of(ROOTS, 30)}"
        hint = f"; did you mean '{whole}'?" if whole else hint
        raise Refusal(f"no such key '{root}'{hint}")
    # In the tree the case has a branch of its own.
    steps = ("case", root, *rest) if root in CASE_KEYS else (root, *rest)
    return _into(tree, contents(), steps, override, ())


def _into(node: Node, shape: Shape, steps: Sequence[str], override: Override, done: Path_) -> Node:
    """Go down one step, or do what is to be done if it is the last."""
    step, rest = steps[0], steps[1:]
    shape = shape.narrowed(node)
    if isinstance(node.value, list):
        return _into_item(node, shape, steps, override, done)
    if not rest:
        return _VERBS[override.verb](node, shape, step, override, done)
    below = shape.under(step) or NOTHING
    child = _opened(node, shape, step, override, done)
    return _with(node, step, _into(child, below, rest, override, (*done, step)))


def _opened(node: Node, shape: Shape, step: str, override: Override, done: Path_) -> Node:
    """What lies under a step and can be gone into."""
    child, below = node.children.get(step), shape.under(step) or NOTHING
    if child is not None and isinstance(child.value, dict | list):
        return child
    if child is not None and child.value is not None and below.ranged:
        return _spread(child)
    if (
        step in shape.fields
        and (below.fields or below.free)
        and override.verb == "set"
        and (child is None or child.value is None)
    ):
        return Node({}, override.mark, override.mark)
    if child is not None and not isinstance(child.value, dict | list | None):
        whole = dotted(public((*done, step)))
        raise Refusal(f"{whole} is {quoted(child.value)}, which has no keys")
    raise Refusal(_unknown(node, shape, step, done))


def _into_item(node: Node, shape: Shape, steps: Sequence[str], override: Override, done: Path_) -> Node:
    step, rest = steps[0], steps[1:]
    items, below = list(node.items), shape.items or NOTHING
    index = _index(items, step, done)
    if rest:
        items[index] = _into(items[index], below, rest, override, (*done, step))
    elif override.verb == "add":
        raise Refusal(f"already exists ({items[index].place.beside(override.mark)}); use set")
    elif override.verb == "remove":
        del items[index]
    else:
        items[index] = _merged(items[index], below, override, (*done, step))
    return replace(node, value=items)


def _index(items: list[Node], step: str, done: Path_) -> int:
    """Where an item is: an event by its id, anything else by its number."""
    where = dotted(public(done))
    if where != "events":
        if step.isdecimal() and int(step) < len(items):
            return int(step)
        raise Refusal(
            f"no such entry '{step}' in {where}; allowed: {f'0 to {len(items) - 1}' if items else 'none'}"
        )
    ids = [str(item.children["id"].value) if "id" in item.children else "" for item in items]
    if step in ids:
        return ids.index(step)
    known = [name for name in ids if name]
    hint = did_you_mean(step, known) or f"; allowed: {one_of(known) or 'none'}"
    raise Refusal(f"no event has the id '{step}'{hint}")


def _unknown(node: Node, shape: Shape, step: str, done: Path_) -> str:
    known = list(dict.fromkeys([*node.children, *shape.fields]))
    where = dotted(public(done))
    within = f" in {where}" if where and where != "case" else ""
    hint = did_you_mean(step, known) or f"; allowed: {one_of(known) or 'none'}"
    return f"no such key '{step}'{within}{hint}"


def _with(node: Node, step: str, child: Node) -> Node:
    return replace(node, value={**node.children, step: child})


def _set(node: Node, shape: Shape, step: str, override: Override, done: Path_) -> Node:
    known = step in shape.fields or shape.free or (shape.ranged and step == "value")
    if step not in node.children and not known:
        hint = "; use add for a new entry" if shape.items and not close(step, node.children) else ""
        raise Refusal(_unknown(node, shape, step, done) + hint)
    if shape.ranged and step == "value":
        return _fixed(node, override)
    old = node.children.get(step, Node(None, override.mark, override.mark))
    new = _merged(old, shape.under(step) or NOTHING, override, (*done, step))
    return _with(_cleared(node, shape, step), step, new)


def _add(node: Node, shape: Shape, step: str, override: Override, done: Path_) -> Node:
    if step in node.children:
        raise Refusal(f"already exists ({node.children[step].place.beside(override.mark)}); use set")
    if not shape.items and step not in shape.fields:
        raise Refusal(_unknown(node, shape, step, done))
    return _with(node, step, replace(override.node, key=override.mark))


def _remove(node: Node, shape: Shape, step: str, _: Override, done: Path_) -> Node:
    if step not in node.children:
        raise Refusal(_unknown(node, NOTHING, step, done))
    if step in shape.fields and shape.fields[step].required:
        raise Refusal("cannot be removed, as it is always needed; set it")
    left = {name: child for name, child in node.children.items() if name != step}
    return replace(node, value=left)


_VERBS: dict[Verb, Callable[[Node, Shape, str, Override, Path_], Node]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
}


def _cleared(node: Node, shape: Shape, step: str) -> Node:
    """Without what the new number takes the place of: a value that of a range, a range that of a value."""
    if not shape.sourced:
        return node
    gone = LADDER if step == "value" else ("value",) if step in LADDER else ()
    return replace(node, value={name: child for name, child in node.children.items() if name not in gone})


def _spread(node: Node) -> Node:
    """A plain number as a range without width."""
    return Node(dict.fromkeys(LADDER, node), node.mark, node.key)


def _fixed(node: Node, override: Override) -> Node:
    """A range without width in place of another."""
    number = replace(override.node, key=override.mark)
    return replace(node, value={**node.children, **dict.fromkeys(LADDER, number)})


def _merged(old: Node, shape: Shape, override: Override, done: Path_) -> Node:
    """The new value in place of the old; a mapping is laid over the old one key by key."""
    new = override.node
    if isinstance(new.value, int | float) and isinstance(old.value, dict):
        if shape.sourced:
            return _with(_cleared(old, shape, "value"), "value", replace(new, key=override.mark))
        if shape.ranged:
            return _fixed(old, override)
    if isinstance(new.value, dict) and shape.ranged and isinstance(old.value, int | float):
        old = _spread(old)
    if shape.free or not (isinstance(new.value, dict) and isinstance(old.value, dict) and new.value):
        return replace(new, key=override.mark)
    shape = shape.narrowed(old)
    for name, child in new.value.items():
        old = _set(old, shape, name, Override("set", name, child.place, child), done)
    return old
