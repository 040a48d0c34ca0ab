"""The plain model, agent by agent in Mesa, is an oracle: the ensemble has to come to the same, run by run."""

from collections.abc import Sequence
from math import isclose
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from agents.arrays import NEVER
from agents.cast import Cast
from agents.state import ABSENT, Decision, State
from benchmarks.plain.given import give
from benchmarks.plain.model import PlainModel
from sim.cast import make_cast
from sim.draws import Luck, Streams
from sim.effects import EFFECTS
from sim.week import begin, next_week, run_week, steps
from tests.sim.asking import lasting, load, with_event

if TYPE_CHECKING:
    import scenarios

SEED = 2007
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


SETTINGS = (
    ("rules.negotiation.bounded=true",),
    ("rules.eu.decision=qualified_majority",),
    ("rules.talks.enabled=false", "parameters.negotiation.own_voice.value=0"),
    ("rules.unsc.withdraw_if_vetoed=false",),
    ("rules.unsc.veto=false", "rules.unsc.majority=1"),
    ("rules.mandate.reading=lapses", "parameters.force.stay_gate.value=80"),
    ("parameters.talks.yield_base.value=100", "parameters.talks.no_deal.value=0"),
)
"""Rules and parameters that take another branch than those of the baseline."""

EVENTS: tuple[dict[str, Any], ...] = (
    {"when": "week", "above": 1, "do": "extend_talks", "lasting": 2},
    {"date": "2007-12-24", "do": "move_position", "actor": "spain", "issue": "recognition", "by": 90},
    {"date": "2007-12-24", "do": "move_position", "actor": "france", "issue": "eu_mission", "by": -30},
    {"date": "2007-12-24", "do": "withdraw_contingent", "actor": "italy"},
    {"id": "early", "date": "2007-12-26", "do": "end_talks"},
    {"after": "early", "weeks": 1, "do": "declare", "coordinated": True},
    {"after": "declaration", "do": "shock", "place": "enclaves", "incidents": 60, "lasting": 3},
    {"when": "unrest.enclaves", "above": 20, "do": "deploy_reserves", "battalions": 2},
    {"after": "reserves", "do": "set_caveats", "factor": 2.5},
    {"when": "force.usable", "below": 13000, "do": "set_strength", "factor": 1.2},
    {"when": "recognitions.count", "above": 2, "do": "force_response", "response": "embargo"},
    {"after": "first_recognition", "do": "precedent", "by": 30},
    {"when": "plan.commitment", "above": 1, "do": "commit_plan", "by": -40},
    {"after": "deadline", "weeks": 4, "do": "table_text", "text": "end-mandate", "insist": True,
     "abstaining": ["france", "united-kingdom"], "vetoing": ["united-states"]},
    {"after": "veto", "weeks": 1, "do": "hold_vote", "body": "eu", "issue": "eu_mission"},
    {"after": "veto", "weeks": 1, "do": "hold_vote", "body": "unsc", "issue": "recognition"},
    {"after": "veto", "weeks": 2, "do": "end_mandate"},
    {"after": "veto", "weeks": 3, "do": "agree", "place": 45},
)  # fmt: skip
"""Every verb of the scenarios, and several ways of saying when."""


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


def _chances(model: PlainModel, decision: Decision, asked: Sequence[int]) -> dict[int | str, float]:
    """The plain model's chances of a decision that was drawn for, by actor or by what it is about."""
    if decision.name == "declare":
        return {model.actors.index(model.claimant): model.claimant.chance}
    if decision.name == "respond":
        about = {decision.about[place] for place in asked}
        return {one.name: one.chance for one in model.responses if one.name in about}
    return {model.actors.index(one): one.chance for one in model.states if one.chance is not None}


def _other_chances(model: PlainModel, decisions: Sequence[Decision], run: int) -> list[str]:
    """The decisions of a week for which the plain model had another chance."""
    found = []
    for decision in decisions:
        eligible = decision.eligible[run]
        if decision.probability is None or not eligible.any():
            continue
        chances = np.broadcast_to(decision.probability, decision.choice.shape)[run]
        asked = np.flatnonzero(eligible).tolist()
        who = decision.about or decision.actors.tolist()
        ours = {who[place]: float(chances[place]) for place in asked}
        plain = _chances(model, decision, asked)
        same = plain.keys() == ours.keys()
        same = same and all(isclose(plain[i], ours[i], rel_tol=1e-9, abs_tol=1e-12) for i in plain)
        if not same:
            found.append(f"{decision.name}: {plain} is not {ours}")
    return found


def _agree(scenario: "scenarios.Scenario", runs: int) -> tuple[State, list[PlainModel]]:
    """Take the ensemble and plain models through the weeks together; the state and the models at the end."""
    streams = Streams(SEED, range(runs))
    cast = make_cast(scenario, streams)
    luck, order, state = Luck(streams, cast), steps(scenario), begin(scenario, cast)
    models = [PlainModel(give(scenario, SEED, number)) for number in range(runs)]
    for week in range(cast.weeks):
        state, decisions = run_week(order, state, cast, luck.week(week))
        for number, model in enumerate(models):
            model.step()
            found = _differences(model, state, cast, number) + _other_chances(model, decisions, number)
            assert found == [], f"run {number}, week {week}"
        state = next_week(state)
    return state, models


def test_plain_runs_of_the_baseline_are_those_of_the_ensemble_in_every_week() -> None:
    state, models = _agree(load("baseline"), 3)
    assert (state.declared != NEVER).all()
    assert (state.recognised != NEVER).sum() > 30
    assert all(model.datacollector.get_model_vars_dataframe().shape[0] == 56 for model in models)


@pytest.mark.parametrize("name", UNLIKE_BASELINE)
def test_plain_runs_of_other_scenarios_are_those_of_the_ensemble(name: str) -> None:
    _agree(load(name), 2)


@pytest.mark.parametrize("settings", SETTINGS, ids=" ".join)
def test_plain_runs_under_other_rules_are_those_of_the_ensemble(settings: tuple[str, ...]) -> None:
    _agree(lasting(load("baseline", *settings), 20), 2)


def test_plain_runs_are_those_of_the_ensemble_whatever_happens_and_with_steps_of_days() -> None:
    assert {event["do"] for event in EVENTS} == set(EFFECTS)
    scenario = lasting(load("baseline"), 14)
    for event in EVENTS:
        scenario = with_event(scenario, **event)
    case = scenario.case.model_copy(update={"step_days": 3.5})
    state, _ = _agree(scenario.model_copy(update={"case": case}), 2)
    assert (state.fired != NEVER).all()


def test_the_plain_model_says_what_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="influence without options only, not median"):
        give(load("baseline", "rules.negotiation.protocol=median"), SEED, 0)
    with pytest.raises(ValueError, match="with both parties and all parts, such as kosovo-2007"):
        give(load("cop21-2015/baseline"), SEED, 0)
