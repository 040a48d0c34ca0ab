"""Compiled kernels say what the readable oracles say, offer by offer, with every option, tied or not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kernels import compiled
from agents.kernels import luck as hashed
from agents.protocols import Offer, Table
from sim.bargain import table_of
from sim.draws import Streams
from tests.agents.published import data_of
from tests.oracles import condorcet, exchange, expected_utility, luck
from tests.property import generators, generic_tables, tables
from tests.variants import VARIANTS, Variant, meant
from tests.worlds import make_cast, make_table

ORACLES = {
    "expected-utility": expected_utility,
    "quantal-response": expected_utility,
    "condorcet": condorcet,
    "exchange": exchange,
}
every_compiled = pytest.mark.parametrize("variant", [one for one in VARIANTS if one.name in ORACLES], ids=str)


def assert_alike(variant: Variant, table: Table) -> None:
    """Fails unless kernel and oracle end at the same places by the same offers."""
    kernel = variant.round(replace(table, tell=True))
    oracle = ORACLES[variant.name].round_of(table, meant(variant))
    near = {"rtol": 0, "atol": 1e-9}
    assert np.allclose(kernel.position[0], oracle.position, **near)
    if kernel.voting is not None:
        assert np.allclose(kernel.voting[0], oracle.voting, **near)
    offers = kernel.offers()
    assert [worded(one) for one in offers] == [worded(one) for one in oracle.offers]
    for one, other in zip(offers, oracle.offers, strict=True):
        assert (one.before, one.after) == pytest.approx((other.before, other.after), abs=1e-9)
        assert dict(one.numbers) == pytest.approx(dict(other.numbers), abs=1e-9)


def worded(offer: Offer) -> tuple[int, int, int, str, str]:
    """All of an offer but its numbers."""
    return offer.actor, offer.other, offer.issue, offer.kind, offer.ended


@every_compiled
@settings(max_examples=20)
@given(generic_tables())
def test_kernel_and_oracle_agree_where_nothing_is_tied(variant: Variant, table: Table) -> None:
    assert_alike(variant, table)


@every_compiled
@settings(max_examples=15)
@given(tables())
def test_kernel_and_oracle_agree_where_much_is_tied(variant: Variant, table: Table) -> None:
    assert_alike(variant, table)


@every_compiled
@settings(max_examples=10)
@given(generic_tables(), st.sampled_from((0.01, 3.0)), st.sampled_from((-20.0, 7.0)))
def test_kernel_and_oracle_agree_in_any_unit(
    variant: Variant, table: Table, unit: float, start: float
) -> None:
    scaled = {n: np.where(table.holds, start + unit * getattr(table, n), 0.0) for n in ("position", "start")}
    ideal = None if table.ideal is None else np.where(table.holds, start + unit * table.ideal, 0.0)
    ends = {n: start + unit * getattr(table, n) for n in ("low", "high")}
    assert_alike(variant, replace(table, ideal=ideal, **scaled, **ends))


# ---------------------------------------------------------------------------------------- ties by hand


def seated(position: list[list[float]], salience: list[list[float]], u: list[list[float]]) -> Table:
    """Actors of equal capability with these luck."""
    shape = (1, len(position), len(position[0]))
    cast = make_cast(shape[2], shape[1], position=np.array([position]), salience=np.array([salience]))
    return replace(make_table(cast), luck=np.array([u]), tell=True)


@pytest.mark.parametrize("variant", [Variant("exchange"), Variant("exchange", {"p": 0.5})], ids=str)
@given(generators())
def test_two_exchanges_of_equal_gain_go_by_luck(variant: Variant, rng: np.random.Generator) -> None:
    # The first can exchange with the third or with the fourth, who are alike, and so can the second.
    table = seated(
        [[0, 0, 100, 100], [0, 0, 100, 100]],
        [[1, 1, 0.5, 0.5], [0.25, 0.25, 1, 1]],
        rng.random((2, 4)).tolist(),
    )
    assert_alike(variant, table)


def test_the_first_of_two_equal_rivals_is_yielded_to() -> None:
    # Both strong actors at 100 would win a challenge of the first at 0.
    table = seated([[0, 100, 100]], [[0.1, 1, 1]], [[0.5] * 3])
    for variant in (one for one in VARIANTS if one.name == "expected-utility"):
        assert_alike(variant, table)
    came = Variant("expected-utility", {"preset": "scholz-paper", "q": 0.5}).round(table)
    assert came.source is not None
    assert came.source[0, 0].tolist() == [1, -1, -1]


@pytest.mark.parametrize("weights", [(0.1, 0.2, 0.3), (0.7, 0.1, 0.8), (0.1, 0.7, 0.8)])
def test_two_camps_of_equal_weight_are_equally_probable_and_nobody_is_averse_to_risk(
    weights: tuple[float, ...],
) -> None:
    # The sums of both are equal on paper, and rounding must not tell them apart.
    camps = replace(seated([[0, 0, 100]], [[1, 1, 1]], [[0.5] * 3]), capability=np.array(weights))
    for name in ("Linear", "Octic"):
        variant = Variant("condorcet", {"VictoryProbModel": name})
        assert variant.round(camps).numbers["risk"][0, 0].tolist() == [0.0, 0.0, 0.0]
        assert_alike(variant, camps)


def test_where_each_beats_one_and_loses_to_one_nobody_is_averse_to_risk() -> None:
    turns = seated(
        [[51.18, 95.05, 14.42], [94.86, 31.18, 42.33]],
        [[0.363, 0.799, 0.338], [0.481, 0.177, 0.433]],
        [[0.5] * 3] * 2,
    )
    turns = replace(turns, capability=np.array([0.243, 0.299, 0.763]))
    variant = Variant(
        "condorcet", {"VictoryProbModel": "Binary", "VotingRule": "Cubic", "BigRAdjust": "Full"}
    )
    assert variant.round(turns).numbers["risk"][0, 0].tolist() == [0.0, 0.0, 0.0]
    assert_alike(variant, turns)


@pytest.mark.parametrize(
    ("variant", "position", "salience", "capability"),
    [
        # EU(2 -> 1) = 0.75 (8/3 - 2) + 0.25 x 2 - 1, which is nothing to be won, and not a little.
        (Variant("expected-utility", {"preset": "scholz-paper"}), [100, 25], [0.75, 1], [2, 3]),
        # What all would have of a bargain is on average what they have.
        (
            Variant("condorcet", {"InterVecBrgn": "S2PMax", "BargnModel": "InitRcvrInterp"}),
            [0, 50, 100],
            [0.5, 0.25, 0.75],
            [2, 2, 2],
        ),
    ],
    ids=str,
)
def test_what_is_even_on_paper_moves_nobody_by_rounding(
    variant: Variant, position: list[float], salience: list[float], capability: list[float]
) -> None:
    table = replace(
        seated([position], [salience], [[0.5] * len(position)]), capability=np.array(capability, dtype=float)
    )
    assert variant.round(table).position[0, 0].tolist() == position
    assert_alike(variant, table)


def test_of_two_rivals_as_far_the_first_is_yielded_to_whatever_the_difference() -> None:
    # As floats have it, 0.3 - 0.1 is less than 0.5 - 0.3.
    table = seated([[0.3, 0.5, 0.1]], [[0.1, 0.5, 0.5]], [[0.5] * 3])
    assert Variant("expected-utility").round(table).position[0, 0, 0] == 0.5
    assert_alike(Variant("expected-utility"), table)


def test_whoever_stands_where_the_outcome_is_expected_counts_as_below_whatever_the_sum() -> None:
    # Three of weight 0.1, of whom 50 is expected; as floats have it, 15 / 0.30000000000000004 is less. The
    # second cares for other things than both others, and it can give them only to whoever is above.
    table = seated([[0, 50, 100]] * 2, [[0.5, 1, 0.5], [1, 0.5, 1]], [[0.5] * 3] * 2)
    table = replace(table, capability=np.array([[0.2, 0.1, 0.2], [0.1, 0.2, 0.1]]))
    told = Variant("exchange").round(table).offers()
    assert {(one.actor, one.other) for one in told} == {(1, 2), (2, 1)}
    assert_alike(Variant("exchange"), table)


@pytest.mark.parametrize("seed", [0, 28, 47])
@pytest.mark.parametrize("p", [0.0, 0.3])
def test_kernel_and_oracle_agree_over_copenhagen(seed: int, p: float) -> None:
    # Expected outcomes reach what is asked for again and again, but for the last bit of a sum.
    table = table_of(data_of("exchange/copenhagen"))
    luck = Streams(seed, [0]).uniforms("negotiation", *table.position.shape[1:])
    assert_alike(Variant("exchange", {"p": p}), replace(table, luck=luck))


# ---------------------------------------------------------------------------------------- luck and cores


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True), st.integers(0, 20))
def test_luck_between_two_is_the_hash_of_both(one: float, other: float, use: int) -> None:
    assert hashed.between(one, other, use) == luck.between(one, other, use)
    for kind in ("logistic", "gumbel"):
        mine, theirs = (getattr(module, kind)(one, other, use) for module in (hashed, luck))
        assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-12)


def test_luck_between_two_is_even_and_not_the_luck_of_the_other_way_round() -> None:
    rng = np.random.default_rng(1)
    u = np.array(
        [[hashed.between(*pair, 3), hashed.between(*pair[::-1], 3)] for pair in rng.random((20_000, 2))]
    )
    # Twenty bins of a thousand each, and four standard errors.
    counts = np.histogram(u[:, 0], bins=20, range=(0, 1))[0]
    assert np.abs(counts - 1000).max() < 4 * np.sqrt(950)
    assert abs(np.corrcoef(u.T)[0, 1]) < 4 / np.sqrt(20_000)


@pytest.mark.parametrize("cores", [1, 2, 3, 7])
def test_a_block_is_shared_among_cores_without_a_gap(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_cores", lambda: cores)
    for runs in (1, 15, 16, 50):
        seen = np.zeros(runs, dtype=np.int64)

        def count(first: int, last: int, seen: np.ndarray = seen) -> None:
            seen[first:last] += 1

        compiled.spread(count, runs)
        assert (seen == 1).all()


@pytest.mark.parametrize("name", ORACLES)
def test_a_block_on_many_cores_has_the_bits_of_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, shape = np.random.default_rng(5), (40, 2, 6)
    cast = make_cast(6, 2, 40, position=rng.uniform(0, 100, shape), salience=rng.uniform(0.1, 1, shape))
    table = replace(make_table(cast), luck=rng.random(shape), tell=True)
    came = []
    for cores in (1, 3):
        monkeypatch.setattr(compiled, "_cores", lambda cores=cores: cores)
        came.append(Variant(name).round(table))
    assert np.array_equal(came[0].position, came[1].position)
    assert np.array_equal(came[0].shift(), came[1].shift())
    assert came[0].offers() == came[1].offers()
