"""Power: a body of a scenario as a game of yes and no, under the decision rules that the engine knows."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.arrays import Bools, Ints
from agents.cast import Rules
from agents.power import Game

if TYPE_CHECKING:
    import scenarios
    from scenarios.models import BodyRule

MOST_CELLS = 20_000_000
"""Pairs of a size and weights that are counted at most; beyond it memory runs out before patience."""


class PowerError(ValueError):
    """A body whose power cannot be measured: it decides nothing, or could not adopt anything."""


@dataclass(frozen=True)
class Quota:
    """How much of what a text needs: members or weighted votes."""

    of: str
    needed: int
    total: int

    def __str__(self) -> str:
        return f"{self.needed} of {self.total} {self.of}"


@dataclass(frozen=True)
class Sitting:
    """A body on a day as a game of its N members, in the order of the case.

    votes : what the rule counts of each; quotas : one for each weighted game; note : what the game leaves out
    """

    body: str
    day: dt.date
    rule: str
    members: tuple[str, ...]
    votes: tuple[int, ...]
    quotas: tuple[Quota, ...]
    game: Game
    note: str


def sitting(
    scenario: "scenarios.Scenario",
    body: str,
    day: dt.date | None = None,
    rule: str | None = None,
    quota: int | None = None,
) -> Sitting:
    """A body of a scenario as a game: on the case's first day and under the scenario's rule, if not said.

    rule : one of `RULES`; quota : votes needed, where the rule has a number to set
    Errors: PowerError, with what is allowed.
    """
    found = _Body(scenario, body, _within(scenario, day or scenario.case.start), rule, quota)
    made = RULES[found.rule](found)
    if made.game.cells > MOST_CELLS:
        raise PowerError(f"{body}: its votes add up to {sum(made.votes):,}, too many to count all coalitions")
    return made


class _Body:
    """Who sits in a body on a day, and what is said of how it decides."""

    def __init__(
        self,
        scenario: "scenarios.Scenario",
        name: str,
        day: dt.date,
        rule: str | None,
        quota: int | None,
    ) -> None:
        self.scenario, self.name, self.day, self.quota = scenario, name, day, quota
        self.said: BodyRule | None = scenario.rules.bodies.get(name)
        self.rule = rule or self._rule()
        seats = {one: actor.memberships.get(name) for one, actor in scenario.actors.items()}
        held = {one: seat for one, seat in seats.items() if seat is not None and seat.holds(day)}
        if not held:
            raise PowerError(f"{name} has no member on {day} in {scenario.name}")
        self.members = tuple(held)
        self.votes = np.array([seat.votes or 0 for seat in held.values()], dtype=np.int64)
        self.permanent = np.array([seat.seat == "permanent" for seat in held.values()])

    def _rule(self) -> str:
        """The scenario's rule."""
        if self.said is not None:
            return self.said.decision
        deciding = ", ".join(sorted(self.scenario.rules.bodies)) or "none"
        raise PowerError(
            f"{self.name} decides nothing in {self.scenario.name}: there is no rules.{self.name}; "
            f"bodies that decide: {deciding}; --rule looks at it under a rule of your choice"
        )

    def majority(self, otherwise: int | None = None) -> Quota:
        """How many members have to be in favour: what is asked for, what the scenario says, or otherwise."""
        needed = self.quota or (self.said.majority if self.said else None) or otherwise
        if needed is None:
            raise PowerError(
                f"{self.rule} needs the votes by which it adopts, and rules.{self.name}.majority gives none; "
                "give them as --quota N"
            )
        return self._within_reach(Quota("members", needed, len(self.members)))

    def qualified(self) -> Quota:
        """How many weighted votes have to be in favour: the first that are the qualified share."""
        whole = int(self.votes.sum())
        if not whole:
            raise PowerError(
                f"nobody in {self.name} holds weighted votes on {self.day}, which {self.rule} counts; "
                f"actors.NAME.memberships.{self.name}.votes holds them"
            )
        share = self.said.qualified_share if self.said else None
        share = Rules.union_qualified_share if share is None else share
        near = max(int(share * whole) - 1, 0)
        first = next(votes for votes in itertools.count(near) if votes / whole >= share)
        return self._within_reach(Quota("votes", self.quota or first, whole))

    def _within_reach(self, quota: Quota) -> Quota:
        """The quota, if all together can reach it."""
        if quota.needed <= quota.total:
            return quota
        path = f"rules.{self.name}.majority"
        where = "--quota" if self.quota else f"{self.scenario.origin.get(path, self.scenario.name)}: {path}"
        whole = f"all {quota.of} of {self.name} on {self.day}"
        raise PowerError(f"{where}: {quota.needed} is above {quota.total}, {whole}; nothing could be adopted")

    def sits(self, votes: Ints, quotas: tuple[Quota, ...], note: str, veto: Bools | None = None) -> Sitting:
        """The game; a quota of members weighs all the same, one of votes weighs the votes."""
        everyone = np.ones(len(self.members), dtype=np.int64)
        weights = np.stack([everyone if quota.of == "members" else self.votes for quota in quotas])
        needed = np.array([quota.needed for quota in quotas], dtype=np.int64)
        vetoes = np.zeros(len(everyone), dtype=np.bool_) if veto is None else veto
        game = Game(weights, needed, vetoes)
        return Sitting(
            self.name, self.day, self.rule, self.members, tuple(votes.tolist()), quotas, game, note
        )


