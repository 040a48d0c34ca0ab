"""The scores of docs/validation.md: the flagship forecast, and the small case whose outcome is known."""

from functools import cache

import numpy as np
import pyarrow.compute as pc

import scenarios
from agents import protocols
from dashboards.report.score import amounts
from docs.marked import table
from scenarios.history import case_of, read_history, read_questions
from sim.ensemble import run
from sim.needs import needs
from sim.results import Results
from sim.scoring.forecasts import forecast
from sim.scoring.scorecard import Scorecard, Scored, scorecard

FLAGSHIP = "kosovo-2007/baseline"
SMALL = ("emission-standards-1989", "cop21-2015", "copenhagen-2009")
RUNS, OF_RIVALS, SEED = 1000, 100, 2007
TRACED = 3


@cache
def scored(name: str, runs: int) -> tuple[Scorecard, Results]:
    """A scenario's scorecard, beside those of all protocols that it can be run with."""
    scenario = scenarios.load(name)
    folder = case_of(scenario)
    questions = read_questions(folder)
    results = run(scenario, runs, SEED)
    others = {}
    for protocol in protocols.names():
        other = scenarios.load(name, (f"rules.negotiation.protocol={protocol}",))
        if protocol != scenario.rules.negotiation.protocol and not list(needs(other)):
            others[f"protocol {protocol}"] = forecast(run(other, min(runs, OF_RIVALS), SEED), questions)
    return scorecard(scenario, forecast(results, questions), questions, read_history(folder), others), results


def rivals() -> str:
    """How the flagship forecast did, and how others would have."""
    card, _ = scored(FLAGSHIP, RUNS)
    rows = [
        (
            one.name + (" (hindsight)" if one.hindsight else ""),
            f"{one.brier:.3f}",
            f"{one.interval[0]:.3f} to {one.interval[1]:.3f}",
            f"{one.log:.2f}",
            f"{one.skill:.2f}",
        )
        for one in sorted(card.rivals, key=lambda one: one.brier or 0.0)
        if one.interval is not None
    ]
    parts = card.parts
    assert parts is not None
    bins = [(f"{one.said:.0%}", f"{one.came:.0%}", str(one.count)) for one in parts.bins]
    head = ("", "Brier", "95% interval over states", "Log, bits", "Skill over one half")
    return (
        f"{RUNS:,} runs of `{FLAGSHIP}`, seed {SEED}; {OF_RIVALS} of every other protocol. "
        f"{len(card.scored)} questions with yes or no, about {card.groups} states and other matters.\n\n"
        f"{table(head, rows, (1, 2, 3, 4))}\n\n"
        f"The Brier score of this forecast comes apart into reliability {parts.reliability:.3f}, less "
        f"resolution {parts.resolution:.3f}, uncertainty {parts.uncertainty:.3f} and "
        f"{parts.within:.3f} within bins:\n\n"
        f"{table(('Said, on average', 'Came', 'Questions'), bins, (0, 1, 2))}"
    )


def spreads() -> str:
    """Counts, days and amounts."""
    card, _ = scored(FLAGSHIP, RUNS)
    found = amounts(card)
    return table(found.columns, [tuple(map(str, row)) for row in found.rows], range(1, len(found.columns)))


def misses() -> str:
    """The worst misses, each with what carried it."""
    card, results = scored(FLAGSHIP, RUNS)
    rows = [
        (one.chance.text, f"{one.chance.probability:.0%}", "yes" if one.happened else "no", f"{one.log:.1f}")
        for one in card.worst[:8]
    ]
    told = [f"**{one.chance.text}.** {_trace(one, results)}" for one in card.worst[:TRACED]]
    return "\n\n".join([table(("Question", "Said", "Came", "Bits"), rows, (1, 2, 3)), *told])


def small() -> str:
    """The protocols on the bargaining cases whose outcome, or part of it, is known."""
    cards = {case: scored(f"{case}/baseline", OF_RIVALS)[0] for case in SMALL}
    asked = {case: len(card.measured) for case, card in cards.items()}
    means = {
        case: {one.name: sum(one.crps.values()) / len(one.crps) for one in card.rivals if one.crps}
        for case, card in cards.items()
    }
    for case, found in means.items():
        own = scenarios.load(f"{case}/baseline").rules.negotiation.protocol
        found[f"protocol {own}"] = found.pop("this forecast")
    names = sorted({name for found in means.values() for name in found})
    rows = [
        (
            name.removeprefix("protocol "),
            *(f"{found[name]:.1f}" if name in found else "-" for found in means.values()),
        )
        for name in names
    ]
    rows.sort(
        key=lambda row: (
            sum(float(cell) for cell in row[1:] if cell != "-") / sum(cell != "-" for cell in row[1:])
        )
    )
    head = ("Protocol", *(f"`{case}` ({asked[case]})" for case in SMALL))
    said = f"Mean CRPS in points, over as many questions as stand in brackets; {OF_RIVALS} runs each."
    return f"{said}\n\n{table(head, rows, (1, 2, 3))}"


def _trace(one: Scored, results: Results) -> str:
    """What carried a miss: the terms of the decision, on average over the runs in which it was taken."""
    came = "It came" if one.happened else "It did not come"
    said = f"{came}, and the forecast gave it {one.chance.probability:.0%}. "
    if one.chance.actor is None:
        week = results.data["chain_week"].values
        return said + (
            f"No actor decides it in the model: it follows from an index of precedent and comes in "
            f"{np.count_nonzero(week >= 0)} of {results.runs} runs. The index is judgement from end to end."
        )
    log = results.decisions
    chosen = log.filter(
        pc.and_(
            pc.and_(pc.equal(log["decision"], "recognise"), pc.equal(log["actor"], one.chance.actor)),
            pc.equal(log["choice"], "recognises"),
        )
    )
    terms = [name for name in chosen.column_names if name.startswith("term.") and name != "term.reservation"]
    means = {
        name[5:]: float(np.nanmean(chosen[name].to_numpy(zero_copy_only=False)))
        for name in terms
        if chosen.num_rows and chosen[name].null_count < chosen.num_rows
    }
    weeks = results.data["recognised_week"].sel(actor=one.chance.actor).values.astype(float)
    declared = results.data["declaration_week"].values
    lag = (weeks - declared)[weeks >= 0] * float(results.data.attrs["step_days"])
    strongest = _strongest(means)
    return said + (
        f"It recognises in {np.count_nonzero(weeks >= 0)} of {results.runs} runs, half of those within "
        f"{np.median(lag):.0f} days. What moves it then, on average: {strongest}."
    )


def _strongest(means: dict[str, float], most: int = 4) -> str:
    """The strongest terms beside the base rate."""
    found = sorted(
        ((name, value) for name, value in means.items() if name != "base_rate" and abs(value) >= 0.05),
        key=lambda pair: -abs(pair[1]),
    )
    words = [f"{name.replace('_', ' ')} {value:+.2f}" for name, value in found[:most]]
    return ", ".join(words) or "nothing but the base rate"
