"""What an oracle says of one round: where it leaves everybody, and what was offered on the way there.

The oracles are the same rules as those compiled in agents/kernels/, written from the published
equations to be read: one run, one actor after another, no cleverness. Tests hold the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arrays import Floats
from agents.protocols import Offer


@dataclass(frozen=True)
class Told:
    """One round of the first run of a table.

    position : (K, N), units of the issues; offers : in the order in which the protocol tells them
    voting : (K, N), what actors would vote for, where that is not their position
    """

    position: Floats
    offers: Sequence[Offer]
    voting: Floats | None = None
