"""Voting power against a count of every coalition and order, its laws, and published numbers.

Sources: Shapley and Shubik, American Political Science Review 48 (1954), 787-792; Banzhaf, Rutgers Law Review
19 (1965), 317-343; Brams, Game Theory and Politics (1975); Felsenthal and Machover, The Measurement of Voting
Power (1998).
"""

import itertools
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agents.power import FITS, Game, Power, measure

INDICES = ("penrose", "banzhaf", "shapley")
"""What is measured of each player; all three are larger for the stronger."""


def make_game(weights: object, quota: object, veto: object = None) -> Game:
    rows = np.atleast_2d(np.array(weights, dtype=np.int64))
    vetoes = np.zeros(rows.shape[1], dtype=np.bool_) if veto is None else np.array(veto, dtype=np.bool_)
    return Game(rows, np.atleast_1d(np.array(quota, dtype=np.int64)), vetoes)


@st.composite
def games(draw: st.DrawFn, most: int = 7, joined: int = 3) -> Game:
    """Games of 1 to 7 players, 1 to 3 rows of weights, some with veto players, some with dummies."""
    players, rows = draw(st.integers(1, most)), draw(st.integers(1, joined))
    weights = draw(
        st.lists(
            st.lists(st.integers(0, 6), min_size=players, max_size=players), min_size=rows, max_size=rows
        )
    )
    quota = [draw(st.integers(0, sum(row))) for row in weights]
    veto = draw(st.lists(st.sampled_from((False, False, False, True)), min_size=players, max_size=players))
    assume(any(quota) or any(veto))
    return make_game(weights, quota, veto)


# ------------------------------------------------------------------------------------------ every one counted


def wins(game: Game, coalition: set[int]) -> bool:
    """Whether a coalition wins, said again in words: it has every veto player and enough in each game."""
    rows, quota, veto = game.weights.tolist(), game.quota.tolist(), game.veto.tolist()
    enough = all(sum(row[i] for i in coalition) >= needed for row, needed in zip(rows, quota, strict=True))
    return enough and all(i in coalition for i, has in enumerate(veto) if has)


def coalitions(game: Game) -> list[set[int]]:
    """All of them, from nobody to everybody."""
    everyone = range(game.veto.size)
    sizes = range(game.veto.size + 1)
    return [set(some) for size in sizes for some in itertools.combinations(everyone, size)]


@given(games())
def test_coalitions_and_swings_are_those_that_one_finds_by_trying_all(game: Game) -> None:
    players, power, winners = game.veto.size, measure(game), [c for c in coalitions(game) if wins(game, c)]
    swings = [sum(i in c and not wins(game, c - {i}) for c in winners) for i in range(players)]
    assert power.winning == len(winners)
    assert power.act == Fraction(len(winners), 2**players)
    assert list(power.swings) == swings
    assert list(power.penrose) == [Fraction(found, 2 ** (players - 1)) for found in swings]
    assert list(power.banzhaf) == [Fraction(found, sum(swings)) for found in swings]
    assert list(power.blocks) == [all(i in c for c in winners) for i in range(players)]


@given(games(most=6))
def test_shapley_is_the_share_of_orders_in_which_a_player_turns_the_vote(game: Game) -> None:
    pivots = [0] * game.veto.size
    for order in itertools.permutations(range(game.veto.size)):
        ahead = next(n for n in range(len(order) + 1) if wins(game, set(order[:n])))
        pivots[order[ahead - 1]] += 1
    assert list(measure(game).shapley) == [Fraction(n, math.factorial(game.veto.size)) for n in pivots]


@given(games())
def test_a_game_says_who_wins_of_many_coalitions_at_once(game: Game) -> None:
    asked = coalitions(game)
    rows = np.array([[i in one for i in range(game.veto.size)] for one in asked])
    assert game.wins(rows).tolist() == [wins(game, one) for one in asked]


# ------------------------------------------------------------------------------------------------------- laws


@given(games())
def test_shares_add_up_to_1(game: Game) -> None:
    power = measure(game)
    assert sum(power.shapley) == 1
    assert sum(power.banzhaf) == 1


@given(games())
def test_whoever_has_no_less_of_anything_is_no_weaker(game: Game) -> None:
    # So equal players are equally strong, and a veto makes nobody weaker than others with like weights.
    power = measure(game)
    for i, j in itertools.permutations(range(game.veto.size), 2):
        if (game.weights[:, i] >= game.weights[:, j]).all() and game.veto[i] >= game.veto[j]:
            assert all(getattr(power, index)[i] >= getattr(power, index)[j] for index in INDICES)


