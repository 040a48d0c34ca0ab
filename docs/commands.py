"""The commands in docs/reference/commands.md, as their own help tells them."""

import typer.main
from typer.testing import CliRunner

from cli.main import app


def names() -> list[str]:
    """The commands, in the order of the help; those of a group with the group's name before them."""
    found = []
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        within = getattr(command, "commands", {})
        found += [f"{name} {one}" for one in within] or [name]
    return found


def helped(*words: str) -> str:
    """What `parley WORDS --help` prints, eighty columns wide."""
    text = printed(*words, "--help")
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def printed(*words: str) -> str:
    """What `parley WORDS` prints, eighty columns wide; RuntimeError if it fails."""
    asked = CliRunner().invoke(
        app, [*words], prog_name="parley", env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"}
    )
    if asked.exit_code:
        raise RuntimeError(asked.output)
    return asked.stdout


def commands() -> str:
    """The help of the program and of each of its commands."""
    parts = [f"```text\n{helped()}\n```"]
    parts += [f"## `parley {name}`\n\n```text\n{helped(*name.split())}\n```" for name in names()]
    return "\n\n".join(parts)
