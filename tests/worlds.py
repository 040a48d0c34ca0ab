"""Small worlds to try the rules in: a factory for casts, luck and tables, and whole runs without a case.

Axes as in agents/cast.py: R runs, K issues, N actors, W weeks, P places, T texts, Q postures, V responses.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import numpy as np

from agents.arrays import Floats
from agents.cast import NOBODY, Cast, Ground, Postures, Responses, Rules, Texts
from agents.protocols import Table
from agents.state import Draw, State, opening
from agents.ties import Ties
from sim.clock import Clock
from sim.events import Programme
from sim.week import next_week, run_week, steps

PARAMETERS: Mapping[str, float] = {
    "negotiation.pace": 0.01,
    "negotiation.susceptibility": 0.5,
    "negotiation.tie_floor": 0.125,
    "negotiation.tie_body": 0.25,
    "negotiation.confidence": 40.0,
    "talks.yield_base": 20.0,
    "talks.effort": 0.5,
    "talks.deadline_push": 5.0,
    "talks.deadline_scale": 3.0,
    "talks.no_deal": 15.0,
    "council.band": 6.0,
    "council.veto_threshold": 10.0,
    "council.noise": 3.0,
    "alliance.tolerance": 30.0,
    "alliance.noise": 2.0,
    "alliance.alarm": 20.0,
    "union.support_band": 10.0,
    "union.abstain_band": 15.0,
    "union.noise": 2.0,
    "union.basis": 12.0,
    "declaration.base_rate": 0.02,
    "declaration.expected_recognition": 2.0,
    "declaration.readiness": 1.0,
    "declaration.mission": 0.5,
    "declaration.request": 5.0,
    "declaration.impatience": 0.07,
    "declaration.talks_open": 3.0,
    "declaration.coordination_threshold": 60.0,
    "recognition.base_rate": 0.01,
    "recognition.position": 2.0,
    "recognition.diffusion": 1.5,
    "recognition.endorsement": 1.5,
    "recognition.settlement": 2.0,
    "recognition.coordinated": 0.75,
    "recognition.union_text": 1.0,
    "recognition.exposure": 1.5,
    "recognition.reliance": 1.0,
    "recognition.plan": 0.5,
    "recognition.gate_unilateral": 80.0,
    "recognition.gate_coordinated": 62.0,
    "recognition.gate_resolution": 38.0,
    "recognition.gate_agreement": 12.0,
    "plan.commitment": 55.0,
    "plan.growth": 0.004,
    "plan.mission": 5.0,
    "plan.enclaves": 0.25,
    "plan.acceptance": 0.0,
    "force.strength": 8000.0,
    "force.battalions": 4.0,
    "force.battalion_size": 500.0,
    "force.lag": 2.0,
    "force.trigger": 20.0,
    "force.release": 8.0,
    "force.half_saturation": 1000.0,
    "force.stay_gate": 37.0,
    "unrest.branching": 0.5,
    "unrest.decay": 0.2,
    "unrest.declaration_shock": 6.0,
    "unrest.deadline_shock": 1.0,
    "unrest.shock_decay": 0.1,
    "unrest.spill": 0.125,
    "unrest.riot_incidents": 32.0,
    "precedent.growth": 0.15,
    "precedent.decay": 0.001,
    "precedent.hazard": 0.002,
    "responses.position": 1.0,
    "responses.recognitions": 0.5,
    "responses.endorsement": -1.0,
}
"""One value for every parameter of the rules, round and plausible; of no case."""

ACTORS = ("claimant", "parent", "patron", "rival", "ally", "neighbour", "broker", "islander")


def make_cast(
    actors: int = 4, issues: int = 2, runs: int = 1, weeks: int = 12, days: float = 7.0, **changes: Any
) -> Cast:
    """A cast in which everything of the engine can happen; any field or `p={name: value}` can be changed.

    The first actor claims, the second is the parent, the third is the claimant's patron and the fourth the
    parent's. All but the parties are states and sit in every body.
    """
    p = {name: np.full(runs, value) for name, value in PARAMETERS.items()}
    for name, value in changes.pop("p", {}).items():
        p[name] = np.broadcast_to(np.asarray(value, dtype=np.float64), (runs,)).copy()
    seat = np.arange(actors)
    others = seat >= 2
    shape = (runs, issues, actors)
    last = issues - 1
    given: dict[str, Any] = {
        "actors": ACTORS[:actors],
        "issues": ("status", "posture", "mission")[:issues],
        "bodies": ("everyone",),
        "groups": others[None, :],
        "weeks": weeks,
        "days": days,
        "runs": runs,
        "p": p,
        "rules": Rules(council_majority=max(actors // 2, 1)),
        "position": np.broadcast_to(np.linspace(100, 0, actors).round(), shape).copy(),
        "salience": np.full(shape, 0.5),
        "holds": np.ones((issues, actors), dtype=np.bool_),
        "capability": np.full(actors, 0.25),
        "states": others,
        "exposure": np.full((runs, actors), 0.25),
        "reliance_against": np.full((runs, actors), 0.25),
        "reliance_for": np.full((runs, actors), 0.25),
        "asks_plan": np.full((runs, actors), 0.5),
        "contingent": np.full((runs, actors), 100.0) * others,
        "caveat": np.full((runs, actors), 0.25),
        "posts": np.broadcast_to([0.5, 0.5, 0.0], (actors, 3)).copy(),
        "council_member": np.broadcast_to(others, (weeks, actors)).copy(),
        "alliance_member": np.broadcast_to(others, (weeks, actors)).copy(),
        "union_member": np.broadcast_to(others, (weeks, actors)).copy(),
        "permanent": (seat == 2) | (seat == 3),
        "votes": np.where(others, 4.0, 0.0),
        "patron_against": seat == 3,
        "patron_for": seat == 2,
        "meetings": np.arange(weeks) % 4 == 0,
        "claimant": 0,
        "parent": 1 if actors > 1 else NOBODY,
        "status": 0,
        "posture": last,
        "deadline": 1,
        "request": 4,
        "texts": make_texts(actors, last),
        "postures": make_postures(),
        "responses": make_responses(actors, runs),
        "ground": make_ground(runs),
    }
    given |= changes
    if "ties" not in given:
        given["ties"] = make_ties(given["capability"], given["holds"], given["groups"], p)
    return Cast(**given)


def make_ties(capability: Floats, holds: Any, groups: Any, p: Mapping[str, Floats], tie: Any = 0.25) -> Ties:
    """Ties of everyone with everyone, `tie` strong: a number or a matrix (N, N)."""
    count = len(capability)
    return Ties(
        source=capability * holds,
        seats=groups,
        cohesion=np.ones(len(groups)),
        bilateral=tie * ~np.eye(count, dtype=np.bool_),
        floor=p["negotiation.tie_floor"],
        body=p["negotiation.tie_body"],
    )


def make_texts(actors: int, last: int) -> Texts:
    """Four texts: the council endorses, condemns; the union agrees a position, sends a mission."""
    sponsor = np.zeros((4, actors), dtype=np.bool_)
    sponsor[:2, min(2, actors - 1)] = True
    return Texts(
        name=("endorse", "condemn", "common", "mission"),
        issue=np.array([0, 0, 0, last]),
        place=np.array([50.0, 0.0, 70.0, 70.0]),
        reversion=np.array([25.0, 60.0, 50.0, 0.0]),
        council=np.array([True, True, False, False]),
        sponsor=sponsor,
        weeks=np.zeros(4, dtype=np.int64),
        opens=np.zeros(4, dtype=np.int64),
        effect=("endorse", "condemn", "common_position", "mission"),
    )


def make_postures() -> Postures:
    """Three postures: go, hold, grow."""
    return Postures(
        name=("go", "hold", "grow"),
        place=np.array([20.0, 60.0, 90.0]),
        strength=np.array([0.5, 1.0, 1.25]),
        caveats=np.array([1.0, 1.0, 0.5]),
        reserves=np.array([False, True, True]),
    )


def make_responses(actors: int, runs: int) -> Responses:
    """Two responses: the parent protests at a declaration, the last actor stirs after a recognition."""
    return Responses(
        name=("protest", "stir"),
        actor=np.array([min(1, actors - 1), actors - 1]),
        after=("declaration", "recognition"),
        rate=np.broadcast_to([0.2, 0.05], (runs, 2)).copy(),
        shocks=np.array([[2.0, 0.0, 1.0], [0.0, 1.0, 0.0]]),
        precedent=np.array([0.0, 10.0]),
    )


def make_ground(runs: int) -> Ground:
    """A town and a valley with a garrison, the valley under safeguards, and a far city without."""
    return Ground(
        name=("town", "valley", "city"),
        garrison=np.array([True, True, False]),
        base=np.broadcast_to([1.0, 0.5, 0.25], (runs, 3)).copy(),
        weight=np.broadcast_to([1.0, 0.5, 0.25], (runs, 3)).copy(),
        safeguarded=np.array([False, True, False]),
    )


def make_draw(cast: Cast, u: float = 0.5, **changes: Any) -> Draw:
    """A week's draws, all the same number; any can be changed."""
    runs, actors, texts = cast.runs, len(cast.actors), len(cast.texts.name)
    given = {
        "negotiation": np.full(cast.position.shape, u),
        "council": np.full((runs, texts, actors), u),
        "silence": np.full((runs, actors), u),
        "union": np.full((runs, texts, actors), u),
        "recognise": np.full((runs, actors), u),
        "declare": np.full(runs, u),
        "respond": np.full((runs, len(cast.responses.name)), u),
        "incidents": np.full((runs, len(cast.ground.name)), u),
        "chain": np.full(runs, u),
    }
    return Draw(**(given | changes))


