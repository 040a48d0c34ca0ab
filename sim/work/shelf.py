"""A shelf: pieces of work on disk, and in memory only what must be known of them until all are done."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from sim.pieces import Progress, followed, prefix
from sim.work.executor import Executor, Failure
from sim.work.parts import Parts


class Numbered(Protocol):
    """What some runs came to."""

    @property
    def runs(self) -> range:
        """The numbers of the runs."""

    @property
    def light(self) -> Self:
        """What must be known of it until all are done."""


One = TypeVar("One", bound=Numbered)


class Shelf(Generic[One]):
    """Pieces by place; what is there when it is put up is not done again."""

    def __init__(
        self, parts: Parts, files: Callable[[One], Mapping[str, bytes]], read: Callable[[Path], One]
    ) -> None:
        """Take what is there; files, read : how a piece is kept and found again."""
        self._parts, self._files, self._read = parts, files, read
        self.pieces: dict[int, One] = {place: read(parts.path(place)).light for place in parts.finished()}
        self._failures: dict[int, tuple[range, Failure]] = {}

    def fill(
        self, executor: Executor, work: Callable[..., One], tasks: Sequence[Any], progress: Progress | None
    ) -> bool:
        """Have done what is not there; if that is interrupted, false, and only the first pieces count."""
        left = [place for place in range(len(tasks)) if place not in self.pieces]
        todo, complete = [tasks[place] for place in left], True
        try:
            for number, came in followed(executor, work, todo, progress, tasks[-1].last):
                self._put(left[number], tasks[left[number]].runs, came)
        except KeyboardInterrupt:
            complete = False
        first: Mapping[int, Any] = prefix({**self.pieces, **self._failures})
        self.pieces = {place: self.pieces[place] for place in first if place in self.pieces}
        self._failures = {place: self._failures[place] for place in first if place in self._failures}
        return complete

    def _put(self, place: int, runs: range, came: One | Failure) -> None:
        """Put what came of a task in its place."""
        if isinstance(came, Failure):
            self._failures[place] = (runs, came)
            self._parts.fail(place, came)
        else:
            self._parts.write(place, self._files(came))
            self.pieces[place] = came.light

    def whole(self) -> Iterator[One]:
        """Each piece with all that it holds, in order."""
        return (self._read(self._parts.path(place)) for place in self.pieces)

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return sum(len(one.runs) for one in self.pieces.values())

    @property
    def failures(self) -> list[dict[str, Any]]:
        """Runs that failed: the first and the last of some, the message and the traceback."""
        return [
            {"runs": [runs[0], runs[-1]], "message": why.message, "traceback": why.traceback}
            for runs, why in self._failures.values()
        ]


@contextmanager
def kept_in(parts: Parts | None, beside: Path | None = None) -> Iterator[Parts]:
    """The parts that were given, or some that nobody will ask for again; those begun in vain are removed."""
    if parts is not None:
        try:
            yield parts
        except BaseException:
            if not parts.finished():
                parts.remove()
            raise
        return
    if beside is not None:
        beside.parent.mkdir(parents=True, exist_ok=True)
    prefixed = {"prefix": f".{beside.name}-", "dir": beside.parent} if beside else {"prefix": "parley-"}
    with tempfile.TemporaryDirectory(**prefixed) as place:
        yield Parts(Path(place))
