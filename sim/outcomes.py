"""Outcomes: what a run came to in single numbers, with unit, meaning and spread over runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from agents.arrays import NEVER, Floats
from agents.protocols.outcome import weighted_mean, weighted_median
from agents.state import ADOPTED, FAILED, VETOED, WITHDRAWN
from sim.needs import UNION_EFFECTS

if TYPE_CHECKING:
    import scenarios

DAYS = (30, 90, 365)
"""Days after the declaration at which recognition is counted."""

SHARE = "share of runs"

AT_ONCE = 1_000
"""Runs whose arrays are in memory at once where all are read from disk."""


@dataclass(frozen=True)
class Outcome:
    """One number per run; NaN in a run where the question does not arise (it is left out of the spread)."""

    name: str
    unit: str
    meaning: str
    values: NDArray[Any]

    def summary(self) -> dict[str, Any]:
        """Mean and the 5, 50 and 95 per cent points over the runs in which it arises; null where in none."""
        known = self.values[~np.isnan(self.values)].astype(np.float64)
        points = np.quantile(known, (0.05, 0.5, 0.95)) if len(known) else (None, None, None)
        mean = float(np.mean(known)) if len(known) else None
        numbers = {"mean": mean, **dict(zip(("q05", "q50", "q95"), points, strict=True))}
        rounded = {name: None if x is None else float(f"{float(x):.10g}") for name, x in numbers.items()}
        return {**rounded, "unit": self.unit, "meaning": self.meaning}


def summarise(data: xr.Dataset, scenario: "scenarios.Scenario", seed: int) -> dict[str, Any]:
    """The content of outcomes.json: the same runs give the same bytes."""
    counts = recognised(data) if scenario.case.roles.claimant else {}
    return told(scenario, seed, int(data.sizes["run"]), every(data, scenario), counts)


def told(
    scenario: "scenarios.Scenario",
    seed: int,
    runs: int,
    outcomes: Iterable[Outcome],
    counts: Mapping[int, NDArray[np.int64]],
) -> dict[str, Any]:
    """The content of outcomes.json from the outcomes of all runs and what `recognised` counts in them."""
    return {
        "scenario": scenario.name,
        "seed": seed,
        "runs": runs,
        "outcomes": {one.name: one.summary() for one in outcomes},
        "recognition": _shares(scenario, counts, runs),
    }


def joined(parts: Sequence[Sequence[Outcome]]) -> Iterator[Outcome]:
    """The outcomes of all runs from those of some after the other; one at a time, since runs may be many."""
    for place, one in enumerate(parts[0] if parts else ()):
        yield replace(one, values=np.concatenate([part[place].values for part in parts]))


def by_run(data: xr.Dataset, scenario: "scenarios.Scenario") -> list[Outcome]:
    """All outcomes that the case can have, read a few runs at a time where the arrays lie on disk."""
    starts = range(0, int(data.sizes["run"]), AT_ONCE)
    parts = (data.isel(run=slice(start, start + AT_ONCE)).load() for start in starts)
    return list(joined([list(every(part, scenario)) for part in parts]))


def every(data: xr.Dataset, scenario: "scenarios.Scenario") -> Iterator[Outcome]:
    """All outcomes that the case can have; a case without a role has none of that role's."""
    case = scenario.case
    if case.roles.claimant and case.issue_roles.status:
        yield from _declaration(data)
        yield from _recognitions(data, scenario)
    if case.texts:
        yield from _texts(data, scenario)
    if case.roles.union and case.issue_roles.status:
        yield _unity(data, scenario)
    if case.places and scenario.parameters.unrest:
        yield from _force(data)
        yield from _unrest(data, scenario)
    if case.responses:
        yield from _responses(data, scenario)
    if case.roles.claimant and case.issue_roles.status and scenario.parameters.precedent:
        yield Outcome(
            "precedent_end", "points 0-100", "index of precedent at the end", _last(data, "precedent")
        )
        happened = data["chain_week"].values != NEVER
        yield Outcome("chain_reaction", SHARE, "a like step was taken elsewhere", happened.astype(float))
    yield from _positions(data, scenario)


