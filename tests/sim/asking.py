"""Scenarios and ensembles that several tests ask for, each read or run once."""

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

import scenarios
from sim.block import Block, run_block
from sim.ensemble import run
from sim.outcomes import every
from sim.results import Results

if TYPE_CHECKING:
    from pathlib import Path

CASE = "kosovo-2007"
SHIPPED = tuple(scenarios.list_scenarios(CASE))


def load(name: "str | Path", *settings: str) -> scenarios.Scenario:
    """A scenario with `KEY=VALUE` settings; a bare name is one of the flagship case."""
    return _load(name if not isinstance(name, str) or "/" in name else f"{CASE}/{name}", settings)


@cache
def _load(name: "str | Path", settings: tuple[str, ...]) -> scenarios.Scenario:
    return scenarios.load(name, settings)


def lasting(scenario: scenarios.Scenario, weeks: int) -> scenarios.Scenario:
    """The scenario over so many weeks; events after them do not come."""
    return scenario.model_copy(update={"case": scenario.case.model_copy(update={"weeks": weeks})})


def with_event(scenario: scenarios.Scenario, **event: Any) -> scenarios.Scenario:
    """The scenario with one more event, checked as from a file."""
    said = json.loads(scenario.model_dump_json(by_alias=True))
    said["events"] = [*said["events"], event]
    return type(scenario).model_validate_json(json.dumps(said))


@cache
def block(name: str, runs: int, *settings: str, seed: int = 2007) -> Block:
    """The first runs of a scenario as one block, every weighing logged."""
    return run_block(load(name, *settings), seed, list(range(runs)), keep_all=True)


@cache
def results(name: str, runs: int, *settings: str, seed: int = 2007) -> Results:
    """An ensemble of a scenario."""
    return run(load(name, *settings), runs, seed)


def outcome(of: Results, name: str) -> np.ndarray:
    """One number per run."""
    values = {one.name: one.values for one in every(of.data, of.scenario)}
    return np.asarray(values[name], dtype=np.float64)


def unequal(one: xr.Dataset, other: xr.Dataset, besides: Sequence[str] = ()) -> list[str]:
    """Variables of a run folder in which two differ in any bit."""
    names = [str(name) for name in one.data_vars if name not in besides]
    return [name for name in names if not one[name].identical(other[name])]
