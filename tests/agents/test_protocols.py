"""The contract of every negotiation protocol, and small cases counted by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents import protocols
from agents.protocols import Table
from tests.property import orders, tables
from tests.retold import mirrored, one_run, relabel
from tests.worlds import make_cast, make_table, make_ties

few = settings(max_examples=20)
every_protocol = pytest.mark.parametrize("name", protocols.names())

BARGAINING = [name for name in protocols.names() if name != "none"]
RETURNS_TO_ITS_START = {"influence"}
"""Protocols in which what nobody supplies is owed to where an actor began; in others it stays where it is."""


def target(name: str, table: Table) -> np.ndarray:
    """Where those tend who hold a position."""
    return np.where(table.holds, protocols.get(name).target(table), 0.0)


@every_protocol
@few
@given(tables())
def test_targets_lie_between_0_and_100(name: str, table: Table) -> None:
    # A weighted mean leaves the scale by rounding at most; negotiation clips that.
    aim = target(name, table)
    assert aim.shape == table.position.shape
    assert aim.min() >= -1e-9
    assert aim.max() <= 100 + 1e-9


@every_protocol
@few
@given(tables())
def test_targets_lie_within_the_range_of_what_is_said_and_where_one_began(name: str, table: Table) -> None:
    heard = np.where(table.holds, table.position, np.nan)
    own = np.where(table.holds, table.start, np.nan)
    both = np.concatenate([heard, own], axis=-1)
    held = table.holds.any(axis=-1)
    low = np.nanmin(both[:, held], axis=-1, keepdims=True)
    high = np.nanmax(both[:, held], axis=-1, keepdims=True)
    aim = protocols.get(name).target(table)[:, held]
    inside = (aim >= low - 1e-9) & (aim <= high + 1e-9)
    assert (inside | ~table.holds[held]).all()


@every_protocol
@few
@given(st.data())
def test_relabelling_the_actors_relabels_the_targets(name: str, data: st.DataObject) -> None:
    table = data.draw(tables())
    order = data.draw(orders(make_cast(table.position.shape[-1])))
    assert np.allclose(target(name, relabel(table, order)), target(name, table)[..., order])


@pytest.mark.parametrize("name", BARGAINING)
@given(tables())
def test_mirroring_the_axis_mirrors_the_outcome(name: str, table: Table) -> None:
    turned = target(name, mirrored(table))
    expected = np.where(table.holds, 100.0 - target(name, table), 0.0)
    assert np.allclose(turned, expected, rtol=0, atol=1e-9)


@every_protocol
@few
@given(tables(), st.integers(0, 100))
def test_consensus_is_a_fixed_point(name: str, table: Table, place: int) -> None:
    agreed = np.where(table.holds, float(place), np.zeros_like(table.position))
    assert np.allclose(target(name, replace(table, position=agreed, start=agreed)), agreed, rtol=0, atol=1e-9)


@every_protocol
@few
@given(st.data())
def test_a_run_gives_the_same_bits_alone_and_in_a_block(name: str, data: st.DataObject) -> None:
    table = data.draw(tables())
    run = data.draw(st.integers(0, table.position.shape[0] - 1))
    alone, protocol = one_run(table, run), protocols.get(name)
    assert np.array_equal(protocol.target(alone)[0], protocol.target(table)[run])
    assert np.array_equal(protocol.pull(alone)[0], protocol.pull(table)[run])


@every_protocol
@few
@given(tables())
def test_the_same_table_gives_the_same_bits_again(name: str, table: Table) -> None:
    # Protocols draw nothing, so a replay needs no seed.
    protocol = protocols.get(name)
    assert np.array_equal(protocol.target(table), protocol.target(table))
    assert np.array_equal(protocol.pull(table), protocol.pull(table))


@every_protocol
@few
@given(tables())
def test_rows_of_the_pull_are_shares_that_sum_to_at_most_1(name: str, table: Table) -> None:
    pull = protocols.get(name).pull(table)
    assert pull.shape == (*table.position.shape, table.position.shape[-1])
    assert pull.min() >= 0
    assert pull.sum(axis=-1).max() <= 1 + 1e-9


@every_protocol
@few
@given(tables())
def test_the_pull_explains_the_target(name: str, table: Table) -> None:
    pull = protocols.get(name).pull(table)
    x = table.position
    rest = table.start if name in RETURNS_TO_ITS_START else x
    gap = (pull * (x[..., None, :] - x[..., :, None])).sum(axis=-1)
    own = (1.0 - pull.sum(axis=-1)) * (rest - x)
    explained = np.where(table.holds, gap + own, 0.0)
    moved = np.where(table.holds, protocols.get(name).target(table) - x, 0.0)
    assert np.allclose(moved, explained, rtol=0, atol=1e-8)


@every_protocol
@few
@given(tables())
def test_whoever_holds_no_position_neither_pulls_nor_is_pulled(name: str, table: Table) -> None:
    pull = protocols.get(name).pull(table)
    assert not (pull * ~table.holds[:, None, :]).any(), "pulls"
    assert not (pull * ~table.holds[:, :, None]).any(), "is pulled"


@every_protocol
@few
@given(tables())
def test_a_steady_pull_does_not_depend_on_where_anyone_stands(name: str, table: Table) -> None:
    protocol = protocols.get(name)
    if not protocol.steady or table.confidence is not None:
        return
    elsewhere = replace(table, position=np.where(table.holds, 100.0 - table.position, 0.0) / 2.0)
    assert np.array_equal(protocol.pull(table), protocol.pull(elsewhere))


@every_protocol
def test_a_protocol_is_got_by_its_name(name: str) -> None:
    assert protocols.get(name).name == name
    assert protocols.get(name).__doc__


def test_a_protocol_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        protocols.get("shouting")


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
    return protocols.get(name).target(table)[0, 0]


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
    assert ties.listen(np.array([[[0.0, 40.0, 100.0]]]))[0, 0, 0] == pytest.approx(0.2 * 40 + 0.8 * 100)


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
