"""Data sets: what a file says of actors and issues, whichever program it was written for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

Format: TypeAlias = Literal["csv", "ktab", "ktab-xml", "decide"]
"""A plain table, KTAB's table, KTAB's XML, or DECIDE's marked lines."""

Matrix: TypeAlias = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """An issue, and the scale that positions on it are counted in."""

    id: str
    """As the file names it."""
    title: str
    """The longer name where the file has one, else the id."""
    low: float
    """One end of the scale, in the issue's own unit."""
    high: float
    """The other end; above the low one."""


class Holding(NamedTuple):
    """What an actor brings to an issue."""

    capability: float
    position: float
    salience: float


@dataclass(frozen=True, slots=True)
class DataSet:
    """Who wants what on which issue: N actors and K issues, in the order of the file.

    capability : (K, N), at least 0; 0 where the actor holds no position
    position : (K, N), in the unit of the issue; None where the actor holds none
    salience : (K, N), shares 0-1; 0 where the actor holds no position

    On each issue two actors or more hold a position, and one has both a capability and a salience above 0.
    """

    title: str
    format: Format
    actors: tuple[str, ...]
    issues: tuple[Axis, ...]
    capability: Matrix
    position: tuple[tuple[float | None, ...], ...]
    salience: Matrix
    names: Mapping[str, str] = field(default_factory=dict)
    """Longer names or descriptions of actors, where the file has them."""
    adjustment: Matrix | None = None
    """(N, N): how far an actor's ideal (row) follows each actor's position (column).

    Rows sum to 1 at most; the rest stays with the old ideal. None where the file has no such matrix: every
    ideal follows its own actor's position, as if the matrix were the identity.
    """
    options: Mapping[str, str] = field(default_factory=dict)
    """What the file says of how the model runs, by the names of KTAB's `ModelParameters`."""
