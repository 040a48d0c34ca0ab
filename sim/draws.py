"""Randomness: every draw belongs to (seed, run, name), never to the order of calls.

So more runs do not change earlier runs, a longer horizon does not change earlier weeks, and two scenarios
share their luck until the week in which they part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from agents.arrays import Floats
from agents.cast import Cast
from agents.kernels import streams
from agents.negotiation import protocol
from agents.state import Draw

_EDGE = 1e-12


def stream(seed: int, run: int, name: str) -> np.random.Generator:
    """The generator of one process in one run."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(run, _number(name))))


def _number(name: str) -> int:
    return crc32(name.encode())


@dataclass(frozen=True)
class Streams:
    """What a block of runs draws from: a stream per run and process.

    runs : the numbers of the runs, in any order, also one several times
    given : process -> (R, *shape), taken instead of what would be drawn; so a design of experiments says
    what is believed, and chance stays that of the run's number
    """

    seed: int
    runs: Sequence[int]
    given: Mapping[str, Floats] = field(default_factory=dict)

    def uniforms(self, name: str, *shape: int) -> Floats:
        """One block of uniforms in (0, 1) per run, (R, *shape)."""
        return self.drawn("random", name, shape)

    def normals(self, name: str, *shape: int) -> Floats:
        """One block of standard normals per run, (R, *shape)."""
        return self.drawn("standard_normal", name, shape)

    def drawn(self, kind: str, name: str, shape: tuple[int, ...]) -> Floats:
        """What a process draws in each run, (R, *shape); kind : a method of numpy's generator."""
        if name in self.given:
            drawn = np.array(self.given[name], dtype=np.float64).reshape(len(self.runs), *shape)
            return np.clip(drawn, _EDGE, 1.0 - _EDGE) if kind == "random" else drawn
        distinct = sorted(set(self.runs))
        if len(distinct) < len(self.runs):  # a design repeats the luck of few runs many times
            place = np.searchsorted(distinct, self.runs)
            return replace(self, runs=distinct).drawn(kind, name, shape)[place]
        begin = np.empty((len(self.runs), 4), dtype=np.uint64)
        numbers = np.asarray(self.runs, dtype=np.uint64)
        streams.states(_words(self.seed), numbers, np.uint64(_number(name)), begin)
        drawn = np.empty((len(self.runs), *shape))
        if kind == "random":
            streams.uniforms(begin, _EDGE, drawn.reshape(len(self.runs), -1))
        else:
            self._as_numpy(kind, begin, drawn)
        return drawn

    def _as_numpy(self, kind: str, begin: NDArray[np.uint64], drawn: Floats) -> None:
        """Draw what only numpy draws, from the state in which each run begins, into drawn (R, ...)."""
        generator = np.random.Generator(np.random.PCG64(0))
        draw, source = getattr(generator, kind), generator.bit_generator
        begun: dict[str, object] = dict(source.state)
        for row, (high, low, more, less) in zip(drawn, begin.tolist(), strict=True):
            begun["state"] = {"state": high << 64 | low, "inc": more << 64 | less}
            source.state = begun
            draw(out=row)


def _words(seed: int) -> NDArray[np.uint64]:
    """A seed in words of 32 bits, the least first, filled up to the four of numpy's pool."""
    words = [seed >> shift & 0xFFFFFFFF for shift in range(0, max(seed.bit_length(), 1), 32)]
    return np.array(words + [0] * (4 - len(words)), dtype=np.uint64)


class Luck:
    """All that chance does in a block of runs, drawn before the first week; `week(w)` hands out one week."""

    def __init__(self, source: Streams, cast: Cast) -> None:
        """Draw the block of every process; weeks come first, so that a longer horizon only appends."""
        uniforms = source.uniforms
        weeks, actors, texts = cast.weeks, len(cast.actors), len(cast.texts.name)
        places, responses = len(cast.ground.name), len(cast.responses.name)
        self.council = uniforms("council", texts, actors)
        self.union = uniforms("union", texts, actors)
        self.silence = uniforms("silence", weeks, actors)
        self.recognise = uniforms("recognise", weeks, actors)
        self.declare = uniforms("declare", weeks)
        self.respond = uniforms("respond", weeks, responses)
        self.incidents = uniforms("incidents", weeks, places)
        self.chain = uniforms("chain", weeks)
        # Most protocols draw nothing, and theirs would be the largest block of all.
        issues = len(cast.issues)
        self.negotiation = uniforms("negotiation", weeks, issues, actors) if protocol(cast).chancy else None

    def week(self, week: int) -> Draw:
        """The draws of one week."""
        return Draw(
            council=self.council,
            silence=self.silence[:, week],
            union=self.union,
            recognise=self.recognise[:, week],
            declare=self.declare[:, week],
            respond=self.respond[:, week],
            incidents=self.incidents[:, week],
            chain=self.chain[:, week],
            negotiation=None if self.negotiation is None else self.negotiation[:, week],
        )
