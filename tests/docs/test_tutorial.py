"""The pages that a reader follows: what they tell one to type works and prints what they say."""

import re
from pathlib import Path

import pytest

from tests.cli.asking import Ask
from tests.docs.pages import Block, blocks, commands, write

FOLLOWED = (
    "tutorial.md",
    "how-to/write-a-scenario.md",
    "how-to/add-a-case.md",
    "how-to/compare-scenarios.md",
    "how-to/sweep-a-range.md",
    "how-to/find-a-lever.md",
    "how-to/find-what-matters.md",
    "how-to/measure-voting-power.md",
    "how-to/bargain-over-a-file.md",
    "how-to/share-the-work.md",
    "how-to/query-many-runs.md",
    "how-to/compare-coders.md",
    "how-to/code-your-own-documents.md",
    "how-to/score-a-forecast.md",
    "protocols.md",
    "reference/scenario-schema.md",
)


def _typed(page: str) -> list[Block]:
    """What a reader writes, types and sees, without what a test cannot do."""
    typed = {"sh", "yaml", "csv", "xml", "text"}
    return [one for one in blocks(page) if one.language in typed and "not run" not in one.note]


@pytest.mark.parametrize("page", FOLLOWED)
def test_a_page_can_be_followed(page: str, ask: Ask, tmp_path: Path) -> None:
    printed = ""
    wrong = False
    for block in _typed(page):
        if block.file:
            write(block, tmp_path)
        elif block.note == "exact":
            assert printed == block.text
            wrong = False
        elif block.language == "sh":
            assert not wrong, printed
            answers = [ask(*words[1:]) for words in commands(block) if words[0] == "parley"]
            assert len(answers) == len(commands(block)), block.text
            printed = "".join(one.out + one.err for one in answers)
            # What fails has to be shown: the next block says what is printed.
            wrong = any(one.code for one in answers)
    assert not wrong, printed


def test_the_tutorial_shows_a_mistake() -> None:
    exact = [one for one in blocks("tutorial.md") if one.note == "exact"]
    assert any("did you mean" in one.text for one in exact)


def test_commands_left_out_are_of_the_shell() -> None:
    left = [one for one in blocks("tutorial.md") if one.note.startswith("not run")]
    assert [re.split(r"\s", one.text)[0] for one in left] == ["make", "source"]


def test_the_tutorial_needs_no_flag_that_it_does_not_show(ask: Ask) -> None:
    shown = {word for block in blocks("tutorial.md") if block.language == "sh" for word in block.text.split()}
    options = {word for word in shown if word.startswith("--")}
    known = "".join(ask(name, "--help").out for name in ("run", "why", "show", "check", "list"))
    assert {one for one in options if one not in known} == set()