def make_table(cast: Cast, start: Floats | None = None, bounded: bool = False) -> Table:
    """The table of a cast: where it stands, and where it began (the same place, if not said)."""
    return Table(
        position=cast.position,
        start=cast.position if start is None else start,
        salience=cast.salience,
        capability=cast.capability,
        holds=cast.holds,
        ties=cast.ties,
        susceptibility=cast.p["negotiation.susceptibility"],
        confidence=cast.p["negotiation.confidence"] if bounded else None,
        reference=cast.reference,
    )


CALENDAR = SimpleNamespace(start=dt.date(2000, 1, 3), step_days=7.0, weeks=12)
"""A calendar of no case: the first Monday of the century."""


def play(cast: Cast, luck: Sequence[Draw], begin: State | None = None, events: Sequence[Any] = ()) -> State:
    """The state after as many weeks as there are draws, by the engine's own order of the week."""
    order = steps(SimpleNamespace(events=events, case=CALENDAR))  # type: ignore[arg-type]
    order["calendar"] = Programme(events, Clock(CALENDAR.start, cast.days, cast.weeks))
    state = opening(cast, len(events)) if begin is None else begin
    for draw in luck:
        state, _ = run_week(order, state, cast, draw)
        state = next_week(state)
    return state


def same(one: State, other: State, besides: Sequence[str] = ()) -> list[str]:
    """Names of the fields of State in which two states differ in any bit."""
    names = [f.name for f in fields(State) if f.name not in besides]
    return [name for name in names if not np.array_equal(getattr(one, name), getattr(other, name))]


def nearly(one: State, other: State, besides: Sequence[str] = ()) -> list[str]:
    """Names of the fields in which two states differ by more than rounding."""
    names = [f.name for f in fields(State) if f.name not in besides]
    return [
        name
        for name in names
        if not np.allclose(getattr(one, name), getattr(other, name), rtol=1e-9, atol=1e-9)
    ]
