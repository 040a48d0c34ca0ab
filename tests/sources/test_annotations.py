"""Codings in other formats: the same out and back, without words unless asked, and bad files say why."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.nodes import plain
from sources.annotations import brat, dna, w3c
from sources.coding import Coding, Rejected, coding_of, read_coding
from sources.documents import Document, checksum
from sources.texts import texts_of

CASE = Path(__file__).parents[2] / "scenarios" / "kosovo-2007"
FOLDER = Path(__file__).parents[3] / "shared" / "documents"
TEXT = "Ünal said 🙂 that\r\nthe bridge\tstays\u2028open.\x0b\nOthers doubt it; “perhaps”."
DOCUMENT = Document(TEXT, checksum(TEXT))
TEXTS = {"bridge": DOCUMENT}

words = st.text(
    st.one_of(st.sampled_from(" \n\t\\;\"'|#aé🙂"), st.characters(exclude_categories=["C", "Z"])), min_size=1
).filter(lambda text: text.strip() != "")
names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,5}", fullmatch=True)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    """What a coder may say of the text."""
    start = draw(st.integers(0, len(TEXT) - 1))
    end = draw(st.integers(start + 1, len(TEXT)))
    return {
        "document": "bridge",
        "start": start,
        "end": end,
        "sha256": checksum(TEXT[start:end]),
        "speaker": draw(words),
        "actor": draw(names),
        "issue": draw(names),
        "stance": draw(st.sampled_from(["supports", "opposes", "conditional", "neutral"])),
        "mode": draw(st.sampled_from(["direct", "indirect", "narrated", "expected"])),
        "position": draw(optional(st.floats(0, 100))),
        "paraphrase": draw(optional(words)),
        "note": draw(optional(words)),
        "decision": draw(st.sampled_from(["accepted", "edited", "added"])),
        "coders": draw(st.lists(words, max_size=2)),
    }


@st.composite
def codings(draw: st.DrawFn, rejects: bool = True) -> Coding:
    """Codings of one text with all that a coder's file may hold."""
    rejected = {"document": "bridge", "start": 0, "end": 4, "note": draw(words)}
    return Coding.model_validate_json(
        json.dumps(
            {
                "coder": draw(optional(words)),
                "documents": {
                    "bridge": {
                        "file": "bridge no 1.txt",
                        "sha256": DOCUMENT.sha256,
                        "outlet": draw(words),
                        "date": "1902-03-30",
                        "note": draw(optional(words)),
                    }
                },
                "statements": draw(st.dictionaries(names, statements(), min_size=1, max_size=4)),
                "rejected": draw(st.sampled_from([[], [rejected]])) if rejects else [],
            }
        )
    )


def placed(folder: Path, files: dict[str, str], alone: str) -> Path:
    """Files written to a folder; the path of the only one, or of the folder."""
    for name, text in files.items():
        (folder / (name or alone)).write_bytes(text.encode())
    return folder / alone if "" in files else folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("annotations")


# ------------------------------------------------------------------------------------------------ round trips


@given(codings(), st.booleans())
def test_w3c_holds_all_of_a_coding(folder: Path, coding: Coding, private: bool) -> None:
    path = placed(folder, w3c.write(coding, TEXTS if private else {}), "page.jsonld")
    assert coding_of(w3c.read(path)) == coding


@given(codings())
def test_brat_holds_all_of_a_coding(tmp_path_factory: pytest.TempPathFactory, coding: Coding) -> None:
    path = placed(tmp_path_factory.mktemp("brat"), brat.write(coding, TEXTS), "")
    assert coding_of(brat.read(path)) == coding


@given(codings(rejects=False), st.booleans())
def test_dna_holds_all_of_a_coding_but_what_it_says(folder: Path, coding: Coding, private: bool) -> None:
    path = placed(folder, dna.write(coding, TEXTS if private else {}), "events.csv")
    assert dna.lost(coding) == []
    assert coding_of(dna.read(path)) == coding


def test_the_flagship_case_comes_back_from_each_format_that_needs_no_text(folder: Path) -> None:
    case = read_coding(CASE)
    for one in (w3c, dna):
        path = placed(folder, one.write(case, {}), "case.out")
        assert coding_of(one.read(path)) == case


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the news texts are not in the repository")
def test_the_flagship_case_comes_back_from_brat(tmp_path: Path) -> None:
    case = read_coding(CASE)
    texts = texts_of([case], FOLDER)
    named = {name: texts[one.sha256] for name, one in case.documents.items()}
    placed(tmp_path, brat.write(case, named), "")
    back = coding_of(brat.read(tmp_path))
    assert back == case
    assert list(back.statements) == list(case.statements)


def test_w3c_has_what_the_recommendation_asks_of_an_annotation() -> None:
    page = json.loads(w3c.write(read_coding(CASE), {})[""])
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert len({one["id"] for one in page["items"]} | {page["id"]}) == 135
    for one in page["items"]:
        assert one["type"] == "Annotation"
        assert one["target"]["source"]
        assert one["target"]["selector"].keys() == {"type", "start", "end"}
        assert {body["purpose"] for body in one["body"][1:]} <= {"describing", "commenting"}


def test_characters_that_end_a_line_in_yaml_are_no_line_ends_in_json(folder: Path) -> None:
    text = "one\u2028two\x85three\x7f"
    path = placed(folder, {"": json.dumps([{"target": text}], ensure_ascii=False)}, "odd.json")
    assert plain(w3c._json(path)) == [{"target": text}]


def test_dna_says_what_it_has_no_place_for() -> None:
    case = read_coding(CASE)
    rejected = Rejected(document="bbc-2007-12-10", start=0, end=4)
    less = case.model_copy(update={"statements": {}, "rejected": (rejected,), "coder": "Ana"})
    assert dna.lost(less) == [
        f"documents without a statement: {', '.join(case.documents)}",
        "1 rejected",
        "the coder",
    ]
