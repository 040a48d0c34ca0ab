"""Variants: one scenario, set otherwise very many times, for far less than reading it anew each time.

Overrides copy only what lies on their way, so that whatever of the tree is the same object as before need
not be validated again.
"""

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scenarios.chain import follow, read_case
from scenarios.desk import Desk
from scenarios.folders import scenario_file
from scenarios.integrity import CHECKS, Index
from scenarios.models.actors import Actor
from scenarios.models.issues import Issue
from scenarios.models.parameters import Parameters
from scenarios.models.scenario import Contents, Scenario
from scenarios.nodes import Node, plain
from scenarios.overrides import from_command
from scenarios.resolve import assembled, laid, layered, load

_ENTRIES = {"actors": Actor, "issues": Issue}
"""Sections whose entries are validated one by one."""


class Variants:
    """A scenario as it is with some settings, and as it is with others besides."""

    def __init__(self, name_or_path: str | Path, set_: Sequence[str] = ()) -> None:
        """Read the scenario; raises `ScenarioError` with all problems that were found."""
        self.name_or_path, self.set_ = name_or_path, tuple(set_)
        self.base = load(name_or_path, set_)
        self._links = follow(scenario_file(name_or_path))
        whole = assembled(self._links[0].node, read_case(self._links[-1]))
        self._chain = layered(self._links, whole, Desk(self._links))
        self._tree = self._laid(())

    def load(self, settings: Sequence[str]) -> Scenario:
        """The scenario with further `KEY=VALUE` settings; raises `ScenarioError` as `scenarios.load` does.

        It says what `scenarios.load` would give, but for `origin` and `hash`, which are left empty. Whether
        a name names anything is not looked into; give each value to `scenarios.load` once.
        """
        try:
            tree = self._laid(settings)
            return self.base.model_copy(update={**self._changed(tree), "origin": {}, "hash": ""})
        except (_Doubtful, ValidationError):
            return load(self.name_or_path, [*self.set_, *settings])

    def _laid(self, settings: Sequence[str]) -> Node:
        desk = Desk(self._links)
        said, problems = from_command([*self.set_, *settings])
        tree = laid(self._chain, said, desk)
        index = Index(tree)
        if problems or desk.problems or any(found for check in CHECKS for found in check(tree, index)):
            raise _Doubtful
        return tree

    def _changed(self, tree: Node) -> dict[str, Any]:
        """The sections of a tree that are not those of the base, validated."""
        update: dict[str, Any] = {}
        for name, node in tree.children.items():
            old, held = self._tree.children.get(name), getattr(self.base, name)
            if node is old:
                continue
            fresh = {} if old is None else _fresh(node, old)
            if name in _ENTRIES and old is not None:
                update[name] = {
                    key: _validated(_ENTRIES[name], child) if key in fresh else held[key]
                    for key, child in node.children.items()
                }
            elif (
                isinstance(held, Parameters)
                and old is not None
                and node.children.keys() >= old.children.keys()
            ):
                fields = Parameters.model_fields
                groups = {key: _validated(fields[key].annotation, child) for key, child in fresh.items()}
                update[name] = held.model_copy(update=groups)
            else:
                update[name] = _validated(Contents.model_fields[name].annotation, node)
        return update


class _Doubtful(Exception):  # noqa: N818 - never leaves this module
    """Something is wrong, which reading the scenario whole says best."""


def _fresh(node: Node, old: Node) -> dict[str, Node]:
    """The entries of a mapping that are not those of another."""
    return {key: child for key, child in node.children.items() if child is not old.children.get(key)}


@cache
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _validated(form: Any, node: Node) -> Any:
    return _read(form, json.dumps(plain(node)))


@lru_cache(maxsize=1024)
def _read(form: Any, text: str) -> Any:
    """What a text says; nothing of it is ever changed, so that variants can share it."""
    return _adapter(form).validate_json(text)
