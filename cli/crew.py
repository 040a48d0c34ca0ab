"""Options of commands that do much work: who does it, and whether it goes on where it was interrupted."""

import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import whole
from cli.refusal import Refused
from cli.screen import note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.work.executor import Executor
    from sim.work.parts import Parts

MOST_WORKERS = 1024
LAST_PORT = 65535

_ADDRESS = re.compile(r"tcp://(?:\[[0-9A-Fa-f:.]+\]|[^\s/:@\[\]]+):(\d+)")


def workers_of(got: str) -> int:
    """The number of workers, from 1 to a thousand or so."""
    return whole("--workers", got, 1, MOST_WORKERS)


def cluster_of(got: str) -> str:
    """The address of a scheduler."""
    found = _ADDRESS.fullmatch(got)
    if found is None:
        raise Refused(
            f"--cluster: '{got}' is not an address; give tcp://HOST:PORT, such as tcp://10.0.0.5:8786"
        )
    whole(f"--cluster: port of '{got}'", found[1], 1, LAST_PORT)
    return got


Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        parser=workers_of,
        help="Processes that share the work; without it, as many as there are cores.",
        show_default=False,
    ),
]

Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        parser=cluster_of,
        help="A Dask scheduler that shares the work out instead, tcp://HOST:PORT.",
        show_default=False,
    ),
]

Resume = Annotated[
    bool, typer.Option("--resume", help="Go on where the same command was interrupted, with the same --out.")
]


@contextmanager
def crew(workers: int | None = None, cluster: str | None = None) -> "Iterator[Executor]":
    """Whoever shall do the work, until it is done; refused if the options contradict or nobody answers."""
    from sim.work.executor import executor

    if workers is not None and cluster is not None:
        raise Refused("--workers and --cluster: both say who does the work; give one of them")
    _say_that_it_compiles()
    with executor(workers, cluster) as found:
        yield found


def _say_that_it_compiles() -> None:
    """On a terminal, say why the very first run is slow to begin."""
    if not sys.stderr.isatty():
        return
    from agents.kernels.compiled import compiled_before

    if not compiled_before():
        note("Compiling the rules, once after an installation: some ten seconds")


def parts_of(out: Path | None, told: "Mapping[str, Any]", resume: bool) -> "Parts | None":
    """Where finished parts are kept until the target is written; without a target, nowhere.

    told : what identifies the work (sim.work.parts); refused if what is there is of other work
    """
    from sim.work.parts import Parts

    if out is not None:
        return Parts.open(out, told, resume)
    if resume:
        raise Refused(
            "--resume: finished parts are kept beside --out; say the --out of the interrupted command"
        )
    return None
