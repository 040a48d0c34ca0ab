"""The plain table: a header, and a row for each actor, or for each actor and issue.

Columns stand in any order and are told apart by their names. Salience is a share, or per cent in the whole
column: per cent where a value is above 1 and none lies between 0 and 1, so that a slip among shares does not
change the unit of all.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from scenarios.exceptions import MalformedFile, Problem, close, did_you_mean, one_of
from scenarios.formats.cells import Row, delimiter_of, lines
from scenarios.formats.dataset import Axis, DataSet, Holding
from scenarios.formats.draft import Draft, said
from scenarios.formats.numbers import FREE, LARGEST, NOT_NEGATIVE, Limits, read_number, shown, written

Scales: TypeAlias = Mapping[str, tuple[float, float]]
"""What the axes run over, by issue; under the empty name what all run over that are not named."""

NEEDED = ("Actor", "Capability", "Position", "Salience")
COLUMNS = {
    **dict.fromkeys(("actor", "actors", "name", "stakeholder"), "Actor"),
    **dict.fromkeys(("capability", "capabilities", "power", "influence", "resources"), "Capability"),
    **dict.fromkeys(("position", "positions"), "Position"),
    **dict.fromkeys(("salience", "saliences"), "Salience"),
    **dict.fromkeys(("issue", "issues"), "Issue"),
    **dict.fromkeys(("description", "descriptions", "note", "notes"), ""),
}
"""What each name of a column means, in small letters; columns without a meaning are not read."""

ALLOWED = (*NEEDED, "Issue", "Description", "Note")
UNKNOWN = (
    "is in no format that is read: a table names its columns Actor, Capability, Position and Salience in the "
    "first line; KTAB's table begins with name, description and two counts, its XML with <, DECIDE's lines "
    "with #"
)
USUAL = (0.0, 100.0)
SHARES = Limits(0, 1, note=" (share), or 0 to 100 in the whole column (per cent)")
PER_CENT = Limits(0, 100, note=" (per cent), or 0 to 1 in the whole column (share)")


def read(text: str, file: str, scales: Scales) -> DataSet:
    """The data set of a plain table; raises `MalformedFile`."""
    draft = Draft(file, "csv", Path(file).stem)
    _check_scales(scales, draft)
    _, first = next(lines(text))
    header, *body = draft.rows(text, delimiter_of(first))
    if not header.cells:
        return draft.finished()
    names = [cell.text for cell in header.cells[:100]]
    # A name of an actor can be close to that of a column, as Port is to Power.
    if not any(name.casefold() in COLUMNS for name in names) and sum(map(bool, map(_near, names))) < 2:
        raise MalformedFile([Problem(header.mark, "", UNKNOWN)])
    columns = _columns(header, draft)
    if not body:
        draft.whole("has a header and no rows; a row for each actor is wanted")
        draft.torn = True
    _Table(draft, header, columns, scales).fill([row for row in body if row.cells])
    return draft.finished()


def _near(name: str) -> str:
    """The column that an unknown name is close to."""
    return COLUMNS.get(close(name.casefold(), COLUMNS) or "", "")


def _columns(header: Row, draft: Draft) -> dict[str, int]:
    """Where each column stands; what is unknown, double or missing is put down."""
    found: dict[str, int] = {}
    meant = set()
    for place, cell in enumerate(header.cells[: len(header)]):
        column = COLUMNS.get(cell.text.casefold())
        if column is None:
            near = _near(cell.text)
            meant.add(near)
            hint = f"did you mean '{near}'?" if near else f"allowed: {one_of(ALLOWED)}"
            what = f"unknown column '{shown(cell.text)}'" if cell.text else "a column without a name"
            draft.refuse(cell.mark, "", f"{what}; {hint}")
        elif column in found:
            both = f"'{cell.text}' beside '{header[found[column]].text}'"
            draft.refuse(cell.mark, "", f"a second column for {column}: {both}; leave one")
        elif column:
            found[column] = place
    for name in NEEDED:
        if name not in found and name not in meant:
            draft.refuse(header.mark, name, f"there is no such column; a table has {one_of(NEEDED)}")
    return found


class _Table:
    """The rows of a table on their way into a draft."""

    def __init__(self, draft: Draft, header: Row, columns: Mapping[str, int], scales: Scales) -> None:
        self.draft = draft
        self.header = header
        self.columns = columns
        self.scales = scales

    def fill(self, rows: list[Row]) -> None:
        """Put what the rows say into the draft."""
        shares = self._salience(rows)
        for row in rows:
            self.draft.no_more(row, len(self.header))
            axis = self._axis(row)
            capability = self._number(row, "Capability", NOT_NEGATIVE)
            note = "; --scale LOW:HIGH tells what the axis runs over"
            position = self._number(row, "Position", Limits(axis.low, axis.high, note=note) if axis else FREE)
            salience = self._number(row, "Salience", shares)
            holding = None
            if capability is not None and position is not None and salience is not None:
                holding = Holding(capability, position, salience / shares.high)
            self._hold(row, axis, holding)
        strange = [name for name in self.scales if name and name not in self.draft.axes]
        for name in strange if not self.draft.torn else ():
            hint = did_you_mean(name, self.draft.axes) or f"; allowed: {one_of(self.draft.axes)}"
            self.draft.whole(f"there is no issue '{name}'{hint}", "--scale")

    def _hold(self, row: Row, axis: Axis | None, holding: Holding | None) -> None:
        if "Actor" not in self.columns:
            self.draft.torn = True
            return
        cell = row[self.columns["Actor"]]
        actor = self.draft.name(cell, "Actor")
        if actor is None or axis is None:
            return
        self.draft.actors.setdefault(actor, cell.mark)
        first = self.draft.hold(axis.id, actor, cell.mark, holding)
        if first:
            on = f" on '{axis.id}'" if "Issue" in self.columns else ""
            message = f"'{shown(actor)}' stands twice{on}; the first is {said(first, cell.mark)}"
            self.draft.refuse(cell.mark, "Actor", message)

    def _axis(self, row: Row) -> Axis | None:
        """The issue that a row is about; without such a column it is called what the positions are called."""
        if not {"Issue", "Position"} & set(self.columns):
            return None
        whole = "Issue" not in self.columns
        cell = self.header[self.columns["Position"]] if whole else row[self.columns["Issue"]]
        issue = self.draft.name(cell, "Issue")
        if issue is None:
            return None
        if issue not in self.draft.axes:
            low, high = self.scales.get(issue, self.scales.get("", USUAL))
            axis = Axis(issue, issue, float(low), float(high))
            self.draft.add(axis, cell.mark, "Position" if whole else "Issue")
        return self.draft.axes[issue]

    def _number(self, row: Row, column: str, limits: Limits) -> float | None:
        place = self.columns.get(column)
        return None if place is None else self.draft.number(row[place], column, limits)

    def _salience(self, rows: list[Row]) -> Limits:
        """What saliences may be: shares or, as the whole column tells, per cent."""
        place = self.columns.get("Salience")
        found = [read_number(row[place].text)[0] for row in rows] if place is not None else []
        good = [number for number in found if number is not None]
        per_cent = any(one > 1 for one in good) and not any(0 < one < 1 for one in good)
        return PER_CENT if per_cent else SHARES


def _check_scales(scales: Scales, draft: Draft) -> None:
    """Raise `MalformedFile` where the ends of scales are none, since every position would then be wrong."""
    for issue, (low, high) in scales.items():
        if not (low < high and max(abs(low), abs(high)) <= LARGEST):
            on = f" on '{issue}'" if issue else ""
            wanted = "write LOW:HIGH, two numbers with LOW below HIGH"
            draft.whole(f"{written(low)}:{written(high)}{on} is no scale; {wanted}", "--scale")
    if draft.problems:
        raise MalformedFile(draft.problems)
