"""Variants: what is set on one reading is what reading it anew would give."""

from typing import Any

import pytest

import scenarios
from scenarios import Scenario, ScenarioError
from scenarios.variants import Variants

BASELINE = "kosovo-2007/baseline"
SETTINGS = (
    ["declaration.week=9", "kfor.strength=8000"],
    ["weeks=30"],
    ["actors.russia.positions.recognition=30"],
    ["actors.russia.positions.recognition.salience={low: 0, mode: 0.1, high: 1}"],
    ["rules.eu.decision=unanimity", "parameters.recognition.diffusion.high=3"],
    ["issues.talks.title=Talks or none", "talks.weeks=12"],
    [],
)


def said(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(exclude={"hash", "origin"})


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("before", [[], ["eu.unity=20", "parameters.force.lag=2"]])
def test_a_variant_says_what_reading_it_anew_says(settings: list[str], before: list[str]) -> None:
    variant = Variants(BASELINE, before).load(settings)
    assert said(variant) == said(scenarios.load(BASELINE, [*before, *settings]))


WRONG = (
    ["kfor.strength=-1"],
    ["parameters.recognition.diffusion.low=9"],
    ["declaration.wek=3"],
    ["declaration.week=30", "weeks=20"],
    ["rules.eu.decision=unanimous"],
)


@pytest.mark.parametrize("settings", WRONG)
def test_a_wrong_variant_is_told_as_reading_it_anew_tells(settings: list[str]) -> None:
    with pytest.raises(ScenarioError) as anew:
        scenarios.load(BASELINE, settings)
    with pytest.raises(ScenarioError) as caught:
        Variants(BASELINE).load(settings)
    assert str(caught.value) == str(anew.value)


def test_what_is_not_set_is_shared() -> None:
    variants = Variants(BASELINE)
    one, other = variants.load(["kfor.strength=1"]), variants.load(["kfor.strength=2"])
    assert one.actors is other.actors
    assert one.parameters is not other.parameters