def _within(scenario: "scenarios.Scenario", day: dt.date) -> dt.date:
    """The day, if the case says who sits where on it."""
    first, last = scenario.case.start, scenario.case.horizon - dt.timedelta(days=1)
    if first <= day <= last:
        return day
    side = "before the start" if day < first else "after the horizon"
    raise PowerError(f"--on: {day} is {side}; allowed: {first} to {last}")


def _council(body: _Body) -> Sitting:
    """So many votes in favour and, where it counts, no veto."""
    said = body.said.veto if body.said else None
    veto = body.permanent & (Rules.council_veto if said is None else said)
    quota = body.majority()
    note = f"A text needs {quota.needed} votes in favour, and nobody can veto it."
    if veto.any():
        note = (
            f"A text needs {quota.needed} votes in favour and no permanent member against. Seen as yes or "
            "no, a permanent member that abstains says no, though its abstention would let the text pass."
        )
    return body.sits(np.ones_like(body.votes), (quota,), note, veto)


def _everyone(note: str) -> Callable[[_Body], Sitting]:
    """Nobody may say no."""

    def rule(body: _Body) -> Sitting:
        if body.quota:
            raise PowerError(f"--quota: {body.rule} asks everyone and has no number to set")
        count = len(body.members)
        return body.sits(np.ones_like(body.votes), (Quota("members", count, count),), note)

    return rule


def _qualified(body: _Body) -> Sitting:
    """Weighted votes and more than half of the members: two games joined."""
    count = len(body.members)
    quotas = (body.qualified(), Quota("members", count // 2 + 1, count))
    return body.sits(body.votes, quotas, f"A text needs both {quotas[0]} and {quotas[1]} in favour.")


def _majority(body: _Body) -> Sitting:
    """So many members, or more than half."""
    quota = body.majority(len(body.members) // 2 + 1)
    return body.sits(np.ones_like(body.votes), (quota,), f"A text needs {quota} in favour.")


RULES: dict[str, Callable[[_Body], Sitting]] = {
    "council": _council,
    "consensus": _everyone("One objection is enough to block."),
    "unanimity": _everyone("One member that does not support a text is enough to block it."),
    "constructive_abstention": _everyone(
        "One objection is enough to block, so that seen as yes or no the rule is unanimity. To stand aside, "
        "which blocks nothing unless too many do, is no answer in a game of yes and no."
    ),
    "qualified_majority": _qualified,
    "majority": _majority,
}
"""Each decision rule by its name in a scenario's rules, as what makes the game of a body."""
