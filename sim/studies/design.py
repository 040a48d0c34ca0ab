"""Designs: which values of the varied keys are tried together, on a grid or drawn over the whole of a space.

A grid takes every value of a key with every value of the others. A Latin hypercube (McKay, Beckman & Conover
1979) and a scrambled Sobol sequence (Sobol 1967, Owen 1998) spread a given number of points evenly over many
keys, for which a grid would be too large.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from agents.arrays import Floats

Kind = Literal["grid", "lhs", "sobol"]
Value = float | int | str

KINDS: tuple[Kind, ...] = ("grid", "lhs", "sobol")
ALONG = 9
"""Values of a range that is no whole number on a grid, unless said otherwise."""
DRAWN = 64
"""Points of a design that is drawn, unless said otherwise."""
MOST = 10_000
"""Points of a design; far beyond, nobody can look at what comes of it."""


class DesignError(ValueError):
    """A design that cannot be made; the message says all that is wrong, a line each."""


@dataclass(frozen=True)
class Range:
    """What is asked of one key: from low to high, in steps or not, or a list of values.

    text : as it was written, such as `declaration.week=0:26`; values : a list, if one was given
    """

    key: str
    text: str
    low: float = math.nan
    high: float = math.nan
    step: float | None = None
    values: tuple[Value, ...] = ()

    @property
    def ends(self) -> tuple[Value, ...]:
        """Values that show whether the key can be set so: all of a list, both ends of a range."""
        return self.values or (plain(self.low), plain(self.high))


@dataclass(frozen=True)
class Axis:
    """A key and its values: all of them in order, or a stretch to draw from.

    drawn : whether any number from the first value to the last may be taken
    """

    key: str
    values: tuple[Value, ...]
    drawn: bool = False

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers, so that one is more than another."""
        return not any(isinstance(value, str) for value in self.values)

    def at(self, share: float) -> Value:
        """The value at a share (0-1) of the way through the axis."""
        if self.drawn:
            low, high = (float(self.values[end]) for end in (0, -1))
            return plain(low + share * (high - low))
        return self.values[min(int(share * len(self.values)), len(self.values) - 1)]


def plain(number: float) -> float | int:
    """A number with ten significant digits, whole where it is: as a setting can be read back."""
    short = float(f"{number:.10g}")
    return int(short) if short.is_integer() else short


def read(text: str) -> Range:
    """What `KEY=LOW:HIGH`, `KEY=LOW:HIGH:STEP` or `KEY=A,B,C` asks; DesignError if it is none of them."""
    key, equals, said = (part.strip() for part in text.partition("="))
    parts = [part.strip() for part in said.split(":")]
    listed = [part.strip() for part in said.split(",")]
    if not (key and equals and said):
        raise DesignError("is not KEY=LOW:HIGH, KEY=LOW:HIGH:STEP or KEY=A,B,C")
    if len(parts) > 1:
        return _stretch(key, text, parts)
    if not all(listed):
        raise DesignError("has an empty value between commas")
    values = tuple(_value(part) for part in listed)
    twice = next((value for i, value in enumerate(values) if value in values[:i]), None)
    if twice is not None:
        raise DesignError(f"has {twice} twice; say each value once")
    if len(values) < 2:
        raise DesignError("has one value; give two or more, or use --set for what does not vary")
    return Range(key, text, values=values)


def _stretch(key: str, text: str, parts: Sequence[str]) -> Range:
    """A range from its two or three numbers."""
    if len(parts) > 3:
        raise DesignError(f"has {len(parts)} numbers; a range is LOW:HIGH or LOW:HIGH:STEP")
    numbers = []
    for part in parts:
        value = _value(part)
        if isinstance(value, str):
            raise DesignError(f"'{part}' is not a number; a range is LOW:HIGH or LOW:HIGH:STEP")
        numbers.append(float(value))
    low, high, step = (*numbers, None)[:3]
    assert low is not None
    assert high is not None
    if low >= high:
        raise DesignError(f"{plain(low)} is not below {plain(high)}; say the lower number first")
    if step is not None and not 0 < step <= high - low:
        raise DesignError(f"a step of {plain(step)} does not lead from {plain(low)} to {plain(high)}")
    return Range(key, text, low, high, step)


def _value(text: str) -> Value:
    """A number where it is one that is finite, else the word."""
    try:
        number = float(text)
    except ValueError:
        return text
    return plain(number) if math.isfinite(number) else text


def axis(asked: Range, *, whole: bool, kind: Kind, points: int | None) -> Axis:
    """The values of a key: what was listed, whole numbers in steps of one, else as many as asked for.

    points : on a grid, how many values a range that is neither whole nor stepped gets
    """
    if asked.values:
        return Axis(asked.key, asked.values)
    if asked.step is None and not whole:
        if kind != "grid":
            return Axis(asked.key, asked.ends, drawn=True)
        spread = np.linspace(asked.low, asked.high, points or ALONG)
        return Axis(asked.key, tuple(plain(value) for value in spread))
    step = asked.step or 1.0
    # No array is made of what is refused for its length.
    count = min(math.floor((asked.high - asked.low) / step + 1e-9) + 1, MOST + 1)
    return Axis(asked.key, tuple(plain(asked.low + step * i) for i in range(count)))


def count(axes: Sequence[Axis], kind: Kind, points: int | None) -> int:
    """How many points a design has."""
    return math.prod(len(one.values) for one in axes) if kind == "grid" else points or DRAWN


def points_of(axes: Sequence[Axis], kind: Kind, points: int | None, seed: int) -> list[tuple[Value, ...]]:
    """The points of a design: a value for each axis. The last axis of a grid runs fastest."""
    if kind == "grid":
        return list(product(*(one.values for one in axes)))
    return [
        tuple(one.at(float(share)) for one, share in zip(axes, row, strict=True))
        for row in shares(len(axes), kind, count(axes, kind, points), seed)
    ]


def shares(dimensions: int, kind: Kind, points: int, seed: int) -> Floats:
    """A drawn design on the unit cube, (points, dimensions), each in [0, 1)."""
    from scipy.stats import qmc  # half a second, for which a grid has no use

    rng = np.random.default_rng(np.random.SeedSequence(seed))
    if kind == "lhs":
        return np.asarray(qmc.LatinHypercube(dimensions, rng=rng).random(points), dtype=np.float64)
    return np.asarray(qmc.Sobol(dimensions, rng=rng).random(points), dtype=np.float64)


def faults(kind: str, points: int | None) -> Iterator[str]:
    """What is wrong with a design before its axes are known."""
    if kind not in KINDS:
        yield f"--design: '{kind}' is not a design; there are {', '.join(KINDS)}"
    if points is not None and points < 2:
        yield f"--points: {points} is below 2"
    elif points is not None and points > MOST:
        yield f"--points: {points} is above {MOST}"
    elif kind == "sobol" and points is not None and points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        near = f"{below} or {2 * below}"
        yield f"--points: {points} is not a power of two, which a Sobol sequence needs; {near} is"
