"""The run folder: what is written is read back, whole or not at all, and says what is wrong word for word."""

import datetime as dt
import hashlib
import json
import os
import resource
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble import run
from sim.results import Results
from sim.store.folder import RunError, check_target, open_run, outcomes_json, write_run
from tests.sim.asking import lasting, load, unequal


@pytest.fixture(scope="module")
def done() -> Results:
    """A short run."""
    return run(lasting(load("baseline"), 12), 4, 7)


def test_what_is_written_is_read_back(done: Results, tmp_path: Path) -> None:
    again = open_run(write_run(done, tmp_path / "run"))
    assert unequal(done.data, again.data) == []
    assert set(done.data.data_vars) == set(again.data.data_vars)
    assert again.outcomes == done.outcomes
    assert again.decisions.equals(done.decisions)
    assert (again.seed, again.runs, again.complete) == (7, 4, True)
    # Where a value was written down belongs to the files and not to the run.
    assert again.scenario.model_dump(exclude={"origin"}) == done.scenario.model_dump(exclude={"origin"})
    assert again.scenario.hash == done.scenario.hash
    assert sorted(one.name for one in tmp_path.iterdir()) == ["run"], "nothing is left beside it"


def test_a_run_read_back_can_be_run_again_to_the_same_bits(done: Results, tmp_path: Path) -> None:
    kept = open_run(write_run(done, tmp_path / "run"))
    again = run(kept.scenario, kept.runs, kept.seed)
    assert unequal(done.data, again.data) == []
    assert outcomes_json(again) == outcomes_json(done)


def test_equal_runs_give_equal_bytes_of_outcomes_whatever_the_blocks(done: Results, tmp_path: Path) -> None:
    files = [
        write_run(run(done.scenario, 4, 7, block=size), tmp_path / str(size)) / "outcomes.json"
        for size in (1, 3, 4)
    ]
    assert len({one.read_bytes() for one in files}) == 1
    assert files[0].read_text(encoding="utf-8") == outcomes_json(done)


def test_the_manifest_says_what_is_needed_to_repeat_the_run(done: Results, tmp_path: Path) -> None:
    said = json.loads((write_run(done, tmp_path / "run") / "manifest.json").read_text(encoding="utf-8"))
    assert said["scenario_hash"] == done.scenario.hash
    assert (said["seed"], said["runs"], said["complete"]) == (7, 4, True)
    assert {"python", "numpy", "mesa"} <= set(said["versions"])
    assert str(tmp_path) not in json.dumps(said)


def test_a_later_run_takes_the_place_of_an_earlier_one(done: Results, tmp_path: Path) -> None:
    write_run(done, tmp_path / "run")
    write_run(run(done.scenario, 2, 8), tmp_path / "run")
    assert open_run(tmp_path / "run").runs == 2
    assert [one.name for one in tmp_path.iterdir()] == ["run"]


