"""A body as a game says of each vote what the engine's own rule says of it."""

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import alliance, council, union
from agents.cast import Cast
from agents.state import ADOPTED, AGAINST, FOR, VETO
from scenarios.models import BodyRule
from sim import power, stage
from sim.cast import make_cast
from sim.draws import Streams
from sim.needs import DECISIONS
from tests.cli.asking import HARBOUR
from tests.sim.asking import load


@cache
def cast_of(*settings: str) -> Cast:
    """The cast of one run of the baseline, with settings."""
    return make_cast(load("baseline", *settings), Streams(7, [0]))


@st.composite
def answers(draw: st.DrawFn) -> np.ndarray:
    """Who of the cast says yes: hardly anyone, some, nearly all, all."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    share = draw(st.sampled_from((0.1, 0.5, 0.7, 0.8, 0.9, 0.98, 1.0)))
    return rng.random(len(cast_of().actors)) < share


def passes(sitting: power.Sitting, yes: np.ndarray) -> bool:
    """Whether a text passes in the game if these of the cast say yes."""
    return bool(sitting.game.wins(yes[[cast_of().actors.index(name) for name in sitting.members]]))


@pytest.mark.parametrize("veto", ["true", "false"])
@pytest.mark.parametrize("majority", [9, 12])
@given(yes=answers(), agreed=st.booleans())
def test_the_council_adopts_what_wins(veto: str, majority: int, yes: np.ndarray, agreed: bool) -> None:
    settings = (f"rules.unsc.veto={veto}", f"rules.unsc.majority={majority}")
    cast = cast_of(*settings)
    yes = yes | (cast.permanent & agreed)  # else the five hardly ever agree
    said = np.where(yes, FOR, np.where(cast.permanent, VETO, AGAINST))
    vote = np.where(cast.council_member[0], said, AGAINST)
    outcome = council.result(vote[None], cast.rules.council_majority, cast.rules.council_veto)[0]
    assert passes(power.sitting(load("baseline", *settings), "unsc"), yes) == (outcome == ADOPTED)


@given(yes=answers())
def test_the_alliance_lets_stand_what_wins(yes: np.ndarray) -> None:
    stands = alliance.stands(~yes & cast_of().alliance_member[0])
    assert passes(power.sitting(load("baseline"), "nato"), yes) == stands


@pytest.mark.parametrize("rule", DECISIONS["union"])
@pytest.mark.parametrize("settings", [(), ("rules.eu.qualified_share=0.5", "rules.eu.majority=20")])
@given(yes=answers())
def test_the_union_adopts_what_wins(rule: str, settings: tuple[str, ...], yes: np.ndarray) -> None:
    scenario, cast = load("baseline", *settings), cast_of(*settings)
    cast = replace(cast, rules=replace(stage.rules(scenario), union_decision=rule))
    stance = np.where(yes, union.SUPPORT, union.OBJECT)[None]
    adopted = union.adopts(stance, cast.union_member[0], cast.votes, cast)[0]
    assert passes(power.sitting(scenario, "eu", rule=rule), yes) == adopted


def test_every_decision_rule_of_a_scenario_makes_a_game() -> None:
    assert set(power.RULES) == set(get_args(BodyRule.model_fields["decision"].annotation))


@pytest.mark.parametrize(("share", "needed"), [(0.739, 255), (0.0, 0), (1.0, 345), (0.2, 69), (0.7, 242)])
def test_the_quota_of_votes_is_the_first_number_that_is_the_share(share: float, needed: int) -> None:
    # 345 votes: 254 are 73.6 %, 255 are 73.9 %; 69 are a fifth, 241.5 are 70 %.
    scenario = load("baseline", f"rules.eu.qualified_share={share}")
    quotas = power.sitting(scenario, "eu", rule="qualified_majority").quotas
    assert quotas == (power.Quota("votes", needed, 345), power.Quota("members", 14, 27))


def test_whoever_joins_or_leaves_does_so_on_the_day() -> None:
    scenario = load("baseline")
    last = set(power.sitting(scenario, "unsc", dt.date(2007, 12, 31)).members)
    first = set(power.sitting(scenario, "unsc", dt.date(2008, 1, 1)).members)
    assert last - first == {"slovakia", "congo-brazzaville", "ghana", "peru", "qatar"}
    assert first - last == {"libya", "viet-nam", "burkina-faso", "costa-rica", "croatia"}


def test_without_a_word_on_the_veto_it_counts_as_in_the_engine(tmp_path: Path) -> None:
    file = tmp_path / "silent.yaml"
    file.write_text("title: T\nquestion: Q?\nextends: kosovo-2007/baseline\nremove: [rules.unsc.veto]\n")
    scenario = load(file)
    assert scenario.rules.bodies["unsc"].veto is None
    assert power.sitting(scenario, "unsc").game.veto.sum() == 5
    assert make_cast(scenario, Streams(7, [0])).rules.council_veto


def test_too_many_votes_to_count_are_refused_before_memory_runs_out() -> None:
    votes = [f"actors.{name}.memberships.league.votes=9000000" for name in ("upstream", "midway", "NO")]
    with pytest.raises(power.PowerError) as caught:
        power.sitting(load(HARBOUR / "baseline.yaml", *votes), "league", rule="qualified_majority")
    told = "league: its votes add up to 27,000,000, too many to count all coalitions"
    assert str(caught.value) == told
