"""What an actor expects of its rivals in the spatial model of politics, compiled: its steps 1 to 4.

Steps are those that agents/protocols/condorcet.py numbers. Arrays of one run: x, z, s : (N, D) positions,
ideals and saliences, 0-1.  `view[n, m]` is what its owner believes that m's position is worth to n.
"""

import math

from agents.kernels.compiled import compiled
from agents.kernels.contest import ROUNDING, ballot

RISK_MIN, RISK_MID, RISK_MAX = range(3)
SEMI = 1

VICTORY, MEANS, CHANCE, VOTING, RANGE, COMMITMENT, VECTOR, BARGAIN = range(8)
"""Places in the vector of options."""


@compiled
def apart(z, x, s, i, j):
    """Step 1: how far the position of j is from the ideal of i, weighted by the salience of i."""
    return gap(z[i], x[j], s[i])


@compiled
def gap(ideal, place, salience):
    """Distance of a place from an ideal; an issue on which the place says nothing (NaN) is no distance."""
    whole, part = 0.0, 0.0
    for k in range(place.shape[0]):
        weight = salience[k] * salience[k]
        whole += weight
        if weight > 0.0 and not math.isnan(place[k]):
            part += weight * (ideal[k] - place[k]) ** 2
    return math.sqrt(part / whole)


@compiled
def worth(distance, risk):
    """Utility at a distance for an attitude to risk: 1 at none, 0 at the length of the scale."""
    if distance <= 1.0:
        return (1.0 - distance) * (1.0 + risk * distance)
    return (1.0 - distance) * (1.0 + risk)


@compiled
def attitude(p, reach, risk):
    """Step 2: who stands where the votes point has much to lose; fills risk."""
    low, high = p.min(), p.max()
    for i in range(p.shape[0]):
        if not high > low * (1.0 + ROUNDING):
            risk[i] = 0.0
        elif reach == RISK_MIN:
            risk[i] = (p[i] - low) / (high - low)
        elif reach == RISK_MID:
            risk[i] = (3.0 * p[i] - (high + 2.0 * low)) / (2.0 * (high - low))
        else:
            risk[i] = (2.0 * p[i] - (high + low)) / (high - low)


@compiled
def believed(h, distance, risk, adjust, view):
    """Step 3: utilities as h sees them: attitudes to risk are taken for a mixture of h's own and theirs."""
    n = distance.shape[0]
    for i in range(n):
        seen = (1.0 - adjust) * risk[h] + adjust * risk[i]
        for j in range(n):
            view[i, j] = worth(distance[i, j], seen)


@compiled
def outlook(view, i, j, w, commitment, rule):
    """Step 4: the chance that i prevails over j, as the owner of the view sees it."""
    mine, theirs = 1e-10, 1e-10
    gain = w[i] * ballot(view[i, i] - view[i, j], rule)
    if gain >= 0.0:
        mine += gain
    else:
        theirs -= gain
    gain = w[j] * ballot(view[j, j] - view[j, i], rule)
    if gain >= 0.0:
        theirs += gain
    else:
        mine -= gain
    if commitment != SEMI:
        return mine / (mine + theirs)
    for_i, for_j = mine, theirs
    for n in range(w.shape[0]):
        if n in (i, j):
            continue
        vote = w[n] * ballot(view[n, i] - view[n, j], rule)
        chance = (mine + max(vote, 0.0)) / (mine + theirs + abs(vote))
        saved = chance * (view[n, n] - view[n, i]) - (1.0 - chance) * (view[n, n] - view[n, j])
        help_i = w[n] * ballot(saved, rule)
        if help_i >= 0.0:
            for_i += help_i
        else:
            for_j -= help_i
    return for_i / (for_i + for_j)


@compiled
def challenges(distance, risk, adjust, w, care, options, view, target, chance, gains):
    """Step 4: whom each actor challenges, -1 for nobody, with what chance and gain in its own eyes."""
    n = w.shape[0]
    for i in range(n):
        believed(i, distance, risk, adjust, view)
        target[i], chance[i], gains[i] = -1, 0.0, 1e-5
        for j in range(n):
            if j == i:
                continue
            p = outlook(view, i, j, w, options[COMMITMENT], options[VOTING])
            mine, other = view[i, i], view[i, j]
            contested = p * 2.0 * mine + (1.0 - p) * 2.0 * other
            gain = (1.0 - care[j]) * 2.0 * mine + care[j] * contested - (mine + other)
            if gain > gains[i] * (1.0 + ROUNDING):
                target[i], chance[i], gains[i] = j, p, gain
