"""How two scenarios differ week by week: the spread of B less A over paired runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from agents.arrays import NEVER, Floats
from agents.protocols.outcome import weighted_mean

if TYPE_CHECKING:
    import scenarios

POINTS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Course:
    """A weekly number, B less A.

    kind, of : what it is of, such as position and recognition; points : (5, weeks), the 5, 25, 50, 75 and 95
    per cent points over pairs; mean : (weeks,); actors : actor -> (weeks,), means, for positions only
    """

    kind: str
    of: str
    unit: str
    points: Floats
    mean: Floats
    actors: dict[str, Floats]


def courses(a: xr.Dataset, b: xr.Dataset, scenario: "scenarios.Scenario") -> tuple[Course, ...]:
    """What differs in any pair and week: mean positions, recognitions so far, and severity by place."""
    return tuple(one for one in _all(a, b, scenario) if one.points.any() or one.mean.any())


def _all(a: xr.Dataset, b: xr.Dataset, scenario: "scenarios.Scenario") -> Iterator[Course]:
    if scenario.case.roles.claimant:
        states = np.array([actor.kind == "state" for actor in scenario.actors.values()])
        first, second = (_recognised(one, states) for one in (a, b))
        yield _course("recognitions", "", "states", second - first)
    for issue in scenario.issues:
        held = ~np.isnan([one["position"].sel(issue=issue).values[0, 0] for one in (a, b)]).any(axis=0)
        if held.any():
            yield _positions(a, b, issue, held)
    for place in scenario.case.places:
        first, second = (one["severity"].sel(place=place).values.astype(np.float64) for one in (a, b))
        yield _course("severity", place, "severity", second - first)


def _course(kind: str, of: str, unit: str, change: Floats, actors: dict[str, Floats] | None = None) -> Course:
    """A course of `change`, B less A, (runs, weeks)."""
    points = np.quantile(change, POINTS, axis=0)
    return Course(kind, of, unit, points, change.mean(axis=0), actors or {})


def _recognised(data: xr.Dataset, states: Any) -> Floats:
    """How many states have recognised by the end of each week, (runs, weeks)."""
    when = data["recognised_week"].values[:, states].astype(np.int64)
    weeks = np.arange(data.sizes["week"])
    so_far = (when[:, None] != NEVER) & (when[:, None] <= weeks[:, None])
    return np.asarray(so_far.sum(axis=-1), dtype=np.float64)


def _positions(a: xr.Dataset, b: xr.Dataset, issue: str, held: Any) -> Course:
    """The mean position on an issue, weighted by capability x salience, and each actor's own."""
    means, own = [], []
    for one in (a, b):
        x = one["position"].sel(issue=issue).values[..., held].astype(np.float64)
        power = one["capability"].values * one["salience"].sel(issue=issue).values.astype(np.float64)
        means.append(weighted_mean(x, np.broadcast_to(power[:, None, held], x.shape)))
        own.append(x.mean(axis=0))
    apart = own[1] - own[0]
    names = [str(name) for name in a["actor"].values[held]]
    return _course(
        "position",
        issue,
        "points",
        np.nan_to_num(means[1] - means[0]),
        {name: apart[:, i] for i, name in enumerate(names) if apart[:, i].any()},
    )
