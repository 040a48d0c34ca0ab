"""Who hears what of whom, compiled: sums over sources come apart into everyone, shared seats and ties.

Runs are taken a few at a time, side by side, so that the processor adds them at once; each run's sum is in
the same order whoever its neighbours are.
"""

import numpy as np

from agents.kernels.compiled import compiled

LANES = 64
"""Runs side by side: enough that adding them is cheap, few enough that what they say stays in the cache."""


@compiled
def heard(source, web, floor, body, x, out):
    """What each actor hears before it is normalised; x, out : (R, K, N), floor, body : (R,); see Ties."""
    runs, issues, count = x.shape
    said, seated = np.zeros((count, LANES)), np.empty((len(web[4]), LANES))
    sums = np.empty((issues, count, LANES))
    for first in range(0, runs, LANES):
        many = min(LANES, runs - first)
        for k in range(issues):
            _hear(source[k], web, floor, body, x[:, k], first, many, said, seated, sums[k])
        for t in range(many):
            for k in range(issues):
                for i in range(count):
                    out[first + t, k, i] = sums[k, i, t]


@compiled
def mixed(source, web, floor, body, x, mixture, share, low, high, out):
    """Where each is once it has gone a share of the way to its mixture; see Ties.mix and Ties.mixture."""
    runs, issues, count = x.shape
    said, seated = np.zeros((count, LANES)), np.empty((len(web[4]), LANES))
    sums = np.empty((issues, count, LANES))
    for first in range(0, runs, LANES):
        many = min(LANES, runs - first)
        for k in range(issues):
            _hear(source[k], web, floor, body, x[:, k], first, many, said, seated, sums[k])
        for t in range(many):
            r = first + t
            for k in range(issues):
                for i in range(count):
                    place = x[r, k, i]
                    aim = mixture[r, k, i, 0] * place + mixture[r, k, i, 1] * sums[k, i, t]
                    place += share[r] * (aim + mixture[r, k, i, 2] - place)
                    out[r, k, i] = min(max(place, low), high)


@compiled
def _hear(source, web, floor, body, x, first, many, said, seated, sums):
    """What each hears on one issue in the runs from `first`, `many` of them: sums (N, LANES); x : (R, N).

    said : (N, LANES) and seated : (bodies, LANES) are room to work in
    """
    members, member, seats, seat, cohesion, ties, friend, strength = web
    everyone, shared, friends = np.zeros(LANES), np.empty(LANES), np.empty(LANES)
    floors, bodies = np.zeros(LANES), np.zeros(LANES)
    floors[:many] = floor[first : first + many]
    bodies[:many] = body[first : first + many]
    for t in range(many):
        for j in range(len(source)):
            said[j, t] = source[j] * x[first + t, j]
    for j in range(len(source)):
        for t in range(LANES):
            everyone[t] += said[j, t]
    for b in range(len(cohesion)):
        seated[b] = 0.0
        for m in range(members[b], members[b + 1]):
            j = member[m]
            for t in range(LANES):
                seated[b, t] += said[j, t]
    for i in range(len(source)):
        shared[:] = 0.0
        for m in range(seats[i], seats[i + 1]):
            b, bond = seat[m], cohesion[seat[m]]
            for t in range(LANES):
                shared[t] += bond * (seated[b, t] - said[i, t])
        friends[:] = 0.0
        for m in range(ties[i], ties[i + 1]):
            j, bond = friend[m], strength[m]
            for t in range(LANES):
                friends[t] += bond * said[j, t]
        for t in range(LANES):
            sums[i, t] = floors[t] * (everyone[t] - said[i, t]) + bodies[t] * shared[t] + friends[t]


@compiled
def moved(source, shared, bilateral, floor, body, share, x, out):
    """Sum over runs of what each source moves each actor, (K, N, N); share, x : (R, K, N); see Ties."""
    runs, issues, count = x.shape
    sums = np.empty(count)
    for k in range(issues):
        for i in range(count):
            sums[:] = 0.0
            for r in range(runs):
                open_, near, seated, place = share[r, k, i], floor[r], body[r], x[r, k, i]
                for j in range(count):
                    weight = near + seated * shared[i, j] + bilateral[i, j]
                    sums[j] += open_ * weight * (x[r, k, j] - place)
            for j in range(count):
                out[k, i, j] = source[k, j] * sums[j]
