"""Sensitivity: functions whose indices are known, what a factor takes over, and analyses of whole cases."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.cast import Cast
from scenarios import Scenario
from sim.cast import make_cast
from sim.draws import Streams
from sim.studies import stretches, variance
from sim.studies.factors import CHANCE, JUDGEMENT, PARAMETERS, POSITION, Factor, factors, sizes
from sim.studies.saltelli import Design, design
from sim.studies.sensitivity import Sensitivity, SensitivityError, identity, sensitivity
from sim.studies.shares import Outlook, outlook
from sim.studies.study import BLOCK, Measure
from sim.studies.variance import Index
from sim.work.executor import Failure, Here
from sim.work.parts import Parts
from tests.sim.asking import load

UNCERTAIN = "emission-standards-1989/uncertain"
FEW = 8
WEEK, SHARE, STATES = "weeks after the start", "share of declarations", "states"


@cache
def analysed(name: str = "baseline", samples: int = FEW, detail: bool = False) -> Sensitivity:
    return sensitivity(load(name), samples, detail=detail)


def numbers(*columns: int) -> list[Factor]:
    """A factor for each column of a block of uniforms, and chance."""
    return [
        Factor(CHANCE, "Chance"),
        *(Factor(f"x{i}", f"x{i}", columns=((PARAMETERS, i),)) for i in columns),
    ]


def evaluated(
    of: Callable[[Any, Any], Any], columns: int, samples: int
) -> tuple[Design, list[Factor], np.ndarray]:
    """A function of uniforms (R, columns) and of the luck (R,) in 0-1, over a whole design."""
    found = numbers(*range(columns))
    plan = design(found, {PARAMETERS: columns}, samples, seed=7)
    rows = plan.rows(found)
    luck = np.random.default_rng(1).random(2 * samples)[rows.runs(0, len(rows))]
    return plan, found, of(rows.given(0, len(rows))[PARAMETERS], luck).reshape(samples, -1)


def told(y: np.ndarray, plan: Design, found: Sequence[Factor], unit: str = STATES) -> Outlook:
    return outlook("y", Measure(unit, "what it counts"), y, plan, found, (), weeks=52.0)


def indices(of: Outlook) -> dict[str, Index]:
    return {one.factor.name: one.index for one in of.shares}


# -------------------------------------------------------------------------------------- known answers


def test_the_function_of_ishigami_has_its_known_indices() -> None:
    """Ishigami & Homma 1990; the indices by hand, as in Saltelli et al. 2000 (a = 7, b = 0.1)."""

    def ishigami(u: np.ndarray, _: np.ndarray) -> np.ndarray:
        x = (2.0 * u - 1.0) * np.pi
        return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    plan, found, y = evaluated(ishigami, 3, 2048)
    known = {"x0": (0.3139, 0.5576), "x1": (0.4424, 0.4424), "x2": (0.0, 0.2437)}
    each = indices(told(y, plan, found))
    for name, (first, total) in known.items():
        assert abs(each[name].first - first) < each[name].first_half
        assert abs(each[name].total - total) < each[name].total_half
        assert each[name].first_half < 0.1
    assert each[CHANCE] == Index(0.0, 0.0, 0.0, 0.0, 0.0)


def test_a_sum_gives_each_part_its_variance_alone_and_in_all() -> None:
    weights = np.array([4.0, 2.0, 1.0, 0.0])
    plan, found, y = evaluated(lambda u, luck: u @ weights + 2.0 * luck, 4, 1024)
    each = indices(told(y, plan, found))
    whole = float((weights**2).sum()) + 4.0
    for name, weight in {"x0": 4.0, "x1": 2.0, "x2": 1.0, CHANCE: 2.0}.items():
        assert each[name].first == pytest.approx(weight**2 / whole, abs=0.06)
        assert each[name].total == pytest.approx(weight**2 / whole, abs=0.04)
    assert each["x3"] == Index(0.0, 0.0, 0.0, 0.0, 0.0)
    assert sum(one.first for one in each.values()) == pytest.approx(1.0, abs=0.1)


def test_what_luck_does_only_under_some_beliefs_is_both() -> None:
    plan, found, y = evaluated(lambda u, luck: (u[:, 0] - 0.5) * (luck - 0.5), 1, 4096)
    split = told(y, plan, found).split
    assert split is not None
    assert (split.unknown, split.chance) == pytest.approx((0.0, 0.0), abs=0.1)
    assert split.both == pytest.approx(1.0, abs=0.1)


@given(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5))
def test_the_parts_of_the_variance_are_shares_and_add_up_to_all(first: float, total: float) -> None:
    split = variance.split(Index(first, 0.1, total, 0.1, 1.0))
    parts = (split.unknown, split.chance, split.both)
    assert sum(parts) == pytest.approx(1.0)
    assert min(parts) >= 0.0


def test_steps_from_fifth_to_fifth_are_found_again_whatever_else_the_outcome_hangs_on() -> None:
    steps = np.array([3.0, 5.0, 4.0, 8.0, 9.0])

    def stepped(u: np.ndarray, luck: np.ndarray) -> np.ndarray:
        return steps[np.minimum((u[:, 0] * 5).astype(int), 4)] + 50.0 * u[:, 1] + 20.0 * luck

    plan, found, y = evaluated(stepped, 2, 64)
    answer = next(one.answer for one in told(y, plan, found).shares if one.factor.name == "x0")
    assert answer is not None
    assert answer.fifths - answer.fifths.mean() == pytest.approx(steps - steps.mean())
    assert answer.change == pytest.approx(6.0)
    assert 0.7 < answer.way < 1.0


def test_higher_raises_or_lowers_draw_for_draw() -> None:
    plan, found, y = evaluated(lambda u, _: u[:, 0] ** 3 - 2.0 * u[:, 1], 2, 32)
    ways = {one.factor.name: one.answer and one.answer.way for one in told(y, plan, found).shares}
    assert ways == {"x0": 1.0, "x1": -1.0, CHANCE: None}


# ---------------------------------------------------------------------- outcomes that are no plain number


def test_a_week_that_never_comes_counts_as_the_end_and_what_could_not_happen_as_no() -> None:
    def late(u: np.ndarray, _: np.ndarray) -> np.ndarray:
        return np.where(u[:, 0] > 0.5, np.nan, 10.0 * u[:, 0])

    plan, found, y = evaluated(late, 1, 64)
    week = told(y, plan, found, WEEK)
    assert week.samples == 64
    assert (
        week.coded
        == "a run in which it never happens counts as week 52, the end of the horizon (50% of runs)"
    )
    assert week.mean == pytest.approx(0.5 * 52 + 0.5 * 2.5, abs=0.1)
    share = told(y, plan, found, SHARE)
    assert share.coded == "a run in which the question does not arise counts as no (50% of runs)"
    assert share.mean == pytest.approx(0.5 * 2.5, abs=0.1)


def test_other_outcomes_leave_out_the_samples_in_which_they_do_not_always_arise() -> None:
    plan, found, y = evaluated(lambda u, luck: u[:, 0] + luck, 1, 64)
    y[:3, 1] = np.nan
    one = told(y, plan, found)
    assert one.samples == 61
    assert one.coded == "samples in which the question does not always arise are left out (3 of 64)"
    kept = ~np.isnan(y).any(axis=1)
    assert one.mean == pytest.approx(y[kept][:, [0, -1]].mean())


def test_what_never_varies_or_hardly_ever_is_not_shared_out() -> None:
    plan, found, y = evaluated(lambda u, _: np.zeros(len(u)), 1, 64)
    assert told(y, plan, found).untold == "the same in every run: there is no variance to share out"
    y[:9, 0] = 1.0
    one = told(y, plan, found)
    assert one.untold == "too rare: other than usual in only 9 of 128 independent runs"
    assert (one.shares, one.split) == ((), None)
    y[9, 0] = 1.0
    assert not told(y, plan, found).untold


def test_four_times_the_samples_halve_an_interval() -> None:
    wide = [Index(0.2, 0.2, 0.3, 0.1, 1.0)]
    assert variance.wanted(wide, 64, 0.1) == 256
    assert variance.wanted(wide, 64, 0.2) == 64


# --------------------------------------------------------------------------------- what a factor takes over


def singles(found: Sequence[Factor]) -> Iterator[Factor]:
    for one in found:
        yield from one.members or (one,)


def differing(cast: Cast, row: int) -> set[str]:
    """Every number of a cast that differs between a run and the first, by kind and place."""
    apart = {f"p.{name}" for name, drawn in cast.p.items() if drawn[row] != drawn[0]}
    for kind in ("position", "salience"):
        drawn = getattr(cast, kind)
        apart |= {f"{kind}.{cast.issues[k]}.{cast.actors[n]}" for k, n in np.argwhere(drawn[row] != drawn[0])}
    for kind in ("exposure", "reliance_against", "reliance_for", "asks_plan", "contingent", "caveat"):
        drawn = getattr(cast, kind)
        apart |= {f"{kind}.{cast.actors[n]}" for n in np.flatnonzero(drawn[row] != drawn[0])}
    for kind in ("base", "weight"):
        drawn = getattr(cast.ground, kind)
        apart |= {f"{kind}.{cast.ground.name[n]}" for n in np.flatnonzero(drawn[row] != drawn[0])}
    rates = cast.responses.rate
    return apart | {f"rate.{cast.responses.name[n]}" for n in np.flatnonzero(rates[row] != rates[0])}


def expected(one: Factor, scenario: Scenario) -> set[str]:
    """What should differ when a factor of the flagship case is taken over, from its name."""
    first, _, rest = one.name.partition(".")
    issue, _, who = rest.partition(".")
    if one.name == CHANCE:
        return set()
    if first in {"positions", "saliences"}:
        body = who.removeprefix("members-of-")
        members = [name for name, actor in scenario.actors.items() if body in actor.memberships]
        held = [name for name in (members if body != who else [who]) if scenario.actors[name].positions]
        return {f"{first[:-1]}.{issue}.{name}" for name in held}
    if first in {"places", "responses"}:
        return {f"{issue.partition('_')[0]}.{who}"}
    return (
        {f"p.{rest}"}
        if first == "parameters"
        else {f"{first.removesuffix('s') if first == 'caveats' else first}.{rest}"}
    )


def test_a_factor_takes_over_the_numbers_that_it_names_and_no_other() -> None:
    scenario = load("baseline")
    each = list(singles(factors(scenario)))
    rows = design(each, sizes(scenario), 1, seed=3).rows(each)
    runs = rows.runs(0, len(rows))
    assert [number for number, run in enumerate(runs) if run] == [1, len(rows) - 1]  # chance, and all of B
    cast = make_cast(scenario, Streams(3, runs, rows.given(0, len(rows))))
    for row, one in enumerate(each, start=1):
        if not one.name.startswith("parameters.evidence."):
            assert differing(cast, row) == expected(one, scenario), one.name
    spread = next(row for row, one in enumerate(each, start=1) if one.name.endswith("evidence.correlation"))
    kinds = {name.partition(".")[0] for name in differing(cast, spread)}
    assert kinds == {"p", "position"}


def test_a_number_that_is_known_is_no_factor() -> None:
    names = [one.name for one in factors(load("baseline"))]
    known = [one.name for one in factors(load("baseline", "parameters.recognition.diffusion=1"))]
    assert [name for name in names if name != "parameters.recognition.diffusion"] == known


def test_a_factor_says_what_it_rests_on() -> None:
    found = {one.name: one for one in factors(load("baseline"))}
    pace = found["parameters.negotiation.pace"]
    assert (pace.said, pace.key) == ("How fast positions move towards where influence pulls them", pace.name)
    assert (pace.rests, pace.range, pace.unit) == ({JUDGEMENT: 1}, (0.002, 0.006, 0.015), "per day")
    views = found["positions.recognition"]
    assert set(views.rests) <= {"stated", "reported", "group", "assumed"}
    assert sum(views.rests.values()) == sum(bool(one.rests) for one in views.members)
    assert {process for process, _ in views.columns} == {POSITION}


def test_a_design_is_of_a_power_of_two_and_of_outcomes_that_there_are() -> None:
    with pytest.raises(SensitivityError, match="samples: 12 is not a power of two"):
        sensitivity(load("baseline"), 12)
    with pytest.raises(SensitivityError, match="nothing: no outcome; there are declared, "):
        sensitivity(load("baseline"), 2, outcomes=["nothing"])


# ------------------------------------------------------------------------------------------- whole cases


def settled(scenario: Scenario) -> Scenario:
    """The scenario with every range at its mode."""

    def at_mode(said: Any) -> Any:
        if isinstance(said, dict):
            ends = {"low": said["mode"], "high": said["mode"]} if "mode" in said and "low" in said else {}
            return {key: at_mode(value) for key, value in said.items()} | ends
        return [at_mode(one) for one in said] if isinstance(said, list) else said

    return type(scenario).model_validate_json(
        json.dumps(at_mode(json.loads(scenario.model_dump_json(by_alias=True))))
    )


def test_all_is_chance_where_everything_is_known() -> None:
    found = sensitivity(settled(load("baseline")), 16, outcomes=["incidents_total"])
    (one,) = found.outcomes
    assert [each.name for each in found.factors] == [CHANCE]
    assert found.runs == 3 * 16
    assert indices(one)[CHANCE].first == indices(one)[CHANCE].total == 1.0
    assert one.split is not None
    assert (one.split.unknown, one.split.chance, one.split.both) == (0.0, 1.0, 0.0)


def test_nothing_is_chance_where_nothing_is_drawn() -> None:
    found = sensitivity(load(UNCERTAIN, "rules.negotiation.protocol=median"), FEW)
    for one in found.outcomes:
        assert not one.untold
        assert indices(one)[CHANCE] == Index(0.0, 0.0, 0.0, 0.0, 0.0)
        assert one.split is not None
        assert (one.split.unknown, one.split.chance, one.split.both) == (1.0, 0.0, 0.0)


def test_what_rules_ask_nothing_of_changes_nothing() -> None:
    """`negotiation.confidence` is used only where negotiation is bounded, which it is not here."""
    for one in analysed().outcomes:
        if one.shares:
            assert indices(one)["parameters.negotiation.confidence"] == Index(0.0, 0.0, 0.0, 0.0, 0.0)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    first, again, other = (
        json.dumps(sensitivity(load("baseline"), 4, seed).as_dict(), allow_nan=False) for seed in (0, 0, 1)
    )
    assert first == again
    assert first != other


def test_members_are_told_of_groups_that_matter_and_the_rest_stays() -> None:
    plain, apart = analysed(samples=16), analysed(samples=16, detail=True)
    members = {one.factor.name for each in apart.outcomes for one in each.members}
    assert any(name.startswith("positions.eu_mission.") for name in members)
    assert apart.runs == plain.runs + 16 * len(members)
    for one, other in zip(plain.outcomes, apart.outcomes, strict=True):
        totals = {name: index.total for name, index in indices(one).items()}
        assert totals == pytest.approx({name: index.total for name, index in indices(other).items()})


# ------------------------------------------------------------------------------------------ broken off


class Stopping(Here):
    """Does so many tasks and is interrupted."""

    def __init__(self, many: int) -> None:
        self.many = many

    def map(self, work: Any, tasks: Any) -> Iterator[Any]:
        yield from islice(super().map(work, tasks), self.many)
        raise KeyboardInterrupt


class Failing(Here):
    """Fails in the second task."""

    def map(self, work: Any, tasks: Any) -> Iterator[Any]:
        for place, found in super().map(work, tasks):
            yield place, Failure("no luck", "the traceback") if place == 1 else found


def test_an_interruption_leaves_whole_samples() -> None:
    found = sensitivity(load("baseline"), FEW, executor=Stopping(2))
    ways = len(found.factors) + 2
    assert not found.complete
    assert [one.samples for one in found.outcomes] == [2 * BLOCK // ways] * len(found.outcomes)


def test_a_block_that_fails_costs_its_samples_and_is_told() -> None:
    found = sensitivity(load("baseline"), FEW, executor=Failing())
    ways = len(found.factors) + 2
    touched = {row // ways for row in range(BLOCK, 2 * BLOCK)}
    assert found.complete
    assert {one.samples for one in found.outcomes} == {FEW - len(touched)}
    assert found.as_dict()["failures"] == [
        {"message": "no luck", "traceback": "the traceback", "runs": BLOCK}
    ]


def test_what_is_gone_on_with_is_what_was_never_broken_off(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(stretches, "BLOCKS", 1)
    scenario, names = load("baseline"), ("incidents_total",)
    told_apart = identity(scenario, FEW, 2007, names, False)
    for executor in (Stopping(1), None):
        parts = Parts.open(tmp_path / "out", told_apart, resume=True)
        found = sensitivity(scenario, FEW, outcomes=names, executor=executor, parts=parts)
        kept = parts.finished()
        del parts
    assert kept == [0, 1, 2]
    assert found.as_dict() == sensitivity(scenario, FEW, outcomes=names).as_dict()
