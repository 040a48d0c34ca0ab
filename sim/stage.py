"""What the case puts on the stage besides actors: rules, meetings, texts, postures, responses and places."""

from typing import TYPE_CHECKING

import numpy as np

from agents.arrays import Bools
from agents.cast import Ground, Postures, Responses, Rules, Texts
from sim import beliefs
from sim.clock import Clock
from sim.draws import Streams
from sim.needs import UNION_EFFECTS

if TYPE_CHECKING:
    import scenarios


def rules(scenario: "scenarios.Scenario") -> Rules:
    """The switches of the scenario; what a body's rule leaves out keeps its default."""
    said, roles = scenario.rules, scenario.case.roles
    council, alliance, union = (_body_rule(scenario, b) for b in (roles.council, roles.alliance, roles.union))
    given = {
        "council_majority": getattr(council, "majority", None),
        "council_veto": getattr(council, "veto", None),
        "withdraw_if_vetoed": getattr(council, "withdraw_if_vetoed", None),
        "alliance_review": getattr(alliance, "review_weeks", None),
        "union_decision": getattr(union, "decision", None),
        "union_majority": getattr(union, "majority", None),
        "union_blocking_share": getattr(union, "blocking_share", None),
        "union_qualified_share": getattr(union, "qualified_share", None),
    }
    return Rules(
        protocol=said.negotiation.protocol,
        options=said.negotiation.options,
        bounded=said.negotiation.bounded,
        talks=said.talks.enabled,
        declaration=said.declaration.mode,
        mandate=said.mandate.reading,
        reserves=said.reserves.automatic,
        **{name: value for name, value in given.items() if value is not None},
    )


def meetings(scenario: "scenarios.Scenario", clock: Clock) -> Bools:
    """Weeks in which the union meets, (W,): on dated meetings, then every so many weeks."""
    union = scenario.case.roles.union
    held = np.zeros(clock.steps, dtype=np.bool_)
    if union is None:
        return held
    dated = [clock.step(e.date) for e in scenario.case.calendar if e.kind == "meeting" and e.body == union]
    ahead = sorted(step for step in dated if 0 <= step < clock.steps)
    held[ahead] = True
    every = clock.span(getattr(_body_rule(scenario, union), "review_weeks", None) or 4)
    held[(ahead[-1] if ahead else 0) :: every] = True
    return held


def texts(scenario: "scenarios.Scenario", clock: Clock) -> Texts:
    """What may be put to a vote, T texts."""
    names, issues = tuple(scenario.actors), tuple(scenario.issues)
    drafts = scenario.case.texts
    sponsors = [[name in draft.sponsors for name in names] for draft in drafts.values()]
    return Texts(
        name=tuple(drafts),
        issue=np.array([issues.index(draft.issue) for draft in drafts.values()], dtype=np.int64),
        place=np.array([draft.place for draft in drafts.values()], dtype=np.float64),
        reversion=np.array([draft.reversion for draft in drafts.values()], dtype=np.float64),
        council=np.array([draft.effect not in UNION_EFFECTS for draft in drafts.values()], dtype=np.bool_),
        sponsor=np.array(sponsors, dtype=np.bool_).reshape(len(drafts), len(names)),
        weeks=np.array([clock.span(draft.weeks or 0) for draft in drafts.values()], dtype=np.int64),
        opens=np.array(
            [clock.step(d.not_before) if d.not_before else 0 for d in drafts.values()], dtype=np.int64
        ),
        effect=tuple(draft.effect for draft in drafts.values()),
    )


def postures(scenario: "scenarios.Scenario") -> Postures:
    """What the alliance may agree on, Q postures."""
    offered = scenario.case.postures
    return Postures(
        name=tuple(offered),
        place=np.array([one.place for one in offered.values()], dtype=np.float64),
        strength=np.array([one.strength for one in offered.values()], dtype=np.float64),
        caveats=np.array([one.caveats for one in offered.values()], dtype=np.float64),
        reserves=np.array([one.reserves for one in offered.values()], dtype=np.bool_),
    )


def responses(scenario: "scenarios.Scenario", streams: Streams) -> Responses:
    """What follows from what, V responses, their rates drawn for each run."""
    offered, names = scenario.case.responses, tuple(scenario.actors)
    u = streams.uniforms("evidence.responses", len(offered))
    shocks = [[one.shocks.get(place, 0.0) for place in scenario.case.places] for one in offered.values()]
    return Responses(
        name=tuple(offered),
        actor=np.array([names.index(one.actor) for one in offered.values()], dtype=np.int64),
        after=tuple(one.after for one in offered.values()),
        rate=beliefs.draw([one.rate.range for one in offered.values()], u),
        shocks=np.array(shocks, dtype=np.float64).reshape(len(offered), len(scenario.case.places)),
        precedent=np.array([one.precedent for one in offered.values()], dtype=np.float64),
    )


def ground(scenario: "scenarios.Scenario", streams: Streams) -> Ground:
    """The places, P of them, their base rates and weights drawn for each run."""
    spots = scenario.case.places
    u = streams.uniforms("evidence.places", 2, len(spots))
    return Ground(
        name=tuple(spots),
        garrison=np.array([spot.garrison for spot in spots.values()], dtype=np.bool_),
        base=beliefs.draw([spot.base_rate.range for spot in spots.values()], u[:, 0]),
        weight=beliefs.draw([spot.weight.range for spot in spots.values()], u[:, 1]),
        safeguarded=np.array([spot.safeguarded for spot in spots.values()], dtype=np.bool_),
    )


def _body_rule(scenario: "scenarios.Scenario", body: str | None) -> object:
    """The decision rule of a body, None without one."""
    return scenario.rules.bodies.get(body) if body else None
