"""What one run believes: positions, saliences and judgement parameters drawn from low / mode / high.

These draws are epistemic: fixed over the run.  Errors about members of one body are correlated through a
Gaussian copula, for what is misread about one member is misread about others too.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from agents.arrays import Bools, Floats
from agents.chance import pert, pert_of
from agents.ties import weigh
from sim.draws import Streams

if TYPE_CHECKING:
    import scenarios

Range = tuple[float, float, float]


def parameters(scenario: "scenarios.Scenario", streams: Streams) -> dict[str, Floats]:
    """Every parameter of the case, `group.name` -> (R,); a fixed one keeps its column of draws, unused."""
    ranges = dict(parameter_ranges(scenario))
    u = streams.uniforms("evidence.parameters", len(ranges))
    drawn = np.ascontiguousarray(draw(list(ranges.values()), u).T)
    return dict(zip(ranges, drawn, strict=True))


def parameter_ranges(scenario: "scenarios.Scenario") -> Iterable[tuple[str, Range]]:
    """Name and low, mode, high of every parameter, in the order of names."""
    for group in sorted(type(scenario.parameters).model_fields):
        members = getattr(scenario.parameters, group)
        if members is None:
            continue
        for name in sorted(type(members).model_fields):
            sourced = getattr(members, name)
            if sourced is not None:
                yield f"{group}.{name}", sourced.range


def draw(ranges: Sequence[Range], u: Floats) -> Floats:
    """PERT quantiles of M ranges: u (..., M) -> (..., M)."""
    if not ranges:
        return np.zeros_like(u)
    low, mode, high = np.array(ranges, dtype=np.float64).T
    return pert(low, mode, high, u)


def grid(ranges: Sequence[Sequence[Range]], errors: Floats) -> Floats:
    """PERT quantiles of a K x N table of ranges at standard normal errors: (R, K, N) -> (R, K, N)."""
    table = np.array(ranges, dtype=np.float64)
    return pert_of(table[..., 0], table[..., 1], table[..., 2], errors)


def correlated(streams: Streams, name: str, issues: int, groups: Bools, correlation: Floats) -> Floats:
    """Standard normal errors (R, K, N) that share a factor per issue and group.

    groups : (G, N), who belongs where; correlation : (R,), share of variance that members of a group share.
    An actor in several groups takes the mean of their factors, scaled back to unit variance; one in none is
    on its own.
    """
    count, actors = groups.shape
    z = streams.normals(name, issues, count + actors)
    factors, own = z[..., :count], z[..., count:]
    belongs = groups.sum(axis=0)
    loading = groups.T / np.sqrt(np.maximum(belongs, 1))[:, None]
    common = weigh(loading, factors) if count else np.zeros_like(own)
    share = np.where(belongs > 0, correlation[:, None], 0.0)[:, None, :]
    return np.asarray(np.sqrt(share) * common + np.sqrt(1.0 - share) * own, dtype=np.float64)
