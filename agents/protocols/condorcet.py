"""The spatial model of politics: bargains between pairs, and probabilistic Condorcet votes among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from agents.arrays import Bools, Floats, Ints
from agents.protocols.options import options_of, words
from agents.protocols.protocol import Protocol
from agents.protocols.round import Offer, Round, moved_by_one
from agents.protocols.table import Table

ADJUST = {"None": 0.0, "OneThird": 1 / 3, "Half": 0.5, "TwoThirds": 2 / 3, "Full": 1.0}
"""Share of an actor's true attitude to risk in what others believe of it."""

ORDERED = (
    "VictoryProbModel",
    "PCEModel",
    "StateTransitions",
    "VotingRule",
    "BigRRange",
    "ThirdPartyCommit",
    "InterVecBrgn",
    "BargnModel",
)
"""The options in the order of the kernel's vector; each is told by the place of its word."""

WORDS = {
    "VictoryProbModel": ("Linear", "Square", "Quartic", "Octic", "Binary"),
    "PCEModel": ("Conditional", "MarkovIncentive", "MarkovUniform"),
    "StateTransitions": ("Deterministic", "Stochastic"),
    "VotingRule": ("Binary", "PropBin", "Prop", "PropCbc", "Cubic", "ASymProsp"),
    "BigRRange": ("Min", "Mid", "Max"),
    "ThirdPartyCommit": ("NoCommit", "SemiCommit", "FullCommit"),
    "InterVecBrgn": ("S1P1", "S2P2", "S2PMax"),
    "BargnModel": ("InitOnlyInterp", "InitRcvrInterp", "PWCompInterp"),
}
"""The words of each option in the order of their codes."""


@dataclass(frozen=True)
class Condorcet(Protocol):
    """Each actor bargains with the rival from whom it expects most, and takes what a vote makes likeliest.

    1. Distance of x_j from the ideal z_i: d_ij = sqrt(sum_k s_ik^2 (z_ik - x_jk)^2 / sum_k s_ik^2).
    2. Attitude to risk: all vote on all positions with their capability, by utilities 1 - d; a coalition's
       chance is its share of the pair's votes; a position is as probable as that it beats every other.  R_i
       from there.
    3. h believes that j's position is worth (1 - d_ij) (1 + r d_ij) to i, r a mixture of R_h and R_i.
    4. i expects to prevail over j with chance P from capability x salience x gain, third parties included,
       and challenges the j with the greatest expected gain (more than 1e-5), or nobody.
    5. Their bargain: both move towards each other by the squares of salience x chance, rounded to 1/10,000.
    6. Each actor puts the bargains it is party to, and the present, to a vote of all, and takes its own
       part of the likeliest; its partner may take another.
    7. Ideals follow positions, z <- A x + (1 - A 1) z; without a matrix A at once.
    8. Positions have settled after two rounds or more in which they move less than 2% of the first round's.

    Source: KTAB's Spatial Model of Politics (Wise, Lester & Efird 2015), option names and defaults as there;
    what differs from its code is listed in docs/protocols.md.  Saliences of an actor may sum to more than 1
    here: then all are divided by the largest sum.
    """

    name: ClassVar[str] = "condorcet"
    rounds: ClassVar[int] = 100

    victory: str = words(
        "Linear", "Square", "Quartic", "Octic", "Binary",
        name="VictoryProbModel", about="How a coalition's share of the votes becomes a chance of victory.",
    )  # fmt: skip
    means: str = words(
        "Conditional", "MarkovIncentive", "MarkovUniform",
        name="PCEModel", about="How chances between pairs become probabilities of all alternatives.",
    )  # fmt: skip
    transitions: str = words(
        "Deterministic", "Stochastic",
        name="StateTransitions", about="Whether the likeliest alternative is taken or one is drawn.",
    )  # fmt: skip
    voting: str = words(
        "Prop", "Binary", "PropBin", "PropCbc", "Cubic", "ASymProsp",
        name="VotingRule", about="How a difference in utility becomes a vote.",
    )  # fmt: skip
    adjust: str = words(
        "OneThird", "None", "Half", "TwoThirds", "Full",
        name="BigRAdjust", about="How much of a rival's own attitude to risk others take into account.",
    )  # fmt: skip
    reach: str = words(
        "Mid",
        "Min",
        "Max",
        name="BigRRange",
        about="Range of attitudes to risk: [-1/2, 1], [0, 1] or [-1, 1].",
    )
    commitment: str = words(
        "SemiCommit", "NoCommit", "FullCommit",
        name="ThirdPartyCommit", about="Whether third parties take sides in a challenge.",
    )  # fmt: skip
    vector: str = words(
        "S2P2",
        "S1P1",
        "S2PMax",
        name="InterVecBrgn",
        about="How salience and chance set where a bargain meets.",
    )
    bargain: str = words(
        "InitOnlyInterp", "InitRcvrInterp", "PWCompInterp",
        name="BargnModel", about="Whose reading of a challenge makes the bargain.",
    )  # fmt: skip
    dimensions: str = words(
        "joint", "separate", about="Whether issues are dimensions of one bargain or bargained one by one."
    )

    @property
    def chancy(self) -> bool:
        """Whether transitions are drawn."""
        return self.transitions == "Stochastic"

    @property
    def vector_of_options(self) -> Ints:
        """The options as the kernel reads them."""
        known = options_of(type(self))
        return np.array(
            [WORDS[name].index(getattr(self, known[name].field)) for name in ORDERED], dtype=np.int64
        )

    def settled(self, moves: Sequence[Floats]) -> Bools:
        """Step 8: distances summed over actors, in shares of the scale."""
        first, last = (np.sqrt((moves[i] ** 2).sum(axis=1)).sum(axis=-1) for i in (0, -1))
        return np.asarray((len(moves) > 1) & (last < 0.02 * (first + 1e-4)), dtype=np.bool_)

    def round(self, table: Table) -> Round:
        """Steps 1-7 on all issues together, or on each by itself."""
        issues = range(table.holds.shape[0])
        spaces = [list(issues)] if self.dimensions == "joint" else [[k] for k in issues]
        parts = [_Space(self, table, np.array(space)) for space in spaces]
        x = table.position
        after, other = x.copy(), np.full(x.shape, -1)
        numbers = {name: np.zeros(x.shape) for name in ("risk", "chance", "gain", "likely")}
        for part in parts:
            after[:, part.issues], other[:, part.issues] = part.after, part.taken[:, None, :]
            for i, name in enumerate(numbers):
                numbers[name][:, part.issues] = part.numbers[:, i][:, None, :]
        # Nobody gives way on an issue on which the other side of its bargain holds nothing.
        meets = np.take_along_axis(np.broadcast_to(table.holds, other.shape), np.maximum(other, 0), axis=-1)
        source = np.where(table.holds & meets, other, -1)
        return Round(
            after,
            lambda: moved_by_one(x, after, source),
            ideal=_ideals(table, after),
            numbers=numbers,
            offers=lambda: tuple(offer for part in parts for offer in part.offers()),
            source=source,
            reasons={"likelihood": numbers["likely"]},
        )


