"""Events of the scenario: which are due this week in which runs, and what they do."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from agents.arrays import NEVER, Bools, Ints
from agents.cast import Cast
from agents.state import ABSENT, ADOPTED, VETOED, Change, Draw, State
from sim import indicators
from sim.clock import Clock
from sim.effects import EFFECTS


class Programme:
    """The events of a scenario, ready to be asked week by week; the first step of every week."""

    def __init__(self, events: Sequence[Any], clock: Clock) -> None:
        """Keep the events in the order of the scenario, which is the order in which they act."""
        self.events = tuple(events)
        self.clock = clock
        self.instructing = any(
            event.do == "table_text" and (event.abstaining or event.vetoing) for event in self.events
        )
        self.index = {event.id: i for i, event in enumerate(self.events) if event.id}

    def __call__(self, state: State, cast: Cast, draw: Draw) -> Change:  # noqa: ARG002 - a step as any other
        """Clear last week's agenda, then let every event that is due act."""
        fields: dict[str, object] = {
            "motion": np.zeros_like(state.motion),
            "insisted": np.zeros_like(state.insisted),
            "ordered_declare": np.zeros_like(state.ordered_declare),
        }
        if self.instructing:
            # What members of the union are told holds at every meeting, until the text is adopted.
            fields["instructed"] = np.where(cast.texts.council[:, None], np.int8(ABSENT), state.instructed)
        state = state.after(Change(fields))
        for i, event in enumerate(self.events):
            now = self.due(i, event, state, cast)
            again = self.lasting(i, event, state) if event.do == "shock" else None
            if now.any():
                change = EFFECTS[event.do](state, cast, now, event, self.clock)
                fired = state.fired.copy()
                fired[:, i] = np.where(now, state.week, fired[:, i])
                fields |= {**change.fields, "fired": fired}
                state = state.after(Change({**change.fields, "fired": fired}))
            if again is not None and again.any():
                change = self.sustain(event, state, cast, again)
                fields |= change.fields
                state = state.after(change)
        return Change(fields)

    def due(self, i: int, event: Any, state: State, cast: Cast) -> Bools:
        """Whether an event comes now in each run, (R,); each comes once."""
        fresh = state.fired[:, i] == NEVER
        if event.date is not None:
            return fresh & (state.week == self.clock.step(event.date))
        if event.after is not None:
            anchor = self.anchor(event.after, state, cast)
            return fresh & (anchor != NEVER) & (state.week >= anchor + self.clock.span(event.weeks or 0))
        value = indicators.read(state, cast, event.when)
        passed = value > event.above if event.above is not None else value < event.below
        return np.asarray(fresh & passed, dtype=np.bool_)

    def lasting(self, i: int, event: Any, state: State) -> Bools:
        """Whether another whole week begins of a shock that came before and still goes on, (R,)."""
        began, week = state.fired[:, i], self.clock.span(1)
        goes_on = (state.week > began) & (state.week < began + self.clock.span(event.lasting))
        return (began != NEVER) & goes_on & ((state.week - began) % week == 0)

    def sustain(self, event: Any, state: State, cast: Cast, again: Bools) -> Change:
        """A lasting shock makes good what faded of it in a week: while it lasts, weeks begin level."""
        fading = 1.0 - np.exp(-cast.p["unrest.shock_decay"] * 7.0)
        shock = state.shock.copy()
        place = cast.ground.name.index(event.place)
        shock[:, place] = shock[:, place] + np.where(again, fading * event.incidents, 0.0)
        return Change({"shock": shock})

    def anchor(self, name: str, state: State, cast: Cast) -> Ints:
        """The week of a milestone, or of another event, (R,); NEVER where it has not come."""
        if name in self.index:
            return state.fired[:, self.index[name]]
        return milestone(name, state, cast)


def milestone(name: str, state: State, cast: Cast) -> Ints:
    """The week in which something that the engine dates itself has happened, (R,)."""
    simple = {
        "declaration": state.declared,
        "agreement": state.agreed,
        "mission": state.mission,
        "reserves": state.called,
    }
    if name in simple:
        return simple[name]
    if name == "deadline":
        passed = NEVER if state.week < cast.deadline else max(cast.deadline, 0)
        return np.full(cast.runs, passed, dtype=np.int64)
    if name == "first_recognition":
        return _first(state.recognised.astype(np.int64))
    wanted = ADOPTED if name == "resolution" else VETOED
    return _first(np.where((state.text_result == wanted) & cast.texts.council, state.text_week, NEVER))


def _first(weeks: Ints) -> Ints:
    """The earliest of the weeks that are not NEVER, along the last axis."""
    if weeks.shape[-1] == 0:
        return np.full(weeks.shape[0], NEVER, dtype=np.int64)
    late = np.iinfo(np.int64).max
    earliest = np.where(weeks == NEVER, late, weeks).min(axis=-1)
    return np.where(earliest == late, NEVER, earliest)
