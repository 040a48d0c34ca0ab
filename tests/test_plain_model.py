"""The plain model, agent by agent in Mesa, is an oracle: the ensemble has to come to the same, run by run."""

from collections.abc import Sequence
from math import isclose
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from agents.arrays import NEVER
from agents.cast import Cast
from agents.state import ABSENT, Decision, State
from benchmarks.plain.model import PlainModel
from benchmarks.plain.stage import stage
from sim.cast import make_cast
from sim.draws import Luck, Streams
from sim.effects import EFFECTS
from sim.log import TERM, DecisionLog, tabulate, turn
from sim.week import begin, next_week, run_week, steps
from tests.sim.asking import lasting, load, with_event

if TYPE_CHECKING:
    import scenarios

SEED = 2007
CLOSE = 1e-9
"""Of the range of a belief, of a number or, near nothing, in its unit.  The engine reads quantiles from a
table that is right to 1e-10 of the range, where the plain model has scipy work each of them out."""

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
    """The fields in which a plain run differs from that run of a block; floats may, a little."""
    found = []
    for name, plain in _told(model).items():
        ours = np.asarray(getattr(state, name)[run])
        close = {"rtol": CLOSE, "atol": CLOSE} if ours.dtype.kind == "f" else {"rtol": 0, "atol": 0}
        if not np.allclose(np.asarray(plain, dtype=np.float64), ours, **close):
            found.append(f"{name}: {plain} is not {ours.tolist()}")
    for name in ("position", "anchor"):
        held = [[getattr(one, name).get(issue, np.nan) for one in model.actors] for issue in cast.issues]
        ours = np.where(cast.holds, getattr(state, name)[run], np.nan)
        if not np.allclose(held, ours, rtol=0, atol=CLOSE, equal_nan=True):
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
        if decision.probability is None or not (eligible := decision.eligible[run]).any():
            continue
        chances = np.broadcast_to(decision.probability, decision.choice.shape)[run]
        asked = np.flatnonzero(eligible).tolist()
        who = decision.about or decision.actors.tolist()
        ours = {who[place]: float(chances[place]) for place in asked}
        plain = _chances(model, decision, asked)
        same = plain.keys() == ours.keys()
        same = same and all(isclose(plain[i], ours[i], rel_tol=CLOSE, abs_tol=1e-12) for i in plain)
        if not same:
            found.append(f"{decision.name}: {plain} is not {ours}")
    return found


def _agree(scenario: "scenarios.Scenario", runs: int) -> tuple[State, list[PlainModel]]:
    """Take the ensemble and plain models through the weeks together; the state and the models at the end."""
    streams = Streams(SEED, range(runs))
    cast = make_cast(scenario, streams)
    luck, order, state = Luck(streams, cast), steps(scenario), begin(scenario, cast)
    set_, log = stage(scenario), DecisionLog(range(runs))
    models = [PlainModel(set_, SEED, number) for number in range(runs)]
    for number, model in enumerate(models):
        assert _other_draws(model, cast, luck, number) == [], f"run {number}"
    for week in range(cast.weeks):
        state, decisions = run_week(order, state, cast, luck.week(week))
        log.note(week, decisions)
        for number, model in enumerate(models):
            model.step()
            found = _differences(model, state, cast, number) + _other_chances(model, decisions, number)
            assert found == [], f"run {number}, week {week}"
        state = next_week(state)
    ours = tabulate(log.entries, cast.actors).to_pylist()
    plain = [row for model in models for row in _logged(model)]
    assert [_words(row) for row in plain] == [_words(row) for row in ours]
    assert [found for pair in zip(plain, ours, strict=True) if (found := _other_numbers(*pair))] == []
    return state, models


def _logged(model: PlainModel) -> list[dict[str, Any]]:
    """The plain model's log in the order and with the columns of the engine's."""
    names = [actor.name for actor in model.actors]
    rows = sorted(model.log, key=lambda row: (row["week"], turn(row["decision"]), names.index(row["actor"])))
    return [
        {name: value for name, value in row.items() if name != "terms"}
        | {TERM + name: value for name, value in row["terms"].items()}
        for row in rows
    ]


def _words(row: dict[str, Any]) -> list[Any]:
    """Who chose what and when, and which terms that decision has."""
    known = sorted(name for name, value in row.items() if value is not None)
    return [row[name] for name in ("run", "week", "actor", "decision", "choice")] + known


def _other_numbers(plain: dict[str, Any], ours: dict[str, Any]) -> str:
    """The numbers of a row of the log in which the two differ."""
    found = [
        f"{name}: {value} is not {ours[name]}"
        for name, value in plain.items()
        if isinstance(value, float) and not isclose(value, ours[name], rel_tol=CLOSE, abs_tol=CLOSE)
    ]
    return f"{plain}: {'; '.join(found)}" if found else ""


def _other_draws(model: PlainModel, cast: Cast, luck: Luck, run: int) -> list[str]:
    """The beliefs that are not those of a run of a block, and luck that is not to the last bit."""
    found = [
        f"{name}: {plain} is not {ours}"
        for name, (plain, ours, span) in _believed(model, cast, run).items()
        if not np.all(np.abs(np.asarray(plain) - ours) <= CLOSE * np.asarray(span))
    ]
    drawn = {name: part[run].tolist() for name, part in vars(luck).items() if part is not None}
    return found + [name for name, part in drawn.items() if getattr(model.luck, name) != part]


def _believed(model: PlainModel, cast: Cast, run: int) -> dict[str, tuple[Any, Any, Any]]:
    """What both believe, and how wide the range of each amount is."""
    known, told = model.beliefs, model.stage.profiles
    case = model.stage.scenario.case
    found: dict[str, tuple[Any, Any, Any]] = {
        name: (value, cast.p[name][run], _span(model.stage.parameters[name]))
        for name, value in known.p.items()
    }
    for of in ("position", "salience"):
        held = {(k, i) for k, i in np.argwhere(cast.holds).tolist()}
        assert held == {(cast.issues.index(one), i) for i, two in enumerate(told) for one in getattr(two, of)}
        for k, i in held:
            issue, ours = cast.issues[k], getattr(cast, of)[run, k, i]
            span = _span(getattr(told[i], of)[issue])
            found[f"{of} {told[i].name} {issue}"] = (getattr(known.actors[i], of)[issue], ours, span)
    for name in told[0].traits:
        plain = [getattr(sheet, name) for sheet in known.actors]
        found[name] = (plain, getattr(cast, name)[run], [_span(one.traits[name]) for one in told])
    rates = [_span(one.rate.range) for one in case.responses.values()]
    found["rates"] = (known.rates, cast.responses.rate[run], rates)
    base = [_span(one.base_rate.range) for one in case.places.values()]
    found["base"] = (known.base, cast.ground.base[run], base)
    weight = [_span(one.weight.range) for one in case.places.values()]
    found["weight"] = (known.weight, cast.ground.weight[run], weight)
    return found


def _span(known: tuple[float, float, float]) -> float:
    return known[2] - known[0]


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
        stage(load("baseline", "rules.negotiation.protocol=median"))
    with pytest.raises(ValueError, match="with both parties and all parts, such as kosovo-2007"):
        stage(load("cop21-2015/baseline"))
