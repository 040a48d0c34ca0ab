"""`parley serve`: the live dashboard, on this machine."""

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import whole

if TYPE_CHECKING:
    from sim.results import Results
    from sim.scoring.scorecard import Scorecard

EXAMPLES = ("parley serve", "parley serve --port 9000 --no-open")

PORT = 8050


def _port(got: str) -> int:
    """A port; 0 takes any that is free."""
    return whole("--port", got, 0, 65_535)


def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to serve at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", parser=_port, help="The port to serve at; 0 takes a free one.")
    ] = PORT,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
) -> None:
    """Explore scenarios in a browser.

    Pick a scenario, move its levers and see what the worlds come to. The address of the page holds all that
    it shows, so that a link shows the same again. Nothing is asked of the network, and nothing is written.
    """
    from cli.screen import say, waiting
    from cli.serving import serving

    with waiting("Starting ..."):
        from dashboards.live.answers import Answers
        from dashboards.live.app import FIRST, make
        from dashboards.live.state import State

        answers = Answers(score=_score)
        answers.of(State(FIRST, runs=20))  # compiles what is not compiled yet, before anybody waits for it
        app: Any = make({host}, answers)
    server = serving(app.server, host, port)
    address = f"http://{host}:{server.server_port}/"
    say(f"{address}  (Ctrl-C ends)")
    if browser:
        import webbrowser

        webbrowser.open(address)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()


def _score(results: "Results") -> "Scorecard | None":
    """Results held against what happened, where the case knows it."""
    from scenarios.history import case_of, has_history, read_history, read_questions
    from sim.scoring.forecasts import forecast
    from sim.scoring.scorecard import scorecard

    case = case_of(results.scenario)
    if not has_history(case):
        return None
    questions = read_questions(case)
    return scorecard(results.scenario, forecast(results, questions), questions, read_history(case))
