"""The parties to the dispute: they talk, and one of them may declare."""

import math

from benchmarks.plain.actors import Actor
from benchmarks.plain.chance import within


class Party(Actor):
    """A party to the dispute; chance : of declaring, when it last weighed that."""

    chance = 0.0

    def room(self, prospects: float) -> dict[str, float]:
        """How far from its own position it would settle, points, as terms.

        prospects : of no deal, a share
        """
        model = self.model
        p = model.p
        left = max((model.talks_until - 1 - model.week) * model.weeks_a_step, 0.0)
        return {
            "salience": p["talks.yield_base"] * (1 - self.sheet.salience[model.status]),
            "mediation": p["talks.effort"] * model.talks_weeks,
            "deadline": p["talks.deadline_push"] * math.exp(-left / p["talks.deadline_scale"]),
            "no_deal": -p["talks.no_deal"] * prospects,
        }

    def settle(self, room: dict[str, float], overlap: float) -> None:
        """Agree, or hold out; overlap : points by which what the two would accept overlaps."""
        choice = "agrees" if overlap >= 0 else "holds out"
        self.note("talks", choice, {**room, "distance": overlap - sum(room.values())})

    def declare(self) -> None:
        """Declare now or wait: ordered, by consent, ruled out, or of its own accord."""
        model = self.model
        if model.declared is not None:
            return
        consent = model.agreed is not None and model.agreed_place >= 50
        terms = self.weighing(consent)
        luck, self.chance = model.luck.declare[model.week], within(sum(terms.values()), model.days)
        declares = luck < self.chance
        self.note("declare", "declares" if declares else "waits", terms, self.chance, luck)
        if declares:
            supported = model.partner_support() >= model.p["declaration.coordination_threshold"]
            together = consent or (supported and model.week >= model.request)
            model.declared = model.week
            model.coordinated = model.ordered_coordinated if model.ordered_declare else together

    def weighing(self, consent: bool) -> dict[str, float]:
        """The log rate per day of declaring, as terms; consent : whether that is what was agreed."""
        rule = self.model.rules.declaration
        terms = self.will_to_declare() if rule == "decided" else {"dated_by_scenario": -50.0}
        terms["order"] = 100.0 * self.model.ordered_declare
        terms["agreement"] = 0.0
        if self.model.agreed is not None:
            terms["agreement"] = 100.0 if consent else -200.0
        if rule == "never":
            terms["ruled_out"] = -400.0
        return terms

    def will_to_declare(self) -> dict[str, float]:
        """The log rate per day of declaring of its own accord."""
        model = self.model
        p = model.p
        ready = sum(place.usable for place in model.places) / max(p["force.strength"], 1.0)
        asked = model.week < model.request
        waited = max((model.week + 1 - model.talks_until) * model.weeks_a_step, 0.0)
        expected = model.share_above(p["recognition.gate_coordinated"])
        return {
            "base_rate": math.log(p["declaration.base_rate"]),
            "expected_recognition": p["declaration.expected_recognition"] * expected,
            "readiness": p["declaration.readiness"] * min(ready, 1.0),
            "mission": p["declaration.mission"] * (model.mission is not None),
            "request": -p["declaration.request"] * asked * model.partner_support() / 100,
            "impatience": p["declaration.impatience"] * waited,
            "talks_open": -p["declaration.talks_open"] * model.talks_open,
        }
