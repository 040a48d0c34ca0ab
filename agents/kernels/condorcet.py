"""The spatial model of politics with probabilistic Condorcet votes, compiled: steps 5 and 6, and one round.

Steps are those that agents/protocols/condorcet.py numbers. Arrays of one run: x, z, s : (N, D) positions,
ideals and saliences, 0-1; c : (N,) capabilities.
"""

import math

import numpy as np

from agents.kernels.compiled import compiled
from agents.kernels.contest import ASYM_PROSP, ROUNDING, probabilities, valued
from agents.kernels.luck import gumbel
from agents.kernels.rivals import (
    BARGAIN,
    CHANCE,
    COMMITMENT,
    MEANS,
    RANGE,
    VECTOR,
    VICTORY,
    VOTING,
    apart,
    attitude,
    believed,
    challenges,
    gap,
    outlook,
    worth,
)

S1P1, S2P2, S2PMAX = range(3)
INITIATOR, BOTH, WEIGHED = range(3)


@compiled
def rounded(value):
    """To four decimals, halves up, also those that miss it by the last bits of a sum."""
    return math.floor(value * 10000.0 + 0.5 + 1e-9) / 10000.0


@compiled
def bargain(x, s, i, j, p, kind, deal, row):
    """Step 5: where i and j would meet if i's chance is p; deal[row, 0] is for i, deal[row, 1] for j."""
    for k in range(x.shape[1]):
        mine, theirs = x[i, k], x[j, k]
        first, second = mine, theirs
        if not math.isnan(mine) and not math.isnan(theirs):
            if kind == S2PMAX:
                lead = max(0.0, 1.0 - 2.0 * p)
                step = lead * s[j, k] ** 2
                first += (theirs - mine) * step / (step + 1e-6 + (1.0 - lead) * s[i, k] ** 2)
                lead = max(0.0, 2.0 * p - 1.0)
                step = lead * s[i, k] ** 2
                second += (mine - theirs) * step / (step + 1e-6 + (1.0 - lead) * s[j, k] ** 2)
            else:
                a, b = s[i, k] * p, s[j, k] * (1.0 - p)
                if kind == S2P2:
                    a, b = a * a, b * b
                first = rounded(((a + 1e-6) * mine + b * theirs) / (a + b + 1e-6))
                second = rounded((a * mine + (b + 1e-6) * theirs) / (a + b + 1e-6))
        deal[row, 0, k], deal[row, 1, k] = first, second


@compiled
def proposals(x, s, c, distance, risk, adjust, w, options, target, chance, view, deal, who):
    """Step 5: the bargains on the table; who[row] has their two parties; returns how many there are."""
    count = 0
    for i in range(w.shape[0]):
        j = target[i]
        if j < 0:
            continue
        who[count, 0], who[count, 1] = i, j
        bargain(x, s, i, j, chance[i], options[VECTOR], deal, count)
        count += 1
        if options[BARGAIN] == INITIATOR:
            continue
        believed(j, distance, risk, adjust, view)
        seen = outlook(view, i, j, w, options[COMMITMENT], options[VOTING])
        who[count, 0], who[count, 1] = i, j
        bargain(x, s, i, j, seen, options[VECTOR], deal, count)
        if options[BARGAIN] == BOTH:
            count += 1
            continue
        share = c[i] / (c[i] + c[j])
        deal[count - 1] = share * deal[count - 1] + (1.0 - share) * deal[count]
    return count


@compiled
def appraise(z, s, distance, risk, deal, who, count, utility, now):
    """Step 6: what each actor would have of each bargain, utility (N, count), and has now, (N,)."""
    actors = risk.shape[0]
    held = np.empty(actors)
    for n in range(actors):
        whole = 0.0
        for m in range(actors):
            held[m] = worth(distance[n, m], risk[n])
            whole += held[m]
        now[n] = whole / actors
        for row in range(count):
            i, j = who[row, 0], who[row, 1]
            mine = worth(gap(z[n], deal[row, 0], s[n]), risk[n])
            theirs = worth(gap(z[n], deal[row, 1], s[n]), risk[n])
            whole = 0.0
            for m in range(actors):
                whole += mine if m == i else (theirs if m == j else held[m])
            utility[n, row] = whole / actors


@compiled
def resolve(x, c, options, deal, who, count, utility, now, luck, taken, likely, new):
    """Step 6: each actor takes its part of what a vote among its bargains and the present makes likeliest."""
    n = x.shape[0]
    rows = np.empty(count + 1, np.int64)
    for k in range(n):
        size = 1
        rows[0] = -1
        for row in range(count):
            if who[row, 0] == k or who[row, 1] == k:
                rows[size] = row
                size += 1
        taken[k], likely[k] = -1, 1.0
        for d in range(x.shape[1]):
            new[k, d] = x[k, d]
        if size == 1:
            continue
        best = elected(k, rows[:size], c, options, who, utility, now, luck, likely)
        taken[k] = best
        if best >= 0:
            part = 0 if who[best, 0] == k else 1
            for d in range(x.shape[1]):
                new[k, d] = deal[best, part, d]


