"""By how much allies tolerate postures, compiled: the terms, and whether they come to an objection."""

from agents.kernels.compiled import compiled


@compiled
def tolerated(tolerance, held, moved, place, chance):
    """The terms of one ally and one posture, points; all but the distances are alike for every posture.

    held, moved : the ally's position as it is and as alarm has it; the alarm's term is what the alarm takes
    off, or adds to, the distance
    """
    calm = abs(held - place)
    return tolerance, -calm, calm - abs(moved - place), chance


@compiled
def objecting(tolerance, held, moved, chance, place, out):
    """Whether the terms come to less than nothing, (R, Q, A).

    tolerance : (R,); held, moved, chance : (R, A); place : (Q,)
    """
    for r in range(out.shape[0]):
        for q in range(out.shape[1]):
            for a in range(out.shape[2]):
                terms = tolerated(tolerance[r], held[r, a], moved[r, a], place[q], chance[r, a])
                out[r, q, a] = terms[0] + terms[1] + terms[2] + terms[3] < 0.0


@compiled
def tolerating(run, ally, tolerance, held, moved, chance, place, out):
    """The terms of one posture, (4, pairs), for pairs of a run and an ally; place : of the posture."""
    for n in range(len(run)):
        r, a = run[n], ally[n]
        terms = tolerated(tolerance[r], held[r, a], moved[r, a], place, chance[r, a])
        for term in range(len(terms)):
            out[term, n] = terms[term]
