"""Who hears what of whom, compiled: sums over sources that come apart into everyone, shared seats and ties.

Runs are taken a few at a time, side by side, so that the processor adds them at once; each run's sum is in the
same order whoever its neighbours are.
"""

import numpy as np

from agents.kernels.compiled import compiled

LANES = 16
"""Runs side by side: what is held of them fits the innermost cache."""


@compiled
def heard(source, web, floor, body, x, out):
    """What each actor hears before it is normalised; x, out : (R, K, N), floor, body : (R,); see Ties."""
    runs, issues, count = x.shape
    members, member, seats, seat, cohesion, ties, friend, strength = web
    said, seated = np.empty((count, LANES)), np.empty((len(cohesion), LANES))
    everyone, shared, friends = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    for first in range(0, runs, LANES):
        many = min(LANES, runs - first)
        for k in range(issues):
            everyone[:] = 0.0
            for j in range(count):
                for t in range(many):
                    said[j, t] = source[k, j] * x[first + t, k, j]
                    everyone[t] += said[j, t]
            for b in range(len(cohesion)):
                seated[b] = 0.0
                for m in range(members[b], members[b + 1]):
                    for t in range(many):
                        seated[b, t] += said[member[m], t]
            for i in range(count):
                shared[:] = 0.0
                for m in range(seats[i], seats[i + 1]):
                    for t in range(many):
                        shared[t] += cohesion[seat[m]] * (seated[seat[m], t] - said[i, t])
                friends[:] = 0.0
                for m in range(ties[i], ties[i + 1]):
                    for t in range(many):
                        friends[t] += strength[m] * said[friend[m], t]
                for t in range(many):
                    r = first + t
                    out[r, k, i] = floor[r] * (everyone[t] - said[i, t]) + body[r] * shared[t] + friends[t]


@compiled
def moved(source, shared, bilateral, floor, body, share, x, out):
    """Sum over runs of what each source moves each actor, (K, N, N); share, x : (R, K, N); see Ties."""
    runs, issues, count = x.shape
    for r in range(runs):
        for k in range(issues):
            for i in range(count):
                for j in range(count):
                    weight = source[k, j] * (floor[r] + body[r] * shared[i, j] + bilateral[i, j])
                    out[k, i, j] += share[r, k, i] * weight * (x[r, k, j] - x[r, k, i])
