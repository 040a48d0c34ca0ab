"""Recalibration, which is hindsight: what a forecast would be worth if its words were reread after the fact.

Probabilities of one half of the states are bent by a logistic curve that was fitted on the other half, and
the other way round. It tells whether a forecast ranks well and is only too sure, or not sure enough.
"""

import numpy as np
from scipy import optimize, special

from agents.arrays import Bools, Floats

RIDGE = 0.01
"""Weight of a pull towards leaving probabilities as they are; without it, few states fit any slope."""


def recalibrated(probability: Floats, happened: Bools, half: Bools) -> Floats:
    """Each half bent by the curve of the other, (n,); half : which of the two each forecast is in."""
    found = np.empty(len(probability))
    for here in (half, ~half):
        slope, shift = fitted(probability[~here], happened[~here])
        found[here] = special.expit(shift + slope * special.logit(probability[here]))
    return found


def fitted(probability: Floats, happened: Bools) -> tuple[float, float]:
    """Slope and shift of the curve in log odds; 1 and 0 leave all as it is. Platt 1999."""
    x, y = special.logit(probability), happened.astype(np.float64)
    if not len(x):
        return 1.0, 0.0

    def loss(at: Floats) -> float:
        log_odds = at[1] + at[0] * x
        fit = np.mean(np.logaddexp(0.0, log_odds) - y * log_odds)
        return float(fit + RIDGE * ((at[0] - 1.0) ** 2 + at[1] ** 2))

    found = optimize.minimize(loss, np.array([1.0, 0.0]), method="BFGS")
    return float(found.x[0]), float(found.x[1])
