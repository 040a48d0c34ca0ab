"""Those who act: whoever holds a position, states that may recognise, and the parties."""

import math
from typing import TYPE_CHECKING

import mesa

from agents.state import ABSTAIN, AGAINST, FOR, VETO
from agents.union import OBJECT, STAND_ASIDE, SUPPORT
from benchmarks.plain.chance import clip, noise, share_after, within

if TYPE_CHECKING:
    from benchmarks.plain.given import Posture, Response, Sheet, Text
    from benchmarks.plain.model import PlainModel


class Actor(mesa.Agent):  # type: ignore[misc]
    """A stakeholder: it listens and moves, and votes in the bodies in which it sits.

    position, anchor : points 0-100 by issue, of the issues on which it holds one
    """

    model: "PlainModel"

    def __init__(self, model: "PlainModel", sheet: "Sheet") -> None:
        """Take the positions believed at the start."""
        super().__init__(model)
        self.name, self.sheet = sheet.name, sheet
        self.position, self.anchor = dict(sheet.position), dict(sheet.position)
        self.intended: dict[str, float] = {}
        self.heeds: dict[str, list[tuple[Actor, float]]] = {}
        self.recognised: int | None = None
        self.withdrawn = False

    def meet(self, others: dict[str, "Actor"]) -> None:
        """Learn who the others are, once all are there."""
        self.heeds = {
            issue: [(others[name], weight) for name, weight in heard.items()]
            for issue, heard in self.sheet.heard.items()
        }

    def listen(self) -> None:
        """Work out where this week's talk would leave it on every issue."""
        p = self.model.p
        pace = share_after(p["negotiation.pace"], self.model.days)
        for issue, x in self.position.items():
            heard, weight = p["negotiation.own_voice"] * x, p["negotiation.own_voice"]
            for other, loudness in self.heeds[issue]:
                if self.model.bounded and abs(other.position[issue] - x) > p["negotiation.confidence"]:
                    continue
                heard += loudness * other.position[issue]
                weight += loudness
            mean = heard / weight if weight > 0 else x
            openness = p["negotiation.susceptibility"] * (1 - self.sheet.salience[issue])
            target = openness * mean + (1 - openness) * self.anchor[issue]
            self.intended[issue] = clip(x + pace * (target - x))

    def move(self) -> None:
        """Go there, when all have listened."""
        self.position.update(self.intended)

    def sits_in(self, body: str) -> bool:
        """Whether it sits in the council, the alliance or the union this week."""
        seats: list[bool] = getattr(self.sheet, body)
        return seats[self.model.week]

    def ballot(self, text: "Text", foreseen: bool = False) -> int:
        """Its vote on a text in the council; foreseen : as the sponsors expect it, without the error."""
        if self.name in text.told:
            return text.told[self.name]
        p, x = self.model.p, self.position[text.issue]
        margin = abs(x - text.reversion) - abs(x - text.place)
        if not foreseen:
            margin += noise(self.sheet.council_luck[text.name], p["council.noise"])
        if margin > p["council.band"]:
            return FOR
        if margin >= -p["council.band"]:
            return ABSTAIN
        grave = margin * self.sheet.salience[text.issue] < -p["council.veto_threshold"]
        return VETO if self.sheet.permanent and grave else AGAINST

    def stance(self, text: "Text") -> int:
        """Its stance on a text in the union."""
        if text.told.get(self.name) == ABSTAIN:
            return STAND_ASIDE
        p = self.model.p
        leaning = self.position[text.issue] - text.place + p["union.support_band"]
        leaning += p["union.basis"] * (self.model.legal_basis - 0.5)
        if text.effect == "mission":
            leaning += p["plan.mission"] * (self.model.commitment - 50) / 50
        leaning += noise(self.sheet.union_luck[text.name], p["union.noise"])
        if leaning >= 0:
            return SUPPORT
        return STAND_ASIDE if leaning >= -p["union.abstain_band"] else OBJECT

    def opposition(self) -> float:
        """How loud it is against the claim: salience times distance from full support, a share."""
        status = self.model.status
        return self.sheet.salience.get(status, 0.0) * (100 - self.position.get(status, 0.0)) / 100

    def alarmed(self) -> float:
        """Its position on the posture as violence moves it: it wants more of the force."""
        worst = min(max(place.severity for place in self.model.places), 100.0) / 100
        return min(self.position[self.model.posture_issue] + self.model.p["alliance.alarm"] * worst, 100.0)

    def breaks_silence(self, posture: "Posture") -> bool:
        """Whether it objects to a posture."""
        p = self.model.p
        patience = p["alliance.tolerance"] - abs(self.alarmed() - posture.place)
        return patience + noise(self.sheet.silence[self.model.week], p["alliance.noise"]) < 0

    def respond(self, response: "Response") -> None:
        """Do what it threatened, perhaps."""
        p, status = self.model.p, self.model.status
        log_rate = math.log(max(response.rate, 1e-12))
        if status in self.position:
            against = self.sheet.salience[status] * (50 - self.position[status]) / 50
            log_rate += p["responses.position"] * against
        log_rate += p["responses.recognitions"] * self.model.share_recognised()
        log_rate += p["responses.endorsement"] * self.model.endorsed
        response.chance = within(log_rate, self.model.days)
        if response.luck[self.model.week] < response.chance:
            self.model.answer(response)

    def soldiers(self) -> float:
        """Soldiers of its contingent in the force."""
        return (
            0.0
            if self.withdrawn
            else self.sheet.contingent / self.model.all_contingents * self.model.strength
        )

    def usable(self) -> float:
        """Those that its caveats leave usable."""
        return self.soldiers() * (1 - min(max(self.sheet.caveat * self.model.caveats, 0.0), 1.0))

    def review_contingent(self) -> None:
        """Leave for good where there is no mandate and the government will not stay without one."""
        stands = self.position.get(self.model.posture_issue, 100.0)
        if self.model.mandate_gone and stands < self.model.p["force.stay_gate"]:
            self.withdrawn = True


