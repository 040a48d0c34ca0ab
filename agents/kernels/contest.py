"""Votes between alternatives and what they make probable, compiled: the probabilistic Condorcet rule.

Shared by the steps of condorcet.py that put positions, or bargains, to a vote.
"""

from agents.kernels.compiled import compiled

BINARY, PROP_BIN, PROP, PROP_CBC, CUBIC, ASYM_PROSP = range(6)
LINEAR, SQUARE, QUARTIC, OCTIC, VICTORY_BINARY = range(5)
CONDITIONAL, MARKOV_INCENTIVE, MARKOV_UNIFORM = range(3)

LEAST = 1e-8
"""Every coalition has at least this much, so that none has nothing."""

ROUNDING = 1e-12
"""What sums in another order may differ by, in shares of them: a tie is one, and goes to the first."""


@compiled
def ballot(difference, rule):
    """How strongly a voter votes who gains so much; antisymmetric."""
    if abs(difference) <= ROUNDING:  # beside LEAST the last bit of a utility would tell
        return 0.0
    if rule == BINARY:
        return min(max(difference / 1e-8, -1.0), 1.0)
    if rule == PROP_BIN:
        return 0.8 * difference + 0.2 * min(max(difference / 1e-8, -1.0), 1.0)
    if rule == PROP_CBC:
        return 0.5 * difference + 0.5 * difference**3
    if rule == CUBIC:
        return difference**3
    return difference


@compiled
def valued(gain, rule):
    """What a gain against the present is worth: asymmetrically, gains count two thirds of losses."""
    return gain * 2.0 / 3.0 if rule == ASYM_PROSP and gain > 0.0 else gain


@compiled
def coalitions(utility, weight, rule, sides):
    """sides[i, j]: the weight of those who are for alternative i over j; utility : (voter, alternative)."""
    for i in range(utility.shape[1]):
        sides[i, i] = LEAST
        for j in range(i):
            first, second = LEAST, LEAST
            for k in range(utility.shape[0]):
                vote = weight[k] * ballot(utility[k, i] - utility[k, j], rule)
                if vote > 0.0:
                    first += vote
                else:
                    second -= vote
            sides[i, j], sides[j, i] = first, second


@compiled
def victory(mine, theirs, model):
    """The chance that a side of that weight prevails."""
    if model == VICTORY_BINARY:
        if mine >= 1.1 * theirs:
            return 1.0 / (1.0 + 1e-6)
        if theirs >= 1.1 * mine:
            return 1e-6 / (1.0 + 1e-6)
        return (2.1 * mine / (mine + theirs) - 1.0) / 0.1
    power = 1
    if model == SQUARE:
        power = 2
    elif model == QUARTIC:
        power = 4
    elif model == OCTIC:
        power = 8
    first, second = mine**power, theirs**power
    return first / (first + second)


@compiled
def probabilities(utility, weight, rule, model, means, sides, beats, p, q):
    """How probable each alternative is; fills p; the other arrays are room to work in."""
    coalitions(utility, weight, rule, sides)
    n = utility.shape[1]
    for i in range(n):
        beats[i, i] = 0.5
        for j in range(i):
            # Not 1 less the other: of a small chance that would leave little but rounding.
            beats[i, j] = victory(sides[i, j], sides[j, i], model)
            beats[j, i] = victory(sides[j, i], sides[i, j], model)
    if means == CONDITIONAL:
        conditional(beats, p, n)
    elif means == MARKOV_UNIFORM:
        markov(beats, sides, False, 1e-6, p, q, n)
    else:
        markov(beats, sides, True, 1e-8, p, q, n)


@compiled
def conditional(beats, p, n):
    """An alternative is as probable as that it beats every other, one by one."""
    whole = 0.0
    for i in range(n):
        p[i] = 1.0
        for j in range(n):
            p[i] *= beats[i, j]
        whole += p[i]
    for i in range(n):
        p[i] /= whole


@compiled
def challengers(beats, sides, incentive, n):
    """Make sides[k, i] the chance that k challenges the favourite i."""
    for i in range(n):
        whole = 0.0
        for k in range(n):
            sides[k, i] = sides[k, i] * beats[k, i] + (1e-10 if k == i else 0.0) if incentive else 1.0
            whole += sides[k, i]
        for k in range(n):
            sides[k, i] /= whole


@compiled
def markov(beats, sides, incentive, tolerance, p, q, n):
    """The favourite is challenged again and again: how often each is favourite in the long run.

    With incentive, i challenges the favourite j in proportion to the weight for i over j times its chance.
    """
    challengers(beats, sides, incentive, n)
    for i in range(n):
        p[i] = 1.0 / n
    for _ in range(10_000):
        change = 0.0
        for i in range(n):
            q[i] = 0.0
            for j in range(n):
                q[i] += beats[i, j] * (p[i] * sides[j, i] + p[j] * sides[i, j])
            change = max(change, abs(q[i] - p[i]))
        for i in range(n):
            p[i] = 0.5 * (p[i] + q[i])
        if change <= tolerance:
            break
