"""`parley sensitivity`: which assumptions the outcomes of a scenario hang on, and what chance does."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.crew import Cluster, Resume, Workers, crew, parts_of
from cli.options import AsJson, ScenarioName, Settings, seed_of, whole
from cli.refusal import Refused
from cli.study import as_json as text_of
from cli.study import check_outcomes, leave, out_option, outcome_option, repeated, say_places, write_both

if TYPE_CHECKING:
    from scenarios import Scenario
    from sim.studies.sensitivity import Sensitivity
    from sim.work.parts import Parts

SENSITIVITY, REPORT = "sensitivity.json", "sensitivity.html"
LEAST_SAMPLES, MOST_SAMPLES = 2, 2**14
"""The most that memory holds beside what is done at once; intervals are then some ±1 point wide."""

EXAMPLES = (
    "parley sensitivity kosovo-2007/baseline",
    "parley sensitivity kosovo-2007/baseline --outcome declaration_week --samples 1024 --detail",
    "parley sensitivity kosovo-2007/un-veto --set parameters.recognition.diffusion=0 --out runs/hangs-on",
    "parley sensitivity emission-standards-1989/uncertain --json",
)


def samples_of(got: str) -> int:
    """The number of samples: a power of two."""
    number = whole("--samples", got, LEAST_SAMPLES, MOST_SAMPLES)
    if number & (number - 1):
        below = 1 << (number.bit_length() - 1)
        raise Refused(f"--samples: {number} is not a power of two; give {below} or {2 * below}")
    return number


def sensitivity(
    scenario: ScenarioName,
    samples: Annotated[
        int,
        typer.Option(
            metavar="N",
            parser=samples_of,
            help="Samples, a power of two; each costs a run for every assumption, and two more.",
            show_default=True,
        ),
    ] = 256,
    seed: Annotated[int, typer.Option(metavar="S", parser=seed_of, help="Same seed, same shares.")] = 2007,
    settings: Settings = None,
    outcome: Annotated[
        list[str] | None,
        outcome_option("An outcome to explain; may be repeated. Without it, those of the case's headline."),
    ] = None,
    detail: Annotated[
        bool, typer.Option("--detail", help="Take the groups that matter apart, actor by actor.")
    ] = False,
    out: Annotated[Path | None, out_option("sensitivity")] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    resume: Resume = False,
    as_json: AsJson = False,
) -> None:
    """Tell what outcomes hang on: assumptions, and chance.

    Every uncertain number is one factor, positions and the like are grouped, and luck is one more. Told are
    Sobol indices: the share of the outcome's variance that a factor explains alone, and all that it has a
    part in, with 95% intervals; then the variance split into what is not known and what chance does.
    """
    from cli.folder import writable_folder
    from scenarios import load
    from sim.studies.sensitivity import identity

    resolved = load(scenario, settings or [])
    wanted = tuple(dict.fromkeys(outcome or ()))
    check_outcomes(resolved, wanted, seed)
    folder = writable_folder(out, SENSITIVITY, "sensitivity analysis") if out else None
    parts = parts_of(folder, identity(resolved, samples, seed, wanted, detail), resume)
    found = _found(resolved, samples, seed, wanted, detail, workers, cluster, parts)
    if not any(one.samples for one in found.outcomes) and not found.complete:
        raise KeyboardInterrupt
    command = _command(scenario, samples, seed, settings or [], wanted, detail)
    text = text_of({"command": command} | found.as_dict())
    if folder:
        from dashboards.report import sensitivity as page

        write_both(folder, SENSITIVITY, text, REPORT, lambda file: page.write(found, file, command))
    if parts and found.complete and not found.missing:
        parts.remove()
    _tell(found, text if as_json else None, folder)
    done = min((one.samples for one in found.outcomes), default=0)
    reached = "" if found.complete else f"{done:,} of {found.samples:,} samples"
    leave(found.missing, f" of {found.runs:,}", reached)


def _found(
    scenario: "Scenario",
    samples: int,
    seed: int,
    wanted: Sequence[str],
    detail: bool,
    workers: int | None,
    cluster: str | None,
    parts: "Parts | None",
) -> "Sensitivity":
    """The analysis, under a progress bar."""
    from cli.screen import progress
    from sim.studies.factors import factors
    from sim.studies.sensitivity import sensitivity as analyse

    runs = samples * (len(factors(scenario)) + 2)
    with crew(workers, cluster) as executor, progress(f"{scenario.name}, {runs:,} runs", runs) as tick:
        return analyse(
            scenario,
            samples,
            seed,
            wanted,
            detail=detail,
            executor=executor,
            progress=tick,
            parts=parts,
        )


def _command(
    name: str, samples: int, seed: int, settings: list[str], wanted: Sequence[str], detail: bool
) -> str:
    """The command that gives this analysis again, as a shell takes it."""
    words = ["parley", "sensitivity", name, "--samples", str(samples), "--seed", str(seed)]
    words += [*repeated("--set", settings), *repeated("--outcome", wanted)]
    return shlex.join([*words, *(["--detail"] if detail else [])])


def _tell(found: "Sensitivity", text: str | None, folder: Path | None) -> None:
    """Print the analysis: as sensitivity.json has it, or in words with the place of the files."""
    from cli.leanings import tell
    from cli.screen import say

    if text is not None:
        say(text)
        return
    tell(found)
    say_places(folder, SENSITIVITY, REPORT)
