"""Messages: what pydantic found wrong, in words that say what was got and what is allowed, and where."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from scenarios.exceptions import did_you_mean, one_of
from scenarios.models.numbers import written
from scenarios.nodes import Node, Path_, quoted
from scenarios.shapes import Shape


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return quoted(value) if not isinstance(value, BaseModel) else "this"


_WANTED = {
    "string_type": "text",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "bool_type": "true or false",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
    "finite_number": "a finite number",
}


def _wrong_type(kind: str, got: Any) -> str:
    wanted = _WANTED[kind]
    if got is None:
        return f"is empty; {wanted} is wanted" + (" (write {} for none)" if wanted == "a mapping" else "")
    hint = ""
    if wanted == "text" and not isinstance(got, dict | list):
        hint = "; put it in quotes"
    elif "number" in wanted and isinstance(got, str) and re.fullmatch(r"[-+0-9.,_eE]+", got):
        hint = "; write digits without quotes, separators or leading zeros"
    return f"{_shown(got)} is not {wanted}{hint}"


def _limit(error: ErrorDetails, shape: Shape | None) -> str:
    context, got = error["ctx"], error["input"]
    side = "below" if error["type"].startswith("greater") else "above"
    limit = next(context[word] for word in ("ge", "le", "gt", "lt") if word in context)
    unit = f" ({shape.unit})" if shape and shape.unit else ""
    return f"{written(got)} is {side} {written(limit)}{unit}"


def _literal(error: ErrorDetails) -> str:
    allowed = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    got = error["input"]
    hint = did_you_mean(got, allowed) if isinstance(got, str) else ""
    return f"{_shown(got)} is not allowed{hint or ''}; allowed: {one_of(allowed)}"


def _unknown(step: str, parent: Shape | None) -> str:
    fields = list(parent.fields) if parent else []
    return f"unknown key '{step}'{did_you_mean(step, fields) or f'; allowed: {one_of(fields, 30)}'}"


def _words(error: ErrorDetails, shape: Shape | None, parent: Shape | None) -> str:
    kind, got = error["type"], error["input"]
    if kind == "missing":
        meant = shape.description.split("\n")[0].rstrip(".") if shape and shape.description else ""
        return f"is missing ({meant[0].lower()}{meant[1:]})" if meant else "is missing"
    if kind == "extra_forbidden":
        return _unknown(str(error["loc"][-1]), parent)
    if kind in _WANTED:
        return _wrong_type(kind, got)
    if kind in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        return _limit(error, shape)
    if kind == "literal_error":
        return _literal(error)
    if kind == "string_too_short":
        return "is empty; text is wanted"
    if kind == "string_pattern_mismatch":
        return f"{_shown(got)} is not written as {error['ctx']['pattern']}"
    if kind == "too_short":
        return "is empty; at least one is wanted"
    if kind == "too_long":
        return (
            f"has {error['ctx']['actual_length']} entries; at most {error['ctx']['max_length']} are allowed"
        )
    return error["msg"]


def explain(error: ErrorDetails, tree: Node, root: Shape) -> Iterator[tuple[Path_, Node, str]]:
    """For one pydantic error: the path of what is wrong, the node to point to, and the words."""
    if error["type"] == "faults":
        for field, words in error["ctx"]["faults"]:
            steps = (*error["loc"], *(field.split(".") if field else ()))
            path, node, _, _ = _find(steps, tree, root)
            yield path, node, words
        return
    if error["type"].startswith("union_tag"):
        yield from _explain_tag(error, tree, root)
        return
    missing = error["loc"][-1:] if error["type"] == "missing" else ()
    path, node, shape, parent = _find(error["loc"][:-1] if missing else error["loc"], tree, root)
    if missing:
        shape, parent = (shape.under(missing[0]) if shape else None), shape
    yield (*path, *missing), node, _words(error, shape, parent)


def _explain_tag(error: ErrorDetails, tree: Node, root: Shape) -> Iterator[tuple[Path_, Node, str]]:
    """The word that chooses among variants is missing or unknown."""
    path, node, shape, _ = _find(error["loc"], tree, root)
    assert shape is not None
    said = node.children.get(shape.tag)
    allowed = one_of(shape.variants)
    if said is None:
        words = f"is missing; allowed: {allowed}"
    else:
        got = said.value if isinstance(said.value, dict | list) else quoted(said.value)
        words = f"{_shown(got) if isinstance(got, dict | list) else got} is not allowed"
        words += (did_you_mean(str(said.value), shape.variants) or "") + f"; allowed: {allowed}"
    yield (*path, shape.tag), said or node, words


def _find(
    steps: tuple[str | int, ...], tree: Node, root: Shape
) -> tuple[Path_, Node, Shape | None, Shape | None]:
    """The deepest node on a path; steps that pydantic adds of its own are passed over."""
    path: list[str | int] = []
    node, shape, parent = tree, root, None
    current: Shape | None = shape
    for step in steps:
        below = _child(node, step)
        if below is None:
            continue
        node, parent = below, current
        current = current.under(step) if current else None
        current = current.narrowed(node) if current else None
        path.append(step)
    return tuple(path), node, current, parent


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None
