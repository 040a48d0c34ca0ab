"""How numbers read in a table: three significant figures or so, never a false precision."""

import math
from typing import Any

NOTHING = "-"


def number(value: Any) -> str:
    """A number for people: 0.07, 4.25, 31.5, 412, 16,000; a dash where there is none."""
    if value is None or not isinstance(value, int | float) or math.isnan(value):
        return NOTHING
    size = abs(value)
    if size >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def interval(low: Any, high: Any) -> str:
    """An interval: 12 to 31.5; one number where both ends are the same."""
    first, last = number(low), number(high)
    return first if first == last else f"{first} to {last}"
