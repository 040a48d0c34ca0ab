"""One outcome of two scenarios, run by run: the mean paired difference, and how sure it is."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from agents.arrays import Bools, Floats
from sim.outcomes import Outcome

WIDE = 1.96
"""Standard errors on either side that hold a mean 95 times of a hundred."""


@dataclass(frozen=True)
class Difference:
    """How one outcome differs between paired runs, B less A.

    mean_a, mean_b : over the `pairs` runs in which it arises in both, or where there is none, over those in
    which it arises; mean : of the paired differences; half : half the width of its 95% interval; unpaired :
    the same, had the runs not shared their luck.  rises, falls, only_a, only_b : shares of all runs in which
    B's number is above A's, below it, or in which the question arises in one scenario only.  None where no
    run gives a number.
    """

    name: str
    unit: str
    meaning: str
    mean_a: float | None
    mean_b: float | None
    mean: float | None
    half: float | None
    unpaired: float | None
    pairs: int
    rises: float
    falls: float
    only_a: float
    only_b: float

    @property
    def chance(self) -> bool:
        """Whether it either happens in a run or does not."""
        return self.unit.startswith("share of")

    @property
    def differs(self) -> float:
        """The share of runs in which anything differs; of an event, in which it happens in one run only."""
        return self.rises + self.falls + self.only_a + self.only_b

    @property
    def clear(self) -> bool:
        """Whether the mean differs beyond its interval."""
        return self.mean is not None and self.half is not None and abs(self.mean) > self.half

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        said = {key: short(value) for key, value in asdict(self).items()}
        low, high = (
            None if self.mean is None or self.half is None else self.mean + sign * self.half
            for sign in (-1.0, 1.0)
        )
        return said | {
            "low": short(low),
            "high": short(high),
            "differs": short(self.differs),
            "clear": self.clear,
        }


def difference(a: Outcome, b: Outcome) -> Difference:
    """How one outcome differs, run by run."""
    x, y = (np.asarray(one.values, dtype=np.float64) for one in (a, b))
    has_a, has_b = ~np.isnan(x), ~np.isnan(y)
    both = has_a & has_b
    change = (y - x)[both]
    apart = float(np.hypot(_half(x[both]), _half(y[both]))) if len(change) > 1 else None
    return Difference(
        name=a.name,
        unit=a.unit,
        meaning=a.meaning,
        mean_a=_mean(x, both if both.any() else has_a),
        mean_b=_mean(y, both if both.any() else has_b),
        mean=float(change.mean()) if len(change) else None,
        half=_half(change) if len(change) > 1 else None,
        unpaired=apart,
        pairs=len(change),
        rises=float((change > 0).sum()) / len(x),
        falls=float((change < 0).sum()) / len(x),
        only_a=float((has_a & ~has_b).mean()),
        only_b=float((has_b & ~has_a).mean()),
    )


def _mean(values: Floats, among: Bools) -> float | None:
    return float(values[among].mean()) if among.any() else None


def spread(values: Floats) -> tuple[float, float]:
    """Mean, and half the width of its 95% interval, over the runs in which it is known."""
    known = values[~np.isnan(values)]
    return float(known.mean()), _half(known)


def _half(known: Floats) -> float:
    """Half the width of the 95% interval of a mean; at least two values."""
    return float(WIDE * known.std(ddof=1) / np.sqrt(len(known)))


def short(value: Any) -> Any:
    """A number with ten significant digits, so that the last bits of arithmetic do not show."""
    return float(f"{value:.10g}") if isinstance(value, float) else value
