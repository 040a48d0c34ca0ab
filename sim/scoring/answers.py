"""Answers: what came of the questions of a forecast, from a case's history."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.models.questions import Date, History, Questions, Wave
from sim.scoring.forecasts import Chance, Forecast, Spread


@dataclass(frozen=True)
class Answers:
    """What came, by the id of the question; what is not known is missing.

    happened : of questions with yes or no; came : of the others, None where it never did within the horizon
    """

    happened: Mapping[str, bool]
    came: Mapping[str, float | None]


def answers(
    forecast: Forecast,
    questions: Questions,
    history: History,
    start: dt.date,
    members: Mapping[str, frozenset[str]],
) -> Answers:
    """What came of a forecast's questions.

    start : the first day of the case, from which days are counted; members : body -> its member states
    """
    happened = {
        one.id: found for one in forecast.chances if (found := _happened(one, questions, history)) is not None
    }
    came = {}
    for one in forecast.spreads:
        known, value = _came(one, questions, history, start, members, forecast.horizon)
        if known:
            came[one.id] = value
    return Answers(happened, came)


def _happened(one: Chance, questions: Questions, history: History) -> bool | None:
    """Whether it did; None if that is not known."""
    if one.actor is not None:
        return _recognised(one, history)
    answer = history.answers.get(one.asked)
    if answer is None:
        return None
    if one.date is not None:
        return answer.date is not None and answer.date <= one.date
    between = getattr(questions.questions[one.asked], "between", None)
    if between is not None and answer.value is not None:
        return bool(between[0] <= answer.value <= between[1])
    return answer.happened if answer.date is None else True


def _recognised(one: Chance, history: History) -> bool | None:
    """Whether a state did; None if nothing was declared from which days are counted."""
    found = history.recognised.get(str(one.actor))
    if one.date is not None:
        return found is not None and found.date <= one.date
    if history.declared is None or one.days is None:
        return None
    return found is not None and (found.date - history.declared).days <= one.days


def _came(
    one: Spread,
    questions: Questions,
    history: History,
    start: dt.date,
    members: Mapping[str, frozenset[str]],
    horizon: dt.date,
) -> tuple[bool, float | None]:
    """Whether it is known what came, and what did."""
    asked = questions.questions[one.asked]
    if isinstance(asked, Wave):
        if history.declared is None or one.days is None:
            return False, None
        last = history.declared + dt.timedelta(days=one.days)
        found = [
            name for name, at in history.recognised.items() if name in members[asked.of] and at.date <= last
        ]
        return True, float(len(found))
    answer = history.answers.get(one.asked)
    if answer is None:
        return False, None
    if isinstance(asked, Date):
        return True, None if answer.date is None or answer.date > horizon else float(
            (answer.date - start).days
        )
    return answer.value is not None, answer.value
