"""The array types of the house, and the sum of named terms from which every decision is made."""

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int8]
Terms = Mapping[str, Floats]
Kind = TypeVar("Kind", bound=np.generic)

NEVER = -1
"""The week of what has not happened."""


def total(terms: Terms) -> Floats:
    """Add named terms in their written order, so that every run adds in the same order.

    terms : name -> (..., N) or broadcastable; at least one
    """
    values = iter(terms.values())
    amount = next(values)
    for value in values:
        amount = amount + value
    return np.asarray(amount, dtype=np.float64)


def per_actor(amount: Floats) -> Floats:
    """Give a quantity of the run, (...), the actors' axis, (..., 1)."""
    return amount[..., None]


def pick(amount: Floats, actor: int) -> Floats:
    """Take one actor's column of (..., N) as (...)."""
    return amount[..., actor]


def pairs(where: Bools) -> tuple[Ints, Ints]:
    """The runs and the places of what holds, each (pairs,), from (R, A); `np.nonzero`, but quicker."""
    run, place = np.divmod(np.flatnonzero(where), max(where.shape[1], 1))
    return run, place


def among(amount: NDArray[Kind], actors: Ints) -> NDArray[Kind]:
    """Take the columns of some actors, (..., N) -> (..., A).

    Indexing would lay the result out the other way round, and sums over actors would have other last bits for
    one run than for many.
    """
    return amount.take(actors, axis=-1)
