"""What is the same in every run of a scenario, read once: who sits where, and what is known only roughly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.cast import UNDATED, Rules
from sim.clock import Clock
from sim.stage import rules

if TYPE_CHECKING:
    import scenarios
    from scenarios.models import Actor, ShareRange, Sourced

Range = tuple[float, float, float]
"""Low, mode and high of what is not known better."""

NOTHING: Range = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Profile:
    """What the case says of one actor.

    number : its place among the actors; position, salience : by issue; traits : by name, in the order in
    which they are drawn; groups : to which of those whose members err alike it belongs; shared : how much
    the seats that they share tie it to each actor, by name; council, alliance, union : whether it sits there,
    by week
    """

    name: str
    number: int
    kind: str
    position: dict[str, Range]
    salience: dict[str, Range]
    traits: dict[str, Range]
    groups: list[int]
    shared: dict[str, float]
    ties: dict[str, float]
    capability: float
    posts: dict[str, float]
    council: list[bool]
    alliance: list[bool]
    union: list[bool]
    permanent: bool
    votes: float
    patron_against: bool
    patron_for: bool


@dataclass(frozen=True)
class Stage:
    """All of it; deadline, request : steps; meetings : by step; groups : how many err alike."""

    scenario: "scenarios.Scenario"
    clock: Clock
    rules: Rules
    issues: tuple[str, ...]
    claimant: str
    parent: str
    status: str
    posture: str
    deadline: int
    request: int
    meetings: list[bool]
    parameters: dict[str, Range]
    groups: int
    profiles: list[Profile]


def stage(scenario: "scenarios.Scenario") -> Stage:
    """Read a scenario.

    Errors: ValueError if it lacks a part that the plain model takes for granted.
    """
    case, clock = scenario.case, Clock.of(scenario)
    claimant, parent = case.roles.claimant, case.roles.parent
    status, posture = case.issue_roles.status, case.issue_roles.posture
    parts = (case.texts, case.postures, case.responses, case.places)
    if not (claimant and parent and status and posture and all(parts)):
        raise ValueError("the plain model is of cases with both parties and all parts, such as kosovo-2007")
    said = scenario.rules.negotiation
    if said.protocol != "influence" or said.options:
        raise ValueError(f"the plain model has influence without options only, not {said.protocol}")
    alike = [body for body in _bodies(scenario) if body != case.roles.mediator]
    return Stage(
        scenario=scenario,
        clock=clock,
        rules=rules(scenario),
        issues=tuple(scenario.issues),
        claimant=claimant,
        parent=parent,
        status=status,
        posture=posture,
        deadline=max(_dated(scenario, clock, "deadline"), default=UNDATED),
        request=max(_dated(scenario, clock, "request"), default=0),
        meetings=_meetings(scenario, clock),
        parameters=dict(_parameters(scenario)),
        groups=len(alike),
        profiles=list(_profiles(scenario, clock, alike)),
    )


def _bodies(scenario: "scenarios.Scenario") -> list[str]:
    return [name for name, actor in scenario.actors.items() if actor.kind == "body"]


def _dated(scenario: "scenarios.Scenario", clock: Clock, kind: str) -> list[int]:
    """The steps of the calendar's entries of a kind."""
    return [clock.step(entry.date) for entry in scenario.case.calendar if entry.kind == kind]


def _meetings(scenario: "scenarios.Scenario", clock: Clock) -> list[bool]:
    """Whether the union meets, by step: on dated meetings, then every so many weeks."""
    union = scenario.case.roles.union
    if union is None:
        return [False] * clock.steps
    entries = [one for one in scenario.case.calendar if one.kind == "meeting" and one.body == union]
    dated = {step for step in (clock.step(one.date) for one in entries) if 0 <= step < clock.steps}
    rule = scenario.rules.bodies.get(union)
    every = clock.span((rule.review_weeks if rule else None) or 4)
    held = dated | set(range(max(dated, default=0), clock.steps, every))
    return [step in held for step in range(clock.steps)]


