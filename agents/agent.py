"""The Mesa agent: a thin view of one actor in one run; what it returns are copies and scalars."""

from typing import TYPE_CHECKING, Any

import mesa

if TYPE_CHECKING:
    from collections.abc import Sequence


class Actor(mesa.Agent):
    """One stakeholder of a running model.

    name : the actor's id in the case; index : its place on the actors' axis.
    """

    def __init__(self, model: Any, name: str, index: int) -> None:
        """Take a seat in the model; the model owns the arrays."""
        super().__init__(model)
        self.name = name
        self.index = index

    def position(self, issue: str) -> float | None:
        """Position on an issue now, points 0-100; None if it holds none; KeyError for an unknown issue."""
        answer: float | None = self.model.position_of(self.index, issue)
        return answer

    @property
    def decisions(self) -> "Sequence[dict[str, Any]]":
        """What it decided so far, oldest first: week, decision, choice, probability, draw and terms."""
        answer: Sequence[dict[str, Any]] = self.model.decisions_of(self.name)
        return answer

    def why(self, week: int | None = None) -> str:
        """Its decisions in words and numbers; of one week only if a week is given."""
        answer: str = self.model.why_of(self.name, week)
        return answer

    def __repr__(self) -> str:
        return f"<Actor {self.name}>"
