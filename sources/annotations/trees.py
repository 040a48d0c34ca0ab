"""Trees: what another format holds, in the shape of a coder's file, each value with its place there."""

from collections.abc import Mapping

from scenarios.exceptions import printable
from scenarios.marks import Mark
from scenarios.nodes import Node, Scalar, resolve_plain


def leaf(value: Scalar, mark: Mark) -> Node:
    """A value."""
    return Node(value, mark, mark)


def number(text: str, mark: Mark) -> Node:
    """A number, or the text where it is none, so that the model says what is wrong with it."""
    return leaf(resolve_plain(text.strip()), mark)


def digits(value: float) -> str:
    """A number in as few digits as tell it exactly."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def branch(children: Mapping[str, Node | None], mark: Mark) -> Node:
    """A mapping, without what is not there."""
    return Node({name: child for name, child in children.items() if child is not None}, mark, mark)


def fault(mark: Mark, message: str) -> str:
    """A line of an error: where and what."""
    return printable(f"{mark}: {message}")
