"""Sensitivity: which assumptions an outcome hangs on, and what chance does, as shares of its variance.

Any two runs that are compared are alike in all but one factor (`saltelli`): a number of the rules, the
positions of all actors on an issue, or the luck of the run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sim.clock import Clock
from sim.studies.factors import Factor, factors, sizes
from sim.studies.saltelli import Design, design
from sim.studies.shares import Outlook, outlook
from sim.studies.stretches import Made, make
from sim.studies.study import BLOCK, Missing, Progress
from sim.work.makings import makings
from sim.work.parts import Parts

if TYPE_CHECKING:
    import scenarios
    from sim.work.executor import Executor

SAMPLES = 256


class SensitivityError(ValueError):
    """An analysis that cannot be made as asked."""


@dataclass(frozen=True)
class Sensitivity:
    """What the outcomes of a scenario hang on.

    factors : all that runs differ in; runs : how many were made
    missing : what failed; complete : false after an interruption, when fewer samples are told
    """

    scenario: "scenarios.Scenario"
    seed: int
    samples: int
    runs: int
    factors: tuple[Factor, ...]
    outcomes: tuple[Outlook, ...]
    missing: tuple[Missing, ...] = ()
    complete: bool = True

    def as_dict(self) -> dict[str, Any]:
        """For a program: shares as decimals, the largest total first."""
        members = {one.factor.name: one.factor for each in self.outcomes for one in each.members}
        return {
            "scenario": self.scenario.name,
            "title": self.scenario.title,
            "hash": self.scenario.hash,
            "seed": self.seed,
            "samples": self.samples,
            "runs": self.runs,
            "complete": self.complete,
            "outcomes": {one.name: one.as_dict() for one in self.outcomes},
            "factors": {one.name: _about(one) for one in (*self.factors, *members.values())},
            "failures": [asdict(one.failure) | {"runs": len(one.runs)} for one in self.missing],
        }


def sensitivity(
    scenario: "scenarios.Scenario",
    samples: int = SAMPLES,
    seed: int = 2007,
    outcomes: Sequence[str] = (),
    *,
    detail: bool = False,
    executor: "Executor | None" = None,
    progress: Progress | None = None,
    parts: Parts | None = None,
) -> Sensitivity:
    """What outcomes hang on; without names, those of the case's headline, or else all.

    samples : a power of two; there are as many runs for every factor, and for each of the two samples
    detail : take apart the groups of numbers that matter, member by member
    parts : where finished blocks are kept as they come, and found again (opened with `identity`)
    Errors: SensitivityError if samples are no power of two, or an outcome is none of the case.
    """
    if samples < 1 or samples & (samples - 1):
        raise SensitivityError(f"samples: {samples} is not a power of two")
    wanted = tuple(dict.fromkeys(outcomes or scenario.case.headline))
    found = factors(scenario)
    plan = design(found, sizes(scenario), samples, seed)
    rows = plan.rows(found)
    made = make(scenario, rows, seed, wanted, executor, progress, parts)
    _check_names(outcomes, made)
    told = _told(made, plan, found, (), scenario)
    runs, missing, complete = len(rows), made.missing, made.complete
    members = _members(told) if detail and complete else ()
    if members:
        before = -(-len(rows) // BLOCK)
        rows = plan.rows(members, whole=False)
        more = make(scenario, rows, seed, wanted, executor, progress, parts, before)
        runs, missing, complete = runs + len(rows), (*missing, *more.missing), more.complete
        if complete:
            told = _told(made.beside(more), plan, found, members, scenario)
    return Sensitivity(scenario, seed, samples, runs, found, told, missing, complete)


def identity(
    scenario: "scenarios.Scenario", samples: int, seed: int, outcomes: Sequence[str], detail: bool
) -> dict[str, Any]:
    """What makes an analysis this one and no other, for its parts."""
    return {
        "scenario": scenario.hash,
        "samples": samples,
        "seed": seed,
        "outcomes": list(outcomes),
        "detail": detail,
        "block": BLOCK,
        "versions": dict(makings()),
    }


def _check_names(outcomes: Sequence[str], made: Made) -> None:
    """Refuse names that no outcome has, once it is known which there are."""
    unknown = [name for name in outcomes if made.measures and name not in made.measures]
    if unknown:
        raise SensitivityError(f"{', '.join(unknown)}: no outcome; there are {', '.join(made.measures)}")


def _members(told: Iterable[Outlook]) -> tuple[Factor, ...]:
    """The members of the groups that matter for any outcome."""
    groups = {
        one.factor.name: one.factor
        for each in told
        for one in each.beliefs
        if one.matters and one.factor.members
    }
    return tuple(member for one in groups.values() for member in one.members)


def _told(
    made: Made,
    plan: Design,
    found: tuple[Factor, ...],
    members: tuple[Factor, ...],
    scenario: "scenarios.Scenario",
) -> tuple[Outlook, ...]:
    """What each outcome hangs on that was kept."""
    clock = Clock.of(scenario)
    weeks = clock.steps * clock.days / 7.0
    return tuple(
        outlook(
            name,
            made.measures[name],
            made.values[name],
            plan,
            found,
            members,
            weeks,
            made.reached,
        )
        for name in made.values
    )


def _about(factor: Factor) -> dict[str, Any]:
    """A factor for a program."""
    return {
        "said": factor.said,
        "key": factor.key,
        "numbers": len(factor.columns),
        "range": factor.range,
        "unit": factor.unit,
        "rests_on": dict(factor.rests),
        "sources": factor.sources,
        "note": factor.note,
        "members": [one.name for one in factor.members],
    }
