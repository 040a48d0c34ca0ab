"""The contract of every negotiation protocol, with every option that it has.

Where a published rule itself breaks a law, the exception stands here with its reason:

- `expected-utility`, `quantal-response`, `condorcet` and `exchange` settle some ties in the order of the
  input: luck settles those between exchanges, but of two who care alike the first is I. So laws that retell a
  table are asked of tables in which nothing is tied.
- Under `VictoryProbModel=Binary` nearly every majority prevails by the same chance, so alternatives that beat
  one another in turn are tied on any table; such a protocol is not asked to keep to relabelled actors.
- Where several stand at the pivot, `median` and `procedural` credit moves to the first of them. So who moved
  whom is asked of such tables of all.
- `expected-utility` takes the numerically lowest compromise in the reading of the reconstructions' code, so
  its mirror image is asked of `choice=least-move`; a witness shows that the other breaks it.
- `condorcet` rounds bargains to 1/10,000 of the scale.
- `influence` owes what nobody supplies to where an actor began; in all others it stays where it is.
"""

import re
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents import protocols
from agents.protocols import Round, Table
from tests.property import generators, generic_tables, tables
from tests.retold import mirrored, one_run, relabel, stretched
from tests.variants import VARIANTS, Variant, every_protocol, every_variant, meant
from tests.worlds import make_cast, make_table

few = settings(max_examples=15)

TIES_BY_ORDER = {"expected-utility", "quantal-response", "condorcet", "exchange"}
ROUNDED = {"condorcet": 0.005}
"""By how much a protocol rounds, in points of a scale of 100."""

RETURNS_TO_ITS_START = {"influence"}


CHANCY = [one for one in VARIANTS if one.protocol.chancy and one.options.get("precision", 1) < 1e6]
"""Protocols that draw, but for the one that sees too exactly for its draws to matter."""


ORDERLY = [one for one in VARIANTS if one.options.get("VictoryProbModel") != "Binary"]
"""Protocols that tie nothing where nothing on the table is tied."""


def told(variant: Variant) -> st.SearchStrategy[Table]:
    """Tables that can be told otherwise: full of ties, where ties are settled alike whoever comes first."""
    return generic_tables() if variant.name in TIES_BY_ORDER else tables()


def both(most: int = 6) -> st.SearchStrategy[Table]:
    """Tables full of ties, and tables without any."""
    return st.one_of(tables(most), generic_tables(most))


def held(table: Table, places: np.ndarray) -> np.ndarray:
    """The places of those who hold a position."""
    return np.where(table.holds, places, 0.0)


def arrays(came: Round) -> dict[str, np.ndarray]:
    """Everything that a round says of each actor."""
    found = {f.name: getattr(came, f.name) for f in fields(came)}
    named = found.pop("numbers") | found.pop("reasons")
    return {n: v for n, v in (found | named | {"shift": came.shift()}).items() if isinstance(v, np.ndarray)}


def unlike(one: Round, other: Round) -> list[str]:
    """What two rounds differ in by any bit."""
    mine, theirs = arrays(one), arrays(other)
    return [name for name in mine if not np.array_equal(mine[name], theirs[name], equal_nan=True)]


# ----------------------------------------------------------------------------------------------- positions


@every_variant
@few
@given(both())
def test_positions_stay_within_what_is_held_or_was_at_the_start(variant: Variant, table: Table) -> None:
    said = np.where(table.holds, np.stack([table.position, table.start]), np.nan)
    issues = table.holds.any(axis=-1)
    low, high = (end(said[:, :, issues], axis=(0, -1))[..., None] for end in (np.nanmin, np.nanmax))
    slack = ROUNDED.get(variant.name, 0.0) + 1e-9
    came = variant.round(table)
    for places in (came.position, came.position if came.voting is None else came.voting):
        inside = (places[:, issues] >= low - slack) & (places[:, issues] <= high + slack)
        assert (inside | ~table.holds[issues]).all()


@every_variant
@few
@given(both(), st.sampled_from((-50.0, 0.0, 300.0)))
def test_positions_stay_within_a_scale_of_any_unit(variant: Variant, table: Table, low: float) -> None:
    scaled = stretched(table, low, 0.25)
    came = held(table, variant.round(scaled).position - low)
    assert came.min() >= -1e-9
    assert came.max() <= 25 + 1e-9


