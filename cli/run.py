"""`parley run`: simulate a scenario many times, write its folder, and tell the outcomes."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.crew import Cluster, Resume, Workers
from cli.options import AsJson, ProtocolOptions, ScenarioName, Settings, options_of, runs_of, seed_of
from cli.study import FAILED, INTERRUPTED

if TYPE_CHECKING:
    from scenarios import Scenario
    from sim.store.folder import Kept


EXAMPLES = (
    "parley run kosovo-2007/baseline",
    "parley run kosovo-2007/un-veto --runs 200 --seed 7 --out runs/veto",
    "parley run kosovo-2007/baseline --runs 100 --protocol condorcet --option VotingRule=Cubic",
    "parley run kosovo-2007/baseline --set actors.russia.positions.recognition.salience=0.9",
    "parley run kosovo-2007/baseline --runs 100000 --workers 8 --resume",
)


def run(
    scenario: ScenarioName,
    runs: Annotated[
        int, typer.Option(metavar="N", parser=runs_of, help="How many runs.", show_default=True)
    ] = 1000,
    seed: Annotated[int, typer.Option(metavar="S", parser=seed_of, help="Same seed, same outcomes.")] = 2007,
    settings: Settings = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The run folder; without it, runs/CASE-SCENARIO-SEED.", show_default=False
        ),
    ] = None,
    protocol: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="How positions move (see below), with default options but for --option.",
            show_default=False,
        ),
    ] = None,
    option: ProtocolOptions = None,
    workers: Workers = None,
    cluster: Cluster = None,
    resume: Resume = False,
    as_json: AsJson = False,
    no_report: Annotated[bool, typer.Option("--no-report", help="Leave report.html out.")] = False,
) -> None:
    """Simulate a scenario many times and write a run folder.

    The folder gets manifest.json, outcomes.json, trajectories.nc, decisions.parquet and report.html; the
    outcomes are told with 90% intervals.  Protocols: none, influence, compromise, median, nash,
    kalai-smorodinsky, procedural, expected-utility, quantal-response, condorcet, exchange.
    """
    from cli.crew import crew, parts_of
    from cli.folder import run_folder
    from cli.screen import progress
    from sim.stream import identity, stream

    settings = settings or []
    settings = [*settings, *_negotiation(scenario, settings, protocol, option or [])]
    resolved = _load(scenario, settings)
    folder = run_folder(out, resolved.name, seed)
    command = _command(scenario, runs, seed, settings)
    with crew(workers, cluster) as executor:
        parts = parts_of(folder, identity(resolved, runs, seed), resume)
        with progress(f"{resolved.name}, {runs} runs", runs) as tick:
            kept = stream(resolved, runs, seed, folder, command, executor, tick, parts)
    if not no_report:
        _write_report(kept, folder)
    _tell(kept, folder, as_json=as_json, report=not no_report)
    _end(kept, runs, folder)


def _end(kept: "Kept", runs: int, folder: Path) -> None:
    """Say which runs there are not, and why; the exit code says it too."""
    from cli.screen import note

    for one in kept.failures:
        first, last = one["runs"]
        where = folder / "manifest.json"
        note(
            f"Runs {first} to {last} failed: {one['message']}; {where} has the traceback. "
            "--resume tries them again"
        )
    if kept.stopped:
        note(
            f"Interrupted after {kept.runs} of {runs} runs; what was finished is in {folder}, "
            "and --resume goes on from there"
        )
        raise typer.Exit(INTERRUPTED)
    if kept.failures:
        raise typer.Exit(FAILED)


def _command(scenario: str, runs: int, seed: int, settings: list[str]) -> str:
    """The command that gives these results again, as a shell takes it."""
    words = ["parley", "run", scenario, "--runs", str(runs), "--seed", str(seed)]
    return shlex.join([*words, *(word for setting in settings for word in ("--set", setting))])


def _load(name: str, settings: list[str]) -> "Scenario":
    """Read the scenario, with the overrides of the command line."""
    from scenarios import load

    return load(name, settings)


def _negotiation(scenario: str, settings: list[str], protocol: str | None, given: list[str]) -> list[str]:
    """What --protocol and --option set: options alone are those of the scenario's own protocol."""
    if protocol is None and not given:
        return []
    from agents.protocols import names, options
    from cli.refusal import unknown

    if protocol is not None and protocol not in names():
        raise unknown("a protocol", protocol, names(), where="--protocol: ")
    meant = protocol or _load(scenario, settings).rules.negotiation.protocol
    found = options_of(given, meant)
    if protocol is None:
        return [f"rules.negotiation.options.{name}={value}" for name, value in found.items()]
    known = options(protocol)
    read = {name: known[name].read(value) for name, value in found.items()}
    return [f"rules.negotiation.protocol={protocol}", f"rules.negotiation.options={json.dumps(read)}"]


def _write_report(kept: "Kept", folder: Path) -> None:
    """Write the report beside the results."""
    from cli.screen import waiting
    from dashboards.report import write
    from sim.store.folder import reopen

    with waiting("Writing the report"):
        write(reopen(kept, folder), folder / "report.html")


def _tell(kept: "Kept", folder: Path, *, as_json: bool, report: bool) -> None:
    """Print the outcomes: as the file has them, or as tables with the place of the files."""
    from cli.screen import heading, paragraph, say

    if as_json:
        say((folder / "outcomes.json").read_text(encoding="utf-8").rstrip("\n"))
        return
    scenario = kept.scenario
    heading(f"{scenario.name}: {scenario.title}")
    paragraph(scenario.question)
    case = scenario.case
    say("", f"{kept.runs} runs, seed {kept.seed}, {case.weeks} weeks from {case.start}")
    _tell_outcomes(kept.outcomes["outcomes"], scenario.case.headline)
    say("", f"Run folder  {folder}", *([f"Report      {folder / 'report.html'}"] if report else []))


def _tell_outcomes(outcomes: dict[str, dict[str, Any]], headline: tuple[str, ...]) -> None:
    """Print all outcomes by name, then the headline in words: last, where a terminal ends."""
    from cli.screen import heading, table

    first = [name for name in headline if name in outcomes]
    numbers = ("Mean", "90% interval", "Unit")
    heading("Outcomes")
    rows = [(name, *_figures(one)) for name, one in outcomes.items()]
    table(("Outcome", *numbers), rows, right=(1, 2), fold=(3,))
    if first:
        heading("Headline")
        rows = [(_sentence(outcomes[name]["meaning"]), *_figures(outcomes[name])) for name in first]
        table(("Outcome", *numbers), rows, right=(1, 2), fold=(0, 3))


def _sentence(meaning: str) -> str:
    """What an outcome means, as a sentence begins."""
    return meaning[:1].upper() + meaning[1:]


def _figures(one: dict[str, Any]) -> tuple[str, str, str]:
    """Mean, 90% interval and unit; what either happens or does not has a share and no interval."""
    from cli.numbers import interval, number, share

    if one["unit"].startswith("share of"):
        return share(one["mean"]), "", one["unit"].removeprefix("share ")
    return number(one["mean"]), interval(one["q05"], one["q95"]), one["unit"]
