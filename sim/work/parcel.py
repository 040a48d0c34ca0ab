"""A scenario on its way to workers: packed once for many tasks, and unpacked once by each worker."""

import functools
import pickle
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import scenarios

KEPT = 8
"""Scenarios that are kept packed here, and unpacked by a worker, for the next task."""


class Parcel:
    """A scenario that travels small; in the process that made it, it is the scenario as it was.

    Where its values came from (`origin`, which is most of it) stays here: no result depends on it.
    """

    def __init__(self, scenario: "scenarios.Scenario") -> None:
        """Hold a scenario; parcels that hold the same one are two, so make one for all tasks."""
        self.scenario = scenario

    def __reduce__(self) -> tuple[Any, ...]:
        """Pack it."""
        return _received, (_packed(self),)


@functools.lru_cache(KEPT)
def _packed(parcel: Parcel) -> bytes:
    return zlib.compress(pickle.dumps(parcel.scenario.model_copy(update={"origin": {}})), 1)


@functools.lru_cache(KEPT)
def _received(packed: bytes) -> Parcel:
    return Parcel(pickle.loads(zlib.decompress(packed)))  # noqa: S301 - it comes from whoever gives the work
