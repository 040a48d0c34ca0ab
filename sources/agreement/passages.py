"""Passages: what coders marked, matched where they mean the same words.

Passages of different coders match if they lie in one document, share words, and agree in what they are
matched by (the actor and the issue). The pair that shares most, by the words that both marked over those
that either did, is matched first; a coder has one passage in a match. Of pairs that share as much, those that
say the same go first, then those that stand first.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from scenarios.models.evidence import Mode, Stance
from sources.agreement.alpha import Floats


@dataclass(frozen=True)
class Passage:
    """A statement as one coder has it.

    coder : number of the coder, from 0; document : checksum of the text
    start, end : code points, end exclusive; position : 0-100, None if it is not placed yet
    """

    coder: int
    name: str
    document: str
    start: int
    end: int
    actor: str
    issue: str
    stance: Stance
    mode: Mode
    position: float | None

    @property
    def order(self) -> tuple[int, int, str, str, str, str, float, str]:
        """By what it says and not by whose it is, so that the order of coders decides nothing."""
        place = -1.0 if self.position is None else self.position
        return (self.start, self.end, self.actor, self.issue, self.stance, self.mode, place, self.name)


Match: TypeAlias = tuple[Passage, ...]
"""Passages of different coders on the same words, in the order of coders."""


def overlap(one: Passage, other: Passage) -> float:
    """The code points that both marked, as a share of those that either did; 0 in different documents."""
    both = min(one.end, other.end) - max(one.start, other.start)
    if one.document != other.document or both <= 0:
        return 0.0
    return both / (max(one.end, other.end) - min(one.start, other.start))


def matched(passages: Iterable[Passage], by: Callable[[Passage], Hashable]) -> list[Match]:
    """Passages in matches, those alone as matches of one; ordered by where they stand."""
    groups: dict[Hashable, list[Passage]] = defaultdict(list)
    for one in passages:
        groups[one.document, by(one)].append(one)
    found = [match for group in groups.values() for match in _within(sorted(group, key=lambda p: p.order))]
    return sorted(found, key=lambda match: (match[0].document, min(one.order for one in match)))


def _within(group: Sequence[Passage]) -> list[Match]:
    """Matches among passages that may match, the closest pair first."""
    pairs = [
        (-overlap(group[i], group[j]), group[i].stance != group[j].stance, _gap(group[i], group[j]), i, j)
        for i, j in _overlapping(group)
        if group[i].coder != group[j].coder
    ]
    of = {i: frozenset({i}) for i in range(len(group))}
    for *_, i, j in sorted(pairs):
        together = of[i] | of[j]
        if len({group[k].coder for k in together}) == len(together):
            of |= dict.fromkeys(together, together)
    return [tuple(sorted((group[i] for i in one), key=lambda p: p.coder)) for one in set(of.values())]


def _overlapping(group: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Pairs that share words; the group is in the order of where passages begin."""
    for i, one in enumerate(group):
        for j in range(i + 1, len(group)):
            if group[j].start >= one.end:
                break
            yield i, j


def _gap(one: Passage, other: Passage) -> float:
    """How far apart two positions are, in points; as far as can be where one is missing."""
    if one.position is None or other.position is None:
        return 100.0
    return abs(one.position - other.position)


def marked(passages: Sequence[Passage], read: Sequence[dict[str, int]]) -> tuple[Floats, Floats]:
    """Whether each coder marked each stretch between ends of passages, and how long the stretches are.

    read : for each coder, the documents read, by checksum, with the length that is looked at, in code points
    Returns codes (coders, stretches), 1, 0, or NaN where the document was not read, and lengths (stretches,).
    """
    codes, lengths = [np.empty((len(read), 0))], [np.empty(0)]
    for document in dict.fromkeys(name for one in read for name in one):
        here = [one for one in passages if one.document == document]
        length = max(one[document] for one in read if document in one)
        cuts = np.unique([0, length, *(end for one in here for end in (one.start, one.end))])
        code = np.array([[0.0 if document in one else np.nan] * (len(cuts) - 1) for one in read])
        for one in here:
            code[one.coder, np.searchsorted(cuts, one.start) : np.searchsorted(cuts, one.end)] = 1
        codes.append(code)
        lengths.append(np.diff(cuts).astype(float))
    return np.hstack(codes), np.concatenate(lengths)
