"""Exports: tidy tables that say in other programs what the run says, whole or not at all."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.ensemble import run
from sim.results import Results
from sim.store import export as exports
from sim.store.catalogue import catalogue
from sim.store.export import FORMATS, STATA_LABEL, STATA_NAME, export, names, stata_name
from sim.store.manifest import RunError
from sim.store.sheets import sheets
from tests.cli.asking import HARBOUR
from tests.sim.asking import load, outcome

READ: dict[str, Callable[[Path], pd.DataFrame]] = {
    "csv": pd.read_csv,
    "parquet": pd.read_parquet,
    "dta": pd.read_stata,
}


@pytest.fixture(scope="module")
def made(short: Results, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The run in every format; tests only read it."""
    place = tmp_path_factory.mktemp("exports")
    return {form: export(short, place / form, form) for form in FORMATS}


def table(made: dict[str, Path], form: str, name: str) -> pd.DataFrame:
    """A table of the export, words as text and dates as days."""
    frame = READ[form](made[form] / f"{name}.{form}")
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype(object)
        if column == "date":
            frame[column] = pd.to_datetime(frame[column]).dt.strftime("%Y-%m-%d")
    return frame


@pytest.mark.parametrize("form", FORMATS)
def test_outcomes_are_those_of_the_run_one_row_each(made: dict[str, Path], short: Results, form: str) -> None:
    frame = table(made, form, "outcomes")
    assert list(frame["run"]) == [0, 1, 2, 3]
    for name in ("declared", "position_recognition", "declaration_week", "incidents_total"):
        assert np.allclose(frame[name].astype(float), outcome(short, name), equal_nan=True), name


@pytest.mark.parametrize("form", FORMATS)
def test_each_position_stands_where_it_was_held(made: dict[str, Path], short: Results, form: str) -> None:
    frame = table(made, form, "positions")
    assert list(frame.columns) == ["run", "week", "date", "issue", "actor", "position"]
    held = int((~np.isnan(short.data["position"].values)).sum())
    assert len(frame) == held
    one = frame[(frame["run"] == 2) & (frame["week"] == 5) & (frame["issue"] == "recognition")]
    one = one.set_index("actor")["position"]
    for actor in ("russia", "germany", "united-states"):
        told = float(short.data["position"].sel(run=2, week=5, issue="recognition", actor=actor))
        assert one[actor] == pytest.approx(told, rel=1e-6)
    days = dict(zip(frame["week"], frame["date"], strict=True))
    assert days == {week: str(day)[:10] for week, day in enumerate(short.data["date"].values)}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("name", "variable", "place"),
    [
        ("places", "incidents", {"run": 1, "week": 3, "place": "north-mitrovica"}),
        ("weeks", "strength", {"run": 3, "week": 11}),
        ("starts", "salience", {"run": 0, "issue": "recognition", "actor": "russia"}),
        ("moved", "moved", {"issue": "recognition", "actor": "france", "source": "germany"}),
        ("capabilities", "capability", {"actor": "china"}),
    ],
)
def test_other_variables_are_in_the_table_of_what_they_depend_on(
    made: dict[str, Path], short: Results, form: str, name: str, variable: str, place: dict[str, object]
) -> None:
    frame = table(made, form, name)
    for axis, label in place.items():
        frame = frame[frame[axis] == label]
    assert len(frame) == 1
    assert float(frame[variable].iloc[0]) == pytest.approx(float(short.data[variable].sel(place)), rel=1e-6)


@pytest.mark.parametrize("form", FORMATS)
def test_codes_are_words_and_what_never_came_is_missing(
    made: dict[str, Path], short: Results, form: str
) -> None:
    votes = table(made, form, "votes")
    codes = short.data["vote"].to_numpy().ravel()
    for code, word in {1: "for", 0: "abstain", -1: "against", -2: "veto"}.items():
        assert (votes["vote"] == word).sum() == (codes == code).sum(), word
    assert votes["vote"].isna().sum() == (codes == -9).sum() > 0
    texts = table(made, form, "texts")
    assert set(texts["text_result"]) <= {"not tabled", "adopted", "vetoed", "failed", "withdrawn"}
    weeks = table(made, form, "recognitions")["recognised_week"]
    told = short.data["recognised_week"].to_numpy().ravel()
    assert list(weeks.isna()) == list(told == -1)
    assert weeks.dropna().astype(int).tolist() == told[told != -1].tolist()
    postures = table(made, form, "weeks")["posture_in_force"]
    names_of = short.data["posture"].to_numpy()
    assert list(postures) == [names_of[code] for code in short.data["posture_in_force"].to_numpy().ravel()]


@pytest.mark.parametrize("form", FORMATS)
def test_the_decision_log_is_all_there(made: dict[str, Path], short: Results, form: str) -> None:
    frame = table(made, form, "decisions")
    assert len(frame) == short.decisions.num_rows
    assert list(frame["choice"]) == short.decisions["choice"].to_pylist()
    term = "term_salience" if form == "dta" else "term.salience"
    told = np.array(short.decisions["term.salience"].to_pylist(), dtype=float)
    assert np.allclose(frame[term], told, equal_nan=True)


@pytest.mark.parametrize("form", FORMATS)
def test_the_codebook_has_every_column_of_every_file(made: dict[str, Path], form: str) -> None:
    with (made[form] / "codebook.csv").open(encoding="utf-8", newline="") as opened:
        told = list(csv.DictReader(opened))
    files = {one["file"] for one in told}
    assert files == {file.name for file in made[form].glob(f"*.{form}")} - {"codebook.csv"}
    for name in files:
        columns = [one["column"] for one in told if one["file"] == name]
        assert columns == list(READ[form](made[form] / name).columns), name
    assert all(one["meaning"] for one in told)
    strength = next(one for one in told if one["column"] == "strength")
    assert strength["unit"] == "soldiers"
    assert strength["meaning"] == "strength of the force, reserves in place included"


