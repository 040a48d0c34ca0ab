"""Rules that could be otherwise: how bodies decide, what a mandate covers, how positions are bargained over.

No actor has such a move by itself.  Whose consent it takes is said with it, and it is looked at for every
actor, with a seat in the body or without one.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.needs import lacks
from sim.studies.moves import Move, under

if TYPE_CHECKING:
    import scenarios

UNION = {
    "unanimity": "unanimity",
    "constructive_abstention": "unanimity with constructive abstention",
    "qualified_majority": "qualified majority",
}
"""Ways of deciding in a union that need no further number, in words."""

BARGAINING = {
    "none": "positions stay where they are",
    "influence": "positions move by influence",
    "compromise": "positions are settled by compromise",
}
"""Ways of negotiating that every case can use and that are quick, in words."""

EVERYBODY = "everybody"


def procedures(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """All rules that could be otherwise."""
    for kind in (_union, _council, _alliance, _bargaining):
        yield from kind(scenario, actor)


def _union(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    union = scenario.case.roles.union
    if union is None or union not in scenario.rules.bodies:
        return
    name = scenario.actors[union].name
    make = under("rule", actor, name)
    for rule, words in UNION.items():
        if rule != scenario.rules.bodies[union].decision:
            says = f"has {name} decide by {words}"
            yield make(f"rule.{union}.{rule}", says, f"rules.{union}.decision={rule}")
    yield from _reviews(scenario, actor, union, "meet")


def _reviews(scenario: "scenarios.Scenario", actor: str, body: str, does: str) -> Iterator[Move]:
    """A body meets twice as often, or half as often."""
    weeks = scenario.rules.bodies[body].review_weeks
    if weeks is None:
        return
    name = scenario.actors[body].name
    for often in (max(weeks // 2, 1), weeks * 2):
        if often != weeks:
            says = f"has {name} {does} every {often} weeks instead of {weeks}"
            setting = f"rules.{body}.review_weeks={often}"
            yield under("rule", actor, name)(f"rule.{body}.every.{often}", says, setting)


def _council(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    council = scenario.case.roles.council
    if council is None or council not in scenario.rules.bodies:
        return
    name, rule = scenario.actors[council].name, scenario.rules.bodies[council]
    make = under("rule", actor, name)
    withdraws = rule.withdraw_if_vetoed is not False
    says = "put texts to the vote whatever the vetoes" if withdraws else "drop texts that would be vetoed"
    setting = f"rules.{council}.withdraw_if_vetoed={'false' if withdraws else 'true'}"
    yield make(f"rule.{council}.withdraw", f"has the sponsors in {name} {says}", setting)
    if scenario.case.roles.claimant:
        other = "lapses" if scenario.rules.mandate.reading == "covers" else "covers"
        does = "no longer covers" if other == "lapses" else "covers"
        says = f"has the mandate read so that it {does} what follows a declaration"
        yield make("rule.mandate", says, f"rules.mandate.reading={other}")


def _alliance(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    alliance = scenario.case.roles.alliance
    if alliance is None or alliance not in scenario.rules.bodies:
        return
    yield from _reviews(scenario, actor, alliance, "review the force")
    automatic = not scenario.rules.reserves.automatic
    says = f"has reserves called {'by themselves' if automatic else 'only by decision'} when unrest is high"
    make = under("rule", actor, scenario.actors[alliance].name)
    yield make("rule.reserves", says, f"rules.reserves.automatic={'true' if automatic else 'false'}")


def _bargaining(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    for protocol, words in BARGAINING.items():
        if protocol == scenario.rules.negotiation.protocol or list(lacks(scenario, protocol)):
            continue
        # Options belong to the protocol that is replaced.
        settings = [f"rules.negotiation.protocol={protocol}"]
        settings += ["rules.negotiation.options={}"] * bool(scenario.rules.negotiation.options)
        make = under("rule", actor, EVERYBODY)
        yield make(f"rule.negotiation.{protocol}", f"has it agreed that {words}", *settings)
