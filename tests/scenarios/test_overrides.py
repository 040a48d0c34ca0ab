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


OPTIONS = "rules.negotiation.options"


@pytest.fixture
def optioned(harbour: Path) -> Path:
    """The harbour whose protocol has options, and a scenario below that inherits them."""
    rules = (harbour / "rules.yaml").read_text()
    said = rules.replace("negotiation: {", "negotiation: {options: {q: 0.5, choice: least-move}, ")
    (harbour / "rules.yaml").write_text(said)
    return harbour


CHANGES = {
    "one that is there changes, and the others stay": (
        f"set: {{{OPTIONS}.q: 0.75}}", {"q": 0.75, "choice": "least-move"},
    ),
    "one that is not there yet needs no add": (
        f"set: {{{OPTIONS}.votes: risk}}", {"q": 0.5, "choice": "least-move", "votes": "risk"},
    ),
    "a whole mapping replaces the old one": (f"set: {{{OPTIONS}: {{votes: risk}}}}", {"votes": "risk"}),
    "so does one within a mapping": (
        "set: {rules.negotiation: {options: {votes: risk}}}", {"votes": "risk"},
    ),
    "an empty one leaves none": (f"set: {{{OPTIONS}: {{}}}}", {}),
    "one is removed": (f"remove: [{OPTIONS}.q]", {"choice": "least-move"}),
    "words that others read as yes and no stay words": (
        f"set: {{{OPTIONS}.votes: on}}", {"q": 0.5, "choice": "least-move", "votes": "on"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "options"), CHANGES.values(), ids=CHANGES)
def test_options_of_the_protocol_are_set_one_by_one_or_as_a_whole(
    optioned: Path, say: Say, text: str, options: dict[str, object]
) -> None:
    assert scenarios.load("harbour/baseline").rules.negotiation.options == {"q": 0.5, "choice": "least-move"}
    assert scenarios.load(say(text + "\n")).rules.negotiation.options == options


@pytest.mark.parametrize(
    ("settings", "options"),
    [
        ([f"{OPTIONS}.q=0.75"], {"q": 0.75}),
        ([f"{OPTIONS}.q=0.75", f"{OPTIONS}.VotingRule=Cubic"], {"q": 0.75, "VotingRule": "Cubic"}),
        ([OPTIONS + '={"BigRAdjust": "None", "q": 1}'], {"BigRAdjust": "None", "q": 1}),
        ([f"{OPTIONS}.capitulation=on"], {"capitulation": "on"}),
    ],
)
def test_options_are_set_on_the_command_line_where_a_case_says_none(
    harbour: Path, settings: list[str], options: dict[str, object]
) -> None:
    assert scenarios.load("harbour/baseline").rules.negotiation.options == {}
    assert scenarios.load("harbour/baseline", settings).rules.negotiation.options == options


def test_an_option_says_where_it_comes_from(optioned: Path, say: Say) -> None:
    origin = scenarios.load(say(f"set:\n  {OPTIONS}.q: 0.75\n")).origin
    assert str(origin[f"{OPTIONS}.q"]) == "harbour/trial.yaml:5:32"
    assert str(origin[f"{OPTIONS}.choice"]).startswith("harbour/rules.yaml:2:")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ([f"{OPTIONS}=7"], f"--set {OPTIONS}=7: {OPTIONS}: 7 is not a mapping"),
        (
            [f"{OPTIONS}.q=1", OPTIONS + "={z: 3}"],
            (
                f"--set {OPTIONS}={{z: 3}}: {OPTIONS}: overlaps with {OPTIONS}.q (--set {OPTIONS}.q=1); "
                "say it once"
            ),
        ),
        (
            [f"{OPTIONS}.q.z=1"],
            f"--set {OPTIONS}.q.z=1: {OPTIONS}.q.z: no such key 'q' in {OPTIONS}; allowed: none",
        ),
        (
            [f"{OPTIONS}.=1"],
            f"--set {OPTIONS}.=1: {OPTIONS}.: is not a dotted key; it has an empty part",
        ),
        (
            ["rules.negotiation.optoins.q=1"],
            (
                "--set rules.negotiation.optoins.q=1: rules.negotiation.optoins.q: "
                "no such key 'optoins' in rules.negotiation; did you mean 'options'?"
            ),
        ),
    ],
)
def test_options_that_cannot_be_set(harbour: Path, settings: list[str], message: str) -> None:
    with pytest.raises(scenarios.ScenarioError) as refused:
        scenarios.load("harbour/baseline", settings)
    assert str(refused.value) == message


def test_an_option_that_is_not_there_cannot_be_removed(optioned: Path, say: Say) -> None:
    with pytest.raises(scenarios.ScenarioError, match=r"no such key 'choise' in .*; did you mean 'choice'"):
        scenarios.load(say(f"remove: [{OPTIONS}.choise]\n"))
