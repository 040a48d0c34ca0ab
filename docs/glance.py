"""All scenarios of the case at a glance: what each changes against the baseline, run by run."""

import numpy as np

import scenarios
from docs.bench import CASE, Array, Bench, fingerprint, number, spread
from docs.marked import table

RUNS, SEED = 200, 2007
SHOWN = {
    "declaration_week": "Week of declaration",
    "recognitions_day_90": "Recognitions, day 90",
    "police_mission_adopted": "Mission, % of runs",
    "force_usable_end": "Usable force, end",
    "incidents_total": "Incidents",
    "chain_reaction": "Like step elsewhere, % of runs",
}


def glance(runs: int = RUNS, seed: int = SEED) -> str:
    """A row for each scenario: the baseline's means, and what the others add to them."""
    bench = Bench(runs, seed)
    base = bench().outcomes
    names = [name.partition("/")[2] for name in scenarios.list_scenarios(CASE)]
    rows = [("`baseline`", *(number(_scale(name) * float(np.nanmean(base[name]))) for name in SHOWN))]
    for scenario in names[1:]:
        found = bench(scenario).outcomes
        rows.append((f"`{scenario}`", *(_change(_scale(n) * (found[n] - base[n])) for n in SHOWN)))
    text = (
        f"{runs} runs of each, seed {seed}, scenarios `{fingerprint()}`. The first row has means of the "
        "baseline; the others the mean paired difference from it, over runs in which both have a value. A "
        "difference within its 95% interval stands in brackets; 0 is an exact zero in every run."
    )
    return f"{text}\n\n{table(('Scenario', *SHOWN.values()), rows, range(1, len(SHOWN) + 1))}"


def _scale(name: str) -> float:
    """Shares of runs are told as percentages."""
    return 100.0 if name.endswith(("_adopted", "_reaction")) else 1.0


def _change(difference: Array) -> str:
    known = difference[~np.isnan(difference)]
    if len(known) < 2:
        return "-"
    if not known.any():
        return "0"
    mean, half = spread(known)
    told = f"{mean:+,.0f}" if abs(mean) >= 100 else f"{mean:+.1f}"
    return told if abs(mean) > half else f"({told})"
