"""The desk: where problems are put down, each said from the scenario that was asked for."""

from collections.abc import Sequence

from pydantic import ValidationError

from scenarios.chain import Link
from scenarios.exceptions import Problem
from scenarios.integrity import Finding
from scenarios.marks import Mark
from scenarios.messages import explain
from scenarios.nodes import Node, Path_, dotted
from scenarios.overrides import public
from scenarios.shapes import Shape


class Desk:
    """Where problems are put down, each said from the scenario that was asked for."""

    def __init__(self, links: Sequence[Link]) -> None:
        self.asked = links[0]
        self.inherited = {str(link.file) for link in links[1:]}
        self.removed: dict[str, Mark] = {}
        self.tree = links[0].node
        self.problems: list[Problem] = []

    def put(self, path: str, mark: Mark, message: str, inherited: Mark | None = None) -> None:
        """Put down a problem; one in an ancestor points to `extends` and names the ancestor's line."""
        if mark.file in self.inherited and inherited is None and self.asked.extends:
            mark, inherited = self.asked.extends.place, mark
        self.problems.append(Problem(mark, path, message, inherited))

    def put_finding(self, finding: Finding) -> None:
        """Put down what does not hold between entries; a name that was removed points to where it was."""
        removed = self.removed.get(finding.dangling)
        if removed and removed.file != finding.mark.file:
            message = f"{finding.message}; it is removed here"
            self.put(self.spoken(finding.path), removed, message, finding.mark)
            return
        self.put(self.spoken(finding.path), finding.mark, finding.message)

    def put_errors(self, error: ValidationError, tree: Node, root: Shape, skip: set[str]) -> None:
        """Put down what pydantic found; `skip` names rules that are reported as unknown already."""
        for detail in error.errors(include_url=False):
            if detail["loc"][:1] == ("rules",) and str(detail["loc"][1:2] and detail["loc"][1]) in skip:
                continue
            for path, node, message in explain(detail, tree, root):
                mark, inherited = self.place(node, detail["type"])
                self.put(self.spoken(path), mark, message, inherited)

    def spoken(self, path: Path_) -> str:
        """A path as scenarios write it: the case without its branch, an event by its id if it has one."""
        if path[:1] == ("events",) and len(path) > 1 and isinstance(path[1], int):
            name = self.tree.children["events"].items[path[1]].children.get("id")
            path = ("events", name.value if name and isinstance(name.value, str) else path[1], *path[2:])
        return dotted(public(path))

    def place(self, node: Node, kind: str) -> tuple[Mark, Mark | None]:
        """The place to mend: what this scenario overrides in a mapping, if it does, else the value itself."""
        if isinstance(node.value, dict):
            own = [child.place for child in node.value.values() if self.is_own(child.place)]
            if own and not self.is_own(node.place):
                return own[0], node.place
            return node.place, None
        return (node.place if kind == "extra_forbidden" else node.mark), None

    def is_own(self, mark: Mark) -> bool:
        """Whether the scenario asked for, or the command, says what stands there."""
        return mark.file == str(self.asked.file) or mark.file.startswith("--set ")
