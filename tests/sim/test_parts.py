"""Parts of unfinished work: whole or not there, known by what they are of, and out of the way of runs."""

import os
from pathlib import Path

import pytest

from sim.store.catalogue import catalogue
from sim.store.manifest import RunError
from sim.work.executor import Failure
from sim.work.parts import Parts

WORK = {"kind": "run", "seed": 7, "versions": {"numpy": "2.0", "python": "3.11"}}
FAILURE = Failure("ValueError: no", "Traceback ...\nValueError: no\n")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the work ends."""
    return tmp_path / "runs" / "mine"


def begun(target: Path) -> None:
    """Work that was interrupted with two parts finished and one failed."""
    parts = Parts.open(target, WORK, resume=False)
    parts.write(0, {"a": b"first", "b": b""})
    parts.write(1_000_000, {"a": b"last"})
    parts.fail(2, FAILURE)


def test_parts_are_found_again_as_they_were_written(target: Path) -> None:
    begun(target)
    parts = Parts.open(target, WORK, resume=True)
    assert parts.folder == target.parent / ".mine-parts"
    assert parts.finished() == [0, 1_000_000]
    assert (parts.path(0) / "a").read_bytes() == b"first"
    assert parts.failures() == {2: FAILURE}


def test_a_failed_part_that_is_done_after_all_has_not_failed(target: Path) -> None:
    begun(target)
    parts = Parts.open(target, WORK, resume=True)
    parts.write(2, {"a": b"second"})
    assert parts.failures() == {}
    assert parts.finished() == [0, 2, 1_000_000]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda part: (part / "a").write_bytes(b"worst"),
        lambda part: (part / "a").write_bytes(b"firs"),
        lambda part: (part / "b").unlink(),
        lambda part: (part / "seal.json").unlink(),
        lambda part: (part / "seal.json").write_text("{", encoding="utf-8"),
        lambda part: (part / "seal.json").write_text("[1]", encoding="utf-8"),
        lambda part: part.rename(part.with_suffix(".fresh")),
    ],
    ids=["changed", "cut", "lacking", "unsealed", "torn", "listed", "half written"],
)
def test_a_part_that_is_not_as_it_was_written_is_none(target: Path, spoil: object) -> None:
    begun(target)
    parts = Parts.open(target, WORK, resume=True)
    assert callable(spoil)
    spoil(parts.path(0))
    assert parts.finished() == [1_000_000]
    parts.write(0, {"a": b"first"})
    assert parts.finished() == [0, 1_000_000]


def test_without_resume_work_begins_anew(target: Path) -> None:
    begun(target)
    parts = Parts.open(target, WORK, resume=False)
    assert parts.finished() == []
    assert parts.failures() == {}


def test_what_was_never_begun_can_be_resumed(target: Path) -> None:
    assert Parts.open(target, WORK, resume=True).finished() == []


def test_parts_of_other_work_are_refused_with_all_that_differs(target: Path) -> None:
    begun(target)
    other = {"kind": "run", "seed": 8, "versions": {"numpy": "2.1", "python": "3.11"}, "contents": "f" * 64}
    with pytest.raises(RunError) as refused:
        Parts.open(target, other, resume=True)
    assert str(refused.value) == (
        f"{target.parent}/.mine-parts: holds parts of other work: seed was 7 and is 8; "
        "versions.numpy was 2.0 and is 2.1; contents was null and is ffffffffffff...; "
        "repeat the command that began it, or leave --resume out to begin anew"
    )
    assert Parts.open(target, WORK, resume=True).finished() == [0, 1_000_000]


def test_a_torn_description_of_the_work_is_refused(target: Path) -> None:
    begun(target)
    told = target.parent / ".mine-parts" / "work.json"
    os.truncate(told, 3)
    with pytest.raises(RunError) as refused:
        Parts.open(target, WORK, resume=True)
    assert str(refused.value).startswith(f"{told}: cannot be read (")
    assert str(refused.value).endswith("); leave --resume out to begin anew")


def test_one_command_at_a_time_is_at_work_on_a_target(target: Path) -> None:
    parts = Parts.open(target, WORK, resume=False)
    parts.write(0, {"a": b"first"})
    for resume in (True, False):
        with pytest.raises(RunError) as refused:
            Parts.open(target, WORK, resume=resume)
        assert str(refused.value) == f"{parts.folder}: another command is at work there; wait for it to end"
    assert parts.finished() == [0]


def test_nothing_is_left_of_work_without_a_part(target: Path) -> None:
    parts = Parts.open(target, WORK, resume=False)
    assert parts.folder.is_dir()
    del parts
    assert list(target.parent.iterdir()) == []


def test_nothing_is_left_once_the_target_is_written(target: Path) -> None:
    begun(target)
    Parts.open(target, WORK, resume=True).remove()
    assert list(target.parent.iterdir()) == []


def test_the_catalogue_of_runs_does_not_see_parts(target: Path) -> None:
    parts = Parts.open(target, WORK, resume=False)
    parts.write(
        0, {"manifest.json": b"{}", "outcomes.json": b"{}", "trajectories.nc": b"", "decisions.parquet": b""}
    )
    assert catalogue(target.parent) == []
