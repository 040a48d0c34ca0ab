"""Levers: what short names of a case set, in files and on the command line, and what is wrong with them."""

from pathlib import Path

import pytest

import scenarios
from scenarios import ScenarioError

LEVERS = """
levers:
  storm.week:
    title: The storm comes in this week
    unit: weeks after the start
    low: 0
    high: 10
    whole: true
    beside: {rules.declaration.mode: dated}
    events: [{date: value, do: move_position, actor: midway, issue: dues, by: 5}]
    replaces: [move_position]
  midway.dues:
    title: Where Midway stands on the dues
    unit: points
    low: 0
    high: 100
    keys: [actors.midway.positions.dues]
    events: [{date: 1902-05-10, do: move_position, actor: midway, issue: dues, by: value}]
"""


@pytest.fixture
def levers(harbour: Path) -> Path:
    """The harbour with two levers."""
    case = harbour / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8") + LEVERS, encoding="utf-8")
    return harbour


def told(name: str | Path, *settings: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        scenarios.load(name, settings)
    return str(caught.value).splitlines()


def test_a_lever_sets_its_keys_what_goes_with_it_and_its_events(levers: Path) -> None:
    found = scenarios.load("harbour/baseline", ["storm.week=2", "midway.dues=40"])
    assert found.actors["midway"].positions["dues"].range == (40, 40, 40)
    assert found.rules.declaration.mode == "dated"
    added = {one.id: one for one in found.events if one.id and "-" in one.id}
    start = found.case.start.toordinal()
    assert added["storm-week-1"].date.toordinal() - start == 14
    assert added["midway-dues-1"].by == 40


def test_a_lever_says_the_same_in_a_file_and_on_the_command_line(levers: Path) -> None:
    head = "title: A trial\nquestion: What if?\nextends: ./baseline.yaml\nset: {midway.dues: 40}\n"
    (levers / "trial.yaml").write_text(head, encoding="utf-8")
    said = scenarios.load(levers / "trial.yaml")
    set_ = scenarios.load("harbour/baseline", ["midway.dues=40"])
    assert (said.actors, said.events) == (set_.actors, set_.events)


def test_a_lever_that_is_set_again_takes_back_its_events(levers: Path) -> None:
    head = "title: A trial\nquestion: What if?\nextends: ./baseline.yaml\nset: {midway.dues: 40}\n"
    (levers / "trial.yaml").write_text(head, encoding="utf-8")
    again = scenarios.load(levers / "trial.yaml", ["midway.dues=60"])
    assert again.events == scenarios.load("harbour/baseline", ["midway.dues=60"]).events


def test_a_lever_comes_in_place_of_other_events_of_its_kind(levers: Path) -> None:
    own = "events: [{date: 1902-05-03, do: move_position, actor: NO, issue: dues, by: 1}]\n"
    head = f"title: A trial\nquestion: What if?\nextends: ./baseline.yaml\n{own}"
    (levers / "trial.yaml").write_text(head, encoding="utf-8")
    moves = [
        one
        for one in scenarios.load(levers / "trial.yaml", ["storm.week=1"]).events
        if one.do == "move_position"
    ]
    assert [one.id for one in moves] == ["storm-week-1"]


def test_levers_that_are_not_set_change_no_scenario(levers: Path) -> None:
    with_levers = scenarios.load("harbour/baseline")
    case = levers / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace(LEVERS, ""), encoding="utf-8")
    without = scenarios.load("harbour/baseline")
    assert with_levers.hash == without.hash
    assert with_levers.case.levers
    assert not any(path.startswith("levers") for path in with_levers.origin)


def test_all_that_is_wrong_with_settings_comes_at_once(levers: Path) -> None:
    *first, last = told(
        "harbour/baseline", "storm.wek=1", "storm.week=1.5", "midway.dues=101", "weather.wind=1"
    )
    assert first == [
        "--set midway.dues=101: midway.dues: 101 is above 100 (points)",
        "--set storm.week=1.5: storm.week: 1.5 is not a whole number (weeks after the start)",
        "--set storm.wek=1: storm.wek: no such key 'storm.wek'; did you mean 'storm.week'?",
    ]
    assert last.startswith("--set weather.wind=1: weather.wind: no such key 'weather'; allowed: actors, ")
    assert last.endswith(", responses, headline; short names: storm.week, midway.dues")


def test_a_lever_and_the_key_it_stands_for_are_said_once(levers: Path) -> None:
    twice = "actors.midway.positions.dues"
    (said,) = told("harbour/baseline", "midway.dues=40", f"{twice}=50")
    assert said == f"--set {twice}=50: {twice}: is said twice (--set midway.dues=40); say it once"


WRONG = {
    "a key that there is not": (
        ("positions.dues]", "positions.does]"),
        "levers.midway.dues.keys.0: no such key 'does' in actors.midway.positions; did you mean 'dues'?",
    ),
    "an event that names nobody": (
        ("actor: midway, issue: dues, by: 5", "actor: midwy, issue: dues, by: 5"),
        "levers.storm.week.events.0.actor: 'midwy' is no actor; did you mean 'midway'?",
    ),
    "an event out of bounds": (
        ("by: 5}", "by: 500}"),
        "levers.storm.week.events.0.by: 500 is above 100",
    ),
    "a kind of event that there is not": (
        ("[move_position]", "[move_positions]"),
        "levers.storm.week.replaces.0: 'move_positions' is no kind of event; did you mean 'move_position'?",
    ),
    "a name without a dot": (
        ("midway.dues:", "dues:"),
        "levers.dues: 'dues' is not a name with a dot in it, such as force.strength",
    ),
    "a name that begins like a key": (
        ("midway.dues:", "actors.dues:"),
        "levers.actors.dues: 'actors' begins keys of the scenario; name it otherwise",
    ),
    "a range upside down": (("high: 10\n", "high: -1\n"), "levers.storm.week.low: low 0 is above high -1"),
    "half a week": (("high: 10\n", "high: 9.5\n"), "levers.storm.week.high: 9.5 is not a whole number"),
    "nothing to do": (
        ("date: value", "date: 1902-05-10"),
        "levers.storm.week: does nothing with its value; give keys, or events with the word value",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_lever_is_told_when_the_case_is_read(levers: Path, name: str) -> None:
    (old, new), expected = WRONG[name]
    case = levers / "case.yaml"
    text = case.read_text(encoding="utf-8")
    assert old in text
    case.write_text(text.replace(old, new), encoding="utf-8")
    said = told("harbour/baseline")
    assert [one.partition(": ")[2] for one in said] == [expected]
    assert all(one.startswith("harbour/case.yaml:") for one in said)


def test_checking_a_case_tries_the_ends_of_its_levers(levers: Path) -> None:
    case = levers / "case.yaml"
    text = case.read_text(encoding="utf-8").replace("high: 100\n", "high: 101\n")
    case.write_text(
        text.replace("by: value", "by: 1").replace("high: 10\n", "high: 1000\n"), encoding="utf-8"
    )
    found = [str(one) for one in scenarios.check("harbour")]
    assert len(found) == 2
    assert "levers.storm.week.high: events.storm-week-1.date: " in found[0]
    assert found[0].partition(" is after the horizon")[1]
    assert found[1].endswith(
        "levers.midway.dues.high: actors.midway.positions.dues: 101 is above 100 (points)"
    )
