"""Topics: which issues a sentence is about, and which way its words go on each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios import ScenarioError
from scenarios.models.evidence import Stance
from scenarios.nodes import plain, read
from sources.faults import SourceError
from sources.wording import cue, said

FEW = 2
"""Words of a question and its scale that make a sentence be about it where no cue is given."""

_COMMON = re.compile(
    r"^(?:about|after|agree\w*|also|and|any|are|back|been|before|both|but|each|even|for|from|further|goes|have|how|into|its|last|long"
    r"|more|most|must|new|not|on|only|once|one|other|out|over|own|part|side|sides|should|so|stands?|such|than|that|the|their|them"
    r"|then|they|this|under|until|what|when|where|which|while|who\w*|will|with|without|would|yes|no|year\w*|states?|country|date|end)$"
)


@dataclass(frozen=True)
class Topic:
    """An issue as documents know it; words : its cues; derived : words of its title, question and scale."""

    issue: str
    words: re.Pattern[str]
    derived: frozenset[str]
    supports: re.Pattern[str]
    opposes: re.Pattern[str]

    def named(self, sentence: str) -> bool:
        """Whether a sentence is about it."""
        if self.words.search(sentence):
            return True
        found = {_stem(one) for one in re.findall(r"[^\W\d_]{3,}", sentence)}
        return len(found & self.derived) >= FEW

    def stance(self, sentence: str) -> Stance:
        """Which way the words of a sentence go: on a condition, for the high end of its scale, against it."""
        own = (len(self.supports.findall(sentence)), len(self.opposes.findall(sentence)))
        against = len(said("opposes").findall(sentence))
        for_ = len(said("supports").findall(sentence))
        if said("condition").search(sentence):
            return "conditional"
        if own[0] != own[1]:
            return "supports" if own[0] > own[1] else "opposes"
        if for_ == against:
            return "neutral"
        return "supports" if for_ > against else "opposes"


def topics(issues: Mapping[str, Mapping[str, Any]]) -> tuple[Topic, ...]:
    """The topics of issues as an issues.yaml has them."""
    derived = {name: frozenset(_derived(entry)) for name, entry in issues.items()}
    found = []
    for name, entry in issues.items():
        cues = entry.get("cues") or {}
        others = frozenset().union(*(words for other, words in derived.items() if other != name))
        own = frozenset() if cues.get("words") else derived[name] - others
        titled = [f"{one}*" for one in _derived({"title": entry.get("title")}) if one in own]
        words = cue(tuple(cues.get("words", titled)))
        supports, opposes = (cue(tuple(cues.get(kind, ()))) for kind in ("supports", "opposes"))
        found.append(Topic(name, words, own, supports, opposes))
    return tuple(found)


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of an issues.yaml.

    Raises:
        SourceError: the file cannot be read as YAML.
    """
    try:
        entries = plain(read(path))
    except ScenarioError as error:
        raise SourceError(str(problem) for problem in error.problems) from None
    if not isinstance(entries, dict) or not all(isinstance(one, dict) for one in entries.values()):
        raise SourceError([f"{path}: is not a mapping of issues"])
    return topics(entries)


def _derived(entry: Mapping[str, Any]) -> Iterator[str]:
    """The stems of the words of an issue that are not everywhere."""
    texts = [entry.get("title"), entry.get("question"), *(entry.get("scale") or {}).values()]
    for text in texts:
        for word in re.findall(r"[^\W\d_]{3,}", str(text or "").casefold()):
            if not _COMMON.match(word):
                yield _stem(word)


def _stem(word: str) -> str:
    """The beginning of a word, by which its forms are one."""
    bare = re.sub(r"(?:ations?|itions?|ings?|ed|es|s|ly|ment)$", "", word.casefold())
    return bare[:7] if len(bare) >= 3 else word.casefold()
