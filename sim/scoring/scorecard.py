"""The scorecard: a forecast and its rivals, held against what happened."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from agents.arrays import Bools, Floats
from scenarios.models.questions import History, Questions
from sim.scoring.answers import Answers, answers
from sim.scoring.forecasts import Chance, Forecast
from sim.scoring.recalibration import recalibrated
from sim.scoring.rules import Decomposition, brier, censored, crps, decomposed, interval, log_score

if TYPE_CHECKING:
    import scenarios

SAMPLES = 2_000
SEED = 2007
OTHERS = "others"
"""The group of questions that are about no single state."""


@dataclass(frozen=True)
class Scored:
    """A question with yes or no: what was said, what came, and the scores of that."""

    chance: Chance
    happened: bool
    brier: float
    log: float


@dataclass(frozen=True)
class Measured:
    """A question with a number or a day: its quantiles, what came, and the CRPS in its unit.

    below : the share of runs below what came; point : the CRPS of the median alone, its distance
    """

    id: str
    text: str
    unit: str
    quantiles: tuple[float | None, ...]
    came: float | None
    crps: float
    point: float
    below: float


@dataclass(frozen=True)
class Rival:
    """A way of answering the same questions, and how it did.

    brier : its mean over the questions with yes or no, with a 95% bootstrap interval over states; log : mean
    in bits; skill : 1 less its Brier score over that of one half; None where there is no such question
    crps : of each question with a number or a day that it answers; hindsight : whether it knew what came
    """

    name: str
    brier: float | None
    interval: tuple[float, float] | None
    log: float | None
    skill: float | None
    crps: Mapping[str, float] = field(default_factory=dict)
    hindsight: bool = False


@dataclass(frozen=True)
class Scorecard:
    """All of it. groups : how many states, or other groups, the questions are about."""

    forecast: Forecast
    scored: tuple[Scored, ...]
    measured: tuple[Measured, ...]
    rivals: tuple[Rival, ...]
    parts: Decomposition | None
    groups: int

    @property
    def worst(self) -> tuple[Scored, ...]:
        """The worst misses, one a state or other question, worst first."""
        found: dict[str, Scored] = {}
        for one in sorted(self.scored, key=lambda each: -each.brier):
            found.setdefault(one.chance.actor or one.chance.asked, one)
        return tuple(found.values())


def scorecard(
    scenario: "scenarios.Scenario",
    forecast: Forecast,
    questions: Questions,
    history: History,
    others: Mapping[str, Forecast] | None = None,
) -> Scorecard:
    """Hold a forecast against what happened, beside its rivals.

    others : forecasts of the same questions by other means, such as other protocols, by name
    """
    came = answers(forecast, questions, history, scenario.case.start, _members(scenario))
    asked = [one for one in forecast.chances if one.id in came.happened]
    p = np.array([one.probability for one in asked])
    y = np.array([came.happened[one.id] for one in asked], dtype=np.bool_)
    groups = [one.actor or OTHERS + one.asked for one in asked]
    measured = _measured(forecast, came, scenario)
    own = {one.id: one.crps for one in measured}
    rivals = [replace(_rival("this forecast", p, y, groups), crps=own)]
    rivals += _baselines(asked, p, y, groups, questions)
    for name, other in (others or {}).items():
        theirs = {one.id: one.probability for one in other.chances}
        off = {one.id: one.crps for one in _measured(other, came, scenario)}
        rivals.append(replace(_rival(name, np.array([theirs[one.id] for one in asked]), y, groups), crps=off))
    scores = zip(asked, y, brier(p, y), log_score(p, y), strict=True)
    return Scorecard(
        forecast,
        tuple(Scored(one, bool(real), float(square), float(bits)) for one, real, square, bits in scores),
        tuple(measured),
        tuple(rivals),
        decomposed(p, y) if len(p) else None,
        len(set(groups)),
    )


def _baselines(
    asked: Sequence[Chance], p: Floats, y: Bools, groups: Sequence[str], questions: Questions
) -> list[Rival]:
    """What can be answered without a model."""
    if not len(p):
        return []
    half = np.full(len(p), 0.5)
    found = [_rival("always one half", half, y, groups)]
    if questions.texts_others is not None:
        said = np.array([_said(one, questions) for one in asked])
        found.append(_rival("the texts at their word", np.where(np.isnan(said), 0.5, said), y, groups))
    when = [(one.asked, one.days, one.date) for one in asked]
    base = np.array([y[[other == mine for other in when]].mean() for mine in when])
    found.append(_rival("base rate of each question", base, y, groups, hindsight=True))
    halves = np.array([zlib.crc32(one.encode()) % 2 == 0 for one in groups])
    if halves.any() and not halves.all():
        bent = recalibrated(p, y, halves)
        found.append(_rival("this forecast, recalibrated", bent, y, groups, hindsight=True))
    return found


def _said(one: Chance, questions: Questions) -> float:
    """What the texts give a state; NaN where they say nothing of the question."""
    if one.actor is None or questions.texts_others is None:
        return float("nan")
    return questions.texts_say.get(one.actor, questions.texts_others)


def _rival(name: str, p: Floats, y: Bools, groups: Sequence[str], hindsight: bool = False) -> Rival:
    if not len(p):
        return Rival(name, None, None, None, None)
    square = brier(p, y)
    mean = float(square.mean())
    between = interval(square, groups, SAMPLES, SEED)
    bits = float(log_score(p, y).mean())
    return Rival(name, mean, between, bits, 1.0 - mean / 0.25, hindsight=hindsight)


def _measured(forecast: Forecast, came: Answers, scenario: "scenarios.Scenario") -> list[Measured]:
    """The questions with a number or a day; what never comes counts as the end of the horizon."""
    found = []
    end = float((forecast.horizon - scenario.case.start).days)
    for one in forecast.spreads:
        if one.id not in came.came:
            continue
        real = came.came[one.id]
        values, at = one.values, real
        if one.unit == "day":
            values, at = censored(values, real, end)
        if at is None or np.isnan(values).any():
            continue
        middle = float(np.median(values))
        found.append(
            Measured(
                one.id,
                one.text,
                one.unit,
                one.quantiles,
                real,
                crps(values, at),
                abs(middle - at),
                float((values < at).mean()),
            )
        )
    return found


def _members(scenario: "scenarios.Scenario") -> dict[str, frozenset[str]]:
    """The member states of each body."""
    bodies = {body for one in scenario.actors.values() for body in one.memberships}
    return {
        body: frozenset(
            name for name, one in scenario.actors.items() if one.kind == "state" and body in one.memberships
        )
        for body in bodies
    }


def only(card: Scorecard, keep: Callable[[Chance], bool]) -> Decomposition:
    """The decomposition over some of the questions."""
    kept = [one for one in card.scored if keep(one.chance)]
    p = np.array([one.chance.probability for one in kept])
    return decomposed(p, np.array([one.happened for one in kept], dtype=np.bool_))
