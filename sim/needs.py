"""What the engine needs of a scenario before it can run it, and what it could only ignore."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agents import protocols

if TYPE_CHECKING:
    import scenarios
    from scenarios.models.events import TableText

DECISIONS = {
    "council": ("council",),
    "alliance": ("consensus",),
    "union": ("unanimity", "constructive_abstention", "qualified_majority", "majority"),
}
"""The decision rules that the engine knows for the body in each role."""

UNION_EFFECTS = ("common_position", "mission")
"""Effects of texts that go to the union; all others are the council's."""


class CastError(ValueError):
    """A scenario that reads well but that the engine cannot run; `problems` says all that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems, a line each."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def needs(scenario: "scenarios.Scenario") -> Iterator[str]:
    """All that is missing or would have no effect, in words, each with the scenario's name in front."""
    for check in (_groups, _protocol, _bodies, _events):
        for problem in check(scenario):
            yield f"{scenario.name}: {problem}"


def _groups(scenario: "scenarios.Scenario") -> Iterator[str]:
    """Parameters without which a role cannot be played."""
    case, given = scenario.case, scenario.parameters
    roles, status = case.roles, case.issue_roles.status
    wanted = {
        "roles.claimant": ("declaration", "recognition", "plan") if roles.claimant and status else (),
        "roles.parent": ("talks", "recognition", "plan")
        if roles.parent and roles.claimant and status
        else (),
        "roles.council": ("council",) if roles.council and case.texts else (),
        "roles.union": ("union", "plan") if roles.union and case.texts else (),
        "roles.alliance": ("alliance", "force") if roles.alliance and case.postures else (),
        "places": ("unrest", "force", "plan") if case.places and (given.unrest or given.force) else (),
        "responses": ("responses",) if case.responses else (),
    }
    for key, groups in wanted.items():
        missing = [group for group in groups if getattr(given, group) is None]
        if missing:
            yield f"{key} needs parameters.{', parameters.'.join(missing)}"


def _protocol(scenario: "scenarios.Scenario") -> Iterator[str]:
    name, known = scenario.rules.negotiation.protocol, protocols.names()
    if name not in known:
        yield f"rules.negotiation.protocol: '{name}' is not a protocol; allowed: {', '.join(known)}"


def _bodies(scenario: "scenarios.Scenario") -> Iterator[str]:
    """A body's rule has to fit the part that the body plays."""
    roles = scenario.case.roles
    parts = {body: part for part in DECISIONS if (body := getattr(roles, part))}
    for body, rule in scenario.rules.bodies.items():
        part = parts.get(body)
        if part is not None and rule.decision not in DECISIONS[part]:
            allowed = ", ".join(DECISIONS[part])
            yield f"rules.{body}.decision: '{rule.decision}' is none for the {part}; allowed: {allowed}"


def _events(scenario: "scenarios.Scenario") -> Iterator[str]:
    """Votes can only be asked of a body that votes, and imposed on its members."""
    roles = scenario.case.roles
    voting = [body for body in (roles.council, roles.union) if body]
    for i, event in enumerate(scenario.events):
        name = f"events.{event.id or i}"
        if event.do == "hold_vote" and voting and event.body not in voting:
            yield f"{name}.body: '{event.body}' holds no votes on texts; allowed: {', '.join(voting)}"
        if event.do == "table_text":
            yield from (f"{name}.{problem}" for problem in _instructions(scenario, event))


def _instructions(scenario: "scenarios.Scenario", event: "TableText") -> Iterator[str]:
    """Instructed votes that the body of the text could not cast."""
    roles = scenario.case.roles
    union = scenario.case.texts[event.text].effect in UNION_EFFECTS
    body = roles.union if union else roles.council
    for actor in (*event.abstaining, *event.vetoing):
        if body not in scenario.actors[actor].memberships:
            yield f"{'vetoing' if actor in event.vetoing else 'abstaining'}: '{actor}' has no seat in {body}"
    for actor in event.vetoing:
        seat = scenario.actors[actor].memberships.get(body or "")
        if seat is not None and seat.seat != "permanent":
            yield f"vetoing: '{actor}' has no veto in {body}; only permanent members have"
