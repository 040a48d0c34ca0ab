"""Exchanges of positions across two issues, compiled: one round in one run.

Steps are those that agents/protocols/exchange.py numbers. Arrays of one run: x, y, s, c : (K, N) positions
at the start of the round, voting positions, saliences, capabilities, on scales of 0-100. A candidate is a
row of `who` = (I, J, p, q): I demands p and supplies q, J demands q and supplies p.
"""

import numpy as np

from agents.kernels.compiled import compiled
from agents.kernels.luck import between

ONE, OTHER, P, Q = range(4)
GAIN, Y_I, Y_J, P_BEFORE, P_AFTER, Q_BEFORE, Q_AFTER, FROM_I, FROM_J = range(9)
"""Columns of what a candidate comes to."""

LEAST = 1e-10
"""Points, or points times salience, below which a move or a gain is none."""

SAME = 1e-12
"""Share of a gain within which another is equal to it."""


@compiled
def outcomes(x, c, s, holds, whole, sums):
    """Step 1: weighted sums of positions on each issue, and the weights that divide them to the mean."""
    for k in range(x.shape[0]):
        whole[k], sums[k] = 0.0, 0.0
        for i in range(x.shape[1]):
            if holds[k, i]:
                whole[k] += c[k, i] * s[k, i]
                sums[k] += c[k, i] * s[k, i] * x[k, i]


@compiled
def opposed(x, holds, mean, p, q, i, j):
    """Step 2: whether two actors stand on opposite sides of the mean on both issues."""
    if not (holds[p, i] and holds[q, i] and holds[p, j] and holds[q, j]):
        return False
    return below(x, mean, p, i) != below(x, mean, p, j) and below(x, mean, q, i) != below(x, mean, q, j)


@compiled
def below(x, mean, k, i):
    """Step 2: whether an actor stands below the mean or at it, whatever the last bit of the sum."""
    return x[k, i] <= mean[k] + LEAST


@compiled
def candidates(x, c, s, holds, mean, who):
    """Steps 2-3: all pairs that can exchange, whoever cares more for p as I; their number."""
    count = 0
    for p in range(x.shape[0]):
        for q in range(p + 1, x.shape[0]):
            for i in range(x.shape[1]):
                for j in range(i + 1, x.shape[1]):
                    if not opposed(x, holds, mean, p, q, i, j):
                        continue
                    if not (c[p, i] * s[p, i] > 0 and c[q, i] * s[q, i] > 0):
                        continue
                    if not (c[p, j] * s[p, j] > 0 and c[q, j] * s[q, j] > 0):
                        continue
                    if who.shape[0] > 0:
                        swap = s[p, i] * s[q, j] < s[p, j] * s[q, i]
                        who[count, ONE], who[count, OTHER] = (j, i) if swap else (i, j)
                        who[count, P], who[count, Q] = p, q
                    count += 1
    return count


@compiled
def room(k, mover, wanted, x, y, c, s, whole, sums, seen, result, before):
    """Steps 4-5: the most by which the mean on issue k can shift if `mover` yields to whoever wants it.

    Fills the mean before; the move ends at the wanted position, and so does a mean on its way there.
    """
    weight = c[k, mover] * s[k, mover] / whole[k]
    mean = (sums[k, wanted] + c[k, mover] * s[k, mover] * (y[k, mover] - seen[k, wanted, mover])) / whole[k]
    result[before] = mean
    gap = x[k, wanted] - y[k, mover]
    most = abs(gap) * weight
    left = (x[k, wanted] - mean) * np.sign(gap)
    # At the wanted position is not on its way there, whatever the last bit of the sum.
    return min(most, left) if left > LEAST else most


@compiled
def best_for(first, second, dem_first, sup_first, dem_second, sup_second):
    """Step 9: the most that one gains, the other losing nothing; first, second : room for each."""
    if dem_second <= 0.0 or sup_second <= 0.0:
        return 0.0
    return min(first, second * dem_second / sup_second) * (dem_first - sup_first * sup_second / dem_second)


