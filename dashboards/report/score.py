"""The page of a scorecard: a forecast beside what happened, good offline.

from dashboards.report import score
score.write(card, scenario, "score.html")
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards import words
from dashboards.chart import Chart, Table
from dashboards.figures import scores
from dashboards.report import page
from dashboards.report.sections import Plan, Section
from sim.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    import scenarios


def write(card: Scorecard, scenario: "scenarios.Scenario", path: str | Path) -> Path:
    """Write the page to `path` in one step: a reader sees the old file or the new, never half of one."""
    return page.write(render(card, scenario), Path(path))


def render(card: Scorecard, scenario: "scenarios.Scenario") -> str:
    """Return the page as HTML."""
    names = {name: one.name for name, one in scenario.actors.items()}
    charts = scores.charts(card, names)
    return page.fill(
        "score.html.j2",
        charts,
        title=f"Scored: {scenario.title}",
        case_title=scenario.case.title,
        question="How near was the forecast to what happened?",
        lede=_lede(card, scenario),
        sections=_sections(charts),
        amounts=amounts(card),
        misses=misses(card),
        few=few(card),
        reproduction=[
            ("Command", f"parley score {card.forecast.scenario} --runs {card.forecast.runs}"),
            ("Seed", str(card.forecast.seed)),
            ("Scenario", f"{card.forecast.scenario} {card.forecast.hash}"),
            *page.versions(),
        ],
    )


def _sections(charts: list[Chart]) -> list[Section]:
    plans = {
        "scores": ("Said and came", ("reliability", "rivals"), "two"),
        "states": ("State by state", ("by-state",), "one"),
        "waves": ("Waves and days", ("cascade", "calendar"), "two"),
    }
    found = []
    for key, (title, wanted, columns) in plans.items():
        here = [one for one in charts if one.id in wanted]
        if here:
            found.append(Section(Plan(key, title, "", (), columns if len(here) > 1 else "one"), here))
    return found


def _lede(card: Scorecard, scenario: "scenarios.Scenario") -> str:
    known = words.day(str(scenario.case.forecast_date))
    said = f"{words.number(card.forecast.runs)} simulated worlds from what was known on {known}"
    if card.parts is None:
        count = len(card.measured)
        return f"{said}, held against what came of {count} question{'s' * (count != 1)}."
    of = f"{len(card.scored)} questions about {card.groups} states and other matters"
    return f"{said}, held against what came of {of}."


def few(card: Scorecard) -> str:
    """Return how few independent things there are to score."""
    return (
        f"There are {card.groups} states and other matters, and states follow each other: far fewer than "
        f"{len(card.scored)} independent answers. Intervals are drawn over them and are wide for that reason."
    )


def amounts(card: Scorecard) -> Table:
    """Return the questions with a number or a day."""
    start = card.forecast.start

    def shown(value: float | None, unit: str) -> str:
        if value is None:
            return "never"
        return str(start + dt.timedelta(days=value)) if unit == "day" else f"{value:,.5g}"

    table = []
    for one in card.measured:
        low, middle, high = (shown(one.quantiles[i], one.unit) for i in (0, 2, 4))
        table.append((one.text, low, middle, high, shown(one.came, one.unit), f"{one.crps:,.3g}"))
    return Table(("Question", "5%", "Median", "95%", "Came", "CRPS"), tuple(table))


def misses(card: Scorecard, most: int = 10) -> Table:
    """Return the worst misses."""
    table = [
        (
            one.chance.text,
            words.percent(one.chance.probability),
            "yes" if one.happened else "no",
            round(one.log, 1),
        )
        for one in card.worst[:most]
    ]
    return Table(("Question", "Said", "Came", "Bits"), tuple(table))