@given(games())
def test_nobody_is_stronger_than_a_player_without_whom_nothing_wins(game: Game) -> None:
    power = measure(game)
    for index in INDICES:
        values = getattr(power, index)
        assert all(values[i] == max(values) for i, blocks in enumerate(power.blocks) if blocks)


@given(games(), st.data())
def test_a_player_without_weight_and_veto_is_a_dummy_and_changes_nothing_for_others(
    game: Game, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, game.veto.size))
    wider = make_game(np.insert(game.weights, at, 0, axis=1), game.quota, np.insert(game.veto, at, False))
    before, after = measure(game), measure(wider)
    assert after.act == before.act
    for index in INDICES:
        values = list(getattr(after, index))
        assert values.pop(at) == 0
        assert values == list(getattr(before, index))


@given(games(), st.data())
def test_relabelling_the_players_relabels_their_power(game: Game, data: st.DataObject) -> None:
    order = list(data.draw(st.permutations(range(game.veto.size))))
    before, after = measure(game), measure(Game(game.weights[:, order], game.quota, game.veto[order]))
    assert (after.winning, after.blocks) == (before.winning, tuple(before.blocks[i] for i in order))
    for index in INDICES:
        assert getattr(after, index) == tuple(getattr(before, index)[i] for i in order)


@given(games(), st.data())
def test_a_veto_never_lowers_the_share_of_whoever_gets_it_nor_raises_the_power_to_act(
    game: Game, data: st.DataObject
) -> None:
    who = data.draw(st.integers(0, game.veto.size - 1))
    veto = game.veto.copy()
    veto[who] = True
    before, after = measure(game), measure(replace(game, veto=veto))
    assert after.shapley[who] >= before.shapley[who]
    assert after.act <= before.act


@given(games(joined=1))
def test_a_game_joined_to_itself_is_the_same_game(game: Game) -> None:
    twice = Game(np.tile(game.weights, (2, 1)), np.tile(game.quota, 2), game.veto)
    assert measure(twice) == measure(game)


@given(games())
def test_a_veto_is_a_game_of_its_own_that_needs_everyone_who_has_it(game: Game) -> None:
    weights = np.vstack([game.weights, game.veto.astype(np.int64)])
    written_out = make_game(weights, [*game.quota, game.veto.sum()])
    assert measure(written_out) == measure(game)


