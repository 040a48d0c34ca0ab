"""The states, which may recognise the claimant."""

import math
from typing import TYPE_CHECKING

from benchmarks.plain.actors import Actor
from benchmarks.plain.chance import within

if TYPE_CHECKING:
    from benchmarks.plain.beliefs import Sheet
    from benchmarks.plain.model import PlainModel
    from benchmarks.plain.stage import Profile

SHUT = -1000.0
"""The term of a shut gate: no sum of the others can lift a rate from there."""


class State(Actor):
    """A state, which may recognise the claimant.

    chance : of recognising this week, None where that is not open to it; resolved : whether it will
    """

    def __init__(self, model: "PlainModel", profile: "Profile", sheet: "Sheet") -> None:
        """Nothing is recognised."""
        super().__init__(model, profile, sheet)
        self.chance: float | None = None
        self.resolved = False

    def weigh(self) -> None:
        """Decide whether to recognise this week, as things stand before anybody does."""
        model, status = self.model, self.model.status
        self.chance, self.resolved = None, False
        if model.declared is None or self.recognised is not None or status not in self.position:
            return
        luck = model.luck.recognise[model.week][self.number]
        ready = self.position[status] >= model.gate
        terms = self.weighing() if ready else {}
        self.chance = within(sum(terms.values()), model.days) if ready else 0.0
        self.resolved = luck < self.chance
        choice = "recognises" if self.resolved else "waits"
        if choice != self.chosen.get("recognise"):
            reasons = {**(terms or self.weighing()), "reservation": 0.0 if ready else SHUT}
            self.note("recognise", choice, reasons, self.chance, luck)

    def weighing(self) -> dict[str, float]:
        """The log rate per day of recognising, the gate apart, as terms."""
        model, sheet = self.model, self.sheet
        p = model.p
        agreed = model.agreed is not None
        unsettled = 0.0 if model.endorsed or agreed else 1.0
        common = model.common_position is not None and self.sits_in("union")
        reliance = sheet.reliance_for * model.patrons_recognised() - sheet.reliance_against * unsettled
        return {
            "base_rate": math.log(p["recognition.base_rate"]),
            "position": p["recognition.position"] * (self.position[model.status] - 50) / 50,
            "diffusion": p["recognition.diffusion"] * self.peers_recognised(),
            "endorsement": p["recognition.endorsement"] * (model.endorsed - model.condemned),
            "settlement": p["recognition.settlement"] * agreed,
            "coordinated": p["recognition.coordinated"] * model.coordinated,
            "union_text": p["recognition.union_text"] * common,
            "exposure": -p["recognition.exposure"] * sheet.exposure * unsettled,
            "reliance": p["recognition.reliance"] * reliance,
            "plan": p["recognition.plan"] * sheet.asks_plan * (model.commitment - 50) / 50,
        }

    def peers_recognised(self) -> float:
        """Share of the states it listens to that have recognised, by how loud they are to it."""
        did = could = 0.0
        for other, weight in self.heeds[self.model.status]:
            if isinstance(other, State):
                could += weight
                if other.recognised is not None:
                    did += weight
        return did / could if could > 0 else 0.0

    def recognise(self) -> None:
        """Do as it decided."""
        if self.resolved:
            self.recognised = self.model.week
