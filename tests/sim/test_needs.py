"""What reads well but could not be run, or would have no effect, is told with its place, all at once."""

from pathlib import Path

import pytest

import scenarios
from sim.cast import make_cast
from sim.draws import Streams
from sim.needs import CastError, needs

WRONG = """\
title: Wrong
question: What is wrong?
extends: kosovo-2007/baseline
set: {rules.negotiation.protocol: influense, rules.nato.decision: unanimity}
events:
  - {date: 2008-01-14, do: table_text, text: endorse-plan, abstaining: [sweden], vetoing: [belgium]}
  - {id: asked, date: 2008-01-14, do: hold_vote, body: nato, issue: recognition}
"""

PROTOCOL = (
    "wrong.yaml:4:35: rules.negotiation.protocol: 'influense' is not a protocol; did you mean 'influence'?; "
    "allowed: none, influence, compromise, median, nash, kalai-smorodinsky, procedural, expected-utility, "
    "quantal-response, condorcet, exchange"
)


def test_all_of_it_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("wrong.yaml").write_text(WRONG, encoding="utf-8")
    scenario = scenarios.load("wrong.yaml")
    expected = [
        PROTOCOL,
        "wrong.yaml:4:67: rules.nato.decision: 'unanimity' is none for the alliance; allowed: consensus",
        "wrong.yaml:6:73: events.3.abstaining.0: 'sweden' has no seat in unsc",
        "wrong.yaml:6:92: events.3.vetoing.0: 'belgium' has no veto in unsc; only permanent members have one",
        "wrong.yaml:7:56: events.asked.body: 'nato' holds no votes on texts; allowed: unsc, eu",
    ]
    assert list(needs(scenario)) == expected
    with pytest.raises(CastError) as caught:
        make_cast(scenario, Streams(7, [0]))
    assert str(caught.value).splitlines() == expected


def test_a_member_may_be_told_to_abstain_and_a_permanent_one_to_veto() -> None:
    assert list(needs(scenarios.load("kosovo-2007/un-veto"))) == []
    assert list(needs(scenarios.load("kosovo-2007/un-endorsement"))) == []


def lacking(name: str, *settings: str) -> list[str]:
    """What a scenario with settings lacks, less the settings' own words."""
    said = list(needs(scenarios.load(name, settings)))
    with pytest.raises(CastError) as caught:
        make_cast(scenarios.load(name, settings), Streams(7, [0]))
    assert str(caught.value).splitlines() == said
    return said


WHERE = "rules.negotiation.protocol"
ONE_ISSUE = (
    f"--set {WHERE}=exchange: {WHERE}: "
    "'exchange' needs two issues on which the same two actors hold positions"
)
NO_TIES = (
    f"--set {WHERE}=influence: {WHERE}: "
    "'influence' needs ties: parameters.negotiation, which says who listens to whom, or ties of actors"
)
OPTIONS = {
    "q=2": "'2' is not a number from 0 to 1",
    "range=all": "'all' is none of its words; allowed: preset, start, round",
    "victori=pair": "is no option of this protocol; did you mean 'victory'?",
}


def test_exchange_needs_two_issues_of_the_same_two() -> None:
    assert lacking("emission-standards-1989/baseline", "rules.negotiation.protocol=exchange") == [ONE_ISSUE]
    assert list(needs(scenarios.load("cop21-2015/baseline"))) == []


def test_influence_needs_to_be_told_who_listens_to_whom() -> None:
    assert lacking("cop21-2015/baseline", "rules.negotiation.protocol=influence") == [NO_TIES]
    known = scenarios.load("kosovo-2007/baseline", ["rules.negotiation.protocol=influence"])
    assert list(needs(known)) == []


def test_options_of_a_protocol_are_told_each_at_its_place() -> None:
    said = {f"rules.negotiation.options.{option}": fault for option, fault in OPTIONS.items()}
    expected = [f"--set {option}: {option.partition('=')[0]}: {fault}" for option, fault in said.items()]
    assert lacking("emission-standards-1989/baseline", *said) == expected
