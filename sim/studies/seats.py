"""What a part or a seat lets an actor do: declare, table and veto texts, send soldiers, talk, respond.

All of it follows from the case: its roles, its texts and their sponsors, its bodies and its responses.  A
response that adds violence is never made to come, only left out: no such move is looked for.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sim.needs import UNION_EFFECTS
from sim.studies.moves import SHARE, STEP, Kind, Move, ladder, under
from sim.studies.settings import as_said, programme

if TYPE_CHECKING:
    import scenarios
    from scenarios.models import Event, Sourced

WEEKS = (4, 8, 13, 26, 39)
"""When a claimant may declare: after a month, two, a quarter, half a year, three quarters."""
SHIFT = 4
"""Weeks, a month: how much earlier or later a text is tabled."""
LASTING = 13
"""Weeks, a quarter: for how long talks are extended."""

ANSWERED = {
    "start": {},
    "declaration": {"after": "declaration"},
    "recognition": {"after": "first_recognition"},
    "resolution": {"after": "resolution"},
}
"""When a response comes at once, by what it answers; unrest has no first day."""


def seats(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """All that an actor's part and seats let it do."""
    for kind in (_declarations, _texts, _stands_aside, _soldiers, _talks, _plan, _responses):
        yield from kind(scenario, actor)


def _edited(scenario: "scenarios.Scenario", place: int, **said: Any) -> str:
    """The setting that changes an event: all events, as any other move of an event says them."""
    events = [as_said(one) | (said if at == place else {}) for at, one in enumerate(scenario.events)]
    return programme(events)


def _day(scenario: "scenarios.Scenario", week: int) -> str:
    return str(scenario.case.start + dt.timedelta(weeks=week))


