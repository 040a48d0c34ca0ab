"""Regions: a page comes apart without a gap, and each line is what a careful reader would call it."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.nodes import plain, read
from sources.documents import read_document
from sources.regions import KINDS, regions
from sources.units import units

PAGES = Path(__file__).parent / "pages"
TEXTS = Path(__file__).parents[3] / "shared" / "documents"
KOSOVO = Path(__file__).parents[2] / "scenarios" / "kosovo-2007"


def page(path: Path, line_end: str = "\n") -> tuple[str, list[tuple[str, str]]]:
    """A page, and its lines with their kinds."""
    lines = [line.partition("|") for line in path.read_text(encoding="utf-8").splitlines()]
    kinds = [(kind, text) for kind, bar, text in lines if bar]
    return "".join((text if bar else kind) + line_end for kind, bar, text in lines), kinds


def told(text: str, kinds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The lines of a page with the kind of the region that holds most of each."""
    found, start = [], 0
    for _, line in kinds:
        start = text.index(line, start)
        middle = start + len(line) - 2
        found.append((next(one.kind for one in regions(text) if one.start <= middle < one.end), line))
        start += len(line)
    return found


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("path", sorted(PAGES.glob("*.page")), ids=lambda path: path.stem)
def test_each_line_of_a_page_is_what_a_careful_reader_calls_it(path: Path, line_end: str) -> None:
    text, kinds = page(path, line_end)
    assert {kind for kind, _ in kinds} <= set(KINDS)
    assert told(text, kinds) == kinds


def test_a_byte_order_mark_stays_and_changes_nothing_else() -> None:
    text, kinds = page(PAGES / "newspaper.page")
    assert told("\ufeff" + text, kinds) == kinds
    assert regions("\ufeff" + text)[0].start == 0


def test_where_a_wire_report_came_from_is_parted_from_what_it_says() -> None:
    text, _ = page(PAGES / "wire.page")
    where = next(one for one in regions(text) if one.kind == "dateline")
    assert text[where.start : where.end] == "TOVIK, March 3 (APA) - "


@given(
    text=st.text(st.characters(codec="utf-8"), max_size=400)
    | st.sampled_from(["", " \n\t", "\x00", "\r\r\n", "🙂"])
)
def test_regions_cover_any_text_without_gap_or_overlap(text: str) -> None:
    found = regions(text)
    assert "".join(text[one.start : one.end] for one in found) == text
    assert all(one.start < one.end for one in found)
    assert all(one.kind != other.kind for one, other in pairwise(found))


@given(
    lines=st.lists(
        st.sampled_from(
            ["", "Home", "By Ida Lund", "A long enough sentence, which ends as sentences end.", "Ida, Oslo"]
        )
        | st.text(st.characters(codec="utf-8"), max_size=60),
        max_size=12,
    )
)
def test_lines_of_any_sort_are_covered_too(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "".join(text[one.start : one.end] for one in regions(text)) == text
    assert "".join(text[one.start : one.end] for one in units(text)) == (text if text.strip() else "")


def test_a_long_text_takes_time_in_proportion_to_its_length() -> None:
    text = "A minister said that the talks would go on until the spring, whatever came of them.\n" * 3000
    assert [one.kind for one in regions(text)] == ["article"]


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the five texts are not here (../shared/documents)")
def test_every_statement_of_the_kosovo_case_lies_in_the_article() -> None:
    documents = plain(read(KOSOVO / "case.yaml").children["documents"])
    statements = plain(read(KOSOVO / "statements.yaml"))
    articles = {
        name: [one for one in regions(read_document(TEXTS / entry["file"]).text) if one.kind == "article"]
        for name, entry in documents.items()
    }
    outside = [
        name
        for name, one in statements.items()
        if not any(
            part.start <= one["start"] and one["end"] <= part.end for part in articles[one["document"]]
        )
    ]
    assert outside == []


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the five texts are not here (../shared/documents)")
def test_readers_captions_and_links_of_the_five_texts_are_no_article() -> None:
    # Offsets found by reading: comments and signatures, captions, other stories, the list of continents.
    around = {
        "003": [(0, 208), (706, 723), (1684, 1768), (2208, 2226), (2875, 2993), (3575, 3896)],
        "004": [(0, 279), (763, 781), (1988, 2088), (2719, 2737), (2860, 2978), (3788, 4109)],
        "001": [(0, 61)],
        "002": [(0, 70), (221, 274)],
    }
    for number, spans in around.items():
        text = read_document(next(TEXTS.glob(f"{number}_*.txt"))).text
        others = [(one.start, one.end) for one in regions(text) if one.kind != "article"]
        for start, end in spans:
            assert sum(max(0, min(end, last) - max(start, first)) for first, last in others) == end - start
