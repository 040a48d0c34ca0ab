"""DECIDE's input: lines that begin with a mark, in any order.

`#A` actor, `#P` issue (both with a longer name), `#M` issue and a point of its scale, `#D` actor, issue,
position, salience and power, `#O` title; `#/` and `#0` are comments. The points of an issue, two or more,
tell what it runs over: from the lowest to the highest, and 0-100 where there are none. An actor may hold no
position on an issue.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.formats.cells import Row, lines
from scenarios.formats.dataset import Axis, DataSet, Holding
from scenarios.formats.draft import Draft, said
from scenarios.formats.numbers import FREE, POSITIVE, SHARE, Limits, shown, written

if TYPE_CHECKING:
    from scenarios.marks import Mark

DECLARED = {"#A": "an actor", "#P": "an issue", "#D": "a position"}
"""What a file cannot do without."""
USUAL = Limits(0.0, 100.0, note=", as no #M says otherwise")
"""What an issue without points runs over."""

_FIRST = re.compile(r"""\s*(['"]?)#[APMD]\1 *(?P<delimiter>[,;\t])""")
_COMMENT = re.compile(r"""\s*['"]?#[/0]""")
_TITLE = re.compile(r"""\s*(['"]?)#O\1(?!\w)(?P<title>.*)""")
_LONGEST = 6
"""Cells of a #D line."""


def looks_like(first: str) -> bool:
    """Whether a line begins with a mark."""
    return re.match(r"\s*['\"]?#([APMDO]\b|[/0])", first) is not None


def read(text: str, file: str) -> DataSet:
    """The data set of DECIDE's input; raises `MalformedFile`."""
    draft = Draft(file, "decide", Path(file).stem)
    found = _by_mark(text, draft)
    for mark, what in DECLARED.items():
        if not found[mark]:
            draft.whole(f"has no line with {mark}, which declares {what}")
            draft.torn = True
    for row in found["#A"]:
        draft.enlist(row[1], "actor", row[2])
    limits = _issues(found["#P"], found["#M"], draft)
    for row in found["#D"]:
        _hold(row, limits, draft)
    return draft.finished()


def _by_mark(text: str, draft: Draft) -> dict[str, list[Row]]:
    """The rows by their marks; comments are passed over and the title is kept."""
    found: dict[str, list[Row]] = {"#A": [], "#P": [], "#M": [], "#D": []}
    firsts = (match["delimiter"] for _, line in lines(text) if (match := _FIRST.match(line)))
    delimiter = next(firsts, ",")
    for number, line in lines(text):
        if title := _TITLE.match(line):
            draft.entitle(title["title"].strip(f"{delimiter} \t'\""))
        if title or _COMMENT.match(line):
            continue
        row = draft.row(number, line, delimiter, "'\"")
        if row[0].text in found:
            found[row[0].text].append(row)
        elif len(row):
            marks = "a line begins with #A, #P, #M, #D, #O or #/ and a delimiter"
            draft.refuse(row[0].mark, "", f"{marks}, not with '{shown(row[0].text)}'")
            draft.torn = True
    return found


def _issues(declared: list[Row], points: list[Row], draft: Draft) -> dict[str, Limits]:
    """Add the issues; what positions on each may be."""
    places: dict[str, Mark] = {}
    titles: dict[str, str] = {}
    for row in declared:
        issue = draft.new(row[1], "issue", places)
        if issue:
            places[issue] = row[1].mark
            titles[issue] = row[2].text or issue
    spoken: dict[str, list[Row]] = {issue: [] for issue in places}
    for row in points:
        issue = draft.known(row[1], "issue", places, "#P")
        if issue:
            spoken[issue].append(row)
    limits = {issue: _scale(issue, rows, draft) for issue, rows in spoken.items()}
    for issue, scale in limits.items():
        draft.add(Axis(issue, titles[issue], scale.low, scale.high), places[issue], "issue")
    return limits


def _scale(issue: str, points: list[Row], draft: Draft) -> Limits:
    """What an issue runs over: from the lowest to the highest of its points."""
    if not points:
        return USUAL
    numbers = [draft.number(row[2], "point") for row in points]
    good = [number for number in numbers if number is not None]
    if len(good) < len(numbers):
        return FREE
    if min(good) == max(good):
        message = f"{written(good[0])} is the only point of '{issue}'; two or more tell what it runs over"
        draft.refuse(points[-1][2].mark, "point", message)
        return FREE
    return Limits(min(good), max(good), note=" (#M)")


def _hold(row: Row, limits: Mapping[str, Limits], draft: Draft) -> None:
    """What one actor holds on one issue."""
    actor = draft.known(row[1], "actor", draft.actors, "#A")
    issue = draft.known(row[2], "issue", limits, "#P")
    position = draft.number(row[3], "position", limits.get(issue or "", FREE))
    salience = draft.number(row[4], "salience", SHARE)
    power = draft.number(row[5], "power", POSITIVE)
    draft.no_more(row, _LONGEST)
    if not (actor and issue):
        return
    holding = None
    if position is not None and salience is not None and power is not None:
        holding = Holding(power, position, salience)
    first = draft.hold(issue, actor, row[1].mark, holding)
    if first:
        message = f"'{actor}' stands twice on '{issue}'; the first is {said(first, row[1].mark)}"
        draft.refuse(row[1].mark, "actor", message)
