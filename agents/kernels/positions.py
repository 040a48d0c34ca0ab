"""Where positions tend to and how far they get in a step, compiled: one pass where numpy takes a dozen."""

from agents.kernels.compiled import compiled


@compiled
def closer(position, target, share, holds, low, high, out):
    """Positions after a share (R,) of each gap to the target is closed, within low and high; holds : (K, N).

    A mean of points in 0-100 can leave them by a rounding error only.
    """
    for r in range(position.shape[0]):
        for k in range(position.shape[1]):
            for i in range(position.shape[2]):
                place = position[r, k, i]
                if holds[k, i]:
                    place += share[r] * (target[r, k, i] - place)
                out[r, k, i] = min(max(place, low), high)


@compiled
def kept(values, blank, out):
    """Write values (R, K, N) into a week of the record; blank : (K, N), 0 where they are held, else NaN.

    Added rather than chosen, since a processor adds many at once.
    """
    for r in range(values.shape[0]):
        for k in range(values.shape[1]):
            for i in range(values.shape[2]):
                out[r, k, i] = values[r, k, i] + blank[k, i]
