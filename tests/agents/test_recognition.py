"""Recognition counted by hand: the gate, the terms and the chance."""

from dataclasses import replace

import numpy as np
import pytest

from agents import recognition
from agents.arrays import NEVER
from agents.cast import NOBODY, Cast
from agents.state import Change, State, opening
from tests.worlds import make_cast, make_draw

STATE, PEER = 2, 3


def declared(position: float = 90.0, **changes: object) -> tuple[Cast, State]:
    """A declaration in week 1, made alone; the state at this point, its peer at 0; neither has recognised."""
    cast = make_cast(
        4,
        1,
        position=np.array([[[100.0, 0.0, position, 0.0]]]),
        exposure=np.zeros((1, 4)),
        reliance_against=np.zeros((1, 4)),
        reliance_for=np.zeros((1, 4)),
        asks_plan=np.zeros((1, 4)),
        **changes,
    )
    return cast, replace(opening(cast), week=2, declared=np.array([1]), commitment=np.array([50.0]))


def term(cast: Cast, state: State, name: str, actor: int = STATE) -> float:
    weigh = recognition.weighing(state, cast, recognition.heard(state, cast))
    return float(weigh(np.array([0]), np.array([actor]))[recognition.TERMS.index(name), 0])


def _followed(state: State, cast: Cast) -> float:
    """The share of the state's peers that have recognised, each as loud as it is."""
    return float(recognition.heard(state, cast)[0, STATE] / cast.peers[0, STATE])


def recognises(cast: Cast, state: State, u: float) -> bool:
    fields = recognition.recognise(state, cast, make_draw(cast, u)).fields
    return bool(np.asarray(fields["recognised"])[0, STATE] != NEVER)


def test_the_hazard_by_hand() -> None:
    cast, state = declared(90.0)
    chance = 1 - np.exp(-0.01 * np.exp(2.0 * 0.8) * 7)
    assert recognises(cast, state, chance - 1e-9)
    assert not recognises(cast, state, chance + 1e-9)
    (decision,) = recognition.recognise(state, cast, make_draw(cast)).decisions
    assert decision.probability is not None
    assert decision.actors.tolist() == [STATE, STATE + 1]
    assert decision.probability[0, 0] == pytest.approx(chance)
    assert decision.eligible[0].tolist() == [True, True]


def test_below_the_gate_a_state_holds_out_whatever_the_draw() -> None:
    cast, state = declared(79.9)
    assert not recognises(cast, state, 1e-12)
    assert recognises(*declared(80.0), 1e-12)
    (decision,) = recognition.recognise(state, cast, make_draw(cast, 1e-12)).decisions
    assert decision.probability is not None
    assert decision.probability[0, 0] == 0.0
    assert decision.terms_at(np.array([0]), np.array([0]))["reservation"] == recognition.SHUT


@pytest.mark.parametrize(
    ("position", "opens"),
    [
        (62.0, {"coordinated": np.array([True])}),
        (38.0, {"endorsed": np.array([True])}),
        (12.0, {"agreed": np.array([1])}),
    ],
    ids=["coordinated", "resolution", "agreement"],
)
def test_circumstances_open_lower_gates(position: float, opens: dict[str, object]) -> None:
    cast, state = declared(position)
    opened = replace(state, **opens)  # type: ignore[arg-type]
    assert not recognises(cast, state, 1e-12)
    assert recognises(cast, opened, 1e-12)
    assert not recognises(
        *declared(position - 0.1)[:1], replace(opened, position=opened.position - 0.1), 1e-12
    )


def test_the_lowest_open_gate_counts() -> None:
    cast, state = declared()
    both = replace(state, coordinated=np.array([True]), endorsed=np.array([True]))
    assert recognition.gate(both, cast).tolist() == [38.0]
    # A gate that the draw put above the unilateral one does not shut what is open without it.
    odd, _ = declared(p={"recognition.gate_coordinated": 95.0})
    assert recognition.gate(both, odd).tolist() == [38.0]
    assert recognition.gate(replace(both, endorsed=np.array([False])), odd).tolist() == [80.0]