@pytest.mark.parametrize("players", [FITS - 1, FITS, FITS + 1, FITS + 4])
def test_counts_stay_exact_where_64_bits_end(players: int) -> None:
    power = measure(make_game(np.ones(players), players // 2))
    least = players // 2
    assert power.winning == sum(math.comb(players, size) for size in range(least, players + 1))
    assert power.swings == (math.comb(players - 1, least - 1),) * players
    assert power.shapley == (Fraction(1, players),) * players


# -------------------------------------------------------------------------------------------- what is no game


@pytest.mark.parametrize(
    ("weights", "quota", "veto", "message"),
    [
        ([3, 2], 6, None, "all together do not win"),
        ([3, 2], 0, None, "nobody at all wins"),
        ([3, -2], 1, None, "a weight is below 0"),
        ([3, 2], [1, 1], None, "weights are (G, N) with G above 0, quota is (G,), veto is (N,)"),
        ([3, 2], 1, [True], "weights are (G, N) with G above 0, quota is (G,), veto is (N,)"),
        (
            np.zeros((0, 2)),
            np.zeros(0),
            None,
            "weights are (G, N) with G above 0, quota is (G,), veto is (N,)",
        ),
        (np.zeros((1, 0)), 1, None, "all together do not win"),
    ],
)
def test_what_is_no_game_is_refused(weights: object, quota: object, veto: object, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        make_game(weights, quota, veto)
    assert str(caught.value) == message


def test_with_a_veto_a_quota_of_nothing_is_a_game() -> None:
    power = measure(make_game([1, 1, 1], 0, [True, True, False]))
    assert (power.winning, power.swings, power.blocks) == (2, (2, 2, 0), (True, True, False))


def test_a_player_alone_has_all_the_power() -> None:
    one = (Fraction(1),)
    assert measure(make_game([5], 3)) == Power(1, Fraction(1, 2), (True,), (1,), one, one, one)


# ------------------------------------------------------------------------------------------ published numbers


def test_the_security_council_of_fifteen() -> None:
    # 5 permanent members with a veto, 10 others, 9 votes: all five and at least 4 of the ten.
    power = measure(make_game(np.ones(15), 9, np.arange(15) < 5))
    assert power.winning == sum(math.comb(10, n) for n in range(4, 11)) == 848
    assert power.shapley == (Fraction(421, 2145),) * 5 + (Fraction(4, 2145),) * 10
    assert power.penrose == (Fraction(848, 2**14),) * 5 + (Fraction(84, 2**14),) * 10
    assert power.banzhaf == (Fraction(848, 5080),) * 5 + (Fraction(84, 5080),) * 10
    assert power.blocks == (True,) * 5 + (False,) * 10


def test_the_security_council_is_also_a_weighted_game() -> None:
    # 7 votes for each permanent member, 1 for each other, 39 needed.
    weighted = measure(make_game([7] * 5 + [1] * 10, 39))
    assert weighted == measure(make_game(np.ones(15), 9, np.arange(15) < 5))


def test_the_security_council_of_eleven_as_shapley_and_shubik_had_it() -> None:
    # Five permanent members and six others, seven votes: the five hold 76/77.
    power = measure(make_game(np.ones(11), 7, np.arange(11) < 5))
    assert sum(power.shapley[:5]) == Fraction(76, 77)


def test_the_council_of_the_six_gave_luxembourg_no_power() -> None:
    # From 1958 to 1972: France, Germany, Italy 4 votes, Belgium, the Netherlands 2, Luxembourg 1; 12 of 17.
    power = measure(make_game([4, 4, 4, 2, 2, 1], 12))
    assert power.banzhaf == (*[Fraction(10, 42)] * 3, *[Fraction(6, 42)] * 2, 0)
    assert power.shapley == (*[Fraction(14, 60)] * 3, *[Fraction(9, 60)] * 2, 0)


def test_the_board_of_nassau_county_had_three_members_without_power() -> None:
    # Banzhaf's example: 9, 9, 7, 3, 1 and 1 votes, 16 of 30 needed.
    power = measure(make_game([9, 9, 7, 3, 1, 1], 16))
    assert power.banzhaf == (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3), 0, 0, 0)


# -------------------------------------------------------------------------------- two ways to count the Union

NICE = {29: 4, 27: 2, 14: 1, 13: 1, 12: 5, 10: 3, 7: 5, 4: 5, 3: 1}
"""Weighted votes in the Union's council of 27, and how many members have so many."""


def ways(size: int) -> np.ndarray:
    """Ways to choose 0, 1, ... of so many; none to choose one more than there are."""
    return np.array([math.comb(size, chosen) for chosen in range(size + 2)])


def by_kind(quota: int, members: int) -> tuple[int, dict[int, tuple[Fraction, Fraction]]]:
    """Winning coalitions, and the Penrose measure and Shapley-Shubik index of a member with so many votes.

    A second way to count: not by weights but by how many of each kind say yes, with binomial coefficients.
    """
    votes, sizes = np.array(list(NICE)), list(NICE.values())
    yes = np.indices([size + 1 for size in sizes]).reshape(len(sizes), -1)
    weight, count, whole = votes @ yes, yes.sum(axis=0), sum(sizes)
    choose = [ways(n)[row] for n, row in zip(sizes, yes, strict=True)]
    winning = int(np.prod(choose, axis=0)[(weight >= quota) & (count >= members)].sum())
    found = {}
    for kind, size in enumerate(sizes):
        others = list(choose)
        others[kind] = ways(size - 1)[yes[kind]]
        turned = (weight + votes[kind] >= quota) & (count + 1 >= members)
        turned &= (weight < quota) | (count < members)
        found_by = np.where(turned, np.prod(others, axis=0), 0)
        swings = [int(found_by[count == ahead].sum()) for ahead in range(whole)]
        orders = [Fraction(1, whole * math.comb(whole - 1, ahead)) for ahead in range(whole)]
        shapley = sum(n * share for n, share in zip(swings, orders, strict=True))
        found[int(votes[kind])] = (Fraction(sum(swings), 2 ** (whole - 1)), shapley)
    return winning, found


@pytest.mark.parametrize(("quota", "members"), [(255, 14), (255, 1), (200, 18)])
def test_the_union_of_27_counted_a_second_way(quota: int, members: int) -> None:
    votes = [votes for votes, size in NICE.items() for _ in range(size)]
    power = measure(make_game([votes, [1] * 27], [quota, members]))
    winning, found = by_kind(quota, members)
    assert power.winning == winning
    assert list(zip(power.penrose, power.shapley, strict=True)) == [found[one] for one in votes]


def test_a_majority_of_members_costs_the_union_sixteen_of_its_coalitions() -> None:
    votes = [votes for votes, size in NICE.items() for _ in range(size)]
    with_it = measure(make_game([votes, [1] * 27], [255, 14]))
    without = measure(make_game(votes, 255))
    assert (with_it.winning, without.winning) == (2_718_758, 2_718_774)
