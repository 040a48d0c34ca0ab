"""Help: every command has an example, and `parley --help` loads next to nothing."""

import shlex
import sys

import pytest

from agents import protocols
from docs.commands import names
from tests.cli.asking import Ask

COMMANDS = (
    "list",
    "show",
    "power",
    "check",
    "schema",
    "run",
    "compare",
    "sweep",
    "sensitivity",
    "advise",
    "why",
    "report",
    "runs",
    "query",
    "export",
    "score",
    "seal",
    "serve",
    "bargain",
    "sources",
)
EACH = tuple(name.split() for name in names())
HEAVY = (
    "duckdb",
    "pandas",
    "numpy",
    "pydantic",
    "yaml",
    "mesa",
    "plotly",
    "pyarrow",
    "xarray",
    "agents",
    "sim",
    "scenarios",
)


def test_the_commands_are_those_of_the_contract(ask: Ask) -> None:
    listed = ask("--help").out.partition("Commands:")[2].partition("Example:")[0]
    assert tuple(line.split()[0] for line in listed.splitlines() if line.strip()) == COMMANDS


@pytest.mark.parametrize("words", EACH, ids=" ".join)
def test_each_help_has_examples_of_itself(ask: Ask, words: list[str]) -> None:
    answer = ask(*words, "--help")
    examples = [line.strip() for line in answer.out.partition("Examples:")[2].splitlines() if line.strip()]
    assert answer.code == 0
    assert examples
    assert all(shlex.split(line)[: len(words) + 1] == ["parley", *words] for line in examples)


@pytest.mark.parametrize("words", [*EACH, ["sources"]], ids=" ".join)
def test_help_fits_eighty_columns_but_for_examples(ask: Ask, words: list[str]) -> None:
    told = ask(*words, "--help").out.partition("Examples:")[0]
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("command", ["run", "bargain"])
def test_help_names_every_protocol(ask: Ask, command: str) -> None:
    told = " ".join(ask(command, "--help").out.split())
    assert f"Protocols: {', '.join(protocols.names())}." in told


def test_no_summary_is_cut_short(ask: Ask) -> None:
    assert "..." not in ask("--help").out.partition("Commands:")[2]


def test_help_loads_nothing_heavy(process: Ask) -> None:
    code = f"import sys, cli.main; print(*(name for name in {HEAVY} if name in sys.modules))"
    answer = process("-c", code, command=(sys.executable,))
    assert (answer.code, answer.out.split()) == (0, [])


def test_without_a_command_there_is_help(ask: Ask) -> None:
    answer = ask()
    assert "Commands:" in answer.out + answer.err


def test_an_unknown_command_is_bad_input(ask: Ask) -> None:
    answer = ask("rum")
    assert (answer.code, answer.out) == (2, "")
    assert "No such command 'rum'" in answer.err
    assert "run" in answer.err.partition("No such command")[2]


def test_version(ask: Ask) -> None:
    answer = ask("--version")
    assert (answer.code, answer.out) == (0, "parley 0.1.0\n")
