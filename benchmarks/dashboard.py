"""What a move of a lever costs the dashboard: `python -m benchmarks.dashboard`, with `--moves` or `--json`.

Each move is a setting that was not asked for before: the scenario is read with it, 200 worlds are run and the
figures of a view are drawn, as the page's callback does. Told are the median and the 95 per cent point over
moves, for each view, in milliseconds of the clock; then the same for a view of an answer that is known, and
the first paint in Chromium where there is one: from asking for the page to its first figure.
"""

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: what lies beside this folder is imported as for everybody else
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks import machine
from cli.screen import heading, say, say_json, table
from dashboards.live.answers import Answers
from dashboards.live.app import FIRST, content, make
from dashboards.live.state import State
from dashboards.live.views import VIEWS

MOVES, RUNS = 25, 200
CHROMIUM = Path("/usr/bin/chromium")


def main(words: Sequence[str] | None = None) -> int:
    """Time everything and print it."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.dashboard", description="What a move costs.")
    asked.add_argument("--moves", type=int, default=MOVES, help="moves of each view (default: %(default)s)")
    asked.add_argument("--json", action="store_true", help="print JSON, in milliseconds")
    given = asked.parse_args(words)
    if given.moves < 2:
        asked.error(f"argument --moves: {given.moves} is below 2")
    moved, known = moves(given.moves)
    painted = first_paint() if CHROMIUM.exists() else None
    whole = [one for ones in moved.values() for one in ones]
    if given.json:
        told = {"moved": moved, "known": known, "first_paint": painted, "machine": machine.described()}
        say_json(told | {"median": statistics.median(whole), "p95": p95(whole)})
        return 0
    here = machine.described()
    say(f"{here['cores']} cores ({here['processor']}), load {here['load']}; {RUNS} worlds of {FIRST}")
    heading("Milliseconds of the server for a move of a lever, by the view that is shown")
    rows = [
        (
            one.title,
            *(f"{of(times[one.name]):.0f}" for times in (moved, known) for of in (statistics.median, p95)),
        )
        for one in VIEWS
    ]
    table(("View", "Median", "p95", "Known", "p95"), rows, right=(1, 2, 3, 4))
    if painted is not None:
        say("", f"First paint in Chromium: {painted:.0f} ms")
    say("", f"lever_median_ms {statistics.median(whole):.0f}", f"lever_p95_ms {p95(whole):.0f}")
    return 0


def p95(times: Sequence[float]) -> float:
    """The 95 per cent point."""
    return sorted(times)[min(int(0.95 * len(times)), len(times) - 1)]


def moves(count: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Milliseconds of moves that nobody made before, and of views of answers that are known, by view."""
    answers = Answers()
    content(answers, answers.of(State(FIRST, runs=20)), State(FIRST, runs=20), "light")
    moved: dict[str, list[float]] = {}
    known: dict[str, list[float]] = {}
    strength = 5_000
    for one in VIEWS:
        moved[one.name], known[one.name] = [], []
        for _ in range(count):
            strength += 7
            state = State(FIRST, {"kfor.strength": str(strength)}, RUNS, view=one.name)
            for times, mode in ((moved, "light"), (known, "dark")):
                times[one.name].append(_timed(partial(_shown, answers, state, mode)))
    return moved, known


def _shown(answers: Answers, state: State, mode: Any) -> None:
    """Show a state, as the page's callback does."""
    content(answers, answers.of(state), state, mode)


def _timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return 1000.0 * (time.perf_counter() - begun)


def first_paint() -> float:
    """Milliseconds from asking for the page to its first figure, in a browser that knows nothing of it."""
    from playwright.sync_api import sync_playwright
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, make().server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        begun = time.perf_counter()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.locator("#answers .js-plotly-plot .main-svg").first.wait_for(state="attached")
        taken = 1000.0 * (time.perf_counter() - begun)
        browser.close()
    server.shutdown()
    server.server_close()
    return taken


if __name__ == "__main__":
    sys.exit(main())
