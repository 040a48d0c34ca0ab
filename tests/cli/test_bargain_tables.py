"""`bargain` in tables: what lines up, what is put together, what is left out, and what fits the terminal."""

import csv
import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from agents import protocols
from cli.numbers import decimals, fixed, trimmed
from tests.cli.asking import PROCESS, Ask, environment
from tests.cli.datasets import EMISSIONS, HARBOUR

ROUNDS = """\

emissions: expected-utility
10 actors on a scale of 4 to 10, 3 rounds

Round  Median   Mean  Belgium  Luxembourg  Ireland
    0   7.000  7.390    7.000       4.000    7.000
    1   8.416  7.461    8.416       7.000    4.000
    2   9.611  7.553    9.611       8.416    7.000
    3   9.962  7.590    9.962       9.611    8.416
Never moved: Netherlands 4, Germany 4, France 10, Italy 10, UK 10, Denmark 4,
Greece 7

Offers that came to something
                                                                Own  Other's
Round  Actor       With        Offer           From     To       EU       EU
    1  Belgium     France      compromise     7.000  8.416  -0.1148   0.2433
    1  Luxembourg  Belgium     confrontation  4.000  7.000   0.2455   0.5422
    1  Ireland     Luxembourg  confrontation  7.000  4.000   0.5382   0.6825
    2  Belgium     France      compromise     8.416  9.611  -0.0837   0.1110
    2  Luxembourg  Belgium     confrontation  7.000  8.416   0.0959   0.2528
    2  Ireland     Luxembourg  confrontation  4.000  7.000   0.5365   0.6833
    3  Belgium     France      compromise     9.611  9.962  -0.0214   0.0237
    3  Luxembourg  Belgium     confrontation  8.416  9.611   0.0752   0.1974
    3  Ireland     Luxembourg  confrontation  7.000  8.416   0.2221   0.2891
Not shown: 28 compromises and 6 confrontations passed over (--offers).
"""

EXCHANGE = """\

harbour: exchange
4 actors over 2 issues, 2 rounds, seed 2007

dues (0 to 100)
Round  Median   Mean   Vote   Town
    0   20.00  39.57  39.57  85.00
    1   20.00  35.72  28.26  62.90
    2   20.00  33.19  28.26  48.31
Never moved: Port 20, Mill 60, Farm 45

hours (0 to 100)
Round  Median   Mean   Vote   Port
    0   35.00  32.70  32.70  70.00
    1   35.00  27.63  19.34  49.13
    2   35.00  24.28  18.81  35.35
Never moved: Town 10, Farm 35

Exchanges that came to something
                                                Others   Others
Round  Actor  With  Issue   From     To   Gain    gain     lose
    1  Port   Town  hours  70.00  15.08  6.166       0  -18.190
       Town   Port  dues   85.00  20.00
    2  Port   Town  hours  49.13  12.88  4.070       0  -12.005
       Town   Port  dues   62.90  20.00
"""

BARGAINS = """\
Bargains
Round  Actor  With  Issue  Ended           From     To  Chance    Gain
    1  Port   Mill  dues   taken          20.00  20.23  0.9107  0.3838
    1  Town   Farm  dues   passed over    85.00  83.22  0.6984  0.2323
       Town   Farm  hours                 10.00  12.37
    1  Mill   Town  dues   receiver only  60.00  61.10  0.7272  0.0284
    1  Farm   Mill  dues   passed over    45.00  53.60  0.7512  0.0106
"""

