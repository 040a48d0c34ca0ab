"""The example of coding from end to end: its parts are what the commands make of each other."""

from pathlib import Path

import pytest

import scenarios
from scenarios.nodes import plain, read
from sources.coding import read_coding
from sources.folder import read_folder
from sources.mentions import Roster
from sources.suggest import suggest
from sources.topics import read_topics
from tests.cli.asking import Ask

CASE = Path(scenarios.__file__).parent / "lake-orm-2009"
CODERS = ("anna", "ben")


def test_every_page_says_that_it_is_invented() -> None:
    for source in read_folder(CASE / "documents"):
        assert "invented" in source.text
        assert not any("invented" in source.text[one.start : one.end] for one in source.article)


def test_statements_are_what_was_adopted_of_the_codings(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "statements.yaml"
    files = [f"lake-orm-2009/codings/{coder}.yaml" for coder in CODERS]
    assert ask("sources", "adopt", *files, "--case", "lake-orm-2009", "--out", out).code == 0
    assert plain(read(out)) == plain(read(CASE / "statements.yaml"))


def test_positions_are_those_of_the_statements(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "positions.yaml"
    assert ask("sources", "positions", "lake-orm-2009", "--out", out).code == 0
    assert plain(read(out))["actors"] == {
        name: {"positions": entry["positions"]} for name, entry in plain(read(CASE / "actors.yaml")).items()
    }


@pytest.mark.parametrize("coder", CODERS)
def test_a_coder_has_decided_on_every_candidate_and_says_what_became_of_it(coder: str) -> None:
    coding = read_coding(CASE / "codings" / f"{coder}.yaml")
    found = suggest(
        read_folder(CASE / "documents"), Roster.read(CASE / "actors.yaml"), read_topics(CASE / "issues.yaml")
    )
    for one in found:
        same = (one.document.removesuffix(".txt"), one.actor, one.issue)
        decided = [
            each
            for each in (*coding.statements.values(), *coding.rejected)
            if (each.document, each.actor, each.issue) == same
            and each.start < one.end
            and one.start < each.end
        ]
        assert decided, one
    assert {one.decision for one in coding.statements.values()} <= {"accepted", "edited", "added"}