@compiled
def terms(row, who, s, most_p, most_q, chance, u, v, z):
    """Steps 5-6 and 9: by how much the means on p and on q shift, and the gain of I."""
    i, j, p, q = who[row, ONE], who[row, OTHER], who[row, P], who[row, Q]
    ratio = (s[p, i] + s[p, j]) / (s[q, i] + s[q, j])
    shift_p = min(most_p, most_q / ratio)
    shift_q = shift_p * ratio
    gain = abs(shift_p * s[p, i] - shift_q * s[q, i])
    if not chance > 0.0 or not gain > LEAST:
        return shift_p, shift_q, gain
    if u < 0.5:
        most = best_for(most_p, most_q, s[p, i], s[q, i], s[q, j], s[p, j])
        aim = gain + chance * z * (most - gain) if v < 0.5 else gain - chance * z * gain
        shift_q = most_q
        shift_p = (aim + shift_q * s[q, i]) / s[p, i]
        if shift_p > most_p:
            shift_p = most_p
            shift_q = max((shift_p * s[p, i] - aim) / s[q, i], 0.0)
    else:
        most = best_for(most_q, most_p, s[q, j], s[p, j], s[p, i], s[q, i])
        aim = gain + chance * z * (most - gain) if v < 0.5 else gain - chance * z * gain
        shift_p = most_p
        shift_q = (aim + shift_p * s[p, j]) / s[q, j]
        if shift_q > most_q:
            shift_q = most_q
            shift_p = max((shift_q * s[q, j] - aim) / s[p, j], 0.0)
    return shift_p, shift_q, min(shift_p * s[p, i] - shift_q * s[q, i], shift_q * s[q, j] - shift_p * s[p, j])


@compiled
def reached(start, end, step):
    """Where a step towards a position ends: at the position itself if it goes all the way."""
    gap = end - start
    return end if step >= abs(gap) * (1.0 - SAME) else start + np.sign(gap) * step


@compiled
def reckon(row, who, x, y, c, s, whole, sums, seen, way, luck, chance, result):
    """Steps 4-7: what an exchange would come to now; a gain of 0 if it is not to be had."""
    i, j, p, q = who[row, ONE], who[row, OTHER], who[row, P], who[row, Q]
    most_q = room(q, i, j, x, y, c, s, whole, sums, seen, result[row], Q_BEFORE)
    most_p = room(p, j, i, x, y, c, s, whole, sums, seen, result[row], P_BEFORE)
    u = v = z = 0.0
    if chance > 0.0:
        u, v = between(luck[q, i], luck[p, j], 11), between(luck[q, i], luck[p, j], 12)
        z = between(luck[q, i], luck[p, j], 13)
    shift_p, shift_q, gain = terms(row, who, s, most_p, most_q, chance, u, v, z)
    step_i = shift_q * whole[q] / (c[q, i] * s[q, i])
    step_j = shift_p * whole[p] / (c[p, j] * s[p, j])
    way_i, way_j = np.sign(x[q, j] - y[q, i]), np.sign(x[p, i] - y[p, j])
    result[row, FROM_I], result[row, FROM_J] = y[q, i], y[p, j]
    result[row, Y_I] = reached(y[q, i], x[q, j], step_i)
    result[row, Y_J] = reached(y[p, j], x[p, i], step_j)
    result[row, Q_AFTER] = result[row, Q_BEFORE] + way_i * shift_q
    result[row, P_AFTER] = result[row, P_BEFORE] + way_j * shift_p
    valid = gain >= LEAST and step_i > LEAST and step_j > LEAST
    valid = valid and way[q, i] * way_i >= 0.0 and way[p, j] * way_j >= 0.0
    result[row, GAIN] = gain if valid else 0.0


