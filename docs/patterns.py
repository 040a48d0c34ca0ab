"""What the model shows without being told: each expected pattern, measured with the engine.

    python -m docs patterns      (about a minute)

The verdict follows from the numbers by the rule that each pattern states; the reading says how it comes.
"""

from collections.abc import Callable

import numpy as np

from docs import ground
from docs.bench import (
    Array,
    Bench,
    Finding,
    clear,
    fingerprint,
    grade,
    ninety,
    number,
    paired,
    request_week,
    share,
    shipped,
    spread,
)
from docs.marked import table

RUNS, SEED = 300, 2007
GREAT = ("united-states", "united-kingdom", "france", "germany", "italy")
"""The large states whose ministers the documents name in favour."""


def patterns(runs: int = RUNS, seed: int = SEED) -> str:
    """The section of docs/model.md, with the runs, the seed and the scenarios that it was measured on."""
    bench = Bench(runs, seed)
    findings = [measure(bench) for measure in MEASURES]
    parts = [
        (
            f"{runs} runs of each scenario, seed {seed}, scenarios `{fingerprint()}`. Differences are paired "
            "run by run under the same luck; ± is the 95% interval of their mean over the runs."
        ),
        table(("Pattern", "Verdict"), [(one.title, one.verdict) for one in findings]),
    ]
    for place, one in enumerate(findings, 1):
        shown = table(("Measured", "Value"), one.rows, (1,))
        parts.append(f"**{place}. {one.title}: {one.verdict}.** {one.reading} *{one.rule}*\n\n{shown}")
    return "\n\n".join(parts)


def _talks(bench: Bench) -> Finding:
    base, longer = bench(), bench("talks-extended")
    accepting = bench("talks-extended", "parameters.plan.acceptance=1")
    agreed = [float(one.outcomes["agreement"].mean()) for one in (base, longer, accepting)]
    return Finding(
        "Talks fail",
        grade(max(agreed[:2]) <= 0.05, agreed[0] <= 0.2),
        "Holds: an agreement in at most 5% of runs in the first two rows; weakly: 20% in the first.",
        (
            ("runs with an agreement, baseline", share(agreed[0])),
            ("runs with an agreement, talks extended by 17 weeks", share(agreed[1])),
            ("the same, and Belgrade accepts the plan's safeguards in full", share(agreed[2])),
        ),
        "The parties' coded positions on status lie far apart beside the room that salience, mediation "
        "and a deadline give. Where all three rows are zero the rule is untested in the region in which "
        "it would matter, and an agreement enters a scenario only by an event (`agree`).",
    )


def _request(bench: Bench) -> Finding:
    base, free = bench(), bench("baseline", "parameters.declaration.request.value=0")
    delay = base.outcomes["declaration_week"] - free.outcomes["declaration_week"]
    week = "declaration_week"
    return Finding(
        "A dated request delays the declaration",
        grade(clear(delay) and spread(delay)[0] >= 2.0, clear(delay)),
        "Holds: a mean delay of at least two weeks; weakly: any delay beyond its interval.",
        (
            ("median week of the declaration, baseline", number(np.nanmedian(base.outcomes[week]))),
            ("the same, with a request that weighs nothing", number(np.nanmedian(free.outcomes[week]))),
            ("delay in weeks", paired(delay)),
            (
                "declared before the request runs out, baseline",
                share((base.declared < request_week()).mean()),
            ),
            (
                "coordinated, share of declarations, baseline",
                share(float(np.nanmean(base.outcomes["coordinated"]))),
            ),
            (
                "coordinated, with a request that weighs nothing",
                share(float(np.nanmean(free.outcomes["coordinated"]))),
            ),
        ),
        "The request is a term of the log rate while it stands. A declaration before its date counts as "
        "uncoordinated whatever the term weighs, so the request also decides how far recognition goes.",
    )


def _resolution(bench: Bench) -> Finding:
    base, endorsed = bench(), bench("un-endorsement")
    veto, none = bench("un-veto"), bench("un-no-draft")
    last = "recognitions_day_365"
    more = endorsed.outcomes[last] - base.outcomes[last]
    return Finding(
        "A resolution widens recognition",
        grade(clear(more) and spread(more)[0] >= 3.0, clear(more)),
        "Holds: at least three states more by day 365; weakly: any difference beyond its interval.",
        (
            ("states that have recognised by day 365, baseline", ninety(base.outcomes[last])),
            ("the same, the Council endorses the plan", ninety(endorsed.outcomes[last])),
            ("difference", paired(more)),
            (
                "runs in which the draft is adopted, Russia and China abstaining",
                share(endorsed.outcomes["endorse_plan_adopted"].mean()),
            ),
            (
                "difference made by a vote and a veto, against no draft at all",
                paired(veto.outcomes[last] - none.outcomes[last]),
            ),
        ),
        "An endorsement opens a lower gate, adds its term and takes the exposure and reliance terms away. "
        "A veto changes nothing else in the model: a draft that is vetoed, one that is withdrawn and none at "
        "all leave the same world.",
    )


