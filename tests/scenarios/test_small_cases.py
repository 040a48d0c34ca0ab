"""The three small cases: their numbers are the published ones, and they run with YAML alone."""

import csv
from pathlib import Path

import numpy as np
import pytest

import scenarios
from scenarios.models import Roles, Scenario
from sim import ensemble

EMISSIONS, COPENHAGEN, PARIS = "emission-standards-1989", "copenhagen-2009", "cop21-2015"
CASES = (EMISSIONS, COPENHAGEN, PARIS)
NAMES = [name for case in CASES for name in scenarios.list_scenarios(case)]
TABLES = Path(__file__).resolve().parents[3] / "shared" / "reference"
"""Copies of the published tables, which are not part of the project."""

Cell = tuple[float, float, float]
"""Position, salience, power."""

Published = tuple[list[str], list[str], dict[tuple[str, str], Cell]]
"""Actors and issues in the order of a table, and its cells."""

# Scholz, Calbert & Smith 2011, table 1 (years 4, 7 and 10 are points 0, 50 and 100); DECIDE's copenhagen.csv
# and cop21.csv.
CELLS: dict[tuple[str, str, str], Cell] = {
    (EMISSIONS, "netherlands", "introduction"): (0, 0.8, 0.08),
    (EMISSIONS, "luxembourg", "introduction"): (0, 0.2, 0.03),
    (EMISSIONS, "greece", "introduction"): (50, 0.7, 0.08),
    (EMISSIONS, "united-kingdom", "introduction"): (100, 0.9, 0.16),
    (COPENHAGEN, "united-states", "treaty"): (10, 0.9, 0.26),
    (COPENHAGEN, "china-and-india", "binding_funding"): (85, 0.7, 0.247),
    (COPENHAGEN, "russia", "fund_control"): (60, 0.1, 0.013),
    (COPENHAGEN, "aosis", "domestic_share"): (80, 0.95, 0.078),
    (PARIS, "united-states", "differentiation"): (20, 0.95, 1.0),
    (PARIS, "china", "assessment_in_advance"): (0, 0.65, 1.0),
    (PARIS, "alba", "finance_volume"): (100, 0.9, 0.05),
    (PARIS, "japan", "goal_2100"): (70, 0.4, 0.6),
}

# The mean of positions, weighted by power and salience, before anybody moves: for the emission standards from
# the open reconstructions of Scholz's code (7.389956 years), for the others as DECIDE 2020.2.2 gives it.
MEANS = {
    EMISSIONS: {"introduction": (7.389956 - 4) / 6 * 100},
    COPENHAGEN: {
        "treaty": 61.576271,
        "reductions_2020": 58.144654,
        "domestic_share": 30.707395,
        "carbon_intensity": 52.235915,
        "binding_funding": 51.949891,
        "fund_control": 57.621448,
        "additionality": 64.620690,
    },
    PARIS: {
        "differentiation": 49.255404,
        "verification": 57.211274,
        "legal_form": 57.968750,
        "adaptation_commitments": 59.511450,
        "adaptation_institutions": 59.640360,
        "finance_volume": 47.644085,
        "finance_payers": 38.097126,
        "adaptation_finance": 55.121727,
        "loss_and_damage": 40.105843,
        "progression": 45.596171,
        "goal_2050": 67.877517,
        "goal_2100": 85.708583,
        "assessment_in_advance": 57.100515,
    },
}


def cells(scenario: Scenario) -> dict[tuple[str, str], Cell]:
    """What a scenario says of each actor and issue; it must be points, not ranges."""
    found = {}
    for actor, who in scenario.actors.items():
        power = who.capability["power"].value
        assert power is not None
        for issue, position in who.positions.items():
            assert position.fixed
            assert position.salience.fixed
            found[actor, issue] = (position.mode, position.salience.mode, power)
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_small_case_checks_clean(case: str) -> None:
    assert scenarios.check(case) == []


@pytest.mark.parametrize("case", CASES)
def test_nobody_plays_a_part_in_a_small_case(case: str) -> None:
    scenario = scenarios.load(f"{case}/baseline")
    assert scenario.case.roles == Roles()
    assert scenario.parameters.numbers() == {}
    assert {path.suffix for path in (Path(scenarios.__file__).parent / case).iterdir()} == {".yaml"}


