"""Drafts: what a reader has found so far, and all that is wrong with it."""

from collections.abc import Collection, Iterator, Mapping

from scenarios.exceptions import MalformedFile, Problem, did_you_mean, printable
from scenarios.formats.cells import Cell, Row, TornLine, cut, lines
from scenarios.formats.dataset import Axis, DataSet, Format, Holding, Matrix
from scenarios.formats.numbers import FREE, Limits, read_number, shown
from scenarios.marks import Mark

MOST = 1000
"""Actors, and issues, of one file; both together span matrices."""
HINTS = 200
"""Problems after which no close names are looked for."""


class Draft:
    """What a reader has found so far; `finished` makes it a data set or raises all that is wrong."""

    def __init__(self, file: str, kind: Format, title: str) -> None:
        self.file = file
        self.kind: Format = kind
        self.title = title
        self.problems: list[Problem] = []
        self.actors: dict[str, Mark] = {}
        self.axes: dict[str, Axis] = {}
        self.names: dict[str, str] = {}
        self.options: dict[str, str] = {}
        self.adjustment: Matrix | None = None
        self.torn = False  # rows were lost, so that it cannot be said who holds a position
        self._places: dict[str, tuple[Mark, str]] = {}
        self._held: dict[str, dict[str, tuple[Mark, Holding | None]]] = {}

    def refuse(self, mark: Mark, field: str, message: str) -> None:
        """Put down a problem of a field, or of the whole line or file where the field is empty."""
        self.problems.append(Problem(mark, field, message))

    def entitle(self, text: str) -> None:
        """Give the title that the file has for itself, if it has one."""
        self.title = _plain(text) or self.title

    def whole(self, message: str, field: str = "") -> None:
        """Put down a problem of the file as a whole."""
        self.refuse(Mark(self.file), field, message)

    def rows(self, text: str, delimiter: str) -> Iterator[Row]:
        """The rows of a text, without those that are blank; one that cannot be cut has no cells."""
        return (self.row(number, line, delimiter) for number, line in lines(text))

    def row(self, number: int, line: str, delimiter: str, quotes: str = '"') -> Row:
        """The cells of a line, or none where a quote is not closed, which is put down."""
        try:
            return cut(line, number, self.file, delimiter, quotes)
        except TornLine as torn:
            self.torn = True
            message = "the quote that opens here is not closed in this line; a row is one line"
            self.refuse(torn.mark, "", message)
            return Row(Mark(self.file, number, 1), (), torn.mark)

    def no_more(self, row: Row, most: int) -> None:
        """Put down the first cell that says something and is one too many."""
        cell = next((cell for cell in row.cells[most:] if cell.text), None)
        if cell:
            message = f"'{shown(cell.text)}' is one too many: {most} cells are wanted"
            tail = "; a cell that has the delimiter in it stands in quotes"
            self.refuse(cell.mark, "", message + tail)

    def number(self, cell: Cell, field: str, limits: Limits = FREE) -> float | None:
        """The number that a cell says; None where it is none or outside its limits, which is put down."""
        number, fault = read_number(cell.text, limits)
        if fault:
            self.refuse(cell.mark, field, fault)
        return number

    def name(self, cell: Cell, field: str) -> str | None:
        """The name that a cell says; None where there is none, which is put down."""
        odd = next((c for c in cell.text if not c.isprintable()), None)
        if cell.text and odd is None:
            return cell.text
        code = f"has the control character U+{ord(odd):04X}; write plain text" if odd else ""
        self.refuse(cell.mark, field, code or "is missing; a name is wanted")
        self.torn = True
        return None

    def new(self, cell: Cell, field: str, known: Mapping[str, Mark]) -> str | None:
        """The name that a cell gives to something new; None where it is taken, which is put down."""
        name = self.name(cell, field)
        if name is None or name not in known:
            return name
        first = said(known[name], cell.mark)
        self.refuse(cell.mark, field, f"'{shown(name)}' stands twice; the first is {first}")
        return None

    def enlist(self, cell: Cell, field: str, longer: Cell) -> str | None:
        """Add the actor that a cell names, with its longer name; None where its name is taken or is none."""
        actor = self.new(cell, field, self.actors)
        if actor:
            self.actors[actor] = cell.mark
            if _plain(longer.text) not in {"", actor}:
                self.names[actor] = _plain(longer.text)
        return actor

    def known(self, cell: Cell, field: str, known: Collection[str], what: str) -> str | None:
        """The name of something declared elsewhere; None where it is not, which is put down."""
        name = self.name(cell, field)
        if name is None or name in known:
            return name
        self.torn = True
        if known:  # that there is none is said once, of the whole file
            self.refuse(cell.mark, field, f"there is no {what} '{shown(name)}'{self.hint(name, known)}")
        return None

    def hint(self, name: str, known: Collection[str]) -> str:
        """`; did you mean ...?` where a known name is close; not for ever, since the search is slow."""
        return did_you_mean(name, known) if len(self.problems) < HINTS else ""

    def add(self, axis: Axis, mark: Mark, field: str) -> None:
        """Add an issue and the place where it is named."""
        self.axes[axis.id] = axis
        self._places[axis.id] = (mark, field)
        self._held.setdefault(axis.id, {})

    def hold(self, issue: str, actor: str, mark: Mark, holding: Holding | None) -> Mark | None:
        """Keep what an actor holds on an issue, None where it is wrong.

        Returns the place of what it holds there already, if it does; that is kept.
        """
        first, _ = self._held.setdefault(issue, {}).setdefault(actor, (mark, holding))
        return first if first is not mark else None

    def finished(self) -> DataSet:
        """The data set; raises `MalformedFile` with all that is wrong, in the order of the file."""
        if len(self.actors) > MOST:
            self.whole(f"has {len(self.actors)} actors; at most {MOST} are read")
        if len(self.axes) > MOST:
            self.whole(f"has {len(self.axes)} issues; at most {MOST} are read")
        for issue in self.axes:
            self._check(issue)
        if self.problems:
            raise MalformedFile(sorted(self.problems, key=lambda problem: problem.mark))
        held = [[self._holding(issue, actor) for actor in self.actors] for issue in self.axes]
        return DataSet(
            title=self.title,
            format=self.kind,
            actors=tuple(self.actors),
            issues=tuple(self.axes.values()),
            capability=tuple(tuple(one.capability if one else 0.0 for one in row) for row in held),
            position=tuple(tuple(one.position if one else None for one in row) for row in held),
            salience=tuple(tuple(one.salience if one else 0.0 for one in row) for row in held),
            names=self.names,
            adjustment=self.adjustment,
            options=self.options,
        )

    def _holding(self, issue: str, actor: str) -> Holding | None:
        return self._held[issue].get(actor, (None, None))[1]

    def _check(self, issue: str) -> None:
        """Whether there is something to bargain about, and somebody whose word counts."""
        mark, field = self._places[issue]
        held = self._held[issue]
        on = f" on '{shown(issue)}'" if len(self.axes) > 1 else ""
        if len(held) < 2 and not self.torn:
            who = f"only '{shown(next(iter(held)))}' holds" if held else "nobody holds"
            self.refuse(mark, field, f"{who} a position{on}; a bargain needs two actors")
        holdings = [holding for _, holding in held.values() if holding]
        if len(holdings) < max(2, len(held)) or self.torn:
            return
        if not any(one.capability for one in holdings):
            self.refuse(mark, field, f"every capability{on} is 0; one at least must be above 0")
        elif not any(one.capability * one.salience for one in holdings):
            message = f"nobody with a capability has a salience above 0{on}; one actor at least must"
            self.refuse(mark, field, message)


def _plain(text: str) -> str:
    return printable(" ".join(text.split()))


def said(mark: Mark, other: Mark) -> str:
    """Where a mark is, as said in a sentence about another place of the same file."""
    return f"in line {mark.line}" if mark.line != other.line else f"in column {mark.column}"
