"""Votes between alternatives and what they make probable: the probabilistic Condorcet rule, after KTAB."""

from collections.abc import Mapping

import numpy as np

from agents.arrays import Floats
from agents.protocols import Value

POWER = {"Linear": 1, "Square": 2, "Quartic": 4, "Octic": 8}

ROUNDING = 1e-12
"""What differs by less, in shares, is tied."""

Rules = Mapping[str, Value]


def vote(difference: float, rule: Value) -> float:
    """How strongly someone votes who gains so much."""
    if abs(difference) <= ROUNDING:
        return 0.0
    if rule == "Binary":
        return float(np.clip(difference / 1e-8, -1, 1))
    if rule == "PropBin":
        return 0.8 * difference + 0.2 * vote(difference, "Binary")
    if rule == "PropCbc":
        return (difference + difference**3) / 2
    return difference**3 if rule == "Cubic" else difference


def likelihoods(u: Floats, c: Floats, rules: Rules) -> Floats:
    """How probable each alternative is, u : (voter, alternative)."""
    n = u.shape[1]
    weight = np.full((n, n), 1e-8)
    for a in range(n):
        for b in range(n):
            votes = [c[k] * vote(u[k, a] - u[k, b], rules["VotingRule"]) for k in range(len(c))]
            weight[a, b] += sum(one for one in votes if one > 0)
    beats = np.array([[victory(weight[a, b], weight[b, a], rules) for b in range(n)] for a in range(n)])
    if rules["PCEModel"] == "Conditional":
        p = beats.prod(axis=1)
        return p / p.sum()
    return _long_run(beats, weight, rules)


def victory(mine: float, theirs: float, rules: Rules) -> float:
    """The chance that a coalition of that weight beats another."""
    model = str(rules["VictoryProbModel"])
    if model in POWER:
        return mine ** POWER[model] / (mine ** POWER[model] + theirs ** POWER[model])
    if mine >= 1.1 * theirs:
        return 1 / (1 + 1e-6)
    if theirs >= 1.1 * mine:
        return 1e-6 / (1 + 1e-6)
    return (2.1 * mine / (mine + theirs) - 1) / 0.1


def _long_run(beats: Floats, weight: Floats, rules: Rules) -> Floats:
    """How often each is the favourite if favourites are challenged again and again."""
    n = len(beats)
    incentive = rules["PCEModel"] == "MarkovIncentive"
    tried = weight * beats + 1e-10 * np.eye(n) if incentive else np.ones((n, n))
    tried = tried / tried.sum(axis=0)  # tried[i, j] : how often i challenges the favourite j
    p, change = np.full(n, 1 / n), np.inf
    while change > (1e-8 if incentive else 1e-6):
        q = (beats * (p[:, None] * tried.T + p[None, :] * tried)).sum(axis=1)
        change = np.abs(q - p).max()
        p = (p + q) / 2
    return p
