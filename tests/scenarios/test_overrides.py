"""What `set`, `add` and `remove` do, in files and on the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scenarios

Say = Callable[..., Path]
PACE = "parameters.negotiation.pace"
SUSCEPTIBILITY = "parameters.negotiation.susceptibility"
DUES = "actors.NO.positions.dues"


def reached(scenario: Any, path: str) -> Any:
    found = scenario
    for step in path.split("."):
        found = found[step] if isinstance(found, dict) else getattr(found, step)
    return found


RANGES = {
    "a value fixes a range": ({f"{SUSCEPTIBILITY}.value": 0.5}, SUSCEPTIBILITY, (0.5, 0.5, 0.5)),
    "a number fixes a range": ({SUSCEPTIBILITY: 0.5}, SUSCEPTIBILITY, (0.5, 0.5, 0.5)),
    "a number replaces a value": ({PACE: 0.5}, PACE, (0.5, 0.5, 0.5)),
    "one end of a range moves": ({f"{SUSCEPTIBILITY}.high": 0.9}, SUSCEPTIBILITY, (0.2, 0.4, 0.9)),
    "a range replaces a value": ({PACE: "{low: 0, mode: 0.1, high: 1}"}, PACE, (0, 0.1, 1)),
    "its three numbers do so, too": (
        {f"{PACE}.low": 0, f"{PACE}.mode": 0.1, f"{PACE}.high": 1}, PACE, (0, 0.1, 1),
    ),
    "a number fixes a position": ({DUES: 60}, DUES, (60, 60, 60)),
    "so does a value": ({f"{DUES}.value": 60}, DUES, (60, 60, 60)),
    "one end of a position moves": ({f"{DUES}.low": 10}, DUES, (10, 90, 100)),
    "a salience is a number": ({f"{DUES}.salience": 0.3}, f"{DUES}.salience", (0.3, 0.3, 0.3)),
    "or a range": (
        {f"{DUES}.salience": "{low: 0, mode: 0.1, high: 1}"}, f"{DUES}.salience", (0, 0.1, 1),
    ),
    "or becomes one end by end": (
        {f"{DUES}.salience.low": 0, f"{DUES}.salience.high": 1}, f"{DUES}.salience", (0, 0.8, 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("how", ["set", "--set"])
def test_numbers_and_ranges_take_each_others_place(harbour: Path, say: Say, name: str, how: str) -> None:
    overrides, path, expected = RANGES[name]
    if how == "set":
        file = say("set:\n" + "".join(f"  {key}: {value}\n" for key, value in overrides.items()))
        scenario = scenarios.load(file)
    else:
        scenario = scenarios.load("harbour/baseline", [f"{key}={value}" for key, value in overrides.items()])
    number = reached(scenario, path)
    assert number.range == expected
    assert number.fixed == (expected[0] == expected[2])


def test_what_is_not_set_stays(harbour: Path) -> None:
    before = scenarios.load("harbour/baseline")
    after = scenarios.load("harbour/baseline", [f"{PACE}=0.5", f"{DUES}=60"])
    assert reached(after, PACE).note == reached(before, PACE).note
    assert reached(after, DUES).evidence == reached(before, DUES).evidence
    assert after.actors["upstream"] == before.actors["upstream"]


def test_a_mapping_is_laid_over_what_is_there(harbour: Path) -> None:
    settings = ["actors.midway={office: The mayor, positions: {dues: {note: Somebody asked.}}}"]
    midway = scenarios.load("harbour/baseline", settings).actors["midway"]
    assert (midway.name, midway.office) == ("Midway", "The mayor")
    assert midway.positions["dues"].note == "Somebody asked."
    assert midway.positions["dues"].mode == 50


def test_an_empty_mapping_and_a_list_take_the_place_of_what_is_there(harbour: Path) -> None:
    settings = ["actors.upstream.ties={}", "calendar=[]", "actors.NO.capability.fleet.source=ledger-1901"]
    scenario = scenarios.load("harbour/baseline", settings)
    assert scenario.actors["upstream"].ties == {}
    assert scenario.case.calendar == ()
    assert scenario.actors["NO"].capability["fleet"].source == ("ledger-1901",)


def test_what_the_models_know_and_the_files_leave_out_can_be_set(harbour: Path) -> None:
    settings = [
        "step_days=3.5",
        "rules.declaration.mode=dated",
        "rules.league.review_weeks=4",
        "roles.parent=NO",
    ]
    scenario = scenarios.load("harbour/baseline", settings)
    assert scenario.case.step_days == 3.5
    assert scenario.rules.declaration.mode == "dated"
    assert scenario.rules.bodies["league"].review_weeks == 4
    assert scenario.case.roles.parent == "NO"


def test_a_list_entry_is_set_by_its_number_and_an_event_by_its_id(harbour: Path, say: Say) -> None:
    file = say("set:\n  calendar.0.date: 1902-05-02\n  events.storm.incidents: 9\n")
    file.write_text(file.read_text().replace("./baseline.yaml", "./storm.yaml"))
    scenario = scenarios.load(file)
    assert scenario.case.calendar[0].date.day == 2
    assert scenario.events[0].incidents == 9


def test_actors_and_references_are_added_and_removed(harbour: Path, say: Say) -> None:
    file = say(
        "add:\n"
        "  actors.delta: {name: Delta, kind: party, positions: {dues: {low: 1, mode: 2, high: 3,\n"
        "    salience: 0.5, grade: reported, evidence: [tides]}}}\n"
        "  references.tides: {title: Tables of tides, author: T, year: 1902, kind: book}\n"
        "  actors.upstream.ties.delta: 0.2\n"
        "remove: [actors.upstream.ties.midway, actors.midway, statements.s-ledger-01]\n"
        "set:\n  actors.upstream.positions.dues.evidence: [ledger-1901]\n"
        "  actors.NO.capability.fleet.source: ledger-1901\n"
    )
    scenario = scenarios.load(file)
    assert list(scenario.actors) == ["upstream", "NO", "league", "delta"]
    assert scenario.actors["upstream"].ties == {"delta": 0.2}
    assert scenario.statements == {}


def test_a_reference_that_only_another_scenario_cites_is_used(harbour: Path) -> None:
    with (harbour / "references.yaml").open("a") as file:
        file.write("tides: {title: Tables of tides, author: T, year: 1902, kind: book}\n")
    text = (harbour / "storm.yaml").read_text()
    (harbour / "storm.yaml").write_text(text.replace("source: almanac", "source: [almanac, tides]"))
    assert scenarios.check("harbour") == []


def test_overrides_of_a_scenario_leave_the_case_as_it_is(harbour: Path) -> None:
    before = scenarios.load("harbour/baseline")
    scenarios.load("harbour/calm")
    assert scenarios.load("harbour/baseline") == before