def recognised_by(data: xr.Dataset, days: float) -> NDArray[np.bool_]:
    """Whether each actor had recognised within so many days of the declaration, (run, actor).

    A recognition is dated to the middle of its step, counted from the start of the declaration's, since
    states have the whole of that step to follow it.
    """
    recognised = data["recognised_week"].values.astype(np.int64)
    declared = data["declaration_week"].values.astype(np.int64)[:, None]
    since = (recognised - declared + 0.5) * float(data.attrs["step_days"])
    return (recognised != NEVER) & (declared != NEVER) & (since <= days)


def recognised(data: xr.Dataset) -> dict[int, NDArray[np.int64]]:
    """Days after the declaration -> in how many runs each actor had recognised by then, (actor,)."""
    return {days: recognised_by(data, days).sum(axis=0) for days in DAYS}


def _shares(
    scenario: "scenarios.Scenario", counts: Mapping[int, NDArray[np.int64]], runs: int
) -> dict[str, dict[str, float]]:
    """ISO3 -> share of runs in which the state had recognised by day 30, 90 and 365."""
    if not counts:
        return {}
    return {
        actor.iso3: {f"day_{days}": float(f"{count[i] / runs:.10g}") for days, count in counts.items()}
        for i, actor in enumerate(scenario.actors.values())
        if actor.kind == "state" and actor.iso3
    }


def _week_or_nan(weeks: NDArray[Any], data: xr.Dataset) -> NDArray[Any]:
    return np.where(weeks == NEVER, np.nan, weeks * float(data.attrs["step_days"]) / 7.0)


def _happened(name: str, meaning: str, weeks: NDArray[Any]) -> Outcome:
    return Outcome(name, SHARE, meaning, (weeks != NEVER).astype(float))


def _last(data: xr.Dataset, name: str) -> NDArray[Any]:
    return data[name].isel(week=-1).values.astype(np.float64)


def _declaration(data: xr.Dataset) -> Iterator[Outcome]:
    week = data["declaration_week"].values
    together = np.where(week == NEVER, np.nan, data["coordinated"].values.astype(float))
    yield _happened("declared", "the claimant declared within the horizon", week)
    yield Outcome(
        "declaration_week",
        "weeks after the start",
        "week of the declaration, where there was one",
        _week_or_nan(week, data),
    )
    yield Outcome("coordinated", "share of declarations", "declared together with the partners", together)
    yield _happened("agreement", "the parties agreed", data["agreement_week"].values)


def _recognitions(data: xr.Dataset, scenario: "scenarios.Scenario") -> Iterator[Outcome]:
    groups = {"": ("states of the cast", _states(scenario))}
    for body in (scenario.case.roles.union, scenario.case.roles.alliance):
        if body is not None:
            members = [body in actor.memberships for actor in scenario.actors.values()]
            groups[f"_{_key(body)}"] = (f"members of {scenario.actors[body].name}", np.array(members))
    by_day = {days: recognised_by(data, days) for days in DAYS}
    for suffix, (who, among) in groups.items():
        for days, recognised in by_day.items():
            counted = (recognised & among).sum(axis=-1).astype(float)
            until = f"day {days} after the declaration, or the end"
            meaning = f"{who} that had recognised by {until} (of {int(among.sum())})"
            yield Outcome(f"recognitions{suffix}_day_{days}", "states", meaning, counted)


def _states(scenario: "scenarios.Scenario") -> NDArray[Any]:
    return np.array([actor.kind == "state" for actor in scenario.actors.values()])


def _texts(data: xr.Dataset, scenario: "scenarios.Scenario") -> Iterator[Outcome]:
    result = data["text_result"].values
    fates = {"adopted": ADOPTED, "vetoed": VETOED, "failed": FAILED, "withdrawn": WITHDRAWN}
    words = {
        "adopted": "a text was adopted",
        "vetoed": "a text was vetoed",
        "failed": "a text found too few votes",
        "withdrawn": "a text was withdrawn",
    }
    council = np.array([draft.effect not in UNION_EFFECTS for draft in scenario.case.texts.values()])
    for fate, code in fates.items():
        any_text = ((result == code) & council).any(axis=-1).astype(float)
        yield Outcome(f"resolution_{fate}", SHARE, f"{words[fate]} in the council", any_text)
    for i, (name, draft) in enumerate(scenario.case.texts.items()):
        if draft.effect in UNION_EFFECTS:
            week = data["union_week"].values[:, i]
            yield _happened(f"{_key(name)}_adopted", f"{draft.title}: adopted", week)
            yield Outcome(
                f"{_key(name)}_week",
                "weeks after the start",
                f"{draft.title}: week of adoption, where adopted",
                _week_or_nan(week, data),
            )
            continue
        for fate in ("adopted", "vetoed"):
            share = (result[:, i] == fates[fate]).astype(float)
            yield Outcome(f"{_key(name)}_{fate}", SHARE, f"{draft.title}: {fate}", share)


