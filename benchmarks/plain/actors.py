"""Those who act: whoever holds a position listens, votes, sends soldiers and answers, and logs why."""

import math
from typing import TYPE_CHECKING

import mesa

from agents.state import ABSTAIN, AGAINST, FOR, VETO
from agents.union import OBJECT, STAND_ASIDE, SUPPORT
from benchmarks.plain.chance import clip, noise, share_after, within

if TYPE_CHECKING:
    from benchmarks.plain.agenda import Posture, Response, Text
    from benchmarks.plain.beliefs import Sheet
    from benchmarks.plain.model import PlainModel
    from benchmarks.plain.stage import Profile

VOTES = {FOR: "for", ABSTAIN: "abstains", AGAINST: "against", VETO: "vetoes"}
STANCES = {SUPPORT: "supports", STAND_ASIDE: "abstains constructively", OBJECT: "objects"}
IMPOSED = -1000.0
"""The term of a veto that the scenario imposes: no margin stands against it."""


class Actor(mesa.Agent):  # type: ignore[misc]
    """A stakeholder: it listens and moves, and votes in the bodies in which it sits.

    position, anchor : points 0-100 by issue, of the issues on which it holds one
    heeds : whom it hears on each issue, and how loud; chosen : its latest choice by decision
    """

    model: "PlainModel"

    def __init__(self, model: "PlainModel", profile: "Profile", sheet: "Sheet") -> None:
        """Take the positions believed at the start."""
        super().__init__(model)
        self.name, self.number, self.profile, self.sheet = profile.name, profile.number, profile, sheet
        self.position, self.anchor = dict(sheet.position), dict(sheet.position)
        self.intended: dict[str, float] = {}
        self.heeds: dict[str, list[tuple[Actor, float]]] = {}
        self.chosen: dict[str, str] = {}
        self.recognised: int | None = None
        self.withdrawn = False

    def meet(self, others: list["Actor"]) -> None:
        """Learn who the others are, once all are there, and how loud each is to it."""
        heard = [(other, self.loudness(other)) for other in others if other is not self]
        for issue in self.position:
            self.heeds[issue] = [
                (other, loudness)
                for other, loudness in heard
                if issue in other.position and other.profile.capability > 0
            ]

    def loudness(self, other: "Actor") -> float:
        """How loud another is to it: capability x (floor + body x shared seats + tie)."""
        p, ours = self.model.p, self.profile
        tie = p["negotiation.tie_floor"] + p["negotiation.tie_body"] * ours.shared[other.name]
        return other.profile.capability * (tie + ours.ties.get(other.name, 0.0))

    def note(
        self,
        decision: str,
        choice: str,
        terms: dict[str, float],
        chance: float | None = None,
        draw: float | None = None,
    ) -> None:
        """Log a decision and its reasons, where the choice is another than the last time."""
        if self.chosen.get(decision) == choice:
            return
        self.chosen[decision] = choice
        row = {
            "run": self.model.run_number,
            "week": self.model.week,
            "actor": self.name,
            "decision": decision,
            "choice": choice,
            "probability": chance,
            "draw": draw,
            "total": sum(terms.values()),
            "terms": terms,
        }
        self.model.log.append(row)

    def listen(self) -> None:
        """Work out where this week's talk would leave it on every issue."""
        p, bounded = self.model.p, self.model.bounded
        pace = share_after(p["negotiation.pace"], self.model.days)
        for issue, x in self.position.items():
            heard, weight = p["negotiation.own_voice"] * x, p["negotiation.own_voice"]
            for other, loudness in self.heeds[issue]:
                said = other.position[issue]
                if bounded and abs(said - x) > p["negotiation.confidence"]:
                    continue
                heard += loudness * said
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
        seats: list[bool] = getattr(self.profile, body)
        return seats[self.model.week]

    def margin(self, text: "Text") -> dict[str, float]:
        """Points by which a text is nearer than what holds without it."""
        x = self.position[text.issue]
        return {"without_it": abs(x - text.reversion), "with_it": -abs(x - text.place)}

    def vote(self, text: "Text", margin: float) -> int:
        """Its vote on a text in the council, with this margin in points."""
        if self.name in text.told:
            return text.told[self.name]
        p = self.model.p
        if margin > p["council.band"]:
            return FOR
        if margin >= -p["council.band"]:
            return ABSTAIN
        grave = margin * self.sheet.salience[text.issue] < -p["council.veto_threshold"]
        return VETO if self.profile.permanent and grave else AGAINST

    def would_veto(self, text: "Text") -> bool:
        """Whether the sponsors expect its veto: they do not know its error."""
        return self.vote(text, sum(self.margin(text).values())) == VETO

    def sponsor(self, text: "Text", danger: bool, withdrawn: bool) -> None:
        """Withdraw its text for a veto that the sponsors see coming, or put it to the vote."""
        terms = {
            "veto_expected": -1.0 if danger and self.model.rules.withdraw_if_vetoed else 0.0,
            "insistence": 2.0 * text.insisted,
        }
        choice = "withdraws the text" if withdrawn else "puts the text to the vote"
        self.note(f"sponsor:{text.name}", choice, terms)

    def ballot(self, text: "Text") -> int:
        """Vote on a text in the council."""
        terms, told = self.margin(text), text.told.get(self.name)
        luck = self.model.luck.council[text.number][self.number]
        terms["chance"] = noise(luck, self.model.p["council.noise"])
        imposed = -sum(terms.values()) if told == ABSTAIN else 0.0
        terms["instructed"] = IMPOSED if told == VETO else imposed
        vote = self.vote(text, sum(terms.values()))
        self.note(f"vote:{text.name}", VOTES[vote], terms, draw=luck)
        return vote

    def stance(self, text: "Text") -> int:
        """Take a stance on a text in the union."""
        p, told = self.model.p, text.told.get(self.name)
        luck = self.model.luck.union[text.number][self.number]
        terms = {
            "position": self.position[text.issue] - text.place,
            "margin": p["union.support_band"],
            "legal_basis": p["union.basis"] * (self.model.legal_basis - 0.5),
        }
        if text.effect == "mission":
            terms["plan"] = p["plan.mission"] * (self.model.commitment - 50) / 50
        terms["chance"] = noise(luck, p["union.noise"])
        aside = -p["union.abstain_band"]
        terms["instructed"] = aside / 2 - sum(terms.values()) if told == ABSTAIN else 0.0
        leaning = sum(terms.values())
        stance = SUPPORT if leaning >= 0 else STAND_ASIDE if leaning >= aside else OBJECT
        self.note(f"union:{text.name}", STANCES[stance], terms, draw=luck)
        return stance

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
        p, luck = self.model.p, self.model.luck.silence[self.model.week][self.number]
        calm = abs(self.position[self.model.posture_issue] - posture.place)
        terms = {
            "tolerance": p["alliance.tolerance"],
            "distance": -calm,
            "alarm": calm - abs(self.alarmed() - posture.place),
            "chance": noise(luck, p["alliance.noise"]),
        }
        objects = sum(terms.values()) < 0
        choice = "breaks the silence" if objects else "stays silent"
        self.note(f"silence:{posture.name}", choice, terms, draw=luck)
        return objects

    def respond(self, response: "Response") -> None:
        """Do what it threatened, perhaps."""
        p, status = self.model.p, self.model.status
        against = 0.0
        if status in self.position:
            against = self.sheet.salience[status] * (50 - self.position[status]) / 50
        terms = {
            "base_rate": math.log(max(response.rate, 1e-12)),
            "position": p["responses.position"] * against,
            "recognitions": p["responses.recognitions"] * self.model.share_recognised(),
            "endorsement": p["responses.endorsement"] * self.model.endorsed,
        }
        response.chance = within(sum(terms.values()), self.model.days)
        luck = self.model.luck.respond[self.model.week][response.number]
        comes = luck < response.chance
        choice = "responds" if comes else "holds back"
        self.note(f"respond:{response.name}", choice, terms, response.chance, luck)
        if comes:
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
