"""`parley seal`: a forecast written down before its answers are looked at."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson

EXAMPLES = (
    "parley seal runs/kosovo-2007-baseline-2007",
    "parley seal runs/mine --ledger forecasts.jsonl",
)


def seal(
    folder: Annotated[
        Path, typer.Argument(metavar="RUN_DIR", help="A folder written by `parley run`.", show_default=False)
    ],
    ledger: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The ledger to add the forecast to.", show_default="forecasts.jsonl"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Seal a run's answers to the questions of its case.

    One line is added to the ledger: probabilities and quantiles, with the hashes of scenario and code, the
    seed and the time, and the checksum of the line before it. A line that is edited later is found out by
    `parley score --sealed`, which grades only what was sealed.
    """
    from importlib.metadata import version

    from cli.refusal import Refused
    from cli.screen import say, say_json
    from scenarios.history import case_of, read_questions
    from sim.scoring import ledger as book
    from sim.scoring.forecasts import forecast
    from sim.store.folder import open_run
    from sim.work.makings import makings

    place = ledger or Path(book.LEDGER)
    results = open_run(folder)
    if not results.complete or results.failures:
        raise Refused(f"{folder}: is not complete; seal a run that is")
    questions = read_questions(case_of(results.scenario))
    try:
        found = forecast(results, questions)
    except ValueError as error:
        raise Refused(str(error)) from None
    sealed = book.seal(place, found, version("parley-sim"), makings()["sources"])
    if as_json:
        say_json(vars(sealed))
        return
    said = len(sealed.chances) + len(sealed.spreads)
    say(
        f"Sealed {sealed.sealed}: {said} answers of {sealed.runs} runs of {sealed.scenario}",
        f"Checksum {sealed.sha256}",
        "Keep it elsewhere too, in a commit or a letter: whoever can write the ledger can write it anew.",
        "",
        f"Written: {place}",
    )
