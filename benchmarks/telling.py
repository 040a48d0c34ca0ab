"""What was timed, as tables and as JSON."""

from collections.abc import Sequence
from typing import Any

from agents import protocols
from benchmarks import costs, oracles
from benchmarks.clock import Cost
from benchmarks.costs import Draws, Warmed
from benchmarks.references import Compared
from benchmarks.tables import EMISSIONS
from benchmarks.timed import Timed
from cli.screen import heading, paragraph, say, table


def as_json(done: Timed) -> dict[str, Any]:
    """All of it, in seconds."""
    return {
        "machine": done.machine,
        "first_calls": [vars(one) for one in done.warmed],
        "rounds": [vars(one) | {"cost": vars(one.cost)} for one in done.prices],
        "growth": [
            {"protocol": name, "runs": runs, "exponent": costs.exponent(done.prices_of(name, runs))}
            for name in protocols.names()
            for runs in (1, done.plan.many)
        ],
        "compared": {
            name: vars(one.reference) | {"runs": one.runs, "cost": vars(one.cost)}
            for name, one in (done.compared | done.plain).items()
        },
        "draws": {
            name: vars(one) if isinstance(one, Cost) else one for name, one in vars(done.draws).items()
        },
        **done.numbers,
    }


def tell(done: Timed) -> None:
    """Print it as tables, and as the last lines the numbers for which there are targets."""
    here = done.machine
    versions = ", ".join(f"{name} {here[name]}" for name in ("python", "numpy", "numba"))
    say(f"{here['cores']} cores ({here['processor']}), load {here['load']}; {versions}")
    tell_first_calls(done.warmed)
    tell_rounds(done)
    tell_growth(done)
    tell_references([*done.compared.values(), *done.plain.values()])
    tell_draws(done.draws)
    tell_numbers(done)


def tell_first_calls(warmed: Sequence[Warmed]) -> None:
    """How long the first calls took."""
    heading("First calls: seconds by the clock")
    shown = [one for one in warmed if one.seconds >= 0.05]
    how = {True: "compiled", False: "read from the cache"}
    rows = [(one.protocol, f"{one.seconds:.2f}", how[one.compiled]) for one in shown]
    table(("protocol", "seconds", ""), rows, right=(1,))
    if len(shown) < len(warmed):
        paragraph("The others took less than 0.05 s.")


def tell_rounds(done: Timed) -> None:
    """What a round costs, protocol by protocol."""
    heading("A round from drawn positions: milliseconds, and microseconds a run")
    rows = []
    for name in protocols.names():
        for one, many in zip(done.prices_of(name, 1), done.prices_of(name, done.plan.many), strict=True):
            each = significant(many.cost.cpu / many.runs * 1e6)
            amounts = [one.cost.cpu, one.cost.wall, many.cost.cpu, many.cost.wall]
            where = f"{name}, {one.issues} issues" if one.issues > 1 else name
            times = [milliseconds(amount) for amount in amounts]
            rows.append((where if one.actors == done.plan.actors[0] else "", str(one.actors), *times, each))
    titles = ("protocol", "actors", "1 run", "clock", f"{done.plan.many:,} runs", "clock", "µs a run")
    table(titles, rows, right=range(1, 7))
    paragraph(
        "Processor time of all cores together; beside it, time by the clock, which neighbours lengthen."
    )


def tell_growth(done: Timed) -> None:
    """How the cost of a round grows with the actors."""
    first, *_, before, last = (*done.plan.actors[:1], *done.plan.actors)
    heading("How processor time grows: the power of the number of actors")
    ends = f"{first} to {last}", f"{before} to {last}"
    titles = ("protocol", f"1 run: {ends[0]}", ends[1], f"{done.plan.many:,} runs: {ends[0]}", ends[1])
    rows = []
    for name in protocols.names():
        priced = done.prices_of(name, 1), done.prices_of(name, done.plan.many)
        powers = [costs.exponent(part) for prices in priced for part in (prices, prices[-2:])]
        rows.append((name, *(f"{round(power, 2) + 0.0:.2f}" for power in powers)))
    table(titles, rows, right=range(1, 5))
    paragraph(
        "In one run the price of a call, the same for all, hides what grows; in many the arithmetic shows."
    )


def tell_references(compared: Sequence[Compared]) -> None:
    """What a round costs in other programs and here."""
    heading("A round in the programs that the protocols follow, and here: milliseconds of processor time")
    rows = [
        (
            one.reference.program,
            f"{one.reference.actors} x {one.reference.issues}",
            f"{one.runs:,}",
            milliseconds(one.reference.seconds),
            milliseconds(one.cost.cpu),
            f"{one.ratio:,.0f}",
        )
        for one in compared
    ]
    titles = ("program", "actors x issues", "runs", "there", "here", "ratio")
    table(titles, rows, right=range(1, 6), fold=(0,))


def tell_draws(draws: Draws) -> None:
    """What many draws of one case cost."""
    heading(f"{draws.draws:,} draws of {EMISSIONS}, ten rounds each: seconds")
    parts = {
        "to draw positions and saliences": draws.drawing,
        "to negotiate": draws.negotiating,
        "the whole ensemble: drawn, negotiated, recorded and summed up": draws.ensemble,
    }
    rows = [(name, f"{cost.cpu:.3f}", f"{cost.wall:.3f}") for name, cost in parts.items()]
    table(("", "processor", "clock"), rows, right=(1, 2))


def tell_numbers(done: Timed) -> None:
    """The numbers, a line each, and which plain forms are not there."""
    heading("Ratios: processor time there over processor time here")
    for name in oracles.PLAIN:
        if oracles.ratio_of(name) not in done.plain:
            say(f"{oracles.ratio_of(name)} not there: tests/oracles/{name}.py is missing")
    for name, number in done.numbers.items():
        say(f"{name} {significant(number).replace(',', '')}")


def significant(number: float) -> str:
    """Three digits that matter, or all before the point."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds, to a thousandth where they are few."""
    amount = seconds * 1e3
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:.3f}"
