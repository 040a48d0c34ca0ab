"""What one round of a protocol came to: where everybody stands after it, and who moved whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from agents.arrays import Floats, Ints


@dataclass(frozen=True)
class Offer:
    """What one actor proposed to another, and how it ended.

    actor : who moves, or would; other : who it moves for; issue : places on their axes; kind : the
    protocol's word
    ended : taken, passed over or refused; before, after : where the actor stands and would stand
    numbers : what carried it, by the protocol's names
    """

    actor: int
    other: int
    issue: int
    kind: str
    ended: str
    before: float
    after: float
    numbers: Mapping[str, float] = field(default_factory=dict)


def moved_by_one(before: Floats, after: Floats, other: Ints) -> Floats:
    """How far each source moved each actor, (R, K, N, N), where one source moves an actor (-1: nobody)."""
    moved = np.zeros((*before.shape, before.shape[-1]))
    place = np.maximum(other, 0)[..., None]
    np.put_along_axis(moved, place, np.where(other >= 0, after - before, 0.0)[..., None], axis=-1)
    return moved


def nothing_offered() -> tuple[Offer, ...]:
    """The offers of a protocol that knows none."""
    return ()


@dataclass(frozen=True)
class Round:
    """Where one round leaves everybody, if all take its full step.

    position : (R, K, N), units of the issues; shift : gives (R, K, N, N), how far each source (last axis)
    moved each actor in it; voting : (R, K, N), what actors would vote for, where that is not their position
    ideal : (R, K, N), where the protocol moves ideals
    numbers : what else it reckoned for each actor, each (R, K, N); offers : gives the offers of the first run
    source : (R, K, N), whom each actor chiefly moved for, -1 for nobody, where the protocol knows
    reasons : named terms that carried it and add up, each (R, K, N)
    """

    position: Floats
    shift: Callable[[], Floats]
    voting: Floats | None = None
    ideal: Floats | None = None
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    offers: Callable[[], tuple[Offer, ...]] = nothing_offered
    source: Ints | None = None
    reasons: Mapping[str, Floats] = field(default_factory=dict)
