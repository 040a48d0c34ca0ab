"""What a run of the ensemble costs: `python -m benchmarks.ensemble`, with `--runs`, `--quick` or `--json`.

Sets it against the same run in the plain model (benchmarks/plain), which a user of Mesa would write, and
against the cost of its random numbers alone; tells how it grows and how much memory it takes.

On both sides of `mesa_ratio` is the processor time of a run, from a scenario that has been read to its last
week: beliefs and luck drawn, positions and outcomes of every week kept, and a row logged, with the named
terms, whenever an actor's choice changes. The ensemble's includes that its runs are labelled and summed up in
outcomes; it is taken piece by piece, as it is streamed, and each piece is thrown away. Not included are
putting the log's rows into one table, packing and writing, which are told apart: the plain model leaves its
rows as they were logged and writes nothing either. `peak_mib` is the most
memory that the largest ensemble, of four times as many runs, takes while it is streamed into a run folder;
for that some 80 kB of disk a run are needed for a while, where temporary files go.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: what lies beside this folder is imported as for everybody else
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks import machine, weeks
from benchmarks.clock import LASTING, Cost
from benchmarks.protocols import progress
from benchmarks.telling import milliseconds, significant
from benchmarks.weeks import Plan, Timed
from cli.screen import heading, paragraph, say, say_json, table

RUNS = 10_000
WRITTEN = 1_000
QUICK = Plan(20, 1, 10, (10, 20), 2, LASTING / 10)


def main(words: Sequence[str] | None = None) -> int:
    """Time everything and print it."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.ensemble", description="What a run costs.")
    asked.add_argument("--runs", type=int, default=RUNS, help="runs of the ensemble (default: %(default)s)")
    asked.add_argument("--quick", action="store_true", help="few runs, for a test")
    asked.add_argument("--json", action="store_true", help="print JSON, in seconds and MiB")
    given = asked.parse_args(words)
    if given.runs < 1:
        asked.error(f"argument --runs: {given.runs} is below 1; ask for 1 or more, as in --runs 250")
    plan = QUICK if given.quick else full(given.runs)
    with progress(weeks.steps(plan)) as tick:
        done = weeks.timed(plan, machine.described(), tick)
    if given.json:
        say_json(as_json(done))
    else:
        tell(done)
    return 0


def full(runs: int) -> Plan:
    """So many runs, and for memory a quarter and four times as many."""
    sizes = (max(runs // 4, 1), runs, runs * 4)
    return Plan(runs, 15, min(runs, WRITTEN), sizes, min(runs, WRITTEN), LASTING)


def as_json(done: Timed) -> dict[str, Any]:
    """All of it, seconds for one run where it is not said otherwise."""
    return {
        "machine": done.machine,
        "scenario": weeks.SCENARIO,
        "runs": done.plan.runs,
        "ensemble": vars(done.ensemble),
        "folder": {"runs": done.plan.written} | {name: vars(one) for name, one in vars(done.folder).items()},
        "plain": {"runs": done.plan.plain} | {name: vars(one) for name, one in vars(done.plain).items()},
        "draws": {
            name: vars(one) if isinstance(one, Cost) else one for name, one in vars(done.drawing).items()
        },
        "memory": [vars(one) | {"cost": vars(one.cost.shared(one.runs))} for one in done.peaks],
        "growth": [
            {
                "of": one.of,
                "sizes": one.sizes,
                "costs": [vars(each) for each in one.costs],
                "exponent": one.exponent,
            }
            for one in done.growths
        ],
        **done.numbers,
    }


def tell(done: Timed) -> None:
    """Print it as tables, and as the last lines the numbers for which there are targets."""
    here = done.machine
    versions = ", ".join(f"{name} {here[name]}" for name in ("python", "numpy"))
    say(f"{here['cores']} cores ({here['processor']}), load {here['load']}; {versions}")
    tell_costs(done)
    tell_growth(done)
    tell_memory(done)
    heading("Ratios of processor times, and memory")
    for name, number in done.numbers.items():
        say(f"{name} {significant(number).replace(',', '')}")


def tell_costs(done: Timed) -> None:
    """What a run costs in each of the ways."""
    heading(f"A run of {weeks.SCENARIO}: milliseconds")
    drawing, plain = done.drawing, done.plain
    parts = {
        f"in an ensemble of {done.plan.runs:,}: drawn, run, recorded, logged, summed up": done.ensemble,
        f"besides, in one of {done.plan.written:,}: log tabled, packed and written": done.folder.besides,
        f"in the plain model, median of {done.plan.plain}: drawn, run, collected, logged": plain.running,
        "of that, beliefs and luck drawn": plain.drawing,
        f"{drawing.processes} generators and their {drawing.numbers:,} numbers alone": drawing.generators,
        "the same numbers, drawn for a block of runs at once": drawing.together,
        "quantiles of those that are beliefs, as the ensemble takes them": drawing.quantiles,
    }
    rows = [(name, milliseconds(cost.cpu), milliseconds(cost.wall)) for name, cost in parts.items()]
    table(("", "processor", "clock"), rows, right=(1, 2), fold=(0,))
    paragraph(
        "The ensemble and the plain model do the same job from a scenario that has been read: both draw "
        "beliefs and luck, keep positions and outcomes of every week, and log a decision with its named "
        "terms whenever an actor's choice changes. The ensemble labels and sums up its runs too, piece by "
        "piece, and each piece is thrown away; the table of its log, packing and writing are told apart. The "
        "plain model keeps its run, and its log row by row, in memory and sums up nothing. All in one "
        "process. Counted in draws_ratio as random numbers: for every run and process, numpy's generator is "
        "made and its block of uniforms or normals drawn. The ensemble draws the same bits for all runs of a "
        "block at once, which costs less. Not counted: mixing the errors of members, and quantiles, which "
        "are told apart."
    )


def tell_growth(done: Timed) -> None:
    """How the cost of a run grows."""
    heading(f"How a run grows, in ensembles of {done.plan.small:,}: milliseconds of processor time")
    rows = []
    for one in done.growths:
        for size, cost in zip(one.sizes, one.costs, strict=True):
            first = size == one.sizes[0]
            named, power = (one.of, f"{one.exponent:.2f}") if first else ("", "")
            rows.append((named, f"{size:g}", milliseconds(cost.cpu), power))
    table(("", "number", "a run", "power"), rows, right=(1, 2, 3))
    paragraph(
        "Power: that of the number with which the time grows. Actors fall away from the end of the cast."
    )


def tell_memory(done: Timed) -> None:
    """How much memory ensembles take, and what a run costs in them."""
    heading("Memory at most, each ensemble streamed into a run folder by a process of its own")
    rows = [
        (
            f"{one.runs:,}",
            f"{one.at_rest:,.0f}",
            f"{one.mib:,.0f}",
            milliseconds(one.cost.cpu / one.runs),
            milliseconds(one.cost.wall / one.runs),
        )
        for one in done.peaks
    ]
    table(("runs", "MiB before", "MiB at most", "ms a run", "clock"), rows, right=range(5))


if __name__ == "__main__":
    sys.exit(main())