SIDE_BY_SIDE = """\

emissions: 10 actors on a scale of 4 to 10

                           Last                 Actors
Protocol           Rounds  move  Median   Mean   moved
(start)                           7.000  7.390
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    """The two data sets, where the command is asked."""
    (tmp_path / "emissions.csv").write_text(EMISSIONS)
    (tmp_path / "harbour.csv").write_text(HARBOUR)


def test_a_bargain_over_one_issue_in_tables(ask: Ask) -> None:
    answer = ask(
        "bargain", "emissions.csv", "--protocol", "expected-utility", "--rounds", 3, "--scale", "4:10"
    )
    assert (answer.code, answer.err, answer.out) == (0, "", ROUNDS)


def test_a_bargain_over_several_issues_in_tables(ask: Ask) -> None:
    answer = ask("bargain", "harbour.csv", "--protocol", "exchange", "--rounds", 2)
    assert (answer.code, answer.err, answer.out) == (0, "", EXCHANGE)


def test_all_offers_of_a_bargain_with_what_they_have_in_common_said_once(ask: Ask) -> None:
    answer = ask("bargain", "harbour.csv", "--protocol", "condorcet", "--rounds", 1, "--offers")
    assert answer.out.endswith(BARGAINS)


def test_offers_none_of_which_came_to_anything_are_counted(ask: Ask, tmp_path: Path) -> None:
    few = "Actor,Capability,Position,Salience\nA,5,80,0.5\nB,4,20,0.9\nC,5,80,0.1\n"
    (tmp_path / "few.csv").write_text(few)
    told = ask("bargain", "few.csv", "--protocol", "condorcet", "--rounds", 1).out
    assert "\nNobody moved: A 80, B 20, C 80\n" in told
    assert told.endswith("\nOffers\nNone came to anything.\nNot shown: 1 bargain passed over (--offers).\n")


def test_a_long_table_of_offers_is_cut_and_says_what_is_left(ask: Ask) -> None:
    told = ask("bargain", "emissions.csv", "--protocol", "expected-utility", "--rounds", 25).out
    lines = told.partition("EU       EU\n")[2].splitlines()
    assert sum(line.lstrip()[:1].isdecimal() for line in lines) == 60
    assert told.endswith("; 15 more\noffers (--json).\n")


def test_protocols_side_by_side(ask: Ask) -> None:
    answer = ask("bargain", "emissions.csv", "--rounds", 3, "--scale", "4:10")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(SIDE_BY_SIDE)
    told = answer.out.removeprefix(SIDE_BY_SIDE).partition("\n\n")[0]
    rows = {name: numbers for name, *numbers in map(str.split, told.splitlines())}
    assert list(rows) == [name for name in protocols.names() if name != "exchange"]
    assert rows["none"] == ["3", "-", "7.000", "7.390", "0"]
    assert rows["compromise"] == ["3", "1", "7.390", "7.390", "10"]
    assert rows["median"] == ["3", "1", "7.000", "7.000", "7"]
    assert rows["expected-utility"] == ["3", "3", "9.962", "7.590", "3"]
    assert answer.out.endswith(
        "Luck by seed 2007: quantal-response.\n"
        "Left out: exchange, which needs two issues on which the same two actors hold\npositions.\n"
    )


def test_side_by_side_says_who_came_to_rest(ask: Ask) -> None:
    told = ask("bargain", "emissions.csv").out
    rested = json.loads(ask("bargain", "emissions.csv", "--protocol", "condorcet", "--json").out)
    assert "\nAt rest by its own rule: condorcet.\n" in told
    assert f"\ncondorcet              {rested['rounds']} " in told
    assert rested["settled"] is True


def test_rounds_in_which_nothing_moves_are_not_printed(ask: Ask) -> None:
    told = ask("bargain", "emissions.csv", "--protocol", "compromise").out
    assert told.count("\n    1 ") == told.count("\n    0 ") > 0
    assert "\n    2 " not in told
    assert told.endswith("\nNothing moves after round 1.\n")


def test_nobody_moves_where_nothing_is_negotiated(ask: Ask) -> None:
    told = ask("bargain", "emissions.csv", "--protocol", "none", "--rounds", 1).out
    assert "10 actors on a scale of 0 to 100, 1 round\n" in told
    assert "\nNobody moved: Netherlands 4, Belgium 7, " in told


def test_no_round_at_all_tells_where_everybody_stands(ask: Ask) -> None:
    told = ask("bargain", "emissions.csv", "--protocol", "expected-utility", "--rounds", 0).out
    assert "\nPositions: Netherlands 4, Belgium 7, " in told
    assert "Offers" not in told


def test_options_are_told_as_they_were_read(ask: Ask) -> None:
    told = ask("bargain", "emissions.csv", "--protocol", "expected-utility", "--option", "q=.50").out
    assert "10 rounds; q=0.5\n" in told


@pytest.mark.parametrize("protocol", ["all", "condorcet", "exchange"])
@pytest.mark.parametrize("width", [60, 100])
def test_tables_fit_the_terminal(protocol: str, width: int, tmp_path: Path) -> None:
    names = {
        "Port": "The Honourable Harbour Commission of the Lower Estuary and its Islands",
        "Mill": "製粉所",
    }
    text = HARBOUR
    for name, longer in names.items():
        text = text.replace(name, longer)
    (tmp_path / "long.csv").write_text(text, encoding="utf-8")
    told = _on_a_terminal(
        width, "bargain", "long.csv", "--protocol", protocol, "--rounds", "3", folder=tmp_path
    )
    assert told
    assert max(map(cell_len, told)) <= width
    assert not any("…" in line for line in told if line.lstrip()[:1].isdecimal() and protocol == "all")


def _on_a_terminal(width: int, *arguments: str, folder: Path) -> list[str]:
    """The lines that a command prints on a terminal so wide, without colours."""
    leader, follower = pty.openpty()
    asked = environment() | {"COLUMNS": str(width), "TERM": "xterm"}
    with subprocess.Popen(
        [*PROCESS, *arguments], cwd=folder, env=asked, stdout=follower, stderr=subprocess.DEVNULL
    ) as running:
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    assert running.returncode == 0
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode()).split("\r\n")


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once its other end is closed, which Linux reports as an error."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_a_table_is_plain_and_narrow_in_a_pipe(ask: Ask) -> None:
    for protocol in ("all", *protocols.names()):
        told = ask("bargain", "harbour.csv", "--protocol", protocol, "--rounds", 2).out
        assert max(map(len, told.splitlines())) <= 80
        assert all(line == line.rstrip() for line in told.splitlines())
        assert "\x1b" not in told


def test_brackets_quotes_and_commas_in_names_are_only_names(ask: Ask, tmp_path: Path) -> None:
    odd = 'Actor,Capability,Position,Salience\n"[bold]Bonn[/], ""Stadt""",1,0,0.5\nB,1,100,0.5\n'
    (tmp_path / "odd.csv").write_text(odd)
    told = ask("bargain", "odd.csv", "--protocol", "none", "--rounds", 0)
    assert '\nPositions: [bold]Bonn[/], "Stadt" 0, B 100\n' in told.out
    rows = list(
        csv.reader(io.StringIO(ask("bargain", "odd.csv", "--protocol", "none", "--format", "csv").out))
    )
    assert rows[0][3:] == ['[bold]Bonn[/], "Stadt"', "B"]


