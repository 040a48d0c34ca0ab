"""Patterns of the ground: force, caveats, reserves and the tail of unrest; see docs/patterns.py."""

import numpy as np

from docs.bench import Bench, Finding, clear, grade, ninety, number, paired, share, spread


def caveats(bench: Bench) -> Finding:
    """Whether caveats cost more than numbers."""
    base, bound, halved = bench(), bench("kfor-caveats"), bench("kfor-drawdown")
    kept = float((bound.usable / base.usable).mean())
    same = bench(events=f"[{{date: 2007-12-10, do: set_strength, factor: {kept:.3f}}}]")
    total = "incidents_total"
    return Finding(
        "Caveats cost more than numbers",
        grade(
            clear(bound.outcomes[total] - halved.outcomes[total]),
            clear(bound.outcomes[total] - same.outcomes[total]),
        ),
        "Holds: doubled caveats bring more incidents than half the strength; weakly: than a cut in "
        "strength that leaves as many usable.",
        (
            ("usable force twelve weeks after the start, baseline", ninety(base.usable)),
            ("the same, caveats doubled", ninety(bound.usable)),
            ("the same, strength halved in January", ninety(halved.usable)),
            (
                "incidents more than in the baseline, caveats doubled",
                paired(bound.outcomes[total] - base.outcomes[total]),
            ),
            (
                "incidents more, strength halved in January",
                paired(halved.outcomes[total] - base.outcomes[total]),
            ),
            (
                f"incidents more, strength times {kept:.3f}, about as many usable",
                paired(same.outcomes[total] - base.outcomes[total]),
            ),
            (
                "caveats doubled, against that cut in strength",
                paired(bound.outcomes[total] - same.outcomes[total]),
            ),
        ),
        "Usable force is strength times what caveats leave, so a soldier withheld and a soldier withdrawn "
        "weigh the same. Caveats can cost more only because they bind some contingents, and so some "
        "places, more than others; and their range is wide, with decreasing returns to force. The sharper "
        "lesson of March 2004, that troops who stood in the right place did not act, is in the model only "
        "as fewer usable soldiers.",
    )


def reserves(bench: Bench) -> Finding:
    """Whether reserves on call help."""
    off = "rules.reserves.automatic=false"
    riots = "[{after: declaration, weeks: 4, do: shock, place: north-mitrovica, incidents: 40}]"
    base, none, first = bench(), bench("baseline", off), bench("kfor-reserves")
    called, uncalled = bench(events=riots), bench("baseline", off, events=riots)
    north, worst = "incidents_north_mitrovica", "worst_week_north_mitrovica"
    calm = none.outcomes[north] - base.outcomes[north]
    after_shock = uncalled.outcomes[north] - called.outcomes[north]
    size = spread(calm)[0] / float(none.outcomes[north].mean())
    return Finding(
        "Reserves on call lower unrest",
        grade(clear(calm) and size > 0.1, clear(calm)),
        "Holds: the automatic call prevents more than a tenth of the incidents in the north; weakly: "
        "some, beyond the interval.",
        (
            (
                "battalions deployed at once at most, baseline, mean",
                number(base.outcomes["reserves_deployed"].mean()),
            ),
            ("incidents in the north that the automatic call prevents", paired(calm)),
            (
                "points of the worst week there that it prevents",
                paired(none.outcomes[worst] - base.outcomes[worst]),
            ),
            ("incidents it prevents after a shock of 40 a week in the north", paired(after_shock)),
            (
                "points of the worst week it prevents after that shock",
                paired(uncalled.outcomes[worst] - called.outcomes[worst]),
            ),
            (
                "incidents that four battalions in the north before a declaration prevent",
                paired(base.outcomes[north] - first.outcomes[north]),
            ),
            (
                "points of the worst week that they prevent",
                paired(base.outcomes[worst] - first.outcomes[worst]),
            ),
        ),
        "Reserves are called when the trigger is passed and arrive after a lag, one battalion a week to a "
        "place, so most of what they prevent comes after the peak. Standing there beforehand they act on "
        "the peak too.",
    )


def tail(bench: Bench) -> Finding:
    """Whether the mean of unrest hides its tail."""
    base, riot = bench(), bench("riot-2004")
    name = "worst_week_north_mitrovica"
    worst, again = base.outcomes[name], riot.outcomes[name]
    ratio = float(np.quantile(worst, 0.99) / worst.mean())
    points = "; ".join(number(float(x)) for x in (*np.quantile(worst, (0.5, 0.95, 0.99)), worst.max()))
    return Finding(
        "Mean unrest hides the tail",
        grade(ratio >= 3, ratio >= 2),
        "Holds: the 99% point of the worst week is at least three times its mean; weakly: twice.",
        (
            ("severity of the worst week in the north, mean", number(float(worst.mean()))),
            ("its median; 95%; 99%; most of all runs", points),
            ("the 99% point as a multiple of the mean", number(ratio)),
            ("runs with a week of 100 or more there, March 2004", share((worst >= 100).mean())),
            ("the same, `riot-2004`", share((again >= 100).mean())),
            ("severity of the worst week there, `riot-2004`, mean", number(float(again.mean()))),
        ),
        "A count whose incidents breed incidents is skewed, but with usable force in place it seldom runs "
        "away by itself; a week like March 2004 takes a shock, which a scenario gives. A low share of "
        "such weeks in the baseline says that this mechanism does not make them, not that they are "
        "improbable.",
    )
