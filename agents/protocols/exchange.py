"""Exchange of positions: two actors each give way on the issue that matters less to them."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Floats, Ints
from agents.protocols.options import number
from agents.protocols.protocol import Protocol
from agents.protocols.round import Offer, Round
from agents.protocols.table import Table

MOST_TOLD = 5_000
"""Exchanges told of one round, at most."""


@dataclass(frozen=True)
class Exchange(Protocol):
    """Pairs on opposite sides of two issues swap moves so that both gain the same, the best pair first.

    1. The outcome expected on an issue: the mean of positions by capability x salience.
    2. Who may exchange: two actors on opposite sides of it on both issues (at it counts as below).
    3. I, who cares more for p against q than J does, demands p and supplies q; J the reverse.
    4. J moves to I's position on p, or I to J's on q, whichever is the smaller exchange at equal gain:
       shift_p (s_Ip + s_Jp) = shift_q (s_Iq + s_Jq), shifts of the expected outcomes.
    5. No move takes the expected outcome beyond the position it is made for, counting what others have
       moved for the same actor on that issue; where it is there or beyond already, nothing holds a move back.
    6. Gain of both: |shift_p s_Ip - shift_q s_Iq|.
    7. An exchange is valid with a gain, two moves, and all moves of an actor on an issue in one direction.
    8. The one with the highest gain is made (luck decides among equals); those that it touches are reckoned
       anew; until none is left.  Where actors then stand is how they vote.
    9. With `p` > 0 the gain is random: one of the two, by luck, gains up to the share p of the way to the
       most it could have (the other losing nothing), or less than the equal gain.
    10. The next round starts from x + ((1 - s) salience-weight + fixed-weight) (y - x), the weight at most 1.

    Source: Stokman and Van Oosten 1994; equal gain and its random form as in the program DECIDE, 2020.
    """

    name: ClassVar[str] = "exchange"
    needs: ClassVar[tuple[str, ...]] = ("two issues",)

    p: float = number(
        0.0, 0.0, 1.0, about="How random gains are: 0 is equal gain, 1 anything that harms neither."
    )
    salience_weight: float = number(
        0.4, 0.0, 1.0, about="How far an actor to whom nothing matters keeps to its vote."
    )
    fixed_weight: float = number(0.1, 0.0, 1.0, about="How far every actor keeps to its vote.")

    @property
    def chancy(self) -> bool:
        """Ties are settled by luck."""
        return True

    def round(self, table: Table) -> Round:
        """Steps 1-10 on all issues together."""
        from agents.kernels import exchange as kernel
        from agents.kernels.compiled import spread

        low = table.per_issue(table.low)[:, None]
        span = table.per_issue(table.high)[:, None] - low
        x = np.ascontiguousarray((table.position - low) / span * 100.0)
        shape = x.shape
        runs, count = shape[0], shape[-1]
        vote, moved, gained = x.copy(), np.zeros((*shape, count)), np.zeros(shape)
        made = np.zeros(runs, dtype=np.int64)
        most = MOST_TOLD if table.tell else 0
        told_who, told = np.zeros((most, 4), dtype=np.int64), np.zeros((most, 9))
        capability = np.ascontiguousarray(np.broadcast_to(table.capability, shape[1:]))
        luck = np.full(shape, 0.5) if table.luck is None else np.ascontiguousarray(table.luck)
        given = (x, np.ascontiguousarray(table.salience), capability, table.holds, luck, self.p)
        spread(kernel.rounds, runs, *given, vote, moved, gained, made, told_who, told)
        weight = np.minimum((1.0 - table.salience) * self.salience_weight + self.fixed_weight, 1.0)
        swung = np.where(vote == x, table.position, low + vote / 100.0 * span)
        after = table.position + weight * (swung - table.position)
        return Round(
            np.where(table.holds, after, table.position),
            lambda: moved * (weight * span / 100.0)[..., None],
            voting=swung,
            numbers={"made": np.broadcast_to(made[:, None, None].astype(np.float64), shape)},
            source=np.where((vote != x) & table.holds, np.abs(moved).argmax(axis=-1), -1),
            reasons={"gain": gained},
            offers=lambda: _told(table, told_who, told[: int(made[0])], low[:, 0], span[:, 0] / 100.0),
        )


def _told(table: Table, who: Ints, told: Floats, low: Floats, unit: Floats) -> tuple[Offer, ...]:
    """Both sides of every exchange made in the first run, in order, with what it did to everybody else."""
    found = []
    for (i, j, p, q), row in zip(who[: len(told)].tolist(), told, strict=True):
        gain, y_i, y_j, p0, p1, q0, q1, from_i, from_j = row.tolist()
        away = np.zeros(table.position.shape[-1])
        for k, before, after in ((p, p0, p1), (q, q0, q1)):
            x = (table.position[0, k] - low[k]) / unit[k]
            away += (np.abs(before - x) - np.abs(after - x)) * table.salience[0, k] * table.holds[k]
        others = np.delete(away, [i, j])
        numbers = {
            "gain": gain,
            "others_gain": float(others[others > 0].sum()),
            "others_loss": float(others[others < 0].sum()),
        }
        for mover, other, k, start, end, shift in (
            (i, j, q, from_i, y_i, q1 - q0),
            (j, i, p, from_j, y_j, p1 - p0),
        ):
            found.append(
                Offer(
                    actor=mover,
                    other=other,
                    issue=k,
                    kind="exchange",
                    ended="made",
                    before=float(low[k] + start * unit[k]),
                    after=float(low[k] + end * unit[k]),
                    numbers=numbers | {"outcome_shift": float(shift * unit[k])},
                )
            )
    return tuple(found)
