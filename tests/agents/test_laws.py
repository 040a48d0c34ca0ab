"""The laws of the rules: what stays true of every cast, state and draw."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agents import (
    alliance,
    council,
    declaration,
    force,
    negotiation,
    plan,
    precedent,
    protocols,
    recognition,
    responses,
    talks,
    union,
    unrest,
)
from agents.arrays import NEVER
from agents.cast import Cast
from agents.chance import within
from agents.council import result
from agents.state import ADOPTED, VETO, Change, Draw, State
from agents.ties import weigh
from agents.union import OBJECT, STAND_ASIDE, adopts
from tests.property import World, generators, orders, worlds
from tests.retold import one_run, relabel
from tests.worlds import nearly, same

Rule = Callable[[State, Cast, Draw], Change]

RULES: dict[str, Rule] = {
    "negotiation": negotiation.negotiate,
    "talks": talks.talk,
    "council": council.convene,
    "alliance": alliance.review,
    "union": union.convene,
    "plan": plan.commit,
    "declaration": declaration.declare,
    "recognition": recognition.recognise,
    "responses": responses.respond,
    "precedent": precedent.spread,
    "force": force.deploy,
    "unrest": unrest.erupt,
}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
few = settings(max_examples=15)
"""Examples of each rule: there are twelve of them."""


def apply(rule: Rule, world: World) -> State:
    return world.state.after(rule(world.state, world.cast, world.draw))


# ------------------------------------------------------------------------------------------- of every rule


@every_rule
@few
@given(st.data())
def test_renaming_and_reordering_the_actors_changes_nothing(rule: Rule, data: st.DataObject) -> None:
    world = data.draw(worlds(most=6))
    order = data.draw(orders(world.cast))
    told = World(relabel(world.cast, order), relabel(world.state, order), relabel(world.draw, order))
    assert nearly(relabel(apply(rule, world), order), apply(rule, told)) == []


@every_rule
@few
@given(worlds())
def test_a_rule_leaves_the_state_and_the_cast_that_it_reads_untouched(rule: Rule, world: World) -> None:
    before = {name: np.copy(value) for name, value in vars(world.state).items()}
    rule(world.state, world.cast, world.draw)
    assert [n for n, value in before.items() if not np.array_equal(value, getattr(world.state, n))] == []


@every_rule
@few
@given(st.data())
def test_a_run_comes_to_the_same_bits_alone_and_in_a_block(rule: Rule, data: st.DataObject) -> None:
    world = data.draw(worlds(most=6))
    r = data.draw(st.integers(0, world.cast.runs - 1))
    alone = World(one_run(world.cast, r), one_run(world.state, r), one_run(world.draw, r))
    assert same(apply(rule, alone), one_run(apply(rule, world), r)) == []


@every_rule
@few
@given(worlds())
def test_what_is_decided_has_terms_and_a_choice_in_words(rule: Rule, world: World) -> None:
    for decision in rule(world.state, world.cast, world.draw).decisions:
        runs = np.arange(world.cast.runs) if decision.runs is None else decision.runs
        assert runs.tolist() == sorted(set(runs.tolist()))
        shape = (len(runs), len(decision.actors))
        turn = list(zip(decision.about or decision.actors, decision.actors, strict=True))
        assert turn == sorted(set(turn))
        assert decision.eligible.dtype == np.bool_
        assert decision.eligible.shape == decision.choice.shape == shape
        assert set(decision.choice[decision.eligible].tolist()) <= set(decision.words)
        every = tuple(place.ravel() for place in np.indices(shape))
        assert all(np.isfinite(term).all() for term in decision.terms_at(*every).values())


# ---------------------------------------------------------------------------------------------- positions


@given(worlds())
def test_positions_stay_between_0_and_100(world: World) -> None:
    position = apply(negotiation.negotiate, world).position
    assert position.min() >= 0.0
    assert position.max() <= 100.0


@given(worlds())
def test_whoever_holds_no_position_is_not_moved(world: World) -> None:
    moved = apply(negotiation.negotiate, world).position
    assert np.array_equal(moved[:, ~world.cast.holds], world.state.position[:, ~world.cast.holds])


@given(worlds(), st.sampled_from(("influence", "none")))
def test_zero_influence_is_inert(world: World, protocol: str) -> None:
    deaf = replace(
        world.cast,
        p={**world.cast.p, "negotiation.susceptibility": np.zeros(world.cast.runs)},
        rules=replace(world.cast.rules, protocol=protocol),
    )
    state = replace(world.state, anchor=world.state.position)
    assert np.array_equal(
        apply(negotiation.negotiate, World(deaf, state, world.draw)).position, state.position
    )


@given(worlds())
def test_whoever_cannot_be_influenced_returns_to_where_it_began(world: World) -> None:
    cast = replace(
        world.cast,
        p={**world.cast.p, "negotiation.susceptibility": np.zeros(world.cast.runs)},
        rules=replace(world.cast.rules, protocol="influence"),
    )
    before, anchor = world.state.position[:, cast.holds], world.state.anchor[:, cast.holds]
    after = apply(negotiation.negotiate, World(cast, world.state, world.draw)).position[:, cast.holds]
    assert (np.abs(after - anchor) <= np.abs(before - anchor)).all()


@given(worlds(), st.sampled_from(protocols.names()), st.integers(0, 100))
def test_consensus_is_a_fixed_point(world: World, protocol: str, place: int) -> None:
    cast = replace(world.cast, rules=replace(world.cast.rules, protocol=protocol))
    agreed = np.where(cast.holds, float(place), np.zeros_like(cast.position))
    state = replace(world.state, position=agreed, anchor=agreed)
    after = apply(negotiation.negotiate, World(cast, state, world.draw)).position
    assert np.allclose(after, agreed, rtol=0, atol=1e-9)


@given(st.integers(2, 8), st.integers(1, 9), generators())
def test_weighing_gives_the_same_bits_for_one_run_and_for_many(
    actors: int, runs: int, rng: np.random.Generator
) -> None:
    influence, x = rng.random((3, actors, actors)), rng.random((runs, 3, actors)) * 100
    together = weigh(influence, x)
    assert np.allclose(together, np.einsum("kij,rkj->rki", influence, x))
    for r in range(runs):
        assert np.array_equal(weigh(influence, x[r : r + 1])[0], together[r])


# ---------------------------------------------------------------------------------------------- recognition


@given(worlds(declared=False))
def test_nobody_recognises_before_the_declaration(world: World) -> None:
    assert (apply(recognition.recognise, world).recognised == NEVER).all()


@given(worlds(declared=True))
def test_only_states_that_hold_a_position_recognise_and_only_once(world: World) -> None:
    after = apply(recognition.recognise, world).recognised
    fresh = after != world.state.recognised
    assert not fresh[:, ~(world.cast.states & world.cast.holds[0])].any()
    assert (world.state.recognised[fresh] == NEVER).all()
    assert (after[fresh] == world.state.week).all()


@given(st.data())
def test_raising_a_states_position_never_lowers_its_own_chance_of_recognising(data: st.DataObject) -> None:
    world = data.draw(worlds(most=6, declared=True))
    actor = data.draw(st.integers(0, len(world.cast.actors) - 1))
    by = data.draw(st.integers(0, 100))
    higher = world.state.position.copy()
    higher[:, 0, actor] = np.minimum(higher[:, 0, actor] + by, 100.0)
    raised = replace(world.state, position=higher)

    def chance(state: State) -> np.ndarray:
        runs = np.arange(world.cast.runs)
        weigh = recognition.weighing(state, world.cast, recognition.heard(state, world.cast))
        terms = weigh(runs, np.full_like(runs, actor))
        ready = state.position[:, 0, actor] >= recognition.gate(state, world.cast)
        return np.where(ready, within(terms.sum(axis=0), world.cast.days), 0.0)

    assert (chance(raised) >= chance(world.state)).all()
    before, after = (
        recognition.recognise(state, world.cast, world.draw).fields.get("recognised", state.recognised)
        for state in (world.state, raised)
    )
    recognised = np.asarray(before)[:, actor] != NEVER
    assert (np.asarray(after)[recognised, actor] != NEVER).all(), "draw for draw"


# ---------------------------------------------------------------------------------------------- the councils


@given(worlds(), st.integers(0, 3))
def test_a_veto_means_no_adoption(world: World, majority: int) -> None:
    cast = replace(world.cast, rules=replace(world.cast.rules, council_majority=majority))
    after = apply(council.convene, World(cast, world.state, world.draw))
    tabled = world.state.motion & cast.texts.council
    vetoed = ((after.vote == VETO).any(axis=-1)) & tabled
    assert not (vetoed & (after.text_result == ADOPTED)).any()
    if not world.state.endorsed.all():
        endorsed_now = after.endorsed & ~world.state.endorsed
        assert not (endorsed_now & vetoed[:, 0]).any()


@given(generators(), st.integers(1, 15))
def test_no_count_of_votes_outweighs_a_veto(rng: np.random.Generator, members: int) -> None:
    vote = rng.choice((1, 0, -1, -2), (20, members))
    outcome = result(vote, 1, True)
    assert (outcome[(vote == VETO).any(axis=-1)] != ADOPTED).all()
    assert (result(vote, 0, False) == ADOPTED).all(), "where there is no veto it is a vote against"


@given(worlds())
def test_one_objection_means_no_consensus_in_the_alliance(world: World) -> None:
    after = apply(alliance.review, world)
    objected = (after.objected > world.state.objected).any(axis=-1)
    taken = after.posture != world.state.posture
    runs = np.arange(world.cast.runs)
    assert not (taken & objected[runs, after.posture]).any()
    assert (
        after.proposed[runs, after.posture][taken] > world.state.proposed[runs, after.posture][taken]
    ).all()


@given(worlds(), st.sampled_from(("unanimity", "constructive_abstention")))
def test_one_objection_means_no_consensus_in_the_union(world: World, decision: str) -> None:
    cast = replace(world.cast, rules=replace(world.cast.rules, union_decision=decision))
    after = apply(union.convene, World(cast, world.state, world.draw))
    objected = (after.stance == OBJECT).any(axis=-1)
    adopted = (after.text_result == ADOPTED) & ~cast.texts.council
    assert not (objected & adopted).any()


@given(generators(), worlds(most=6))
def test_turning_one_member_to_support_never_undoes_an_adoption(
    rng: np.random.Generator, world: World
) -> None:
    member = world.cast.union_member[0]
    assume(member.any())
    stance = rng.choice((1, STAND_ASIDE, OBJECT), (world.cast.runs, len(member)))
    turned = stance.copy()
    turned[:, rng.integers(len(member))] = 1
    before = adopts(stance, member, world.cast.votes, world.cast)
    after = adopts(turned, member, world.cast.votes, world.cast)
    assert (before <= after).all()


# ---------------------------------------------------------------------------------------------- the force


@given(st.data())
def test_adding_usable_force_never_adds_incidents_draw_for_draw(data: st.DataObject) -> None:
    world = data.draw(worlds(most=3))
    more = data.draw(generators()).integers(0, 3000, world.state.usable.shape)
    stronger = replace(world.state, usable=world.state.usable + more)
    fewer = apply(unrest.erupt, World(world.cast, stronger, world.draw))
    assert (fewer.incidents <= apply(unrest.erupt, world).incidents).all()


@given(worlds())
def test_a_caveat_never_adds_usable_force(world: World) -> None:
    free = replace(world.cast, caveat=np.zeros_like(world.cast.caveat))
    assert (force.usable(world.state, world.cast) <= force.usable(world.state, free) + 1e-9).all()


@given(worlds())
def test_the_pool_of_reserves_is_never_overdrawn(world: World) -> None:
    after = apply(force.deploy, world)
    held = (world.state.reserves + world.state.pending).sum(axis=-1)
    most = np.maximum(held, world.cast.p["force.battalions"])
    assert ((after.reserves + after.pending).sum(axis=-1) <= most).all()
