"""Marked sections: the parts of a page that a program writes, between two comments that name it.

<!-- parameters: begin -->
... written by `make docs`, not by hand ...
<!-- parameters: end -->
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parent


def section(text: str, name: str) -> str:
    """What stands between the marks of a name; ValueError if they are not there once each, in order."""
    return _found(text, name)[2]


def replaced(text: str, name: str, body: str) -> str:
    """The page with another body between the marks of a name."""
    found = _found(text, name)
    return text[: found.start(2)] + f"\n{body.strip()}\n\n" + text[found.end(2) :]


def _found(text: str, name: str) -> re.Match[str]:
    begin, end = (re.escape(f"<!-- {name}: {word} -->") for word in ("begin", "end"))
    found = list(re.finditer(f"({begin}\n)(.*?)({end})", text, re.DOTALL))
    if len(found) != 1:
        raise ValueError(f"{name}: {len(found)} sections of that name; there should be one")
    return found[0]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A Markdown table; the columns in `right` hold numbers."""
    rule = ["---:" if i in right else "---" for i in range(len(columns))]
    lines = [columns, rule, *([_cell(one) for one in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
