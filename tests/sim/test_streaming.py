"""Ensembles on disk: equal bytes whoever makes them, what failed is missing and said, and work goes on."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import parley
from scenarios import Scenario
from sim import outcomes, pieces
from sim.block import Block
from sim.ensemble import run
from sim.needs import CastError
from sim.pieces import FailedRunsError, Task, blocks, pack
from sim.results import Results
from sim.store import folder
from sim.store.catalogue import catalogue
from sim.store.export import export
from sim.store.folder import open_run, write_run
from sim.stream import identity, stream
from sim.studies.pairs import compare_all
from sim.why import explain
from sim.work.executor import Failure, Here, executor
from sim.work.parts import Parts
from tests.sim import crews
from tests.sim.asking import lasting, load, unequal

FILES = ("outcomes.json", "trajectories.nc", "decisions.parquet")
RUNS = 110
WHAT_IF = "parameters.recognition.diffusion=0"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """A short scenario."""
    return lasting(load("baseline"), 8)


@pytest.fixture(scope="module")
def together(scenario: Scenario) -> Results:
    """The ensemble in memory."""
    return run(scenario, RUNS, 7)


@pytest.fixture(scope="module")
def streamed(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same ensemble, streamed; tests only read it."""
    place = tmp_path_factory.mktemp("streamed") / "run"
    stream(scenario, RUNS, 7, place)
    return place