def _unity(data: xr.Dataset, scenario: "scenarios.Scenario") -> Outcome:
    body, status = scenario.case.roles.union, scenario.case.issue_roles.status
    members = [body in actor.memberships for actor in scenario.actors.values()]
    x = _columns(data["position"].isel(week=-1).sel(issue=status).values, members)
    apart = np.abs(x - x.mean(axis=-1, keepdims=True)).mean(axis=-1)
    meaning = (
        "1 less the members' mean distance from their mean on the status issue, over 50 points, at the end"
    )
    return Outcome(f"{_key(str(body))}_unity", "share", meaning, 1.0 - apart / 50.0)


def _force(data: xr.Dataset) -> Iterator[Outcome]:
    yield Outcome(
        "force_strength_end", "soldiers", "strength of the force at the end", _last(data, "strength")
    )
    usable = data["usable"].isel(week=-1).sum("place").values.astype(np.float64)
    yield Outcome("force_usable_end", "soldiers", "force that caveats leave usable at the end", usable)
    most = data["reserves"].max("week").values.astype(np.float64)
    yield Outcome("reserves_deployed", "battalions", "most reserve battalions deployed at once", most)


def _unrest(data: xr.Dataset, scenario: "scenarios.Scenario") -> Iterator[Outcome]:
    incidents = data["incidents"].values.astype(np.int64)
    severity = data["severity"].values.astype(np.float64)
    unit = f"severity (100 = {scenario.case.severity_of})" if scenario.case.severity_of else "severity"
    everywhere = incidents.sum(axis=(1, 2)).astype(float)
    yield Outcome("incidents_total", "incidents", "incidents in all places over the horizon", everywhere)
    for i, (name, place) in enumerate(scenario.case.places.items()):
        here = incidents[:, :, i].sum(axis=1).astype(float)
        yield Outcome(
            f"incidents_{_key(name)}", "incidents", f"incidents over the horizon: {place.name}", here
        )
        worst = severity[:, :, i].max(axis=1)
        meaning = f"severity of the worst week: {place.name}"
        yield Outcome(f"worst_week_{_key(name)}", unit, meaning, worst)


def _responses(data: xr.Dataset, scenario: "scenarios.Scenario") -> Iterator[Outcome]:
    for i, (name, response) in enumerate(scenario.case.responses.items()):
        weeks = data["response_week"].values[:, i]
        yield _happened(f"response_{_key(name)}", f"{response.title}: happened", weeks)


def _positions(data: xr.Dataset, scenario: "scenarios.Scenario") -> Iterator[Outcome]:
    last, salience = data["position"].isel(week=-1).values, data["salience"].values
    for place, issue in enumerate(data["issue"].values):
        held = ~np.isnan(last[0, place])
        if not held.any():
            continue
        weight, x = data["capability"].values[held], _columns(last[:, place], held)
        mean = weighted_mean(x, weight)
        key, title = _key(str(issue)), scenario.issues[str(issue)].title
        meaning = f"capability-weighted mean position at the end: {title}"
        yield Outcome(f"position_{key}", "points 0-100", meaning, mean)
        power = weight * _columns(salience[:, place], held)
        for name, of in (("mean", weighted_mean), ("median", weighted_median)):
            meaning = f"{name} position at the end, by capability x salience: {title}"
            yield Outcome(f"{name}_{key}", "points 0-100", meaning, of(x, power))


def _columns(of: NDArray[Any], which: Sequence[bool] | NDArray[np.bool_]) -> Floats:
    """Some actors of (R, N), run by run in memory.

    In `values[:, which]` they lie actor by actor, but for a single run: that is summed in another order, and
    its last digit would depend on how many runs are looked at.
    """
    return of.compress(which, axis=1).astype(np.float64)


def _key(name: str) -> str:
    """An id as part of an outcome's name."""
    return name.replace("-", "_")