def test_parquet_carries_units_and_meanings(made: dict[str, Path]) -> None:
    field = pq.read_schema(made["parquet"] / "weeks.parquet").field("strength")
    assert field.metadata == {
        b"unit": b"soldiers",
        b"meaning": b"strength of the force, reserves in place included",
    }


def test_stata_gets_labels_of_variables_and_of_values_within_its_limits(made: dict[str, Path]) -> None:
    for file in made["dta"].glob("*.dta"):
        with pd.io.stata.StataReader(file) as reader:
            labels, values = reader.variable_labels(), reader.value_labels()
            assert len(reader.data_label) <= STATA_LABEL
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,31}", name) for name in labels), file.name
        assert all(0 < len(label) <= STATA_LABEL for label in labels.values()), file.name
        if file.name == "votes.dta":
            assert labels["vote"] == "vote in the council"
            assert values["vote"] == {0: "for", 1: "abstain", 2: "against", 3: "veto"}
        if file.name == "weeks.dta":
            assert labels["strength"] == "strength of the force, reserves in place included (soldiers)"


@pytest.mark.parametrize(
    ("name", "taken", "short"),
    [
        ("declared", [], "declared"),
        ("term.salience", [], "term_salience"),
        ("1989", [], "v_1989"),
        ("if", [], "v_if"),
        ("str12", [], "v_str12"),
        ("_all", [], "v__all"),
        ("a" * 40, [], "a" * 32),
        ("a" * 40, ["a" * 32], "a" * 30 + "_2"),
        ("a" * 40, ["a" * 32, "a" * 30 + "_2"], "a" * 30 + "_3"),
        ("größe", [], "gr__e"),
    ],
)
def test_names_are_made_such_as_stata_takes(name: str, taken: list[str], short: str) -> None:
    assert stata_name(name, dict.fromkeys(taken)) == short
    assert len(short) <= STATA_NAME


def test_blocks_do_not_show(short: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.store.sheets.MOST_ROWS", 1)
    assert next(one for one in sheets(short) if one.name == "positions").blocks == short.runs
    for form in FORMATS:
        export(short, tmp_path / f"small-{form}", form, ["positions", "votes"])
    monkeypatch.undo()
    for form in FORMATS:
        export(short, tmp_path / f"large-{form}", form, ["positions", "votes"])
        for name in ("positions", "votes"):
            one, other = (
                READ[form](tmp_path / f"{at}-{form}" / f"{name}.{form}") for at in ("small", "large")
            )
            pd.testing.assert_frame_equal(one, other)


def test_only_what_is_asked_for_is_written_and_progress_is_told(short: Results, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export(short, tmp_path / "x", "csv", ["outcomes", "weeks"], lambda done, of: told.append((done, of)))
    assert {file.name for file in (tmp_path / "x").iterdir()} == {
        "outcomes.csv",
        "weeks.csv",
        "codebook.csv",
        "export.json",
    }
    assert told == [(1, 2), (2, 2)]
    about = json.loads((tmp_path / "x" / "export.json").read_text(encoding="utf-8"))
    assert (about["scenario"], about["seed"], about["export"]) == ("kosovo-2007/baseline", 7, "csv")
    assert about["rows"] == {"outcomes.csv": 4, "weeks.csv": 48}
    assert "/" not in json.dumps({**about, "scenario": "", "command": ""})


@pytest.mark.parametrize("form", FORMATS)
def test_a_small_case_with_no_decision_is_exported_too(tmp_path: Path, form: str) -> None:
    results = run(load(HARBOUR / "storm.yaml"), 2, 7)
    assert results.decisions.num_rows == 0
    where = export(results, tmp_path / "harbour", form)
    assert len(READ[form](where / f"decisions.{form}")) == 0
    assert len(READ[form](where / f"outcomes.{form}")) == 2
    assert {"outcomes", "positions", "decisions"} <= set(names(results))
    assert "votes" not in names(results)


def test_an_earlier_export_is_replaced_and_nothing_else(short: Results, tmp_path: Path) -> None:
    export(short, tmp_path / "x", "csv", ["outcomes"])
    export(short, tmp_path / "x", "parquet", ["outcomes"])
    assert not (tmp_path / "x" / "outcomes.csv").exists()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError) as caught:
        export(short, tmp_path / "notes", "csv", ["outcomes"])
    assert str(caught.value) == (
        f"{tmp_path / 'notes'}: holds other files; give a folder that is new, empty or an earlier export"
    )
    assert [file.name for file in (tmp_path / "notes").iterdir()] == ["diary.txt"]


def test_an_export_that_fails_leaves_the_old_one(
    short: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(short, tmp_path / "x", "csv", ["outcomes"])

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(exports, "_write_codebook", full)
    with pytest.raises(OSError, match="no space left"):
        export(short, tmp_path / "x", "csv", ["weeks"])
    assert (tmp_path / "x" / "outcomes.csv").is_file()
    assert [one.name for one in tmp_path.iterdir()] == ["x"], "nothing half-written is left beside it"


def test_an_export_is_no_run_in_the_catalogue(made: dict[str, Path]) -> None:
    assert catalogue(made["parquet"].parent) == []
