"""`parley why`: what an actor decided in a run, and the terms that carried it."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson, RunFolder, run_of, week_of

if TYPE_CHECKING:
    from sim.results import Results

EXAMPLES = ("parley why runs/veto russia", "parley why runs/veto france --run 3 --week 10")


def why(
    run_dir: RunFolder,
    actor: Annotated[
        str, typer.Argument(metavar="ACTOR", help="An actor's name in the YAML.", show_default=False)
    ],
    run: Annotated[
        int, typer.Option(metavar="R", parser=run_of, help="The run, counted from 0.", show_default=True)
    ] = 0,
    week: Annotated[
        int | None,
        typer.Option(
            metavar="W",
            parser=week_of,
            help="One week, counted from 0, and all that was weighed in it.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what an actor decided, and the terms that carried it."""
    from cli.screen import say, say_json
    from sim.store.folder import open_run
    from sim.why import explain

    results = open_run(run_dir)
    _check(results, actor, run, week)
    explanation = explain(results, actor, run=run, week=week)
    if as_json:
        say_json(explanation.as_dict())
    else:
        say(explanation.text.rstrip("\n"))


def _check(results: "Results", actor: str, run: int, week: int | None) -> None:
    """Refuse an actor, a run or a week that the folder does not have."""
    from cli.refusal import Refused, unknown

    scenario, weeks = results.scenario, results.scenario.case.weeks
    if actor not in scenario.actors:
        raise unknown(f"an actor of {scenario.case_name}", actor, scenario.actors)
    if failed := results.failed(run):
        raise Refused(f"--run: {run} failed ({failed})")
    if run > results.last:
        raise Refused(f"--run: {run} is above {results.last} (there are {results.runs}, from 0)")
    if week is not None and week >= weeks:
        raise Refused(f"--week: {week} is above {weeks - 1} (there are {weeks}, from 0)")
