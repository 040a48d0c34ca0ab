"""Suggestions: who is meant, what a sentence is, and which of them a coder is asked to look at."""

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import triage
from sources.candidates import lines, parsed
from sources.coding import read_coding
from sources.decisions import decisions
from sources.documents import Document, checksum
from sources.folder import Source, read_folder
from sources.mentions import Roster
from sources.regions import Region, regions
from sources.suggest import suggest
from sources.topics import read_topics
from sources.wording import sentences

KOSOVO = Path(__file__).parents[2] / "scenarios" / "kosovo-2007"
TEXTS = Path(__file__).parents[3] / "shared" / "documents"
ROSTER = Roster.read(KOSOVO / "actors.yaml")
TOPICS = read_topics(KOSOVO / "issues.yaml")


def source(text: str) -> Source:
    return Source("page.txt", Document(text, checksum(text)))


def named(text: str, day: dt.date | None = None) -> list[tuple[str, str, bool]]:
    return [(one.actor, one.how, one.speaks) for one in ROSTER.find(text, 0, len(text), day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow said no.", [("russia", "capital", True)]),
        ("He met her in Moscow.", []),
        ("Troops stay in Serbia.", [("serbia", "name", False)]),
        ("Serbia's demand stands.", [("serbia", "name", True)]),
        ("Serbia's rivers froze.", [("serbia", "name", False)]),
        ("Serbian Foreign Minister Vuk Jeremic left.", [("serbia", "office", True)]),
        ("Serbian plums were sold.", []),
        ("Kosovo Serbs said so.", [("kosovo-serbs-north", "group", True)]),
        ("Ethnic Albanian leaders said so.", [("kosovo", "group", True)]),
        ("It gave us time, and the US agreed.", [("united-states", "name", True)]),
        ("Nato agreed.", [("nato", "name", True)]),
        ("recognition by the U.S. came", [("united-states", "name", True)]),
    ],
)
def test_who_is_meant(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert named(text) == expected


def test_an_officer_is_one_while_in_office() -> None:
    officer = {"name": "Ada Lind", "since": dt.date(2007, 1, 1), "until": dt.date(2007, 6, 30)}
    roster = Roster.of({"x": {"name": "Xland", "naming": {"officers": [officer]}}})
    text = "Ada Lind spoke."
    assert [one.actor for one in roster.find(text, 0, len(text), dt.date(2007, 6, 30))] == ["x"]
    assert roster.find(text, 0, len(text), dt.date(2007, 7, 1)) == []
    assert len(roster.find(text, 0, len(text))) == 1


def split(text: str) -> list[str]:
    return [text[slice(*span)] for span in sentences(text, [Region("article", 0, len(text))])]


def test_sentences_end_where_readers_stop() -> None:
    assert split(
        'Mr. A. Lind met U.N. envoys on Jan. 5. "We agree," he said. "But not now." All left!\nNext line.'
    ) == [
        "Mr. A. Lind met U.N. envoys on Jan. 5.",
        '"We agree," he said.',
        '"But not now."',
        "All left!",
        "Next line.",
    ]


@given(text=st.text(st.characters(codec="utf-8"), max_size=300))
def test_sentences_and_suggestions_lie_in_the_article_of_any_text(text: str) -> None:
    article = [one for one in regions(text) if one.kind == "article"]
    for start, end in sentences(text, article):
        assert any(one.start <= start < end <= one.end for one in article)
    for one in suggest([source(text)], ROSTER, TOPICS):
        assert one.sha256 == checksum(text[one.start : one.end])


def told(text: str) -> list[tuple[str, str, str, str, str]]:
    found = suggest([source(text)], ROSTER, TOPICS)
    return [(one.actor, one.issue, one.mode, one.stance, one.rule) for one in found]


def test_what_somebody_is_reported_to_say() -> None:
    text = (
        "Russian Foreign Minister Sergei Lavrov rejected independence for Kosovo and said it was illegal.\n"
    )
    assert told(text) == [("russia", "recognition", "indirect", "opposes", "reported")]


def test_a_quotation_keeps_its_speaker_over_sentences_and_a_pronoun_its_person() -> None:
    text = (
        "Swedish Foreign Minister Carl Bildt welcomed the consensus on Kosovo's status on Monday evening.\n"
        '"We are ready to recognise Kosovo," he said. "Nobody will stop that now."\n'
    )
    assert {(actor, rule) for actor, issue, _, _, rule in told(text) if issue == "recognition"} == {
        ("sweden", "reported"),
        ("sweden", "quoted"),
        ("sweden", "quoted, issue carried on"),
    }


def test_what_a_page_says_around_its_article_is_never_offered() -> None:
    for path in triage.PAGES.glob("*/*.txt"):
        page, _ = triage.page(path)
        article = page.article
        for one in suggest([page], ROSTER, TOPICS):
            assert any(part.start <= one.start < one.end <= part.end for part in article)
    page, _ = triage.page(triage.PAGES / "kosovo" / "second.txt")
    comment = page.text.index("Serbia will never give up Kosovo")
    assert all(one.end <= comment for one in suggest([page], ROSTER, TOPICS))


def test_most_of_what_was_marked_is_offered_and_most_of_what_is_offered_was_marked() -> None:
    pages = list(triage.invented())
    assert sum(one.offered.count for one in pages) >= 0.85 * sum(one.offered.of for one in pages)
    assert sum(one.worth.count for one in pages) >= 0.8 * sum(one.worth.of for one in pages)


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the five texts are not here (../shared/documents)")
def test_of_the_five_texts_nine_in_ten_marked_sentences_are_offered_and_eight_in_ten_are_worth_it() -> None:
    whole = next(triage.texts(TEXTS))
    assert whole.offered.value >= 0.9
    assert whole.worth.value >= 0.8


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the five texts are not here (../shared/documents)")
def test_nothing_beside_the_articles_of_the_five_texts_is_offered() -> None:
    for one in read_folder(TEXTS):
        beside = [part for part in one.regions if part.kind != "article"]
        for candidate in suggest([one], ROSTER, TOPICS):
            assert not any(part.start < candidate.end and candidate.start < part.end for part in beside)


def test_candidates_are_read_back_as_they_were_written() -> None:
    page, _ = triage.page(triage.PAGES / "kosovo" / "third.txt")
    found = list(suggest([page], ROSTER, TOPICS))
    assert parsed("\n".join(lines(found)), "x.jsonl") == found


def test_a_text_of_a_hundred_kilobytes_takes_no_more_than_its_length() -> None:
    def spent(times: int) -> float:
        text = "Russia said that Kosovo's talks, talks and more talks would go on (or so it said).\n" * times
        begun = time.process_time()
        assert list(suggest([source(text)], ROSTER, TOPICS))
        return time.process_time() - begun

    spent(10)
    assert spent(1200) < 60 * max(spent(100), 0.01)


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the five texts are not here (../shared/documents)")
def test_the_flagship_case_says_of_each_statement_what_became_of_its_candidate() -> None:
    coding = read_coding(KOSOVO)
    files = {name: one.file for name, one in coding.documents.items()}
    proposed = suggest(read_folder(TEXTS), ROSTER, TOPICS)
    said = {name: one.decision for name, one in coding.statements.items()}
    assert decisions(coding.statements, proposed, files) == said
    assert set(said.values()) == {"edited", "added"} | ({"accepted"} & set(said.values()))
