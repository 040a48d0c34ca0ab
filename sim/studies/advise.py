"""Levers: which single moves of an actor raise an outcome most, at what cost, and which replies undo them.

Each move runs on the same luck as the scenario, so that its gain is a mean of paired differences.  A cost is
told in the model's own terms beside it and never set against it: there is no rate of exchange.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.resolve import load
from scenarios.variants import Variants
from sim.outcomes import Outcome
from sim.studies import replies
from sim.studies.costs import Voices, away, beside
from sim.studies.moves import SILENT, Move, moves
from sim.studies.orders import Work
from sim.studies.paired import Difference, difference, short
from sim.studies.settings import applied, expanded
from sim.studies.significance import chance, holm
from sim.studies.study import Missing, Point, Study

if TYPE_CHECKING:
    import scenarios

RUNS, SEED = 200, 2007
SURE = 0.05
"""How often, at most, any move at all is called clear that changes nothing (Holm 1979)."""
HELD = 3
"""How many of the best moves are held against replies."""


@dataclass(frozen=True)
class Question:
    """Which moves of an actor move an outcome, in a scenario with settings laid over it.

    typed : the settings as they were given; given : the same with short names taken apart (`settings`)
    held : how many of the best moves meet replies
    """

    name: str
    typed: tuple[str, ...]
    given: tuple[str, ...]
    scenario: "scenarios.Scenario"
    variants: Variants
    actor: str
    outcome: str
    lower: bool
    runs: int
    seed: int
    held: int

    @property
    def sign(self) -> float:
        """What a difference of the outcome is multiplied with to be a gain."""
        return -1.0 if self.lower else 1.0

    def point(self, settings: Sequence[str] = (), runs: range | None = None) -> Point | None:
        """Runs of the scenario with these settings laid over it; None where the case does not allow them."""
        found = applied(self.variants, self.given, settings)
        if found is None:
            return None
        return Point(found, runs or range(self.runs))

    def measured(self, found: Study, place: int, name: str | None = None) -> Outcome:
        """What one point of a study gave of an outcome, by default of the one that is asked about."""
        name = name or self.outcome
        told = found.measures[name]
        return Outcome(name, told.unit, told.meaning, found.values[name][place])


@dataclass(frozen=True)
class Tried:
    """A move and what came of it, all run by run against the scenario as it is.

    change : of the outcome; gain : its mean in the wished direction, None where no pair of runs gives one
    chance : of so large a mean if the move changed nothing, corrected for the number of moves; clear :
    whether that is small enough.  away : by how much the other issues end farther from where the actor wishes
    to stand, points, weighted by salience, with half its 95% interval; None where there is no other issue
    beside : the other outcomes of the headline; voice : how much of what the pressed actor hears is the
    actor's voice on that issue, share; answer : the reply that leaves least of the gain, where one was sought
    """

    move: Move
    change: Difference
    gain: float | None
    chance: float
    clear: bool
    away: tuple[float, float] | None
    beside: tuple[Difference, ...]
    voice: float | None = None
    answer: "replies.Answer | None" = None

    @property
    def untouched(self) -> bool:
        """Whether the outcome is exactly equal in every run."""
        return not self.change.differs

    @property
    def helps(self) -> bool:
        """Whether it moves the outcome the wished way, clearly."""
        return self.clear and (self.gain or 0.0) > 0.0


@dataclass(frozen=True)
class Advice:
    """What was found: moves by their gain, the best first.

    before : the outcome of the scenario as it is; left_out : moves that the case does not allow
    search : whose replies were sought, and how; None where none were
    """

    question: Question
    before: Outcome
    tried: tuple[Tried, ...]
    left_out: tuple[Move, ...]
    search: "replies.Search | None"
    missing: tuple[Missing, ...]
    complete: bool

    @property
    def clear(self) -> tuple[Tried, ...]:
        """The moves that help clearly."""
        return tuple(one for one in self.tried if one.helps)

    def shown(self, most: int) -> tuple[Tried, ...]:
        """The moves with the largest gains, of those that change the outcome in any run."""
        return tuple(one for one in self.tried if one.gain is not None and not one.untouched)[:most]

    def best(self, own: bool) -> Tried | None:
        """The strongest move that helps clearly: of the actor's own, or of those that take others."""
        return next((one for one in self.clear if one.move.own is own), None)

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        asked = self.question
        values = self.before.values
        return {
            "scenario": {"name": asked.name, "hash": asked.scenario.hash, "set": list(asked.typed)},
            "for": asked.actor,
            "outcome": {
                "name": asked.outcome,
                "unit": self.before.unit,
                "meaning": self.before.meaning,
                "wanted": "lower" if asked.lower else "higher",
                "mean": None if np.isnan(values).all() else short(float(np.nanmean(values))),
            },
            "runs": asked.runs,
            "seed": asked.seed,
            "complete": self.complete,
            "correction": f"Holm over {len(self.tried)} moves, {SURE}",
            "moves": [_told(one, asked) for one in self.tried],
            "left_out": [one.name for one in self.left_out],
            "replies": self.search.as_dict() if self.search else None,
            "failed": [
                {"point": one.point, "runs": list(one.runs), "traceback": one.failure.traceback}
                for one in self.missing
            ],
        }


