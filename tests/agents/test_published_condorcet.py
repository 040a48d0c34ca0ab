"""The spatial model of politics gives every state of KTAB's samples, and stops where it stops."""

from functools import cache

import numpy as np
import pytest

from scenarios.formats import DataSet
from sim.bargain import Bargain, bargain
from tests.agents import published

STATES = {"SOE-Policy": 20, "SOE-Competitive": 36, "SOE-Pol-Comp": 28, "dummyData_3Dim": 11, "smpExample": 14}
"""How many states KTAB 1.4 gives of each sample, the first included."""

OPTIONS = {"smpExample": {"PCEModel": "MarkovIncentive", "VotingRule": "PropCbc"}}
"""What the samples' own files say, where they say it."""

every_sample = pytest.mark.parametrize("sample", STATES)


@cache
def table(sample: str) -> DataSet:
    return published.data_of(f"condorcet/{sample}")


@cache
def run(sample: str) -> Bargain:
    """Bargained over until it settles."""
    return bargain(table(sample), "condorcet", OPTIONS.get(sample), tell=False)


def states(sample: str, kind: str) -> np.ndarray:
    """The reference, (T + 1, K, N)."""
    data = table(sample)
    rows = published.rows_of(f"condorcet/{sample}.{kind}")
    turns = [int(row["turn"]) for row in rows]
    assert [row["issue"] for row in rows] == [one.id for one in data.issues] * (max(turns) + 1)
    numbers = published.numbers_of(f"condorcet/{sample}.{kind}", data.actors)
    return numbers.reshape(-1, len(data.issues), len(data.actors))


@every_sample
def test_positions_settle_after_as_many_rounds(sample: str) -> None:
    assert run(sample).settled
    assert len(run(sample).position) == len(states(sample, "positions")) == STATES[sample]


@every_sample
def test_every_position_in_every_state_is_that_of_ktab(sample: str) -> None:
    assert np.abs(run(sample).position - states(sample, "positions")).max() < 1e-9


def test_every_ideal_in_every_state_is_that_of_ktab() -> None:
    ideal = run("smpExample").ideal
    assert ideal is not None
    assert np.abs(ideal - states("smpExample", "ideals")).max() < 1e-9


def test_without_its_matrix_the_sample_takes_another_way() -> None:
    # KTAB takes four rounds with an identity matrix, and ends elsewhere.
    data = published.formats.read(published.FOLDER / "condorcet/smpExample.csv")
    alone = bargain(data, "condorcet", OPTIONS["smpExample"], tell=False)
    assert alone.settled
    assert alone.rounds == 4
    assert np.abs(alone.position[-1] - run("smpExample").position[-1]).max() > 1