def _parameters(scenario: "scenarios.Scenario") -> Iterator[tuple[str, Range]]:
    """Every parameter as `group.name`, in the order of names."""
    for group in sorted(type(scenario.parameters).model_fields):
        members = getattr(scenario.parameters, group)
        for name in sorted(type(members).model_fields) if members is not None else ():
            if getattr(members, name) is not None:
                yield f"{group}.{name}", getattr(members, name).range


def _profiles(scenario: "scenarios.Scenario", clock: Clock, alike: Sequence[str]) -> Iterator[Profile]:
    roles = scenario.case.roles
    capability = _capability(scenario)
    for number, (name, actor) in enumerate(scenario.actors.items()):
        council, union = (actor.memberships.get(body or "") for body in (roles.council, roles.union))
        yield Profile(
            name=name,
            number=number,
            kind=actor.kind,
            position={issue: one.range for issue, one in actor.positions.items()},
            salience={issue: _range(one.salience) for issue, one in actor.positions.items()},
            traits=_traits(scenario, actor),
            groups=[i for i, body in enumerate(alike) if body in actor.memberships],
            shared=_shared(scenario, actor),
            ties=actor.ties,
            capability=capability[name],
            posts={place: actor.posts.get(place, 0.0) for place in scenario.case.places},
            council=_seated(actor, roles.council, clock),
            alliance=_seated(actor, roles.alliance, clock),
            union=_seated(actor, roles.union, clock),
            permanent=council is not None and council.seat == "permanent",
            votes=float((union.votes or 0) if union is not None else 0),
            patron_against=name in roles.patrons_of_parent,
            patron_for=name in roles.patrons_of_claimant,
        )


def _capability(scenario: "scenarios.Scenario") -> dict[str, float]:
    """The measure that the rules choose, as a share of the cast's sum; all the same without one."""
    measure = scenario.rules.negotiation.capability
    if measure is None:
        return dict.fromkeys(scenario.actors, 1 / len(scenario.actors))
    measured = {name: actor.capability.get(measure) for name, actor in scenario.actors.items()}
    amounts = {name: one.best if one is not None else 0.0 for name, one in measured.items()}
    whole = sum(amounts.values()) or 1.0
    return {name: amount / whole for name, amount in amounts.items()}


def _traits(scenario: "scenarios.Scenario", actor: "Actor") -> dict[str, Range]:
    roles = scenario.case.roles
    return {
        "exposure": _sourced(actor.exposure),
        "reliance_against": _reliance(actor, roles.patrons_of_parent),
        "reliance_for": _reliance(actor, roles.patrons_of_claimant),
        "asks_plan": _sourced(actor.asks_plan),
        "contingent": _sourced(actor.contingent),
        "caveat": _sourced(actor.caveats),
    }


def _shared(scenario: "scenarios.Scenario", actor: "Actor") -> dict[str, float]:
    """How much the seats that two share tie them, by the other's name."""
    ours = [body for body in _bodies(scenario) if body in actor.memberships]
    cohesion = {body: scenario.actors[body].cohesion for body in ours}
    tied = {body: 1.0 if one is None else one.best for body, one in cohesion.items()}
    return {
        name: sum(tied[body] for body in ours if body in other.memberships)
        for name, other in scenario.actors.items()
    }


def _seated(actor: "Actor", body: str | None, clock: Clock) -> list[bool]:
    """Whether the actor sits in a body, by week."""
    seat = actor.memberships.get(body or "")
    return [seat is not None and seat.holds(clock.day(step)) for step in range(clock.steps)]


def _range(amount: "float | ShareRange") -> Range:
    return (amount, amount, amount) if isinstance(amount, int | float) else amount.range


def _sourced(amount: "Sourced | None") -> Range:
    return NOTHING if amount is None else amount.range


def _reliance(actor: "Actor", patrons: Sequence[str]) -> Range:
    """The strongest reliance on any of the patrons."""
    ranges = [one.range for name, one in actor.reliance.items() if name in patrons]
    return max(ranges, key=lambda one: one[1], default=NOTHING)
