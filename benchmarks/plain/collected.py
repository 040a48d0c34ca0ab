"""What is collected every week: of the model its outcomes so far, of every agent its positions."""

from collections.abc import Sequence
from typing import Any

import mesa

from benchmarks.plain.actors import Actor


def positions(issues: Sequence[str]) -> dict[str, Any]:
    """What is collected of every agent: its position on each issue, None where it has none."""
    return {issue: lambda agent, issue=issue: position_of(agent, issue) for issue in issues}


def position_of(agent: mesa.Agent, issue: str) -> float | None:
    """An agent's position on an issue."""
    return agent.position.get(issue) if isinstance(agent, Actor) else None


OUTCOMES: dict[str, Any] = {
    "declared": "declared",
    "coordinated": "coordinated",
    "agreed": "agreed",
    "common_position": "common_position",
    "mission": "mission",
    "commitment": "commitment",
    "precedent": "precedent",
    "chain": "chain",
    "posture": lambda model: model.posture.name,
    "strength": lambda model: model.whole_strength(),
    "recognitions": lambda model: sum(one.recognised is not None for one in model.states),
    "reserves": lambda model: sum(place.reserves for place in model.places),
    "usable": lambda model: {place.name: place.usable for place in model.places},
    "incidents": lambda model: {place.name: place.incidents for place in model.places},
    "severity": lambda model: {place.name: place.severity for place in model.places},
    "results": lambda model: {text.name: text.result for text in model.texts},
    "responses": lambda model: {one.name: one.week for one in model.responses},
}
"""What is collected of the model every week; counts, weeks, points 0-100, soldiers, severity."""
