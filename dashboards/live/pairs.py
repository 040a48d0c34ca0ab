"""Pairs: what is set on the page against another scenario, world by world under the same luck."""

from functools import lru_cache
from typing import Any

from dash import html

from dashboards.chart import Chart
from dashboards.figures import differences, dumbbells, partings
from dashboards.live.answers import Answer, Answers
from dashboards.live.state import State
from sim.studies.compare import CompareError, Comparison, compare

KINDS = ("recognitions", "position", "severity")
"""The differences that are drawn week by week."""


def against(state: State) -> State:
    """What the page's state is held against: another scenario as it is, by itself the same without levers."""
    return State(state.other or state.scenario, runs=state.runs, seed=state.seed)


def charts(known: Answers, answer: Answer, state: State) -> list[Chart]:
    """The charts of a comparison; empty where the two are the same or cannot share their luck."""
    found, _ = compared(known, answer, state)
    if found is None or not any(one.differs for one in found.outcomes):
        return []
    weekly = [chart for kind in KINDS for chart in differences.charts(found, "B", kind)]
    return [*dumbbells.charts(found, "B"), *partings.charts(found, "B"), *weekly]


def compared(known: Answers, answer: Answer, state: State) -> tuple[Comparison | None, str]:
    """The comparison, or why there is none."""
    first = known.of(against(state))
    try:
        return _compared(first, answer), ""
    except CompareError as error:
        return None, str(error)


@lru_cache(maxsize=8)
def _compared(first: Answer, second: Answer) -> Comparison:
    return compare(first.results, second.results)


def about(known: Answers, answer: Answer, state: State) -> Any:
    """What is compared with what, in words."""
    first = known.of(against(state))
    found, wrong = compared(known, answer, state)
    settings = f", with {', '.join(state.words)}" if state.words else ""
    said = f"A: {first.scenario.title}. B: {answer.scenario.title}{settings}. They share their luck."
    if wrong:
        said += f" They cannot be compared: {wrong}."
    elif found is not None and not any(one.differs for one in found.outcomes):
        said += " They are the same in every world: move a lever, or choose another scenario for A."
    return html.P(said, className="about")
