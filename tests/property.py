"""Hypothesis strategies named after what they give: casts, states, draws, tables, worlds, luck.

Positions and weights are multiples of 1/64, which floats add and mirror exactly, so that a law that fails
does not fail by rounding.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from agents.arrays import NEVER, Floats, Ints
from agents.cast import Cast, Rules
from agents.protocols import Table
from agents.state import Draw, State, opening
from tests.worlds import PARAMETERS, make_cast, make_draw, make_ties

STEPS = (50.0, 25.0, 5.0, 1 / 64)
"""How coarse positions are, in points: coarse ones meet, tie and lie at the ends of the scale."""


@st.composite
def points(draw: st.DrawFn, *shape: int) -> Floats:
    """Positions, points 0-100: from all on the worded points of a scale to all different."""
    step, rng = draw(st.sampled_from(STEPS)), draw(generators())
    return rng.integers(0, round(100 / step), shape, endpoint=True) * step


@st.composite
def shares(draw: st.DrawFn, *shape: int, least: int = 0) -> Floats:
    """Shares, 0-1 in sixty-fourths, or in halves with many of 0 and of 1."""
    parts, rng = draw(st.sampled_from((2, 64))), draw(generators())
    return rng.integers(least, parts, shape, endpoint=True) / parts


@st.composite
def masks(draw: st.DrawFn, *shape: int) -> Any:
    """Who is in and who is out: nobody, some, everybody."""
    chance, rng = draw(st.sampled_from((0.0, 0.5, 0.9, 1.0))), draw(generators())
    return rng.random(shape) < chance


def generators() -> st.SearchStrategy[np.random.Generator]:
    """Generators; an array takes all its numbers from one, for Hypothesis draws single numbers slowly."""
    return st.integers(0, 2**32 - 1).map(np.random.default_rng)


@st.composite
def casts(draw: st.DrawFn, most: int = 8, least: int = 2, bounded: bool | None = None) -> Cast:
    """Casts of 2 to 8 actors, 1 to 3 issues and 1 to 4 runs, who hold, sit and care as they may."""
    actors = draw(st.integers(least, most))
    issues, runs, weeks = draw(st.integers(1, 3)), draw(st.integers(1, 4)), 12
    holds = draw(masks(issues, actors))
    holds[0] = True
    # Whoever holds no position cares for nothing, as the casting has it.
    position = draw(points(runs, issues, actors)) * holds
    salience = draw(shares(runs, issues, actors)) * holds
    capability = draw(shares(actors, least=1))
    groups = draw(masks(2, actors))
    p = {name: np.full(runs, value) for name, value in PARAMETERS.items()}
    tie = draw(shares(actors, actors))
    others = np.arange(actors) >= 2
    return make_cast(
        actors,
        issues,
        runs,
        weeks,
        holds=holds,
        position=position,
        salience=salience,
        capability=capability,
        bodies=("first", "second"),
        groups=groups,
        ties=make_ties(capability, holds, groups, p, tie),
        exposure=draw(shares(runs, actors)),
        reliance_against=draw(shares(runs, actors)),
        caveat=draw(shares(runs, actors)),
        council_member=np.broadcast_to(draw(masks(actors)), (weeks, actors)),
        alliance_member=np.broadcast_to(draw(masks(actors)), (weeks, actors)),
        union_member=np.broadcast_to(draw(masks(actors)), (weeks, actors)),
        votes=np.where(others, np.arange(actors) + 2.0, 3.0),
        rules=Rules(
            council_majority=draw(st.integers(1, 3)),
            withdraw_if_vetoed=draw(st.booleans()),
            bounded=draw(st.booleans()) if bounded is None else bounded,
            protocol=draw(st.sampled_from(UNTIED)),
            union_decision=draw(st.sampled_from(UNION_DECISIONS)),
        ),
    )


UNTIED = ("influence", "compromise", "median", "none", "nash", "kalai-smorodinsky", "procedural")
"""Protocols that treat ties alike whatever the order of the actors."""

UNION_DECISIONS = ("unanimity", "constructive_abstention", "qualified_majority", "majority")


@st.composite
def states(draw: st.DrawFn, cast: Cast, declared: bool | None = None) -> State:
    """States that such a cast may come to in mid-course: some texts tabled, some recognised, some unrest."""
    rng = draw(generators())
    runs, actors = cast.runs, len(cast.actors)
    texts, places = len(cast.texts.name), len(cast.ground.name)
    week = draw(st.integers(0, cast.weeks - 1))
    said = rng.random(runs) < 0.75 if declared is None else np.full(runs, declared)
    past = rng.integers(0, week + 1, runs)
    recognised = rng.integers(0, week + 1, (runs, actors))
    early = (rng.random((runs, actors)) < 0.25) & said[:, None] & cast.states
    return replace(
        opening(cast),
        week=week,
        position=draw(points(runs, len(cast.issues), actors)) * cast.holds,
        declared=np.where(said, past, NEVER),
        coordinated=said & (rng.random(runs) < 0.5),
        recognised=np.where(early, np.maximum(recognised, past[:, None]), NEVER),
        endorsed=rng.random(runs) < 0.25,
        condemned=rng.random(runs) < 0.25,
        mandate=rng.random(runs) < 0.75,
        motion=rng.random((runs, texts)) < 0.5,
        insisted=rng.random((runs, texts)) < 0.5,
        common_position=np.where(rng.random(runs) < 0.25, 0, NEVER),
        commitment=rng.integers(0, 101, runs).astype(np.float64),
        usable=rng.integers(0, 4000, (runs, places)).astype(np.float64),
        excitation=rng.integers(0, 40, (runs, places)).astype(np.float64),
        shock=rng.integers(0, 20, (runs, places)).astype(np.float64),
        severity=rng.integers(0, 100, (runs, places)).astype(np.float64),
        quiet=rng.integers(0, 10, (runs, places)).astype(np.float64),
        reserves=rng.integers(0, 2, (runs, places)).astype(np.float64),
        precedent=rng.integers(0, 101, runs).astype(np.float64),
        talks_until=np.full(runs, cast.weeks),
    )


@st.composite
def draws(draw: st.DrawFn, cast: Cast) -> Draw:
    """A week's uniforms for a cast."""
    rng = draw(generators())
    shapes = {name: value.shape for name, value in vars(make_draw(cast)).items()}
    return Draw(**{name: rng.uniform(1e-6, 1 - 1e-6, shape) for name, shape in shapes.items()})


