"""Who does the work, as a command asks for it: what is wrong is said, and who is meant is found."""

from pathlib import Path

import pytest

from cli.crew import cluster_of, crew, parts_of, workers_of
from cli.refusal import Refused
from sim.store.manifest import RunError
from sim.work.executor import Here, Shared


@pytest.mark.parametrize(
    ("got", "said"),
    [
        ("0", "--workers: 0 is below 1"),
        ("-2", "--workers: -2 is below 1"),
        ("1025", "--workers: 1025 is above 1024"),
        ("all", "--workers: 'all' is not a whole number"),
        ("1.5", "--workers: '1.5' is not a whole number"),
    ],
)
def test_a_number_of_workers_that_cannot_be_is_refused(got: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        workers_of(got)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "got", ["10.0.0.5:8786", "tcp://10.0.0.5", "http://a:8786", "tcp://:8786", "tcp://a b:1", ""]
)
def test_what_is_no_address_is_refused(got: str) -> None:
    with pytest.raises(Refused) as refused:
        cluster_of(got)
    assert str(refused.value) == (
        f"--cluster: '{got}' is not an address; give tcp://HOST:PORT, such as tcp://10.0.0.5:8786"
    )


def test_a_port_that_cannot_be_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        cluster_of("tcp://10.0.0.5:87860")
    assert str(refused.value) == "--cluster: port of 'tcp://10.0.0.5:87860': 87860 is above 65535"


@pytest.mark.parametrize("got", ["tcp://10.0.0.5:8786", "tcp://scheduler.example.org:1", "tcp://[::1]:65535"])
def test_an_address_is_taken_as_it_is(got: str) -> None:
    assert cluster_of(got) == got


def test_workers_and_a_cluster_contradict() -> None:
    with pytest.raises(Refused) as refused, crew(2, "tcp://127.0.0.1:9"):
        pass
    assert str(refused.value) == "--workers and --cluster: both say who does the work; give one of them"


def test_one_worker_is_this_process_and_two_are_others() -> None:
    with crew(1) as one, crew(2) as two:
        assert isinstance(one, Here)
        assert isinstance(two, Shared)


def test_a_cluster_that_cannot_be_used_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.work.cluster.find_spec", lambda _: None)
    with (
        pytest.raises(RunError, match=r"a cluster needs Dask; pip install 'parley-sim\[cluster\]'"),
        crew(None, "tcp://127.0.0.1:9"),
    ):
        pass


def test_parts_are_kept_beside_a_folder_and_nowhere_without_one(tmp_path: Path) -> None:
    found = parts_of(tmp_path / "mine", {"seed": 1}, resume=False)
    assert found is not None
    assert found.folder == tmp_path / ".mine-parts"
    assert parts_of(None, {"seed": 1}, resume=False) is None


def test_without_a_folder_nothing_can_be_resumed() -> None:
    with pytest.raises(Refused) as refused:
        parts_of(None, {"seed": 1}, resume=True)
    assert str(refused.value) == (
        "--resume: finished parts are kept beside --out; say the --out of the interrupted command"
    )
