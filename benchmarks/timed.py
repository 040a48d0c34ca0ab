"""What was to be timed, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.costs import Draws, Priced, Warmed
from benchmarks.references import Compared

LAST = ("expected_utility_ratio", "condorcet_ratio", "condorcet_ratio_1000", "exchange_ratio")
"""The ratios for which there is a target; they are told last."""


@dataclass(frozen=True)
class Plan:
    """How much is timed: numbers of actors, how many runs are many, draws, and seconds that a batch lasts."""

    actors: tuple[int, ...]
    many: int
    draws: int
    lasting: float


@dataclass(frozen=True)
class Timed:
    """All that was timed; plain : what is compared with the plain forms, as far as they are there."""

    plan: Plan
    machine: Mapping[str, str | int | float | None]
    warmed: Sequence[Warmed]
    prices: Sequence[Priced]
    compared: dict[str, Compared]
    plain: dict[str, Compared]
    draws: Draws

    def prices_of(self, protocol: str, runs: int) -> list[Priced]:
        """The prices of a protocol for so many runs, by actors."""
        return [one for one in self.prices if (one.protocol, one.runs) == (protocol, runs)]

    @property
    def numbers(self) -> dict[str, float]:
        """The ratios by name, and the seconds of the draws."""
        named = {name: one.ratio for name, one in (self.compared | self.plain).items()}
        others = {name: ratio for name, ratio in named.items() if name not in LAST}
        last = {name: named[name] for name in LAST}
        return {**others, **last, "emission_draws_seconds": self.draws.negotiating.cpu}
