"""The states in which numpy's generators begin, for many runs at once.

`numpy.random.SeedSequence` takes one seed at a time, and longer to do so than PCG64 takes to draw what a
process needs.  Its hash is of 32-bit words, so arrays of them go through it together; tests hold the outcome
to numpy's.  Source: numpy's documented algorithm (SeedSequence after O'Neill 2015; PCG64: O'Neill 2014).
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]

_POOL = 4
_FIRST, _NEXT = 0x43B0D7E5, 0x931E8875
_FIRST_OUT, _NEXT_OUT = 0x8B51F9DD, 0x58F38DED
_LEFT, _RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)
_HALF = np.uint32(16)
_WORD, _WHOLE = (1 << 32) - 1, (1 << 128) - 1
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645


def states(seed: int, runs: Sequence[int], process: int) -> Iterator[tuple[int, int]]:
    """State and increment of PCG64 for each run, as `SeedSequence(seed, spawn_key=(run, process))` seeds it.

    runs, process : below 2**32
    """
    words = _hashed(seed, np.asarray(runs, dtype=np.uint32), process).astype(np.uint64)
    halves = words[0::2] | (words[1::2] << np.uint64(32))
    # From here on Python's whole numbers, which do not end.
    for first, second, third, fourth in halves.T.tolist():
        increment = ((third << 64 | fourth) << 1 | 1) & _WHOLE
        state = (increment + (first << 64 | second)) * _MULTIPLIER + increment
        yield state & _WHOLE, increment


def _hashed(seed: int, runs: Words, process: int) -> Words:
    """Eight words of each run, (8, R)."""
    entropy = [(seed >> shift) & _WORD for shift in range(0, max(seed.bit_length(), 1), 32)]
    entropy += [0] * (_POOL - len(entropy))
    said = [np.full(len(runs), word, dtype=np.uint32) for word in entropy]
    said += [runs, np.full(len(runs), process, dtype=np.uint32)]
    hashing = _Hash(_FIRST, _NEXT)
    pool = [hashing(word) for word in said[:_POOL]]
    for source in range(_POOL):
        for place in range(_POOL):
            if source != place:
                pool[place] = _mixed(pool[place], hashing(pool[source]))
    for word in said[_POOL:]:
        for place in range(_POOL):
            pool[place] = _mixed(pool[place], hashing(word))
    hashing = _Hash(_FIRST_OUT, _NEXT_OUT)
    return np.stack([hashing(pool[i % _POOL]) for i in range(2 * _POOL)])


class _Hash:
    """A hash of words whose constant changes each time."""

    def __init__(self, first: int, factor: int) -> None:
        self.constant, self.factor = first, factor

    def __call__(self, words: Words) -> Words:
        words = words ^ np.uint32(self.constant)
        self.constant = (self.constant * self.factor) & _WORD
        words = words * np.uint32(self.constant)
        return words ^ (words >> _HALF)


def _mixed(one: Words, other: Words) -> Words:
    mixed = _LEFT * one - _RIGHT * other
    return mixed ^ (mixed >> _HALF)
