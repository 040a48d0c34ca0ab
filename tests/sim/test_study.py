"""Studies: the same bytes whoever runs them in any company; faults are data, what is kept is kept."""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.block import run_block
from sim.outcomes import every
from sim.results import label
from sim.store.manifest import RunError
from sim.studies.study import Point, Study, identity, study
from sim.work.executor import Executor, Failure, Here, Result, Task, executor
from sim.work.parcel import Parcel
from sim.work.parts import Parts
from tests.sim import crews
from tests.sim.asking import lasting, load

WEEKS, SEED = 12, 7
BASELINE, VETO = lasting(load("baseline"), WEEKS), lasting(load("un-veto"), WEEKS)

POINTS = (
    Point(BASELINE, range(25)),
    *(Point(BASELINE, [run]) for run in range(6)),
    Point(VETO, range(4)),
    Point(VETO, [3, 3, 0], {"declare": np.full((3, WEEKS), 0.25)}),
    Point(BASELINE, range(100, 112)),
)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten runs at a time, so that few runs are many tasks."""
    monkeypatch.setattr("sim.studies.study.BLOCK", 10)


class Counting(Here):
    """Counts the tasks that it does."""

    def __init__(self) -> None:
        """Begin at none."""
        self.done = 0

    def map(
        self, work: Callable[[Task], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[int, Result | Failure]]:
        """Each task in turn, counted."""
        for one in super().map(work, tasks):
            self.done += 1
            yield one


def same(one: Study, other: Study) -> bool:
    """Whether two studies are equal to the last bit."""
    assert list(one.values) == list(other.values)
    pairs = [pair for name in one.values for pair in zip(one.values[name], other.values[name], strict=True)]
    bits = all(a.tobytes() == b.tobytes() for a, b in pairs)
    return bits and replace(one, values={}) == replace(other, values={})


def files(parts: Parts) -> Mapping[str, bytes]:
    """What is kept of the pieces."""
    pieces = [file for file in parts.folder.glob("0*/*") if file.is_file()]
    return {file.relative_to(parts.folder).as_posix(): file.read_bytes() for file in pieces}


# ---------------------------------------------------------------------------------------------- who runs them


@pytest.fixture(scope="module")
def crew() -> Iterator[Mapping[str, Executor]]:
    """One worker, two workers, and a cluster of two local workers of Dask."""
    with crews.processes() as two, crews.dask() as local, executor(cluster=local.scheduler_address) as there:
        yield {"one worker": Here(), "two workers": two, "a cluster": there}


def test_one_worker_two_workers_and_a_cluster_give_identical_bytes(
    crew: Mapping[str, Executor], tmp_path: Path
) -> None:
    found, kept = {}, {}
    for name, who in crew.items():
        parts = Parts.open(tmp_path / name, identity(POINTS, SEED), resume=False)
        found[name] = study(POINTS, SEED, who, parts=parts)
        kept[name] = files(parts)
    assert len(kept["one worker"]) == 3 * len({name.split("/")[0] for name in kept["one worker"]}) > 10
    for name in crew:
        assert kept[name] == kept["one worker"]
        assert same(found[name], found["one worker"])
        assert found[name].complete
        assert found[name].missing == ()


def test_a_point_comes_to_the_same_in_any_company() -> None:
    found = study(POINTS, SEED)
    for number, point in enumerate(POINTS):
        alone = run_block(point.scenario, SEED, list(point.runs), given=point.given)
        data = label([alone.arrays], alone.cast, point.scenario, SEED)
        outcomes = {one.name: one.values for one in every(data, point.scenario)}
        for name, values in outcomes.items():
            assert found.values[name][number].tobytes() == np.asarray(values, dtype=np.float64).tobytes()
        assert all(np.isnan(found.values[name][number]).all() for name in set(found.values) - set(outcomes))


def test_a_scenario_is_packed_once_and_unpacked_once() -> None:
    parcel = Parcel(BASELINE)
    one, other = (pickle.loads(pickle.dumps((task, parcel)))[1] for task in (1, 2))
    assert one.scenario is other.scenario
    assert one.scenario == BASELINE.model_copy(update={"origin": {}})
    assert len(pickle.dumps(parcel)) < len(pickle.dumps(BASELINE)) / 5


# -------------------------------------------------------------------------------------------- what goes wrong


def test_a_point_that_fails_is_data_and_the_others_go_on(tmp_path: Path) -> None:
    short = {"declare": np.full((3, WEEKS - 1), 0.5)}
    points = [*POINTS, Point(VETO, range(3), short), Point(VETO, range(2), {"declare": np.ones((2, WEEKS))})]
    parts = Parts.open(tmp_path / "it", identity(points, SEED), resume=False)
    found = study(points, SEED, parts=parts)
    (missing,) = found.missing
    assert (missing.point, missing.runs) == (len(POINTS), (0, 1, 2))
    assert missing.failure.message.startswith("ValueError: cannot reshape array")
    assert "run_block" in missing.failure.traceback
    assert found.complete
    assert same(study(POINTS, SEED), replace(found, values=_first(found, len(POINTS)), missing=()))
    assert np.isnan(found.values["declared"][len(POINTS)]).all()
    assert not np.isnan(found.values["declared"][len(POINTS) + 1]).any()
    assert list(parts.failures().values()) == [missing.failure]


def _first(found: Study, points: int) -> dict[str, list[np.ndarray]]:
    return {name: list(columns[:points]) for name, columns in found.values.items()}


def test_what_failed_is_tried_again_when_resumed_and_what_was_finished_is_not(tmp_path: Path) -> None:
    short = {"declare": np.full((3, WEEKS - 1), 0.5)}
    points = [*POINTS, Point(VETO, range(10)), Point(VETO, range(3), short)]
    told = identity(points, SEED)
    parts = Parts.open(tmp_path / "it", told, resume=False)
    first = study(points, SEED, parts=parts)
    del parts
    again = Counting()
    second = study(points, SEED, again, parts=Parts.open(tmp_path / "it", told, resume=True))
    assert again.done == 1
    assert [one.runs for one in second.missing] == [one.runs for one in first.missing] == [(0, 1, 2)]


# ---------------------------------------------------------------------------------------------- interruptions


def interrupted_after(tasks: int, told: list[int]) -> Callable[[int, int], None]:
    """Progress that notes what it is told, and is interrupted after so many tasks."""

    def tell(done: int, _: int) -> None:
        told.append(done)
        if len(told) == tasks:
            raise KeyboardInterrupt

    return tell


def test_ctrl_c_leaves_what_is_finished_and_resume_does_the_rest(tmp_path: Path) -> None:
    whole, told = study(POINTS, SEED), identity(POINTS, SEED)
    parts = Parts.open(tmp_path / "it", told, resume=False)
    half = study(POINTS, SEED, progress=interrupted_after(2, []), parts=parts)
    assert not half.complete
    assert half.missing == ()
    for name, columns in half.values.items():
        assert columns[0][:20].tobytes() == whole.values[name][0][:20].tobytes()
        assert np.isnan(columns[0][20:]).all()
    assert parts.finished() == [0, 1]
    del parts
    rest, heard = Counting(), []
    resumed = study(
        POINTS,
        SEED,
        rest,
        lambda *one: heard.append(one),
        Parts.open(tmp_path / "it", told, resume=True),
    )
    assert same(resumed, whole)
    assert rest.done == len(heard) - 2
    assert heard[-1] == (sum(len(one.runs) for one in POINTS),) * 2


def test_a_damaged_piece_is_done_again(tmp_path: Path) -> None:
    told = identity(POINTS, SEED)
    parts = Parts.open(tmp_path / "it", told, resume=False)
    whole = study(POINTS, SEED, parts=parts)
    values = parts.path(1) / "values.npy"
    content = bytearray(values.read_bytes())
    content[-1] ^= 1
    values.write_bytes(content)
    del parts
    again = Counting()
    assert same(study(POINTS, SEED, again, parts=Parts.open(tmp_path / "it", told, resume=True)), whole)
    assert again.done == 1


@pytest.mark.parametrize(
    "other",
    [
        (POINTS[:-1], SEED),
        (POINTS, SEED + 1),
        ((replace(POINTS[0], scenario=VETO), *POINTS[1:]), SEED),
        ((*POINTS[:8], replace(POINTS[8], given={"declare": np.full((3, WEEKS), 0.5)}), POINTS[9]), SEED),
        ((replace(POINTS[0], runs=range(1, 26)), *POINTS[1:]), SEED),
    ],
    ids=["fewer points", "another seed", "another scenario", "another belief", "other runs"],
)
def test_parts_of_another_study_are_not_taken(other: tuple[Sequence[Point], int], tmp_path: Path) -> None:
    parts = Parts.open(tmp_path / "it", identity(POINTS, SEED), resume=False)
    parts.write(0, {"values.npy": b""})
    del parts
    with pytest.raises(RunError, match="holds parts of other work"):
        Parts.open(tmp_path / "it", identity(*other), resume=True)
