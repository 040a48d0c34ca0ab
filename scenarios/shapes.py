"""Shapes: what the models allow at each dotted path, for finding names, hints and overrides.

A shape is read off the models once. Walking a tree of nodes beside its shape tells which texts name other
entries, which keys are allowed, and whether a mapping is a sourced number.
"""

import types
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.models.actors import Position
from scenarios.models.base import Free, Kind, Names
from scenarios.models.numbers import Bounds, ShareRange, Sourced
from scenarios.models.scenario import Contents
from scenarios.nodes import Node, Path_


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand at one place of the tree."""

    model: type[BaseModel] | None = None
    """The model, if it is a mapping with known keys."""
    fields: dict[str, "Shape"] = field(default_factory=dict)
    """The known keys, as written in files."""
    items: "Shape | None" = None
    """What stands under free keys, or in a list."""
    key: Kind | None = None
    """What free keys name."""
    names: Kind | None = None
    """What a text here names."""
    free: bool = False
    """Whether any key may be set, and the whole is replaced by another."""
    listed: bool = False
    """Whether it is a list."""
    unit: str = ""
    """The unit of a number."""
    description: str = ""
    """What it is for."""
    required: bool = False
    """Whether it must be there."""
    tag: str = ""
    """The key whose word chooses among variants, if there are any."""
    variants: dict[str, "Shape"] = field(default_factory=dict)
    """What may stand here, by that word."""

    @property
    def sourced(self) -> bool:
        """Whether it is a number with `value`, or `low`, `mode` and `high`."""
        return self.model is Sourced

    @property
    def ranged(self) -> bool:
        """Whether it has `low`, `mode` and `high` but no `value`."""
        return self.model in {Position, ShareRange}

    def narrowed(self, node: Node) -> "Shape":
        """The variant that a node's own word chooses; all others have no variants."""
        if not self.variants:
            return self
        word = node.children[self.tag].value if self.tag in node.children else None
        return self.variants.get(str(word), self)

    def under(self, step: str | int) -> "Shape | None":
        """What may stand under a key or in a list."""
        if isinstance(step, str) and step in self.fields:
            return self.fields[step]
        return self.items


def _noted(shape: Shape, metadata: Any, description: str = "") -> Shape:
    """A shape with what annotations say about it; the shape of a model is shared and stays as it is."""
    names = next((note.kind for note in metadata if isinstance(note, Names)), shape.names)
    unit = next((note.unit for note in metadata if isinstance(note, Bounds)), shape.unit)
    free = any(isinstance(note, Free) for note in metadata)
    return replace(shape, names=names, unit=unit, free=free, description=description or shape.description)


def _of(annotation: Any) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of_annotated(*arguments)
    if origin in {Union, types.UnionType}:
        return _of(next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        return Shape(items=_of(arguments[0]), listed=True)
    if origin is dict:
        return Shape(items=_of(arguments[1]), key=_of(arguments[0]).names)
    model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return shape_of(annotation) if model else Shape()


def _of_annotated(inner: Any, *metadata: Any) -> Shape:
    tags = [note.discriminator for note in metadata if isinstance(note, FieldInfo) and note.discriminator]
    if tags:
        return _of_variants(get_args(inner), str(tags[0]))
    return _noted(_of(inner), metadata)


def _of_variants(models: tuple[type[BaseModel], ...], tag: str) -> Shape:
    variants = {
        word: shape_of(model) for model in models for word in get_args(model.model_fields[tag].annotation)
    }
    # Before the word is known, only what all variants have in common can be said.
    shapes = list(variants.values())
    shared = set.intersection(*(set(shape.fields) for shape in shapes))
    fields = {name: shape for name, shape in shapes[0].fields.items() if name in shared}
    return Shape(model=models[0], fields=fields, tag=tag, variants=variants)


def _of_field(info: FieldInfo) -> Shape:
    shape = _noted(_of(info.annotation), info.metadata, info.description or "")
    return replace(shape, required=info.is_required())


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """What a model allows, read off its fields."""
    fields = {info.alias or name: _of_field(info) for name, info in model.model_fields.items()}
    extra = model.__annotations__.get("__pydantic_extra__")
    if extra is None:
        return Shape(model=model, fields=fields)
    # The only model with free keys beside known ones is Rules: they are ids of bodies.
    return Shape(model=model, fields=fields, items=_of(get_args(extra)[1]), key="body")


def contents() -> Shape:
    """The shape of a whole resolved scenario."""
    return shape_of(Contents)


@dataclass(frozen=True, slots=True)
class Mention:
    """A text or a key that names another entry."""

    path: Path_
    name: str
    kind: Kind
    node: Node
    key: bool

    @property
    def mark(self) -> Any:
        """Where the name stands."""
        return self.node.place if self.key else self.node.mark


def mentions(node: Node, shape: Shape | None, path: Path_ = ()) -> Iterator[Mention]:
    """All texts and keys below a node that name other entries."""
    if shape is None:
        return
    shape = shape.narrowed(node)
    if isinstance(node.value, dict):
        for name, child in node.value.items():
            if shape.key and name not in shape.fields:
                yield Mention((*path, name), name, shape.key, child, key=True)
            yield from mentions(child, shape.under(name), (*path, name))
    elif isinstance(node.value, list):
        for index, child in enumerate(node.value):
            yield from mentions(child, shape.items, (*path, index))
    elif isinstance(node.value, str):
        # A list of one may be written without brackets.
        names = shape.items.names if shape.listed and shape.items else shape.names
        if names:
            yield Mention(path, node.value, names, node, key=False)