def _exposed(bench: Bench) -> Finding:
    base, fearless = bench(), bench("baseline", "parameters.recognition.exposure.value=0")
    states = {name: actor for name, actor in shipped().actors.items() if actor.kind == "state"}
    exposure = np.array([one.exposure.best if one.exposure else 0.0 for one in states.values()])
    position = np.array([one.positions["recognition"].mode for one in states.values()])
    never = np.isnan(base.recognised[:, [base.actors.index(name) for name in states]]).mean(axis=0)
    high = exposure >= 0.5
    apart = float(never[high].mean() - never[~high].mean())
    sooner, gained = (
        fearless.outcomes[f"recognitions_day_{days}"] - base.outcomes[f"recognitions_day_{days}"]
        for days in (30, 365)
    )
    return Finding(
        "Without a resolution the exposed hold out",
        grade(apart > 0.2 and clear(gained) and spread(gained)[0] >= 1.0, apart > 0.1),
        "Holds: 20 points between the two groups, and at least one state more by day 365 if nobody "
        "minded; weakly: 10 points between the groups.",
        (
            (
                f"never recognises, mean of the {high.sum()} states of exposure 0.5 or more",
                share(never[high].mean()),
            ),
            (f"the same, the {(~high).sum()} others", share(never[~high].mean())),
            (
                "correlation of never recognising with exposure, over states",
                f"{np.corrcoef(never, exposure)[0, 1]:.2f}",
            ),
            ("the same with the coded position", f"{np.corrcoef(never, position)[0, 1]:.2f}"),
            ("states more by day 30 if nobody minded the precedent", paired(sooner)),
            ("states more by day 365 if nobody minded the precedent", paired(gained)),
        ),
        "Hold-outs are made by the gate on the position. The exposure term only slows those who are past "
        "it; that exposed states hold out more often comes from the positions that they were coded with.",
    )


def _wave(bench: Bench) -> Finding:
    base = bench()
    since = base.recognised - base.declared[:, None]
    others = [name for name, one in shipped().actors.items() if one.kind == "state" and name not in GREAT]
    great, rest = (since[:, [base.actors.index(name) for name in names]] for names in (GREAT, others))
    by = {days: float(np.nanmean(base.outcomes[f"recognitions_day_{days}"])) for days in (30, 90, 365)}
    lead = float(np.nanmedian(rest) - np.nanmedian(great))
    wave, tail = by[30] / max(by[365], 1e-9), 1 - by[90] / max(by[365], 1e-9)
    return Finding(
        "Great powers first, then a wave, then a long tail",
        grade(lead >= 1 and wave >= 0.5 and tail >= 0.1, wave >= 0.5 and (lead >= 1 or tail >= 0.1)),
        "Holds: the five lead by a week at the median, half of the recognitions by day 30, a tenth after "
        "day 90; weakly: the wave, and one of the other two.",
        (
            (
                "median weeks from declaration to recognition, five large states in favour",
                number(np.nanmedian(great)),
            ),
            ("the same, the other states that recognise", number(np.nanmedian(rest))),
            ("in the first week, share of the five's recognitions", share(_at_once(great))),
            ("in the first week, share of the others' recognitions", share(_at_once(rest))),
            ("of the recognitions by day 365: by day 30", share(wave)),
            ("from day 31 to day 90", share((by[90] - by[30]) / max(by[365], 1e-9))),
            ("after day 90", share(tail)),
        ),
        "High positions and reliance on Washington put the large states and the allies first. States "
        "above their gate have rates that bring them in within weeks and those below it have none, so few "
        "are late.",
    )


def _mission(bench: Bench) -> Finding:
    base, blocked = bench(), bench("eu-mission-blocked")
    sent, common = base.outcomes["police_mission_adopted"], base.outcomes["common_position_adopted"]
    alone, other = float((sent * (1 - common)).mean()), float((common * (1 - sent)).mean())
    return Finding(
        "The mission passes where a common position does not",
        grade(alone > 0.1 and alone > 2 * other, alone > other),
        "Holds: the mission alone in more than a tenth of runs and twice as often as the common position "
        "alone; weakly: more often.",
        (
            ("mission adopted", share(sent.mean())),
            ("common position adopted", share(common.mean())),
            ("mission without a common position", share(alone)),
            ("common position without a mission", share(other)),
            (
                "mission adopted, `eu-mission-blocked`",
                share(blocked.outcomes["police_mission_adopted"].mean()),
            ),
        ),
        "Both need that nobody objects. Doubters on recognition stand higher on the mission, and a legal "
        "basis and the claimant's commitment help it.",
    )


MEASURES: tuple[Callable[[Bench], Finding], ...] = (
    _talks, _request, _resolution, _exposed, _wave, _mission, ground.caveats, ground.reserves, ground.tail,
)  # fmt: skip


def _at_once(since: Array) -> float:
    """Of those who recognise, the share that does so in the week of the declaration."""
    known = since[~np.isnan(since)]
    return float((known <= 0).mean()) if len(known) else 0.0
