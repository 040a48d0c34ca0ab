"""The expected-utility model, compiled: one round of challenges among N actors on one issue.

Steps are those that agents/protocols/expected_utility.py numbers.
"""

import numpy as np

from agents.kernels.compiled import compiled
from agents.kernels.luck import logistic

NOTHING, CONFRONTATION, COMPROMISE, CAPITULATION = 0, 1, 2, 3
"""Kinds of offers; a lower one that is not nothing goes first."""

TOGETHER = 1e-9
"""Share of the range within which two stand at the same place: rounding must not make rivals of them."""

TIED = 1e-12
"""Utility, share of the range or share of a sum by which nothing is told apart from its equal."""


@compiled
def victories(votes, pair, d, won):
    """Steps 2-3: won[a, b], the probability that a prevails over b; votes : (N, N), distances that count."""
    n = d.shape[0]
    won[:] = 0.0
    for k in range(n):
        for a in range(n):
            at_a = votes[k, a]
            for b in range(n):
                won[a, b] += max(0.0, votes[k, b] - at_a)
    whole = 0.0
    for a in range(n):
        for b in range(n):
            whole += won[a, b]
    whole *= 2.0
    for a in range(n):
        for b in range(a + 1):
            if d[a, b] <= TOGETHER:
                won[a, b] = won[b, a] = 0.0
                continue
            of = won[a, b] + won[b, a] if pair else whole
            won[a, b] = won[a, b] / of if of > 0.0 else 0.0
            won[b, a] = won[b, a] / of if of > 0.0 else 0.0


@compiled
def stakes(d, to_median, exponent, half, q, better):
    """Utilities of success and of failure, and what is given up by challenging; half : 1/2 ** exponent."""
    success = 2.0 - 4.0 * (0.5 - 0.5 * d) ** exponent
    failure = 2.0 - 4.0 * (0.5 + 0.5 * d) ** exponent
    quo = q * (2.0 - 4.0 * half)
    if q < 1.0 and to_median >= 0.0:
        span = 0.25 * (to_median + d)
        change = (0.5 - span) if better else (0.5 + span)
        quo += (1.0 - q) * (2.0 - 4.0 * max(change, 0.0) ** exponent)
    return success, failure, quo


@compiled
def expected(salience, chance, success, failure, quo):
    """Step 4: the expected utility of challenging someone of that salience."""
    return salience * (chance * success + (1.0 - chance) * failure) + (1.0 - salience) * success - quo


@compiled
def central(x, w):
    """The weighted median among held positions: least sum of weighted distances, the first of equals."""
    best, place = np.inf, x[0]
    for a in range(x.shape[0]):
        cost = 0.0
        for k in range(x.shape[0]):
            cost += w[k] * abs(x[k] - x[a])
        if cost < best * (1.0 - TIED):
            best, place = cost, x[a]
    return place


@compiled
def attitudes(d, w, s, won, q, drift, r):
    """Steps 5-6: risk exponents from how secure each actor is when all are neutral."""
    n = d.shape[0]
    lowest, highest = np.inf, -np.inf
    for i in range(n):
        total = 0.0
        for j in range(n):
            if j != i:
                success, failure, quo = stakes(d[j, i], drift[j], 1.0, 0.5, q, drift[j] < d[j, i])
                total += expected(s[i], won[j, i], success, failure, quo)
        r[i] = total
        lowest, highest = min(lowest, total), max(highest, total)
    for i in range(n):
        ease = 0.0
        if highest > lowest + TIED:
            ease = (2.0 * r[i] - highest - lowest) / (highest - lowest)
        r[i] = (1.0 - ease / 3.0) / (1.0 + ease / 3.0)


@compiled
def offer(a, b, capitulate):
    """Step 8: what kind of offer two expected utilities make, seen by the one who would move."""
    if b > a > 0.0:
        return CONFRONTATION
    if b > 0.0 and a < 0.0:
        if b > -a:
            return COMPROMISE
        if capitulate and b < -a:
            return CAPITULATION
    return NOTHING


@compiled
def round_of(x, c, s, span, settings, luck, work, r, a, b, kind, other, aim):
    """One round among N actors; fills r, a, b (N, N), and per actor the offer that it takes.

    settings : q, status quo drifts, pair, linear, capitulation, least move, other's view, precision
    work : (3, N, N), room to reckon in
    """
    n = x.shape[0]
    q, drifts, pair, linear = settings[0], settings[1] > 0, settings[2] > 0, settings[3] > 0
    capitulate, least, others, precision = settings[4] > 0, settings[5] > 0, settings[6] > 0, settings[7]
    w = c * s
    d, votes, won = work[0], work[1], work[2]
    for i in range(n):
        other[i], kind[i], aim[i], r[i] = -1, NOTHING, x[i], 1.0
    if not span > 0.0:
        a[:], b[:] = 0.0, 0.0
        return
    for k in range(n):
        for j in range(n):
            d[k, j] = abs(x[k] - x[j]) / span
            votes[k, j] = w[k] * d[k, j]
    drift = np.full(n, -1.0)
    if drifts:
        drift[:] = np.abs(x - central(x, w)) / span
    victories(votes, pair, d, won)
    attitudes(d, w, s, won, q, drift, r)
    if not linear:
        for k in range(n):
            for j in range(n):
                votes[k, j] = w[k] * d[k, j] ** r[k]
        victories(votes, pair, d, won)
    for i in range(n):
        judge(i, x, s, d, won, r, drift, q, others, precision, luck, a, b)
        choose(i, x, d, a, b, capitulate, least, kind, other, aim)


