"""Questions over many runs: the tables hold what the folders hold, and a query does nothing but read."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.results import Results
from sim.store.catalogue import catalogue
from sim.store.folder import open_run
from sim.store.questions import QueryError, ask
from sim.store.tables import TABLES, kind
from tests.sim.asking import outcome


def rows(place: Path, sql: str) -> list[tuple[object, ...]]:
    return list(ask(catalogue(place), sql).rows)


def test_outcomes_are_those_of_the_files(kept: Path) -> None:
    told = rows(kept, "select folder, name, mean, q05, q50, q95, unit, meaning from outcomes")
    for folder in ("run-9", "run-10", "deep/er/half"):
        file = json.loads((kept / folder / "outcomes.json").read_text(encoding="utf-8"))["outcomes"]
        found = {name: dict(zip(file[name], rest, strict=True)) for at, name, *rest in told if at == folder}
        assert found == file


def test_outcomes_by_run_are_those_of_the_run_and_their_mean_is_the_mean(kept: Path, short: Results) -> None:
    told = rows(kept, "select run, value from outcomes_by_run where folder = 'run-9' and "
                      "name = 'position_recognition' order by run")  # fmt: skip
    assert [value for _, value in told] == list(outcome(short, "position_recognition"))
    assert [number for number, _ in told] == [0, 1, 2, 3]
    compared = rows(
        kept,
        "select o.mean, avg(r.value) from outcomes o join outcomes_by_run r using (folder, name) "
        "group by all",
    )
    assert len(compared) > 50
    for mean, again in compared:
        assert (mean is None) == (again is None)
        assert mean is None or mean == pytest.approx(again, rel=1e-9, abs=1e-12)


def test_decisions_of_all_folders_are_told_apart(kept: Path, short: Results) -> None:
    counts = dict(rows(kept, "select folder, count(*) from decisions group by folder"))
    other = open_run(kept / "run-10").decisions.num_rows
    same = short.decisions.num_rows
    assert counts == {"run-9": same, "run-10": other, "deep/er/half": same}
    scenarios = rows(kept, "select distinct folder, scenario from decisions order by all")
    assert scenarios == [
        ("deep/er/half", "kosovo-2007/baseline"),
        ("run-10", "kosovo-2007/un-veto"),
        ("run-9", "kosovo-2007/baseline"),
    ]


def test_a_decision_is_as_it_was_written(kept: Path, short: Results) -> None:
    names = short.decisions.column_names
    chosen = ", ".join(f'"{name}"' for name in names)
    told = rows(
        kept, f"select {chosen} from decisions where folder = 'run-9' and run = 2 and actor = 'russia'"
    )
    whole = zip(*(short.decisions[name].to_pylist() for name in names), strict=True)
    mine = [one for one in whole if one[0] == 2 and one[2] == "russia"]
    assert len(mine) > 3
    assert sorted(map(str, told)) == sorted(map(str, mine))


def test_a_term_that_a_log_does_not_have_is_null_there(kept: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    for name in ("one", "two"):
        shutil.copytree(kept / "run-9", tmp_path / name)
    told = json.loads((tmp_path / "two" / "manifest.json").read_text(encoding="utf-8"))
    del told["format"], told["files"]
    (tmp_path / "two" / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    log = pq.read_table(tmp_path / "two" / "decisions.parquet").drop_columns(["term.salience"])
    pq.write_table(log, tmp_path / "two" / "decisions.parquet")
    counts = dict(rows(tmp_path, 'select folder, count("term.salience") from decisions group by folder'))
    assert counts["one"] > 0
    assert counts["two"] == 0


def test_settings_and_recognition_can_be_asked_too(kept: Path) -> None:
    assert rows(kept, "select folder, key, value from settings order by key") == [
        ("run-9", "events", "[]"),
        ("run-9", "weeks", "12"),
    ]
    file = json.loads((kept / "run-10" / "outcomes.json").read_text(encoding="utf-8"))["recognition"]
    told = rows(kept, "select iso3, day, share from recognition where folder = 'run-10'")
    assert {(state, f"day_{day}"): share for state, day, share in told} == {
        (state, day): share for state, days in file.items() for day, share in days.items()
    }


def test_the_columns_are_those_that_are_told(kept: Path) -> None:
    for table, columns in TABLES.items():
        told = [(name, kind(of)) for name, of, _ in columns if not name.startswith('"')]
        found = rows(kept, f"select column_name, column_type from (describe {table})")
        assert found[: len(told)] == told, table
        assert all(name.startswith("term.") for name, _ in found[len(told) :]), table


def test_all_tables_are_shown_and_are_there_without_runs(tmp_path: Path) -> None:
    assert sorted(name for (name,) in rows(tmp_path, "show tables")) == sorted(TABLES)
    for table in TABLES:
        assert rows(tmp_path, f"select count(*) from {table}") == [(0,)]


def test_damaged_folders_are_in_runs_and_in_no_other_table(spoilt: Path) -> None:
    states = dict(rows(spoilt, "select folder, state from runs"))
    assert states["cut"] == "damaged"
    assert states["newer"] == "newer"
    used = {name for (name,) in rows(spoilt, "select distinct folder from outcomes")}
    assert used == {name for name, state in states.items() if state == "complete"} == {"good", "turned"}


def test_a_pivot_is_a_query(kept: Path) -> None:
    answer = ask(catalogue(kept), "pivot outcomes on name using first(mean) group by folder")
    assert "declared" in answer.columns
    assert len(answer.rows) == 3


FORBIDDEN = [
    "copy runs to '{place}/stolen.csv'",
    "with x as (copy (select 1) to '{place}/run-9/decisions.parquet' (use_tmp_file false)) select 1",
    "select * from read_text('{place}/run-9/manifest.json')",
    "select * from '{place}/run-9/decisions.parquet'",
    "select * from glob('{place}/*')",
    "select * from 'https://example.org/runs.parquet'",
    "attach '{place}/new.db'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "reset enable_external_access",
    "export database '{place}/all'",
    "create table mine as select 1",
    "insert into runs (folder) values ('mine')",
    "drop view runs",
    "explain analyze copy (select 1) to '{place}/stolen.csv'",
    "pragma database_list",
    "select 1; copy runs to '{place}/stolen.csv'",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_query_can_do_nothing_but_read_the_tables(kept: Path, sql: str) -> None:
    before = {file: file.read_bytes() for file in kept.rglob("*") if file.is_file()}
    with pytest.raises(QueryError):
        ask(catalogue(kept), sql.format(place=kept))
    assert {file: file.read_bytes() for file in kept.rglob("*") if file.is_file()} == before


def test_variables_of_this_program_are_no_tables(kept: Path) -> None:
    import pyarrow as pa

    secret = pa.table({"a": [1]})
    assert secret.num_rows == 1
    with pytest.raises(QueryError, match="'secret' is not a table"):
        ask(catalogue(kept), "select * from secret")


def test_a_query_leaves_nothing_in_the_folder_where_one_stands(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    rows(kept, "select a.folder from decisions a, runs b order by random() limit 5")
    assert list(tmp_path.iterdir()) == []


READS = "a query reads the tables and nothing else; there are " + ", ".join(TABLES)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("", "the query is empty; such as: select folder, runs from runs"),
        ("-- nothing", "the query is empty; such as: select folder, runs from runs"),
        ("select 1; select 2", "there are 2 statements; ask one at a time"),
        ("delete from runs", "DELETE is no question; a query reads (select ...) and changes nothing"),
        ("select * from rnus", "query:1:15: 'rnus' is not a table; did you mean 'runs'?"),
        ("select * from x", f"query:1:15: 'x' is not a table; there are {', '.join(TABLES)}"),
        ("select foldr from runs", ('query:1:8: Referenced column "foldr" not found in FROM clause; '
                                   "did you mean folder?")),
        ("selct 1", 'query:1:1: syntax error at or near "selct"'),
        ("select 'Gül',\n  cast('x' as int)", "query:2:3: Could not convert string 'x' to INT32"),
        ("select 'Gül', cast('x' as int)", "query:1:15: Could not convert string 'x' to INT32"),
        ("from read_csv('a.csv')", f"query:1:6: {READS}"),
        ("from 'a.parquet'", f"query: {READS}"),
        ("select cast(case when i = 50000 then 'x' else '1' end as int) from range(50001) t(i)",
         "query:1:8: Could not convert string 'x' to INT32"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(kept: Path, sql: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(catalogue(kept), sql)
    said = str(caught.value)
    if "did you mean folder" in told:
        assert said.startswith(told.removesuffix("?"))
        assert "\n" not in said
    else:
        assert said == told


def test_a_log_that_is_damaged_within_is_said_to_be(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept / "run-9", tmp_path / "mine")
    file = tmp_path / "mine" / "decisions.parquet"
    file.write_bytes(b"PAR1" + bytes(file.stat().st_size - 8) + b"PAR1")
    with pytest.raises(QueryError) as caught:
        ask(catalogue(tmp_path), "select count(*) from decisions")
    assert str(caught.value).startswith("a run folder cannot be read (")
    assert str(caught.value).endswith("; `parley runs --check` tells which is damaged")


def test_values_of_an_outcome_that_did_not_arise_are_null(kept: Path) -> None:
    told = rows(
        kept, "select value from outcomes_by_run where name = 'declaration_week' and folder = 'run-9'"
    )
    declared = open_run(kept / "run-9").data["declaration_week"].values
    assert [value is None for (value,) in told] == list(np.asarray(declared) < 0)