@dataclass(frozen=True)
class World:
    """A cast, a state that it came to and the luck of the week."""

    cast: Cast
    state: State
    draw: Draw


@st.composite
def worlds(
    draw: st.DrawFn, most: int = 8, declared: bool | None = None, bounded: bool | None = None
) -> World:
    """Worlds ready for any rule."""
    cast = draw(casts(most=most, bounded=bounded))
    return World(cast, draw(states(cast, declared)), draw(draws(cast)))


@st.composite
def tables(draw: st.DrawFn, most: int = 6) -> Table:
    """Tables full of ties: few places, equal weights, some without a say, with and without a reference."""
    runs, issues, actors = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(2, most))
    shape = (runs, issues, actors)
    holds = draw(masks(issues, actors))
    holds[0] = True
    each = draw(st.sampled_from(((actors,), (issues, actors))))
    return seated(
        draw,
        holds,
        position=draw(points(*shape)) * holds,
        start=draw(points(*shape)) * holds,
        salience=draw(shares(*shape)) * holds,
        capability=draw(shares(*each, least=draw(st.sampled_from((0, 1))))),
        reference=np.where(draw(masks(issues)), draw(points(issues)), np.nan),
    )


@st.composite
def generic_tables(draw: st.DrawFn, most: int = 6, least: int = 2) -> Table:
    """Tables in which nothing is tied: every place and every weight is a different number of many digits."""
    runs, issues, actors = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(least, most))
    rng, shape = draw(generators()), (runs, issues, actors)
    holds = draw(masks(issues, actors))
    holds[0] = True
    position = rng.uniform(0, 100, shape) * holds
    # Where nobody has been pushed from outside, places lie between those at the start.
    ends = np.stack([position, rng.uniform(0, 100, shape) * holds])
    each = draw(st.sampled_from(((actors,), (issues, actors))))
    return seated(
        draw,
        holds,
        position=position,
        start=draw(st.sampled_from(tuple(ends))),
        salience=rng.uniform(0.05, 1, shape) * holds,
        capability=rng.uniform(0.05, 1, each),
        reference=np.where(draw(masks(issues)), rng.uniform(0, 100, issues), np.nan),
        **(draw(followers(actors, position)) if draw(st.booleans()) else {}),
    )


@st.composite
def followers(draw: st.DrawFn, actors: int, position: Floats) -> dict[str, Floats]:
    """Ideals apart from positions, and how they follow them."""
    rng = draw(generators())
    shift = rng.uniform(0, 1, (actors, actors))
    return {
        "ideal": np.where(position > 0, rng.uniform(0, 100, position.shape), 0.0),
        "adjustment": shift / shift.sum(axis=-1, keepdims=True) * rng.uniform(0, 1, (actors, 1)),
    }


def seated(draw: st.DrawFn, holds: Any, **given: Any) -> Table:
    """A table of these holdings with ties, luck and perhaps bounded confidence."""
    rng = draw(generators())
    runs, _, actors = given["position"].shape
    p = {name: np.full(runs, value) for name, value in PARAMETERS.items()}
    heard = given["capability"] if given["capability"].ndim == 1 else given["capability"].max(axis=0)
    ties = make_ties(heard, holds, draw(masks(2, actors)), p, draw(shares(actors, actors)))
    return Table(
        holds=holds,
        ties=ties,
        susceptibility=p["negotiation.susceptibility"],
        confidence=draw(st.sampled_from((None, p["negotiation.confidence"]))),
        luck=rng.uniform(1e-6, 1 - 1e-6, given["position"].shape),
        **given,
    )


@st.composite
def orders(draw: st.DrawFn, cast: Cast) -> Ints:
    """Ways to seat the actors of a cast."""
    return np.array(draw(st.permutations(range(len(cast.actors)))))


@st.composite
def lucks(draw: st.DrawFn, cast: Cast, weeks: int | None = None) -> list[Draw]:
    """The draws of every week of a run."""
    rng = draw(generators())
    count = cast.weeks if weeks is None else weeks
    shapes = {name: value.shape for name, value in vars(make_draw(cast)).items()}
    # The council's and the union's draws belong to the text, not to the week.
    fixed = {name: rng.uniform(1e-6, 1 - 1e-6, shapes[name]) for name in ("council", "union")}
    return [
        Draw(**{name: rng.uniform(1e-6, 1 - 1e-6, shape) for name, shape in shapes.items()} | fixed)
        for _ in range(count)
    ]
