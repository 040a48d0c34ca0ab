"""What suggestions are worth: `python -m benchmarks.triage [DOCUMENTS]`, with `--json`.

Of the sentences that a careful coder marked, how many are offered, and of those that are offered, how many
were marked: on the five texts of kosovo-2007, against its statements, and on invented pages that were marked
before anything was suggested in them. Sentences count once; intervals are Wilson's at 95%. Cues, names and
words were written with the five texts at hand, and rules were widened after each page had been scored once.
What it gave then is shown with its name: of a new text expect something between. No text is printed.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: what lies beside this folder is imported as for everybody else
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from cli.screen import heading, paragraph, say_json, table
from scenarios.folders import case_folder
from scenarios.nodes import plain, read
from sources.documents import Document, checksum
from sources.folder import Source, read_folder
from sources.mentions import Roster
from sources.suggest import suggest
from sources.topics import read_topics
from sources.wording import sentences

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "documents"
PAGES = ROOT / "tests" / "sources" / "triage"
FIRST = {
    "first.txt": (5, 9),
    "second.txt": (9, 14),
    "later.txt": (1, 8),
    "third.txt": (8, 10),
    "fourth.txt": (7, 9),
}
"""Marked sentences that were offered when a page was first scored, of how many: a record, not a result."""
Z = 1.959963984540054
"""The 97.5 per cent point of the normal distribution."""

_MARKED = re.compile(r"⟦(?P<issues>[\w, ]+): (?P<text>[^⟧]*)⟧")


@dataclass(frozen=True)
class Mark:
    """A stretch that a coder marked, with its issue, and its actor where that was coded too."""

    document: str
    start: int
    end: int
    issue: str
    actor: str | None = None


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95%."""
        if not self.of:
            return 0.0, 1.0
        p, n, z = self.value, self.of, Z
        middle, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


@dataclass(frozen=True)
class Triage:
    """What was offered of what was marked.

    offered : marked sentences that are offered; worth : offered sentences that were marked
    issues : marks of which a sentence is offered on their issue; actors : with their actor too
    """

    of: str
    offered: Share
    worth: Share
    issues: Share
    actors: Share | None


def main(words: Sequence[str] | None = None) -> int:
    """Score the suggestions and print it."""
    asked = argparse.ArgumentParser(
        prog="python -m benchmarks.triage", description="What suggestions are worth."
    )
    asked.add_argument("documents", nargs="?", type=Path, default=TEXTS, help="where the five texts are")
    asked.add_argument("--json", action="store_true", help="print JSON")
    given = asked.parse_args(words)
    done = [*invented(), *(texts(given.documents) if given.documents.is_dir() else ())]
    if given.json:
        say_json([as_json(one) for one in done])
        return 0
    heading("Sentences offered of those marked, and marked of those offered")
    head = ("", "Marked", "Offered", "95%", "Offered", "Worth it", "95%", "Issue", "Actor")
    table(head, [_row(one) for one in done], right=range(1, 9), fold=(0,))
    if not given.documents.is_dir():
        paragraph(f"The five texts are not in {given.documents}.")
    return 0


def _row(one: Triage) -> tuple[str, ...]:
    low, high = one.offered.interval
    least, most = one.worth.interval
    return (
        one.of,
        str(one.offered.of),
        f"{one.offered.value:.0%}",
        f"{low:.0%}-{high:.0%}",
        str(one.worth.of),
        f"{one.worth.value:.0%}",
        f"{least:.0%}-{most:.0%}",
        f"{one.issues.value:.0%}",
        f"{one.actors.value:.0%}" if one.actors else "-",
    )


def as_json(one: Triage) -> dict[str, Any]:
    """A result for a program."""
    shares = {"offered": one.offered, "worth": one.worth, "issues": one.issues, "actors": one.actors}
    return {"of": one.of} | {
        name: {"count": share.count, "of": share.of, "share": share.value, "interval": share.interval}
        for name, share in shares.items()
        if share is not None
    }


def texts(folder: Path) -> Iterator[Triage]:
    """The five texts, together, one by one, and by issue."""
    case = case_folder("kosovo-2007")
    files = {
        name: entry["file"] for name, entry in plain(read(case / "case.yaml").children["documents"]).items()
    }
    marks = [
        Mark(files[one["document"]], one["start"], one["end"], one["issue"], one["actor"])
        for one in plain(read(case / "statements.yaml")).values()
    ]
    documents = read_folder(folder)
    yield score("the five texts", documents, marks, case)
    for document in documents:
        here = [one for one in marks if one.document == document.name]
        yield score(f"  {document.name[:3]}", [document], here, case)


def invented() -> Iterator[Triage]:
    """The invented pages, one by one."""
    for path in sorted(PAGES.glob("*/*.txt")):
        case = case_folder("kosovo-2007") if path.parent.name == "kosovo" else path.parent
        source, marks = page(path)
        offered, of = FIRST[path.name]
        yield score(f"{path.stem} (first {offered}/{of})", [source], marks, case)


def page(path: Path) -> tuple[Source, list[Mark]]:
    """An invented page without its brackets, and what stood in them."""
    raw = path.read_text(encoding="utf-8")
    text, marks, last = "", [], 0
    for found in _MARKED.finditer(raw):
        text += raw[last : found.start()]
        start, last = len(text), found.end()
        text += found["text"]
        marks += [Mark(path.name, start, len(text), issue) for issue in found["issues"].split(", ")]
    text += raw[last:]
    return Source(path.name, Document(text, checksum(text))), marks


def score(of: str, documents: Sequence[Source], marks: Sequence[Mark], case: Path) -> Triage:
    """Hold what is suggested in documents against what was marked in them."""
    found = list(suggest(documents, Roster.read(case / "actors.yaml"), read_topics(case / "issues.yaml")))
    spans = {(source.name, *span) for source in documents for span in sentences(source.text, source.article)}
    marked = {span for span in spans if any(_meets(one, *span) for one in marks)}
    offered = {(one.document, one.start, one.end) for one in found}
    issues = [
        one
        for one in marks
        if any(each.issue == one.issue and _meets(one, each.document, each.start, each.end) for each in found)
    ]
    actors = [
        one
        for one in issues
        if any(
            (each.issue, each.actor) == (one.issue, one.actor)
            and _meets(one, each.document, each.start, each.end)
            for each in found
        )
    ]
    coded = any(one.actor for one in marks)
    return Triage(
        of,
        Share(len(marked & offered), len(marked)),
        Share(len(marked & offered), len(offered)),
        Share(len(issues), len(marks)),
        Share(len(actors), len(marks)) if coded else None,
    )


def _meets(mark: Mark, document: str, start: int, end: int) -> bool:
    return mark.document == document and mark.start < end and start < mark.end


if __name__ == "__main__":
    sys.exit(main())