class State(Actor):
    """A state, which may recognise the claimant.

    chance : of recognising this week, None where that is not open to it; resolved : whether it will
    """

    def __init__(self, model: "PlainModel", sheet: "Sheet") -> None:
        """Nothing is recognised."""
        super().__init__(model, sheet)
        self.chance: float | None = None
        self.resolved = False

    def weigh(self) -> None:
        """Decide whether to recognise this week, as things stand before anybody does."""
        model, status = self.model, self.model.status
        self.chance, self.resolved = None, False
        if model.declared is None or self.recognised is not None or status not in self.position:
            return
        ready = self.position[status] >= model.gate
        self.chance = within(self.log_rate(), model.days) if ready else 0.0
        self.resolved = self.sheet.recognising[model.week] < self.chance

    def log_rate(self) -> float:
        """The log rate per day of recognising, the gate apart."""
        model, sheet = self.model, self.sheet
        p = model.p
        agreed = model.agreed is not None
        unsettled = 0.0 if model.endorsed or agreed else 1.0
        common = model.common_position is not None and self.sits_in("union")
        reliance = sheet.reliance_for * model.patrons_recognised() - sheet.reliance_against * unsettled
        return (
            math.log(p["recognition.base_rate"])
            + p["recognition.position"] * (self.position[model.status] - 50) / 50
            + p["recognition.diffusion"] * self.peers_recognised()
            + p["recognition.endorsement"] * (model.endorsed - model.condemned)
            + p["recognition.settlement"] * agreed
            + p["recognition.coordinated"] * model.coordinated
            + p["recognition.union_text"] * common
            - p["recognition.exposure"] * sheet.exposure * unsettled
            + p["recognition.reliance"] * reliance
            + p["recognition.plan"] * sheet.asks_plan * (model.commitment - 50) / 50
        )

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


class Party(Actor):
    """A party to the dispute; chance : of declaring, when it last weighed that."""

    chance = 0.0

    def room(self, prospects: float) -> float:
        """How far from its own position it would settle, points; prospects : of no deal, a share."""
        model = self.model
        p = model.p
        left = max((model.talks_until - 1 - model.week) * model.weeks_a_step, 0.0)
        return (
            p["talks.yield_base"] * (1 - self.sheet.salience[model.status])
            + p["talks.effort"] * model.talks_weeks
            + p["talks.deadline_push"] * math.exp(-left / p["talks.deadline_scale"])
            - p["talks.no_deal"] * prospects
        )

    def declare(self) -> None:
        """Declare now or wait: ordered, by consent, ruled out, or of its own accord."""
        model = self.model
        if model.declared is not None:
            return
        rule = model.rules.declaration
        log_rate = self.will_to_declare() if rule == "decided" else -50.0
        log_rate += 100.0 * model.ordered_declare
        consent = model.agreed is not None and model.agreed_place >= 50
        if model.agreed is not None:
            log_rate += 100.0 if consent else -200.0
        if rule == "never":
            log_rate -= 400.0
        self.chance = within(log_rate, model.days)
        if model.declare_luck[model.week] < self.chance:
            supported = model.partner_support() >= model.p["declaration.coordination_threshold"]
            together = consent or (supported and model.week >= model.request)
            model.declared = model.week
            model.coordinated = model.ordered_coordinated if model.ordered_declare else together

    def will_to_declare(self) -> float:
        """The log rate per day of declaring of its own accord."""
        model = self.model
        p = model.p
        ready = sum(place.usable for place in model.places) / max(p["force.strength"], 1.0)
        asked = model.week < model.request
        waited = max((model.week + 1 - model.talks_until) * model.weeks_a_step, 0.0)
        return (
            math.log(p["declaration.base_rate"])
            + p["declaration.expected_recognition"] * model.share_above(p["recognition.gate_coordinated"])
            + p["declaration.readiness"] * min(ready, 1.0)
            + p["declaration.mission"] * (model.mission is not None)
            - p["declaration.request"] * asked * model.partner_support() / 100
            + p["declaration.impatience"] * waited
            - p["declaration.talks_open"] * model.talks_open
        )
