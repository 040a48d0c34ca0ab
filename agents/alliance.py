"""The alliance's council: a posture stands if no ally breaks the silence."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents.arrays import Bools, Floats, Ints, Terms, among
from agents.cast import NOBODY, Cast
from agents.chance import noise
from agents.kernels import silence
from agents.state import NOTHING, Change, Decision, Draw, State

WORDS = {0: "breaks the silence", 1: "stays silent"}


def alarmed(state: State, cast: Cast) -> Floats:
    """Allies' positions on the posture as violence moves them, (R, A), points: all want more of the force.

    The move is `alliance.alarm` where the worst place is at severity 100, and in proportion below.
    """
    worst = np.minimum(state.severity.max(axis=-1, initial=0.0), 100.0) / 100.0
    calm = among(state.position[:, cast.posture], cast.alliance_seats)
    return np.minimum(calm + (cast.p["alliance.alarm"] * worst)[:, None], 100.0)


TERMS = ("tolerance", "distance", "alarm", "chance")
"""What makes an ally tolerate a posture, in the order of the sum."""


@dataclass(frozen=True)
class Tolerance:
    """What decides by how much the allies tolerate postures, in points.

    tolerance : (R,); held, moved : positions as they are and as alarm has them, (R, A); chance : (R, A)
    place : (Q,), where each posture stands
    """

    tolerance: Floats
    held: Floats
    moved: Floats
    chance: Floats
    place: Floats

    @classmethod
    def of(cls, state: State, cast: Cast, draw: Draw) -> "Tolerance":
        """That of a week."""
        p, seats = cast.p, cast.alliance_seats
        held, moved = among(state.position[:, cast.posture], seats), alarmed(state, cast)
        chance = noise(among(draw.silence, seats), p["alliance.noise"][:, None])
        return cls(p["alliance.tolerance"], held, moved, chance, cast.postures.place)

    @property
    def objects(self) -> Bools:
        """Who does not tolerate which posture, (R, Q, A)."""
        runs, allies = self.held.shape
        out = np.empty((runs, len(self.place), allies), dtype=np.bool_)
        silence.objecting(self.tolerance, self.held, self.moved, self.chance, self.place, out)
        return out

    def terms(self, posture: int) -> Callable[[Ints, Ints], Terms]:
        """Gives the terms of one posture, each (pairs,), for pairs of a run and an ally."""

        def of(run: Ints, ally: Ints) -> Terms:
            out = np.empty((len(TERMS), len(run)))
            place = self.place[posture]
            silence.tolerating(run, ally, self.tolerance, self.held, self.moved, self.chance, place, out)
            return dict(zip(TERMS, out, strict=True))

        return of


def stands(objects: Bools) -> Bools:
    """Whether a posture stands, (...,), from who objects, (..., A): one objection is enough to stop it."""
    return np.logical_not(objects.any(axis=-1))


def reviews(state: State, cast: Cast) -> bool:
    """Whether the allies review the force this week: every so many weeks after the start."""
    every = max(round(cast.rules.alliance_review * 7.0 / cast.days), 1)
    return state.week > 0 and state.week % every == 0


def review(state: State, cast: Cast, draw: Draw) -> Change:
    """Propose postures in the order of their distance from the allies' mean; the first that stands is taken.

    Where none stands the posture in force goes on.
    """
    if cast.posture == NOBODY or not cast.postures.name or not reviews(state, cast):
        return NOTHING
    seats = cast.alliance_seats
    member = cast.alliance_member[state.week, seats] & cast.holds[cast.posture, seats]
    if not member.any():
        return NOTHING
    judged = Tolerance.of(state, cast, draw)
    objects = judged.objects & member
    turn = _order(judged.moved, cast, member)
    taken, proposed = _first_standing(turn, stands(objects))
    objected = state.objected.copy()
    run, posture, place = np.nonzero(objects & proposed[:, :, None].astype(np.bool_))
    objected[run, posture, seats[place]] += 1
    fields = {
        "posture": np.where(taken >= 0, taken, state.posture),
        "proposed": state.proposed + proposed,
        "objected": objected,
    }
    decisions = tuple(
        Decision(
            f"silence:{cast.postures.name[q]}",
            seats,
            proposed[:, q, None].astype(np.bool_) & member,
            ~objects[:, q],
            WORDS,
            judged.terms(q),
            draw=draw.silence,
        )
        for q in range(len(cast.postures.name))
    )
    return Change(fields, decisions)


def _order(moved: Floats, cast: Cast, member: Bools) -> Ints:
    """Postures from nearest to farthest from the allies' mean position, as alarm has it, (R, Q)."""
    x = np.where(member, moved, 0.0)
    mean = x.sum(axis=-1, keepdims=True) / member.sum()
    return np.argsort(np.abs(cast.postures.place - mean), axis=-1, kind="stable")


def _first_standing(turn: Ints, stands: Bools) -> tuple[Ints, Ints]:
    """Index of the posture taken, (R,), or -1; and which were proposed on the way, (R, Q) as 0 or 1."""
    ordered = np.take_along_axis(stands, turn, axis=-1)
    found = ordered.any(axis=-1)
    first = np.argmax(ordered, axis=-1)
    last_tried = np.where(found, first, ordered.shape[-1] - 1)
    tried = np.arange(ordered.shape[-1]) <= last_tried[:, None]
    proposed = np.zeros_like(turn)
    np.put_along_axis(proposed, turn, tried.astype(np.int64), axis=-1)
    chosen = np.take_along_axis(turn, first[:, None], axis=-1)[:, 0]
    return np.where(found, chosen, -1), proposed


def reserves_on_call(state: State, cast: Cast) -> Bools:
    """Whether the posture in force keeps the reserve battalions on call, (R,)."""
    if not cast.postures.name:
        return np.zeros(cast.runs, dtype=np.bool_)
    return np.asarray(cast.postures.reserves[state.posture], dtype=np.bool_)


def factor(values: Floats, state: State) -> Floats:
    """A posture's factor on strength or on caveats, (R,); 1 where the case has no postures."""
    return values[state.posture] if len(values) else np.ones(len(state.posture))
