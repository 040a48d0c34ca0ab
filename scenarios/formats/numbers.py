"""Numbers: what a cell says, within limits, or in words what is wrong with it."""

import re
from dataclasses import dataclass
from math import inf

LARGEST = 1e15
"""In size; sums of products of larger ones would run over."""

_DECIMAL = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
_NEARLY = re.compile(r"[-+−]?[\d., '’_]+%?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?(?:nan|inf|infinity)", re.IGNORECASE)


def written(number: float) -> str:
    """A number as a person would write it: 16000, 0.35."""
    return f"{number:.12g}"


def shown(text: str) -> str:
    """What a cell says, cut where it is endless."""
    return text if len(text) <= 60 else f"{text[:57]}..."


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and greatest that a number may be, and what the reader is told of them."""

    low: float = -inf
    high: float = inf
    above: bool = False
    """Whether the number must be above the low end and may not be it."""
    note: str = ""
    """What is added to the limits in a message."""

    @property
    def allowed(self) -> str:
        """The limits in words."""
        low, high = written(self.low), written(self.high)
        if self.high == inf:
            return (f"above {low}" if self.above else f"{low} or more") + self.note
        return (f"above {low}, up to {high}" if self.above else f"{low} to {high}") + self.note

    def fault(self, number: float) -> str | None:
        """On which side of the limits a number is, if it is outside."""
        if number < self.low:
            return f"is below {written(self.low)}"
        if number > self.high:
            return f"is above {written(self.high)}"
        return f"is not above {written(self.low)}" if self.above and number == self.low else None


FREE = Limits()
NOT_NEGATIVE = Limits(0)
POSITIVE = Limits(0, above=True)
SHARE = Limits(0, 1, note=" (share)")


def read_number(text: str, limits: Limits = FREE) -> tuple[float | None, str]:
    """The number that a text says and an empty message, or None and what is wrong."""
    if not text:
        return None, "is missing; a number is wanted"
    if not _DECIMAL.fullmatch(text):
        if _NOT_FINITE.fullmatch(text):
            return None, f"'{text}' is not a finite number"
        hint = "; write digits and a decimal point only" if _NEARLY.fullmatch(text) else ""
        return None, f"'{shown(text)}' is not a number{hint}"
    number = float(text) + 0.0  # no negative zero
    if abs(number) > LARGEST:
        return None, f"{shown(text)} is too large; the most that is read is {written(LARGEST)}"
    fault = limits.fault(number)
    return (None, f"{shown(text)} {fault}; allowed: {limits.allowed}") if fault else (number, "")
