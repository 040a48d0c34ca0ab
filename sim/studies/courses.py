"""How two scenarios differ week by week: the spread of B less A over paired runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from agents.arrays import NEVER, Floats
from agents.protocols.outcome import weighted_mean

if TYPE_CHECKING:
    import scenarios

DRAWN = 5_000
"""Pairs that a course is drawn of at most."""

POINTS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Course:
    """A weekly number, B less A.

    kind, of : what it is of, such as position and recognition; points : (5, weeks), the 5, 25, 50, 75 and 95
    per cent points over pairs; mean : (weeks,); both over the first DRAWN pairs
    actors : actor -> (weeks,), means over all pairs, for positions only
    """

    kind: str
    of: str
    unit: str
    points: Floats
    mean: Floats
    actors: dict[str, Floats]


@dataclass(frozen=True)
class Change:
    """What some pairs add to a course.

    of : kind and what it is of; rows : (pairs, weeks), B less A, of the pairs that are drawn; sums : actor ->
    (weeks,), over all of the pairs
    """

    of: tuple[str, str]
    unit: str
    rows: Floats
    sums: Mapping[str, Floats]


def changes(a: xr.Dataset, b: xr.Dataset, scenario: "scenarios.Scenario") -> Iterator[Change]:
    """What pairs of runs add to mean positions, recognitions so far, and severity by place."""
    if scenario.case.roles.claimant:
        states = np.array([actor.kind == "state" for actor in scenario.actors.values()])
        first, second = (_recognised(one, states) for one in (a, b))
        yield Change(("recognitions", ""), "states", second - first, {})
    for issue in scenario.issues:
        held = ~np.isnan([one["position"].sel(issue=issue).values[0, 0] for one in (a, b)]).any(axis=0)
        if held.any():
            yield _positions(a, b, issue, held)
    for place in scenario.case.places:
        first, second = (one["severity"].sel(place=place).values.astype(np.float64) for one in (a, b))
        yield Change(("severity", place), "severity", second - first, {})


def courses(parts: Sequence[Sequence[Change]], runs: int) -> tuple[Course, ...]:
    """What differs in any pair and week; parts : of some pairs each, `runs` in all."""
    found = []
    for same in zip(*parts, strict=True):
        rows = np.concatenate([one.rows for one in same])
        points = np.quantile(rows, POINTS, axis=0)
        apart = {name: sum(one.sums[name] for one in same) / runs for name in same[0].sums}
        actors = {name: np.asarray(mean) for name, mean in apart.items() if mean.any()}
        kind, of = same[0].of
        found.append(Course(kind, of, same[0].unit, points, rows.mean(axis=0), actors))
    return tuple(one for one in found if one.points.any() or one.mean.any())


def _recognised(data: xr.Dataset, states: Any) -> Floats:
    """How many states have recognised by the end of each week, (runs, weeks)."""
    when = data["recognised_week"].values[:, states].astype(np.int64)
    weeks = np.arange(data.sizes["week"])
    so_far = (when[:, None] != NEVER) & (when[:, None] <= weeks[:, None])
    return np.asarray(so_far.sum(axis=-1), dtype=np.float64)


def _positions(a: xr.Dataset, b: xr.Dataset, issue: str, held: Any) -> Change:
    """The mean position on an issue, weighted by capability x salience, and each actor's own."""
    means, own = [], []
    for one in (a, b):
        x = one["position"].sel(issue=issue).values[..., held].astype(np.float64)
        power = one["capability"].values * one["salience"].sel(issue=issue).values.astype(np.float64)
        means.append(weighted_mean(x, np.broadcast_to(power[:, None, held], x.shape)))
        own.append(x.sum(axis=0))
    apart = own[1] - own[0]
    names = [str(name) for name in a["actor"].values[held]]
    rows = np.nan_to_num(means[1] - means[0])
    return Change(("position", issue), "points", rows, {name: apart[:, i] for i, name in enumerate(names)})
