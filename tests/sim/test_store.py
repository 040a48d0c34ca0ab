"""The store of runs: the catalogue hides nothing, and says what is wrong with a folder."""

import json
import os
import shutil
from pathlib import Path

import pytest

from sim.results import Results
from sim.store import catalogue as store
from sim.store.catalogue import Entry, catalogue
from sim.store.folder import open_run
from sim.store.manifest import RunError


def by_name(place: Path, **how: bool) -> dict[str, Entry]:
    return {one.folder: one for one in catalogue(place, **how)}


def test_the_catalogue_lists_runs_as_people_sort_them(kept: Path) -> None:
    assert [one.folder for one in catalogue(kept)] == ["deep/er/half", "run-9", "run-10"]


def test_an_entry_tells_what_the_run_is(kept: Path, short: Results) -> None:
    one = by_name(kept)["run-9"]
    assert (one.scenario, one.case, one.runs, one.seed) == ("kosovo-2007/baseline", "kosovo-2007", 4, 7)
    assert (one.protocol, one.weeks, str(one.start), one.state) == ("influence", 12, "2007-12-10", "complete")
    assert one.hash == short.scenario.hash
    assert one.settings == {"weeks": "12", "events": "[]"}
    assert one.size == sum(file.stat().st_size for file in one.path.iterdir())
    assert by_name(kept)["deep/er/half"].state == "interrupted"


def test_the_date_is_of_the_run_and_not_of_its_copy(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept / "run-9", tmp_path / "copy")
    os.utime(tmp_path / "copy" / "manifest.json", (0, 0))
    assert by_name(tmp_path)["copy"].made == by_name(kept)["run-9"].made


def test_a_run_folder_itself_is_a_catalogue_of_one(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.folder for one in catalogue(kept / "run-9")] == ["run-9"]
    monkeypatch.chdir(kept / "run-9")
    assert [one.folder for one in catalogue(".")] == ["run-9"]


WRONG = {
    "lacking": ("damaged", "outcomes.json, trajectories.nc missing"),
    "cut": ("damaged", "trajectories.nc has 100 bytes and was written with {size}"),
    "turned": ("damaged", "decisions.parquet is not as it was written: its SHA-256 differs"),
    "torn": ("damaged", "manifest.json cannot be read ("),
    "listed": ("damaged", "manifest.json cannot be read (it is not a mapping)"),
    "newer": ("newer", "has format 99, this Parley reads up to 2; update Parley to read it"),
    "unsealed": ("damaged", "manifest.json cannot be read ('outcomes.json')"),
}


@pytest.mark.parametrize("folder", WRONG)
def test_what_is_damaged_is_listed_with_what_is_wrong(spoilt: Path, kept: Path, folder: str) -> None:
    state, problem = WRONG[folder]
    size = f"{(kept / 'run-9' / 'trajectories.nc').stat().st_size:,}"
    one = by_name(spoilt, thorough=True)[folder]
    assert one.state == state
    assert one.problem.startswith(problem.format(size=size))


@pytest.mark.parametrize("folder", WRONG)
def test_what_the_catalogue_calls_damaged_cannot_be_opened(spoilt: Path, folder: str) -> None:
    with pytest.raises(RunError, match=rf"^{spoilt / folder}: "):
        open_run(spoilt / folder)


def test_a_turned_byte_shows_only_when_every_byte_is_read(spoilt: Path) -> None:
    assert by_name(spoilt)["turned"].state == "complete"
    assert by_name(spoilt)["good"].state == by_name(spoilt, thorough=True)["good"].state == "complete"


def test_folders_of_the_first_format_are_read_and_looked_at(kept: Path, tmp_path: Path) -> None:
    for name in ("old", "parquet", "netcdf"):
        shutil.copytree(kept / "run-9", tmp_path / name)
        told = json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
        for key in ("format", "made", "files"):
            del told[key]
        (tmp_path / name / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    os.truncate(tmp_path / "parquet" / "decisions.parquet", 2000)
    os.truncate(tmp_path / "netcdf" / "trajectories.nc", 0)
    found = by_name(tmp_path)
    assert (found["old"].state, found["old"].problem) == ("complete", "")
    assert found["old"].made is not None
    assert found["parquet"].problem == "decisions.parquet is cut short"
    assert found["netcdf"].problem == "trajectories.nc is not one"
    assert open_run(tmp_path / "old").runs == 4
    for name in ("parquet", "netcdf"):
        with pytest.raises(RunError, match=rf"^{tmp_path / name}: cannot be read as a run folder \("):
            open_run(tmp_path / name)


def test_what_a_killed_program_left_is_unfinished_and_not_thrown_away_lightly(
    kept: Path, tmp_path: Path
) -> None:
    for name in (".mine-abcd1234", ".mine-abcd1234-old", ".else_where-abcd_123"):
        shutil.copytree(kept / "run-9", tmp_path / name)
    (tmp_path / ".mine-abcd1234" / "outcomes.json").unlink()
    begun = "left by a program that was stopped while it wrote; "
    found = {name: (one.state, one.problem) for name, one in by_name(tmp_path).items()}
    assert found == {
        ".mine-abcd1234": ("unfinished", begun + "once nothing writes there, delete it"),
        ".mine-abcd1234-old": ("unfinished", begun + "is whole: rename it to mine to keep it"),
        ".else_where-abcd_123": ("unfinished", begun + "is whole: rename it to else_where to keep it"),
    }
    shutil.copytree(kept / "run-9", tmp_path / "mine")
    assert by_name(tmp_path)[".mine-abcd1234-old"].problem == (
        begun + "mine is there: once nothing writes there, delete it"
    )


def test_links_are_followed_once_and_other_folders_are_passed_over(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(kept / "run-9")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "diary.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "tables").mkdir()
    for name in ("export.json", "decisions.parquet"):
        (tmp_path / "tables" / name).write_text("{}", encoding="utf-8")
    (tmp_path / ".git" / "deep").mkdir(parents=True)
    shutil.copytree(kept / "run-9", tmp_path / ".git" / "deep" / "run")
    assert [one.folder for one in catalogue(tmp_path)] == ["link"]


def test_a_stray_file_hides_nothing_that_lies_below_it(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "outcomes.json").write_text("{}", encoding="utf-8")
    shutil.copytree(kept / "run-9", tmp_path / "run-9")
    assert {name: one.state for name, one in by_name(tmp_path).items()} == {
        tmp_path.name: "damaged",
        "run-9": "complete",
    }


def test_a_run_that_is_moved_away_while_it_is_looked_at_is_no_failure(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        shutil.copytree(kept / "run-9", tmp_path / name)
    read = store._told

    def late(where: Path) -> object:
        if where.name == "one":
            shutil.rmtree(where)
        return read(where)

    monkeypatch.setattr(store, "_told", late)
    assert [one.folder for one in catalogue(tmp_path) if one.readable] == ["two"]


def test_there_has_to_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RunError) as caught:
        catalogue(tmp_path / "nowhere")
    assert str(caught.value) == (
        f"{tmp_path / 'nowhere'}: no such folder; `parley run SCENARIO` writes one below runs/"
    )
