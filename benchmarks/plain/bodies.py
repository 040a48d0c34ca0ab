"""The bodies: how the votes of their members become decisions."""

from typing import TYPE_CHECKING

import mesa

from agents.state import ADOPTED, FAILED, FOR, VETO, VETOED, WITHDRAWN
from agents.union import OBJECT, STAND_ASIDE, SUPPORT

if TYPE_CHECKING:
    from benchmarks.plain.actors import Actor
    from benchmarks.plain.agenda import Text
    from benchmarks.plain.model import PlainModel


class Body(mesa.Agent):  # type: ignore[misc]
    """A body whose members decide for it."""

    model: "PlainModel"
    seat = ""

    def members(self, issue: str) -> list["Actor"]:
        """Who sits in it this week and has a position on the issue."""
        return [actor for actor in self.model.actors if actor.sits_in(self.seat) and issue in actor.position]


class Council(Body):
    """Adopts texts by a majority, unless a permanent member vetoes."""

    seat = "council"

    def step(self) -> None:
        """Deal with the texts that are tabled."""
        for text in self.model.texts:
            if text.council and text.tabled:
                self.consider(text)

    def consider(self, text: "Text") -> None:
        """The sponsors withdraw a text that they expect to be vetoed; else the members vote."""
        rules, members = self.model.rules, self.members(text.issue)
        danger = rules.council_veto and any(one.would_veto(text) for one in members)
        text.week = self.model.week
        withdrawn = danger and rules.withdraw_if_vetoed and not text.insisted
        for name in text.sponsors:
            self.model.named[name].sponsor(text, danger, withdrawn)
        if withdrawn:
            text.result = WITHDRAWN
            return
        text.votes = {member.name: member.ballot(text) for member in members}
        votes = list(text.votes.values())
        if rules.council_veto and VETO in votes:
            text.result = VETOED
        elif votes.count(FOR) >= rules.council_majority:
            text.result = ADOPTED
            self.carry_out(text)
        else:
            text.result = FAILED

    def carry_out(self, text: "Text") -> None:
        """What an adopted text changes in the world."""
        model = self.model
        if text.effect == "extend_talks" and model.declared is None and model.agreed is None:
            model.talks_until = max(model.talks_until, model.week + 1 + text.weeks)
        elif text.effect == "endorse":
            model.endorsed = True
        elif text.effect == "condemn":
            model.condemned = True
        elif text.effect == "end_mandate":
            model.mandate = False


class Alliance(Body):
    """Takes the first posture to which no ally objects, the nearest to their mean first."""

    seat = "alliance"

    def step(self) -> None:
        """Review the force every so many weeks."""
        model = self.model
        every = max(round(model.rules.alliance_review * 7 / model.days), 1)
        members = self.members(model.posture_issue)
        if model.week == 0 or model.week % every or not members:
            return
        mean = sum(ally.alarmed() for ally in members) / len(members)
        for posture in sorted(model.postures, key=lambda one: abs(one.place - mean)):
            posture.proposed += 1
            objecting = [ally.name for ally in members if ally.breaks_silence(posture)]
            for name in objecting:
                posture.objected[name] = posture.objected.get(name, 0) + 1
            if not objecting:
                model.posture = posture
                return


class Union(Body):
    """Adopts common positions and missions by the rule of the scenario."""

    seat = "union"

    def step(self) -> None:
        """Take up every text that is called and not yet adopted."""
        for text in self.model.texts:
            called = text.tabled or self.model.meetings[self.model.week]
            if not text.council and called and self.model.week >= text.opens:
                self.consider(text)

    def consider(self, text: "Text") -> None:
        """Ask the members for their stances."""
        model = self.model
        field = "mission" if text.effect == "mission" else "common_position"
        if getattr(model, field) is not None or not any(actor.sits_in("union") for actor in model.actors):
            return
        members = self.members(text.issue)
        text.votes = {member.name: member.stance(text) for member in members}
        text.week, text.result = model.week, FAILED
        if self.adopts(text.votes, members):
            text.result = ADOPTED
            setattr(model, field, model.week)

    def adopts(self, stances: dict[str, int], members: list["Actor"]) -> bool:
        """Whether the stances adopt a text under the rule."""
        rules = self.model.rules
        taken = list(stances.values())
        whole = sum(member.profile.votes for member in members) or 1.0

        def share(stance: int) -> float:
            return sum(one.profile.votes for one in members if stances[one.name] == stance) / whole

        if rules.union_decision == "unanimity":
            return all(stance == SUPPORT for stance in taken)
        if rules.union_decision == "constructive_abstention":
            return OBJECT not in taken and share(STAND_ASIDE) <= rules.union_blocking_share
        if rules.union_decision == "majority":
            return taken.count(SUPPORT) >= (rules.union_majority or len(members) // 2 + 1)
        most = taken.count(SUPPORT) * 2 > len(members)
        return most and share(SUPPORT) >= rules.union_qualified_share


class Force(Body):
    """The force in its places."""

    def step(self) -> None:
        """Reserves come and go and are called; contingents stay or leave; what is usable is counted."""
        model = self.model
        for place in model.places:
            place.receive()
        self.call()
        for actor in model.actors:
            actor.review_contingent()
        for place in model.places:
            place.station()

    def call(self) -> None:
        """Order one battalion to the worst hot place that awaits none, while the pool lasts."""
        model = self.model
        waiting = [place for place in model.places if place.hot and place.pending == 0]
        allowed = model.rules.reserves and model.posture.reserves
        if not waiting or not allowed or model.pool() < 1:
            return
        worst = max(waiting, key=lambda place: place.severity)
        worst.pending += 1
        worst.due = model.week + model.lag
        if model.called is None:
            model.called = model.week
