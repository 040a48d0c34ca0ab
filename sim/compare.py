"""Two scenarios under the same luck: how their outcomes differ run by run, when runs part, and over what.

Run r of one scenario is paired with run r of the other.  Both draw the same numbers for the same things
(`sim.draws`), so all that differs within a pair is due to what differs between the scenarios.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from agents.arrays import NEVER, Bools, Ints
from sim import chain
from sim.chain import Link, Sequel
from sim.contrast import Assumption, assumptions, mismatches
from sim.courses import Course, courses
from sim.outcomes import every
from sim.paired import Difference, difference, short
from sim.record import ONCE, WEEKLY

if TYPE_CHECKING:
    import scenarios
    from sim.results import Results

_LAST = {"text_week"}
"""Weeks that are set anew each time: the runs differ in the later of two for certain."""


if TYPE_CHECKING:
    Side = tuple[xr.Dataset, "scenarios.Scenario"]


class CompareError(ValueError):
    """Two results whose runs cannot be paired."""


@dataclass(frozen=True)
class Comparison:
    """What B changes against A.

    parted, decided : (runs,), the week in which a pair's runs first differ in anything recorded, and in a
    decision; -1 for never.  carriers : variable -> share of pairs in which it is among the first to differ.
    courses : what differs week by week (not among what `as_dict` gives).
    """

    a: "scenarios.Scenario"
    b: "scenarios.Scenario"
    seed: int
    runs: int
    assumptions: tuple[Assumption, ...]
    outcomes: tuple[Difference, ...]
    parted: Ints
    carriers: Mapping[str, float]
    decided: Ints
    first: tuple[Link, ...]
    sequels: tuple[Sequel, ...]
    courses: tuple[Course, ...]

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs in any run."""
        return not (self.parted != NEVER).any() and not any(one.differs for one in self.outcomes)

    @property
    def verdict(self) -> str:
        """That nothing differs, and why; empty where something does."""
        if not self.unchanged:
            return ""
        said = "say different things, but none that matters here" if self.assumptions else "say the same"
        return f"Nothing differs: the scenarios {said}, and every number of every run is exactly equal."

    def shown(self, wanted: Sequence[str] = ()) -> list[Difference]:
        """The outcomes asked for; else the case's headline, then what differs beyond its interval."""
        named = {one.name: one for one in self.outcomes}
        if wanted:
            return [named[name] for name in wanted]
        first = [named[name] for name in self.a.case.headline if name in named]
        return [*first, *(one for one in self.outcomes if one.clear and one not in first)]

    def as_dict(self) -> dict[str, Any]:
        """For a program; weeks count from 0."""
        return {
            "a": _about(self.a),
            "b": _about(self.b),
            "runs": self.runs,
            "unchanged": self.unchanged,
            "assumptions": [asdict(one) for one in self.assumptions],
            "outcomes": {one.name: one.as_dict() for one in self.outcomes},
            "parted": parting(self.parted),
            "carriers": {name: short(share) for name, share in self.carriers.items()},
            "decisions": {
                "parted": parting(self.decided),
                "first": [_told(asdict(one)) for one in self.first],
                "sequels": [_told(asdict(one)) for one in self.sequels],
            },
        }


def compare(a: "Results", b: "Results") -> Comparison:
    """Compare two ensembles run by run, over the runs that both have.

    Errors: CompareError if they are of two seeds, or of scenarios that cannot share their luck.
    """
    wrong = mismatches(a.scenario, b.scenario)
    if a.seed != b.seed:
        wrong = (f"they are of two seeds, {a.seed} and {b.seed}", *wrong)
    if wrong:
        raise CompareError(f"{a.scenario.name} and {b.scenario.name}: {'; '.join(wrong)}")
    runs = min(a.runs, b.runs)
    data_a, data_b = (one.data.isel(run=slice(runs)) for one in (a, b))
    logs, names = chain.compare_logs(a.decisions, b.decisions, runs)
    decided = chain.parted(logs, runs)
    weeks = {"decisions": decided, **_partings(data_a, data_b)}
    parted = _earliest(list(weeks.values()))
    return Comparison(
        a=a.scenario,
        b=b.scenario,
        seed=a.seed,
        runs=runs,
        assumptions=assumptions(a.scenario, b.scenario),
        outcomes=tuple(_differences((data_a, a.scenario), (data_b, b.scenario))),
        parted=parted,
        carriers=_carriers(weeks, parted),
        decided=decided,
        first=chain.first_links(logs, names, runs),
        sequels=chain.sequels(logs, names, runs),
        courses=courses(data_a, data_b, a.scenario),
    )