@compiled
def highest(result, keys, count):
    """Step 8: the exchange of the highest gain, luck deciding among equals; -1 if none is left."""
    best, most = -1, 0.0
    for row in range(count):
        if result[row, GAIN] > most:
            most = result[row, GAIN]
    if not most > 0.0:
        return best
    for row in range(count):
        if result[row, GAIN] >= most * (1.0 - SAME) and (best < 0 or keys[row] > keys[best]):
            best = row
    return best


@compiled
def realise(row, who, result, c, s, y, sums, seen, way, moved, gained):
    """Step 8: both parties move, and whoever demanded it counts on it."""
    i, j, p, q = who[row, ONE], who[row, OTHER], who[row, P], who[row, Q]
    for k, mover, wanted, to in ((q, i, j, result[row, Y_I]), (p, j, i, result[row, Y_J])):
        way[k, mover] = np.sign(to - y[k, mover])
        moved[k, mover, wanted] += to - y[k, mover]
        gained[k, mover] += result[row, GAIN]
        y[k, mover] = to
        sums[k, wanted] += c[k, mover] * s[k, mover] * (to - seen[k, wanted, mover])
        seen[k, wanted, mover] = to


@compiled
def touched(row, who, i, j, p, q):
    """Whether an exchange of I and J on p and q changes what another has to offer or to ask for."""
    a, b, r, t = who[row, ONE], who[row, OTHER], who[row, P], who[row, Q]
    supplies = (t == q and a == i) or (t == p and a == j) or (r == q and b == i) or (r == p and b == j)
    demands = (t == q and b == j) or (t == p and b == i) or (r == q and a == j) or (r == p and a == i)
    return supplies or demands


@compiled
def round_of(x, c, s, holds, luck, chance, y, moved, gained, told_who, told):
    """One round; fills voting positions y, moved (K, N, N) and gained (K, N); returns how many were made.

    told_who, told : room for what was realised, in order, or of no length
    """
    issues, actors = x.shape
    whole, total = np.empty(issues), np.empty(issues)
    outcomes(x, c, s, holds, whole, total)
    mean = total / whole
    who = np.empty((candidates(x, c, s, holds, mean, np.empty((0, 4), np.int64)), 4), np.int64)
    count = candidates(x, c, s, holds, mean, who)
    sums, way = np.empty((issues, actors)), np.zeros((issues, actors))
    seen = np.empty((issues, actors, actors))
    for k in range(issues):
        sums[k] = total[k]
        for j in range(actors):
            seen[k, j] = x[k]
    y[:] = x
    result, keys = np.zeros((count, 9)), np.empty(count)
    for row in range(count):
        first, second = luck[who[row, Q], who[row, ONE]], luck[who[row, P], who[row, OTHER]]
        keys[row] = between(first, second, 10)
        reckon(row, who, x, y, c, s, whole, sums, seen, way, luck, chance, result)
    made = 0
    best = highest(result, keys, count)
    while best >= 0:
        if made < told.shape[0]:
            told_who[made], told[made] = who[best], result[best]
        made += 1
        realise(best, who, result, c, s, y, sums, seen, way, moved, gained)
        i, j, p, q = who[best, ONE], who[best, OTHER], who[best, P], who[best, Q]
        result[best, GAIN] = 0.0
        for row in range(count):
            if result[row, GAIN] > 0.0 and row != best and touched(row, who, i, j, p, q):
                reckon(row, who, x, y, c, s, whole, sums, seen, way, luck, chance, result)
        best = highest(result, keys, count)
    return made


@compiled
def rounds(first, last, x, s, c, holds, luck, chance, y, moved, gained, made, told_who, told):
    """A round in the runs first to last; x, s, luck, y, gained : (R, K, N); moved : (R, K, N, N).

    told_who, told : room for the exchanges of the first run
    """
    for run in range(first, last):
        kept = told.shape[0] if run == 0 else 0
        made[run] = round_of(
            x[run], c, s[run], holds, luck[run], chance, y[run], moved[run], gained[run],
            told_who[:kept], told[:kept],
        )  # fmt: skip
