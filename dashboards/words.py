"""Numbers into words: the phrases that titles, captions and the headline share.

Chances are given as counts of fifty equally likely worlds, which readers misjudge less often than
percentages (Gigerenzer & Hoffrage 1995). The wording never rounds a possibility away: a share that is
small but not nought is "fewer than 1 of 50", never "none".
"""

import datetime as dt
import math
from collections.abc import Sequence

WORLDS = 50


def worlds(share: float, of: int = WORLDS) -> str:
    """Return a share (0-1) as "19 of 50 worlds", honest at both ends."""
    count = round(share * of)
    if share <= 0:
        return f"none of {of} worlds"
    if share >= 1:
        return f"all {of} worlds"
    if count == 0:
        return f"fewer than 1 of {of} worlds"
    if count == of:
        return f"more than {of - 1} of {of} worlds"
    return f"{count} of {of} worlds"


def percent(share: float | None) -> str:
    """Return a share (0-1) as whole per cent, with "<1%" and ">99%" at the ends and a dash for unknown."""
    if share is None or math.isnan(share):
        return "–"
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{share * 100:.0f}%"


def number(value: float | str | None, digits: int | None = None) -> str:
    """Return a number with thousands separators and only as many decimals as its size deserves."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    if isinstance(value, str):
        return value
    if digits is None:
        digits = 0 if float(value).is_integer() or abs(value) >= 100 else 1 if abs(value) >= 1 else 3
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def digits(size: float) -> int:
    """Return the decimals that show two digits of a number of this size."""
    return max(1 - math.floor(math.log10(abs(size))), 0) if size else 0


def change(value: float, half: float | None) -> str:
    """Return a difference with its sign and half its interval, as "+1.61 ± 0.26"."""
    places = digits(half or value)
    form = f",.{places}f" if places <= 5 else ".1e"
    signed = f"{value:+{form}}".replace("-", "−")
    return signed if half is None else f"{signed} ± {half:{form}}".replace("-", "−")


def interval(low: float, high: float) -> str:
    """Return "12 to 44", or one number where both ends read the same."""
    first, second = number(low), number(high)
    return first if first == second else f"{first} to {second}"


def bounds(low: float, high: float) -> str:
    """Return "90% interval 12 to 44", or that nine worlds of ten agree."""
    said = interval(low, high)
    return f"90% interval {said}" if " to " in said else "the same in 90% of worlds"


def day(iso: str, year: bool = True) -> str:
    """Return an ISO date as "17 February 2008" ("17 Feb" without the year); other text passes unchanged."""
    try:
        when = dt.date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{when.day} {when:%B %Y}" if year else f"{when.day} {when:%b}"


def listing(items: Sequence[str], most: int | None = None) -> str:
    """Return "a, b and c"; beyond `most` the rest is counted: "a, b and 4 others"."""
    items = list(items)
    if most is not None and len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} others"]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def count(amount: int, noun: str, plural: str | None = None) -> str:
    """Return "1 state", "3 states" or "no states"."""
    form = noun if amount == 1 else plural or f"{noun}s"
    return f"{amount or 'no'} {form}"


def sentence(text: str) -> str:
    """Return `text` with a capital at the front and one full stop at the end."""
    text = text.strip()
    return text and f"{text[0].upper()}{text[1:].rstrip('.')}."
