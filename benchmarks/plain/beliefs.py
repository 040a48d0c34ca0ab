"""What one run believes and what chance will do in it, drawn number by number.

Every process has a generator of its own, of the seed, the run and its name (docs/decisions/0004), and draws
one block of numbers before the first week.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from benchmarks.plain.stage import Profile, Range, Stage

EDGE = 1e-12
"""How near to 0 or 1 a uniform may come."""


@dataclass(frozen=True)
class Draws:
    """The generators of a run."""

    seed: int
    run: int

    def generator(self, process: str) -> np.random.Generator:
        """The generator of one process."""
        seeds = np.random.SeedSequence(self.seed, spawn_key=(self.run, crc32(process.encode())))
        return np.random.default_rng(seeds)

    def uniforms(self, process: str, *shape: int) -> Any:
        """A block of uniforms as lists of lists."""
        return self.generator(process).random(shape).clip(EDGE, 1 - EDGE).tolist()

    def normals(self, process: str, *shape: int) -> Any:
        """A block of standard normals as lists of lists."""
        return self.generator(process).standard_normal(shape).tolist()


@dataclass(frozen=True)
class Sheet:
    """What is believed of one actor; position, salience : by issue, of those on which it holds a position."""

    position: dict[str, float]
    salience: dict[str, float]
    exposure: float
    reliance_against: float
    reliance_for: float
    asks_plan: float
    contingent: float
    caveat: float


@dataclass(frozen=True)
class Beliefs:
    """All that a run believes.

    p : parameter -> value, units as in parameters.yaml; rates : per day, by response; base : incidents per
    week at rest, by place; weight : of shocks, by place
    """

    p: dict[str, float]
    actors: list[Sheet]
    rates: list[float]
    base: list[float]
    weight: list[float]


@dataclass(frozen=True)
class Luck:
    """Uniforms: council, union : by text and actor; all others by week, and then by whom they concern."""

    council: list[list[float]]
    union: list[list[float]]
    silence: list[list[float]]
    recognise: list[list[float]]
    declare: list[float]
    respond: list[list[float]]
    incidents: list[list[float]]
    chain: list[float]


def pert(low: float, mode: float, high: float, u: float) -> float:
    """Quantile of the PERT distribution: a beta on [low, high] with weight 4 on the mode."""
    if low == high:
        return mode
    a = 1 + 4 * (mode - low) / (high - low)
    return low + (high - low) * float(special.betaincinv(a, 6 - a, u))


def uniform_of(normal: float) -> float:
    """The standard normal distribution function."""
    return math.erfc(-normal / math.sqrt(2)) / 2


def believe(stage: "Stage", draws: Draws) -> Beliefs:
    """Draw what a run believes."""
    case = stage.scenario.case
    u = draws.uniforms("evidence.parameters", len(stage.parameters))
    p = {name: pert(*known, one) for (name, known), one in zip(stage.parameters.items(), u, strict=True)}
    responses, places = case.responses.values(), case.places.values()
    u = draws.uniforms("evidence.responses", len(responses))
    rates = [pert(*response.rate.range, one) for response, one in zip(responses, u, strict=True)]
    u = draws.uniforms("evidence.places", 2, len(places))
    return Beliefs(
        p=p,
        actors=_sheets(stage, draws, p),
        rates=rates,
        base=[pert(*place.base_rate.range, one) for place, one in zip(places, u[0], strict=True)],
        weight=[pert(*place.weight.range, one) for place, one in zip(places, u[1], strict=True)],
    )


def _sheets(stage: "Stage", draws: Draws, p: dict[str, float]) -> list[Sheet]:
    count = stage.groups + len(stage.profiles)
    moods = draws.normals("evidence.position", len(stage.issues), count)
    stakes = draws.normals("evidence.salience", len(stage.issues), count)
    traits = draws.uniforms("evidence.actors", len(stage.profiles[0].traits), len(stage.profiles))
    alike = p.get("evidence.correlation", 0.0), p.get("evidence.salience_correlation", 0.0)
    sheets = []
    for one in stage.profiles:
        known = zip(one.traits.items(), traits, strict=True)
        sheet = Sheet(
            position=_drawn(stage, one, one.position, moods, alike[0]),
            salience=_drawn(stage, one, one.salience, stakes, alike[1]),
            **{name: pert(*amount, u[one.number]) for (name, amount), u in known},
        )
        sheets.append(sheet)
    return sheets


def _drawn(
    stage: "Stage", one: "Profile", known: "dict[str, Range]", normals: list[list[float]], alike: float
) -> dict[str, float]:
    """A quantity by issue, where the error of an actor is in part that of the groups to which it belongs."""
    return {
        issue: pert(*known[issue], uniform_of(_error(one, normals[k], stage.groups, alike)))
        for k, issue in enumerate(stage.issues)
        if issue in known
    }


def _error(one: "Profile", normals: list[float], groups: int, alike: float) -> float:
    """A standard normal; normals : one of each group, then of each actor; alike : share of the variance."""
    own = normals[groups + one.number]
    if not one.groups:
        return own
    common = sum(normals[group] for group in one.groups) / math.sqrt(len(one.groups))
    return math.sqrt(alike) * common + math.sqrt(1 - alike) * own


def luck(stage: "Stage", draws: Draws) -> Luck:
    """Draw what chance will do."""
    case, weeks, actors = stage.scenario.case, stage.clock.steps, len(stage.profiles)
    return Luck(
        council=draws.uniforms("council", len(case.texts), actors),
        union=draws.uniforms("union", len(case.texts), actors),
        silence=draws.uniforms("silence", weeks, actors),
        recognise=draws.uniforms("recognise", weeks, actors),
        declare=draws.uniforms("declare", weeks),
        respond=draws.uniforms("respond", weeks, len(case.responses)),
        incidents=draws.uniforms("incidents", weeks, len(case.places)),
        chain=draws.uniforms("chain", weeks),
    )
