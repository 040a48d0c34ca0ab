"""What a loaded scenario says, and where it says it from."""

import datetime as dt
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

import scenarios
from scenarios import Mark, ScenarioError
from scenarios.models.events import HoldVote, MovePosition, Shock
from scenarios.nodes import parse

Say = Callable[..., Path]
SHIPPED = [name for case in scenarios.list_cases() for name in scenarios.list_scenarios(case)]


@pytest.mark.skipif(not SHIPPED, reason="no scenario is shipped yet")
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_has_no_problem(name: str) -> None:
    assert scenarios.check(name) == []


@pytest.mark.skipif(not SHIPPED, reason="no scenario is shipped yet")
def test_shipped_files_name_their_schema_in_the_first_line() -> None:
    folder = Path(scenarios.__file__).parent
    case_files = {"case", "issues", "actors", "references", "statements", "parameters", "rules"}
    case_files |= {"questions", "history"}
    for file in folder.glob("*/*.yaml"):
        kind = file.stem if file.stem in case_files else "scenario"
        first = file.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == f"# yaml-language-server: $schema=../schema/{kind}.json", file


def test_a_case_of_four_files_is_enough(tmp_path: Path, harbour: Path) -> None:
    case = harbour / "case.yaml"
    case.write_text("title: T\nsummary: S\nforecast_date: 1902-03-31\nstart: 1902-04-01\nweeks: 2\n")
    for name in ("statements", "parameters", "rules", "storm", "calm"):
        (harbour / f"{name}.yaml").unlink()
    position = "{low: 1, mode: 2, high: 3, salience: 0.5, grade: reported, evidence: [ledger-1901]}"
    (harbour / "actors.yaml").write_text(f"a: {{name: A, kind: party, positions: {{dues: {position}}}}}\n")
    scenario = scenarios.load("harbour/baseline")
    assert scenario.rules.negotiation.protocol == "influence"
    assert scenario.rules.declaration.mode == "never"
    assert scenario.parameters.negotiation is None
    assert scenario.rules.bodies == {}
    assert scenario.case.horizon == dt.date(1902, 4, 15)


