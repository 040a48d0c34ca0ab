"""The force and unrest in the places, compiled: run by run and place by place."""

from agents.arrays import NEVER
from agents.kernels.compiled import compiled


@compiled
def standing(shares, withdrawn, troops, out):
    """The share of the force that has not been withdrawn, (R,); shares : (R, A), troops : (A,)."""
    for r in range(shares.shape[0]):
        for a in range(shares.shape[1]):
            if not withdrawn[r, troops[a]]:
                out[r] += shares[r, a]


@compiled
def usable(strength, shares, withdrawn, troops, caveat, limits, posts, out):
    """Add what caveats leave of each contingent, shared out by its posts, to the places: out (R, P).

    strength, limits : (R,); shares : (R, A); withdrawn, caveat : (R, N); posts : (N, P); troops : (A,)
    """
    for r in range(shares.shape[0]):
        for a in range(shares.shape[1]):
            i = troops[a]
            if withdrawn[r, i]:
                continue
            refused = min(caveat[r, i] * limits[r], 1.0)
            willing = shares[r, a] * strength[r] * (1.0 - refused)
            for p in range(posts.shape[1]):
                out[r, p] += willing * posts[i, p]


@compiled
def reserves(week, days, lag, trigger, release, pool, allowed, garrison, severity, held, ordered):
    """Battalions arrive, go home and are ordered, in place; held : there, pending, due, quiet; each (R, P).

    week, days : of the calendar; lag : (R,) steps; trigger, release, pool : (R,); allowed : (R,)
    ordered : (R,), becomes true where a battalion is ordered
    """
    there, pending, due, quiet = held
    for r in range(severity.shape[0]):
        free = pool[r]
        for p in range(severity.shape[1]):
            arrived = due[r, p] != NEVER and week >= due[r, p]
            if arrived:
                there[r, p] += pending[r, p]
                pending[r, p], due[r, p] = 0.0, NEVER
            hot = severity[r, p] >= trigger[r] and garrison[p]
            quiet[r, p] = 0.0 if hot or arrived else quiet[r, p] + days / 7.0
            if quiet[r, p] >= release[r]:
                there[r, p] = 0.0
            free -= there[r, p] + pending[r, p]
        if not allowed[r] or free < 1.0:
            continue
        worst = -1
        for p in range(severity.shape[1]):
            waiting = severity[r, p] >= trigger[r] and garrison[p] and pending[r, p] == 0.0
            if waiting and (worst < 0 or severity[r, p] > severity[r, worst]):
                worst = p
        if worst >= 0:
            pending[r, worst] += 1.0
            due[r, worst], ordered[r] = week + lag[r], True


@compiled
def deterrence(usable, half):
    """Share of incidents that usable soldiers prevent: half of them at `half`, 0 where no force stands."""
    return usable / max(usable + half, 1e-300)


@compiled
def expected(given, shock, excitation, usable, commitment, base, garrison, safeguarded, out):
    """Mean incidents of the step in each place: shock, excitation, usable, base, out (R, P), commitment (R,).

    given : (6, R), weeks in a step, what a step brings of a shock's week, of past incidents' echo, the half
    of saturation, and of the plan what it calms and how far it is accepted
    """
    for r in range(out.shape[0]):
        weeks, fresh, echo, half, calming, acceptance = given[:, r]
        calm = calming * ((commitment[r] - 50.0) / 50.0 + acceptance) / 2.0
        for p in range(out.shape[1]):
            mean = base[r, p] * weeks + shock[r, p] * fresh + echo * excitation[r, p]
            if garrison[p]:
                mean *= 1.0 - deterrence(usable[r, p], half)
            out[r, p] = mean * (1.0 - calm) if safeguarded[p] else mean


@compiled
def spread(incidents, spill, fading, excitation, out):
    """Excitation after the step, (R, P): what is left of it, and incidents, some of them spilt to others."""
    places = incidents.shape[1]
    for r in range(incidents.shape[0]):
        whole = 0
        for p in range(places):
            whole += incidents[r, p]
        for p in range(places):
            own, others = incidents[r, p], (whole - incidents[r, p]) / max(places - 1, 1)
            out[r, p] = excitation[r, p] * fading[r] + own * (1.0 - spill[r]) + spill[r] * others
