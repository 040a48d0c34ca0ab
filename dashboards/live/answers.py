"""Answers: ensembles behind the page, made once for each state and kept while they are likely asked again."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import scenarios
from dashboards.chart import Chart
from dashboards.figures import VIEWS
from dashboards.live.state import State
from dashboards.reading import Reading
from sim.ensemble import run
from sim.results import Results
from sim.scoring.scorecard import Scorecard

Score = Callable[[Results], Scorecard | None]
"""Holds results against what happened, where that is known; whoever serves the page gives it."""

KEPT = 24
"""Ensembles that are kept; one of 200 runs of the flagship case has some 5 MB."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What a state came to."""

    scenario: scenarios.Scenario
    results: Results

    @cached_property
    def reading(self) -> Reading:
        """The results, asked by name."""
        return Reading(self.results)

    def charts(self, view: str) -> list[Chart]:
        """The charts of a view; empty where the case has no such thing."""
        kept: dict[str, list[Chart]] = self.__dict__.setdefault("_charts", {})
        if view not in kept:
            kept[view] = VIEWS[view](self.reading)
        return kept[view]


class Answers:
    """The answers of one server; several users share them, since a state has one answer."""

    def __init__(self, kept: int = KEPT, score: Score | None = None) -> None:
        """None yet; score : without it nothing is scored."""
        self._score = score
        self._kept: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self._most = kept
        self._lock = threading.Lock()
        self._running = threading.Lock()

    def of(self, state: State) -> Answer:
        """The answer of a state, whatever its view.

        Raises:
            ScenarioError: the scenario cannot be read so; CastError: or not be run.
        """
        key = (state.scenario, state.words, state.runs, state.seed)
        if (found := self._got(key)) is not None:
            return found
        with self._running:  # one at a time: two would each take twice as long
            if (found := self._got(key)) is not None:
                return found
            scenario = scenarios.load(state.scenario, state.words)
            # All at once: there is no progress to tell, and each piece costs the interpreter alike.
            answer = Answer(scenario, run(scenario, state.runs, state.seed, first=state.runs))
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer

    def scored(self, answer: Answer) -> Scorecard | None:
        """An answer held against what happened; None where that is not known."""
        if self._score is None:
            return None
        kept = answer.__dict__
        if "_card" not in kept:  # with the answer, so that it goes when the answer goes
            kept["_card"] = self._score(answer.results)
        found: Scorecard | None = kept["_card"]
        return found

    def _got(self, key: tuple[object, ...]) -> Answer | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)
