"""The outcomes in docs/reference/outcomes.md, as a run of the flagship case names them."""

from typing import TYPE_CHECKING

from docs.marked import table
from sim import ensemble
from sim.record import ONCE, WEEKLY

if TYPE_CHECKING:
    import scenarios


def outcomes(scenario: "scenarios.Scenario") -> str:
    """Every outcome with its unit and meaning; one short run tells which there are."""
    found = ensemble.run(scenario, 1, 2007).outcomes["outcomes"]
    rows = [(f"`{name}`", one["unit"], one["meaning"]) for name, one in found.items()]
    return table(("Outcome", "Unit", "Meaning"), rows)


def variables() -> str:
    """Every variable of trajectories.nc with its axes, unit and meaning."""
    rows = [
        (f"`{name}`", ", ".join((*leading, *one.axes)), one.unit, one.meaning)
        for known, leading in ((WEEKLY, ("run", "week")), (ONCE, ("run",)))
        for name, one in known.items()
    ]
    rows += [
        (
            "`moved`",
            "issue, actor, source",
            "points",
            "mean points by which the source moved the actor over the run",
        ),
        ("`capability`", "actor", "share of the cast", "capability by the measure that the rules choose"),
    ]
    return table(("Variable", "Axes", "Unit", "Meaning"), rows)
