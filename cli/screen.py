"""What is printed: results to stdout, notes and progress to stderr, tables that fit eighty columns."""

import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST = 110
PIPED = 80
HEAD, HEAD_LINES = 12, 4
"""How wide and how tall the name at the head of a narrow column may be."""


def console() -> Console:
    """A console on stdout: as wide as the terminal up to 110 columns; 80 and plain when piped."""
    plain = Console(file=sys.stdout, highlight=False, emoji=False, markup=False, soft_wrap=False)
    plain.width = min(plain.width, WIDEST) if plain.is_terminal else PIPED
    return plain


def say(*lines: str) -> None:
    """Print lines to stdout, as they are: paths and values must not be broken across lines."""
    for line in lines:
        sys.stdout.write(line + "\n")


def note(message: str) -> None:
    """Print a line to stderr."""
    sys.stdout.flush()
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def say_json(value: Any) -> None:
    """Print JSON to stdout: indented, in the order given, dates as text."""
    say(json.dumps(value, indent=2, ensure_ascii=False, default=str))


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say on stderr what is being waited for, while it lasts, where that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(what):
        yield


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr where that is a terminal, else nothing; it is told (done, in all)."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def heading(text: str) -> None:
    """Print a heading after a blank line, bold on a terminal."""
    shown = console()
    shown.print()
    for line in textwrap.wrap(text, shown.width):
        shown.print(Text(line, style="bold"))


def paragraph(text: str, indent: int = 0) -> None:
    """Print prose, wrapped to the width."""
    margin = " " * indent
    say(*textwrap.wrap(text, console().width, initial_indent=margin, subsequent_indent=margin))


def narrow(name: str) -> str:
    """A name over as many lines as it takes to be narrow; cut where it is endless."""
    return "\n".join(textwrap.wrap(name, HEAD, max_lines=HEAD_LINES, placeholder="…"))


def level(names: Sequence[str]) -> list[str]:
    """Names at the heads of columns, all with as many lines, so that they stand on what is below."""
    tallest = max(name.count("\n") for name in names)
    return ["\n" * (tallest - name.count("\n")) + name for name in names]


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Sequence[int] = (),
    fold: Sequence[int] = (),
    gap: int = 2,
) -> None:
    """Print a table; columns in `right` are numbers, those in `fold` give way when it gets narrow."""
    grid = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
    for number, title in enumerate(columns):
        grid.add_column(
            title,
            justify="right" if number in right else "left",
            no_wrap=number not in fold,
            overflow="fold" if number in fold else "ellipsis",
        )
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    shown = console()
    with shown.capture() as captured:
        shown.print(grid)
    # Rich fills each line up to the width of the table; trailing blanks are noise in a file or a diff.
    say(*(line.rstrip() for line in captured.get().splitlines()))