def test_a_scenario_is_found_by_name_by_path_and_from_anywhere(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_name = scenarios.load("harbour/storm")
    assert scenarios.load("harbour/storm.yaml") == by_name
    assert scenarios.load(Path("harbour/storm.yaml")) == by_name
    assert scenarios.load(harbour / "storm.yaml") == by_name
    monkeypatch.chdir("/")
    assert scenarios.load(harbour / "storm.yaml") == by_name


def test_a_scenario_elsewhere_extends_a_case_by_path(harbour: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "dry.yaml").write_text("title: Dry\nquestion: No rain?\nextends: ../harbour/storm.yaml\n")
    (mine / "drier.yaml").write_text("title: Drier\nquestion: None?\nextends: ./dry.yaml\nset: {weeks: 21}\n")
    scenario = scenarios.load("mine/drier")
    assert scenario.name == "mine/drier"
    assert scenario.chain == ("mine/drier", "mine/dry", "harbour/storm", "harbour/baseline")
    assert scenario.case_name == "harbour"
    assert scenario.title == "Drier"
    assert scenario.case.weeks == 21


def test_cases_and_scenarios_are_listed(harbour: Path) -> None:
    assert scenarios.list_scenarios("harbour") == ("harbour/baseline", "harbour/calm", "harbour/storm")
    assert scenarios.list_scenarios(harbour) == scenarios.list_scenarios("harbour")
    with pytest.raises(ScenarioError) as caught:
        scenarios.list_scenarios("harbuor")
    assert str(caught.value).startswith("harbuor: there is no such case")


def test_events_come_after_those_of_the_parent_and_know_what_they_do(harbour: Path, say: Say) -> None:
    text = "events:\n- {after: storm, weeks: 1, do: shock, place: lock, incidents: 2}\n"
    file = say(text)
    file.write_text(file.read_text().replace("./baseline.yaml", "./storm.yaml"))
    events = scenarios.load(file).events
    assert [type(event) for event in events] == [Shock, MovePosition, HoldVote, Shock]
    storm, repair, vote, last = events
    assert (storm.id, storm.date, storm.do) == ("storm", dt.date(1902, 4, 20), "shock")
    assert storm.lasting == 1
    assert (repair.after, repair.weeks, repair.by) == ("storm", 2, 10)
    assert (vote.when, vote.above, vote.below) == ("positions.NO.hours", 55, None)
    assert (last.after, last.weeks) == ("storm", 1)


def test_yaml_1_1_traps_are_closed(harbour: Path, say: Say) -> None:
    text = "set:\n  actors.NO.name: NO\n  actors.midway.name: yes\n  actors.midway.office: 2007-12-10\n"
    scenario = scenarios.load(say(text + "  actors.upstream.name: 12:30\n  actors.upstream.office: 0x1F\n"))
    assert scenario.actors["NO"].name == "NO"
    assert scenario.actors["midway"].name == "yes"
    assert scenario.actors["midway"].office == "2007-12-10"
    assert scenario.actors["upstream"].name == "12:30"
    assert scenario.actors["upstream"].office == "0x1F"


def test_memberships_hold_from_their_first_day_to_their_last(harbour: Path) -> None:
    settings = ["actors.midway.memberships.league={from: 1902-05-01, until: 1902-05-31}"]
    league = scenarios.load("harbour/baseline", settings).actors["midway"].memberships["league"]
    days = [dt.date(1902, 4, 30), dt.date(1902, 5, 1), dt.date(1902, 5, 31), dt.date(1902, 6, 1)]
    assert [league.holds(day) for day in days] == [False, True, True, False]


def test_a_scenario_is_frozen_and_travels_between_processes(harbour: Path) -> None:
    scenario = scenarios.load("harbour/calm")
    with pytest.raises(ValidationError, match="frozen"):
        scenario.title = "Another"
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario
    assert again.hash == scenario.hash
    assert again.origin == scenario.origin


def test_the_hash_is_of_what_is_said_and_not_of_where(harbour: Path, tmp_path: Path) -> None:
    before = scenarios.load("harbour/storm")
    harbour.rename(tmp_path / "port")
    (tmp_path / "port" / "storm.yaml").rename(tmp_path / "port" / "gale.yaml")
    after = scenarios.load("port/gale")
    assert (before.hash, before.name) == (after.hash, "harbour/storm")
    assert len(after.hash) == 64
    assert scenarios.load("port/gale", ["weeks=20"]).hash == after.hash
    assert scenarios.load("port/gale", ["weeks=21"]).hash != after.hash


def test_a_changed_file_is_read_again(harbour: Path) -> None:
    assert scenarios.load("harbour/storm").case.weeks == 20
    text = (harbour / "storm.yaml").read_text()
    (harbour / "storm.yaml").write_text(text.replace("weeks: 20", "weeks: 100"))
    assert scenarios.load("harbour/storm").case.weeks == 100


def test_origin_points_to_the_character(harbour: Path) -> None:
    origin = scenarios.load("harbour/calm", ["parameters.negotiation.pace=0.03"]).origin
    at = {
        "weeks": ("harbour/storm.yaml", 6, 10),
        "step_days": None,
        "case.title": ("harbour/case.yaml", 2, 8),
        "title": ("harbour/calm.yaml", 2, 8),
        "actors.NO.positions.hours.mode": ("harbour/storm.yaml", 7, 30),
        "actors.NO.positions.hours.grade": ("harbour/actors.yaml", 34, 63),
        "parameters.negotiation.susceptibility.value": ("harbour/storm.yaml", 8, 48),
        "parameters.negotiation.susceptibility.low": None,
        "events.0.do": ("harbour/storm.yaml", 27, 9),
    }
    for path, place in at.items():
        mark = origin.get(path)
        assert (mark and (str(mark).rsplit(":", 2)[0], mark.line, mark.column)) == place, path
    assert str(origin["parameters.negotiation.pace.value"]) == "--set parameters.negotiation.pace=0.03"
    assert all(isinstance(mark, Mark) for mark in origin.values())
    assert scenarios.load("harbour/storm").origin["events.storm.date"].line == 13


def test_public_names_are_what_they_say() -> None:
    assert all(hasattr(scenarios, name) for name in scenarios.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        _ = scenarios.lode


def test_without_libyaml_the_same_is_read(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(harbour.glob("*.yaml"))}
    fast = {file: parse(text, str(file)) for file, text in texts.items()}
    monkeypatch.delattr(yaml, "CBaseLoader")
    assert {file: parse(text, str(file)) for file, text in texts.items()} == fast
    with pytest.raises(ScenarioError, match="nested more than 30 levels deep"):
        parse("[" * 1000, "deep.yaml")
    (harbour / "odd.yaml").write_text('title: "\\ud800"\nquestion: q\nextends: ./baseline.yaml\n')
    with pytest.raises(ScenarioError):
        scenarios.load("harbour/odd")
