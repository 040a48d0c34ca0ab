"""The report's own sentences: the headline and the outcome table, in the neutral wording of a forecast."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards import words
from dashboards.reading import Reading, pick

WEEKS = "weeks after the start"
CHANCE = "share of runs"


@dataclass(frozen=True)
class Finding:
    """One headline outcome: the figure set large, its unit, the sentence, its share for the row of dots."""

    figure: str
    unit: str
    sentence: str
    share: float | None = None


def outcomes(results: Any) -> dict[str, dict[str, Any]]:
    """Return the outcomes by name, whether or not they come wrapped as in `outcomes.json`."""
    held = results.outcomes
    inner = held.get("outcomes", held) if isinstance(held, Mapping) else {}
    return {name: dict(o) for name, o in inner.items() if isinstance(o, Mapping) and "mean" in o}


def is_chance(outcome: Mapping[str, Any]) -> bool:
    """Say whether an outcome is the chance of an event (nought or one in a run) rather than an amount."""
    unit = str(outcome.get("unit", ""))
    return unit == CHANCE or (
        unit.startswith("share of ") and outcome.get("q05") in (0, 1) and outcome.get("q95") in (0, 1)
    )


def finding(reading: Reading, outcome: Mapping[str, Any]) -> Finding:
    """Return one outcome in words: a chance as worlds of fifty, a week as a date, an amount as it is."""
    meaning, unit = str(outcome.get("meaning", "")), str(outcome.get("unit", ""))
    mean, low, middle, high = (outcome.get(k) for k in ("mean", "q05", "q50", "q95"))
    if mean is None or middle is None or low is None or high is None:
        return Finding("–", "", words.sentence(f"{meaning}: in no world"))
    if is_chance(outcome):
        said = (
            words.worlds(float(mean))
            if unit == CHANCE
            else words.worlds(float(mean)).replace("worlds", unit.removeprefix("share of "))
        )
        count, _, of = said.partition(" of ")
        return Finding(count, f"of {of}" if of else "", words.sentence(f"{meaning} in {said}"), float(mean))
    if unit == WEEKS:
        dates = [words.day(reading.date_of(float(q) * 7 / reading.step_days)) for q in (middle, low, high)]
        large, year = dates[0].rsplit(" ", 1)
        month = large.split(" ")[1]
        said = f"{meaning}: {dates[0]} at the median (90% interval {dates[1]} to {dates[2]})"
        return Finding(large.replace(month, month[:3]), year, words.sentence(said))
    spread = words.bounds(_whole(low, middle), _whole(high, middle))
    said = f"{meaning}: {words.number(_whole(middle, middle))} at the median ({spread})"
    return Finding(words.number(_whole(middle, middle)), _unit(unit, meaning), words.sentence(said))


def _whole(value: Any, like: Any) -> float:
    """Return a bound rounded as coarsely as the number it belongs to deserves."""
    return float(round(float(value))) if abs(float(like)) >= 10 else float(value)


def _unit(unit: str, meaning: str) -> str:
    """Return what of the unit the meaning does not say already: "severity (100 = X)" becomes "(100 = X)"."""
    first, _, rest = unit.partition(" ")
    return rest if rest and meaning.lower().startswith(first.lower()) else unit


def headline(reading: Reading) -> list[Finding]:
    """Return the outcomes that the case names as its headline; the first five where it names none."""
    found = outcomes(reading.results)
    named = [str(n) for n in pick(reading.case, "headline", ())]
    chosen = [n for n in named if n in found] or list(found)[:5]
    return [finding(reading, found[n]) for n in chosen]


def outcome_rows(reading: Reading) -> list[tuple[str, ...]]:
    """Return every outcome as meaning, unit, mean, 5%, median, 95%; the quantiles of a chance say nothing."""
    rows: list[tuple[str, ...]] = []
    for name, each in outcomes(reading.results).items():
        meaning, unit = (
            words.sentence(str(each.get("meaning") or name)).rstrip("."),
            str(each.get("unit", "")),
        )
        if is_chance(each):
            rows.append(
                (meaning, "chance", words.percent(each["mean"]), "", words.worlds(float(each["mean"])), "")
            )
            continue
        rows.append((meaning, unit, *(words.number(each.get(k)) for k in ("mean", "q05", "q50", "q95"))))
    return rows


def lede(reading: Reading) -> str:
    """Return what the figures rest on, in two sentences; a third says so where charts draw a part."""
    dates = f"{words.day(reading.dates[0])} to {words.day(reading.dates[-1])}"
    known = words.day(str(pick(reading.case, "forecast_date", reading.dates[0])))
    every = int(reading.results.runs)
    return (
        f"{words.number(every)} simulated worlds, {dates}, from what was known on {known}. "
        "These are conditional forecasts: they hold if the assumptions listed below hold, and say how likely "
        "things are under them, not what ought to happen."
    ) + (
        f" Charts draw the first {words.number(reading.runs)} worlds; the headline and the table of outcomes "
        "count all of them."
        if reading.runs < every
        else ""
    )


def precision(runs: int) -> str:
    """Return how far a share may lie off because only so many worlds were drawn (95%, at a half)."""
    off = 1.96 * 0.5 / runs**0.5 * 100
    told = f"{off:.0f}" if off >= 1 else f"{off:.1g}"
    return f"With {words.number(runs)} worlds a share is known to within {told} percentage points, at worst."