def _declarations(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """The claimant declares in some week, alone or with its partners, or never."""
    roles = scenario.case.roles
    if roles.claimant != actor or not scenario.case.issue_roles.status:
        return
    mode = scenario.rules.declaration.mode
    others = [one for one in scenario.events if one.do != "declare"]
    names = [scenario.actors[one].name for one in (roles.union, *roles.patrons_of_claimant) if one]
    for week in (one for one in WEEKS if one < scenario.case.weeks):
        for together in (False, True):
            event = {"date": _day(scenario, week), "do": "declare", "coordinated": together}
            make = under("timing", actor, " and ".join(names) if together else "")
            says = f"declares {'with its partners' if together else 'alone'} in week {week} ({event['date']})"
            settings = ("rules.declaration.mode=dated", programme([*others, event]))
            yield make(f"declare.{week}.{'together' if together else 'alone'}", says, *settings)
    make = under("timing", actor)
    if mode != "never":
        events = () if len(others) == len(scenario.events) else (programme(others),)
        yield make("declare.never", "does not declare", "rules.declaration.mode=never", *events)


def _texts(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """A sponsor tables its texts, or not, or at another time; a member of the council abstains or vetoes."""
    council = scenario.case.roles.council
    seat = scenario.actors[actor].memberships.get(council or "")
    for name, draft in scenario.case.texts.items():
        if draft.effect in UNION_EFFECTS or council is None:
            continue
        tabled = [at for at, one in enumerate(scenario.events) if one.do == "table_text" and one.text == name]
        if actor in draft.sponsors:
            yield from _sponsored(scenario, actor, name, tabled)
        elif seat is not None:
            for at in tabled:
                yield from _ballots(scenario, actor, at, seat.seat == "permanent")


def _sponsored(
    scenario: "scenarios.Scenario", actor: str, name: str, tabled: Sequence[int]
) -> Iterator[Move]:
    """A sponsor tables a text, or does so at another time, or insists on a vote, or leaves it."""
    title = scenario.case.texts[name].title
    make = under("timing", actor)
    for insist in (False, True) if not tabled else ():
        new = {"date": _day(scenario, SHIFT), "do": "table_text", "text": name, "insist": insist}
        says = f"tables a text in week {SHIFT}{' and insists on a vote' if insist else ''} ({title})"
        key = f"text.{name}.{'insist' if insist else 'table'}"
        yield make(key, says, programme([*scenario.events, new]))
    anchors = {one.after for one in scenario.events}
    for at in tabled:
        event, key = scenario.events[at], f"text.{scenario.events[at].id or at}"
        assert event.do == "table_text"
        for way, weeks in (("earlier", -SHIFT), ("later", SHIFT)):
            if said := _shifted(scenario, event, weeks):
                says = f"tables a text {SHIFT} weeks {way} ({title})"
                yield make(f"{key}.{way}", says, _edited(scenario, at, **said))
        if not event.id or event.id not in anchors:
            rest = [one for place, one in enumerate(scenario.events) if place != at]
            yield make(f"{key}.drop", f"does not table a text ({title})", programme(rest))
        if not event.insist:
            says = f"insists on a vote whatever the vetoes ({title})"
            yield make(f"{key}.insist", says, _edited(scenario, at, insist=True))


def _shifted(scenario: "scenarios.Scenario", event: "Event", weeks: int) -> dict[str, Any]:
    """When an event comes so many weeks later, within the scenario; nothing where it cannot."""
    if event.date is not None:
        day = event.date + dt.timedelta(weeks=weeks)
        return {"date": str(day)} if scenario.case.start <= day < scenario.case.horizon else {}
    later = (event.weeks or 0) + weeks
    return {"weeks": later} if event.after is not None and later >= 0 else {}


def _ballots(scenario: "scenarios.Scenario", actor: str, at: int, permanent: bool) -> Iterator[Move]:
    """How a member of the council votes on a text that others table."""
    event = scenario.events[at]
    assert event.do == "table_text"
    title, key = scenario.case.texts[event.text].title, f"text.{event.id or at}"
    told = {"abstaining": list(event.abstaining), "vetoing": list(event.vetoing)}
    ways = [("abstain", "abstaining", "abstains")] + [("veto", "vetoing", "vetoes")] * permanent
    for way, mine, says in ways:
        if actor in told[mine]:
            continue
        said = {one: [name for name in names if name != actor] for one, names in told.items()}
        said[mine].append(actor)
        changed = {one: names for one, names in said.items() if names != told[one]}
        settings = _edited(scenario, at, **changed)
        yield under("part", actor)(f"{key}.{way}", f"{says} ({title})", settings)


def _stands_aside(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """A member of the union stands aside from its texts, whatever its position."""
    union = scenario.case.roles.union
    if union is None or union not in scenario.actors[actor].memberships:
        return
    for name, draft in scenario.case.texts.items():
        tabled = [one for one in scenario.events if one.do == "table_text" and one.text == name]
        if draft.effect not in UNION_EFFECTS or any(actor in one.abstaining for one in tabled):
            continue
        # Told at the start, a member of the union stands by it at every meeting.
        event = {"date": _day(scenario, 0), "do": "table_text", "text": name, "abstaining": [actor]}
        says = f"stands aside ({draft.title})"
        yield under("part", actor)(f"aside.{name}", says, programme([*scenario.events, event]))


def _soldiers(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """An ally withdraws or doubles its contingent, lifts or doubles its caveats, or moves the whole force."""
    case, here, force = scenario.case, scenario.actors[actor], scenario.parameters.force
    make = under("part", actor)
    start = _day(scenario, 0)
    if case.roles.force and here.contingent is not None and here.contingent.best > 0:
        gone = {"date": start, "do": "withdraw_contingent", "actor": actor}
        yield make("contingent.none", "withdraws its contingent", programme([*scenario.events, gone]))
        settings = _times(f"actors.{actor}.contingent", here.contingent, 2.0)
        yield make("contingent.double", "doubles its contingent", *settings)
        if here.caveats is not None and here.caveats.best > 0:
            yield make("caveats.none", "lifts its caveats", f"actors.{actor}.caveats=0")
            settings = _times(f"actors.{actor}.caveats", here.caveats, 2.0, 1.0)
            yield make("caveats.double", "doubles its caveats", *settings)
    alliance = case.roles.alliance
    if alliance is None or alliance not in here.memberships or force is None:
        return
    make = under("part", actor, scenario.actors[alliance].name)
    for way, factor in (("up", 1 + SHARE), ("down", 1 - SHARE)):
        for what, says in (("strength", "strength"), ("caveats", "caveats")):
            event = {"date": start, "do": f"set_{what}", "factor": round(factor, 6)}
            words = f"has the force's {says} set to {factor:g} times what they are"
            yield make(f"force.{what}.{way}", words, programme([*scenario.events, event]))
    event = {"date": start, "do": "deploy_reserves", "battalions": force.battalions.best}
    yield make("force.reserves", "has all reserves deployed at once", programme([*scenario.events, event]))


def _times(key: str, amount: "Sourced", factor: float, most: float = float("inf")) -> tuple[str, ...]:
    """Settings of a sourced number times a factor."""
    ends = [min(end * factor, most) for end in amount.range]
    return (f"{key}={ends[0]:g}",) if amount.fixed else ladder(key, ends)


def _talks(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """A party goes on talking or refuses to; a mediator tries harder, or not at all."""
    roles, talks = scenario.case.roles, scenario.parameters.talks
    parties = [one for one in (roles.claimant, roles.parent) if one]
    if len(parties) < 2 or talks is None or not scenario.rules.talks.enabled:
        return
    if actor in parties:
        other = next(one for one in parties if one != actor)
        event = {"date": _day(scenario, 0), "do": "extend_talks", "lasting": LASTING}
        make = under("timing", actor, scenario.actors[other].name)
        says = f"goes on talking for {LASTING} weeks"
        yield make("talks.extend", says, programme([*scenario.events, event]))
        yield under("timing", actor)("talks.refuse", "refuses any talks", "rules.talks.enabled=false")
    mediator = roles.mediator
    if mediator and (mediator == actor or mediator in scenario.actors[actor].memberships):
        make = under("part", actor, "" if mediator == actor else scenario.actors[mediator].name)
        settings = _times("parameters.talks.effort", talks.effort, 2.0)
        yield make("mediation.double", "has the mediators try twice as hard", *settings)
        yield make("mediation.none", "has the mediators give up", "parameters.talks.effort=0")


def _plan(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """The claimant commits itself to the plan more or less; the parent accepts a part of it."""
    roles, plan = scenario.case.roles, scenario.parameters.plan
    if plan is None:
        return
    make = under("part", actor)
    if actor == roles.claimant:
        for way, by in (("up", STEP), ("down", -STEP)):
            ends = [min(max(end + by, 0.0), 100.0) for end in plan.commitment.range]
            says = f"is committed to the plan at {ends[1]:g} instead of {plan.commitment.best:g}"
            yield make(f"plan.{way}", says, *ladder("parameters.plan.commitment", ends))
    if actor == roles.parent and plan.acceptance.best + SHARE <= 1:
        amount = round(plan.acceptance.best + SHARE, 6)
        says = f"accepts the plan at {amount:g} instead of {plan.acceptance.best:g}"
        yield make("plan.accept", says, f"parameters.plan.acceptance={amount:g}")


def _responses(scenario: "scenarios.Scenario", actor: str) -> Iterator[Move]:
    """An actor does without one of its responses, or makes one that is peaceful as soon as it can."""
    kind: Kind = "part"
    make = under(kind, actor)
    for name, response in scenario.case.responses.items():
        if response.actor != actor:
            continue
        title = response.title
        yield make(f"respond.{name}.never", f"forgoes a response ({title})", f"responses.{name}.rate=0")
        timing = ANSWERED.get(response.after)
        if timing is None or any(response.shocks.values()):
            continue
        event = {**(timing or {"date": _day(scenario, 0)}), "do": "force_response", "response": name}
        says = f"responds at once ({title})"
        yield make(f"respond.{name}.now", says, programme([*scenario.events, event]))
