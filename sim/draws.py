"""Randomness: every draw belongs to (seed, run, name), never to the order of calls.

So more runs do not change earlier runs, a longer horizon does not change earlier weeks, and two scenarios
share their luck until the week in which they part.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from agents.arrays import Floats
from agents.cast import Cast
from agents.negotiation import protocol
from agents.state import Draw

_EDGE = 1e-12


def stream(seed: int, run: int, name: str) -> np.random.Generator:
    """The generator of one process in one run."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(run, crc32(name.encode()))))


def uniforms(seed: int, runs: Sequence[int], name: str, *shape: int) -> Floats:
    """One block of uniforms in (0, 1) per run, (R, *shape)."""
    blocks = [stream(seed, run, name).random(shape) for run in runs]
    return np.clip(np.stack(blocks), _EDGE, 1.0 - _EDGE) if blocks else np.zeros((0, *shape))


def normals(seed: int, runs: Sequence[int], name: str, *shape: int) -> Floats:
    """One block of standard normals per run, (R, *shape)."""
    return np.stack([stream(seed, run, name).standard_normal(shape) for run in runs])


class Luck:
    """All that chance does in a block of runs, drawn before the first week; `week(w)` hands out one week."""

    def __init__(self, seed: int, runs: Sequence[int], cast: Cast) -> None:
        """Draw the block of every process; weeks come first, so that a longer horizon only appends."""
        weeks, actors, texts = cast.weeks, len(cast.actors), len(cast.texts.name)
        places, responses = len(cast.ground.name), len(cast.responses.name)
        self.council = uniforms(seed, runs, "council", texts, actors)
        self.union = uniforms(seed, runs, "union", texts, actors)
        self.silence = uniforms(seed, runs, "silence", weeks, actors)
        self.recognise = uniforms(seed, runs, "recognise", weeks, actors)
        self.declare = uniforms(seed, runs, "declare", weeks)
        self.respond = uniforms(seed, runs, "respond", weeks, responses)
        self.incidents = uniforms(seed, runs, "incidents", weeks, places)
        self.chain = uniforms(seed, runs, "chain", weeks)
        # Most protocols draw nothing, and theirs would be the largest block of all.
        issues = len(cast.issues)
        self.negotiation = (
            uniforms(seed, runs, "negotiation", weeks, issues, actors) if protocol(cast).chancy else None
        )

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
