"""`runs`, `query` and `export`: what is asked of runs that were kept."""

import json
import os
import shutil
from pathlib import Path

import pytest

from cli.rows import MOST_ROWS
from cli.runs import bytes_of
from sim.store.manifest import FILES
from tests.cli.asking import Ask


@pytest.fixture
def store(run_dir: Path, tmp_path: Path) -> Path:
    """The folder runs/ with a good run, a damaged one and an unfinished one."""
    for name in ("good", "cut", ".good-abcd1234"):
        shutil.copytree(run_dir, tmp_path / "runs" / name)
    os.truncate(tmp_path / "runs" / "cut" / "trajectories.nc", 100)
    return tmp_path / "runs"


def test_runs_lists_all_folders_and_what_is_wrong(ask: Ask, store: Path) -> None:
    answer = ask("runs")
    assert (answer.code, answer.err) == (0, "")
    listed, _, wrong = answer.out.partition("\nWhat is wrong\n")
    rows = {line.split()[0]: line for line in listed.splitlines()[1:]}
    assert "damaged" in rows["cut"]
    assert "complete" in rows["good"]
    assert "unfinished" in listed
    assert "trajectories.nc has 100 bytes" in wrong
    assert max(map(len, answer.out.splitlines())) <= 80


def test_runs_as_json(ask: Ask, store: Path) -> None:
    answer = ask("runs", "--json")
    assert (answer.code, answer.err) == (0, "")
    told = {one["folder"]: one for one in json.loads(answer.out)}
    assert {name: one["state"] for name, one in told.items()} == {
        "cut": "damaged",
        "good": "complete",
        ".good-abcd1234": "unfinished",
    }
    manifest = json.loads((store / "good" / "manifest.json").read_text(encoding="utf-8"))
    good = told["good"]
    assert (good["runs"], good["seed"], good["hash"]) == (4, 7, manifest["scenario_hash"])
    assert good["made"] == manifest["made"].replace("+00:00", "Z")
    assert good["problem"] is None
    assert good["size"] == sum((store / "good" / name).stat().st_size for name in FILES)


def test_runs_with_check_reads_every_byte(ask: Ask, store: Path) -> None:
    text = (store / "good" / "outcomes.json").read_text(encoding="utf-8")
    (store / "good" / "outcomes.json").write_text(text.replace('"seed": 7', '"seed": 8'), encoding="utf-8")
    states = [
        {one["folder"]: one["state"] for one in json.loads(ask("runs", "runs", *check, "--json").out)}["good"]
        for check in ([], ["--check"])
    ]
    assert states == ["complete", "damaged"]


def test_runs_where_there_is_none(ask: Ask, tmp_path: Path) -> None:
    answer = ask("runs")
    told = "runs: no such folder; `parley run SCENARIO` writes one below runs/\n"
    assert (answer.code, answer.out, answer.err) == (2, "", told)
    (tmp_path / "runs").mkdir()
    answer = ask("runs")
    assert (answer.code, answer.out, answer.err) == (0, "", "There is no run folder below runs\n")
    assert ask("runs", "--json").out == "[]\n"


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9949, "9.9 kB"), (9950, "10 kB"), (43_799_717, "44 MB"),
     (999_600, "1.0 MB"), (5 * 10**15, "5000 TB")],
)  # fmt: skip
def test_sizes_are_told_for_people(size: int, told: str) -> None:
    assert bytes_of(size) == told


NOTE = "2 folders have no usable results: `parley runs runs` says why\n"


def test_a_query_prints_a_table(ask: Ask, store: Path) -> None:
    answer = ask(
        "query",
        "select folder, runs, seed, 1 / 8 as eighth, null as gap from runs where runs.state = 'complete'",
    )
    assert (answer.code, answer.err) == (0, NOTE)
    assert answer.out == "folder  runs  seed  eighth  gap\ngood       4     7   0.125  -\n"


def test_a_wide_query_is_folded_and_a_very_wide_one_told_as_records(ask: Ask, store: Path) -> None:
    told = ask("query", "select name, mean, q05, q95, unit, meaning from outcomes").out
    assert max(map(len, told.splitlines())) <= 80
    assert told.startswith("name ")
    told = ask("query", "select * from runs where folder = 'good'").out
    assert told.startswith("folder     good\nscenario   kosovo-2007/baseline\n")
    assert ask("query", "select folder, state, * exclude (folder, state) from runs").out.count("\n\n") == 2


def test_a_query_as_csv_and_as_json_is_nothing_else(ask: Ask, store: Path) -> None:
    sql = "select 'a,b' as a, 1.5 as b, null as c, [1, 2] as d, "
    sql += "date '2008-02-17' as e, true as f, 'nan'::float as g"
    assert ask("query", sql, "--format", "csv").out == (
        'a,b,c,d,e,f,g\n"a,b",1.5,,"[1, 2]",2008-02-17,true,nan\n'
    )
    told = ask("query", sql, "--json")
    assert json.loads(told.out) == [
        {"a": "a,b", "b": 1.5, "c": None, "d": [1, 2], "e": "2008-02-17", "f": True, "g": None}
    ]
    assert told.out == ask("query", sql, "--format", "json").out
    assert ask("query", "select 1 where false", "--json").out == "[]\n"
    assert json.loads(ask("query", "select 1 as a, 2 as a, 3 as a", "--json").out) == [
        {"a": 1, "a_1": 2, "a_2": 3}
    ]
    assert json.loads(ask("query", "select sum(runs) as n from runs", "--json").out) == [{"n": 12}]


