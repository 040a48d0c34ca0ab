"""Scoring: proper rules that add up, answers read off history, and a history that no forecast can read."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios
from scenarios.history import read_history, read_questions
from scenarios.models.questions import History, Questions
from scenarios.nodes import read
from sim.ensemble import run
from sim.results import Results
from sim.scoring import ledger
from sim.scoring.answers import answers
from sim.scoring.forecasts import Forecast, forecast
from sim.scoring.recalibration import fitted, recalibrated
from sim.scoring.rules import brier, censored, crps, decomposed, interval, log_score
from sim.scoring.scorecard import Scorecard, scorecard

KOSOVO = scenarios.folders.SHIPPED / "kosovo-2007"
SCORED = tuple(path.parent for path in sorted(scenarios.folders.SHIPPED.glob("*/history.yaml")))

shares = st.floats(0.01, 0.99)


@given(pairs=st.lists(st.tuples(shares, st.booleans()), min_size=1, max_size=60))
def test_the_parts_of_the_brier_score_add_up_to_it(pairs: list[tuple[float, bool]]) -> None:
    p, y = np.array([one for one, _ in pairs]), np.array([one for _, one in pairs])
    found = decomposed(p, y)
    assert found.score == pytest.approx(brier(p, y).mean())
    assert found.reliability - found.resolution + found.uncertainty + found.within == pytest.approx(
        found.score
    )
    assert min(found.reliability, found.resolution, found.uncertainty) >= 0
    assert sum(one.count for one in found.bins) == len(pairs)


@given(truth=shares, said=shares)
def test_both_scores_are_best_on_average_for_who_says_what_is_so(truth: float, said: float) -> None:
    yes, no = np.array([True]), np.array([False])
    for rule in (brier, log_score):
        told, honest = (
            truth * rule(np.array([p]), yes)[0] + (1 - truth) * rule(np.array([p]), no)[0]
            for p in (said, truth)
        )
        assert honest <= told + 1e-12


def test_one_half_scores_a_quarter_and_one_bit() -> None:
    half, came = np.array([0.5, 0.5]), np.array([True, False])
    assert brier(half, came).tolist() == [0.25, 0.25]
    assert log_score(half, came).tolist() == [1.0, 1.0]
    assert np.isfinite(log_score(np.array([0.0]), np.array([True]))).all()


@given(
    values=st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=15),
    came=st.integers(-60, 60).map(float),
)
def test_the_crps_is_the_area_between_two_distributions_less_what_few_runs_cost(
    values: list[float], came: float
) -> None:
    x = np.array(values)
    edges = np.sort(np.unique(np.append(x, came)))
    below = np.array([(x <= left).mean() for left in edges[:-1]])
    area = float((((below - (came <= edges[:-1])) ** 2) * np.diff(edges)).sum())
    apart = np.abs(x[:, None] - x).mean()
    fair = area + apart / 2 - apart / 2 * len(x) / (len(x) - 1)
    assert crps(x, came) == pytest.approx(fair, abs=1e-9)


def test_the_crps_of_a_sure_forecast_is_its_distance_and_of_one_run_too() -> None:
    assert crps(np.full(9, 3.0), 5.0) == 2.0
    assert crps(np.array([3.0]), 5.0) == 2.0


def test_what_never_comes_counts_as_the_end_of_the_horizon() -> None:
    values, came = censored(np.array([3.0, np.nan, 99.0]), None, 50.0)
    assert (values.tolist(), came) == ([3.0, 50.0, 50.0], 50.0)


def test_an_interval_is_over_states_and_not_over_their_answers() -> None:
    values = np.repeat([0.0, 1.0, 0.0, 1.0], 50)
    states = np.repeat(["a", "b", "c", "d"], 50).tolist()
    low, high = interval(values, states, 2000, 1)
    assert (low, high) == (0.0, 1.0)
    low, high = interval(values, [str(place) for place in range(200)], 2000, 1)
    assert 0.4 < low < 0.5 < high < 0.6


def test_recalibration_learns_from_the_other_half_only() -> None:
    rng = np.random.default_rng(5)
    truth = rng.uniform(0.05, 0.95, 4000)
    came = rng.uniform(size=4000) < truth
    shy = 0.5 + (truth - 0.5) / 4
    half = np.arange(4000) % 2 == 0
    bent = recalibrated(shy, came, half)
    assert brier(bent, came).mean() < brier(shy, came).mean()
    other = came.copy()
    other[half] = ~other[half]
    assert np.array_equal(recalibrated(shy, other, half)[half], bent[half])
    assert fitted(np.array([]), np.array([], dtype=bool)) == (1.0, 0.0)


# --- a case


@pytest.fixture(scope="module")
def results() -> Results:
    return run(scenarios.load("kosovo-2007/baseline"), 60, 2007)


@pytest.fixture(scope="module")
def questions() -> Questions:
    return read_questions(KOSOVO)


@pytest.fixture(scope="module")
def history() -> History:
    return read_history(KOSOVO)


@pytest.fixture(scope="module")
def told(results: Results, questions: Questions) -> Forecast:
    return forecast(results, questions)


@pytest.fixture(scope="module")
def card(results: Results, told: Forecast, questions: Questions, history: History) -> Scorecard:
    return scorecard(results.scenario, told, questions, history, {"the same": told})


def test_every_member_of_both_bodies_is_asked_about_at_every_date(
    told: Forecast, questions: Questions
) -> None:
    asked = questions.questions["recognises"]
    states = {one.actor for one in told.chances if one.actor}
    assert len(states) == 32  # 27 and 26, of which 21 are in both
    assert sum(one.actor is not None for one in told.chances) == 32 * (
        len(asked.by_days) + len(asked.by_dates)
    )
    assert all(0 < one.probability < 1 for one in told.chances)


def test_a_probability_is_the_share_of_runs_that_the_case_tells_of_too(
    told: Forecast, results: Results
) -> None:
    shares = results.outcomes["recognition"]["FRA"]
    found = {one.days: one.probability for one in told.chances if one.actor == "france" and one.days}
    assert found == {days: pytest.approx((shares[f"day_{days}"] * 60 + 0.5) / 61) for days in (30, 90, 365)}


def test_counts_of_history_are_those_that_are_known_of_it(
    told: Forecast, questions: Questions, history: History, card: Scorecard
) -> None:
    came = {one.id: one.came for one in card.measured}
    # Counted in the lists of recognitions by hand; Hungary is day 31, Bulgaria day 32.
    assert [came[f"eu-wave.day-{days}"] for days in (7, 14, 30, 90, 365)] == [9, 12, 16, 19, 22]
    assert [came[f"nato-wave.day-{days}"] for days in (30, 90, 365)] == [16, 20, 22]
    assert came["declared"] == (dt.date(2008, 2, 17) - dt.date(2007, 12, 10)).days


def test_every_question_with_an_answer_is_scored_and_rivals_answer_the_same(
    card: Scorecard, told: Forecast
) -> None:
    assert len(card.scored) == len(told.chances)
    own, half, *_, same = card.rivals
    assert half.brier == 0.25
    assert (same.brier, same.crps) == (own.brier, own.crps)
    assert own.brier == pytest.approx(np.mean([one.brier for one in card.scored]))
    assert {one.name for one in card.rivals if one.hindsight} == {
        "base rate of each question",
        "this forecast, recalibrated",
    }
    assert len({one.chance.actor or one.chance.asked for one in card.worst}) == len(card.worst)


def test_a_question_about_nothing_is_refused(results: Results) -> None:
    wrong = Questions.model_validate(
        {"questions": {"x": {"ask": "event", "title": "X", "outcome": "no_such_outcome"}}}
    )
    with pytest.raises(
        ValueError, match=r"questions\.x\.outcome: 'no_such_outcome' is no outcome of this case"
    ):
        forecast(results, wrong)


def test_what_is_not_known_is_not_scored(results: Results, told: Forecast, questions: Questions) -> None:
    empty = History(until=dt.date(2010, 1, 1))
    found = answers(told, questions, empty, results.scenario.case.start, {})
    assert all(one.date is not None for one in told.chances if one.id in found.happened)
    assert not found.came


# --- history is kept apart


@pytest.mark.parametrize("case", SCORED, ids=lambda path: path.name)
def test_no_path_of_a_forecast_opens_history(case: Path, tmp_path: Path) -> None:
    for name in (f"{case.name}/history", case / "history.yaml"):
        with pytest.raises(scenarios.ScenarioError, match="kept for scoring"):
            scenarios.load(name)
    with pytest.raises(scenarios.ScenarioError, match="kept for scoring"):
        read(case / "history.yaml")
    (tmp_path / "mine.yaml").symlink_to(case / "history.yaml")
    with pytest.raises(scenarios.ScenarioError, match="kept for scoring"):
        scenarios.load(tmp_path / "mine.yaml")
    (tmp_path / "child.yaml").write_text(
        f"title: x\nquestion: y\nextends: {case.name}/history\n", encoding="utf-8"
    )
    with pytest.raises(scenarios.ScenarioError, match=r"kept for scoring|no scenario"):
        scenarios.load(tmp_path / "child.yaml")
    assert f"{case.name}/history" not in scenarios.list_scenarios(case.name)
    assert f"{case.name}/questions" not in scenarios.list_scenarios(case.name)


def test_a_run_is_the_same_without_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = Path.open

    def spy(self: Path, *given: object, **named: object) -> object:
        opened.append(self.name)
        return real(self, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", spy)
    scenarios.nodes._read.cache_clear()
    run(scenarios.load("kosovo-2007/baseline"), 2, 1)
    assert "actors.yaml" in opened
    assert "history.yaml" not in opened


@pytest.mark.parametrize("case", SCORED, ids=lambda path: path.name)
def test_every_answer_of_a_history_has_a_question_and_a_source(case: Path) -> None:
    found, asked = read_history(case), read_questions(case)
    assert set(found.answers) <= set(asked.questions)
    actors = scenarios.load(f"{case.name}/baseline").actors
    assert set(found.recognised) <= set(actors)
    cited = {name for one in (*found.recognised.values(), *found.answers.values()) for name in one.source}
    assert cited <= set(found.sources)


# --- the ledger


def test_a_ledger_tells_what_was_sealed(told: Forecast, tmp_path: Path) -> None:
    path = tmp_path / "forecasts.jsonl"
    first = ledger.seal(path, told, "0.2.0", "a" * 64)
    second = ledger.seal(path, replace(told, seed=1), "0.2.0", "a" * 64)
    assert ledger.read(path) == [first, second]
    assert second.previous == first.sha256
    found = ledger.as_sealed(told, ledger.unsealed(path, told.scenario, told.hash))
    assert {one.id: round(one.probability, 6) for one in told.chances} == {
        one.id: one.probability for one in found.chances
    }
    with pytest.raises(ledger.LedgerError, match="has this forecast already"):
        ledger.seal(path, told, "0.2.0", "a" * 64)
    with pytest.raises(
        ledger.LedgerError, match="no sealed forecast of kosovo-2007/baseline as it is now; 2 of other"
    ):
        ledger.unsealed(path, told.scenario, "other")


def sealed(told: Forecast, path: Path, count: int = 3) -> list[str]:
    for number in range(count):
        ledger.seal(path, replace(told, seed=number), "0.2.0", "a" * 64)
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def edited(line: str) -> str:
    entry = json.loads(line)
    entry["chances"]["resolution"] = 0.9
    return json.dumps(entry) + "\n"


@pytest.mark.parametrize(
    ("change", "number", "said"),
    [
        (lambda lines: [lines[0], edited(lines[1]), lines[2]], 2, "was edited after it was sealed"),
        (lambda lines: [lines[0], lines[2]], 2, "does not follow the line before it"),
        (lambda lines: [lines[1], lines[2]], 1, "does not follow the line before it"),
        (lambda lines: [lines[0], lines[1].replace("}", "", 1), lines[2]], 2, "is no sealed forecast"),
    ],
)
def test_whatever_was_changed_in_a_ledger_is_found_out(
    told: Forecast, tmp_path: Path, change: object, number: int, said: str
) -> None:
    path = tmp_path / "forecasts.jsonl"
    lines = sealed(told, path)
    path.write_text("".join(change(lines)), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(ledger.LedgerError) as error:
        ledger.read(path)
    assert str(error.value).startswith(f"{path}:{number}: ")
    assert said in str(error.value)
    before = path.read_bytes()
    with pytest.raises(ledger.LedgerError):
        ledger.seal(path, told, "0.2.0", "b" * 64)
    assert path.read_bytes() == before
