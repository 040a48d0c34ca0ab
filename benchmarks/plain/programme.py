"""The events of the scenario: when each is due, and what it does."""

import math
from typing import TYPE_CHECKING, Any

from agents.state import ABSTAIN, ADOPTED, VETO, VETOED
from benchmarks.plain.chance import clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.plain.model import PlainModel


class Programme:
    """The events of a run; fired : the week of each, None before it comes."""

    def __init__(self, model: "PlainModel", events: "Iterable[Any]") -> None:
        """Nothing has come."""
        self.model, self.events = model, list(events)
        self.fired: list[int | None] = [None] * len(self.events)

    def step(self) -> None:
        """Clear last week's agenda, then let every event that is due act."""
        self.model.ordered_declare = False
        for text in self.model.texts:
            text.tabled = text.insisted = False
            if text.council:
                text.told.clear()
        for i, event in enumerate(self.events):
            if self.fired[i] is None:
                if self.due(event):
                    getattr(self, event.do)(event)
                    self.fired[i] = self.model.week
            elif event.do == "shock":
                self.sustain(event, self.fired[i] or 0)

    def due(self, event: Any) -> bool:
        """Whether an event that has not come comes now."""
        model = self.model
        if event.date is not None:
            return bool(model.week == model.clock.step(event.date))
        if event.after is not None:
            anchor = self.anchor(event.after)
            return anchor is not None and model.week >= anchor + model.clock.span(event.weeks or 0)
        value = self.reading(*event.when.split("."))
        return bool(value > event.above if event.above is not None else value < event.below)

    def anchor(self, name: str) -> int | None:
        """The week of another event or of a milestone."""
        for event, week in zip(self.events, self.fired, strict=True):
            if event.id == name:
                return week
        model = self.model
        if name == "deadline":
            return max(model.deadline, 0) if model.week >= model.deadline else None
        if name == "first_recognition":
            return min((one.recognised for one in model.actors if one.recognised is not None), default=None)
        if name in {"resolution", "veto"}:
            wanted = ADOPTED if name == "resolution" else VETOED
            weeks = [text.week for text in model.texts if text.council and text.result == wanted]
            return min((week for week in weeks if week is not None), default=None)
        dated = {"declaration": model.declared, "agreement": model.agreed, "mission": model.mission}
        return model.called if name == "reserves" else dated[name]

    def reading(self, head: str, *path: str) -> float:
        """The value of an indicator."""
        model = self.model
        simple = {
            "precedent": model.precedent,
            "plan": model.commitment,
            "week": model.week * model.weeks_a_step,
        }
        if head in simple:
            return simple[head]
        if head == "positions":
            return model.named[path[0]].position[path[1]]
        if head == "recognitions":
            return self.recognitions(path[0])
        if head == "force":
            return (
                model.whole_strength() if path[0] == "strength" else sum(one.usable for one in model.places)
            )
        place = next(one for one in model.places if one.name == path[0])
        return place.severity if head == "unrest" else float(place.incidents)

    def recognitions(self, among: str) -> float:
        """How many states, or members of a body at any time, have recognised."""
        model, scenario = self.model, self.model.stage.scenario
        done = [one.name for one in model.actors if one.recognised is not None]
        return float(sum(among == "count" or among in scenario.actors[name].memberships for name in done))

    def sustain(self, event: Any, began: int) -> None:
        """A lasting shock makes good what faded of it, at the beginning of every whole week."""
        model = self.model
        week, since = model.clock.span(1), model.week - began
        if since < model.clock.span(event.lasting) and since % week == 0:
            fading = 1 - math.exp(-model.p["unrest.shock_decay"] * 7)
            model.place(event.place).shock += fading * event.incidents

    def declare(self, event: Any) -> None:
        """The claimant is to declare this week."""
        self.model.ordered_declare, self.model.ordered_coordinated = True, event.coordinated

    def table_text(self, event: Any) -> None:
        """A text is tabled; some members are told how to vote."""
        text = self.model.text(event.text)
        text.tabled, text.insisted = True, text.insisted or event.insist
        text.told |= dict.fromkeys(event.abstaining, ABSTAIN) | dict.fromkeys(event.vetoing, VETO)

    def hold_vote(self, event: Any) -> None:
        """A body votes on all that it has on an issue."""
        council = event.body == self.model.stage.scenario.case.roles.council
        for text in self.model.texts:
            text.tabled = text.tabled or (text.council == council and text.issue == event.issue)

    def extend_talks(self, event: Any) -> None:
        """Talks go on."""
        until = self.model.week + self.model.clock.span(event.lasting)
        self.model.talks_until = max(self.model.talks_until, until)

    def end_talks(self, _: Any) -> None:
        """Talks end."""
        self.model.talks_until = min(self.model.talks_until, self.model.week)

    def agree(self, event: Any) -> None:
        """The parties agree."""
        if self.model.agreed is None:
            self.model.agreed, self.model.agreed_place = self.model.week, event.place

    def deploy_reserves(self, event: Any) -> None:
        """Battalions set out for a place, or for the worst, as far as the pool goes."""
        model = self.model
        worst = max(model.places, key=lambda place: place.severity if place.garrison else -1.0)
        target = worst if event.place is None else model.place(event.place)
        sent = min(event.battalions, math.floor(max(model.pool(), 0.0)))
        if sent > 0:
            target.pending, target.due, target.quiet = target.pending + sent, model.week + model.lag, 0.0
            model.called = model.week if model.called is None else model.called

    def set_strength(self, event: Any) -> None:
        """The strength of the force changes."""
        self.model.strength_factor = event.factor

    def set_caveats(self, event: Any) -> None:
        """Caveats change."""
        self.model.caveat_factor = event.factor

    def withdraw_contingent(self, event: Any) -> None:
        """A contingent leaves."""
        self.model.named[event.actor].withdrawn = True

    def shock(self, event: Any) -> None:
        """A provocation adds to unrest."""
        self.model.place(event.place).shock += event.incidents

    def move_position(self, event: Any) -> None:
        """An actor thinks anew: its position moves, and so does what it holds on to."""
        actor = self.model.named[event.actor]
        for held in (actor.position, actor.anchor):
            held[event.issue] = clip(held[event.issue] + event.by)

    def commit_plan(self, event: Any) -> None:
        """The claimant's commitment moves."""
        self.model.commitment = clip(self.model.commitment + event.by)

    def force_response(self, event: Any) -> None:
        """A response comes, whatever its rate."""
        response = next(one for one in self.model.responses if one.name == event.response)
        if response.week is None:
            self.model.answer(response)

    def end_mandate(self, _: Any) -> None:
        """The mandate ends."""
        self.model.mandate = False

    def precedent(self, event: Any) -> None:
        """The index of precedent moves."""
        self.model.precedent = clip(self.model.precedent + event.by)
