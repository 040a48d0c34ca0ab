"""The Mesa model: one run of a scenario to look into, step by step, with the bits of the ensemble's run."""

from typing import Any

import mesa
import numpy as np

import scenarios
from agents.agent import Actor
from agents.arrays import NEVER
from sim.cast import make_cast
from sim.clock import Clock
from sim.draws import Luck, Streams
from sim.log import DecisionLog, tabulate
from sim.week import begin, frozen, next_week, run_week, steps
from sim.why import rows_of, tell


class Model(mesa.Model):
    """One run.  `step()` takes a week; `agents` are the actors; `finished` says when the horizon is reached.

    scenario : a name, a path or a resolved scenario; seed, run : which run of which ensemble, so that
    Model(s, seed, r) is run r of `sim.ensemble.run(s, runs, seed)`, bit for bit.
    Errors: ScenarioError and CastError as for the ensemble.
    """

    def __init__(self, scenario: "scenarios.Scenario | str", seed: int = 2007, run: int = 0) -> None:
        """Draw the run's beliefs and luck and seat the actors."""
        super().__init__(rng=seed)
        self.scenario = scenario if isinstance(scenario, scenarios.Scenario) else scenarios.load(scenario)
        self.run_number = run
        streams = Streams(seed, [run])
        self.cast = make_cast(self.scenario, streams)
        self.state = begin(self.scenario, self.cast)
        frozen(self.state)
        self._luck = Luck(streams, self.cast)
        self._order = steps(self.scenario)
        self._log = DecisionLog([run], keep_all=True)
        self._clock = Clock.of(self.scenario)
        for index, name in enumerate(self.cast.actors):
            Actor(self, name, index)

    @property
    def week(self) -> int:
        """The week that the next step takes, from 0."""
        return self.state.week

    @property
    def date(self) -> str:
        """The first day of that week, as ISO text."""
        return self._clock.day(self.state.week).isoformat()

    @property
    def finished(self) -> bool:
        """Whether the horizon is reached; a step then changes nothing."""
        return self.state.week >= self.cast.weeks

    def step(self) -> None:
        """Take one week."""
        if self.finished:
            self.running = False
            return
        week = self.state.week
        state, decisions = run_week(self._order, self.state, self.cast, self._luck.week(week))
        self._log.note(week, decisions)
        frozen(state)
        self.state = next_week(state)

    def actor(self, name: str) -> Actor:
        """The agent of that name; KeyError if there is none."""
        found: dict[str, Actor] = {agent.name: agent for agent in self.agents}
        return found[name]

    def position_of(self, index: int, issue: str) -> float | None:
        """An actor's position on an issue now, points 0-100; None if it holds none."""
        if issue not in self.cast.issues:
            raise KeyError(f"{issue}: no such issue; allowed: {', '.join(self.cast.issues)}")
        k = self.cast.issues.index(issue)
        return float(self.state.position[0, k, index]) if self.cast.holds[k, index] else None

    def decisions_of(self, name: str) -> list[dict[str, Any]]:
        """An actor's decisions so far, oldest first."""
        return rows_of(tabulate(self._log.entries, self.cast.actors), name)

    def why_of(self, name: str, week: int | None = None) -> str:
        """An actor's decisions in words and numbers."""
        rows = [row for row in self.decisions_of(name) if week is None or row["week"] == week]
        return tell(self.scenario, rows)

    @property
    def recognised(self) -> dict[str, int]:
        """Actors that have recognised, with the week."""
        weeks = self.state.recognised[0]
        return {self.cast.actors[i]: int(weeks[i]) for i in np.flatnonzero(weeks != NEVER)}
