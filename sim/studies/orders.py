"""How the studies of one command are done: by whom, who hears of it, and where finished parts are kept."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sim.studies.study import Point, Progress, Study, identity, study
from sim.work.executor import Executor
from sim.work.parts import Parts

Watch = Callable[[str, int], AbstractContextManager[Progress | None]]
"""Told what begins and how many runs it takes; gives whom to tell of progress."""

Keep = Callable[[str, Mapping[str, Any]], Parts | None]
"""Told what begins and what work it is; gives where to keep its parts, if anywhere."""


def _unwatched(_: str, __: int) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True)
class Work:
    """Who does the studies of a command; by default this process, which tells nobody and keeps nothing.

    kept : the parts of all studies so far, to be removed once the target is written
    """

    executor: Executor | None = None
    watch: Watch = _unwatched
    keep: Keep | None = None
    kept: list[Parts] = field(default_factory=list)

    def study(self, title: str, points: Sequence[Point], seed: int) -> Study:
        """Run points under a title; none give an empty study."""
        if not points:
            return Study({}, {})
        parts = self.keep(title, identity(points, seed)) if self.keep else None
        self.kept.extend([parts] if parts else [])
        with self.watch(title, sum(len(one.runs) for one in points)) as progress:
            return study(points, seed, self.executor, progress, parts)

    def finish(self) -> None:
        """Remove what was kept."""
        for one in self.kept:
            one.remove()