@every_variant
@few
@given(both(), st.integers(0, 100))
def test_consensus_is_a_fixed_point(variant: Variant, table: Table, place: int) -> None:
    agreed = held(table, np.full_like(table.position, place))
    ideal = None if table.ideal is None else agreed
    came = variant.round(replace(table, position=agreed, start=agreed, ideal=ideal))
    assert np.allclose(held(table, came.position), agreed, rtol=0, atol=1e-9)


# ---------------------------------------------------------------------- the same, told otherwise


@pytest.mark.parametrize("variant", ORDERLY, ids=str)
@few
@given(st.data())
def test_relabelling_the_actors_relabels_the_outcome(variant: Variant, data: st.DataObject) -> None:
    table = data.draw(told(variant))
    order = data.draw(st.permutations(range(table.position.shape[-1])).map(np.array))
    came, again = variant.round(table), variant.round(relabel(table, order))
    assert np.allclose(again.position, came.position[..., order], rtol=0, atol=1e-9)


@pytest.mark.parametrize("variant", ORDERLY, ids=str)
@few
@given(st.data())
def test_relabelling_the_actors_relabels_who_moved_whom(variant: Variant, data: st.DataObject) -> None:
    table = data.draw(generic_tables())
    order = data.draw(st.permutations(range(table.position.shape[-1])).map(np.array))
    came, again = variant.round(table).shift(), variant.round(relabel(table, order)).shift()
    assert np.allclose(again, came[..., order, :][..., order], rtol=0, atol=1e-9)


@every_variant
@few
@given(st.data())
def test_mirroring_the_axis_mirrors_the_outcome(variant: Variant, data: st.DataObject) -> None:
    table = data.draw(told(variant))
    fair = variant.having(choice="least-move")
    reference = meant(variant).get("reference")
    turned = fair if reference is None else fair.having(reference=100 - reference)
    came, mirror = fair.round(table), turned.round(mirrored(table))
    assert np.allclose(held(table, mirror.position), held(table, 100 - came.position), rtol=0, atol=1e-9)


@every_variant
@few
@given(st.data())
def test_another_unit_is_another_unit_of_the_outcome(variant: Variant, data: st.DataObject) -> None:
    table = data.draw(told(variant))
    # Powers of two and quarters keep ties as they are.
    unit, start = data.draw(st.sampled_from((0.25, 2.0, 64.0))), data.draw(st.integers(-400, 400)) / 4
    places = {n: meant(variant).get(n) for n in ("reference", "confidence")}
    said = {
        n: place * unit + (start if n == "reference" else 0)
        for n, place in places.items()
        if place is not None
    }
    came, other = variant.round(table), variant.having(**said).round(stretched(table, start, unit))
    assert np.allclose(
        held(table, other.position), held(table, start + unit * came.position), rtol=0, atol=1e-9 * unit * 100
    )
    assert np.allclose(other.shift(), unit * came.shift(), rtol=0, atol=1e-9 * unit * 100)


def test_the_lowest_compromise_has_no_mirror_image() -> None:
    cast = make_cast(
        4,
        1,
        position=np.array([[[60.0, 0.0, 70.0, 10.0]]]),
        salience=np.array([[[0.7, 0.9, 0.2, 0.8]]]),
        capability=np.array([1.0, 3.0, 4.0, 2.0]),
    )
    table = make_table(cast)
    code, fair = Variant("expected-utility"), Variant("expected-utility", {"choice": "least-move"})
    third = [one.round(table).position[0, 0, 2] for one in (code, fair)]
    turned = [100 - one.round(mirrored(table)).position[0, 0, 2] for one in (code, fair)]
    assert third == pytest.approx([48.364, 64.537], abs=1e-3)
    assert turned == pytest.approx([64.537, 64.537], abs=1e-3)


# ---------------------------------------------------------------------- runs, luck and replay


@every_variant
@few
@given(st.data())
def test_a_run_gives_the_same_bits_alone_and_in_a_block(variant: Variant, data: st.DataObject) -> None:
    table = data.draw(both())
    run = data.draw(st.integers(0, table.position.shape[0] - 1))
    alone, block = variant.round(one_run(table, run)), variant.round(table)
    cut = {name: value[run : run + 1] for name, value in arrays(block).items()}
    assert [name for name, value in arrays(alone).items() if not np.array_equal(value, cut[name])] == []


