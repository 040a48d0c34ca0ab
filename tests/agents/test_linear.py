"""Linear protocols, in which each tends to a mean of what others hold: their pull, and cases by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from agents import protocols
from agents.protocols import Linear, Table
from tests.property import tables
from tests.variants import VARIANTS, Variant
from tests.worlds import make_cast, make_table, make_ties

few = settings(max_examples=15)
LINEAR = [one for one in VARIANTS if isinstance(one.protocol, Linear)]
every_linear = pytest.mark.parametrize("variant", LINEAR, ids=str)


@every_linear
@few
@given(tables())
def test_rows_of_the_pull_are_shares_that_sum_to_at_most_1(variant: Variant, table: Table) -> None:
    pull = variant.protocol.pull(table)
    assert pull.shape == (*table.position.shape, table.position.shape[-1])
    assert pull.min() >= 0
    assert pull.sum(axis=-1).max() <= 1 + 1e-9


@every_linear
@few
@given(tables())
def test_a_steady_pull_does_not_depend_on_where_anyone_stands(variant: Variant, table: Table) -> None:
    protocol = variant.protocol
    if not protocol.steady or table.confidence is not None:
        return
    elsewhere = replace(table, position=np.where(table.holds, 100.0 - table.position, 0.0) / 2.0)
    assert np.array_equal(protocol.pull(table), protocol.pull(elsewhere))


# ------------------------------------------------------------------------------------------------ by hand


def three(name: str, **changes: object) -> np.ndarray:
    """Three actors at 0, 40 and 100 with capability 1, 1, 2 and salience of one half."""
    cast = make_cast(
        3,
        1,
        position=np.array([[[0.0, 40.0, 100.0]]]),
        capability=np.array([1.0, 1.0, 2.0]),
        groups=np.zeros((1, 3), dtype=np.bool_),
    )
    table = replace(make_table(cast), **changes)  # type: ignore[arg-type]
    return protocols.get(name).round(table).position[0, 0]


def test_compromise_is_the_mean_by_capability_and_salience() -> None:
    assert three("compromise").tolist() == [60.0, 60.0, 60.0]  # (0 + 40 + 200) / 4


def test_an_actor_that_cares_twice_as_much_weighs_twice_as_much() -> None:
    salience = np.array([[[1.0, 0.5, 0.5]]])
    assert three("compromise", salience=salience)[0] == pytest.approx(240 / 5)


def test_the_median_is_where_half_of_the_power_lies_below() -> None:
    # Power 1, 1, 2: exactly half lies at or below 40, half at 100; the midpoint of both medians.
    assert three("median").tolist() == [70.0, 70.0, 70.0]
    assert three("median", capability=np.array([1.0, 1.0, 1.0])).tolist() == [40.0, 40.0, 40.0]
    assert three("median", capability=np.array([1.0, 1.0, 3.0])).tolist() == [100.0, 100.0, 100.0]


def test_influence_mixes_what_is_heard_with_where_one_began() -> None:
    # Openness 0.5 x (1 - 0.5) = 0.25. The first hears 40 with weight 1 and 100 with weight 2: 80.
    aim = three("influence")
    assert aim[0] == pytest.approx(0.25 * 80 + 0.75 * 0)
    assert aim[1] == pytest.approx(0.25 * (0 * 1 + 100 * 2) / 3 + 0.75 * 40)
    assert aim[2] == pytest.approx(0.25 * 20 + 0.75 * 100)


def test_a_tie_and_a_shared_body_make_a_peer_louder() -> None:
    groups = np.array([[True, True, False]])
    tie = np.zeros((3, 3))
    tie[0, 2] = 0.625
    p = {"negotiation.tie_floor": np.array([0.125]), "negotiation.tie_body": np.array([0.25])}
    ties = make_ties(np.array([1.0, 1.0, 2.0]), np.ones((1, 3), dtype=np.bool_), groups, p, tie)
    # To the first: the second 1 x (0.125 + 0.25) = 0.375, the third 2 x (0.125 + 0.625) = 1.5.
    assert ties.matrix()[0, 0, 0].tolist() == [0.0, 0.2, 0.8]
    heard = ties.heard_on(0, np.array([[0.0, 40.0, 100.0]]))[0, 0]
    assert heard == pytest.approx(0.375 * 40 + 1.5 * 100)
    assert heard * ties.scale[0, 0, 0] == pytest.approx(0.2 * 40 + 0.8 * 100)


def test_bounded_confidence_hears_only_those_near_enough() -> None:
    aim = three("influence", confidence=np.array([40.0]))
    assert aim[0] == pytest.approx(0.25 * 40), "100 is too far to be heard"
    assert aim[1] == pytest.approx(0.25 * 0 + 0.75 * 40)
    assert aim[2] == 100.0, "hears nobody, and keeps its start"


def test_nobody_moves_without_negotiation() -> None:
    assert three("none").tolist() == [0.0, 40.0, 100.0]


def test_where_nobody_has_power_everybody_stays() -> None:
    nobody = np.zeros((1, 1, 3))
    for name in ("compromise", "median"):
        assert three(name, salience=nobody).tolist() == [0.0, 40.0, 100.0]
