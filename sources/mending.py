"""Mending: new values put into a YAML file where the old ones stand, all else left as it is."""

from collections.abc import Mapping
from pathlib import Path

from scenarios.nodes import Node, Path_, read


def mended(path: Path, values: Mapping[Path_, str]) -> str:
    """The text of a YAML file with other scalars; values : path of keys -> how the new one is written.

    Comments, order and layout stay. Errors: KeyError for a path that leads to no scalar.
    """
    root = read(path)
    lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
    places = sorted(((_at(root, keys), new) for keys, new in values.items()), key=lambda one: one[0].mark)
    for node, new in reversed(places):  # from the end, so that earlier columns stay true
        line, column = node.mark.line - 1, node.mark.column - 1
        old = str(node.value)
        here = lines[line]
        if not here.startswith(old, column) and here[column : column + 1] in "'\"":
            column += 1
        if not here.startswith(old, column):
            raise KeyError(f"{node.mark}: {old}")
        lines[line] = here[:column] + new + here[column + len(old) :]
    return "".join(lines)


def _at(root: Node, keys: Path_) -> Node:
    node = root
    for key in keys:
        node = node.children[str(key)]
    if isinstance(node.value, dict | list):
        raise KeyError(".".join(map(str, keys)))
    return node
