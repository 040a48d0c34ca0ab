"""The expected-utility model: actors challenge one another and move where they expect to lose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Bools, Floats, Ints
from agents.protocols.options import number, words
from agents.protocols.protocol import Protocol
from agents.protocols.round import Offer, Round, moved_by_one
from agents.protocols.table import Table

KINDS = ("nothing", "confrontation", "compromise", "capitulation")

PRESETS: Mapping[str, Mapping[str, str]] = {
    "scholz-code": {
        "victory": "round",
        "votes": "risk",
        "viewpoint": "own",
        "capitulation": "off",
        "choice": "lowest-average",
        "range": "start",
        "status-quo": "flat",
    },
    "scholz-paper": {
        "victory": "pair",
        "votes": "linear",
        "viewpoint": "other",
        "capitulation": "on",
        "choice": "least-move",
        "range": "round",
        "status-quo": "drifts",
    },
}
"""Two readings: that of the reconstructions' code, which reference numbers validate, and the paper's."""


@dataclass(frozen=True)
class Reading:
    """What the options come to, once the preset has filled in those that are left to it."""

    said: Mapping[str, str]

    def settings(self, q: float, precision: float) -> Floats:
        """The numbers that the kernel reads, in its order."""
        said = self.said
        flags = [
            said["status-quo"] == "drifts",
            said["victory"] == "pair",
            said["votes"] == "linear",
            said["capitulation"] == "on",
            said["choice"] == "least-move",
            said["viewpoint"] == "other",
        ]
        return np.array([q, *flags, precision, said["range"] == "round"], dtype=np.float64)


@dataclass(frozen=True)
class ExpectedUtility(Protocol):
    """Everyone weighs a challenge to everyone else, and moves where another's challenge would win.

    1. Weights w = capability x salience; distances d = |x_i - x_j| / D, D the range of positions now, or of
       those at the start and now together.
    2. k votes for a over b with w_k (d_kb^r_k - d_ka^r_k); a's chance against b is the sum of votes for a
       over that of all votes (of the round, or of the pair).
    3. At first all risk exponents are r = 1.
    4. EU(i -> j) = s_j [P U_s + (1 - P) U_f] + (1 - s_j) U_s - Q U_q - (1 - Q) [T U_b + (1 - T) U_w], with
       U_s = 2 - 4 (1/2 - d/2)^r, U_f = 2 - 4 (1/2 + d/2)^r, U_q = 2 - 4 (1/2)^r; the last term, in which the
       status quo drifts to the median m, only where it is asked for: with e = (|x_i - m| / D + d) / 4,
       U_b = 2 - 4 (1/2 - e)^r, U_w = 2 - 4 (1/2 + e)^r, and T = 1 where |x_i - m| < |x_i - x_j|, else 0.
    5. Security of i: the sum over j of EU(j -> i); R scales it to -1 .. 1 between the least and the most
       secure.
    6. Risk exponent r = (1 - R/3) / (1 + R/3), from 1/2 (secure, averse to risk) to 2.
    7. With those exponents again: a = EU(i -> j), b = EU(j -> i), both in the eyes of i (or b in those of j).
    8. An offer to i: confrontation if b > a > 0 (i moves to x_j), compromise if b > 0 > a and b > |a| (i
       moves the share |a/b| of the way), capitulation if b > 0 > a and b < |a| (i moves to x_j), else
       nothing.
    9. i takes one offer: confrontations first, then compromises, then capitulations; among equals the one
       with the least move, or, among compromises, the lowest weighted average.  All move at once.

    Source: Bueno de Mesquita 1985, 1994, as reconstructed by Scholz, Calbert and Smith 2011.
    """

    name: ClassVar[str] = "expected-utility"

    preset: str = words(
        "scholz-code",
        "scholz-paper",
        about="The reading: the reconstruction's code, or its paper as printed.",
    )
    q: float = number(1.0, 0.0, 1.0, about="Chance that, unchallenged, nothing changes.", name="q")
    victory: str = words(
        "preset",
        "round",
        "pair",
        about="Whether a chance of victory is a share of the round's votes or the pair's.",
    )
    votes: str = words(
        "preset", "risk", "linear", about="Whether voters' distances are raised to their exponents."
    )
    viewpoint: str = words(
        "preset", "own", "other", about="Whose exponent a rival's challenge is judged with."
    )
    capitulation: str = words(
        "preset", "off", "on", about="Whether an actor that stands to lose most gives in."
    )
    choice: str = words(
        "preset", "lowest-average", "least-move", about="Which of several compromises an actor takes."
    )
    range: str = words(
        "preset", "start", "round", about="Whether distances are shares of the first or each range."
    )
    status_quo: str = words(
        "preset",
        "flat",
        "drifts",
        about="Whether, unchallenged, a rival may drift to the median (where q < 1).",
    )

    @property
    def reading(self) -> Reading:
        """The options with those of the preset filled in."""
        own = {name: getattr(self, name.replace("-", "_")) for name in PRESETS[self.preset]}
        preset = PRESETS[self.preset]
        return Reading({name: preset[name] if got == "preset" else got for name, got in own.items()})

    @property
    def precision(self) -> float:
        """How precisely expected utilities are seen: exactly."""
        return np.inf

    def round(self, table: Table) -> Round:
        """Steps 1-9 on every issue; needs two positions that differ, else nobody moves."""
        from agents.kernels import challenge
        from agents.kernels.compiled import spread

        x = np.ascontiguousarray(table.position)
        runs, _, count = shape = x.shape
        risk, aim = np.ones(shape), x.copy()
        other = np.full(shape, -1)
        wide = (*shape, count) if table.tell else (0, 0, count, count)
        mine, theirs = np.zeros(wide), np.zeros(wide)
        capability = np.ascontiguousarray(np.broadcast_to(table.capability, shape[1:]))
        luck = np.full((runs, *shape[1:]), 0.5) if table.luck is None else table.luck
        given = (x, table.start, table.salience, capability, table.holds)
        settings = self.reading.settings(self.q, self.precision)
        arrays = [np.ascontiguousarray(one) for one in given]
        stake = np.zeros((*shape, 2))
        out = (risk, stake, mine, theirs, other, aim)
        spread(challenge.rounds, runs, *arrays, settings, np.ascontiguousarray(luck), *out)
        return Round(
            aim,
            lambda: moved_by_one(x, aim, other),
            numbers={"risk": risk},
            offers=lambda: self._offers(table, mine[0], theirs[0], other[0]),
            source=other,
            reasons={"rival_challenge": stake[..., 1], "own_challenge": -stake[..., 0]},
        )

    def _offers(self, table: Table, mine: Floats, theirs: Floats, taken: Ints) -> tuple[Offer, ...]:
        """Step 8 told: every offer of the first run and whether it was taken."""
        x = table.position[0]
        give_in = self.reading.said["capitulation"] == "on"
        found = []
        for k, i, j in np.argwhere(_offered(mine, theirs, give_in)):
            a, b = float(mine[k, i, j]), float(theirs[k, i, j])
            kind = KINDS[1] if a > 0 else KINDS[2] if b > -a else KINDS[3]
            share = abs(a / b) if kind == "compromise" else 1.0
            found.append(
                Offer(
                    actor=int(i),
                    other=int(j),
                    issue=int(k),
                    kind=kind,
                    ended="taken" if taken[k, i] == j else "passed over",
                    before=float(x[k, i]),
                    after=float(x[k, i] + (x[k, j] - x[k, i]) * share),
                    numbers={"eu_ij": a, "eu_ji": b},
                )
            )
        return tuple(found)


def _offered(mine: Floats, theirs: Floats, give_in: bool) -> Bools:
    """Where there is an offer at all, (K, N, N)."""
    lost = (theirs > mine) & (mine > 0)
    bent = (theirs > 0) & (mine < 0) & ((theirs > -mine) | (give_in & (theirs < -mine)))
    return np.asarray(lost | bent, dtype=np.bool_)
