"""A second case proves that the engine knows nothing of the first: three towns, one lock, and no more."""

import re
from pathlib import Path

import numpy as np
import pytest

from agents.arrays import NEVER
from sim.block import run_block
from sim.ensemble import run
from sim.model import Model
from sim.needs import CastError
from sim.outcomes import every
from sim.results import Results
from sim.store.folder import open_run, write_run
from tests.retold import one_run
from tests.sim.asking import load, unequal, with_event
from tests.worlds import same

ROOT = Path(__file__).resolve().parents[2]
HARBOUR = ROOT / "tests" / "cases" / "harbour"
NAMES_OF_THE_FLAGSHIP = re.compile(
    r"\b(kosovo|serbia|belgrade|pristina|mitrovica|kfor|russia|moscow|ahtisaari|troika)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def done() -> Results:
    """Its baseline."""
    return run(load(HARBOUR / "baseline.yaml"), 40, 7)


def test_the_towns_negotiate(done: Results) -> None:
    assert list(done.data["actor"].values) == ["upstream", "midway", "NO", "league"]
    position = done.data["position"].values
    held = ~np.isnan(position[0, 0])
    assert held.tolist() == [[True, True, True, False], [True, False, True, False]]
    assert (position[:, -1][:, held] != position[:, 0][:, held]).any()
    dues = done.data["position"].sel(issue="dues").values
    gap = np.abs(dues[:, :, 2] - dues[:, :, 0])
    assert (gap[:, -1] < gap[:, 0]).all(), "the two ends come nearer"


def test_it_has_the_outcomes_of_its_issues_and_no_others(done: Results) -> None:
    assert set(done.outcomes["outcomes"]) == {
        f"{name}_{issue}" for name in ("position", "mean", "median") for issue in ("dues", "hours")
    }
    assert done.outcomes["recognition"] == {}
    assert 10 < done.outcomes["outcomes"]["position_dues"]["mean"] < 90


def test_means_and_medians_at_the_end_are_those_of_positions_by_capability_and_salience(
    done: Results,
) -> None:
    found = {one.name: one.values for one in every(done.data, done.scenario)}
    last = done.data.isel(week=-1)
    for issue in ("dues", "hours"):
        here = last.sel(issue=issue)
        x = here["position"].values
        power = np.where(np.isnan(x), 0.0, here["capability"].values * here["salience"].values)
        mean = np.nansum(x * power, axis=1) / power.sum(axis=1)
        assert found[f"mean_{issue}"] == pytest.approx(mean, abs=1e-4)
        for place, weight, median in zip(x, power, found[f"median_{issue}"], strict=True):
            apart = [np.nansum(np.abs(place - held) * weight) for held in place[weight > 0]]
            assert np.nansum(np.abs(place - median) * weight) == pytest.approx(min(apart), rel=1e-6)
            assert np.isclose(place, median).any()


def test_what_it_has_no_part_for_does_not_happen(done: Results) -> None:
    assert (done.data["declaration_week"].values == NEVER).all()
    assert (done.data["recognised_week"].values == NEVER).all()
    assert done.data.sizes["text"] == done.data.sizes["response"] == 0
    assert done.decisions.num_rows == 0


@pytest.mark.parametrize("name", ["baseline", "storm", "calm"])
def test_run_r_is_run_r_there_too(name: str) -> None:
    scenario = load(HARBOUR / f"{name}.yaml")
    together = run_block(scenario, 7, range(5)).state
    model = Model(scenario, seed=7, run=3)
    while not model.finished:
        model.step()
    assert same(one_run(together, 3), model.state) == []


def test_an_event_moves_a_town_in_its_week_and_not_before(done: Results) -> None:
    tide = {"date": "1902-04-22", "do": "move_position", "actor": "midway", "issue": "dues", "by": 20}
    there = run(with_event(done.scenario, **tide), 40, 7)
    moved, still = (one.data["position"].sel(issue="dues", actor="midway").values for one in (there, done))
    assert np.array_equal(moved[:, :3], still[:, :3])
    assert (moved[:, 3] > still[:, 3]).all()


def test_it_is_written_and_read_back(done: Results, tmp_path: Path) -> None:
    again = open_run(write_run(done, tmp_path / "run"))
    assert unequal(done.data, again.data) == []
    assert again.outcomes == done.outcomes


def test_a_case_that_lacks_what_its_parts_need_is_refused_with_all_that_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    lacking = load("baseline").parameters.model_copy(update={"council": None, "union": None})
    with pytest.raises(CastError) as caught:
        run(load("baseline").model_copy(update={"parameters": lacking}), 1, 7)
    assert caught.value.problems == (
        "scenarios/kosovo-2007/case.yaml:50:12: roles.council: needs parameters.council",
        "scenarios/kosovo-2007/case.yaml:52:10: roles.union: needs parameters.union",
    )


@pytest.mark.parametrize("room", ["agents", "sim"])
def test_the_engine_names_nothing_of_the_flagship(room: str) -> None:
    named = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in sorted((ROOT / room).rglob("*.py"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if NAMES_OF_THE_FLAGSHIP.search(line)
    ]
    assert named == []