class Backwards:
    """Does the last task first."""

    def map(self, work: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Each task, from the last."""
        for place, came in Here().map(work, tasks[::-1]):
            yield len(tasks) - 1 - place, came


def contents(where: Path) -> dict[str, bytes]:
    """The files of a run folder, but for the manifest with its date."""
    return {name: (where / name).read_bytes() for name in FILES}


def test_what_is_streamed_is_what_is_run_in_memory(together: Results, streamed: Path) -> None:
    assert parley.stream is stream
    again = open_run(streamed)
    assert unequal(together.data, again.data) == []
    assert again.decisions.equals(together.decisions)
    assert again.outcomes == together.outcomes


def test_an_ensemble_in_memory_is_written_to_the_same_bytes(
    together: Results, streamed: Path, tmp_path: Path
) -> None:
    assert contents(write_run(together, tmp_path / "run")) == contents(streamed)


def test_the_order_in_which_pieces_come_leaves_no_trace(
    scenario: Scenario, streamed: Path, tmp_path: Path
) -> None:
    stream(scenario, RUNS, 7, tmp_path / "run", executor=Backwards())
    assert contents(tmp_path / "run") == contents(streamed)
    assert [one.name for one in tmp_path.iterdir()] == ["run"], "nothing is left beside it"


@pytest.mark.parametrize("kind", ["processes", "cluster"])
def test_two_workers_give_the_bytes_of_one(
    scenario: Scenario, streamed: Path, tmp_path: Path, kind: str
) -> None:
    """Of a run, and of a comparison: two processes, and a Dask cluster of two workers."""
    here = compare_all([scenario, other := lasting(load("baseline", WHAT_IF), 8)], RUNS, 7)
    with ExitStack() as open_ones:
        if kind == "processes":
            both = open_ones.enter_context(crews.processes())
        else:
            scheduler = open_ones.enter_context(crews.dask())
            both = open_ones.enter_context(executor(cluster=scheduler.scheduler_address))
        stream(scenario, RUNS, 7, tmp_path / "run", executor=both)
        there = compare_all([scenario, other], RUNS, 7, executor=both)
    assert contents(tmp_path / "run") == contents(streamed)
    assert [str(one.as_dict()) for one in there.comparisons] == [
        str(one.as_dict()) for one in here.comparisons
    ]


def test_pieces_cover_every_run_once_and_fill_stored_chunks() -> None:
    for runs in (1, 24, 25, 26, 75, 376, 1000, 1013):
        cut = list(blocks(runs))
        assert [number for one in cut for number in one] == list(range(runs))
        assert all(one.start % pieces.FIRST_BLOCK == 0 for one in cut)


def test_a_piece_on_disk_is_the_piece(scenario: Scenario, tmp_path: Path) -> None:
    piece = pack(Task(pieces.Parcel(scenario), 7, 25, 60))
    for name, content in pieces.files(piece).items():
        (tmp_path / name).write_bytes(content)
    again = pieces.read(tmp_path)
    assert (again.runs, again.words, again.log) == (range(25, 60), piece.words, piece.log)
    assert again.rows == piece.rows
    assert np.array_equal(again.moved, piece.moved)
    for one, other in zip(again.outcomes, piece.outcomes, strict=True):
        assert (one.name, one.unit, one.meaning) == (other.name, other.unit, other.meaning)
        assert np.array_equal(one.values, other.values, equal_nan=True)
    assert all(np.array_equal(again.counts[days], piece.counts[days]) for days in outcomes.DAYS)


def stopping(monkeypatch: pytest.MonkeyPatch, error: type[BaseException], at: int) -> None:
    """Have the piece that begins with a run end in an error."""
    real = pieces.run_block

    def broken(scenario: Scenario, seed: int, runs: Sequence[int], **more: Any) -> Block:
        if runs[0] == at:
            raise error("the sky fell")
        return real(scenario, seed, runs, **more)

    monkeypatch.setattr(pieces, "run_block", broken)


def test_what_fails_is_missing_and_the_manifest_says_why(
    scenario: Scenario, together: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping(monkeypatch, RuntimeError, 25)
    kept = stream(scenario, RUNS, 7, tmp_path / "run")
    there = [*range(25), *range(75, RUNS)]
    again = open_run(tmp_path / "run")
    assert (kept.runs, kept.complete, kept.stopped) == (len(there), False, False)
    assert list(again.data["run"].values) == there
    assert unequal(again.data, together.data.isel(run=there), besides=["moved", "capability"]) == []
    assert set(again.decisions["run"].to_pylist()) <= set(there)
    said = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert (said["runs"], said["complete"]) == (len(there), False)
    (failed,) = said["failures"]
    assert failed["runs"] == [25, 74]
    assert "the sky fell" in failed["message"]
    assert "Traceback" in failed["traceback"]
    assert again.failures == (failed,)
    (entry,) = catalogue(tmp_path)
    assert (entry.state, entry.problem) == ("interrupted", "runs 25 to 74 failed; manifest.json says why")
    assert entry.readable


def test_a_run_that_is_missing_is_told_so_and_the_others_keep_their_numbers(
    scenario: Scenario, together: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping(monkeypatch, RuntimeError, 0)
    stream(scenario, RUNS, 7, tmp_path / "run")
    again = open_run(tmp_path / "run")
    assert explain(again, "russia", run=30).text == explain(together, "russia", run=30).text
    with pytest.raises(IndexError, match="--run: 3 failed: RuntimeError: the sky fell"):
        explain(again, "russia", run=3)
    export(again, tmp_path / "csv", "csv", ["outcomes"])
    rows = (tmp_path / "csv" / "outcomes.csv").read_text(encoding="utf-8").splitlines()
    assert [row.partition(",")[0] for row in rows[1:]] == [str(number) for number in range(25, RUNS)]


def test_when_all_fails_there_is_nothing_to_show(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping(monkeypatch, RuntimeError, 0)
    with pytest.raises(FailedRunsError, match="the sky fell") as caught:
        stream(scenario, 9, 7, tmp_path / "run")
    assert "in broken" in caught.value.__notes__[0], "the traceback is that of the run"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="runs: 0 is below 1"):
        stream(scenario, 0, 7, tmp_path / "run")


def test_what_cannot_be_run_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    lacking = load("baseline").model_copy(update={"parameters": load("baseline").parameters.model_copy(
        update={"recognition": None})})  # fmt: skip
    with pytest.raises(CastError):
        stream(lacking, 9, 7, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_first_runs_and_is_resumed_to_the_same_bytes(
    scenario: Scenario, together: Results, streamed: Path, tmp_path: Path
) -> None:
    work = identity(scenario, RUNS, 7)
    with pytest.MonkeyPatch.context() as patch:
        stopping(patch, KeyboardInterrupt, 75)
        kept = stream(scenario, RUNS, 7, tmp_path / "run", parts=Parts.open(tmp_path / "run", work, False))
    assert (kept.runs, kept.complete, kept.stopped) == (75, False, True)
    assert unequal(open_run(tmp_path / "run").data, together.data.isel(run=slice(75)), ["moved"]) == []
    done: list[int] = []
    real = pieces.run_block
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "run_block", lambda *a, **k: done.extend(a[2]) or real(*a, **k))
        stream(scenario, RUNS, 7, tmp_path / "run", parts=Parts.open(tmp_path / "run", work, True))
    assert done == list(range(75, RUNS)), "what was finished is not done again"
    assert contents(tmp_path / "run") == contents(streamed)
    assert [one.name for one in tmp_path.iterdir()] == ["run"], "and what was kept for it is gone"


def test_what_comes_after_a_gap_waits_for_the_one_who_resumes(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping(monkeypatch, KeyboardInterrupt, 25)
    with pytest.raises(KeyboardInterrupt):
        stream(scenario, RUNS, 7, tmp_path / "run", executor=Backwards())
    assert not (tmp_path / "run").exists(), "the first runs are not there, so there is no prefix"


def test_what_failed_is_tried_again(scenario: Scenario, streamed: Path, tmp_path: Path) -> None:
    work = identity(scenario, RUNS, 7)
    with pytest.MonkeyPatch.context() as patch:
        stopping(patch, RuntimeError, 25)
        stream(scenario, RUNS, 7, tmp_path / "run", parts=Parts.open(tmp_path / "run", work, False))
    stream(scenario, RUNS, 7, tmp_path / "run", parts=Parts.open(tmp_path / "run", work, True))
    assert contents(tmp_path / "run") == contents(streamed)


def test_an_ensemble_in_memory_raises_what_fails(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping(monkeypatch, RuntimeError, 25)
    with pytest.raises(FailedRunsError, match="the sky fell"):
        run(scenario, RUNS, 7)


def test_workers_give_the_ensemble_that_one_process_gives(scenario: Scenario, together: Results) -> None:
    shared = run(scenario, RUNS, 7, workers=2)
    assert unequal(shared.data, together.data) == []
    assert shared.decisions.equals(together.decisions)
    assert shared.outcomes == together.outcomes


@pytest.fixture
def lazily(streamed: Path, monkeypatch: pytest.MonkeyPatch) -> Results:
    """The streamed ensemble, read as one of a million runs is."""
    monkeypatch.setattr(folder, "LARGE", 0)
    monkeypatch.setattr(outcomes, "AT_ONCE", 40)
    return open_run(streamed)


def test_a_large_folder_is_read_where_it_lies_to_the_same_answers(
    lazily: Results, together: Results, tmp_path: Path
) -> None:
    arrays = [one for one in lazily.data.data_vars.values() if "run" in one.dims]
    assert not any(one.variable._in_memory for one in arrays)
    assert explain(lazily, "russia", run=99).text == explain(together, "russia", run=99).text
    for name, results in (("lazily", lazily), ("together", together)):
        export(results, tmp_path / name, "csv")
    files = sorted(one.name for one in (tmp_path / "together").iterdir())
    assert sorted(one.name for one in (tmp_path / "lazily").iterdir()) == files
    for name in files:
        assert (tmp_path / "lazily" / name).read_bytes() == (tmp_path / "together" / name).read_bytes(), name


def test_a_failure_that_is_no_error_of_a_run_is_kept_too(scenario: Scenario, tmp_path: Path) -> None:
    class Dying:
        """Loses the first task."""

        def map(self, work: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
            """All but the first."""
            yield 0, Failure("its worker died", "no traceback")
            yield from ((place + 1, came) for place, came in Here().map(work, tasks[1:]))

    kept = stream(scenario, 30, 7, tmp_path / "run", executor=Dying())
    assert kept.failures == [{"runs": [0, 24], "message": "its worker died", "traceback": "no traceback"}]


def test_a_large_folder_can_be_written_again_to_the_same_bytes(
    lazily: Results, streamed: Path, tmp_path: Path
) -> None:
    assert contents(write_run(lazily, tmp_path / "run")) == contents(streamed)
