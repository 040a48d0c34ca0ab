"""What coders agree on: alpha by issue and over all, and where they differ, worst first."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from scenarios.models.evidence import Mode, Stance
from sources.agreement.alpha import Alpha, Floats, Metric, measure
from sources.agreement.passages import Match, Passage, marked, matched
from sources.coding import Coding
from sources.faults import SourceError

STANCES, MODES = get_args(Stance), get_args(Mode)

DEGREES = {"opposes": 0.0, "conditional": 1.0, "supports": 2.0}
"""Stances in order; neutral has no place in it, hence is missing there and counts where stance is nominal."""

MARKED = "marked"

Value = Callable[[Passage], float]

WHAT: dict[str, tuple[Metric, Value]] = {
    "stance": ("nominal", lambda one: float(STANCES.index(one.stance))),
    "degree": ("ordinal", lambda one: DEGREES.get(one.stance, np.nan)),
    "mode": ("nominal", lambda one: float(MODES.index(one.mode))),
    "position": ("interval", lambda one: np.nan if one.position is None else one.position),
    "rank": ("ordinal", lambda one: np.nan if one.position is None else one.position),
}
"""What is compared in passages that match; a degree is a stance in order, a rank a position in order."""


@dataclass(frozen=True)
class Measure:
    """Agreement on one thing; issue : None for all issues together."""

    issue: str | None
    what: str
    metric: Metric
    found: Alpha


@dataclass(frozen=True)
class Disagreement:
    """A stretch that coders read differently.

    document : its name; start, end : all that any of them marked; differs : what is not the same
    said : what each coder says there, None where nothing or where the coder did not read the document
    """

    document: str
    start: int
    end: int
    differs: tuple[str, ...]
    said: tuple[Passage | None, ...]

    @property
    def gap(self) -> float:
        """How far apart positions are, in points."""
        places = [one.position for one in self.said if one and one.position is not None]
        return max(places) - min(places) if places else 0.0


@dataclass(frozen=True)
class Agreement:
    """What coders agree on.

    documents : read by at least two; alone : read by one coder only, hence left out
    statements : of each coder in `documents`; shared : passages that at least two coders marked
    """

    coders: tuple[str, ...]
    documents: tuple[str, ...]
    alone: tuple[str, ...]
    statements: tuple[int, ...]
    shared: int
    measures: tuple[Measure, ...]
    disagreements: tuple[Disagreement, ...]


def compare(
    codings: Mapping[str, Coding], samples: int, seed: int, lengths: Mapping[str, int] | None = None
) -> Agreement:
    """How far coders agree; codings : by coder, at least two.

    samples : of the bootstrap; lengths : of documents by checksum, in code points, where known; of others,
    what stands after the last passage that anybody marked is not looked at

    Raises:
        SourceError: documents that are two texts under one name, or no document that two coders read.
    """
    names, readers = _documents(codings)
    both = {sha for sha, who in readers.items() if len(who) > 1}
    if not both:
        raise SourceError([f"no document was read by two of {', '.join(codings)}"])
    passages = [one for one in _passages(codings) if one.document in both]
    read = _read(passages, readers, both, lengths or {}, len(codings))
    matches = matched(passages, lambda one: (one.actor, one.issue))
    issues = sorted({one.issue for one in passages})
    return Agreement(
        coders=tuple(codings),
        documents=tuple(names[sha] for sha in names if sha in both),
        alone=tuple(names[sha] for sha in names if sha not in both),
        statements=tuple(sum(one.coder == coder for one in passages) for coder in range(len(codings))),
        shared=sum(len(match) > 1 for match in matches),
        measures=tuple(
            Measure(issue, what, metric, measure(codes, metric, samples, _stream(seed, issue, what), weights))
            for issue in (None, *issues)
            for what, metric, codes, weights in _coded(passages, matches, read, issue)
        ),
        disagreements=tuple(sorted(_disagreements(matches, names, readers, len(codings)), key=_badness)),
    )


def _documents(codings: Mapping[str, Coding]) -> tuple[dict[str, str], dict[str, list[int]]]:
    """The name of each document by its checksum, and the coders who read it."""
    names: dict[str, str] = {}
    readers: dict[str, list[int]] = {}
    faults = []
    for coder, coding in enumerate(codings.values()):
        for name, document in coding.documents.items():
            other = next((sha for sha, known in names.items() if known == name), document.sha256)
            if other != document.sha256:
                faults.append(f"{list(codings)[coder]}: documents.{name}: another coder has another text")
            names.setdefault(document.sha256, name)
            readers.setdefault(document.sha256, []).append(coder)
    faults += [
        f"{coder}: {name}.document: '{one.document}' is not a document"
        for coder, coding in codings.items()
        for name, one in coding.statements.items()
        if one.document not in coding.documents
    ]
    if faults:
        raise SourceError(faults)
    return names, {sha: sorted(set(who)) for sha, who in readers.items()}


def _passages(codings: Mapping[str, Coding]) -> Iterator[Passage]:
    for coder, coding in enumerate(codings.values()):
        for name, one in coding.statements.items():
            sha = coding.documents[one.document].sha256
            said = (one.actor, one.issue, one.stance, one.mode, one.position)
            yield Passage(coder, name, sha, one.start, one.end, *said)


def _read(
    passages: Sequence[Passage],
    readers: Mapping[str, Sequence[int]],
    both: set[str],
    lengths: Mapping[str, int],
    coders: int,
) -> list[dict[str, int]]:
    """For each coder the documents read, and how much of them is looked at."""
    last = {sha: max((one.end for one in passages if one.document == sha), default=1) for sha in sorted(both)}
    return [
        {sha: max(end, lengths.get(sha, 0)) for sha, end in last.items() if coder in readers[sha]}
        for coder in range(coders)
    ]


def _coded(
    passages: Sequence[Passage], matches: Sequence[Match], read: list[dict[str, int]], issue: str | None
) -> Iterator[tuple[str, Metric, Floats, Floats | None]]:
    """What is compared on an issue, or on all: its name, metric, codes by coder and unit, and weights."""
    codes, lengths = marked([one for one in passages if issue in {None, one.issue}], read)
    yield MARKED, "nominal", codes, lengths
    shared = [match for match in matches if len(match) > 1 and issue in {None, match[0].issue}]
    for what, (metric, value) in WHAT.items():
        codes = np.full((len(read), len(shared)), np.nan)
        for unit, match in enumerate(shared):
            for one in match:
                codes[one.coder, unit] = value(one)
        yield what, metric, codes, None


def _stream(seed: int, issue: str | None, what: str) -> np.random.Generator:
    """Luck that belongs to the seed and to what is measured, whatever else is."""
    name = zlib.crc32(f"agreement/{issue or ''}/{what}".encode())
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(name,)))


def _disagreements(
    matches: Sequence[Match], names: Mapping[str, str], readers: Mapping[str, Sequence[int]], coders: int
) -> Iterator[Disagreement]:
    """Matches that are not the same for all who read the document.

    Passages that no other coder has for that actor and issue are laid beside each other where they share
    words: then coders marked the same and saw another actor, or another issue, in it.
    """
    single = [match[0] for match in matches if len(match) == 1]
    for match in [*(match for match in matches if len(match) > 1), *matched(single, lambda _: None)]:
        document = match[0].document
        differs = tuple(_differs(match, len(readers[document])))
        said = {one.coder: one for one in match}
        start, end = min(one.start for one in match), max(one.end for one in match)
        if differs:
            yield Disagreement(
                names[document], start, end, differs, tuple(said.get(coder) for coder in range(coders))
            )


def _differs(match: Match, readers: int) -> Iterator[str]:
    """What is not the same: of stance, position, actor, issue, mode, or that all marked it."""
    for what in ("stance", "position", "actor", "issue", "mode"):
        if len({getattr(one, what) for one in match}) > 1:
            yield what
    if len(match) < readers:
        yield MARKED


def _badness(one: Disagreement) -> tuple[object, ...]:
    """Opposite stances first, then positions far apart, other stances, actors and issues, lone passages."""
    stances = {said.stance for said in one.said if said}
    return (
        not {"supports", "opposes"} <= stances,
        -one.gap,
        "stance" not in one.differs,
        not {"actor", "issue"} & {*one.differs},
        MARKED not in one.differs,
        one.document,
        one.start,
        one.end,
    )
