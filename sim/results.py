"""Results: labelled arrays of an ensemble, its outcomes and its decision log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import xarray as xr
from numpy.typing import NDArray

from agents.cast import Cast
from sim.clock import Clock
from sim.record import ONCE, WEEKLY, axes

if TYPE_CHECKING:
    import scenarios

Array = NDArray[Any]


AXES = {
    "run": ("number", "run of the ensemble"),
    "week": ("step", "step of the simulation, from 0; a week unless the case says otherwise"),
    "date": ("", "first day of the step"),
    "actor": ("id", "actor"),
    "source": ("id", "actor who moves another"),
    "issue": ("id", "issue"),
    "place": ("id", "place"),
    "text": ("id", "text that can be put to the vote"),
    "posture": ("id", "posture that the alliance can agree on"),
    "response": ("id", "response"),
}
"""Unit and meaning of every axis; a date has its unit from xarray."""


@dataclass(frozen=True)
class Results:
    """What an ensemble came to.

    data : xarray Dataset over run, week, actor, issue, place, text, posture, response; units in attrs
    outcomes : the content of outcomes.json; decisions : the log, of many runs a pyarrow Dataset of it
    complete : false after an interruption or where runs failed; command : what was typed to get it, if
    anything was; failures : runs that failed, which are missing from all else, as the manifest has them
    """

    scenario: "scenarios.Scenario"
    seed: int
    runs: int
    data: xr.Dataset
    outcomes: Mapping[str, Any]
    decisions: pa.Table
    complete: bool = True
    command: str = ""
    failures: Sequence[Mapping[str, Any]] = ()

    @property
    def last(self) -> int:
        """The number of the last run; those that failed are numbered too."""
        return int(self.data["run"].values[-1])

    def failed(self, run: int) -> str:
        """Why a run failed; empty if it did not."""
        for one in self.failures:
            first, last = one["runs"]
            if first <= run <= last:
                return str(one["message"])
        return ""


@dataclass(frozen=True)
class Legend:
    """What the arrays of a block need of its cast to be read by others.

    axes : axis -> labels; holds : (K, N), who has a position on an issue; capability : (N,)
    """

    axes: Mapping[str, tuple[str, ...]]
    holds: Array
    capability: Array

    @classmethod
    def of(cls, cast: Cast) -> "Legend":
        """The legend of a cast: the same for all blocks of a scenario."""
        return cls(axes(cast), cast.holds, cast.capability)


def label(
    blocks: Sequence[Mapping[str, Array]],
    cast: Cast | Legend,
    scenario: "scenarios.Scenario",
    seed: int,
    numbers: Sequence[Sequence[int]] = (),
) -> xr.Dataset:
    """Join the blocks of runs along the run axis and name every axis.

    numbers : the numbers of each block's runs; without them the runs are counted from 0
    """
    clock = Clock.of(scenario)
    cast = cast if isinstance(cast, Legend) else Legend.of(cast)
    runs = sum(len(block["declaration_week"]) for block in blocks)
    numbered = list(chain.from_iterable(numbers)) or range(runs)
    variables: dict[str, Any] = {}
    for known, leading in ((WEEKLY, ("run", "week")), (ONCE, ("run",))):
        for name, one in known.items():
            parts = [block[name] for block in blocks]
            joined = np.concatenate(parts) if len(parts) > 1 else parts[0]
            attrs = {"units": one.unit, "description": one.meaning}
            variables[name] = ((*leading, *one.axes), joined, attrs)
    moved = sum(block["moved"] for block in blocks) / max(runs, 1)
    variables["moved"] = (
        ("issue", "actor", "source"),
        np.asarray(moved).astype(np.float32),
        {"units": "points", "description": "mean points by which the source moved the actor over the run"},
    )
    variables["capability"] = (
        ("actor",),
        cast.capability,
        {"units": "share of the cast", "description": "capability by the measure that the rules choose"},
    )
    dates = np.array([clock.day(step) for step in range(clock.steps)], dtype="datetime64[ns]")
    coords: dict[str, Any] = {"run": np.array(numbered, dtype=np.int64), "week": np.arange(clock.steps)}
    coords["date"] = ("week", dates)
    for axis, labels in {**cast.axes, "source": cast.axes["actor"]}.items():
        coords[axis] = np.array(labels, dtype=object)
    about: dict[str, Any] = {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "seed": str(seed),
        "step_days": clock.days,
    }
    data = xr.Dataset(variables, coords, about)
    for axis, (unit, meaning) in AXES.items():
        data[axis].attrs = {"description": meaning} | ({"units": unit} if unit else {})
    return data
