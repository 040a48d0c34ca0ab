"""Replies: whether an opponent, once free to answer, has a single move that takes back what another gained.

In a scenario everybody else goes on by its rule.  So a move can look good only because nobody answers it.
Here each of the best moves meets every move that an opponent could make by itself: all of them on a few runs
whose luck is used for nothing else, then the strongest on the very runs that the gain was measured on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sim.outcomes import Outcome
from sim.studies.moves import SILENT, Move, own
from sim.studies.orders import Work
from sim.studies.paired import Difference, difference
from sim.studies.settings import combined
from sim.studies.study import Missing, Study

if TYPE_CHECKING:
    import scenarios
    from sim.studies.advise import Question

Verdict = Literal["holds", "open", "gone"]

OPPONENTS = 3
"""Who is free to answer: the few that stand farthest from the actor, and the next in each body it sits in."""
FEW = 40
"""Runs on which all replies are tried, at most."""
STRONGEST = 3
"""Replies to each move that are measured on all runs."""


@dataclass(frozen=True)
class Answer:
    """The reply to a move that leaves least of its gain.

    left : what move and reply together change against the scenario as it is; taken : what they change against
    the move alone; without : what they change against the reply alone, None where the reply has nothing to
    answer without the move.  verdict : gone, if the reply takes clearly from the gain and the interval of
    what is left reaches zero; open, if that interval reaches zero only because luck parts the runs
    """

    reply: Move
    left: Difference
    taken: Difference
    without: Difference | None
    verdict: Verdict

    @property
    def undone(self) -> bool:
        """Whether the gain is gone."""
        return self.verdict == "gone"

    def as_dict(self, sign: float) -> dict[str, Any]:
        """For a program; gains are in the wished direction."""
        return {
            "actor": self.reply.actor,
            "name": self.reply.name,
            "says": self.reply.says,
            "settings": list(self.reply.settings),
            "left": None if self.left.mean is None else sign * self.left.mean,
            "against_scenario": self.left.as_dict(),
            "against_move_alone": self.taken.as_dict(),
            "against_reply_alone": self.without.as_dict() if self.without else None,
            "verdict": self.verdict,
        }


@dataclass(frozen=True)
class Search:
    """Whose replies were sought: how many were tried on a few runs, how many measured on all.

    answers : name of a move -> the reply that leaves least of its gain
    """

    opponents: tuple[str, ...]
    tried: int
    few: int
    measured: int
    answers: Mapping[str, Answer]
    missing: tuple[Missing, ...] = ()
    complete: bool = True

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        return {
            "opponents": list(self.opponents),
            "tried": self.tried,
            "runs_of_each": self.few,
            "measured_on_all_runs": self.measured,
        }


@dataclass(frozen=True)
class Pair:
    """A move and a reply to it."""

    move: Move
    reply: Move
    settings: tuple[str, ...]


def opponents(scenario: "scenarios.Scenario", actor: str) -> tuple[str, ...]:
    """Who stands farthest from an actor, and farthest of the others in each body that it sits in.

    Points apart, each issue weighted by how much it matters to both, added up.
    """
    here = scenario.actors[actor]
    apart: dict[str, float] = {}
    for name, other in scenario.actors.items():
        if name != actor and other.kind not in SILENT:
            shared = [issue for issue in other.positions if issue in here.positions]
            apart[name] = sum(_apart(here.positions[issue], other.positions[issue]) for issue in shared)
    far = sorted((name for name in apart if apart[name] > 0), key=lambda name: -apart[name])
    found = far[:OPPONENTS]
    for body in here.memberships:
        members = (name for name in far if body in scenario.actors[name].memberships and name not in found)
        found += list(members)[:1]
    return tuple(found)


def _apart(one: Any, other: Any) -> float:
    return float(abs(one.mode - other.mode) * one.salience.range[1] * other.salience.range[1])


def search(
    asked: "Question",
    best: Mapping[Move, Outcome],
    before: Outcome,
    work: Work,
) -> Search:
    """Hold each of the best moves against all replies, and find the one that leaves least of its gain.

    best : the moves and the outcome with each of them; before : the outcome of the scenario as it is
    """
    who = opponents(asked.scenario, asked.actor)
    pairs = [pair for move in best for pair in _pairs(asked, move, who)]
    few = min(asked.runs, FEW)
    # Other runs than those of the gain: what happened to be strong in them is not chosen for its luck.
    trial = _study(asked, pairs, range(asked.runs, asked.runs + few), "Replies", work)
    strong = _strongest(asked, pairs, trial) if trial.complete else []
    alone = _alone(asked, [pair.reply for pair in strong])
    whole = _study(asked, [*strong, *alone.values()], range(asked.runs), "Best replies", work)
    known: dict[Move | None, Outcome] = {None: before, **dict(best.items())}
    answers = _answers(asked, strong, list(alone), whole, known) if whole.complete else {}
    return Search(
        opponents=who,
        tried=len(pairs),
        few=few,
        measured=len(strong),
        answers=answers,
        missing=(*trial.missing, *whole.missing),
        complete=trial.complete and whole.complete,
    )


def _pairs(asked: "Question", move: Move, who: Sequence[str]) -> list[Pair]:
    """A move with each single thing that the opponents could do about it by themselves."""
    point = asked.point(move.settings)
    assert point is not None
    found: list[Pair] = []
    for other in who:
        if other == move.target:  # that it could go back to where it stood goes without saying
            continue
        replies = own(point.scenario, other)
        found += [Pair(move, reply, combined(move.settings, reply.settings)) for reply in replies]
    return found


def _alone(asked: "Question", made: Sequence[Move]) -> dict[tuple[str, str], Pair]:
    """The replies as their actors could make them without the move."""
    found: dict[tuple[str, str], Pair] = {}
    for reply in made:
        here = {one.name: one for one in own(asked.scenario, reply.actor)}
        if reply.name in here:
            same = here[reply.name]
            found[reply.actor, reply.name] = Pair(same, same, same.settings)
    return found


def _study(
    asked: "Question",
    pairs: Sequence[Pair],
    runs: range,
    title: str,
    work: Work,
) -> Study:
    """Run each pair on these runs; what the case does not allow is run as the scenario is."""
    points = [asked.point(pair.settings, runs) or asked.point((), runs) for pair in pairs]
    return work.study(title, [point for point in points if point is not None], asked.seed)


def _strongest(asked: "Question", pairs: Sequence[Pair], trial: Study) -> list[Pair]:
    """Of the replies to each move, those that leave the outcome least where the actor wants it."""
    found: list[Pair] = []
    levels = {}
    for at, pair in enumerate(pairs):
        values = asked.measured(trial, at).values
        known = values[values == values]  # noqa: PLR0124 - NaN alone differs from itself
        levels[id(pair)] = asked.sign * float(known.mean()) if len(known) else float("inf")
    for move in dict.fromkeys(pair.move.name for pair in pairs):
        mine = [pair for pair in pairs if pair.move.name == move]
        found += sorted(mine, key=lambda one: levels[id(one)])[:STRONGEST]
    return found


def _answers(
    asked: "Question",
    strong: Sequence[Pair],
    alone: Sequence[tuple[str, str]],
    whole: Study,
    without: Mapping[Move | None, Outcome],
) -> dict[str, Answer]:
    """The reply to each move that leaves least of its gain, as measured on all runs.

    without : the outcome with each move and no reply; under None, with neither
    """
    found: dict[str, Answer] = {}
    least: dict[str, float] = {}
    for at, pair in enumerate(strong):
        after, name = asked.measured(whole, at), pair.move.name
        left, taken = difference(without[None], after), difference(without[pair.move], after)
        made = (pair.reply.actor, pair.reply.name)
        only = asked.measured(whole, len(strong) + alone.index(made)) if made in alone else None
        gain = float("inf") if left.mean is None else asked.sign * left.mean
        if gain < least.get(name, float("inf")):
            least[name] = gain
            bare = difference(only, after) if only else None
            found[name] = Answer(pair.reply, left, taken, bare, verdict(left, taken, asked.sign))
    return found


def verdict(left: Difference, taken: Difference, sign: float) -> Verdict:
    """What becomes of a gain, from what is left of it and what the reply took."""
    if sign * (left.mean or 0.0) - (left.half or 0.0) > 0.0:
        return "holds"
    return "gone" if taken.clear and sign * (taken.mean or 0.0) < 0.0 else "open"
