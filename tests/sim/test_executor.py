"""Executors: whoever does the tasks, the same comes of them; dead workers lose nothing, faults are data."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from sim.work import cluster, processes
from sim.work.cluster import Cluster, ClusterError
from sim.work.executor import KILLS, Executor, Failure, Here, Shared, executor
from sim.work.makings import differences, makings
from sim.work.processes import Processes
from tests.cli.asking import environment
from tests.sim import chores, crews

SQUARES = {0: 0, 1: 1, 2: 4, 4: 16, 5: 25, 6: 36, 7: 49, 8: 64}


@pytest.fixture(scope="module")
def two_processes() -> Iterator[Executor]:
    """Two processes of this machine, for every task."""
    with crews.processes() as found:
        yield found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler of Dask with two workers of its own."""
    with crews.dask() as found:
        yield found.scheduler_address


@pytest.fixture(scope="module")
def two_dask_workers(address: str) -> Iterator[Executor]:
    """The workers of that scheduler."""
    with executor(cluster=address) as found:
        yield found


@pytest.fixture(params=["here", "two_processes", "two_dask_workers"])
def anybody(request: pytest.FixtureRequest) -> Executor:
    """Every kind of executor."""
    found: Executor = Here() if request.param == "here" else request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["two_processes", "two_dask_workers"])
def others(request: pytest.FixtureRequest) -> Executor:
    """Executors that give tasks to others."""
    found: Executor = request.getfixturevalue(request.param)
    return found


# ---------------------------------------------------------------------------------------- what comes of tasks


def test_whoever_does_them_the_same_comes_of_the_tasks(anybody: Executor) -> None:
    found = dict(anybody.map(chores.square, range(9)))
    assert {place: found[place] for place in SQUARES} == SQUARES
    assert sorted(found) == list(range(9))


def test_a_task_that_fails_is_data_with_its_traceback_and_the_others_go_on(anybody: Executor) -> None:
    failed = dict(anybody.map(chores.square, range(9)))[3]
    assert isinstance(failed, Failure)
    assert failed.message == "ValueError: three is too many"
    assert 'raise ValueError("three is too many")' in failed.traceback or "in square" in failed.traceback


def test_what_cannot_be_sent_is_a_failure_of_its_task(two_processes: Executor) -> None:
    unsent: list[Any] = [2, lambda: 0]
    found = dict(two_processes.map(chores.square, unsent))
    assert found[0] == 4
    assert isinstance(found[1], Failure)
    assert "pickle" in found[1].message


def test_no_task_is_no_work(anybody: Executor) -> None:
    assert list(anybody.map(chores.square, [])) == []


# ---------------------------------------------------------------------------------------------- who does them


def test_workers_share_the_tasks_and_the_cores(others: Executor) -> None:
    answers = [found for _, found in others.map(chores.whereabouts, range(12))]
    hands = {one[0] for one in answers if not isinstance(one, Failure)}
    assert len(hands) == 2
    assert os.getpid() not in hands
    assert all(not isinstance(one, Failure) and one[1] is not None for one in answers)


def test_what_is_done_before_workers_are_ready_is_done_here() -> None:
    with Processes(2) as workers:
        found = [answer for _, answer in Shared(workers).map(chores.whereabouts, range(8))]
        assert {one[0] for one in found if not isinstance(one, Failure)} == {os.getpid()}


def test_long_work_goes_to_workers_after_the_second_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "DELAY", 0.05)
    with Processes(2) as workers:
        found = dict(Shared(workers).map(chores.whereabouts, range(12)))
    here = [place for place, one in found.items() if not isinstance(one, Failure) and one[0] == os.getpid()]
    assert here == [0, 1]


@pytest.mark.parametrize(("workers", "kind"), [(1, Here), (2, Shared)])
def test_one_worker_is_this_process(workers: int, kind: type) -> None:
    with executor(workers) as found:
        assert isinstance(found, kind)


def test_without_a_number_there_are_as_many_workers_as_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.work.executor.cores", lambda: 1)
    with executor() as found:
        assert isinstance(found, Here)


# ------------------------------------------------------------------------------------------------ workers die


def test_a_worker_killed_in_mid_task_loses_nothing(others: Executor, tmp_path: Path) -> None:
    names = ["a", "b", "deadly", "c", "d", "e", "f"]
    found = dict(others.map(chores.perish_once, [str(tmp_path / name) for name in names]))
    assert found == dict(enumerate(names))
    assert (tmp_path / "deadly").exists()


def test_a_worker_killed_while_it_answers_at_length_loses_nothing(
    two_processes: Executor, tmp_path: Path
) -> None:
    tasks = [str(tmp_path / name) for name in ("a", "deadly", "b", "c")]
    assert dict(two_processes.map(chores.ramble, tasks)) == dict.fromkeys(range(4), bytes(1_000_000))


def test_a_task_that_kills_its_worker_again_and_again_is_given_up_alone(two_processes: Executor) -> None:
    found = dict(two_processes.map(chores.perish, range(12)))
    failed = found.pop(5)
    assert isinstance(failed, Failure)
    assert failed.message == KILLS
    assert found == {number: number for number in range(12) if number != 5}


# ---------------------------------------------------------------------------------------------- interruptions


def until(happens: Callable[[], bool]) -> bool:
    """Whether something happens within ten seconds."""
    end = time.monotonic() + 10
    while not happens() and time.monotonic() < end:
        time.sleep(0.02)
    return happens()