@compiled
def judge(i, x, s, d, won, r, drift, q, others, precision, luck, a, b):
    """Step 7: what challenging j, and being challenged by j, is worth in the eyes of i."""
    half = 0.5 ** r[i]
    for j in range(x.shape[0]):
        a[i, j] = b[i, j] = 0.0
        if d[i, j] <= TOGETHER:
            continue
        success, failure, quo = stakes(d[i, j], drift[i], r[i], half, q, drift[i] < d[i, j])
        mine = expected(s[j], won[i, j], success, failure, quo)
        if others or drift[0] >= 0.0:
            exponent = r[j] if others else r[i]
            success, failure, quo = stakes(d[i, j], drift[j], exponent, 0.5**exponent, q, drift[j] < d[i, j])
        theirs = expected(s[i], won[j, i], success, failure, quo)
        if precision < np.inf:
            mine += logistic(luck[i], luck[j], 0) / precision
            theirs += logistic(luck[i], luck[j], 1) / precision
        a[i, j], b[i, j] = even(mine, theirs)


@compiled
def even(mine, theirs):
    """Both utilities, nothing or equal to the last bit where they are but for rounding."""
    mine = 0.0 if abs(mine) <= TIED else mine
    theirs = 0.0 if abs(theirs) <= TIED else theirs
    if abs(theirs - mine) <= TIED:
        return mine, mine
    if abs(theirs + mine) <= TIED:
        return mine, -mine
    return mine, theirs


@compiled
def choose(i, x, d, a, b, capitulate, least, kind, other, aim):
    """Step 9: the offer that i takes, if any: by kind, then the least move or the lowest compromise."""
    best = np.inf
    for j in range(x.shape[0]):
        what = NOTHING if d[i, j] <= TOGETHER else offer(a[i, j], b[i, j], capitulate)
        if what == NOTHING:
            continue
        to = x[j]
        if what == COMPROMISE:
            to = x[i] + (x[j] - x[i]) * abs(a[i, j] / b[i, j])
        key = abs(to - x[i])
        if what == COMPROMISE and not least:
            mine, theirs = abs(a[i, j]), abs(b[i, j])
            key = (mine * x[i] + theirs * x[j]) / (mine + theirs)
        if kind[i] == NOTHING or what < kind[i] or (what == kind[i] and key < best - TIED * abs(best)):
            best, kind[i], other[i], aim[i] = key, what, j, to


@compiled
def reach(x, start, renewed):
    """The range that distances are shares of: of positions now, or of those at the start and now together."""
    low, high = x.min(), x.max()
    if not renewed:  # beyond the range of the start a distance above 1 would have no utility
        low, high = min(low, start.min()), max(high, start.max())
    return high - low


@compiled
def rounds(
    first, last, position, start, salience, capability, holds, settings, luck, risk, stake, a, b, other, aim
):
    """A round on every issue of the runs first to last; all arrays lead with (run, issue).

    stake : (R, K, N, 2), what challenging and being challenged by whom one yields to is worth
    a, b : (R, K, N, N) or, where they are not wanted, (0, 0, N, N)
    """
    for issue in range(position.shape[1]):
        who = np.flatnonzero(holds[issue])
        n = who.shape[0]
        r, to, c = np.empty(n), np.empty(n), capability[issue][who]
        what, whom = np.empty(n, np.int64), np.empty(n, np.int64)
        mine, theirs, work = np.empty((n, n)), np.empty((n, n)), np.empty((3, n, n))
        x, x0, s, u = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
        for run in range(first, last) if n > 1 else range(0):
            for i in range(n):
                x[i], x0[i] = position[run, issue, who[i]], start[run, issue, who[i]]
                s[i], u[i] = salience[run, issue, who[i]], luck[run, issue, who[i]]
            span = reach(x, x0, settings[8] > 0)
            round_of(x, c, s, span, settings, u, work, r, mine, theirs, what, whom, to)
            for i in range(n):
                at, rival = who[i], whom[i]
                risk[run, issue, at], aim[run, issue, at] = r[i], to[i]
                if rival >= 0:
                    other[run, issue, at] = who[rival]
                    stake[run, issue, at, 0], stake[run, issue, at, 1] = mine[i, rival], theirs[i, rival]
                if a.shape[0] > 0:
                    a[run, issue, at][who], b[run, issue, at][who] = mine[i], theirs[i]