@pytest.mark.parametrize(("case", "actor", "issue"), CELLS)
def test_a_cell_is_as_published(case: str, actor: str, issue: str) -> None:
    assert cells(scenarios.load(f"{case}/baseline"))[actor, issue] == CELLS[case, actor, issue]


@pytest.mark.parametrize("case", CASES)
def test_the_weighted_means_at_the_outset_are_those_of_the_programs_that_used_the_tables(case: str) -> None:
    table = cells(scenarios.load(f"{case}/baseline"))
    found = {}
    for issue in MEANS[case]:
        x, salience, power = np.array([cell for (_, on), cell in table.items() if on == issue]).T
        found[issue] = np.average(x, weights=power * salience)
    assert found == pytest.approx(MEANS[case], abs=1e-5)


def test_russia_holds_no_position_on_two_issues_of_copenhagen_and_all_others_on_all() -> None:
    scenario = scenarios.load(f"{COPENHAGEN}/baseline")
    missing = {
        (actor, issue)
        for actor, who in scenario.actors.items()
        for issue in scenario.issues
        if issue not in who.positions
    }
    assert missing == {("russia", "binding_funding"), ("russia", "additionality")}


def emissions() -> Published:
    """The table of Bueno de Mesquita as Scholz and others print it, years as points."""
    with (TABLES / "expected-utility" / "emission_standards.csv").open() as file:
        rows = list(csv.DictReader(file))
    found = {
        (row["Actor"], "years"): (
            (float(row["Position"]) - 4) / 6 * 100,
            float(row["Salience"]),
            float(row["Capability"]),
        )
        for row in rows
    }
    return [row["Actor"] for row in rows], ["years"], found


def exchanges(name: str) -> Published:
    """One of DECIDE's input files: #A an actor, #P an issue, #D a position, a salience and a power."""
    with (TABLES / "exchange" / name).open() as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quotechar="'") if row]
    found = {(row[1], row[2]): cell_of(row[3:6]) for row in rows if row[0] == "#D"}
    actors, issues = ([row[1] for row in rows if row[0] == mark] for mark in ("#A", "#P"))
    return actors, issues, found


def cell_of(words: list[str]) -> Cell:
    position, salience, power = map(float, words)
    return position, salience, power


@pytest.mark.skipif(not TABLES.is_dir(), reason="the published tables do not lie beside the project")
@pytest.mark.parametrize("case", CASES)
def test_all_cells_are_as_published_and_in_the_same_order(case: str) -> None:
    files = {COPENHAGEN: "copenhagen.csv", PARIS: "cop21.csv"}
    actors, issues, published = exchanges(files[case]) if case in files else emissions()
    scenario = scenarios.load(f"{case}/baseline")
    # Our names are not the table's; the order is.
    who = dict(zip(actors, scenario.actors, strict=True))
    what = dict(zip(issues, scenario.issues, strict=True))
    expected = {(who[actor], what[issue]): cell for (actor, issue), cell in published.items()}
    assert cells(scenario) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_of_a_small_case_asks_something_and_runs(name: str) -> None:
    scenario = scenarios.load(name)
    assert scenario.question.endswith("?")
    results = ensemble.run(scenario, runs=2, seed=3)
    position = results.data["position"]
    assert position.dims == ("run", "week", "issue", "actor")
    assert position.sizes["week"] == 10
    holds = [[issue in who.positions for who in scenario.actors.values()] for issue in scenario.issues]
    values = position.values[..., np.array(holds)]
    assert ((values >= 0) & (values <= 100)).all()
    assert np.isnan(position.values[..., ~np.array(holds)]).all()
    assert set(scenario.case.headline) <= set(results.outcomes["outcomes"])


def test_only_the_uncertain_table_of_the_emission_standards_is_drawn_from() -> None:
    for name, spread in (("baseline", False), ("uncertain", True)):
        drawn = scenarios.load(f"{EMISSIONS}/{name}").actors.values()
        assert all(who.positions["introduction"].fixed is not spread for who in drawn)