def lives(process: int) -> bool:
    """Whether a process is there, and no zombie that nobody has asked about."""
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_what_stops_listening_stops_the_workers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(processes, "DELAY", 0.0)
    others = set(active_children())
    with Processes(2) as workers:
        tasks = [str(tmp_path / "one"), *[str(tmp_path / "two")] * 9]
        heard = Shared(workers).map(_first_at_once, tasks)
        assert next(heard) == (0, "one")
        before = time.monotonic()
        heard.close()  # type: ignore[attr-defined]
        assert set(active_children()) <= others
        assert time.monotonic() - before < 5


def _first_at_once(mark: str) -> str:
    return "one" if mark.endswith("one") else chores.linger(mark)


AT_WORK = """
import sys
from sim.work import processes
from sim.work.executor import executor
from tests.sim import chores
processes.DELAY = 0.0
if __name__ == "__main__":
    with executor(2) as found:
        list(found.map(chores.linger, sys.argv[1:]))
"""


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A program whose two workers are in the middle of long tasks, and their process numbers."""
    marks = [tmp_path / name for name in "abc"]
    program = tmp_path / "program.py"
    program.write_text(AT_WORK, encoding="utf-8")
    words = [sys.executable, str(program), *map(str, marks)]
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, text=True, env=environment(), start_new_session=True
    ) as begun:
        assert until(lambda: all(one.exists() and one.read_text(encoding="ascii") for one in marks[:2]))
        yield begun, [int(one.read_text(encoding="ascii")) for one in marks[:2]]
        begun.kill()


def test_a_program_that_workers_cannot_read_is_told_why(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(AT_WORK.replace('if __name__ == "__main__":', "if True:"), encoding="utf-8")
    words = [sys.executable, str(program), *"abcd"]
    done = subprocess.run(
        words, capture_output=True, text=True, env=environment(), check=False, timeout=60, cwd=tmp_path
    )
    assert done.returncode == 1
    assert f"ChildProcessError: {processes.STILLBORN}\n" in done.stderr
    assert list(tmp_path.iterdir()) == [program]


def test_ctrl_c_ends_all_at_once_and_workers_say_nothing(
    at_work: tuple[subprocess.Popen[str], list[int]],
) -> None:
    begun, hands = at_work
    os.killpg(begun.pid, signal.SIGINT)  # as a terminal does: to the program and to its workers
    _, said = begun.communicate(timeout=10)
    assert said.count("Traceback") == 1
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert not any(lives(hand) for hand in hands)


def test_workers_leave_when_whoever_gave_the_work_is_killed(
    at_work: tuple[subprocess.Popen[str], list[int]],
) -> None:
    begun, hands = at_work
    begun.kill()
    assert until(lambda: not any(lives(hand) for hand in hands))


# --------------------------------------------------------------------------------------------------- clusters


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process has an older numpy than it says elsewhere."""
    here = {**makings(), "numpy": "1.0"}
    del here["sources"]
    monkeypatch.setattr("sim.work.makings.versions", lambda: here)
    makings.cache_clear()
    yield
    makings.cache_clear()


@pytest.mark.usefixtures("older")
def test_a_cluster_of_another_parley_is_refused(address: str) -> None:
    with pytest.raises(ClusterError) as refused, Cluster(address):
        pass
    where, _, said = str(refused.value).partition(" would ")
    assert where.startswith(f"{address}: worker tcp://127.0.0.1:")
    assert said == (
        f"not give the same results: it has numpy {version('numpy')} (here 1.0); "
        "install the same Parley on all machines"
    )


def test_a_worker_of_another_parley_that_joins_later_does_no_task() -> None:
    told = {**makings(), "sources": "f" * 64}
    found = cluster._attempt_alike(told, chores.square, 2)
    assert isinstance(found, Failure)
    assert found.message.startswith("a worker that joined would not give the same results: it has sources ")


def test_equal_makings_do_not_differ() -> None:
    assert differences(makings(), makings()) == ""


def test_a_scheduler_that_does_not_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    with pytest.raises(ClusterError) as refused, executor(cluster="tcp://127.0.0.1:9"):
        pass
    assert str(refused.value) == (
        "tcp://127.0.0.1:9: no scheduler answers within 0.3 s; begin one with: dask scheduler"
    )


def test_a_scheduler_without_workers_is_refused() -> None:
    with crews.dask(0) as empty:
        address = empty.scheduler_address
        with pytest.raises(ClusterError) as refused, executor(cluster=address):
            pass
    assert str(refused.value) == (
        f"{address}: the scheduler has no workers; begin some with: dask worker {address}"
    )


def test_a_cluster_needs_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(ClusterError) as refused, executor(cluster="tcp://127.0.0.1:9"):
        pass
    assert str(refused.value) == "tcp://127.0.0.1:9: a cluster needs Dask; pip install 'parley-sim[cluster]'"


def test_a_scheduler_that_is_lost_ends_the_work_with_its_address() -> None:
    with crews.dask(1) as there:
        address = there.scheduler_address
        with executor(cluster=address) as found:
            heard = found.map(chores.whereabouts, range(500))
            next(heard)
            there.close()
            with pytest.raises(ConnectionError) as lost:
                list(heard)
    assert lost.value.filename == address
    assert (
        lost.value.strerror == "does not answer any more; with --out, --resume goes on with what was finished"
    )
