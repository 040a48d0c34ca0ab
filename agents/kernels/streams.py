"""Numpy's generator for every run of a block, compiled: what SeedSequence seeds and PCG64 then draws.

Numpy makes one generator at a time, and longer at it than it draws from most; here all that a process draws
in a block of runs is drawn at once.  Tests hold every number to numpy's.
Source: numpy's documented algorithms (SeedSequence: O'Neill 2015; PCG64, XSL RR 128/64: O'Neill 2014).
"""

import numpy as np
from numba import types
from numba.extending import intrinsic

from agents.kernels.compiled import compiled

_WORD = np.uint64(0xFFFFFFFF)
_FIRST, _NEXT = np.uint64(0x43B0D7E5), np.uint64(0x931E8875)
_FIRST_OUT, _NEXT_OUT = np.uint64(0x8B51F9DD), np.uint64(0x58F38DED)
_LEFT, _RIGHT = np.uint64(0xCA01F9DD), np.uint64(0x4973F715)
_MULTIPLIER_HIGH, _MULTIPLIER_LOW = np.uint64(0x2360ED051FC65DA4), np.uint64(0x4385DF649FCCF645)
_1, _6, _11, _16, _32, _58, _63 = (np.uint64(shift) for shift in (1, 6, 11, 16, 32, 58, 63))
_64 = np.uint64(64)
_UNIT = 1.0 / 2.0**53


@intrinsic
def _upper(typingcontext, one, other):
    """The upper half of a product of two 64-bit numbers, which Python's types cannot say."""

    def generate(context, builder, signature, given):
        wide = builder.zext(given[0], given[0].type.__class__(128))
        product = builder.mul(wide, builder.zext(given[1], given[1].type.__class__(128)))
        shift = product.type(64)
        return builder.trunc(builder.lshr(product, shift), given[0].type)

    return types.uint64(types.uint64, types.uint64), generate


@compiled
def _step(high, low, more, less):
    """The state after one step, as its upper and its lower half; more, less : halves of the increment."""
    product = low * _MULTIPLIER_LOW
    upper = _upper(low, _MULTIPLIER_LOW) + high * _MULTIPLIER_LOW + low * _MULTIPLIER_HIGH
    lower = product + less
    return upper + more + np.uint64(lower < product), lower


@compiled
def _hashed(value, constant, factor):
    """A hash of 32 bits, and the constant of the next."""
    value = (value ^ constant) & _WORD
    constant = (constant * factor) & _WORD
    value = (value * constant) & _WORD
    return value ^ (value >> _16), constant


@compiled
def _mixed(one, other):
    mixed = (_LEFT * one - _RIGHT * other) & _WORD
    return mixed ^ (mixed >> _16)


@compiled
def seeded(words, pool, state):
    """Where PCG64 begins: state (4,), halves of the state and of the increment, upper first.

    words : (M,) of 32 bits, the seed's filled up to four, then the keys; pool : (4,), room to work in
    """
    constant = _FIRST
    for i in range(4):
        pool[i], constant = _hashed(words[i], constant, _NEXT)
    for source in range(4):
        for place in range(4):
            if source != place:
                value, constant = _hashed(pool[source], constant, _NEXT)
                pool[place] = _mixed(pool[place], value)
    for source in range(4, len(words)):
        for place in range(4):
            value, constant = _hashed(words[source], constant, _NEXT)
            pool[place] = _mixed(pool[place], value)
    constant = _FIRST_OUT
    for i in range(4):
        low, constant = _hashed(pool[(2 * i) % 4], constant, _NEXT_OUT)
        high, constant = _hashed(pool[(2 * i + 1) % 4], constant, _NEXT_OUT)
        state[i] = low | (high << _32)
    more = (state[2] << _1) | (state[3] >> _63)
    less = (state[3] << _1) | _1
    low = state[1] + less
    high = state[0] + more + np.uint64(low < less)
    state[0], state[1] = _step(high, low, more, less)
    state[2], state[3] = more, less


@compiled
def states(seed, runs, process, out):
    """Where the generator of each run begins, (R, 4); seed : (words,) of 32 bits, at least four."""
    words, pool = np.zeros(len(seed) + 2, dtype=np.uint64), np.zeros(4, dtype=np.uint64)
    words[: len(seed)] = seed
    words[len(seed) + 1] = process
    for r in range(len(runs)):
        words[len(seed)] = runs[r]
        seeded(words, pool, out[r])


@compiled
def uniforms(begin, edge, out):
    """Uniforms of each run, (R, M), kept off 0 and 1 by `edge`; begin : (R, 4), see `states`."""
    for r in range(out.shape[0]):
        high, low, more, less = begin[r]
        for m in range(out.shape[1]):
            high, low = _step(high, low, more, less)
            bits, turn = high ^ low, high >> _58
            bits = (bits >> turn) | (bits << ((_64 - turn) & _63))
            out[r, m] = min(max((bits >> _11) * _UNIT, edge), 1.0 - edge)
