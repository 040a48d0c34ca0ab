"""What every view hands over: a figure and the words and numbers that say the same without eyes.

A `Chart` is complete on its own. Whoever shows it (the report, the live app, a test) needs no knowledge of
the view that made it, and no view can leave out its accessible name, its sentence or its table.
"""

from dataclasses import dataclass, field
from typing import Any

from dashboards import theme

Cell = str | float | int | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The data of a figure as text: the way in for a screen reader, a spreadsheet or a doubter."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Key:
    """One entry of a legend set in the page, where it wraps; `swatch` is fill, hatch, line, dot, ramp ..."""

    text: str
    colour: str
    swatch: str = "fill"


@dataclass(frozen=True)
class Chart:
    """A figure in colour tokens, with its accessible name, its sentence and its table."""

    id: str
    title: str
    label: str
    sentence: str
    figure: theme.Figure
    table: Table
    keys: tuple[Key, ...] = ()
    notes: tuple[str, ...] = ()
    """Numbered entries that belong to numbered marks, in order."""
    remark: str = ""
    """A reservation that the reader needs (censoring, a reading aid), set small."""
    narrow: dict[str, Any] = field(default_factory=dict)
    """Layout changes for a container under 480 px, as dotted plotly attributes."""

    def draw(self, mode: theme.Mode = "light") -> theme.Figure:
        """Return a plain plotly figure for one mode, template included; `go.Figure` accepts it."""
        painted: theme.Figure = theme.paint(self.figure, mode)
        painted["layout"]["template"] = theme.paint(theme.TEMPLATE, mode)
        return painted
