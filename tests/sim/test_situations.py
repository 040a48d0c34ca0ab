"""Situations in YAML (tests/situations): sentences about scenarios, and the numbers that make them true."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from tests.sim.asking import SHIPPED, outcome, results

FOLDER = Path(__file__).parents[1] / "situations"
RUNS = 100
KEYS = {"situation", "scenario", "set", "expect", "compare"}


def situations() -> list[Any]:
    """Every entry of every file, by file and sentence."""
    return [
        pytest.param(entry, id=f"{file.stem}: {entry['situation']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def number(name: str, scenario: str, settings: tuple[str, ...]) -> float | str | None:
    """An outcome's mean or quantile, or a state's share; `absent` for a state that cannot recognise."""
    told = results(scenario, RUNS, *settings).outcomes
    if name.startswith("recognition."):
        _, state, day = name.split(".")
        return "absent" if state not in told["recognition"] else told["recognition"][state][day]  # type: ignore[no-any-return]
    what, _, of = name.partition(".")
    return told["outcomes"][what][of or "mean"]  # type: ignore[no-any-return]


def holds(value: float | str | None, said: Any) -> bool:
    """Whether a number is what was said of it."""
    if not isinstance(said, dict):
        return value == said
    assert set(said) <= {"at_least", "at_most", "about", "within"}, f"unknown words: {said}"
    assert isinstance(value, float | int), f"no number: {value}"
    about, within = said.get("about", value), said.get("within", 0.0)
    at_least, at_most = said.get("at_least", value), said.get("at_most", value)
    return bool(at_least <= value <= at_most and abs(value - about) <= within + 1e-12)


@pytest.mark.parametrize("entry", situations())
def test_a_situation_is_as_told(entry: dict[str, Any]) -> None:
    assert set(entry) <= KEYS, f"unknown words: {set(entry) - KEYS}"
    assert entry.get("expect") or entry.get("compare"), "says nothing"
    settings = tuple(entry.get("set", ()))
    found = {name: number(name, entry["scenario"], settings) for name in entry.get("expect", {})}
    wrong = {name: value for name, value in found.items() if not holds(value, entry["expect"][name])}
    assert not wrong, f"{entry['situation']} Expected {entry['expect']}, got {wrong}"
    for one in entry.get("compare", ()):
        compare(**one)


def compare(outcome: str, of: str, by: float = 0.0, **other: str) -> None:
    """Compare two scenarios run by run, or two outcomes of one scenario."""
    ((word, against),) = other.items()
    here = per_run(outcome, of)
    there = per_run(outcome, against) if "/" in against else per_run(against, of)
    told = f"{outcome} of {of} is {np.nanmean(here):.4g}, {against} {np.nanmean(there):.4g}"
    if word == "same_as":
        assert np.array_equal(here, there, equal_nan=True), told
        return
    gap = (here - there) * {"above": 1.0, "below": -1.0}[word]
    gap = gap[~np.isnan(gap)]
    assert gap.mean() > max(by, 2.0 * gap.std(ddof=1) / np.sqrt(len(gap))), f"{told}; expected {word} by {by}"


def per_run(name: str, scenario: str) -> np.ndarray:
    """One number per run."""
    return outcome(results(scenario, RUNS), name)


def test_every_shipped_scenario_is_in_a_situation() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.yaml"))
    assert [name for name in SHIPPED if name not in text] == []


@pytest.mark.parametrize(
    ("value", "said", "true"),
    [
        (1.0, 1.0, True),
        (0.99, 1.0, False),
        (8.4, {"about": 8, "within": 0.5}, True),
        (8.6, {"about": 8, "within": 0.5}, False),
        (3.0, {"at_least": 3, "at_most": 4}, True),
        (2.9, {"at_least": 3}, False),
        (4.1, {"at_most": 4}, False),
        ("absent", "absent", True),
        (None, 0.0, False),
    ],
)
def test_what_is_said_of_a_number_can_fail(value: Any, said: Any, true: bool) -> None:
    assert holds(value, said) == true


def test_a_comparison_can_fail() -> None:
    with pytest.raises(AssertionError, match="expected above by 0"):
        compare("incidents_total", "kosovo-2007/baseline", above="kosovo-2007/kfor-caveats")
    with pytest.raises(AssertionError, match=r"recognitions_day_90 of kosovo-2007/deal is"):
        compare("recognitions_day_90", "kosovo-2007/deal", same_as="kosovo-2007/baseline")
