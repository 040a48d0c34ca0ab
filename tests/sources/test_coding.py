"""Codings: what is written is read back, a case reads as one, and what is wrong is said all at once."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.models.evidence import Document
from sources.coding import Coded, Coding, Rejected, coding_from, read_coding, read_codings, write_coding
from sources.documents import checksum
from sources.faults import SourceError

KOSOVO = Path(__file__).parents[2] / "scenarios" / "kosovo-2007"
ZERO = "0" * 64

words = st.sampled_from(["1e3", "null", "2011-05-03", "- a", "b: c", "two\nlines"]) | st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "So")), min_size=1, max_size=12
)


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    """Any coding."""
    document = Document(file="a.txt", sha256=ZERO, outlet=draw(words), date=dt.date(2011, 5, 3))
    statements = {
        f"s-{place}": Coded(
            document="a",
            start=place,
            end=place + draw(st.integers(1, 50)),
            sha256=checksum(draw(words)),
            speaker=draw(words),
            actor="union",
            issue="shifts",
            stance=draw(st.sampled_from(["supports", "opposes", "conditional", "neutral"])),
            mode=draw(st.sampled_from(["direct", "indirect", "narrated", "expected"])),
            position=draw(st.none() | st.floats(0, 100)),
            paraphrase=draw(st.none() | words),
            note=draw(st.none() | words),
            decision=draw(st.sampled_from(["accepted", "edited", "added"])),
            coders=tuple(draw(st.lists(words, max_size=2))),
        )
        for place in range(draw(st.integers(0, 3)))
    }
    rejected = [Rejected(document="a", start=1, end=2, note=draw(st.none() | words))] * draw(
        st.integers(0, 1)
    )
    return Coding(
        coder=draw(words), documents={"a": document}, statements=statements, rejected=tuple(rejected)
    )


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@given(coding=codings())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, coding: Coding
) -> None:
    path = tmp_path_factory.mktemp("coding") / f"anna{suffix}"
    write_coding(coding, path)
    assert read_coding(path) == coding
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_case_reads_as_a_coding() -> None:
    coding = read_coding(KOSOVO)
    assert len(coding.documents) == 5
    assert all(one.complete for one in coding.statements.values())
    assert read_codings(KOSOVO) == {"": coding}


def test_candidates_are_no_coding(tmp_path: Path) -> None:
    path = tmp_path / "candidates.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(SourceError, match="which nobody has confirmed"):
        read_coding(path)


def test_all_that_is_wrong_is_said_at_once_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "anna.yaml"
    path.write_text("coder: 3\nstatemnts: {}\nrejected: [{document: d, start: 4}]\n", encoding="utf-8")
    with pytest.raises(SourceError) as error:
        read_coding(path)
    assert [fault.split(" ")[0] for fault in error.value.faults] == [
        f"{path}:1:8:",
        f"{path}:3:12:",
        f"{path}:2:12:",
    ]
    assert "statements" in error.value.faults[-1]


def test_a_mapping_that_is_no_coding_is_refused() -> None:
    with pytest.raises(SourceError, match=r"page: statements\.s\.start"):
        coding_from({"statements": {"s": {"start": -1}}}, "page")


def test_no_file_is_written_that_would_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"anna\.txt: a coder's file ends in \.yaml, \.yml, \.json"):
        write_coding(Coding(coder="anna"), tmp_path / "anna.txt")
    assert not list(tmp_path.iterdir())
