"""The plain model, agent by agent in Mesa, is an oracle: the ensemble has to come to the same, run by run."""

from typing import Any

import numpy as np
import pytest

import scenarios
from agents.arrays import NEVER
from agents.cast import Cast
from agents.state import ABSENT, State
from benchmarks.plain.given import give
from benchmarks.plain.model import PlainModel, run
from sim.cast import make_cast
from sim.draws import Luck
from sim.week import begin, next_week, run_week, steps

SEED = 2007
CASE = "kosovo-2007/"
UNLIKE_BASELINE = (
    "un-veto",
    "un-endorsement",
    "eu-split",
    "mandate-lapses",
    "kfor-drawdown",
    "riot-2004",
    "partition-north",
    "deal",
)
"""Scenarios that veto, adopt, object, withdraw contingents, call reserves, riot, boycott, and agree."""


def _never(week: int | None) -> int:
    return NEVER if week is None else week


def _told(model: PlainModel) -> dict[str, Any]:
    """What the plain model came to, under the names of the engine's state."""
    names = [actor.name for actor in model.actors]
    simple = ("coordinated", "agreed_place", "talks_until", "talks_weeks", "endorsed", "condemned", "mandate")
    dated = ("declared", "agreed", "common_position", "mission", "chain", "called")
    local = ("reserves", "pending", "quiet", "usable", "excitation", "shock", "incidents", "severity")
    council = [text if text.council else None for text in model.texts]
    union = [None if text.council else text for text in model.texts]
    return {
        **{name: getattr(model, name) for name in (*simple, "commitment", "precedent")},
        **{name: getattr(model, name) for name in ("strength_factor", "caveat_factor")},
        **{name: _never(getattr(model, name)) for name in dated},
        **{name: [getattr(place, name) for place in model.places] for name in local},
        "due": [_never(place.due) for place in model.places],
        "recent": np.array([place.recent for place in model.places]).T,
        "text_week": [_never(text.week) for text in model.texts],
        "text_result": [text.result for text in model.texts],
        "vote": [[text.votes.get(name, ABSENT) if text else ABSENT for name in names] for text in council],
        "stance": [[text.votes.get(name, ABSENT) if text else ABSENT for name in names] for text in union],
        "posture": model.postures.index(model.posture),
        "proposed": [posture.proposed for posture in model.postures],
        "objected": [[posture.objected.get(name, 0) for name in names] for posture in model.postures],
        "recognised": [_never(actor.recognised) for actor in model.actors],
        "withdrawn": [actor.withdrawn for actor in model.actors],
        "response": [_never(response.week) for response in model.responses],
        "fired": [_never(week) for week in model.programme.fired],
    }


def _differences(model: PlainModel, state: State, cast: Cast, run: int) -> list[str]:
    """The fields in which a plain run differs from that run of a block: decisions at all, floats by 1e-9."""
    found = []
    for name, plain in _told(model).items():
        ours = np.asarray(getattr(state, name)[run])
        close = {"rtol": 1e-9, "atol": 1e-9} if ours.dtype.kind == "f" else {"rtol": 0, "atol": 0}
        if not np.allclose(np.asarray(plain, dtype=np.float64), ours, **close):
            found.append(f"{name}: {plain} is not {ours.tolist()}")
    for name in ("position", "anchor"):
        held = [[getattr(one, name).get(issue, np.nan) for one in model.actors] for issue in cast.issues]
        ours = np.where(cast.holds, getattr(state, name)[run], np.nan)
        if not np.allclose(held, ours, rtol=0, atol=1e-9, equal_nan=True):
            found.append(f"{name}: {held} is not {ours.tolist()}")
    return found


def _agree(scenario: "scenarios.Scenario", runs: int) -> tuple[State, list[PlainModel]]:
    """Take the ensemble and plain models through the weeks together; the state and the models at the end."""
    cast = make_cast(scenario, SEED, range(runs))
    luck, order, state = Luck(SEED, range(runs), cast), steps(scenario), begin(scenario, cast)
    models = [PlainModel(give(scenario, SEED, number)) for number in range(runs)]
    for week in range(cast.weeks):
        state, _ = run_week(order, state, cast, luck.week(week))
        for number, model in enumerate(models):
            model.step()
            assert _differences(model, state, cast, number) == [], f"run {number}, week {week}"
        state = next_week(state)
    return state, models


def test_plain_runs_of_the_baseline_are_those_of_the_ensemble_in_every_week() -> None:
    state, models = _agree(scenarios.load(CASE + "baseline"), 3)
    assert (state.declared != NEVER).all()
    assert (state.recognised != NEVER).sum() > 30
    assert all(model.datacollector.get_model_vars_dataframe().shape[0] == 56 for model in models)


@pytest.mark.parametrize("name", UNLIKE_BASELINE)
def test_plain_runs_of_other_scenarios_are_those_of_the_ensemble(name: str) -> None:
    _agree(scenarios.load(CASE + name), 2)
