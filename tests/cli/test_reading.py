"""`list`, `show`, `check`, `schema`: what can be asked before anything is run."""

import json
from pathlib import Path

import pytest

from scenarios import json_schemas, list_cases, list_scenarios, load
from tests.cli.asking import HARBOUR, Ask


def test_list_names_every_scenario_with_its_question(ask: Ask) -> None:
    told = json.loads(ask("list", "--json").out)
    assert {case: [one["name"] for one in entries] for case, entries in told.items()} == {
        case: list(list_scenarios(case)) for case in list_cases()
    }
    assert all(one["title"] and one["question"].endswith("?") for entries in told.values() for one in entries)
    table = ask("list").out
    assert all(f"\n{one['name']} " in table for entries in told.values() for one in entries)


def test_show_has_a_row_for_each_position(ask: Ask) -> None:
    scenario = load("kosovo-2007/baseline")
    rows = ask("show", "kosovo-2007").out.partition("\nPositions\n")[2].splitlines()[1:]
    held = [(name, issue) for name, actor in scenario.actors.items() for issue in actor.positions]
    assert [tuple(row.split()[:2]) for row in rows] == held


def test_show_one_actor_has_evidence_beside_each_number(ask: Ask) -> None:
    actor = load("kosovo-2007/baseline").actors["france"]
    told = ask("show", "kosovo-2007", "france").out
    for issue, held in actor.positions.items():
        assert f"\n{issue}: " in told
        assert f"{held.mode:g} ({held.low:g} to {held.high:g})" in told
        assert all(f"    {source}: " in told for source in held.evidence)


def test_show_where_gives_each_value_its_place(ask: Ask) -> None:
    told = ask("show", HARBOUR / "storm.yaml", "--where").out
    assert f"{HARBOUR}/storm.yaml:6:10: weeks = 20\n" in told
    assert "storm.yaml" in _line(told, "actors.NO.positions.hours.mode")
    assert "actors.yaml" in _line(told, "actors.NO.name")
    assert 'events.storm.date = "1902-04-20"' in told


def _line(told: str, path: str) -> str:
    return next(line for line in told.splitlines() if f": {path} = " in line)


def test_show_where_of_one_actor_says_the_same_as_json(ask: Ask) -> None:
    lines = ask("show", "kosovo-2007", "russia", "--where").out.splitlines()
    told = json.loads(ask("show", "kosovo-2007", "russia", "--where", "--json").out)
    assert len(told) == len(lines)
    assert all(path.startswith("actors.russia.") for path in told)
    assert lines[0].startswith(next(iter(told.values()))["where"])


def test_show_json_is_the_resolved_scenario(ask: Ask) -> None:
    told = json.loads(ask("show", "kosovo-2007", "--json").out)
    assert told["name"] == "kosovo-2007/baseline"
    assert json.loads(ask("show", "kosovo-2007", "russia", "--json").out) == told["actors"]["russia"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["kosovo-2007", "frnace"],
            "'frnace' is not an actor of kosovo-2007; did you mean 'france'?\n",
        ),
        (
            [HARBOUR / "storm.yaml", "zzz"],
            "'zzz' is not an actor of harbour; there are ",
        ),
        (["kosovo-2007/basline"], "kosovo-2007/basline: there is no such scenario; did you mean"),
    ],
)
def test_show_of_what_does_not_exist(ask: Ask, arguments: list[object], message: str) -> None:
    answer = ask("show", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(message)


def test_check_takes_all_shipped_scenarios(ask: Ask) -> None:
    answer = ask("check")
    count = sum(len(list_scenarios(case)) for case in list_cases())
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{count} scenario{'s' if count > 1 else ''} checked, no problem found\n"


@pytest.mark.parametrize(("path", "count"), [("", 3), ("actors.yaml", 3), ("storm.yaml", 1)])
def test_check_takes_a_case_one_of_its_files_or_a_scenario(ask: Ask, path: str, count: int) -> None:
    answer = ask("check", HARBOUR / path)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{count} scenario{'s' if count > 1 else ''} checked, no problem found\n"


def test_check_tells_all_problems_of_all_files(ask: Ask, tmp_path: Path) -> None:
    for name in ("one", "two"):
        wrong = f"title: T\nquestion: Q?\nextends: {HARBOUR}/baseline\nset: {{weeks: -1, {name}: 2}}\n"
        (tmp_path / f"{name}.yaml").write_text(wrong)
    answer = ask("check", "one.yaml", "two.yaml")
    lines = answer.err.splitlines()
    assert (answer.code, answer.out) == (2, "")
    assert [line.split(":")[0] for line in lines] == [
        "one.yaml",
        "one.yaml",
        "two.yaml",
        "two.yaml",
        "4 problems found",
    ]


def test_check_compares_statements_with_documents(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    answer = ask("check", HARBOUR / "storm.yaml", "--documents", "documents")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("harbour: documents.ledger.file: ledger.txt cannot be read: ")


def test_schema_lists_the_kinds(ask: Ask) -> None:
    rows = ask("schema").out.splitlines()[1:]
    assert [row.split()[0] for row in rows] == list(json_schemas())


def test_schema_prints_one(ask: Ask) -> None:
    assert json.loads(ask("schema", "scenario").out) == json_schemas()["scenario"]


def test_schema_writes_them(ask: Ask, tmp_path: Path) -> None:
    assert ask("schema", "--out", "schema").out.splitlines() == [
        f"schema/{kind}.json" for kind in json_schemas()
    ]
    assert json.loads((tmp_path / "schema" / "case.json").read_text()) == json_schemas()["case"]


def test_schema_of_an_unknown_kind(ask: Ask) -> None:
    answer = ask("schema", "actor")
    told = "'actor' is not a kind of file; did you mean 'actors'?\n"
    assert (answer.code, answer.out, answer.err) == (2, "", told)
