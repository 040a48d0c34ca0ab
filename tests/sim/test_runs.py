"""Run r is run r: in the Mesa model, in a block of any size, with more runs, with more weeks."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents import protocols
from agents.state import State
from sim.block import run_block
from sim.draws import Streams, stream
from sim.ensemble import Interrupted, run
from sim.model import Model
from sim.outcomes import summarise
from tests.retold import one_run
from tests.sim.asking import block, lasting, load, results, unequal, with_event
from tests.worlds import same

WORLDS = [
    ("baseline", "weeks=14"),
    ("un-endorsement", "weeks=14"),
    ("partition-north", "weeks=14", "rules.declaration.mode=decided"),
    ("riot-2004", "weeks=20"),
    ("mandate-lapses", "weeks=14"),
    ("baseline", "weeks=10", "rules.negotiation.bounded=true"),
    *(("eu-split", "weeks=10", f"rules.negotiation.protocol={name}") for name in protocols.names()),
    *(
        ("eu-split", "weeks=10", f"rules.negotiation.protocol={name}", f"rules.negotiation.options.{said}")
        for name, said in (("condorcet", "StateTransitions=Stochastic"), ("exchange", "p=0.5"))
    ),
]
"""Scenarios cut short, with every protocol, what may be drawn in it, and every kind of event among them."""


def numbers() -> st.SearchStrategy[list[int]]:
    """Numbers of runs, in any order."""
    return st.lists(st.integers(0, 5000), min_size=1, max_size=9, unique=True)


def modelled(name: str, *said: str, seed: int, run: int) -> State:
    """The state at the end of a Mesa model."""
    model = Model(load(name, *said), seed=seed, run=run)
    while not model.finished:
        model.step()
    return model.state


@settings(max_examples=20)
@given(st.sampled_from(WORLDS), st.integers(0, 2**31), numbers())
def test_run_r_is_run_r_bit_for_bit(world: tuple[str, ...], seed: int, runs: list[int]) -> None:
    together = run_block(load(*world), seed, runs).state
    for place in {0, len(runs) - 1}:
        alone = modelled(*world, seed=seed, run=runs[place])
        assert same(one_run(together, place), alone) == []


@pytest.mark.parametrize("world", WORLDS, ids=" ".join)
def test_every_protocol_and_event_has_the_bits_of_the_mesa_model(world: tuple[str, ...]) -> None:
    together = block(world[0], 5, *world[1:]).state
    assert same(one_run(together, 3), modelled(*world, seed=2007, run=3)) == []


def test_run_r_is_run_r_to_the_last_week_of_the_year() -> None:
    together = block("baseline", 6).state
    assert together.week == 56
    assert same(one_run(together, 4), modelled("baseline", seed=2007, run=4)) == []


@settings(max_examples=8)
@given(st.integers(1, 17), st.integers(1, 17))
def test_the_size_of_blocks_leaves_no_trace(runs: int, size: int) -> None:
    scenario = lasting(load("baseline"), 9)
    whole, parts = run(scenario, runs, 7, block=100), run(scenario, runs, 7, block=size)
    assert unequal(whole.data, parts.data, besides=["moved"]) == []
    # A mean over runs is added up in another order.
    assert np.allclose(whole.data["moved"], parts.data["moved"], rtol=1e-5, atol=1e-6)
    assert whole.outcomes == parts.outcomes
    assert whole.decisions.equals(parts.decisions)


@settings(max_examples=8)
@given(st.integers(1, 12), st.integers(1, 12))
def test_more_runs_do_not_change_earlier_runs(few: int, more: int) -> None:
    scenario = lasting(load("baseline"), 9)
    short, long = run(scenario, few, 7), run(scenario, few + more, 7)
    assert unequal(short.data, long.data.isel(run=slice(few)), besides=["moved"]) == []


@settings(max_examples=8)
@given(st.sampled_from(("baseline", "riot-2004", "deal")), st.integers(1, 30), st.integers(1, 20))
def test_a_longer_horizon_does_not_change_earlier_weeks(name: str, weeks: int, more: int) -> None:
    short = run(lasting(load(name), weeks), 3, 7).data
    long = run(lasting(load(name), weeks + more), 3, 7).data
    early = long.isel(week=slice(weeks))
    weekly = [str(v) for v in short.data_vars if "week" in short[v].dims]
    assert len(weekly) == 9
    for variable in weekly:
        assert np.array_equal(short[variable].values, early[variable].values, equal_nan=True), variable
    for variable in ("declaration_week", "recognised_week", "response_week", "reserves_week"):
        in_time = np.where(long[variable] < weeks, long[variable], -1)
        assert np.array_equal(short[variable].values, in_time), variable


@pytest.mark.parametrize(
    ("name", "week"), [("kfor-drawdown", 4), ("kfor-reserves", 3), ("un-endorsement", 5), ("eu-unity", 0)]
)
def test_scenarios_that_part_in_a_week_share_every_week_before(name: str, week: int) -> None:
    here, there = results("baseline", 8).data, results(name, 8).data
    for variable in ("position", "usable", "incidents", "severity", "precedent", "commitment", "strength"):
        before = [one[variable].isel(week=slice(week)).values for one in (here, there)]
        assert np.array_equal(*before, equal_nan=True), variable
    after = [
        v
        for v in ("position", "usable", "recognised_week", "text_result")
        if not np.array_equal(here[v].values, there[v].values, equal_nan=True)
    ]
    assert after, "and differ after it"


@settings(max_examples=10)
@given(st.integers(1, 12), st.sampled_from((5.0, -5.0, 40.0)))
def test_an_event_in_a_week_leaves_the_weeks_before_it_alone(week: int, by: float) -> None:
    scenario = lasting(load("baseline"), 14)
    day = scenario.case.start + dt.timedelta(weeks=week)
    event = {
        "do": "move_position",
        "date": day.isoformat(),
        "actor": "france",
        "issue": "recognition",
        "by": by,
    }
    moved = with_event(scenario, **event)
    here, there = run_block(scenario, 7, [0, 1]), run_block(moved, 7, [0, 1])
    for variable in ("position", "incidents", "usable", "precedent"):
        one, other = here.arrays[variable], there.arrays[variable]
        assert np.array_equal(one[:, :week], other[:, :week], equal_nan=True), variable
    last = (one.arrays["position"][:, week] for one in (here, there))
    assert not np.array_equal(*last, equal_nan=True)


def test_an_unchanged_scenario_differs_by_exactly_zero() -> None:
    one, other = run(load("baseline"), 10, 2007), run(load("baseline", "weeks=56"), 10, 2007)
    assert unequal(one.data, other.data) == []
    assert one.outcomes == other.outcomes


def test_another_seed_is_another_luck() -> None:
    scenario = lasting(load("baseline"), 9)
    assert "position" in unequal(run(scenario, 3, 7).data, run(scenario, 3, 8).data)


# ------------------------------------------------------------------------------------------------- streams


@given(st.integers(0, 2**63), st.integers(0, 10**6), st.text(max_size=20))
def test_a_stream_belongs_to_seed_run_and_name(seed: int, number: int, name: str) -> None:
    first = stream(seed, number, name).random(3)
    assert np.array_equal(first, stream(seed, number, name).random(3))
    others = ((seed + 1, number, name), (seed, number + 1, name), (seed, number, name + "x"))
    for other in (stream(*one) for one in others):
        assert not np.array_equal(first, other.random(3))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6, unique=True))
def test_uniforms_of_a_run_do_not_depend_on_which_runs_are_asked_for(runs: list[int]) -> None:
    together = Streams(3, runs).uniforms("a process", 4, 2)
    assert together.shape == (len(runs), 4, 2)
    for i, r in enumerate(runs):
        assert np.array_equal(together[i], Streams(3, [r]).uniforms("a process", 4, 2)[0])
    longer = Streams(3, runs).uniforms("a process", 9, 2)
    assert np.array_equal(longer[:, :4], together), "weeks come first, so that a longer horizon only appends"


# ---------------------------------------------------------------------------------------------- the ensemble


def test_an_ensemble_of_no_runs_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^runs: 0 is below 1$"):
        run(load("baseline"), 0, 7)


def test_progress_is_told_week_by_week_in_runs() -> None:
    told: list[tuple[int, int]] = []
    run(lasting(load("baseline"), 2), 7, 7, progress=lambda done, of: told.append((done, of)), block=4)
    assert told == [(2, 7), (4, 7), (5, 7), (7, 7)], "weeks of a block count as runs in proportion"


def test_an_interruption_keeps_the_runs_that_are_finished() -> None:
    scenario = lasting(load("baseline"), 4)

    def stop(done: int, of: int) -> None:
        if done > 6:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        run(scenario, 9, 7, progress=stop, block=3)
    kept = caught.value.results
    assert kept is not None
    assert (kept.runs, kept.complete) == (6, False)
    whole = run(scenario, 9, 7)
    assert unequal(kept.data, whole.data.isel(run=slice(6)), besides=["moved"]) == []
    assert kept.outcomes == summarise(kept.data, scenario, 7)

    def at_once(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        run(scenario, 3, 7, progress=at_once)
    assert caught.value.results is None


# ------------------------------------------------------------------------------------- nothing of it leaks


def test_constants_are_read_only() -> None:
    cast = block("baseline", 6).cast
    arrays = [cast.position, cast.p["council.band"], cast.ties.source, cast.texts.place, cast.ground.base]
    arrays += [cast.postures.place, cast.responses.rate, cast.capability, cast.ties.floor]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_what_is_seen_of_a_model_cannot_change_it() -> None:
    model = Model(lasting(load("baseline"), 4), seed=7)
    for _ in range(2):
        for value in vars(model.state).values():
            if isinstance(value, np.ndarray):
                assert not value.flags.writeable
        model.step()
    france = model.actor("france")
    before = france.position("recognition")
    assert isinstance(before, float)
    france.decisions.append({"week": 0})  # type: ignore[attr-defined]
    assert {"week": 0} not in france.decisions
    assert model.recognised == {}
    model.recognised["france"] = 0
    assert model.recognised == {}


def test_a_finished_model_stays_as_it_is() -> None:
    model = Model(lasting(load("baseline"), 2), seed=7)
    assert (model.week, model.date) == (0, "2007-12-10")
    model.step()
    model.step()
    assert model.finished
    assert (model.week, model.date) == (2, "2007-12-24")
    state = model.state
    model.step()
    assert model.state is state
    assert not model.running


def test_a_model_speaks_of_its_actors() -> None:
    model = Model(lasting(load("baseline"), 3), seed=7)
    model.step()
    assert repr(model.actor("russia")) == "<Actor russia>"
    assert len(model.agents) == len(model.cast.actors)
    assert model.actor("unsc").position("recognition") is None
    with pytest.raises(KeyError, match="talk: no such issue; allowed: recognition, troop_presence"):
        model.actor("russia").position("talk")
    with pytest.raises(KeyError):
        model.actor("atlantis")
    kosovo = model.actor("kosovo")
    assert {row["decision"] for row in kosovo.decisions} == {"talks", "declare"}
    assert "Week 0, 2007-12-10: declare: waits." in kosovo.why()
    assert kosovo.why(week=1) == ""
