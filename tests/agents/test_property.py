"""The strategies themselves: what they promise, every draw of them keeps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from agents.arrays import NEVER
from agents.cast import Cast
from agents.protocols import Table
from tests.property import World, casts, lucks, orders, tables, worlds
from tests.retold import mirrored, one_run, relabel
from tests.worlds import make_cast, make_table, nearly, play, same


@given(casts())
def test_a_cast_has_2_to_8_actors_1_to_3_issues_and_1_to_4_runs(cast: Cast) -> None:
    runs, issues, actors = cast.position.shape
    assert 2 <= actors <= 8
    assert 1 <= issues <= 3
    assert 1 <= runs <= 4
    assert (len(cast.issues), len(cast.actors), cast.runs) == (issues, actors, runs)
    assert cast.position.min() >= 0
    assert cast.position.max() <= 100
    assert 0 <= cast.salience.min() <= cast.salience.max() <= 1
    assert (cast.capability > 0).all()
    assert not cast.position[:, ~cast.holds].any(), "who holds no position stands nowhere"
    assert (np.diagonal(cast.ties.weights(), axis1=2, axis2=3) == 0).all()
    assert cast.union_member.shape == (cast.weeks, actors)


@given(worlds())
def test_a_world_is_one_that_can_be(world: World) -> None:
    state, cast = world.state, world.cast
    assert 0 <= state.week < cast.weeks
    assert (state.declared <= state.week).all()
    recognised = state.recognised != NEVER
    assert not (recognised & ~cast.states).any()
    assert (recognised <= (state.declared != NEVER)[:, None]).all()
    assert (np.where(recognised, state.recognised >= state.declared[:, None], True)).all()
    assert all(((value > 0) & (value < 1)).all() for value in vars(world.draw).values())


@given(tables())
def test_a_table_is_mirrored_and_back_to_the_same_bits(table: Table) -> None:
    again = mirrored(mirrored(table))
    assert np.array_equal(again.position, table.position)
    assert np.array_equal(again.start, table.start)


@given(st.data())
def test_seats_changed_and_changed_back_are_the_same_world(data: st.DataObject) -> None:
    world = data.draw(worlds())
    order = data.draw(orders(world.cast))
    back = np.argsort(order)
    assert not same(relabel(relabel(world.state, order), back), world.state)
    cast = relabel(relabel(world.cast, order), back)
    assert np.array_equal(cast.position, world.cast.position)
    assert np.array_equal(cast.ties.bilateral, world.cast.ties.bilateral)
    assert cast.claimant == world.cast.claimant


@given(st.data())
def test_one_run_out_of_a_block_is_that_run(data: st.DataObject) -> None:
    world = data.draw(worlds())
    run = data.draw(st.integers(0, world.cast.runs - 1))
    assert np.array_equal(one_run(world.state, run).position[0], world.state.position[run])
    assert one_run(make_table(world.cast), run).susceptibility.shape == (1,)


def test_the_factory_takes_every_field_and_parameter_by_name() -> None:
    cast = make_cast(3, 1, 2, weeks=5, claimant=2, p={"council.band": [1.0, 2.0]})
    assert cast.claimant == 2
    assert cast.p["council.band"].tolist() == [1.0, 2.0]
    assert cast.position[0, 0].tolist() == [100.0, 50.0, 0.0]


@given(st.data())
def test_luck_plays_the_same_run_again(data: st.DataObject) -> None:
    cast = data.draw(casts(most=4))
    luck = data.draw(lucks(cast))
    one = play(cast, luck)
    assert one.week == cast.weeks
    assert not same(one, play(cast, luck))
    assert not nearly(one, play(cast, luck))
