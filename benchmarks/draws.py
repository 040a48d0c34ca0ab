"""What the random numbers of a run cost alone: what beliefs and luck ask of their generators, asked again.

What is asked is not written down here but overheard while the engine draws for a block of runs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np

from agents.arrays import Floats
from agents.chance import pert, pert_of
from benchmarks.clock import Cost, cost
from benchmarks.tables import SEED
from sim import beliefs, draws
from sim.cast import make_cast

if TYPE_CHECKING:
    import scenarios

Quantile = Callable[[], object]


@dataclass(frozen=True)
class Asked:
    """A block that every run asks for: of which process, uniforms or normals, and its shape."""

    process: str
    kind: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Drawing:
    """The cost of a run's random numbers.

    generators : each process's generator made and its block drawn by numpy, and nothing else
    together : the same numbers as the ensemble draws them, for a block of runs at once
    quantiles : what makes positions and parameters of these (PERT quantiles)
    processes, numbers : how many generators, and how many numbers they draw
    """

    generators: Cost
    together: Cost
    quantiles: Cost
    processes: int
    numbers: int


def drawing(scenario: "scenarios.Scenario", runs: int, lasting: float) -> Drawing:
    """Draw again all that these runs draw, with nothing made of it, and take the quantiles again."""
    asked, quantiles = overheard(scenario, runs)

    def draw() -> None:
        for one in asked:
            for run in range(runs):
                getattr(draws.stream(SEED, run, one.process), one.kind)(one.shape)

    def draw_together() -> None:
        source = draws.Streams(SEED, range(runs))
        for one in asked:
            source.drawn(one.kind, one.process, one.shape)

    def turn() -> None:
        for quantile in quantiles:
            quantile()

    return Drawing(
        generators=cost(draw, lasting).shared(runs),
        together=cost(draw_together, lasting).shared(runs),
        quantiles=cost(turn, lasting).shared(runs),
        processes=len(asked),
        numbers=sum(int(np.prod(one.shape)) for one in asked),
    )


def overheard(scenario: "scenarios.Scenario", runs: int) -> tuple[list[Asked], list[Quantile]]:
    """What each of these runs asks its generators for, and the quantiles that the block takes."""
    heard: dict[Asked, None] = {}
    quantiles: list[Quantile] = []
    drawn = draws.Streams.drawn

    def listening(streams: draws.Streams, kind: str, name: str, shape: tuple[int, ...]) -> Floats:
        heard[Asked(name, kind, shape)] = None
        return drawn(streams, kind, name, shape)

    def noting(of: Callable[..., Floats]) -> Callable[..., Floats]:
        def noted(*given: Any) -> Floats:
            quantiles.append(lambda: of(*given))
            return of(*given)

        return noted

    with (
        patch.object(draws.Streams, "drawn", listening),
        patch.object(beliefs, "pert", noting(pert)),
        patch.object(beliefs, "pert_of", noting(pert_of)),
    ):
        streams = draws.Streams(SEED, range(runs))
        draws.Luck(streams, make_cast(scenario, streams))
    return list(heard), quantiles
