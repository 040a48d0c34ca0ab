"""KTAB's table: a line about the scenario, a header, and a row for each actor.

The first line has name, description, number of actors and number of dimensions; a row has actor, description,
power, and a position and a salience for each dimension, all on 0-100. What an actor gives to all dimensions
together is at most 100. KTAB itself takes 3 to 250 actors; here two are enough.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from scenarios.formats.cells import Cell, Row, delimiter_of, lines
from scenarios.formats.dataset import Axis, DataSet, Holding
from scenarios.formats.draft import Draft
from scenarios.formats.numbers import POSITIVE, Limits, shown, written
from scenarios.marks import Mark

WHOLE = 100.0
"""What positions run up to, and what an actor can give to all dimensions together."""
ROUNDING = 1e-9
POSITION = Limits(0, WHOLE)
SALIENCE = Limits(0, WHOLE, above=True)

Field: TypeAlias = tuple[str, Cell]
"""What a cell is called, and the cell."""

_LEADING = 3
"""Columns before the first dimension."""
_SAYS = ("name", "description", "number of actors", "number of dimensions")
"""What the first line says."""


def looks_like(first: str, second: str) -> bool:
    """Whether a first line gives counts, or is no header where the second is one."""
    delimiter = delimiter_of(second)
    says, header = (
        [cell.strip(' "\xa0').casefold() for cell in line.split(delimiter)] for line in (first, second)
    )
    counts = any(cell.isdecimal() for cell in says[2:4])
    if header[:2] == ["actor", "description"]:
        return counts or "actor" not in says
    return counts and len(header) > 2 and not header[2][:1].isdecimal()


def read(text: str, file: str) -> DataSet:
    """The data set of one of KTAB's tables; raises `MalformedFile`."""
    draft = Draft(file, "ktab", Path(file).stem)
    _, (_, second), *_ = lines(text)
    first, header, *body = draft.rows(text, delimiter_of(second))
    if not header.cells:
        return draft.finished()
    draft.entitle(first[0].text)
    axes = _axes(header, draft)
    if first.cells:
        _check_counts(first, len(body), len(axes), draft)
    for row in body:
        if row.cells:
            draft.no_more(row, len(header))
            actor = draft.enlist(row[0], header[0].text, row[1])
            power = draft.number(row[2], header[2].text, POSITIVE)
            fields = [(header[place].text, row[place]) for place in range(_LEADING, _LEADING + 2 * len(axes))]
            hold(draft, actor, power, axes, fields[::2], fields[1::2])
    return draft.finished()


def _axes(header: Row, draft: Draft) -> list[str | None]:
    """The issues, named as the columns of positions are; None for one without a good name."""
    columns = len(header)
    if columns < _LEADING + 2 or columns % 2 != _LEADING % 2:
        wanted = "actor, description and power, then position and salience for each dimension"
        draft.refuse(header.mark, "", f"the header has {columns} columns; wanted: {wanted}")
        draft.torn = True
    found: dict[str, Mark] = {}
    return [add(draft, header[place], "dimension", found) for place in range(_LEADING, columns - 1, 2)]


def add(draft: Draft, cell: Cell, field: str, known: dict[str, Mark]) -> str | None:
    """Add the dimension that a cell names; None where the name is not good, which is put down."""
    issue = draft.new(cell, field, known)
    if issue:
        known[issue] = cell.mark
        draft.add(Axis(issue, issue, 0.0, WHOLE), cell.mark, field)
    return issue


def _check_counts(first: Row, actors: int, dimensions: int, draft: Draft) -> None:
    draft.no_more(first, len(_SAYS))
    follows = {2: (actors, f"{actors} rows follow"), 3: (dimensions, f"the header has {dimensions}")}
    for place, (count, told) in follows.items():
        number = draft.number(first[place], _SAYS[place])
        if number is not None and number != count:
            message = f"{shown(first[place].text)} is said here, but {told}"
            draft.refuse(first[place].mark, _SAYS[place], message)


def hold(
    draft: Draft,
    actor: str | None,
    power: float | None,
    axes: Sequence[str | None],
    positions: Sequence[Field],
    saliences: Sequence[Field],
) -> None:
    """Keep what an actor holds on all issues; `actor` and axes are None where their names are not good."""
    where = [draft.number(cell, field, POSITION) for field, cell in positions]
    much = [draft.number(cell, field, SALIENCE) for field, cell in saliences]
    for issue, position, salience in zip(axes, where, much, strict=False):
        holding = None
        if power is not None and position is not None and salience is not None:
            holding = Holding(power, position, salience / WHOLE)
        if actor and issue:
            draft.hold(issue, actor, draft.actors[actor], holding)
    total = sum(salience for salience in much if salience is not None)
    # One salience beyond the limit has been put down by itself.
    if total > WHOLE + ROUNDING and None not in much:
        field, cell = saliences[0]
        message = f"the saliences of one actor sum to {written(total)}; allowed: up to {written(WHOLE)}"
        draft.refuse(cell.mark, field, message)
