"""What the protocols of negotiation cost: `python -m benchmarks.protocols`, with `--quick` or `--json`.

Times a round of each among 10, 20, 40 and 80 actors in one run and in 1,000, tells how the cost grows with
the actors, and sets it against the programs that the protocols follow and against their plain forms in the
tests. Compiled kernels are kept on disk; with NUMBA_CACHE_DIR set to an empty folder they are
compiled anew.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

if not __package__:  # run as a file: what lies beside this folder is imported as for everybody else
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from agents import protocols
from benchmarks import costs, machine, oracles, references, telling
from benchmarks.clock import LASTING
from benchmarks.timed import Plan, Timed
from cli.screen import say_json

FULL = Plan((10, 20, 40, 80), 1_000, 10_000, LASTING)
QUICK = Plan((10, 20), 50, 500, LASTING / 10)


def main(words: Sequence[str] | None = None) -> int:
    """Time everything and print it."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.protocols", description="What protocols cost.")
    asked.add_argument("--quick", action="store_true", help="fewer actors, runs and draws, for a test")
    asked.add_argument("--json", action="store_true", help="print JSON, in seconds")
    given = asked.parse_args(words)
    plan = QUICK if given.quick else FULL
    with progress(steps(plan)) as tick:
        done = timed(plan, tick)
    if given.json:
        say_json(telling.as_json(done))
    else:
        telling.tell(done)
    return 0


def timed(plan: Plan, tick: Callable[[str], None]) -> Timed:
    """Time everything, the first calls first."""
    return Timed(
        plan=plan,
        machine=machine.described(),
        warmed=costs.warm(tick),
        prices=costs.price(plan.actors, plan.many, plan.lasting, tick),
        compared=references.compare(plan.many, plan.lasting, tick),
        plain=oracles.compare(plan.lasting, tick),
        draws=costs.draw(plan.draws, plan.lasting, tick),
    )


def steps(plan: Plan) -> int:
    """How many steps the progress has."""
    count = len(protocols.names())
    return count + 2 * count * len(plan.actors) + len(references.REFERENCES) + len(oracles.PLAIN) + 1


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on stderr where that is a terminal; what it gives is told of every step."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda step: bar.update(task, advance=1, description=step)


if __name__ == "__main__":
    sys.exit(main())
