"""The ground: places, their unrest, and the battalions sent there."""

from typing import TYPE_CHECKING

import mesa

from benchmarks.plain.chance import count, share_after

if TYPE_CHECKING:
    from benchmarks.plain.model import PlainModel
    from scenarios.models import Locality


class Place(mesa.Agent):  # type: ignore[misc]
    """A place on the ground, with its unrest and with the battalions sent there.

    number : its place among the places; base : incidents per week at rest; weight : of shocks
    """

    model: "PlainModel"

    def __init__(
        self, model: "PlainModel", name: str, number: int, locality: "Locality", base: float, weight: float
    ) -> None:
        """All is quiet."""
        super().__init__(model)
        self.name, self.number, self.base, self.weight = name, number, base, weight
        self.garrison, self.safeguarded = locality.garrison, locality.safeguarded
        self.reserves = self.pending = self.quiet = self.usable = 0.0
        self.due: int | None = None
        self.excitation = self.shock = self.severity = 0.0
        self.incidents = 0
        self.recent = [0] * max(round(7 / model.days), 1)

    def receive(self) -> None:
        """Battalions arrive that are due, and go home after quiet."""
        model = self.model
        arrived = self.due is not None and model.week >= self.due
        if arrived:
            self.reserves, self.pending, self.due = self.reserves + self.pending, 0.0, None
        self.quiet = 0.0 if self.hot or arrived else self.quiet + model.weeks_a_step
        if self.quiet >= model.p["force.release"]:
            self.reserves = 0.0

    @property
    def hot(self) -> bool:
        """Whether last week's violence passed the trigger where the force stands."""
        return self.garrison and self.severity >= self.model.p["force.trigger"]

    def station(self) -> None:
        """Count the soldiers that can be used here."""
        stationed = sum(actor.usable() * actor.profile.posts[self.name] for actor in self.model.troops)
        self.usable = stationed + self.reserves * self.model.p["force.battalion_size"]

    def expected(self) -> float:
        """Mean incidents of the step."""
        model = self.model
        p, days = model.p, model.days
        whole = share_after(p["unrest.shock_decay"], 7.0)
        of_week = share_after(p["unrest.shock_decay"], days) / whole if whole > 0 else days / 7
        fresh = self.base * days / 7 + self.shock * of_week
        echoed = p["unrest.branching"] * share_after(p["unrest.decay"], days) * self.excitation
        kept = (model.commitment - 50) / 50 + p["plan.acceptance"]
        calm = 1 - p["plan.enclaves"] * kept / 2 * self.safeguarded
        half = p["force.half_saturation"]
        deterred = self.usable / max(self.usable + half, 1e-300) if self.garrison else 0.0
        return (fresh + echoed) * (1 - deterred) * calm

    def erupt(self) -> None:
        """Count this week's incidents."""
        self.shock += self.model.news() * self.weight
        self.incidents = count(self.expected(), self.model.luck.incidents[self.model.week][self.number])

    def echo(self) -> None:
        """Remember them, and some of those elsewhere; shocks fade."""
        p, days, places = self.model.p, self.model.days, self.model.places
        elsewhere = sum(place.incidents for place in places) - self.incidents
        spill = p["unrest.spill"]
        fading = 1 - share_after(p["unrest.decay"], days)
        self.excitation = self.excitation * fading + self.incidents * (1 - spill)
        self.excitation += spill * elsewhere / max(len(places) - 1, 1)
        self.shock *= 1 - share_after(p["unrest.shock_decay"], days)
        self.recent = [*self.recent[1:], self.incidents]
        a_week = sum(self.recent) * 7 / (days * len(self.recent))
        self.severity = 100 * a_week / p["unrest.riot_incidents"]
