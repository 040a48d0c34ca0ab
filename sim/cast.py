"""From a scenario to the cast of a block of runs: constants of the case and the beliefs of each run."""

from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.arrays import Bools, Floats
from agents.cast import NOBODY, UNDATED, Cast
from agents.ties import Ties
from sim import beliefs, stage
from sim.clock import Clock
from sim.draws import Streams
from sim.needs import CastError, needs

if TYPE_CHECKING:
    import scenarios
    from scenarios.models import Actor, Sourced

Range = beliefs.Range
NOTHING: Range = (0.0, 0.0, 0.0)


def make_cast(scenario: "scenarios.Scenario", streams: Streams) -> Cast:
    """The cast of these runs of a scenario; CastError if the scenario lacks what its roles need."""
    problems = list(needs(scenario))
    if problems:
        raise CastError(problems)
    return _Casting(scenario, streams).cast()


class _Casting:
    """Takes a scenario apart into arrays; one method a kind of array."""

    def __init__(self, scenario: "scenarios.Scenario", streams: Streams) -> None:
        self.scenario, self.streams, self.runs = scenario, streams, len(streams.runs)
        self.case, self.clock = scenario.case, Clock.of(scenario)
        self.names = tuple(scenario.actors)
        self.actors = tuple(scenario.actors.values())
        self.issues = tuple(scenario.issues)
        self.places = tuple(self.case.places)
        self.p = beliefs.parameters(scenario, streams)

    def cast(self) -> Cast:
        """All of it."""
        scenario = self.scenario
        roles, parts = self.case.roles, self.case.issue_roles
        position, salience, holds = self.positions()
        traits = self.traits()
        claimant, parent = self.seat(roles.claimant), self.seat(roles.parent)
        cast = Cast(
            actors=self.names,
            issues=self.issues,
            bodies=self.bodies(),
            groups=self.groups(),
            weeks=self.clock.steps,
            days=self.clock.days,
            runs=self.runs,
            p=self.p,
            rules=stage.rules(scenario),
            ties=self.ties(holds),
            position=position,
            salience=salience,
            holds=holds,
            capability=self.capability(),
            states=np.array([actor.kind == "state" for actor in self.actors]),
            **traits,
            posts=self.posts(),
            council_member=self.member(roles.council),
            alliance_member=self.member(roles.alliance),
            union_member=self.member(roles.union),
            permanent=self.each(lambda a: _seat(a, roles.council) == "permanent"),
            votes=self.each(lambda a: float(_votes(a, roles.union))).astype(np.float64),
            patron_against=self.among(roles.patrons_of_parent),
            patron_for=self.among(roles.patrons_of_claimant),
            meetings=stage.meetings(scenario, self.clock),
            claimant=claimant,
            parent=parent,
            status=self.issue(parts.status),
            posture=self.issue(parts.posture),
            deadline=self.dated("deadline", UNDATED),
            request=self.dated("request", 0),
            texts=stage.texts(scenario, self.clock),
            postures=stage.postures(scenario),
            responses=stage.responses(scenario, self.streams),
            ground=stage.ground(scenario, self.streams),
            council=roles.council or "",
            union=roles.union or "",
            reference=self.reference(),
        )
        _read_only(cast)
        return cast

    def each(self, of: Callable[["Actor"], object]) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """A value per actor, (N,)."""
        return np.array([of(actor) for actor in self.actors])

    def seat(self, name: str | None) -> int:
        """An actor's place on the axis, NOBODY without one."""
        return self.names.index(name) if name is not None else NOBODY

    def issue(self, name: str | None) -> int:
        """An issue's place on its axis, NOBODY without one."""
        return self.issues.index(name) if name is not None else NOBODY

    def among(self, group: Sequence[str]) -> Bools:
        """Who is in a list of names, (N,)."""
        return np.array([name in group for name in self.names])

    def dated(self, kind: str, otherwise: int) -> int:
        """The step of the last calendar entry of a kind."""
        steps = [self.clock.step(entry.date) for entry in self.case.calendar if entry.kind == kind]
        return max(steps, default=otherwise)

    def positions(self) -> tuple[Floats, Floats, Bools]:
        """Position and salience drawn for each run, (R, K, N), and who holds one, (K, N)."""
        held = [[actor.positions.get(issue) for actor in self.actors] for issue in self.issues]
        holds = np.array([[one is not None for one in row] for row in held], dtype=np.bool_)
        places = [[one.range if one else NOTHING for one in row] for row in held]
        weights = [[_range(one.salience) if one else NOTHING for one in row] for row in held]
        groups = self.groups()[[body != self.case.roles.mediator for body in self.bodies()]]
        n_issues = len(self.issues)
        alone = np.zeros(self.runs)
        u = beliefs.correlated(
            self.streams,
            "evidence.position",
            n_issues,
            groups,
            self.p.get("evidence.correlation", alone),
        )
        v = beliefs.correlated(
            self.streams,
            "evidence.salience",
            n_issues,
            groups,
            self.p.get("evidence.salience_correlation", alone),
        )
        return beliefs.grid(places, u), beliefs.grid(weights, v), holds

    def bodies(self) -> tuple[str, ...]:
        """The names of the bodies, G of them."""
        return tuple(name for name, actor in self.scenario.actors.items() if actor.kind == "body")

    def groups(self) -> Bools:
        """Membership of every body at any time, (G, N)."""
        bodies = self.bodies()
        rows = [[body in actor.memberships for actor in self.actors] for body in bodies]
        return np.array(rows, dtype=np.bool_).reshape(len(bodies), len(self.actors))

    def cohesion(self) -> Floats:
        """How much a shared seat in each body ties its members, (G,); 1 where the case does not say."""
        bodies = [self.scenario.actors[body] for body in self.bodies()]
        return np.array([body.cohesion.best if body.cohesion else 1.0 for body in bodies], dtype=np.float64)

    def reference(self) -> Floats:
        """Where each issue stands if nothing is agreed, (K,); NaN where the case does not say."""
        said = [issue.reversion for issue in self.scenario.issues.values()]
        return np.array([np.nan if one is None else one.best for one in said], dtype=np.float64)

    def traits(self) -> dict[str, Floats]:
        """What is known of each actor only roughly, each (R, N): exposure, reliance, contingent, caveats."""
        roles = self.case.roles
        ranges = {
            "exposure": [_sourced(a.exposure) for a in self.actors],
            "reliance_against": [_reliance(a, roles.patrons_of_parent) for a in self.actors],
            "reliance_for": [_reliance(a, roles.patrons_of_claimant) for a in self.actors],
            "asks_plan": [_sourced(a.asks_plan) for a in self.actors],
            "contingent": [_sourced(a.contingent) for a in self.actors],
            "caveat": [_sourced(a.caveats) for a in self.actors],
        }
        u = self.streams.uniforms("evidence.actors", len(ranges), len(self.actors))
        return {name: beliefs.draw(table, u[:, i]) for i, (name, table) in enumerate(ranges.items())}

    def capability(self) -> Floats:
        """The measure that the rules choose, as a share of the cast's sum, (N,)."""
        measure = self.scenario.rules.negotiation.capability
        if measure is None:
            return np.full(len(self.actors), 1.0 / len(self.actors))
        amounts = [a.capability[measure].best if measure in a.capability else 0.0 for a in self.actors]
        return np.array(amounts, dtype=np.float64) / (sum(amounts) or 1.0)

    def ties(self, holds: Bools) -> Ties:
        """What makes one actor hear another."""
        count = len(self.names)
        bilateral = [[actor.ties.get(name, 0.0) for name in self.names] for actor in self.actors]
        zero = np.zeros(self.runs)
        return Ties(
            source=self.capability() * holds,
            seats=self.groups(),
            cohesion=self.cohesion(),
            bilateral=np.array(bilateral, dtype=np.float64).reshape(count, count),
            floor=self.p.get("negotiation.tie_floor", zero + 1.0),
            body=self.p.get("negotiation.tie_body", zero),
            own=self.p.get("negotiation.own_voice", zero),
        )

    def posts(self) -> Floats:
        """Share of each contingent by place, (N, P)."""
        rows = [[actor.posts.get(place, 0.0) for place in self.places] for actor in self.actors]
        return np.array(rows, dtype=np.float64).reshape(len(self.actors), len(self.places))

    def member(self, body: str | None) -> Bools:
        """Who sits in a body in each week, (W, N)."""
        days = [self.clock.day(step) for step in range(self.clock.steps)]
        seats = [actor.memberships.get(body) if body else None for actor in self.actors]
        rows = [[seat is not None and seat.holds(day) for seat in seats] for day in days]
        return np.array(rows, dtype=np.bool_)