def _told(one: Tried, asked: Question) -> dict[str, Any]:
    move = one.move
    return {
        "name": move.name,
        "kind": move.kind,
        "says": move.says,
        "own": move.own,
        "presses": move.target or None,
        "consent": move.consent or None,
        "settings": list(move.settings),
        "gain": short(one.gain),
        "change": one.change.as_dict(),
        "chance": short(one.chance),
        "clear": one.clear,
        "cost": {
            "own_points": short(move.points),
            "own_points_by_salience": short(move.weighted),
            "elsewhere": None if one.away is None else [short(end) for end in one.away],
            "voice": short(one.voice),
        },
        "beside": {other.name: other.as_dict() for other in one.beside},
        "reply": one.answer.as_dict(asked.sign) if one.answer else None,
    }


def advise(
    scenario: str,
    actor: str,
    outcome: str,
    *,
    lower: bool = False,
    runs: int = RUNS,
    seed: int = SEED,
    given: Sequence[str] = (),
    held: int = HELD,
    work: Work | None = None,
) -> Advice:
    """Try all single moves of an actor, and the best of them against its opponents' replies.

    scenario : its name or path; given : KEY=VALUE, laid over it; held : how many moves meet replies
    Errors: ScenarioError; ValueError for an actor that decides nothing, or an outcome that there is not.
    """
    work = work or Work()
    base = load(scenario, given)
    if actor not in base.actors or base.actors[actor].kind in SILENT:
        raise ValueError(f"'{actor}' is no actor of {scenario} that decides")
    laid = expanded(base, given)
    asked = Question(
        scenario, tuple(given), laid, base, Variants(scenario), actor, outcome, lower, runs, seed, held
    )
    listed = [(move, asked.point(move.settings)) for move in moves(base, actor)]
    left_out = tuple(move for move, point in listed if point is None)
    allowed = [move for move, point in listed if point is not None]
    points = [Point(base, range(runs))]
    points += [point for _, point in listed if point is not None]
    found = work.study("Moves", points, seed)
    if not found.measures and not found.complete:
        raise KeyboardInterrupt
    if not found.measures:
        raise RuntimeError(f"no run of {scenario} succeeded: {found.missing[0].failure.message}")
    if outcome not in found.measures:
        raise ValueError(f"'{outcome}' is not an outcome of {base.case_name}")
    tried = ranked(asked, allowed, found)
    before, search, complete, missing = asked.measured(found, 0), None, found.complete, found.missing
    chosen = held_moves(tried, held)
    if chosen and complete:
        best = {move: asked.measured(found, 1 + allowed.index(move)) for move in (one.move for one in chosen)}
        search = replies.search(asked, best, before, work)
        complete, missing = search.complete, (*missing, *search.missing)
        tried = tuple(replace(one, answer=search.answers.get(one.move.name)) for one in tried)
    return Advice(asked, before, tried, left_out, search, missing, complete)


def held_moves(tried: Sequence[Tried], count: int) -> list[Tried]:
    """So many of the best that help clearly: of moves alike only the best, and one of the actor's own."""
    best: dict[str, Tried] = {}
    for one in tried:
        if one.helps:
            best.setdefault(one.move.stem, one)
    own = [one for one in best.values() if one.move.own][: min(count, 1)]
    first = [one for one in best.values() if one not in own][: max(count - len(own), 0)]
    return [one for one in best.values() if one in first or one in own]


def ranked(asked: Question, allowed: Sequence[Move], found: Study) -> tuple[Tried, ...]:
    """What came of each move, the largest gain first; what gives no number comes last."""
    before = asked.measured(found, 0)
    changes = [difference(before, asked.measured(found, at)) for at in range(1, len(allowed) + 1)]
    chances = holm([chance(one) for one in changes])
    voices = Voices(asked)
    tried = [
        Tried(
            move=move,
            change=change,
            gain=None if change.mean is None else asked.sign * change.mean + 0.0,
            chance=adjusted,
            clear=adjusted <= SURE,
            away=away(asked, found, at),
            beside=beside(asked, found, at),
            voice=voices.of(move),
        )
        for at, (move, change, adjusted) in enumerate(zip(allowed, changes, chances, strict=True), 1)
    ]
    return tuple(sorted(tried, key=lambda one: (one.gain is None, -(one.gain or 0.0))))
