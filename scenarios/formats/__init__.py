"""Formats: data sets as the field's bargaining models take them.

    >>> data = read("sultan.csv")  # doctest: +SKIP
    >>> data.actors[0], data.position[0][0]  # doctest: +SKIP

Four are read and told apart by how they begin: a plain table, KTAB's table, KTAB's XML and DECIDE's marked
lines. `read` gives one frozen data set or raises one `ScenarioError` with all that is wrong.
"""

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from scenarios.exceptions import MalformedFile, Problem
from scenarios.files import read_text
from scenarios.formats import decide, ktab, ktab_xml, table
from scenarios.formats.cells import lines
from scenarios.formats.dataset import Axis, DataSet
from scenarios.marks import Mark

__all__ = ["Axis", "DataSet", "read"]

_Reader: TypeAlias = Callable[[str, str], DataSet]
"""Takes a text and the name of its file."""

_SCALES: dict[_Reader, str] = {
    ktab.read: "the axes of KTAB's files run over 0-100",
    ktab_xml.read: "the axes of KTAB's files run over 0-100",
    decide.read: "the #M lines of DECIDE's files tell what issues run over",
}
"""What the readers that take no scales know of them."""


def read(path: str | Path, scales: Mapping[str, tuple[float, float]] | None = None) -> DataSet:
    """The data set of a file in any of the formats.

    scales : (low, high) that the axes of a plain table run over, by issue, or under "" for all issues that
        are not named; 0-100 where nothing is said. The other formats say it themselves.

    Raises `ScenarioNotFound`, `UnreadableFile`, or `MalformedFile` with all that is wrong.
    """
    file, text = str(path), read_text(Path(path))
    first, second = ([line for _, line in islice(lines(text), 2)] + ["", ""])[:2]
    if not first:
        raise MalformedFile([Problem(Mark(file), "", "is empty")])
    reader = _reader(file, first, second)
    if reader is None:
        return table.read(text, file, scales or {})
    if scales:
        raise MalformedFile([Problem(Mark(file), "--scale", f"{_SCALES[reader]}; leave --scale out")])
    return reader(text, file)


def _reader(file: str, first: str, second: str) -> _Reader | None:
    """What reads a file that begins with two lines; None for a plain table."""
    if first.lstrip().startswith("<") or file.lower().endswith(".xml"):
        return ktab_xml.read
    if decide.looks_like(first):
        return decide.read
    return ktab.read if ktab.looks_like(first, second) else None
