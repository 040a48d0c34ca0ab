"""What a run draws: numpy's own numbers for its seed, its number and the process, or what a design says."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.beliefs import parameter_ranges
from sim.block import run_block
from sim.draws import Streams, stream
from tests.sim.asking import load
from tests.worlds import same

LARGEST = 2**63 - 1


@settings(max_examples=50)
@given(
    seed=st.integers(0, LARGEST),
    runs=st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=3),
    process=st.text(min_size=1, max_size=20),
)
@example(seed=2**32, runs=[0, 2**32 - 1, 0], process="council")
@example(seed=0, runs=[0], process="council")
def test_all_runs_seeded_together_draw_what_numpy_draws_for_each(
    seed: int, runs: list[int], process: str
) -> None:
    streams = Streams(seed, runs)
    uniforms, normals = streams.uniforms(process, 3, 2), streams.normals(process, 5)
    for row, run in enumerate(runs):
        assert np.array_equal(uniforms[row], stream(seed, run, process).random((3, 2)))
        assert np.array_equal(normals[row], stream(seed, run, process).standard_normal(5))


def test_no_uniform_is_nought_or_one() -> None:
    ends = Streams(7, [0, 1], {"council": np.array([[0.0, 0.5], [1.0, 0.5]])}).uniforms("council", 2)
    assert 0.0 < ends.min() < ends.max() < 1.0
    assert ends[:, 1].tolist() == [0.5, 0.5]


def test_a_design_says_what_is_believed_and_chance_stays_that_of_the_runs_number() -> None:
    scenario = load("baseline")
    count = len(dict(parameter_ranges(scenario)))
    drawn = Streams(7, [3]).uniforms("evidence.parameters", count)
    as_drawn = run_block(scenario, 7, [3], given={"evidence.parameters": drawn}).state
    assert same(as_drawn, run_block(scenario, 7, [3]).state) == []
    believed = run_block(scenario, 7, [3, 3, 4], given={"evidence.parameters": np.full((3, count), 0.5)})
    assert np.ptp(believed.cast.p["talks.effort"]) == 0.0
    assert np.array_equal(*believed.arrays["incidents"][:2]), "one run's luck and beliefs, twice"
    assert not np.array_equal(believed.arrays["incidents"][0], believed.arrays["incidents"][2])


def test_what_a_design_gives_must_fit() -> None:
    with pytest.raises(ValueError, match="reshape"):
        Streams(7, [0, 1], {"council": np.zeros(3)}).uniforms("council", 2)
