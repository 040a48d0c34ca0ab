"""What the engine needs of a scenario before it can run it, and what it could only ignore."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from agents import protocols
from scenarios.exceptions import did_you_mean

if TYPE_CHECKING:
    import scenarios
    from scenarios.models.events import TableText

DECISIONS = {
    "council": ("council",),
    "alliance": ("consensus",),
    "union": ("unanimity", "constructive_abstention", "qualified_majority", "majority"),
}
"""The decision rules that the engine knows for the body in each role."""

Problem = tuple[str, str]
"""The dotted path of what is wrong, and what is wrong with it."""

WANTED = {
    "ties": "ties: parameters.negotiation, which says who listens to whom, or ties of actors",
    "two issues": "two issues on which the same two actors hold positions",
}
"""What a protocol may need of a case, in words."""

UNION_EFFECTS = ("common_position", "mission")
"""Effects of texts that go to the union; all others are the council's."""


class CastError(ValueError):
    """A scenario that reads well but that the engine cannot run; `problems` says all that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems, a line each."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def needs(scenario: "scenarios.Scenario") -> Iterator[str]:
    """All that is missing or would have no effect: where it stands, what was got, what is allowed."""
    for check in (_groups, _protocol, _bodies, _events):
        for path, problem in check(scenario):
            yield f"{_where(scenario, path)}: {path}: {problem}"


def _where(scenario: "scenarios.Scenario", path: str) -> str:
    """The file and line that a dotted path came from, or the nearest above it; else the scenario's name."""
    while path:
        if path in scenario.origin:
            return str(scenario.origin[path])
        path = path.rpartition(".")[0]
    return scenario.name


def _groups(scenario: "scenarios.Scenario") -> Iterator[Problem]:
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
            yield key, f"needs parameters.{', parameters.'.join(missing)}"


def _protocol(scenario: "scenarios.Scenario") -> Iterator[Problem]:
    said, known = scenario.rules.negotiation, protocols.names()
    where = "rules.negotiation.protocol"
    if said.protocol not in known:
        hint = f"{did_you_mean(said.protocol, known)}; allowed: {', '.join(known)}"
        yield where, f"'{said.protocol}' is not a protocol{hint}"
        return
    try:
        protocols.get(said.protocol, said.options)
    except protocols.OptionError as error:
        yield from ((f"rules.negotiation.options.{name}", fault) for name, fault in error.faults.items())
    for lack in lacks(scenario, said.protocol):
        yield where, f"'{said.protocol}' needs {lack}"


def lacks(scenario: "scenarios.Scenario", protocol: str) -> Iterator[str]:
    """What a scenario lacks for a protocol of that name, in words."""
    return (WANTED[need] for need in protocols.kind(protocol).needs if not MEETS[need](scenario))


def _bodies(scenario: "scenarios.Scenario") -> Iterator[Problem]:
    """A body's rule has to fit the part that the body plays."""
    roles = scenario.case.roles
    parts: dict[str, str] = {getattr(roles, part): part for part in DECISIONS if getattr(roles, part)}
    decided = {
        "council": scenario.case.texts,
        "alliance": scenario.case.postures,
        "union": scenario.case.texts,
    }
    for name, role in parts.items():
        if decided[role] and name not in scenario.rules.bodies:
            yield f"roles.{role}", f"needs rules.{name}, which say how it decides"
    for body, rule in scenario.rules.bodies.items():
        part = parts.get(body)
        if part is not None and rule.decision not in DECISIONS[part]:
            allowed = ", ".join(DECISIONS[part])
            yield f"rules.{body}.decision", f"'{rule.decision}' is none for the {part}; allowed: {allowed}"


def _events(scenario: "scenarios.Scenario") -> Iterator[Problem]:
    """Votes can only be asked of a body that votes, and imposed on its members."""
    roles = scenario.case.roles
    voting = [body for body in (roles.council, roles.union) if body]
    for i, event in enumerate(scenario.events):
        at = f"events.{event.id or i}"
        if event.do == "hold_vote" and voting and event.body not in voting:
            yield f"{at}.body", f"'{event.body}' holds no votes on texts; allowed: {', '.join(voting)}"
        if event.do == "table_text":
            yield from ((f"{at}.{key}", problem) for key, problem in _instructions(scenario, event))


def _instructions(scenario: "scenarios.Scenario", event: "TableText") -> Iterator[Problem]:
    """Instructed votes that the body of the text could not cast."""
    roles = scenario.case.roles
    union = scenario.case.texts[event.text].effect in UNION_EFFECTS
    body = roles.union if union else roles.council
    for key, told in (("abstaining", event.abstaining), ("vetoing", event.vetoing)):
        for i, actor in enumerate(told):
            seat = scenario.actors[actor].memberships.get(body or "")
            if seat is None:
                yield f"{key}.{i}", f"'{actor}' has no seat in {body}"
            elif key == "vetoing" and seat.seat != "permanent":
                yield f"{key}.{i}", f"'{actor}' has no veto in {body}; only permanent members have one"


def _has_ties(scenario: "scenarios.Scenario") -> bool:
    """Whether the case says who listens to whom."""
    return scenario.parameters.negotiation is not None or any(a.ties for a in scenario.actors.values())


def _has_two_issues(scenario: "scenarios.Scenario") -> bool:
    """Whether some pair of issues has two actors that hold a position on both."""
    held = [
        {n for n, actor in scenario.actors.items() if issue in actor.positions} for issue in scenario.issues
    ]
    return any(len(one & other) > 1 for one, other in combinations(held, 2))


MEETS: dict[str, Callable[["scenarios.Scenario"], bool]] = {
    "ties": _has_ties,
    "two issues": _has_two_issues,
}
"""How each need is seen to be met."""
