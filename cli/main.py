"""The command `parley`: its sub-commands, and what its exit codes mean (0 done, 1 failure, 2 bad input)."""

import errno
import io
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from cli import (
    advise,
    bargain,
    check,
    compare,
    export,
    power,
    query,
    report,
    run,
    runs,
    schema,
    score,
    seal,
    sensitivity,
    serve,
    show,
    sources,
    sweep,
    why,
)
from cli import list as list_command
from cli.epilog import epilog
from cli.study import INTERRUPTED

BAD_INPUT = 2


def _is_bad_input(error: Exception) -> bool:
    """Whether the fault lies with what the user gave: asked by name, to import nothing for it."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENAMETOOLONG, errno.ELOOP}  # a path that no file can have
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return not kinds.isdisjoint(
        {"Refused", "ScenarioError", "RunError", "CastError", "SourceError", "LedgerError"}
    )


def _message(error: Exception) -> str:
    """What an error says; one that was not foreseen is named, with the way to its traceback."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if _is_bad_input(error):
        return str(error)
    kind = type(error).__name__
    return f"{kind}: {error}\nThis should not happen. PARLEY_TRACEBACK=1 shows where it did."


class Commands(TyperGroup):
    """The group of commands; it turns what a command raises into a message on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.stderr.write("Interrupted.\n")
            raise typer.Exit(INTERRUPTED) from None
        except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
            raise
        except Exception as error:
            # Faults in the options are the parser's to show, with the usage line; it has its own exit code.
            if os.environ.get("PARLEY_TRACEBACK") or hasattr(error, "exit_code"):
                raise
            sys.stdout.flush()
            sys.stderr.write(_message(error) + "\n")
            raise typer.Exit(BAD_INPUT if _is_bad_input(error) else 1) from None


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        sys.stdout.write(f"parley {version('parley-sim')}\n")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example:  parley run kosovo-2007/un-veto --runs 200",
)


@app.callback()
def _parley(
    version: bool = typer.Option(
        False, "--version", help="Print the version.", is_eager=True, callback=_version
    ),
) -> None:
    """Simulate how stakeholders' positions move, and what they then decide, in a status negotiation."""


app.command("list", epilog=epilog(list_command.EXAMPLES))(list_command.list_)
for module in (
    show,
    power,
    check,
    schema,
    run,
    compare,
    sweep,
    sensitivity,
    advise,
    why,
    report,
    runs,
    query,
    export,
    score,
    seal,
    serve,
    bargain,
):
    app.command(epilog=epilog(module.EXAMPLES))(getattr(module, module.__name__.rpartition(".")[2]))
app.add_typer(sources.app, name="sources")


def main() -> None:
    """Run the command line; what a terminal cannot show is told by its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()
