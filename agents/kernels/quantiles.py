"""Quantiles, compiled: the beta distributions of PERT from tables of knots, and small Poisson counts."""

import math

from agents.kernels.compiled import compiled

STEP, EDGE = 1.0 / 8.0, 7.125
"""The knots: standard normals from -EDGE to EDGE, a step apart; uniforms of Parley stay within them."""

MOST = 500.0
"""The largest mean whose counts are added up one by one: exp(-MOST) is far from the least float."""

LEAST, CAP = 1e-12, 1e4
"""Means below the first count as none, and above the second as no more."""

CLOSE = 1e-11
"""How near a draw may come to a step of the distribution before the sum is not trusted to tell its side."""


@compiled
def pert(low, span, fixed, shape, tables, z, out):
    """Quantiles at standard normals: z, out : (R, M); low, span, fixed : (M,); shape : (M,), -1 for fixed.

    tables : (shapes, knots, 3), the quantile and its first two derivatives, times powers of the step; between
    knots the polynomial of degree five that agrees with both ends.
    """
    last = tables.shape[1] - 2
    for r in range(z.shape[0]):
        for m in range(z.shape[1]):
            if shape[m] < 0:
                out[r, m] = fixed[m]
                continue
            place = (min(max(z[r, m], -EDGE), EDGE) + EDGE) / STEP
            k = min(int(place), last)
            s = place - k
            near, far = tables[shape[m], k], tables[shape[m], k + 1]
            p, v, a = near[0], near[1], 0.5 * near[2]
            # What the value, the slope and the curvature at the far end leave to the higher powers.
            value, slope, curve = far[0] - (p + v + a), far[1] - (v + 2.0 * a), far[2] - 2.0 * a
            cubic = 10.0 * value - 4.0 * slope + 0.5 * curve
            fourth = -15.0 * value + 7.0 * slope - curve
            fifth = 6.0 * value - 3.0 * slope + 0.5 * curve
            share = p + s * (v + s * (a + s * (cubic + s * (fourth + s * fifth))))
            out[r, m] = low[m] + span[m] * min(max(share, 0.0), 1.0)


@compiled
def count(mean, u, out, unsure):
    """Poisson quantiles by adding up; unsure : where the mean is large or the draw on a step; all (M,)."""
    for m in range(len(mean)):
        out[m] = 0
        unsure[m] = mean[m] > MOST
        if mean[m] <= LEAST or unsure[m]:
            continue
        term = math.exp(-mean[m])
        reached, n = term, 0
        while reached < u[m] and term > 0.0:
            n += 1
            term *= mean[m] / n
            reached += term
        out[m] = n
        unsure[m] = reached - u[m] < CLOSE or u[m] - (reached - term) < CLOSE
