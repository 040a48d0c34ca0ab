"""`parley advise`: which single moves of an actor raise an outcome most, and which only seem to."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.crew import Cluster, Resume, Workers, crew, parts_of
from cli.options import AsJson, ScenarioName, Settings, runs_of, seed_of, whole
from cli.study import as_json as text_of
from cli.study import leave, out_option, outcomes_of, repeated, say_places, unknown_outcomes, write_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios import Scenario
    from sim.studies.advise import Advice
    from sim.studies.orders import Work
    from sim.work.executor import Executor
    from sim.work.parts import Parts

NUMBERS, REPORT = "advise.json", "advise.html"
MOST_TOLD, MOST_HELD = 1000, 20

EXAMPLES = (
    "parley advise kosovo-2007/baseline --for kosovo --outcome recognitions_day_90",
    "parley advise kosovo-2007/baseline --for serbia --outcome recognitions_day_90 --lower",
    "parley advise kosovo-2007/baseline --for france --outcome police_mission_adopted --out runs/levers",
    "parley advise kosovo-2007/un-veto --for france --outcome resolution_adopted --runs 500 --json",
)


def top_of(got: str) -> int:
    """The number of moves told, from 1."""
    return whole("--top", got, 1, MOST_TOLD)


def held_of(got: str) -> int:
    """The number of moves held against replies, from 0."""
    return whole("--replies", got, 0, MOST_HELD)


def advise(
    scenario: ScenarioName,
    actor: Annotated[str, typer.Option("--for", metavar="ACTOR", help="Whose moves.", show_default=False)],
    outcome: Annotated[
        str, typer.Option(metavar="NAME", help="The outcome that is to rise.", show_default=False)
    ],
    lower: Annotated[bool, typer.Option("--lower", help="It is to fall instead.")] = False,
    runs: Annotated[
        int, typer.Option(metavar="N", parser=runs_of, help="How many runs of each move.", show_default=True)
    ] = 200,
    seed: Annotated[int, typer.Option(metavar="S", parser=seed_of, help="The luck that all share.")] = 2007,
    settings: Settings = None,
    top: Annotated[
        int, typer.Option(metavar="N", parser=top_of, help="How many moves to tell.", show_default=True)
    ] = 10,
    replies: Annotated[
        int,
        typer.Option(
            metavar="N",
            parser=held_of,
            help="How many of the best moves to hold against opponents' replies; 0 for none.",
            show_default=True,
        ),
    ] = 3,
    out: Annotated[Path | None, out_option("advise")] = None,
    as_json: AsJson = False,
    workers: Workers = None,
    cluster: Cluster = None,
    resume: Resume = False,
) -> None:
    """Tell which single moves of an actor raise an outcome most.

    Tried are its own positions and saliences, a step up and down; what its part and its seats allow: when to
    declare or table a text, how to vote, soldiers, talks, responses; pressure on those it is tied to; and
    rules, which take others' consent.  All run on the same luck as the scenario.  Beside each gain stands
    what it costs.  The best moves meet the replies of those who stand farthest from the actor, and those
    whose gain a single reply takes back are marked.
    """
    from cli.folder import writable_folder
    from sim.studies.advise import advise as search

    given = settings or []
    _check(scenario, given, actor, outcome, lower, seed)
    folder = writable_folder(out, NUMBERS, "search for levers") if out else None
    with crew(workers, cluster) as executor:
        work = _work(executor, folder, resume)
        found = search(
            scenario, actor, outcome, lower=lower, runs=runs, seed=seed, given=given, held=replies, work=work
        )
    text = text_of(_said(found))
    if folder:
        _write(folder, text, found, top)
    _tell(found, top, text if as_json else None, folder)
    _finish(found, work)


def _check(scenario: str, given: list[str], actor: str, outcome: str, lower: bool, seed: int) -> None:
    """Refuse an actor that decides nothing and an outcome that there is not, both at once."""
    from cli.refusal import Refused, unknown
    from scenarios import load
    from sim.studies.moves import SILENT

    read = load(scenario, given)
    deciding = [name for name, one in read.actors.items() if one.kind not in SILENT]
    faults = []
    if actor in read.actors and actor not in deciding:
        kind = read.actors[actor].kind
        faults.append(f"--for: '{actor}' is a {kind}, which decides nothing of its own; its members do")
    elif actor not in deciding:
        faults.append(str(unknown(f"an actor of {read.name}", actor, deciding, where="--for: ")))
    known = outcomes_of(read, seed)
    faults += unknown_outcomes(read, [outcome], known)
    if outcome in known and not lower and _violent(read, outcome, known[outcome]["unit"]):
        faults.append(
            f"--outcome: '{outcome}' counts violence, and nothing here seeks more of it; say --lower"
        )
    if faults:
        raise Refused("\n".join(faults))


def _violent(scenario: "Scenario", outcome: str, unit: str) -> bool:
    """Whether more of an outcome is more violence: incidents, severity, a response that adds to them."""
    responses = scenario.case.responses.items()
    shocking = {f"response_{name.replace('-', '_')}" for name, one in responses if any(one.shocks.values())}
    return unit.startswith(("incidents", "severity")) or outcome in shocking


def _work(executor: "Executor", folder: Path | None, resume: bool) -> "Work":
    """Who does the work, under a progress bar, with what is finished kept beside the folder."""
    from cli.screen import progress
    from sim.studies.orders import Work

    if folder is None:
        parts_of(None, {}, resume)
        return Work(executor, progress)

    def keep(title: str, told: "Mapping[str, Any]") -> "Parts | None":
        beside = title.lower().replace(" ", "-")
        return parts_of(folder.with_name(f"{folder.name}-{beside}"), told, resume)

    return Work(executor, progress, keep)


def _said(found: "Advice") -> dict[str, object]:
    """What advise.json says: equal searches give equal bytes."""
    said = {"command": _command(found), **found.as_dict()}
    for one in said["moves"]:
        one["command"] = repeat(found, one["settings"])
    return said


def _command(found: "Advice") -> str:
    """The command that gives this search again, as a shell takes it."""
    asked = found.question
    words = ["parley", "advise", asked.name, "--for", asked.actor, "--outcome", asked.outcome]
    words += ["--lower"] * asked.lower + ["--runs", str(asked.runs), "--seed", str(asked.seed)]
    words += ["--replies", str(asked.held)]
    return shlex.join([*words, *repeated("--set", asked.typed)])


def repeat(found: "Advice", settings: Sequence[str]) -> str:
    """The command that runs one move again, against the scenario as its file says it."""
    from sim.studies.settings import combined

    asked = found.question
    words = ["parley", "compare", asked.name, "--runs", str(asked.runs), "--seed", str(asked.seed)]
    words += ["--outcome", asked.outcome]
    return shlex.join([*words, *repeated("--set", combined(asked.given, settings))])


def _write(folder: Path, text: str, found: "Advice", top: int) -> None:
    """Write advise.json and advise.html, both or neither."""
    from dashboards.report import advise as page

    commands = {one.move.name: repeat(found, one.move.settings) for one in found.tried}
    write_both(
        folder, NUMBERS, text, REPORT, lambda file: page.write(found, file, _command(found), commands, top)
    )


def _tell(found: "Advice", top: int, text: str | None, folder: Path | None) -> None:
    """Print the moves: as advise.json has them, or in words with the place of the files."""
    from cli.gains import tell
    from cli.screen import say

    if text is not None:
        say(text)
        return
    tell(found, top, lambda one: repeat(found, one.move.settings))
    say_places(folder, NUMBERS, REPORT)


def _finish(found: "Advice", work: "Work") -> None:
    """Say what is missing, and exit by it; what is whole needs its parts no more."""
    reached = (
        "" if found.complete else "gains are over the runs that were finished; with --out, --resume goes on"
    )
    leave(found.missing, "", reached)
    work.finish()
