"""`parley score`: a forecast held against what happened."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.crew import Cluster, Workers
from cli.options import AsJson, Settings, runs_of, seed_of

if TYPE_CHECKING:
    from scenarios import Scenario
    from scenarios.models.questions import Questions
    from sim.scoring.forecasts import Forecast
    from sim.scoring.scorecard import Scorecard

EXAMPLES = (
    "parley score kosovo-2007/baseline",
    "parley score kosovo-2007/baseline --runs 5000 --html score.html",
    "parley score kosovo-2007/baseline --sealed",
    "parley score emission-standards-1989/uncertain --json",
)

OF_RIVALS = 200
"""Runs of each other protocol."""


def score(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A scenario, by name or path.", show_default=False)
    ],
    runs: Annotated[
        int, typer.Option(metavar="N", parser=runs_of, help="How many runs.", show_default=True)
    ] = 2000,
    seed: Annotated[int, typer.Option(metavar="S", parser=seed_of, help="The luck of the runs.")] = 2007,
    settings: Settings = None,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="Grade only what was sealed before, as it was sealed.")
    ] = False,
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The ledger of sealed forecasts.", show_default="forecasts.jsonl"),
    ] = None,
    protocols: Annotated[
        bool, typer.Option("--protocols/--no-protocols", help="Score the other protocols beside it.")
    ] = True,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page with the figures there.", show_default=False),
    ] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_json: AsJson = False,
) -> None:
    """Hold a forecast against what happened.

    Every question of the case (questions.yaml) is answered from the runs and compared with its answer
    (history.yaml, which nothing but scoring can open): Brier and log score of probabilities, CRPS of counts
    and dates, the parts of the Brier score, and the same for rivals that need no model. Rivals that know
    what came are marked as hindsight. Intervals are over states, which are few.
    """
    from cli.folder import writable_file
    from cli.screen import say, say_json
    from scenarios import load
    from scenarios.history import case_of, read_history, read_questions
    from sim.scoring.ledger import LEDGER, as_sealed, unsealed
    from sim.scoring.scorecard import scorecard

    if html:
        writable_file(html)
    read = load(scenario, settings or [])
    case = case_of(read)
    questions, history = read_questions(case), read_history(case)
    of = unsealed(ledger or Path(LEDGER), read.name, read.hash) if sealed else None
    found = _forecast(read, questions, 50 if of else runs, seed, workers, cluster)
    if of:
        found = as_sealed(found, of)
    others = {} if of or not protocols else _others(scenario, settings or [], read, questions, seed, workers)
    card = scorecard(read, found, questions, history, others)
    if html:
        from dashboards.report import score as page

        page.write(card, read, html)
    if as_json:
        say_json(_summary(card))
        return
    say(f"{found.scenario}: {found.runs} runs, seed {found.seed}" + (f", sealed {of.sealed}" if of else ""))
    _tell(card)
    if html:
        say("", f"Written: {html}")


def _forecast(
    scenario: "Scenario", questions: "Questions", runs: int, seed: int, workers: Any, cluster: Any
) -> "Forecast":
    """The answers of an ensemble."""
    from cli.crew import crew
    from cli.refusal import Refused
    from cli.screen import progress
    from sim.ensemble import run
    from sim.scoring.forecasts import forecast

    with crew(workers, cluster) as executor, progress(scenario.name, runs) as tick:
        results = run(scenario, runs, seed, tick, executor=executor)
    try:
        return forecast(results, questions)
    except ValueError as error:
        raise Refused(str(error)) from None


def _others(
    name: str, settings: list[str], scenario: "Scenario", questions: "Questions", seed: int, workers: Any
) -> "dict[str, Forecast]":
    """Forecasts by the other protocols that the case has what they need for."""
    from agents import protocols
    from scenarios import ScenarioError, load
    from sim.needs import CastError

    found = {}
    for protocol in protocols.names():
        if protocol == scenario.rules.negotiation.protocol:
            continue
        try:
            other = load(name, [*settings, f"rules.negotiation.protocol={protocol}"])
            found[f"protocol {protocol}"] = _forecast(other, questions, OF_RIVALS, seed, workers, None)
        except (ScenarioError, CastError):  # it needs what this case does not have
            continue
    return found


def _tell(card: "Scorecard") -> None:
    """In words and tables."""
    from cli.screen import heading, paragraph, table

    if card.parts is not None:
        heading(f"{len(card.scored)} questions with yes or no, on {card.groups} states and other matters")
        rows = [_row(one) for one in card.rivals]
        table(("", "Brier", "95%", "Log", "Skill"), rows, right=(1, 2, 3, 4), fold=(0,))
        parts = card.parts
        paragraph(
            f"Brier score {parts.score:.3f} = reliability {parts.reliability:.3f} - resolution "
            f"{parts.resolution:.3f} + uncertainty {parts.uncertainty:.3f} + within bins {parts.within:.3f}. "
            "Skill is 1 less the Brier score over that of one half; log scores are in bits. Rivals marked * "
            f"knew what came. Intervals are over {card.groups} states and other matters, which are few: two "
            "rivals whose intervals overlap may well change places in another world."
        )
        heading("Said against came")
        bins = [(f"{one.said:.0%}", f"{one.came:.0%}", str(one.count)) for one in parts.bins]
        table(("Said", "Came", "Questions"), bins, right=(0, 1, 2))
    if card.measured:
        heading("Counts, days and amounts")
        table(
            ("", "5%", "50%", "95%", "Came", "CRPS", "Below"),
            [_measured(one, card.forecast.start) for one in card.measured],
            right=(1, 2, 3, 4, 5, 6),
            fold=(0,),
        )
        _protocols(card)
    if card.scored:
        heading("The worst misses")
        worst = [
            (
                one.chance.text,
                f"{one.chance.probability:.0%}",
                "yes" if one.happened else "no",
                f"{one.log:.1f}",
            )
            for one in card.worst[:5]
        ]
        table(("", "Said", "Came", "Bits"), worst, right=(1, 2, 3), fold=(0,))


def _row(one: Any) -> tuple[str, ...]:
    low, high = one.interval
    name = f"{one.name} *" if one.hindsight else one.name
    return name, f"{one.brier:.3f}", f"{low:.3f}-{high:.3f}", f"{one.log:.2f}", f"{one.skill:.2f}"


def _measured(one: Any, start: dt.date) -> tuple[str, ...]:
    shown = [_shown(each, one.unit, start) for each in (*(one.quantiles[i] for i in (0, 2, 4)), one.came)]
    unit = "days" if one.unit == "day" else one.unit
    return f"{one.text} ({unit})", *shown, f"{one.crps:,.3g}", f"{one.below:.0%}"


def _shown(value: float | None, unit: str, start: dt.date) -> str:
    """A number, or a day as a date."""
    if value is None:
        return "never"
    return str(start + dt.timedelta(days=value)) if unit == "day" else f"{value:,.5g}"


def _protocols(card: "Scorecard") -> None:
    """How far each protocol was off, where there is nothing but amounts."""
    from cli.screen import heading, table

    if card.scored:
        return
    heading("Mean CRPS by protocol, over the questions above; --json has each")
    means = [(sum(one.crps.values()) / len(one.crps), one.name) for one in card.rivals if one.crps]
    table(("", "CRPS"), [(name, f"{mean:,.3g}") for mean, name in sorted(means)], right=(1,))


def _summary(card: "Scorecard") -> dict[str, Any]:
    """For a program."""
    forecast = card.forecast
    return {
        "scenario": forecast.scenario,
        "hash": forecast.hash,
        "seed": forecast.seed,
        "runs": forecast.runs,
        "groups": card.groups,
        "rivals": [vars(one) for one in card.rivals],
        "decomposition": None
        if card.parts is None
        else vars(card.parts) | {"bins": [vars(one) for one in card.parts.bins]},
        "chances": [
            vars(one.chance) | {"happened": one.happened, "brier": one.brier, "log": one.log}
            for one in card.scored
        ],
        "spreads": [vars(one) for one in card.measured],
    }
