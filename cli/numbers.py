"""How numbers read in a table: three significant figures or so, never a false precision."""

import math
from collections.abc import Iterable
from typing import Any

NOTHING = "-"
MOST_DECIMALS = 6


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


def decimals(amounts: Iterable[float], digits: int = 4) -> int:
    """How many decimals show so many digits of what numbers differ by, or fewer if none needs more."""
    known = [amount for amount in amounts if math.isfinite(amount)]
    apart = max(known, default=0.0) - min(known, default=0.0) or max(map(abs, known), default=0.0)
    most = min(max(digits - math.ceil(math.log10(apart)), 0), MOST_DECIMALS) if apart else 0
    texts = [f"{amount:.{most}f}".rstrip("0") for amount in known]
    return max((len(text.partition(".")[2]) for text in texts), default=0)


def fixed(amount: float, places: int) -> str:
    """A number with so many decimals, so that a column of them lines up; a dash where there is none."""
    if math.isnan(amount):
        return NOTHING
    text = f"{amount:.{places}f}"
    return text if float(text) else f"{0:.{places}f}"


def trimmed(amount: float, places: int) -> str:
    """A number with so many decimals at most, as it stands in a sentence."""
    text = fixed(amount, places)
    return text.rstrip("0").rstrip(".") if "." in text else text
