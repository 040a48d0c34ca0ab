"""Messages: what pydantic found wrong, in words that say what was got and what is allowed, and where."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from scenarios.exceptions import did_you_mean, one_of
from scenarios.models.numbers import LADDER, written
from scenarios.nodes import Node, Path_, plain, quoted
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


def _wrong_type(kind: str, got: Any, shape: Shape) -> str:
    wanted = _WANTED[kind]
    if wanted == "a mapping" and shape.sourced:
        wanted = "a mapping with value (or low, mode and high), unit and source"
    elif wanted == "a mapping" and shape.ranged:
        wanted = "a number, nor a mapping with low, mode and high"
    if got is None:
        return f"is empty; {wanted} is wanted" + (" (write {} for none)" if wanted == "a mapping" else "")
    hint = ""
    if wanted == "text" and not isinstance(got, dict | list):
        hint = "; put it in quotes"
    elif "number" in wanted and isinstance(got, str) and re.fullmatch(r"[-+0-9.,_eE]+", got):
        hint = "; write digits without quotes, separators or leading zeros"
    return f"{_shown(got)} is not {wanted}{hint}"


def _limit(error: ErrorDetails, place: "Place") -> str:
    context, got = error["ctx"], error["input"]
    side = "below" if error["type"].startswith("greater") else "above"
    limit = next(context[word] for word in ("ge", "le", "gt", "lt") if word in context)
    unit = f" ({place.shape.unit})" if place.shape.unit else ""
    return f"{written(got)} is {side} {written(limit)}{unit}"


def _literal(error: ErrorDetails, _: "Place") -> str:
    allowed = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
    return _not_allowed(error["input"], allowed)


def _not_allowed(got: Any, allowed: Collection[str]) -> str:
    hint = did_you_mean(got, allowed) if isinstance(got, str) else ""
    return f"{_shown(got)} is not allowed{hint}; allowed: {one_of(allowed)}"


def _unknown(error: ErrorDetails, place: "Place") -> str:
    step, fields = str(error["loc"][-1]), list(place.parent.fields)
    return f"unknown key '{step}'{did_you_mean(step, fields) or f'; allowed: {one_of(fields, 30)}'}"


def _missing(_: ErrorDetails, place: "Place") -> str:
    meant = place.shape.description.split("\n")[0].rstrip(".")
    return f"is missing ({meant[0].lower()}{meant[1:]})" if meant else "is missing"


def _too_long(error: ErrorDetails, _: "Place") -> str:
    context = error["ctx"]
    return f"has {context['actual_length']} entries; at most {context['max_length']} are allowed"


_WORDS: dict[str, Callable[[ErrorDetails, "Place"], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "greater_than": _limit,
    "greater_than_equal": _limit,
    "less_than": _limit,
    "less_than_equal": _limit,
    "literal_error": _literal,
    "string_too_short": lambda *_: "is empty; text is wanted",
    "string_pattern_mismatch": lambda error, _: (
        f"{_shown(error['input'])} is not written as {error['ctx']['pattern']}"
    ),
    "too_short": lambda *_: "is empty; at least one is wanted",
    "too_long": _too_long,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the tree: its path, its node, and what may stand there and around it."""

    path: Path_
    node: Node
    shape: Shape
    parent: Shape


def explain(error: ErrorDetails, tree: Node, root: Shape) -> Iterator[tuple[Path_, Node, str]]:
    """For one pydantic error: the path of what is wrong, the node to point to, and the words."""
    kind, loc = error["type"], error["loc"]
    if kind == "faults":
        for field, words in error["ctx"]["faults"]:
            around, steps = _find(loc, tree, root), tuple(field.split(".")) if field else ()
            place = _find((*loc, *steps), tree, root)
            # A field that is missing is spoken of, too, at the place where it should be.
            yield (*around.path, *steps), place.node, words
    elif kind.startswith("union_tag"):
        place = _find(loc, tree, root)
        yield _tag(place)
    elif kind == "missing":
        around = _find(loc[:-1], tree, root)
        shape = around.shape.under(loc[-1]) or Shape()
        place = Place((*around.path, loc[-1]), around.node, shape, around.shape)
        yield place.path, place.node, _missing(error, place)
    else:
        place = _find(loc, tree, root)
        yield place.path, place.node, _said(error, place)


def _said(error: ErrorDetails, place: Place) -> str:
    if error["type"] in _WANTED:
        return _wrong_type(error["type"], error["input"], place.shape)
    words = _WORDS.get(error["type"])
    return words(error, place) if words else error["msg"]


def _tag(place: Place) -> tuple[Path_, Node, str]:
    """The word that chooses among variants is missing or unknown."""
    said = place.node.children.get(place.shape.tag)
    path = (*place.path, place.shape.tag)
    if said is None:
        return path, place.node, f"is missing; allowed: {one_of(place.shape.variants)}"
    return path, said, _not_allowed(plain(said), place.shape.variants)


def _find(steps: tuple[str | int, ...], tree: Node, root: Shape) -> Place:
    """The deepest place on a path; steps that pydantic adds of its own are passed over."""
    place = Place((), tree, root, root)
    for step in steps:
        node = _child(place.node, step)
        if node is not None:
            shape = (place.shape.under(step) or Shape()).narrowed(node)
            # A number given for a whole range is one number to whoever wrote it.
            path = place.path if _same_number(place.node, step) else (*place.path, step)
            place = Place(path, node, shape, place.shape)
    return place


def _same_number(node: Node, step: str | int) -> bool:
    """Whether a step leads to one of three equal rungs that stand in one place."""
    rungs = [node.children.get(rung) for rung in LADDER]
    return step in LADDER and None not in rungs and len({rung.mark for rung in rungs if rung}) == 1


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None
