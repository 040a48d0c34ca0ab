"""Variants: one scenario, set otherwise very many times, for far less than reading it anew each time.

Overrides copy only what lies on their way, so that whatever of the tree is the same object as before need
not be validated again.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scenarios.chain import follow, read_case
from scenarios.desk import Desk
from scenarios.folders import scenario_file
from scenarios.integrity import CHECKS, Index
from scenarios.models.actors import Actor
from scenarios.models.issues import Issue
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
            old = self._tree.children.get(name)
            if node is old:
                continue
            if name in _ENTRIES and old is not None:
                held = getattr(self.base, name)
                update[name] = {
                    key: held[key] if child is old.children.get(key) else _validated(_ENTRIES[name], child)
                    for key, child in node.children.items()
                }
            else:
                update[name] = _validated(Contents.model_fields[name].annotation, node)
        return update


class _Doubtful(Exception):  # noqa: N818 - never leaves this module
    """Something is wrong, which reading the scenario whole says best."""


@cache
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _validated(form: Any, node: Node) -> Any:
    return _adapter(form).validate_json(json.dumps(plain(node)))
