"""Log rates of what may come to pass, compiled: for pairs of a run and an actor, term by term.

Each term is written to a row of its own, so that the sum that decides and the reasons that are told are the
same numbers.
"""

import math

from agents.arrays import NEVER
from agents.kernels.compiled import compiled


@compiled
def within(log_rate, days):
    """Chance that something with this log rate per day happens within so many days: 1 - exp(-h dt)."""
    return -math.expm1(-math.exp(min(log_rate, 50.0)) * days)


@compiled
def all_within(log_rate, days, out):
    """The same for many, (M,)."""
    for m in range(len(out)):
        out[m] = within(log_rate[m], days)


@compiled
def at_risk(declared, recognised, position, gate, voters, risk, ready):
    """Who may recognise, and whose reservation position the gate is not above; risk, ready : (R, A).

    declared, gate : (R,); recognised, position : (R, N); voters : (A,)
    """
    for r in range(risk.shape[0]):
        for a in range(risk.shape[1]):
            risk[r, a] = declared[r] != NEVER and recognised[r, voters[a]] == NEVER
            ready[r, a] = risk[r, a] and position[r, voters[a]] >= gate[r]


@compiled
def recognising(run, actor, weight, seen, position, did, peers, traits, member, out):
    """The terms of recognising, (10, pairs), for pairs of a run and an actor.

    weight : (10, R), of each term; seen : (6, R), whether endorsed, condemned, agreed, coordinated and in the
    union's text, and commitment to the plan, from -1 to 1; position, did, peers : (R, N); member : (N,)
    traits : exposure, reliance on those against and on those for, asking for the plan, each (R, N), and the
    share of the patrons that have recognised, (R,)
    """
    exposure, against, reliance, asks, patrons = traits
    for n in range(len(run)):
        r, i = run[n], actor[n]
        endorsed, condemned, agreed, coordinated, common, plan = seen[:, r]
        unsettled = 1.0 - max(endorsed, agreed)
        followed = did[r, i] / peers[r, i] if peers[r, i] > 0.0 else 0.0
        out[0, n] = math.log(weight[0, r])
        out[1, n] = weight[1, r] * (position[r, i] - 50.0) / 50.0
        out[2, n] = weight[2, r] * followed
        out[3, n] = weight[3, r] * (endorsed - condemned)
        out[4, n] = weight[4, r] * agreed
        out[5, n] = weight[5, r] * coordinated
        out[6, n] = weight[6, r] * common if member[i] else 0.0
        out[7, n] = -weight[7, r] * exposure[r, i] * unsettled
        out[8, n] = weight[8, r] * (reliance[r, i] * patrons[r] - against[r, i] * unsettled)
        out[9, n] = weight[9, r] * asks[r, i] * plan


@compiled
def responding(run, which, weight, log_rate, actor, salience, position, recognised, endorsed, out):
    """The terms of a response, (4, pairs), for pairs of a run and a response.

    weight : (3, R); log_rate : (R, V); actor : (V,); salience, position : (R, N); recognised, endorsed : (R,)
    """
    for n in range(len(run)):
        r, v = run[n], which[n]
        i = actor[v]
        out[0, n] = log_rate[r, v]
        out[1, n] = weight[0, r] * salience[r, i] * (50.0 - position[r, i]) / 50.0
        out[2, n] = weight[1, r] * recognised[r]
        out[3, n] = weight[2, r] * endorsed[r]


@compiled
def happens(terms, days, luck, run, place, chance, came):
    """Whether what has these terms comes to pass: chance, came : (R, A), set for the pairs of run and place.

    terms : (terms, pairs), added in their order; luck : (pairs,); days : in a step
    """
    for n in range(len(run)):
        rate = terms[0, n]
        for term in range(1, terms.shape[0]):
            rate += terms[term, n]
        odds = within(rate, days)
        chance[run[n], place[n]] = odds
        came[run[n], place[n]] = luck[n] < odds


@compiled
def shaken(run, which, shocks, precedents, shock, precedent):
    """Add what responses bring to shock (R, P) and precedent (R,); shocks : (V, P), precedents : (V,)."""
    for n in range(len(run)):
        precedent[run[n]] += precedents[which[n]]
        for p in range(shock.shape[1]):
            shock[run[n], p] += shocks[which[n], p]
