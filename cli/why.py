"""`parley why`: what an actor decided in a run, and the terms that carried it."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson, RunFolder, checked_run, checked_week

if TYPE_CHECKING:
    from sim.results import Results

EXAMPLES = ("parley why runs/veto russia", "parley why runs/veto france --run 3 --week 10")


def why(
    run_dir: RunFolder,
    actor: Annotated[
        str, typer.Argument(metavar="ACTOR", help="An actor's name in the YAML.", show_default=False)
    ],
    run: Annotated[
        int | None,
        typer.Option(
            metavar="R", callback=checked_run, help="One run, from 0; without it, all.", show_default=False
        ),
    ] = None,
    week: Annotated[
        int | None,
        typer.Option(
            metavar="W", callback=checked_week, help="One week, from 0; without it, all.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what an actor decided, and the terms that carried it."""
    from cli.screen import say, say_json
    from sim.folder import open_run
    from sim.why import explain

    results = open_run(run_dir)
    _check(results, actor, run, week)
    explanation = explain(results, actor, run=run, week=week)
    if as_json:
        say_json(explanation.as_dict())
    else:
        say(explanation.text.rstrip("\n"))


def _check(results: "Results", actor: str, run: int | None, week: int | None) -> None:
    """Refuse an actor, a run or a week that the folder does not have."""
    from cli.refusal import Refused, unknown

    scenario, weeks = results.scenario, results.scenario.case.weeks
    if actor not in scenario.actors:
        raise unknown(f"an actor of {scenario.case_name}", actor, scenario.actors)
    if run is not None and run >= results.runs:
        raise Refused(f"--run: {run} is above {results.runs - 1} (there are {results.runs}, from 0)")
    if week is not None and week >= weeks:
        raise Refused(f"--week: {week} is above {weeks - 1} (there are {weeks}, from 0)")
