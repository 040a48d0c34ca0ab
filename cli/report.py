"""`parley report`: one self-contained HTML file from a run folder."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import RunFolder

EXAMPLES = ("parley report runs/veto", "parley report runs/veto --out veto.html")


def report(
    run_dir: RunFolder,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file; without it, RUN_DIR/report.html.", show_default=False),
    ] = None,
) -> None:
    """Write the report of a run: one HTML file, good offline."""
    from cli.folder import writable_file
    from cli.screen import say
    from sim.store.folder import open_run

    results = open_run(run_dir)
    file = writable_file(out or run_dir / "report.html")
    from dashboards.report import write

    file.parent.mkdir(parents=True, exist_ok=True)
    write(results, file)
    say(str(file))
