"""`parley compare`: two or more scenarios under the same luck, and what each changes against the first."""

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.crew import Cluster, Resume, Workers
from cli.options import AsJson, Settings, runs_of, seed_of
from cli.study import (
    FAILED,
    INTERRUPTED,
    check_outcomes,
    out_option,
    outcome_option,
    repeated,
    say_places,
    write_both,
)
from cli.study import as_json as text_of

if TYPE_CHECKING:
    from scenarios import Scenario
    from sim.studies.compare import Comparison
    from sim.studies.pairs import Paired

COMPARISON, REPORT = "compare.json", "compare.html"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

EXAMPLES = (
    "parley compare kosovo-2007/baseline kosovo-2007/declaration-february",
    "parley compare kosovo-2007/baseline --set parameters.recognition.diffusion=0",
    "parley compare kosovo-2007/baseline kosovo-2007/eu-unity kosovo-2007/eu-split --out runs/union",
    "parley compare kosovo-2007/baseline mine.yaml --outcome recognitions_day_90 --json",
    "parley compare kosovo-2007/baseline mine.yaml --runs 100000 --out runs/mine --resume",
)


def compare(
    scenario: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO",
            help="Names or paths; the first is what the others are compared with.",
            show_default=False,
        ),
    ],
    runs: Annotated[
        int, typer.Option(metavar="N", parser=runs_of, help="How many runs of each.", show_default=True)
    ] = 1000,
    seed: Annotated[int, typer.Option(metavar="S", parser=seed_of, help="The luck that all share.")] = 2007,
    settings: Settings = None,
    outcome: Annotated[
        list[str] | None,
        outcome_option(
            "An outcome to tell; may be repeated. Without it, the headline and what differs clearly."
        ),
    ] = None,
    out: Annotated[Path | None, out_option("compare")] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    resume: Resume = False,
    as_json: AsJson = False,
) -> None:
    """Tell what one scenario changes against another, run by run.

    Run r of each draws the same luck, so that a pair of runs is the same until the scenarios differ. Told
    are the mean paired difference of each outcome with its 95% interval, when runs part, which decisions
    differ first and what follows.  --set goes to all but the first; with a single scenario, the scenario is
    compared with itself as set.
    """
    from cli.crew import crew, parts_of
    from cli.folder import writable_folder
    from cli.screen import progress
    from sim.studies.pairs import compare_all, identity

    sides = _sides(scenario, settings or [], outcome or [], seed)
    folder = writable_folder(out, COMPARISON, "comparison") if out else None
    parts = parts_of(folder, identity(sides, runs, seed), resume)
    title = f"{len(sides)} scenarios, {runs} runs of each"
    with crew(workers, cluster) as executor, progress(title, runs) as tick:
        done = compare_all(sides, runs, seed, executor, tick, parts)
    wanted = tuple(dict.fromkeys(outcome or ()))
    found = [replace(one, outcomes=_chosen(one, wanted)) for one in done.comparisons]
    command = _command(scenario, runs, seed, settings or [], wanted)
    text = _as_json(found, done, seed, command)
    if folder:
        from dashboards.report import compare as page

        write_both(folder, COMPARISON, text, REPORT, lambda file: page.write(found, file, wanted, command))
    if parts and not (done.stopped or done.failures):
        parts.remove()
    _tell(found, wanted, text if as_json else None, folder)
    _end(done, runs, resumable=folder is not None)


def _end(done: "Paired", runs: int, *, resumable: bool) -> None:
    """Say which pairs there are not, and why; the exit code says it too."""
    from cli.screen import note

    for one in done.failures:
        first, last = one["runs"]
        again = ". --resume tries them again" if resumable else ""
        note(f"Runs {first} to {last} failed: {one['message']}; --json has the traceback{again}")
    if done.stopped:
        on = "; --resume goes on from there" if resumable else ""
        note(f"Interrupted after {done.comparisons[0].runs} of {runs} pairs of runs{on}")
        raise typer.Exit(INTERRUPTED)
    if done.failures:
        raise typer.Exit(FAILED)


def _sides(names: Sequence[str], settings: list[str], outcomes: Sequence[str], seed: int) -> "list[Scenario]":
    """The scenarios, read; refused, with all that is wrong, if they cannot be compared as asked."""
    from cli.refusal import Refused
    from scenarios import load
    from sim.studies.contrast import mismatches

    if len(names) == 1 and not settings:
        raise Refused("one scenario and nothing to compare it with; name a second, or say --set KEY=VALUE")
    if len(names) > len(LETTERS):
        raise Refused(f"{len(names)} scenarios are more than can be told apart; name {len(LETTERS)} at most")
    rest = names[1:] or names
    sides = [load(names[0]), *(load(name, settings) for name in rest)]
    faults = []
    for letter, side in zip(LETTERS[1:], sides[1:], strict=False):
        if wrong := mismatches(sides[0], side, ("A", letter)):
            pair = f"A ({sides[0].name}) and {letter} ({side.name})"
            faults.append(f"{pair} cannot share their luck: {'; '.join(wrong)}")
    if faults:
        raise Refused("\n".join(faults))
    if outcomes:
        check_outcomes(sides[0], outcomes, seed)
    return sides


def _chosen(found: "Comparison", wanted: Sequence[str]) -> Any:
    """The outcomes that were asked for, in that order; all, if none was."""
    by_name = {one.name: one for one in found.outcomes}
    return tuple(by_name[name] for name in wanted) or found.outcomes


def _command(names: Sequence[str], runs: int, seed: int, settings: list[str], wanted: Sequence[str]) -> str:
    """The command that gives this comparison again, as a shell takes it."""
    words = ["parley", "compare", *names, "--runs", str(runs), "--seed", str(seed)]
    return shlex.join([*words, *repeated("--set", settings), *repeated("--outcome", wanted)])


def _as_json(found: "Sequence[Comparison]", done: "Paired", seed: int, command: str) -> str:
    """The text of compare.json."""
    said = {
        "seed": seed,
        "command": command,
        "complete": not (done.stopped or done.failures),
        "failures": done.failures,
        "comparisons": [one.as_dict() for one in found],
    }
    return text_of(said)


def _tell(
    found: "Sequence[Comparison]", wanted: Sequence[str], text: str | None, folder: Path | None
) -> None:
    """Print the comparisons: as compare.json has them, or in words with the place of the files."""
    from cli.differences import tell
    from cli.screen import say

    if text is not None:
        say(text)
        return
    for letter, one in zip(LETTERS[1:], found, strict=False):
        tell(one, letter, wanted)
    say_places(folder, COMPARISON, REPORT)
