"""How numbers read in a table: three significant figures or so, never a false precision."""

import math
from typing import Any

NOTHING = "-"


def number(value: Any) -> str:
    """A number for people: 0.018, 4.25, 31.5, 412, 16,000; a dash where there is none."""
    if value is None or not isinstance(value, int | float) or math.isnan(value):
        return NOTHING
    size = abs(value)
    if size >= 100 or value == int(value):
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.1 else f"{value:.2g}"


def interval(low: Any, high: Any) -> str:
    """An interval: 12 to 31.5; one number where both ends are the same."""
    first, last = number(low), number(high)
    return first if first == last else f"{first} to {last}"


def share(value: Any) -> str:
    """A share as a percentage: 0.3%, 85%; never 0% or 100% for what is only nearly so."""
    if number(value) == NOTHING:
        return NOTHING
    exact = value * 100
    rounded = f"{exact:.0f}"
    return f"{exact:.1f}%" if rounded in {"0", "100"} and exact not in {0, 100} else f"{rounded}%"