def test_an_empty_folder_is_taken(done: Results, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    assert open_run(write_run(done, tmp_path / "run")).runs == 4


@pytest.mark.parametrize("room", [10_000, 60_000, 90_000, 120_000, 150_000])
def test_a_full_disk_leaves_the_old_run(done: Results, tmp_path: Path, room: int) -> None:
    """A limit on the size of files stands for the disk; it strikes while the one or the other is written."""
    write_run(done, tmp_path / "run")
    other = run(done.scenario, 20, 8)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_run(other, tmp_path / "run")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert open_run(tmp_path / "run").runs == 4
    assert [one.name for one in tmp_path.iterdir()] == ["run"], "no half-written folder is left"


def test_a_move_that_fails_puts_the_old_run_back(
    done: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(done, tmp_path / "run")
    move = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "run" and not self.name.endswith("-old"):
            raise OSError("the folder is in use")
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(OSError, match="in use"):
            write_run(run(done.scenario, 2, 8), tmp_path / "run")
    assert open_run(tmp_path / "run").runs == 4
    assert [one.name for one in tmp_path.iterdir()] == ["run"]


def error_of(ask: object, *arguments: object) -> str:
    with pytest.raises(RunError) as caught:
        ask(*arguments)  # type: ignore[operator]
    return str(caught.value)


def test_messages_word_for_word(done: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("not a run", encoding="utf-8")
    Path("notes").mkdir()
    Path("notes/diary.txt").write_text("mine", encoding="utf-8")
    assert (
        error_of(check_target, "file")
        == "file: is a file; give a folder that is new, empty or an earlier run"
    )
    assert error_of(write_run, done, "notes") == (
        "notes: holds other files; give a folder that is new, empty or an earlier run"
    )
    assert error_of(check_target, "file/run") == (
        f"file/run: {tmp_path / 'file'} is a file, so no folder can be made below it"
    )
    assert Path("notes/diary.txt").read_text(encoding="utf-8") == "mine"
    assert error_of(open_run, "nowhere") == (
        "nowhere: no such folder; `parley run SCENARIO --out DIR` writes one"
    )
    assert error_of(open_run, "notes") == (
        "notes: is no run folder, manifest.json, outcomes.json, trajectories.nc, decisions.parquet missing"
    )
    write_run(done, "run")
    Path("run/outcomes.json").unlink()
    assert error_of(open_run, "run") == "run: is no run folder, outcomes.json missing"


@pytest.mark.parametrize("name", ["manifest.json", "outcomes.json", "trajectories.nc", "decisions.parquet"])
def test_a_damaged_folder_is_said_to_be_one(done: Results, tmp_path: Path, name: str) -> None:
    where = write_run(done, tmp_path / "run")
    (where / name).write_bytes(b"\x00 damaged")
    assert error_of(open_run, where).startswith(f"{where}: cannot be read as a run folder (")


def test_positions_that_are_not_held_are_missing_and_not_0(done: Results) -> None:
    held = {(issue, actor) for actor, said in done.scenario.actors.items() for issue in said.positions}
    for variable in ("position_start", "salience"):
        known = ~np.isnan(done.data[variable].values).any(axis=0)
        told = {
            (str(done.data["issue"].values[k]), str(done.data["actor"].values[n]))
            for k, n in np.argwhere(known)
        }
        assert told == held


def test_nobody_moves_itself_or_one_without_a_position(done: Results) -> None:
    moved = done.data["moved"].values
    assert np.abs(moved).max() > 0.1
    assert not moved[np.isnan(done.data["position"].values[0, 0])].any()
    assert (np.diagonal(moved, axis1=1, axis2=2) == 0).all()


@pytest.mark.parametrize("protocol", ["compromise", "median"])
def test_who_moved_whom_adds_up_to_how_far_everyone_moved(protocol: str) -> None:
    # In these protocols nobody is drawn back to its start, and nothing else moves a position here.
    data = run(lasting(load("baseline", f"rules.negotiation.protocol={protocol}"), 12), 4, 7).data
    end, start = data["position"].isel(week=-1).values, data["position_start"].values
    travelled = np.nan_to_num((end.astype(np.float64) - start).mean(axis=0))
    assert np.allclose(data["moved"].values.sum(axis=-1), travelled, atol=1e-3)


def test_every_variable_has_a_unit_and_a_description(done: Results) -> None:
    for name, one in done.data.data_vars.items():
        assert one.attrs["units"], name
        assert one.attrs["description"], name
    assert str(done.data["date"].values[1])[:10] == "2007-12-17"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"seed": 8},
            "outcomes.json has the seed 7, manifest.json 8; trajectories.nc has the seed 7, manifest.json 8",
        ),
        ({"runs": 9}, "manifest.json, trajectories.nc and outcomes.json have 9, {runs} and {runs} runs"),
        ({"scenario_hash": "0" * 64}, "manifest.json has the hash 000000000000 and a scenario of {hash}"),
    ],
)
def test_files_of_different_runs_are_refused(
    done: Results, tmp_path: Path, change: dict[str, object], told: str
) -> None:
    where = write_run(done, tmp_path / "run")
    manifest = json.loads((where / "manifest.json").read_text(encoding="utf-8"))
    (where / "manifest.json").write_text(json.dumps(manifest | change), encoding="utf-8")
    with pytest.raises(RunError) as caught:
        open_run(where)
    expected = told.format(runs=done.runs, hash=done.scenario.hash[:12])
    assert str(caught.value) == f"{where}: its files are not of one run: {expected}"


