"""Stacked bars of shares, one row per member: votes in a council, stances in a union."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboards.chart import Key
from dashboards.reading import Array, plain
from dashboards.theme import SPACED, Figure

ROW = 23


@dataclass(frozen=True)
class Choice:
    """One way to choose: its code in the data, name, fill and hatch (grey print must still tell)."""

    code: int
    name: str
    colour: str
    hatch: str = ""

    def key(self) -> Key:
        """Return the entry for the legend."""
        return Key(self.name, self.colour, "hatch" if self.hatch else "fill")


VOTES = (
    Choice(1, "For", "$blue"),
    Choice(0, "Abstains", "$abstain"),
    Choice(-1, "Against", "$orange"),
    Choice(-2, "Vetoes", "$orange", "/"),
)
STANCES = (
    Choice(1, "Supports", "$blue"),
    Choice(0, "Abstains", "$abstain"),
    Choice(-1, "Objects", "$orange", "/"),
)


def shares(chosen: Array, choices: Sequence[Choice], missing: int = -9) -> tuple[Array, Array]:
    """Return shares (actor, choice) among the runs in which an actor chose, and their number (actor,)."""
    present = chosen != missing
    counted = present.sum(axis=0)
    each = np.stack([((chosen == c.code) & present).sum(axis=0) for c in choices], axis=-1)
    return each / np.maximum(counted, 1)[:, None], counted


def stacked(names: Sequence[str], values: Array, choices: Sequence[Choice]) -> Figure:
    """Return horizontal bars that fill 0-100%; `values` is (member, choice), first member on top."""
    rows = [plain(n) for n in names]
    traces = [_bars(rows, values[:, k], choice) for k, choice in enumerate(choices) if values[:, k].any()]
    return {
        "data": traces,
        "layout": {
            "barmode": "stack",
            "bargap": 0.24,
            "height": ROW * len(rows) + 40,
            "margin": {"l": 112, "r": 18, "t": 26, "b": 8},
            "xaxis": {
                "range": [0, 100],
                "tickvals": [0, 50, 100],
                "ticktext": ["0", "50", "100%"],
                "side": "top",
                "showline": False,
            },
            "yaxis": {
                "autorange": "reversed",
                "showgrid": False,
                **SPACED,
                "tickfont": {"color": "$ink", "size": 12},
            },
        },
    }


def _bars(rows: list[str], share: Array, choice: Choice) -> dict[str, Any]:
    marker: dict[str, Any] = {"color": choice.colour, "line": {"color": "$paper", "width": 1}}
    if choice.hatch:
        marker["pattern"] = {
            "shape": choice.hatch,
            "fgcolor": "$paper",
            "size": 6,
            "solidity": 0.3,
            "fillmode": "overlay",
        }
    return {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [round(float(v) * 100, 1) for v in share],
        "name": choice.name,
        "marker": marker,
        "hovertemplate": f"%{{y}}: {choice.name.lower()} in %{{x:.0f}}% of votes<extra></extra>",
    }
