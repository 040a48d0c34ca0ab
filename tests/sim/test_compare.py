"""Comparisons: zero without a change, signs that follow the order, known differences, who differs first."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from agents.arrays import NEVER
from sim.outcomes import Outcome
from sim.studies.chain import NOT_ASKED, compare_logs, first_links, parted, sequels, tally
from sim.studies.compare import CompareError, Comparison, compare, parting
from sim.studies.contrast import ABSENT, Assumption, mismatches
from sim.studies.paired import Difference, difference
from sim.studies.pairs import compare_all
from tests.cli.asking import HARBOUR
from tests.sim.asking import lasting, load, outcome, results

RUNS = 60
WHAT_IF = "parameters.recognition.diffusion=0"


def changed() -> Comparison:
    """The baseline against itself without diffusion."""
    return compare(results("baseline", RUNS), results("baseline", RUNS, WHAT_IF))


def named(found: Comparison) -> dict[str, Difference]:
    return {one.name: one for one in found.outcomes}


# ------------------------------------------------------------------------------------------ whole comparisons


def test_an_unchanged_scenario_differs_by_exactly_zero_everywhere_and_never_parts() -> None:
    found = compare(results("baseline", RUNS), results("baseline", RUNS))
    assert found.unchanged
    assert found.assumptions == found.first == found.sequels == found.courses == ()
    assert dict(found.carriers) == {}
    assert (found.parted == NEVER).all()
    assert (found.decided == NEVER).all()
    for one in found.outcomes:
        assert (one.differs, one.rises, one.falls, one.only_a, one.only_b) == (0, 0, 0, 0, 0)
        assert one.mean in {0, None}
        assert one.half in {0, None}
        assert not one.clear


def test_a_value_that_no_run_depends_on_differs_and_changes_nothing() -> None:
    found = compare(
        results("baseline", RUNS), results("baseline", RUNS, "actors.russia.capability.gdp.note=x")
    )
    assert found.unchanged
    assert found.assumptions == ()


def test_the_other_order_turns_every_sign_and_leaves_when_they_part() -> None:
    one, other = changed(), compare(results("baseline", RUNS, WHAT_IF), results("baseline", RUNS))
    assert not one.unchanged
    for a, b in zip(one.outcomes, other.outcomes, strict=True):
        assert (a.rises, a.falls, a.only_a, a.only_b) == (b.falls, b.rises, b.only_b, b.only_a)
        assert (a.mean_a, a.mean_b, a.clear) == (b.mean_b, b.mean_a, b.clear)
        assert a.mean == (None if b.mean is None else pytest.approx(-b.mean))
        assert a.half == (None if b.half is None else pytest.approx(b.half))
    assert (one.parted == other.parted).all()
    assert {(link.actor, link.choice_a, link.choice_b, link.share) for link in one.first} == {
        (link.actor, link.choice_b, link.choice_a, link.share) for link in other.first
    }
    for a, b in zip(one.courses, other.courses, strict=True):
        assert a.mean == pytest.approx(-b.mean)
        assert a.points == pytest.approx(-b.points[::-1])


def test_shared_luck_makes_the_interval_narrower() -> None:
    one = named(changed())["recognitions_day_90"]
    assert one.clear
    assert one.half is not None
    assert one.unpaired is not None
    assert one.unpaired > 3 * one.half


def test_an_outcome_differs_by_the_mean_of_the_differences_of_its_runs() -> None:
    a, b = results("baseline", RUNS), results("baseline", RUNS, WHAT_IF)
    change = outcome(b, "recognitions_day_30") - outcome(a, "recognitions_day_30")
    one = named(changed())["recognitions_day_30"]
    assert one.mean == pytest.approx(change.mean())
    assert one.half == pytest.approx(1.96 * change.std(ddof=1) / RUNS**0.5)
    assert (one.rises, one.falls) == ((change > 0).mean(), (change < 0).mean())


def test_nothing_recorded_differs_before_a_pair_parts_and_something_does_then() -> None:
    found = changed()
    a, b = results("baseline", RUNS).data, results("baseline", RUNS, WHAT_IF).data
    for run, week in enumerate(found.parted):
        before = slice(0, None if week == NEVER else week)
        for name in ("position", "incidents", "precedent"):
            assert np.array_equal(a[name].values[run, before], b[name].values[run, before], equal_nan=True)
    # Without diffusion, the first to differ is who recognises: nobody does before the declaration.
    some = found.parted != NEVER
    assert some.any()
    assert (found.parted[some] >= a["declaration_week"].values[some]).all()
    assert {link.decision for link in found.first} == {"recognise"}
    assert found.carriers["recognised_week"] == pytest.approx(some.mean())


def test_what_is_drawn_otherwise_parts_runs_from_the_start() -> None:
    setting = "actors.russia.positions.recognition.salience=0.9"
    found = compare(results("baseline", RUNS), results("baseline", RUNS, setting))
    assert (found.parted == 0).all()
    assert set(found.carriers) >= {"salience", "position"}
    assert found.assumptions == (
        Assumption("actors.russia.positions.recognition.salience", "0.55 – 0.75 – 0.9", "0.9"),
    )


def test_the_runs_that_both_have_are_compared() -> None:
    found = compare(results("baseline", RUNS), results("baseline", 10, WHAT_IF))
    ten = compare(results("baseline", 10), results("baseline", 10, WHAT_IF))
    assert found.as_dict() == ten.as_dict()


def test_an_event_that_only_one_scenario_has_is_among_what_differs() -> None:
    found = compare(results("baseline", 4), results("declaration-february", 4))
    assert [one.path for one in found.assumptions] == ["rules.declaration.mode", "events"]
    assert found.assumptions[1].a == ABSENT
    assert "do: declare" in found.assumptions[1].b


# ------------------------------------------------------------------------------------------------- by hand


def made(*values: float, unit: str = "states") -> Outcome:
    return Outcome("made", unit, "made up", np.array(values))


def test_four_pairs_by_hand() -> None:
    """Differences 1, 2, 3, 2: mean 2, standard deviation sqrt(2/3), half 1.96 sqrt(2/3) / 2."""
    one = difference(made(10, 20, 30, 40), made(11, 22, 33, 42))
    assert (one.mean_a, one.mean_b, one.mean, one.pairs) == (25, 27, 2, 4)
    assert one.half == pytest.approx(1.96 * (2 / 3) ** 0.5 / 2)
    assert (one.rises, one.falls, one.differs, one.clear) == (1, 0, 1, True)


def test_an_event_flips_in_the_runs_in_which_it_happens_in_one_only() -> None:
    one = difference(made(1, 1, 0, 0, unit="share of runs"), made(0, 1, 1, 0, unit="share of runs"))
    assert (one.mean, one.rises, one.falls, one.differs, one.clear) == (0, 0.25, 0.25, 0.5, False)


def test_a_question_that_arises_in_one_run_only_is_counted_and_left_out_of_the_mean() -> None:
    nan = float("nan")
    one = difference(made(1, nan, 3, nan), made(2, 5, nan, nan))
    assert (one.pairs, one.mean, one.half) == (1, 1, None)
    assert (one.mean_a, one.mean_b) == (1, 2)
    assert (one.only_a, one.only_b, one.differs) == (0.25, 0.25, 0.75)


def test_without_a_pair_each_has_its_own_mean() -> None:
    nan = float("nan")
    one = difference(made(4, 6, nan), made(nan, nan, nan))
    assert (one.mean_a, one.mean_b, one.mean, one.pairs, one.clear) == (5, None, None, 0, False)
    assert one.only_a == pytest.approx(2 / 3)


def test_a_change_that_is_the_same_in_every_run_is_certain() -> None:
    one = difference(made(1, 2, 3), made(2, 3, 4))
    assert (one.mean, one.half, one.clear) == (1, 0, True)


def test_parting_by_hand() -> None:
    assert parting(np.array([4, NEVER, 6, NEVER])) == {"never": 0.5, "median": 5, "q05": 4.1, "q95": 5.9}


def log(*entries: tuple[int, int, str, str, str]) -> pa.Table:
    """A log of entries (run, week, actor, decision, choice)."""
    columns = list(zip(*entries, strict=True)) if entries else [()] * 5
    run, week, *texts = columns
    actor, decision, choice = (pa.array(one, pa.string()).dictionary_encode() for one in texts)
    numbers = {"run": pa.array(run, pa.int32()), "week": pa.array(week, pa.int16())}
    return pa.table({**numbers, "actor": actor, "decision": decision, "choice": choice})


A = log(
    (0, 1, "ann", "declare", "waits"),
    (0, 4, "ann", "declare", "declares"),
    (0, 5, "bob", "recognise", "recognises"),
    (1, 1, "ann", "declare", "waits"),
    (2, 2, "bob", "vote:text", "for"),
)
B = log(
    (0, 1, "ann", "declare", "waits"),
    (0, 3, "ann", "declare", "declares"),
    (0, 3, "bob", "recognise", "waits"),
    (1, 1, "ann", "declare", "waits"),
    (2, 2, "bob", "vote:text", "against"),
    (2, 2, "ann", "vote:text", "for"),
)


def test_logs_by_hand_part_in_the_week_of_the_first_entry_that_is_not_in_both() -> None:
    found, _ = compare_logs(A, B, 3)
    assert parted(found, 3).tolist() == [3, NEVER, 2]


def test_of_a_week_the_decisions_that_come_first_in_it_are_the_first_to_differ() -> None:
    """In run 0 ann declares and bob is asked: declaring comes first. In run 2 both vote at once."""
    found, names = compare_logs(A, B, 3)
    links = first_links(tally(found, names, 3), 3)
    assert {(one.decision, one.actor, one.choice_a, one.choice_b, one.week[0]) for one in links} == {
        ("declare", "ann", "waits", "declares", 3),
        ("vote:text", "bob", "for", "against", 2),
        ("vote:text", "ann", NOT_ASKED, "for", 2),
    }
    assert {one.share for one in links} == {1 / 3}


def test_what_follows_says_what_still_differs_at_the_end() -> None:
    found, names = compare_logs(A, B, 3)
    by_name = {one.decision: one for one in sequels(tally(found, names, 3), 3)}
    assert list(by_name) == ["vote:text", "declare", "recognise"]
    assert (by_name["declare"].lasting, by_name["declare"].most) == (0, None)
    assert (by_name["vote:text"].share, by_name["vote:text"].actors) == (1 / 3, 2)
    most = by_name["recognise"].most
    assert most is not None
    assert (most.actor, most.choice_a, most.choice_b) == ("bob", "recognises", "waits")


def test_the_same_log_has_nothing_that_differs_even_if_it_is_empty() -> None:
    for one in (A, log()):
        found, names = compare_logs(one, one, 3)
        assert first_links(tally(found, names, 3), 3) == sequels(tally(found, names, 3), 3) == ()
        assert (parted(found, 3) == NEVER).all()


# -------------------------------------------------------------------------------------------- what is refused


def test_two_seeds_share_no_luck() -> None:
    with pytest.raises(CompareError, match="of two seeds, 2007 and 8"):
        compare(results("baseline", 2), results("baseline", 2, seed=8))


def test_two_cases_are_not_compared() -> None:
    told = mismatches(load("baseline"), load("cop21-2015/baseline"))
    assert told == ("they are of two cases, kosovo-2007 and cop21-2015",)


def test_other_actors_and_another_horizon_are_all_told_at_once() -> None:
    harbour = load(HARBOUR / "baseline.yaml")
    fewer = {name: one for name, one in harbour.actors.items() if name != "midway"}
    other = lasting(harbour.model_copy(update={"actors": fewer}), 5)
    assert mismatches(harbour, other)[0] == "actors: only A has midway"
    assert mismatches(other, harbour, ("A", "C"))[0] == "actors: only C has midway"
    assert any(one.startswith("steps: ") for one in mismatches(harbour, other))
    turned = harbour.model_copy(update={"actors": dict(reversed(harbour.actors.items()))})
    assert mismatches(harbour, turned) == ("actors: in another order",)
    with pytest.raises(CompareError, match="actors: in another order"):
        compare(
            replace(results("baseline", 1), scenario=harbour),
            replace(results("baseline", 1), scenario=turned),
        )


# ------------------------------------------------------------------------------------------- by the thousand


def plain(found: Comparison) -> object:
    """A comparison as a program gets it."""
    return json.loads(json.dumps(found.as_dict()))


def test_chunks_give_the_comparison_of_whole_ensembles(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c = (load("baseline", *said) for said in ((), (WHAT_IF,), ("parameters.recognition.diffusion=1",)))
    found = compare_all([a, b, c], RUNS, 2007).comparisons
    whole = [compare(results("baseline", RUNS), results("baseline", RUNS, said)) for said in
             (WHAT_IF, "parameters.recognition.diffusion=1")]  # fmt: skip
    assert [plain(one) for one in found] == [plain(one) for one in whole]
    for one, other in zip(found, whole, strict=True):
        assert (one.parted == other.parted).all()
        for course, same in zip(one.courses, other.courses, strict=True):
            assert course.points == pytest.approx(same.points)
            assert course.mean == pytest.approx(same.mean)
            assert course.actors.keys() == same.actors.keys()
            for name, mean in course.actors.items():
                assert mean == pytest.approx(same.actors[name], abs=1e-9)
    monkeypatch.setattr("sim.studies.compare.AT_ONCE", 7)
    parts = compare(results("baseline", RUNS), results("baseline", RUNS, WHAT_IF))
    assert plain(parts) == plain(whole[0])


def test_courses_are_drawn_of_the_first_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.studies.compare.DRAWN", 10)
    found = changed()
    ten = compare(results("baseline", 10), results("baseline", 10, WHAT_IF))
    assert found.runs == RUNS
    for one, other in zip(found.courses, ten.courses, strict=True):
        assert one.points == pytest.approx(other.points)


def test_a_run_that_one_ensemble_lacks_is_no_pair() -> None:
    whole, other = results("baseline", RUNS), results("baseline", RUNS, WHAT_IF)
    there = [run for run in range(RUNS) if not 10 <= run < 30]
    log = whole.decisions.filter(pa.array([run in there for run in whole.decisions["run"].to_pylist()]))
    less = replace(whole, data=whole.data.isel(run=there), decisions=log, runs=len(there))
    found, every = compare(less, other), changed()
    assert found.runs == len(there)
    assert (found.parted == every.parted[there]).all()
    assert (found.decided == every.decided[there]).all()
