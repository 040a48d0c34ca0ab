"""What the engine needs of a scenario before it can run it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agents import protocols

if TYPE_CHECKING:
    import scenarios


class CastError(ValueError):
    """A scenario that reads well but that the engine cannot run; `problems` says all that is missing."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems, a line each."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def needs(scenario: "scenarios.Scenario") -> Iterator[str]:
    """What the scenario asks of the engine without giving the parameters or rules for it, in words."""
    case, given = scenario.case, scenario.parameters
    roles, parts = case.roles, case.issue_roles
    wanted = {
        "roles.claimant": ("declaration", "recognition", "plan") if roles.claimant and parts.status else (),
        "roles.parent": ("talks", "recognition", "plan")
        if roles.parent and roles.claimant and parts.status
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
            yield f"{scenario.name}: {key} needs parameters.{', parameters.'.join(missing)}"
    name = scenario.rules.negotiation.protocol
    if name not in protocols.names():
        yield (
            f"{scenario.name}: rules.negotiation.protocol: '{name}' is not a protocol; "
            f"allowed: {', '.join(protocols.names())}"
        )
