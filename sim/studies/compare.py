"""Two scenarios under the same luck: how their outcomes differ run by run, when runs part, and over what.

Run r of one scenario is paired with run r of the other.  Both draw the same numbers for the same things
(`sim.draws`), so all that differs within a pair is due to what differs between the scenarios.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import xarray as xr

from agents.arrays import NEVER, Bools, Ints
from sim.outcomes import AT_ONCE, Outcome, every
from sim.outcomes import joined as joined_outcomes
from sim.record import ONCE, WEEKLY
from sim.store.ledger import of_runs
from sim.studies import chain
from sim.studies.chain import Link, Sequel, Tally
from sim.studies.contrast import Assumption, assumptions, mismatches
from sim.studies.courses import DRAWN, Change, Course, changes, courses
from sim.studies.paired import Difference, difference, short

if TYPE_CHECKING:
    import scenarios
    from sim.results import Results

_LAST = {"text_week"}
"""Weeks that are set anew each time: the runs differ in the later of two for certain."""


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


@dataclass(frozen=True)
class Side:
    """Runs of one scenario: the labelled arrays, and the log."""

    scenario: "scenarios.Scenario"
    data: xr.Dataset
    log: pa.Table


@dataclass(frozen=True)
class Pairs:
    """What some pairs of runs tell.

    outcomes : of A and of B, the same ones; weeks : what may differ -> (pairs,), the week in which it first
    does, -1 for never
    """

    outcomes: tuple[Sequence[Outcome], Sequence[Outcome]]
    weeks: Mapping[str, Ints]
    tally: Tally
    changes: Sequence[Change]


def compare(a: "Results", b: "Results") -> Comparison:
    """Compare two ensembles run by run, over the runs that both have.

    Errors: CompareError if they are of two seeds, or of scenarios that cannot share their luck.
    """
    wrong = mismatches(a.scenario, b.scenario)
    if a.seed != b.seed:
        wrong = (f"they are of two seeds, {a.seed} and {b.seed}", *wrong)
    if wrong:
        raise CompareError(f"{a.scenario.name} and {b.scenario.name}: {'; '.join(wrong)}")
    both = np.intersect1d(a.data["run"].values, b.data["run"].values)
    parts = (both[start : start + AT_ONCE] for start in range(0, len(both), AT_ONCE))
    return joined(a.scenario, b.scenario, a.seed, (pair(_cut(a, part), _cut(b, part)) for part in parts))


def _cut(results: "Results", numbers: Ints) -> Side:
    """Some runs of an ensemble."""
    places = np.searchsorted(results.data["run"].values, numbers)
    log = of_runs(results.decisions, int(numbers[0]), int(numbers[-1]) + 1)
    return Side(results.scenario, results.data.isel(run=places).load(), log)


def pair(a: Side, b: Side) -> Pairs:
    """Compare runs that have the same numbers in both."""
    numbers = a.data["run"].values.astype(np.int64)
    log_a, log_b = (_renumbered(one.log, numbers) for one in (a, b))
    logs, names = chain.compare_logs(log_a, log_b, len(numbers))
    others = {one.name: one for one in every(b.data, b.scenario)}
    outcomes = [(one, others[one.name]) for one in every(a.data, a.scenario) if one.name in others]
    drawn = numbers < DRAWN
    return Pairs(
        outcomes=([one for one, _ in outcomes], [other for _, other in outcomes]),
        weeks={
            "decisions": chain.parted(logs, len(numbers)).astype(np.int16),
            **{name: weeks.astype(np.int16) for name, weeks in _partings(a.data, b.data).items()},
        },
        tally=chain.tally(logs, names, len(numbers)),
        changes=[replace(one, rows=one.rows[drawn]) for one in changes(a.data, b.data, a.scenario)],
    )


def _renumbered(log: pa.Table, numbers: Ints) -> pa.Table:
    """The entries of these runs, which count from 0 there."""
    run = log["run"].to_numpy()
    place = np.minimum(np.searchsorted(numbers, run), len(numbers) - 1)
    kept = log.set_column(log.column_names.index("run"), "run", pa.array(place.astype(np.int32)))
    return kept.filter(pa.array(numbers[place] == run))


def joined(a: "scenarios.Scenario", b: "scenarios.Scenario", seed: int, parts: Iterable[Pairs]) -> Comparison:
    """What all pairs tell, from what some at a time do; there must be a pair."""
    tally, kept = Tally.nothing(), []
    for part in parts:
        tally.add(part.tally)
        kept.append(replace(part, tally=Tally.nothing()))
    weeks = {name: np.concatenate([part.weeks[name] for part in kept]) for name in kept[0].weeks}
    parted = _earliest(list(weeks.values()))
    first, second = (joined_outcomes([part.outcomes[side] for part in kept]) for side in (0, 1))
    return Comparison(
        a=a,
        b=b,
        seed=seed,
        runs=len(parted),
        assumptions=assumptions(a, b),
        outcomes=tuple(difference(one, other) for one, other in zip(first, second, strict=True)),
        parted=parted,
        carriers=_carriers(weeks, parted),
        decided=weeks["decisions"],
        first=chain.first_links(tally, len(parted)),
        sequels=chain.sequels(tally, len(parted)),
        courses=courses([part.changes for part in kept], len(parted)),
    )


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
    first = np.full(len(weeks[0]), far)
    for one in weeks:
        np.minimum(first, np.where(one == NEVER, np.int64(far), one), out=first)
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