def _range(amount: object) -> Range:
    """A plain number or a range, as low, mode, high."""
    if isinstance(amount, int | float):
        return (float(amount), float(amount), float(amount))
    low, mode, high = amount.range  # type: ignore[attr-defined]
    return (low, mode, high)


def _sourced(amount: "Sourced | None") -> Range:
    return amount.range if amount is not None else NOTHING


def _reliance(actor: "Actor", patrons: Sequence[str]) -> Range:
    """The strongest reliance on any of the patrons."""
    ranges = [sourced.range for name, sourced in actor.reliance.items() if name in patrons]
    return max(ranges, key=lambda one: one[1], default=NOTHING)


def _seat(actor: "Actor", body: str | None) -> str | None:
    return actor.memberships[body].seat if body is not None and body in actor.memberships else None


def _votes(actor: "Actor", body: str | None) -> int:
    held = actor.memberships.get(body) if body is not None else None
    return (held.votes or 0) if held is not None else 0


def _read_only(part: Any) -> None:
    """Constants do not change: an attempt to write into any array of the cast raises."""
    if isinstance(part, np.ndarray):
        part.setflags(write=False)
    elif isinstance(part, dict):
        for value in part.values():
            _read_only(value)
    elif is_dataclass(part):
        _read_only(vars(part))