def test_a_pipe_that_closes_early_ends_the_command_quietly(tmp_path: Path) -> None:
    command = [
        *PROCESS,
        "bargain",
        "emissions.csv",
        "--protocol",
        "none",
        "--rounds",
        "10000",
        "--format",
        "csv",
    ]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"round,weighted_median,")
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.parametrize(
    ("amounts", "places", "told"),
    [
        ((7.0, 8.415932315426764, 9.61), 3, ["7.000", "8.416", "9.610"]),
        ((0.0, 50.0, 100.0), 0, ["0", "50", "100"]),
        ((0.0, 21.893662718, 100.0), 2, ["0.00", "21.89", "100.00"]),
        ((16000.0, 21666.66), 0, ["16000", "21667"]),
        ((13.9, 13.9), 1, ["13.9", "13.9"]),
        ((0.00012, -0.00001), 5, ["0.00012", "-0.00001"]),
        ((-1e-12, 2.5), 1, ["0.0", "2.5"]),
        ((float("nan"), 4.0), 0, ["-", "4"]),
        ((), 0, []),
    ],
)
def test_numbers_of_a_column_have_the_same_decimals(
    amounts: tuple[float, ...], places: int, told: list[str]
) -> None:
    assert decimals(amounts) == places
    assert [fixed(amount, places) for amount in amounts] == told


def test_in_a_sentence_a_number_has_no_more_decimals_than_it_needs() -> None:
    assert [trimmed(amount, 3) for amount in (7.0, 7.25, 100.0, 0.0)] == ["7", "7.25", "100", "0"]
    assert trimmed(100.0, 0) == "100"