@every_variant
@few
@given(both(), generators())
def test_the_same_table_gives_the_same_bits_again(
    variant: Variant, table: Table, rng: np.random.Generator
) -> None:
    came = variant.round(table)
    assert unlike(came, variant.round(table)) == []
    if not variant.protocol.chancy:
        other = replace(table, luck=rng.random(table.position.shape))
        assert unlike(came, variant.round(other)) == [], "luck is none of its business"
        assert unlike(came, variant.round(replace(table, luck=None))) == []


@pytest.mark.parametrize("variant", CHANCY, ids=str)
def test_other_luck_gives_other_results_where_luck_is_asked(variant: Variant) -> None:
    # Few places and two grades of salience, so that exchanges tie; forty runs that differ by luck alone.
    rng, shape = np.random.default_rng(7), (40, 3, 6)
    cast = make_cast(
        6,
        3,
        40,
        position=np.broadcast_to(rng.integers(0, 5, shape[1:]) * 25.0, shape).copy(),
        salience=np.broadcast_to(rng.integers(1, 3, shape[1:]) / 2.0, shape).copy(),
    )
    came = variant.round(replace(make_table(cast), luck=rng.random(shape))).position
    assert (came != came[:1]).any()


# -------------------------------------------------------------------------------------------- who moved whom


@every_variant
@few
@given(both())
def test_the_shift_explains_the_move(variant: Variant, table: Table) -> None:
    came = variant.round(table)
    explained = came.shift().sum(axis=-1)
    if variant.name in RETURNS_TO_ITS_START:
        owed = 1.0 - variant.protocol.pull(table).sum(axis=-1)
        explained += owed * (table.start - table.position)
    moved = came.position - table.position
    assert np.allclose(held(table, moved), held(table, explained), rtol=0, atol=1e-9)


@every_variant
@few
@given(both(), st.sampled_from((0.0, 77.0)))
def test_whoever_holds_no_position_neither_moves_nor_is_moved_nor_moves_anybody(
    variant: Variant, table: Table, place: float
) -> None:
    came = variant.round(table)
    shift = came.shift()
    assert not shift[:, ~table.holds].any(), "is moved"
    assert not np.swapaxes(shift, -1, -2)[:, ~table.holds].any(), "moves others"
    noise = {n: np.where(table.holds, getattr(table, n), place) for n in ("position", "start")}
    spoken = replace(table, salience=np.where(table.holds, table.salience, place / 100), **noise)
    again = variant.round(spoken)
    assert (again.position[:, ~table.holds] == place).all(), "moves"
    assert np.array_equal(held(table, again.position), held(table, came.position)), (
        "moves others by what is not held"
    )


@every_variant
@few
@given(both())
def test_whoever_is_named_as_the_source_of_a_move_holds_a_position_and_is_another(
    variant: Variant, table: Table
) -> None:
    came = variant.round(table)
    if came.source is None:
        return
    run, issue, actor = np.nonzero(came.source >= 0)
    source = came.source[run, issue, actor]
    assert table.holds[issue, source].all()
    assert table.holds[issue, actor].all()
    assert (source != actor).all()


# ------------------------------------------------------------------------------------------------ by its name


@every_protocol
def test_a_protocol_is_got_by_its_name_and_tells_its_steps_and_its_source(name: str) -> None:
    assert protocols.get(name).name == protocols.kind(name).name == name
    said = protocols.kind(name).__doc__ or ""
    steps = [int(number) for number in re.findall(r"^ *(\d+)\.", said, re.MULTILINE)]
    assert steps
    assert steps == sorted(set(steps)), "in their order"
    assert steps[0] == 1
    assert re.search(r"^ *Source: \w", said, re.MULTILINE)


def test_a_protocol_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        protocols.get("shouting")


def test_every_word_of_every_option_is_tried() -> None:
    tried = {(one.name, option, word) for one in VARIANTS for option, word in meant(one).items()}
    words = {
        (name, option, word)
        for name in protocols.names()
        for option, said in protocols.options(name).items()
        for word in said.words
        if name != "quantal-response"
    }
    assert words - tried == set()