def test_the_command_travels_with_the_run(done: Results, tmp_path: Path) -> None:
    typed = "parley run mine.yaml --runs 3 --seed 7 --set weeks=2"
    assert open_run(write_run(replace(done, command=typed), tmp_path / "run")).command == typed


def test_the_manifest_seals_the_other_files(done: Results, tmp_path: Path) -> None:
    where = write_run(done, tmp_path / "run")
    said = json.loads((where / "manifest.json").read_text(encoding="utf-8"))
    assert said["format"] == 2
    assert dt.datetime.fromisoformat(said["made"]).tzinfo is not None
    assert said["files"] == {
        name: {
            "bytes": len((where / name).read_bytes()),
            "sha256": hashlib.sha256((where / name).read_bytes()).hexdigest(),
        }
        for name in ("outcomes.json", "trajectories.nc", "decisions.parquet")
    }


def test_all_that_is_damaged_is_said_with_the_command_that_makes_it_again(
    done: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_run(replace(done, command="parley run kosovo-2007/baseline --runs 4"), "run")
    size = Path("run/trajectories.nc").stat().st_size
    os.truncate("run/trajectories.nc", 1000)
    text = Path("run/outcomes.json").read_text(encoding="utf-8")
    Path("run/outcomes.json").write_text(text.replace('"seed": 7', '"seed": 8'), encoding="utf-8")
    assert error_of(open_run, "run") == (
        "run: cannot be read as a run folder (outcomes.json is not as it was written: its SHA-256 differs; "
        f"trajectories.nc has 1,000 bytes and was written with {size:,}); "
        "to make it again: parley run kosovo-2007/baseline --runs 4 --out run"
    )


def _change(where: Path, **told: object) -> None:
    manifest = json.loads((where / "manifest.json").read_text(encoding="utf-8"))
    (where / "manifest.json").write_text(json.dumps(manifest | told), encoding="utf-8")


def test_a_folder_of_a_newer_parley_is_said_to_be_one(done: Results, tmp_path: Path) -> None:
    where = write_run(done, tmp_path / "run")
    _change(where, format=3, versions={"parley-sim": "9.1"})
    assert error_of(open_run, where) == (
        f"{where}: has format 3 of Parley 9.1, this one reads up to 2; update Parley to read it"
    )


def _unsealed(done: Results, where: Path) -> Path:
    """A run folder of the first format, which had no checksums."""
    write_run(done, where)
    manifest = json.loads((where / "manifest.json").read_text(encoding="utf-8"))
    for key in ("format", "made", "files"):
        del manifest[key]
    (where / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return where


def test_a_folder_of_the_first_format_is_read(done: Results, tmp_path: Path) -> None:
    assert unequal(open_run(_unsealed(done, tmp_path / "run")).data, done.data) == []


def test_what_lacks_a_variable_or_a_column_is_damaged(done: Results, tmp_path: Path) -> None:
    less = replace(
        done, data=done.data.drop_vars("position"), decisions=done.decisions.drop_columns(["choice"])
    )
    where = write_run(less, tmp_path / "run")
    assert error_of(open_run, where) == (
        f"{where}: cannot be read as a run folder (trajectories.nc lacks position, "
        "decisions.parquet lacks choice)"
    )


@pytest.mark.parametrize("name", ["manifest.json", "outcomes.json", "trajectories.nc", "decisions.parquet"])
def test_no_cut_or_turned_byte_is_more_than_a_clear_message(done: Results, tmp_path: Path, name: str) -> None:
    """Without checksums some damage cannot be seen; none may come out as anything else than RunError."""
    where = _unsealed(done, tmp_path / "run")
    whole = (where / name).read_bytes()
    draw = np.random.default_rng(7)
    refused = 0
    for place in (0, len(whole) // 2, len(whole) - 1, *draw.integers(0, len(whole), 5)):
        turned = bytearray(whole)
        turned[place] ^= 0xFF
        for damaged in (whole[:place], bytes(turned)):
            (where / name).write_bytes(damaged)
            try:
                open_run(where)
            except RunError as error:
                refused += str(error).startswith(f"{where}: ")
    assert refused > 5
