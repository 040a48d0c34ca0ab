"""Suggesting: sentences that may tell where an actor stands on an issue, for a coder to look at.

A sentence is offered if it holds an actor that may speak or act, an issue, and a word of speech, will or
expectation between them. Which of these fired is the candidate's rule. Nothing is decided here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scenarios.models.evidence import Mode
from sources.candidates import Candidate
from sources.documents import checksum
from sources.folder import Source
from sources.mentions import Mention, Roster, by_surname, learned, resolved, surnames
from sources.topics import Topic
from sources.wording import said, sentences

_QUOTED = re.compile(r"[\"“„«][^\"”»]*(?:[\"”»]|$)")
_WORDS_QUOTED = 3
"""Words in quotation marks from which on a sentence quotes rather than names something."""

_PAST = re.compile(r"\b(?:19\d\d|20\d\d)\b")


CARRIED = 2
"""Sentences for which an issue goes on that none of them names."""


@dataclass(frozen=True)
class Sentence:
    """A sentence, who is in it and who speaks.

    quoted : whether a quotation goes on in it or begins it; earlier : who spoke or acted in the one before
    """

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    quoted: bool = False
    speaker: Mention | None = None
    earlier: tuple[str, ...] = ()


def suggest(sources: Iterable[Source], roster: Roster, topics: Sequence[Topic]) -> Iterator[Candidate]:
    """Candidates of documents, in the order of the texts."""
    for source in sources:
        before: tuple[Topic, ...] = ()
        since = 0
        for sentence in _read(source, roster):
            about = tuple(topic for topic in topics if topic.named(sentence.text))
            before, since = (about, 0) if about else (before, since + 1)
            if since <= CARRIED:
                yield from _offered(source, sentence, before, carried=not about)


def _read(source: Source, roster: Roster) -> Iterator[Sentence]:
    """The sentences of the article with who is in them; a quotation that goes on keeps its speaker."""
    spans = list(sentences(source.text, source.article))
    named = {span: roster.find(source.text, *span, source.day) for span in spans}
    known = surnames(roster, source.text, source.day)
    known |= learned(source.text, (one for found in named.values() for one in found))
    before: tuple[Mention, ...] = ()
    open_, speaker = False, None
    for span in spans:
        text = source.text[slice(*span)]
        found = [*named[span], *by_surname(source.text, *span, known, named[span])]
        if pronoun := resolved(source.text, *span, before, speaker):
            found.append(pronoun)
        mentions = tuple(sorted(found, key=lambda one: one.start))
        goes_on = open_ or text[0] in _OPENING
        who = _said_by(text, span[0], mentions) or (speaker if goes_on else None)
        yield Sentence(*span, text, mentions, goes_on, who, tuple(one.actor for one in before if one.speaks))
        open_ = _left_open(text, open_)
        speaker, before = who, mentions


_OPENING = '"“„«'


def _left_open(text: str, open_: bool) -> bool:
    """Whether a quotation is open after a sentence, from whether one was before it."""
    if any(mark in text for mark in "“”„«»"):
        return max(text.rfind(mark) for mark in "“„«") > max(text.rfind(mark) for mark in "”»")
    return open_ != bool(text.count('"') % 2)


def _said_by(text: str, start: int, mentions: Sequence[Mention]) -> Mention | None:
    """Who says what a sentence reports: the nearest one before a verb of speech, or right after it."""
    speaking = [one for one in mentions if one.speaks]
    for verb in said("says").finditer(_QUOTED.sub(lambda found: " " * len(found[0]), text)):
        place = start + verb.start()
        if before := [one for one in speaking if one.end <= place]:
            return before[-1]
        if after := [one for one in speaking if one.start >= place and one.start - (start + verb.end()) < 25]:
            return after[0]
    return None


def _offered(
    source: Source, sentence: Sentence, about: Sequence[Topic], carried: bool
) -> Iterator[Candidate]:
    """The candidates of one sentence: each who may hold a position, on each issue that it is about.

    carried : whether the issues are those of the sentence before, as where "Washington disagreed" follows
    """
    rule = _rule(source, sentence)
    if rule is None or (carried and not _answers(sentence)):
        return
    holders = _holders(sentence)
    speaker = _written(source, sentence) or "the writer"
    for topic in about:
        for actor in holders:
            yield Candidate(
                document=source.name,
                start=sentence.start,
                end=sentence.end,
                sha256=checksum(sentence.text),
                speaker=speaker,
                actor=actor,
                issue=topic.issue,
                stance=topic.stance(sentence.text),
                mode=MODES[rule],
                rule=f"{rule}, issue carried on" if carried else rule,
            )


def _answers(sentence: Sentence) -> bool:
    """Whether a sentence that names no issue goes on with that of the one before: somebody speaks or acts."""
    return sentence.speaker is not None or sentence.quoted or _begins(sentence)


def _begins(sentence: Sentence) -> bool:
    """Whether an actor, or a pronoun for one, is what a sentence begins with."""
    return any(one.speaks and one.start - sentence.start <= AT_ONCE for one in sentence.mentions)


AT_ONCE = 5
"""Code points before which an actor begins a sentence."""

MODES: Mapping[str, Mode] = {
    "quoted": "direct",
    "reported": "indirect",
    "reported by others": "indirect",
    "expected": "expected",
    "told": "narrated",
}
"""What each rule takes the mode to be."""


def _rule(source: Source, sentence: Sentence) -> str | None:
    """What makes a sentence worth reading; None if nothing does."""
    text = sentence.text
    if sentence.speaker is not None:
        return "quoted" if sentence.quoted or _quotes(text) else "reported"
    year = source.day.year if source.day else None
    past = [int(one) for one in _PAST.findall(text)]
    if past and (year is None or max(past) < year):
        return None  # what a writer tells of earlier years is background
    if said("says").search(text):
        return "reported by others"
    if said("expects").search(text):
        return "expected"
    return "told" if said("commits").search(text) or _begins(sentence) else None


def _holders(sentence: Sentence) -> tuple[str, ...]:
    """Who may hold the position that a sentence tells: who speaks and who may act in it.

    Failing them it is those who did so in the sentence before, or whoever is named at all.
    """
    speaking = [one.actor for one in sentence.mentions if one.speaks]
    if sentence.speaker is not None:
        speaking.insert(0, sentence.speaker.actor)
    return tuple(dict.fromkeys(speaking or sentence.earlier or [one.actor for one in sentence.mentions]))


def _quotes(text: str) -> bool:
    return any(len(found[0].split()) >= _WORDS_QUOTED for found in _QUOTED.finditer(text))


def _written(source: Source, sentence: Sentence) -> str | None:
    """The speaker in the words of the text."""
    one = sentence.speaker
    return " ".join(source.text[one.start : one.end].split()) or one.actor if one else None