def _differences(a: "Side", b: "Side") -> Iterator[Difference]:
    """Every outcome that both scenarios have."""
    others = {one.name: one for one in every(*b)}
    yield from (difference(one, others[one.name]) for one in every(*a) if one.name in others)


def _partings(a: xr.Dataset, b: xr.Dataset) -> dict[str, Ints]:
    """By variable, the week in which the runs of each pair first differ in it, (runs,), -1 for never.

    What is drawn or given at the start differs in week 0.  What is recorded once and tells no week differs in
    the last week at the latest; whatever made it differ shows earlier in something else.
    """
    last = int(a.sizes["week"]) - 1
    found = {}
    for name in WEEKLY:
        apart = _unlike(a[name].values, b[name].values, 2)
        found[name] = np.where(apart.any(axis=1), apart.argmax(axis=1), NEVER)
    for name, one in ONCE.items():
        x, y = a[name].values, b[name].values
        if one.unit.startswith("week"):
            found[name] = _weeks(x.astype(np.int64), y.astype(np.int64), latest=name in _LAST)
        else:
            week = 0 if name in {"position_start", "salience"} else last
            found[name] = np.where(_unlike(x, y, 1), week, NEVER)
    return found


def _unlike(x: Any, y: Any, kept: int) -> Bools:
    """Where two arrays differ in any bit of what lies behind the first `kept` axes; NaN equals NaN."""
    apart = x != y
    if np.issubdtype(x.dtype, np.floating):
        apart &= ~(np.isnan(x) & np.isnan(y))
    return np.asarray(apart.reshape(*apart.shape[:kept], -1).any(axis=-1))


def _weeks(x: Ints, y: Ints, *, latest: bool) -> Ints:
    """The first week in which either of two weeks of something happening sets the runs apart, (runs,)."""
    x, y = x.reshape(len(x), -1), y.reshape(len(y), -1)
    far = np.iinfo(np.int64).max
    when = np.maximum(x, y) if latest else np.minimum(np.where(x < 0, far, x), np.where(y < 0, far, y))
    first = np.where(x != y, when, far).min(axis=1, initial=far)
    return np.where(first == far, NEVER, first)


def _earliest(weeks: list[Ints]) -> Ints:
    """The earliest of several weeks, (runs,), -1 where all are never."""
    far = np.iinfo(np.int64).max
    first = np.min([np.where(one == NEVER, far, one) for one in weeks], axis=0)
    return np.where(first == far, NEVER, first)


def _carriers(weeks: Mapping[str, Ints], parted: Ints) -> dict[str, float]:
    """By variable, the share of pairs in which it is among the first to differ; the most frequent first."""
    shares = {name: float(((one == parted) & (parted != NEVER)).mean()) for name, one in weeks.items()}
    return {name: share for name, share in sorted(shares.items(), key=lambda item: -item[1]) if share}


def parting(weeks: Ints) -> dict[str, float | None]:
    """The share of pairs that never part, and the median and 90% interval of the week where they do."""
    known = weeks[weeks != NEVER]
    half, low, high = chain.middle(known) if len(known) else (None, None, None)
    return {"never": short(float((weeks == NEVER).mean())), "median": half, "q05": low, "q95": high}


def _about(scenario: "scenarios.Scenario") -> dict[str, str]:
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "hash": scenario.hash,
    }


def _told(said: dict[str, Any]) -> dict[str, Any]:
    """A link or a sequel for a program: its week by name, numbers cut to ten digits."""
    week = dict(zip(("median", "q05", "q95"), said["week"], strict=True))
    most = {"most": said["most"] and _told(said["most"])} if "most" in said else {}
    return {key: short(value) for key, value in said.items()} | {"week": week} | most