@compiled
def elected(k, rows, c, options, who, utility, now, luck, likely):
    """The row that the vote makes likeliest, or that luck draws; -1 for the present."""
    size, voters = rows.shape[0], now.shape[0]
    choice = np.empty((voters, size))
    for n in range(voters):
        for column in range(size):
            gain = 0.0 if rows[column] < 0 else utility[n, rows[column]] - now[n]
            if options[VOTING] == ASYM_PROSP:
                choice[n, column] = valued(gain, ASYM_PROSP)
            else:
                choice[n, column] = now[n] if rows[column] < 0 else utility[n, rows[column]]
    p, q = np.empty(size), np.empty(size)
    sides, beats = np.empty((size, size)), np.empty((size, size))
    probabilities(choice, c, options[VOTING], options[VICTORY], options[MEANS], sides, beats, p, q)
    best, highest = 0, 0.0
    for column in range(size):
        key = p[column]
        if options[CHANCE]:
            row = rows[column]
            with_ = k if row < 0 else (who[row, 1] if who[row, 0] == k else who[row, 0])
            use = 2 if row < 0 else (3 if who[row, 0] == k else 4)
            key = math.log(p[column]) + gumbel(luck[k], luck[with_], use)
        tied = 0.0 if options[CHANCE] else highest * ROUNDING
        if column == 0 or key > highest + tied:
            best, highest = column, key
    likely[k] = p[best]
    return rows[best]


@compiled
def round_of(
    x, z, s, c, options, adjust, luck, risk, target, chance, gains, taken, author, likely, new, meet
):
    """One round among N actors; fills what it came to for each of them."""
    n = x.shape[0]
    distance, view = np.empty((n, n)), np.empty((n, n))
    care, w = np.empty(n), np.empty(n)
    for i in range(n):
        care[i] = s[i].sum()
        w[i] = care[i] * c[i]
        for j in range(n):
            distance[i, j] = apart(z, x, s, i, j)
    p, q = np.empty(n), np.empty(n)
    sides, beats = np.empty((n, n)), np.empty((n, n))
    probabilities(1.0 - distance, c, options[VOTING], options[VICTORY], options[MEANS], sides, beats, p, q)
    attitude(p, options[RANGE], risk)
    challenges(distance, risk, adjust, w, care, options, view, target, chance, gains)
    deal, who = np.empty((2 * n, 2, x.shape[1])), np.empty((2 * n, 2), np.int64)
    count = proposals(x, s, c, distance, risk, adjust, w, options, target, chance, view, deal, who)
    utility, now = np.empty((n, count)), np.empty(n)
    appraise(z, s, distance, risk, deal, who, count, utility, now)
    resolve(x, c, options, deal, who, count, utility, now, luck, taken, likely, new)
    for row in range(count):
        if row == 0 or who[row, 0] != who[row - 1, 0]:
            meet[who[row, 0]] = deal[row]
    for k in range(n):
        row = taken[k]
        author[k] = -1 if row < 0 else who[row, 0]
        taken[k] = -1 if row < 0 else (who[row, 1] if author[k] == k else author[k])


@compiled
def rounds(first, last, x, z, s, c, who, options, adjust, luck, numbers, target, taken, author, new, meet):
    """A round in the runs first to last, among the actors `who`.

    numbers : (R, 4, N) risk, chance, gain, likelihood of what is taken
    target, taken, author : (R, N), whom each challenges, with whom it bargains in the end, by whose proposal
    x, z, new : (R, N, D), 0-1, NaN where an actor holds nothing; s : (R, N, D); c, luck : (N,) and (R, N)
    meet : (R, N, 2, D), what each proposes for itself and its partner.  An actor without salience sits out.
    """
    for run in range(first, last):
        able = np.empty(who.shape[0], np.int64)
        n = 0
        for i in who:
            if s[run, i].sum() > 0.0:
                able[n] = i
                n += 1
        if n < 2:
            continue
        at = able[:n]
        risk, chance, gains, likely = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
        whom, took, by = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
        to, deal = np.empty((n, x.shape[2])), np.empty((n, 2, x.shape[2]))
        round_of(
            x[run][at], z[run][at], s[run][at], c[at], options, adjust, luck[run][at],
            risk, whom, chance, gains, took, by, likely, to, deal,
        )  # fmt: skip
        for i in range(n):
            numbers[run, 0, at[i]], numbers[run, 1, at[i]] = risk[i], chance[i]
            numbers[run, 2, at[i]], numbers[run, 3, at[i]] = gains[i], likely[i]
            target[run, at[i]] = at[whom[i]] if whom[i] >= 0 else -1
            taken[run, at[i]] = at[took[i]] if took[i] >= 0 else -1
            author[run, at[i]] = at[by[i]] if by[i] >= 0 else -1
            new[run, at[i]], meet[run, at[i]] = to[i], deal[i]