def test_position_counts_from_the_middle_of_the_scale() -> None:
    assert term(*declared(75.0), "position") == 1.0
    assert term(*declared(25.0), "position") == -1.0


def test_peers_that_have_recognised_count_by_capability_and_tie() -> None:
    cast, state = declared()
    first = replace(state, recognised=np.array([[-1, -1, -1, 2]]))
    assert _followed(first, cast) == 1.0, "its only peer has; parties are no peers"
    # Were the second a state too: 0.25 x (0.125 + 0.25 tie), and its peer in the body 0.25 x 0.625.
    wider = replace(cast, states=np.array([False, True, True, True]))
    assert _followed(first, wider) == pytest.approx(0.625 / (0.375 + 0.625))
    assert term(wider, first, "diffusion") == pytest.approx(1.5 * 0.625)
    assert term(cast, state, "diffusion") == 0.0


def test_what_the_council_and_the_parties_settle_weighs() -> None:
    cast, state = declared()
    endorsed = replace(state, endorsed=np.array([True]))
    condemned = replace(state, condemned=np.array([True]))
    agreed = replace(state, agreed=np.array([1]))
    assert [term(cast, one, "endorsement") for one in (state, endorsed, condemned)] == [0.0, 1.5, -1.5]
    assert [term(cast, one, "settlement") for one in (state, endorsed, agreed)] == [0.0, 0.0, 2.0]


def test_exposure_weighs_only_without_a_resolution_or_an_agreement() -> None:
    cast, state = declared()
    cast = replace(cast, exposure=np.full((1, 4), 0.5))
    assert term(cast, state, "exposure") == -0.75
    assert term(cast, replace(state, endorsed=np.array([True])), "exposure") == 0.0
    assert term(cast, replace(state, agreed=np.array([1])), "exposure") == 0.0


def test_patrons_are_heeded_when_they_recognise_and_when_they_object() -> None:
    cast, state = declared()
    cast = replace(cast, reliance_for=np.full((1, 4), 0.5), reliance_against=np.full((1, 4), 0.25))
    assert term(cast, state, "reliance", PEER) == -0.25
    assert term(cast, replace(state, recognised=np.array([[-1, -1, 2, -1]])), "reliance", PEER) == 0.25
    assert term(cast, replace(state, endorsed=np.array([True])), "reliance", PEER) == 0.0


def test_coordination_a_common_position_and_the_plan_weigh() -> None:
    cast, state = declared()
    assert term(cast, replace(state, coordinated=np.array([True])), "coordinated") == 0.75
    common = replace(state, common_position=np.array([1]))
    assert term(cast, common, "union_text") == 1.0
    outside = replace(cast, union_member=np.zeros_like(cast.union_member))
    assert term(outside, common, "union_text") == 0.0, "binds members only"
    asks = replace(cast, asks_plan=np.full((1, 4), 0.5))
    assert term(asks, replace(state, commitment=np.array([100.0])), "plan") == 0.25
    assert term(asks, replace(state, commitment=np.array([0.0])), "plan") == -0.25


def test_nothing_is_weighed_before_a_declaration_or_without_the_question() -> None:
    cast, state = declared()
    undeclared = replace(state, declared=np.array([NEVER]))
    assert recognition.recognise(undeclared, cast, make_draw(cast, 1e-12)) == Change()
    assert recognition.recognise(state, replace(cast, status=NOBODY), make_draw(cast)) == Change()


def test_a_party_recognises_nobody() -> None:
    cast, state = declared()
    everybody = replace(state, position=np.full((1, 1, 4), 100.0))
    weeks = np.asarray(recognition.recognise(everybody, cast, make_draw(cast, 1e-12)).fields["recognised"])
    assert weeks[0].tolist() == [NEVER, NEVER, 2, 2]
