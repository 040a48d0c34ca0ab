"""The week of the engine as a user of Mesa would write it: one run, agent by agent, number by number.

It is an oracle, with which the ensemble has to agree run by run, and the measure of what arrays save.
"""

import math
from typing import TYPE_CHECKING, Any

import mesa

from agents.state import ADOPTED
from benchmarks.plain import agenda, beliefs
from benchmarks.plain.actors import Actor
from benchmarks.plain.bodies import Alliance, Council, Force, Union
from benchmarks.plain.chance import clip, share_after, within
from benchmarks.plain.collected import OUTCOMES, positions
from benchmarks.plain.ground import Place
from benchmarks.plain.parties import Party
from benchmarks.plain.programme import Programme
from benchmarks.plain.states import State

if TYPE_CHECKING:
    from benchmarks.plain.agenda import Posture, Response, Text
    from benchmarks.plain.stage import Stage

KINDS: dict[str, type[Actor]] = {"party": Party, "state": State}
"""The class of an actor, by its kind; others only hold positions, if any."""


class PlainModel(mesa.Model):  # type: ignore[misc]
    """One run of a scenario, drawn from a seed and the number of the run; `step()` takes a week.

    Weeks are steps of the clock, None for what has not happened; positions and commitment are points 0-100.
    Each process has a generator of its own, so the one that Mesa makes is never asked.
    log : a row whenever an actor's choice changes, with the terms of its decision by name
    """

    def __init__(self, stage: "Stage", seed: int, run: int) -> None:
        """Draw beliefs and luck, seat the actors and open the calendar."""
        super().__init__(rng=seed)
        self.stage, self.run_number, self.rules = stage, run, stage.rules
        self.clock, self.days, self.weeks_a_step = stage.clock, stage.clock.days, stage.clock.days / 7
        self.status, self.posture_issue, self.bounded = stage.status, stage.posture, stage.rules.bounded
        self.meetings, self.deadline, self.request = stage.meetings, stage.deadline, stage.request
        draws = beliefs.Draws(seed, run)
        self.beliefs, self.luck = beliefs.believe(stage, draws), beliefs.luck(stage, draws)
        self.p = self.beliefs.p
        self.texts, self.postures = agenda.texts(stage), agenda.postures(stage)
        self.responses = agenda.responses(stage, self.beliefs.rates)
        self.lag = math.ceil(self.p["force.lag"] * 7 / self.days)
        self.log: list[dict[str, Any]] = []
        self.open()
        self.seat()
        self.council, self.alliance, self.union = Council(self), Alliance(self), Union(self)
        self.force = Force(self)
        self.programme = Programme(self, stage.scenario.events)
        self.meet()
        held = positions(stage.issues)
        self.datacollector = mesa.DataCollector(model_reporters=OUTCOMES, agent_reporters=held)

    def open(self) -> None:
        """Nothing has happened."""
        self.week = 0
        self.declared: int | None = None
        self.coordinated = self.ordered_declare = self.ordered_coordinated = False
        self.agreed: int | None = None
        self.agreed_place = 0.0
        self.talks_until, self.talks_weeks = self.deadline + 1, 0.0
        self.endorsed = self.condemned = False
        self.mandate = True
        self.common_position: int | None = None
        self.mission: int | None = None
        unchanged = [one for one in self.postures if one.strength == 1 and one.caveats == 1]
        self.posture: Posture = [*unchanged, *self.postures][0]
        self.strength_factor = self.caveat_factor = 1.0
        self.called: int | None = None
        self.commitment = self.p["plan.commitment"]
        self.precedent = 0.0
        self.chain: int | None = None

    def seat(self) -> None:
        """Make the actors and the places."""
        known, stage = self.beliefs, self.stage
        self.actors: list[Actor] = [
            KINDS.get(profile.kind, Actor)(self, profile, sheet)
            for profile, sheet in zip(stage.profiles, known.actors, strict=True)
        ]
        self.places = [
            Place(self, name, i, locality, known.base[i], known.weight[i])
            for i, (name, locality) in enumerate(stage.scenario.case.places.items())
        ]

    def meet(self) -> None:
        """Let the agents learn of each other, and put the force in its places."""
        self.named = {actor.name: actor for actor in self.actors}
        self.troops = [actor for actor in self.actors if actor.sheet.contingent > 0]
        self.all_contingents = max(sum(actor.sheet.contingent for actor in self.actors), 1.0)
        self.states = [actor for actor in self.actors if isinstance(actor, State)]
        self.patrons = [actor for actor in self.actors if actor.profile.patron_for]
        for actor in self.actors:
            actor.meet(self.actors)
        for place in self.places:
            place.station()

    def step(self) -> None:
        """Take one week, in the order of the calendar."""
        self.programme.step()
        stakeholders, states = self.agents.select(agent_type=Actor), self.agents.select(agent_type=State)
        stakeholders.do("listen").do("move")
        self.talk()
        for body in (self.council, self.alliance, self.union):
            body.step()
        self.commit()
        self.claimant.declare()
        states.do("weigh").do("recognise")
        self.respond()
        self.spread()
        self.force.step()
        self.agents.select(agent_type=Place).do("erupt").do("echo")
        self.datacollector.collect(self)
        self.week += 1

    @property
    def claimant(self) -> Party:
        """The party that claims the status."""
        found = self.named[self.stage.claimant]
        assert isinstance(found, Party)
        return found

    @property
    def parent(self) -> Party:
        """The party that denies it."""
        found = self.named[self.stage.parent]
        assert isinstance(found, Party)
        return found

    @property
    def talks_open(self) -> bool:
        """Whether the parties are talking."""
        unsettled = self.declared is None and self.agreed is None
        return self.rules.talks and unsettled and self.week < self.talks_until

    def talk(self) -> None:
        """The parties agree at the middle of the overlap of what they would accept."""
        if not self.talks_open:
            return
        shield = max((one.opposition() for one in self.actors if one.profile.patron_against), default=0.0)
        backing = self.share_above(self.p["recognition.gate_unilateral"])
        parent, claimant = self.parent.room(shield), self.claimant.room(backing)
        parent["acceptance"] = self.p["talks.yield_base"] * self.p["plan.acceptance"]
        ceiling = self.parent.position[self.status] + max(sum(parent.values()), 0.0)
        floor = self.claimant.position[self.status] - max(sum(claimant.values()), 0.0)
        self.parent.settle(parent, ceiling - floor)
        self.claimant.settle(claimant, ceiling - floor)
        if ceiling >= floor:
            self.agreed, self.agreed_place = self.week, clip((ceiling + floor) / 2)
        self.talks_weeks += self.weeks_a_step

    def commit(self) -> None:
        """The claimant's commitment to the plan grows while partners ask for it."""
        if self.declared is None or self.mission is not None:
            growth = share_after(self.p["plan.growth"], self.days)
            self.commitment = clip(self.commitment + growth * (100 - self.commitment))

    def respond(self) -> None:
        """Let those answer whose trigger has come."""
        for response in self.responses:
            if response.week is None and self.triggered(response.after):
                self.named[response.actor].respond(response)

    def triggered(self, after: str) -> bool:
        """Whether what a response follows has happened; what the parties agreed on calls for none."""
        if after == "declaration":
            return self.declared is not None and self.agreed is None
        if after == "recognition":
            return any(one.recognised is not None for one in self.states) and self.agreed is None
        if after == "resolution":
            return any(text.council and text.result == ADOPTED for text in self.texts)
        if after == "unrest":
            return max(place.severity for place in self.places) > 0
        return True

    def answer(self, response: "Response") -> None:
        """A response comes: it shocks places and adds to the precedent."""
        response.week = self.week
        for place in self.places:
            place.shock += response.shocks.get(place.name, 0.0)
        self.precedent += response.precedent

    def spread(self) -> None:
        """The index of precedent, and perhaps a like step elsewhere."""
        p = self.p
        without_leave = 0.0 if self.endorsed or self.agreed is not None else self.share_recognised()
        kept = self.precedent * (1 - share_after(p["precedent.decay"], self.days))
        self.precedent = clip(kept + p["precedent.growth"] * without_leave * self.days)
        hazard = p["precedent.hazard"] * self.precedent / 100
        chance = within(math.log(max(hazard, 1e-300)), self.days)
        if self.chain is None and self.luck.chain[self.week] < chance:
            self.chain = self.week

    def share_recognised(self) -> float:
        """Share of the states that have recognised."""
        return sum(one.recognised is not None for one in self.states) / max(len(self.states), 1)

    def patrons_recognised(self) -> float:
        """Share of the claimant's patrons that have recognised."""
        return sum(one.recognised is not None for one in self.patrons) / max(len(self.patrons), 1)

    def share_above(self, gate: float) -> float:
        """Share of the states with a position on the status that stand at a gate or above it."""
        stands = [one.position[self.status] for one in self.states if self.status in one.position]
        return sum(x >= gate for x in stands) / max(len(stands), 1)

    def partner_support(self) -> float:
        """Mean position of the claimant's partners on the status, by capability."""
        partners = [
            one
            for one in self.actors
            if self.status in one.position and (one.sits_in("union") or one.profile.patron_for)
        ]
        weight = sum(one.profile.capability for one in partners)
        return sum(one.position[self.status] * one.profile.capability for one in partners) / max(
            weight, 1e-300
        )

    @property
    def gate(self) -> float:
        """The lowest position from which a state recognises, as things stand."""
        opened = {"coordinated": self.coordinated, "resolution": self.endorsed}
        opened |= {"unilateral": True, "agreement": self.agreed is not None}
        return min(self.p[f"recognition.gate_{name}"] for name, is_open in opened.items() if is_open)

    @property
    def legal_basis(self) -> float:
        """How sure the law is: 1 by resolution or agreement, 0.5 under a contested mandate, else 0."""
        if self.endorsed or self.agreed is not None:
            return 1.0
        covered = self.mandate and (self.rules.mandate == "covers" or self.declared is None)
        return 0.5 if covered else 0.0

    @property
    def mandate_gone(self) -> bool:
        """Whether the force is without a mandate."""
        lapses = self.rules.mandate == "lapses" and self.declared is not None and self.agreed is None
        return not self.endorsed and (lapses or not self.mandate)

    @property
    def strength(self) -> float:
        """Soldiers of the force if none had left, reserves apart."""
        return self.p["force.strength"] * self.strength_factor * self.posture.strength

    @property
    def caveats(self) -> float:
        """The factor on caveats."""
        return self.caveat_factor * self.posture.caveats

    def whole_strength(self) -> float:
        """Soldiers of the force, reserves in place included."""
        reserves = sum(place.reserves for place in self.places) * self.p["force.battalion_size"]
        return sum(actor.soldiers() for actor in self.troops) + reserves

    def pool(self) -> float:
        """Battalions that are still at home."""
        return self.p["force.battalions"] - sum(place.reserves + place.pending for place in self.places)

    def news(self) -> float:
        """Incidents per week that this week's news adds."""
        if self.agreed is not None:
            return 0.0
        if self.declared == self.week:
            return self.p["unrest.declaration_shock"]
        passed = self.week == self.talks_until and self.declared is None
        return self.p["unrest.deadline_shock"] if passed else 0.0

    def place(self, name: str) -> Place:
        """The place of that name."""
        return next(place for place in self.places if place.name == name)

    def text(self, name: str) -> "Text":
        """The text of that name."""
        return next(text for text in self.texts if text.name == name)


def run(stage: "Stage", seed: int, number: int) -> PlainModel:
    """One run from the first week to the last."""
    model = PlainModel(stage, seed, number)
    for _ in range(stage.clock.steps):
        model.step()
    return model
