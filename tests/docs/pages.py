"""Pages as tests read them: their code blocks with what was said of each, and how to run one."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cli.asking import ROOT, environment

DOCS = ROOT / "docs"
FENCE = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*?) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Block:
    """A code block: its language, the comment on the line above it, and its text."""

    language: str
    note: str
    text: str

    @property
    def file(self) -> str | None:
        """The file that it is the content of, if its first line or the comment above it says so."""
        found = re.match(r"# (\S+\.yaml)\n", self.text) or re.fullmatch(r"file: (\S+)", self.note)
        return found[1] if found else None


def blocks(page: str) -> list[Block]:
    """The code blocks of a page, in order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [Block(one["language"], one["note"] or "", one["text"]) for one in FENCE.finditer(text)]


def commands(block: Block) -> list[list[str]]:
    """The commands of a shell block, as words; fewer runs and no report, to be quick."""
    found = []
    for typed in _lines(block.text):
        words = typed
        if words[:2] == ["parley", "run"]:
            runs = words.index("--runs") if "--runs" in words else None
            words = words[:runs] + words[runs + 2 :] if runs else words
            words += ["--runs", "20", "--no-report"]
        found.append(words)
    return found


def _lines(text: str) -> Iterator[list[str]]:
    """The words of each command; one goes on over lines until its quotation marks are closed."""
    begun = ""
    for line in text.splitlines():
        begun += line
        try:
            words = shlex.split(begun)
        except ValueError:
            begun += "\n"
            continue
        begun = ""
        yield words


def write(block: Block, folder: Path) -> None:
    """Write a file that a page shows."""
    assert block.file is not None
    target = folder / block.file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(block.text, encoding="utf-8")


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a snippet in a process of its own, in a folder."""
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", code],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
