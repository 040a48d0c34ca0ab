"""Options of protocols: what is given is read, and whatever is wrong is told at once, word for word."""

import pytest

from agents import protocols
from agents.protocols import Value
from tests.variants import every_protocol

ALL_OF_CONDORCET = (
    "VictoryProbModel, PCEModel, StateTransitions, VotingRule, BigRAdjust, BigRRange, ThirdPartyCommit, "
    "InterVecBrgn, BargnModel, dimensions"
)


def faults(name: str, **options: Value) -> dict[str, str]:
    """What is wrong with some options."""
    with pytest.raises(protocols.OptionError) as caught:
        protocols.get(name, {option.replace("_", "-"): value for option, value in options.items()})
    return caught.value.faults


@pytest.mark.parametrize(
    ("name", "option", "value", "fault"),
    [
        ("nash", "lost", "linear", "is no option of this protocol; did you mean 'loss'?"),
        ("nash", "colour", "red", "is no option of this protocol; there are loss, reference, cost"),
        ("none", "loss", "linear", "is no option of this protocol; there is none"),
        ("influence", "loss", "linear", "is no option of this protocol; there is confidence only"),
        ("nash", "loss", "quadratik", "'quadratik' is none of its words; did you mean 'quadratic'?"),
        ("nash", "loss", "cubed", "'cubed' is none of its words; allowed: quadratic, linear"),
        ("nash", "loss", 2.0, "'2.0' is none of its words; allowed: quadratic, linear"),
        ("nash", "cost", 0.5, "'0.5' is not a number from 1"),
        ("nash", "cost", "much", "'much' is not a number from 1"),
        ("nash", "cost", None, "'None' is not a number from 1"),
        ("nash", "reference", "inf", "'inf' is not a number"),
        ("nash", "reference", "nan", "'nan' is not a number"),
        ("influence", "confidence", -1, "'-1' is not a number from 0"),
        ("procedural", "quota", 0.4, "'0.4' is not a number from 0.5 to 1"),
        ("procedural", "quota", True, "'True' is not a number from 0.5 to 1"),
        ("exchange", "p", 1.5, "'1.5' is not a number from 0 to 1"),
        ("quantal-response", "precision", 0, "'0' is not a number from 0.01"),
        ("quantal-response", "precison", 1, "is no option of this protocol; did you mean 'precision'?"),
        ("expected-utility", "status_quo", "drift", "'drift' is none of its words; did you mean 'drifts'?"),
        ("condorcet", "VotingRule", "prop", "'prop' is none of its words; did you mean 'Prop'?"),
        ("condorcet", "victory", "Linear", f"is no option of this protocol; there are {ALL_OF_CONDORCET}"),
    ],
)
def test_what_is_wrong_with_an_option_is_told(name: str, option: str, value: Value, fault: str) -> None:
    assert faults(name, **{option: value}) == {option.replace("_", "-"): fault}


def test_all_that_is_wrong_is_told_at_once_each_under_its_name() -> None:
    with pytest.raises(protocols.OptionError) as caught:
        protocols.get("nash", {"loss": "square", "costs": 3, "reference": "left", "cost": 0})
    assert str(caught.value).splitlines() == [
        "loss: 'square' is none of its words; allowed: quadratic, linear",
        "costs: is no option of this protocol; did you mean 'cost'?",
        "reference: 'left' is not a number",
        "cost: '0' is not a number from 1",
    ]


@every_protocol
def test_every_default_may_be_said_and_changes_nothing(name: str) -> None:
    defaults = {option: one.default for option, one in protocols.options(name).items()}
    assert protocols.get(name, defaults) == protocols.get(name)


@every_protocol
def test_every_word_and_both_bounds_are_taken(name: str) -> None:
    for option, one in protocols.options(name).items():
        for value in one.words or [bound for bound in (one.low, one.high) if abs(bound) != float("inf")]:
            assert getattr(protocols.get(name, {option: value}), one.field) == value


def test_numbers_are_taken_as_the_command_line_types_them() -> None:
    assert protocols.get("procedural", {"quota": "0.7"}) == protocols.get("procedural", {"quota": 0.7})


@every_protocol
def test_every_option_says_what_it_means_in_a_sentence(name: str) -> None:
    for one in protocols.options(name).values():
        assert one.about[0].isupper()
        assert one.about.endswith(".")


def test_options_of_a_protocol_that_is_not_there_are_a_key_error() -> None:
    with pytest.raises(KeyError):
        protocols.options("shouting")
