"""Where positions tend to and how far they get in a step, compiled: one pass where numpy takes a dozen."""

from agents.kernels.compiled import compiled


@compiled
def mixed(heard, scale, own, susceptibility, salience, position, start, holds, out):
    """What each hears of others and of itself, as far as it is open, and where it began, for the rest.

    heard : to be multiplied by its scale; susceptibility : (R,), holds : (K, N), all others (R, K, N)
    """
    for r in range(position.shape[0]):
        willing = susceptibility[r]
        for k in range(position.shape[1]):
            for i in range(position.shape[2]):
                voice, openness = own[r, k, i], willing * (1.0 - salience[r, k, i])
                said = voice * position[r, k, i] + (1.0 - voice) * (heard[r, k, i] * scale[r, k, i])
                aim = openness * said + (1.0 - openness) * start[r, k, i]
                out[r, k, i] = aim if holds[k, i] else position[r, k, i]


@compiled
def closer(position, target, share, holds, out):
    """Positions after a share (R,) of each gap to the target is closed, within 0-100; holds : (K, N).

    A mean of points in 0-100 can leave them by a rounding error only.
    """
    for r in range(position.shape[0]):
        for k in range(position.shape[1]):
            for i in range(position.shape[2]):
                place = position[r, k, i]
                if holds[k, i]:
                    place += share[r] * (target[r, k, i] - place)
                out[r, k, i] = min(max(place, 0.0), 100.0)


@compiled
def stationed(willing, posts, out):
    """Soldiers in each place, (R, P), of contingents (R, A) that are shared out among the places (A, P)."""
    for r in range(willing.shape[0]):
        for i in range(willing.shape[1]):
            for p in range(posts.shape[1]):
                out[r, p] += willing[r, i] * posts[i, p]