class _Space:
    """One bargain over some issues as dimensions of a space, on scales of 0-1, issues last."""

    def __init__(self, protocol: Condorcet, table: Table, issues: Ints) -> None:
        from agents.kernels import condorcet as kernel
        from agents.kernels.compiled import spread

        self.table, self.issues = table, issues
        self.low = table.per_issue(table.low)[issues]
        self.span = table.per_issue(table.high)[issues] - self.low
        holds = table.holds[issues].T
        x, ideal = self.scaled(table.position, holds), self.scaled(_ideal(table), holds)
        salience = np.where(holds, np.moveaxis(table.salience[:, issues], 1, -1), 0.0)
        most = salience.sum(axis=-1).max(axis=-1, initial=1.0)[:, None, None]
        runs, count, _ = x.shape
        capability = np.broadcast_to(table.capability, table.holds.shape)[issues].max(axis=0, initial=0.0)
        who = np.flatnonzero(holds.any(axis=-1) & (capability > 0))
        luck = np.full((runs, count), 0.5) if table.luck is None else table.luck[:, issues[0]]
        self.numbers, self.x, self.new = np.zeros((runs, 4, count)), x, x.copy()
        self.target, self.taken, self.author = (np.full((runs, count), -1) for _ in range(3))
        self.meet = np.zeros((runs, count, 2, len(issues)))
        given = (x, ideal, salience / most, capability, who)
        out = (self.numbers, self.target, self.taken, self.author, self.new, self.meet)
        adjust = ADJUST[protocol.adjust]
        arrays = [np.ascontiguousarray(one) for one in given]
        spread(
            kernel.rounds, runs, *arrays, protocol.vector_of_options, adjust, np.ascontiguousarray(luck), *out
        )

    def scaled(self, place: Floats, holds: Bools) -> Floats:
        """Positions as shares of the scale, issues last, NaN where nothing is held."""
        return np.where(holds, (np.moveaxis(place[:, self.issues], 1, -1) - self.low) / self.span, np.nan)

    @property
    def after(self) -> Floats:
        """Positions in the issues' units; who does not move stays to the last bit."""
        moved = np.moveaxis(self.low + self.new * self.span, -1, 1)
        moves = np.moveaxis((self.new != self.x) & ~np.isnan(self.x), -1, 1)
        return np.where(moves, moved, self.table.position[:, self.issues])

    def _took(self, actor: int, other: int, author: int) -> bool:
        """Whether an actor took the author's bargain with the other, or one that comes to the same."""
        part = 0 if actor == author else 1
        same = np.allclose(self.new[0, actor], self.meet[0, author, part], rtol=0, atol=1e-9, equal_nan=True)
        return bool(self.taken[0, actor] == other and (self.author[0, actor] == author or same))

    def offers(self) -> tuple[Offer, ...]:
        """Every bargain proposed in the first run, issue by issue."""
        found = []
        for i in np.flatnonzero(self.target[0] >= 0).tolist():
            j = int(self.target[0, i])
            both = (self._took(i, j, i), self._took(j, i, i))
            ended = {
                (True, True): "taken",
                (True, False): "taken by the proposer",
                (False, True): "taken by the receiver",
                (False, False): "passed over",
            }[both]
            numbers = {"chance": float(self.numbers[0, 1, i]), "gain": float(self.numbers[0, 2, i])}
            for d, issue in enumerate(self.issues):
                if self.table.holds[issue, i] and self.table.holds[issue, j]:
                    meets = [float(self.low[d] + self.meet[0, i, side, d] * self.span[d]) for side in (0, 1)]
                    found.append(
                        Offer(
                            actor=i,
                            other=j,
                            issue=int(issue),
                            kind="bargain",
                            ended=ended,
                            before=float(self.table.position[0, issue, i]),
                            after=meets[0],
                            numbers=numbers | {"other_after": meets[1]},
                        )
                    )
        return tuple(found)


def _ideal(table: Table) -> Floats:
    return table.position if table.ideal is None else table.ideal


def _ideals(table: Table, after: Floats) -> Floats | None:
    """Step 7: ideals drawn to where positions now are; None where ideals are positions."""
    if table.adjustment is None:
        return None
    pulled = (table.adjustment @ after[..., None])[..., 0]
    return np.asarray(pulled + (1.0 - table.adjustment.sum(axis=-1)) * _ideal(table), dtype=np.float64)
