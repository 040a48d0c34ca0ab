"""`parley sweep`: a scenario at many values of some of its keys, and where its outcomes turn."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.crew import Cluster, Resume, Workers, crew, parts_of
from cli.options import AsJson, ScenarioName, Settings, runs_of, seed_of, whole
from cli.refusal import Refused
from cli.study import as_json as text_of
from cli.study import check_outcomes, leave, out_option, outcome_option, repeated, say_places, write_both

if TYPE_CHECKING:
    from sim.studies.sweep import Sweep
    from sim.studies.variation import Plan
    from sim.work.parts import Parts

SWEEP, REPORT = "sweep.json", "sweep.html"
MOST_POINTS = 10_000

EXAMPLES = (
    "parley sweep kosovo-2007/baseline --vary declaration.week=0:26",
    "parley sweep kosovo-2007/baseline --vary declaration.week=0:26:2 --vary kfor.strength=8000,16000,20000",
    "parley sweep kosovo-2007/baseline --vary parameters.recognition.diffusion=0:3 --outcome precedent_end",
    "parley sweep kosovo-2007/baseline --vary eu.unity=-30:30 --vary russia.salience=0:1 --design sobol",
)


def points_of(got: str) -> int:
    """The number of points, as far as it is a number."""
    return whole("--points", got, 2, MOST_POINTS)


def sweep(
    scenario: ScenarioName,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUES",
            help="A key or short name and its values, LOW:HIGH, LOW:HIGH:STEP or A,B,C; may be repeated.",
            show_default=False,
        ),
    ] = None,
    design: Annotated[
        str, typer.Option(metavar="D", help="grid, lhs (Latin hypercube) or sobol.", show_default=True)
    ] = "grid",
    points: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=points_of,
            help="Points drawn by lhs or sobol (64); on a grid, values of a range without a step (9).",
            show_default=False,
        ),
    ] = None,
    runs: Annotated[
        int, typer.Option(metavar="N", parser=runs_of, help="How many runs of each point.", show_default=True)
    ] = 100,
    seed: Annotated[int, typer.Option(metavar="S", parser=seed_of, help="The luck that all share.")] = 2007,
    settings: Settings = None,
    outcome: Annotated[
        list[str] | None,
        outcome_option("An outcome to tell; may be repeated. Without it, those of the case's headline."),
    ] = None,
    out: Annotated[Path | None, out_option("sweep")] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    resume: Resume = False,
    as_json: AsJson = False,
) -> None:
    """Vary keys of a scenario and tell where outcomes turn.

    Keys are those that --set takes, and the case's short names (`parley show` lists them). All points share
    their luck, so they differ by what is varied alone. Told are how each outcome answers to each key, the
    values between which it turns and in how many paired runs, and what it does not answer to.
    """
    from cli.folder import writable_folder
    from sim.studies.sweep import identity

    wanted = tuple(dict.fromkeys(outcome or ()))
    planned = _planned(scenario, vary or [], design, points, runs, seed, settings or [])
    check_outcomes(planned.scenario, wanted, seed)
    folder = writable_folder(out, SWEEP, "sweep") if out else None
    parts = parts_of(folder, identity(planned, runs, seed), resume)
    found = _found(planned, runs, seed, workers, cluster, parts)
    if not found.measures:
        _leave(found)
        raise KeyboardInterrupt
    command = _command(scenario, vary or [], design, points, runs, seed, settings or [], wanted)
    text = text_of({"command": command} | found.as_dict(wanted))
    if folder:
        from dashboards.report import sweep as page

        write_both(folder, SWEEP, text, REPORT, lambda file: page.write(found, file, wanted, command))
    if parts and found.study.complete and not found.study.missing:
        parts.remove()
    _tell(found, wanted, text if as_json else None, folder)
    _leave(found)


def _planned(
    name: str,
    vary: Sequence[str],
    design: str,
    points: int | None,
    runs: int,
    seed: int,
    settings: Sequence[str],
) -> "Plan":
    """What will be run; refused, with all that is wrong, if it cannot be."""
    from sim.studies.design import DesignError
    from sim.studies.variation import plan

    try:
        return plan(name, vary, design, points, runs, seed, settings)
    except DesignError as error:
        raise Refused(str(error)) from None


def _found(
    planned: "Plan",
    runs: int,
    seed: int,
    workers: int | None,
    cluster: str | None,
    parts: "Parts | None",
) -> "Sweep":
    """The sweep, under a progress bar."""
    from cli.screen import progress
    from sim.studies.sweep import run

    many = runs * len(planned.points)
    title = f"{planned.scenario.name}, {len(planned.points):,} points, {many:,} runs"
    with crew(workers, cluster) as executor, progress(title, many) as tick:
        return run(planned, runs, seed, executor, tick, parts)


def _command(
    name: str,
    vary: Sequence[str],
    design: str,
    points: int | None,
    runs: int,
    seed: int,
    settings: Sequence[str],
    wanted: Sequence[str],
) -> str:
    """The command that gives this sweep again, as a shell takes it."""
    words = ["parley", "sweep", name, *repeated("--vary", vary)]
    words += ["--design", design] if design != "grid" else []
    words += ["--points", str(points)] if points else []
    words += ["--runs", str(runs), "--seed", str(seed)]
    return shlex.join([*words, *repeated("--set", settings), *repeated("--outcome", wanted)])


def _tell(found: "Sweep", wanted: Sequence[str], text: str | None, folder: Path | None) -> None:
    """Print the sweep: as sweep.json has it, or in words with the place of the files."""
    from cli.answers import tell
    from cli.screen import say

    if text is not None:
        say(text)
        return
    tell(found, wanted)
    say_places(folder, SWEEP, REPORT)


def _leave(found: "Sweep") -> None:
    """End with the exit code of a sweep that was interrupted, or of which runs failed; say so."""
    many, points = found.runs * len(found.plan.points), len(found.plan.points)
    reached = "" if found.study.complete else f"{found.done:,} of {points:,} points are whole"
    leave(found.study.missing, f" of {many:,}", reached)
