"""What a piece of work costs, on the processor and on the wall, and how a cost grows."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

BATCHES = 3
"""Batches of which the cheapest counts: what disturbs a measurement only ever adds to it."""

LASTING = 0.05
"""Seconds that a batch should last, so that neither the clock's tick nor a first call matters."""

LONG = 2.0
"""Seconds by the clock from which a piece of work is done once and no more."""


@dataclass(frozen=True)
class Cost:
    """Seconds: `cpu` of all cores together, which neighbours hardly change; `wall` from begin to end."""

    cpu: float
    wall: float

    def shared(self, among: float) -> "Cost":
        """The cost of one of so many."""
        return Cost(self.cpu / among, self.wall / among)


def cost(work: Callable[[], object], lasting: float = LASTING) -> Cost:
    """What the work costs when done once: the least of some batches that repeat it until they last."""
    first = once(work)
    if first.wall > LONG:
        return first
    times = math.ceil(max(lasting / max(first.wall, 1e-7), 1.0))
    batches = [_batch(work, times) for _ in range(BATCHES)]
    return Cost(min(one.cpu for one in batches), min(one.wall for one in batches))


def once(work: Callable[[], object]) -> Cost:
    """What the work costs at the first attempt."""
    return _batch(work, 1)


def _batch(work: Callable[[], object], times: int) -> Cost:
    """The cost of one of `times` repetitions."""
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(times):
        work()
    return Cost(time.process_time() - cpu, time.perf_counter() - wall).shared(times)


def growth(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """The exponent e of cost ~ size^e, by least squares on logarithms; two sizes or more."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])