def test_a_table_says_how_many_rows_it_leaves_out(ask: Ask, store: Path) -> None:
    answer = ask("query", "select i from range(1234) t(i)")
    assert len(answer.out.splitlines()) == MOST_ROWS + 1
    assert answer.err.startswith("200 of 1,234 rows are shown; --format csv prints all\n")
    assert len(ask("query", "select i from range(1234) t(i)", "--format", "csv").out.splitlines()) == 1235


def test_tables_are_told_without_any_run(ask: Ask) -> None:
    answer = ask("query", "--tables")
    assert (answer.code, answer.err) == (0, "")
    for word in (
        "runs",
        "settings",
        "outcomes",
        "recognition",
        "outcomes_by_run",
        "decisions",
        '"term.NAME"',
    ):
        assert word in answer.out
    told = json.loads(ask("query", "--tables", "--json").out)
    assert {"table": "outcomes", "column": "q05", "type": "DOUBLE", "meaning": "5% point"} in told


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "give a query or --tables\n"),
        (["select 1", "--tables"], "--tables: goes without a query\n"),
        (["select 1", "--format", "tsv"], "--format: 'tsv' is not a format; did you mean 'csv'?\n"),
        (["select 1", "--format", "csv", "--json"], "--json: --format is csv; give one of them\n"),
        (["select 1", "--in", "x"], "x: no such folder; `parley run SCENARIO` writes one below runs/\n"),
        (["select * from rnus"], "query:1:15: 'rnus' is not a table; did you mean 'runs'?\n"),
        (["drop table runs"], "DROP is no question; a query reads (select ...) and changes nothing\n"),
        (["select cast(i as tinyint) from range(1000) t(i)", "--format", "csv"], "query:1:8: "),
    ],
)
def test_query_refuses_what_it_cannot_answer(
    ask: Ask, store: Path, options: list[object], message: str
) -> None:
    answer = ask("query", *options)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(message)
    assert answer.err.count("\n") == 1


def test_export_writes_beside_the_run_and_tells_the_files(ask: Ask, store: Path) -> None:
    answer = ask("export", "runs/good", "--format", "csv")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith("\nExport    runs/good-csv\nCodebook  runs/good-csv/codebook.csv\n")
    about = json.loads((store / "good-csv" / "export.json").read_text(encoding="utf-8"))
    for name, rows in about["rows"].items():
        lines = (store / "good-csv" / name).read_text(encoding="utf-8").count("\n")
        assert lines == rows + 1, name
        assert f"{rows:,}" in answer.out
    assert "good-csv" not in ask("runs").out, "an export is no run"


def test_export_of_some_tables_as_json(ask: Ask, store: Path, tmp_path: Path) -> None:
    options = ("--only", "weeks", "--only", "outcomes", "--only", "weeks", "--out", "new/mine", "--json")
    answer = ask("export", "runs/good", "--format", "dta", *options)
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out)["rows"] == {"weeks.dta": 4 * 56, "outcomes.dta": 4}
    assert {file.name for file in (tmp_path / "new" / "mine").iterdir()} == {
        "weeks.dta",
        "outcomes.dta",
        "codebook.csv",
        "export.json",
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["runs/good", "--format", "xls"], "--format: 'xls' is not a format; there are csv, dta, parquet\n"),
        (
            ["runs/good", "--format", "csv", "--only", "outcome", "--only", "vote"],
            (
                "--only: 'outcome' is not a table of this run; did you mean 'outcomes'?\n"
                "--only: 'vote' is not a table of this run; did you mean 'votes'?\n"
            ),
        ),
        (
            ["runs/good", "--format", "csv", "--out", "runs/cut"],
            "runs/cut: holds other files; give a folder that is new, empty or an earlier export\n",
        ),
        (
            ["runs/cut", "--format", "csv"],
            "runs/cut: cannot be read as a run folder (trajectories.nc has 100 ",
        ),
        (
            ["nowhere", "--format", "csv"],
            "nowhere: no such folder; `parley run SCENARIO --out DIR` writes one\n",
        ),
    ],
)
def test_export_refuses_and_leaves_all_as_it_was(
    ask: Ask, store: Path, words: list[object], message: str
) -> None:
    before = sorted(store.rglob("*"))
    answer = ask("export", *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(message)
    assert sorted(store.rglob("*")) == before


def test_the_run_in_which_one_stands_can_be_exported(
    ask: Ask, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(store / "good")
    assert ask("export", ".", "--format", "parquet", "--only", "outcomes").code == 0
    assert (store / "good-parquet" / "outcomes.parquet").is_file()
