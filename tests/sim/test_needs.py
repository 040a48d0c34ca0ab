"""What reads well but could not be run, or would have no effect, is told with its place, all at once."""

from pathlib import Path

import pytest

import scenarios
from sim.cast import make_cast
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
    "allowed: none, influence, compromise, median"
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
        make_cast(scenario, 7, [0])
    assert str(caught.value).splitlines() == expected


def test_a_member_may_be_told_to_abstain_and_a_permanent_one_to_veto() -> None:
    assert list(needs(scenarios.load("kosovo-2007/un-veto"))) == []
    assert list(needs(scenarios.load("kosovo-2007/un-endorsement"))) == []
