"""Anchoring: words are found again by their checksum, wherever a changed document has put them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.anchoring import Anchor, Stretch, anchored
from sources.documents import checksum

TEXT = (
    "The pilots want no nights.\nThe port insists.\nThe mayor waits, and 🚢 wait too.\nThe end came in May.\n"
)
WORDS = ("want no nights", "The port insists", "🚢 wait too")


def stretch(words: str, text: str = TEXT) -> Stretch:
    return Stretch(text.index(words), text.index(words) + len(words), checksum(words))


STATEMENTS = {f"s-{number}": stretch(words) for number, words in enumerate(WORDS)}


def test_what_has_not_changed_fits() -> None:
    assert anchored(TEXT, STATEMENTS) == {name: Anchor("fits", one) for name, one in STATEMENTS.items()}


def test_what_moved_is_found_and_said_to_have_moved() -> None:
    text = "A new first line.\n" + TEXT.replace("The mayor waits", "The mayor and her deputy wait")
    found = anchored(text, STATEMENTS)
    assert {one.state for one in found.values()} == {"moved"}
    for one, words in zip(found.values(), WORDS, strict=True):
        assert one.now is not None
        assert text[one.now.start : one.now.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "x " + TEXT.replace("\n", "\r\n"),
        "x " + TEXT.replace("The port insists", "The port\n   insists"),
        "x " + TEXT.replace("The port insists", "The\u00a0port insists"),
    ],
)
def test_other_white_space_is_the_same_words(text: str) -> None:
    whole = {"s": stretch("The port insists")}
    (one,) = anchored(text, whole).values()
    assert one.state in {"moved", "respelt"}
    assert one.now is not None
    assert " ".join(text[one.now.start : one.now.end].split()) == "The port insists"
    assert one.now.sha256 == checksum(text[one.now.start : one.now.end])


def test_a_span_over_a_line_end_outlives_other_line_ends() -> None:
    one = stretch("nights.\nThe port")
    (found,) = anchored(TEXT.replace("\n", "\r\n"), {"s": one}).values()
    assert found.state == "respelt"
    assert found.now == Stretch(one.start, one.end + 1, checksum("nights.\r\nThe port"))


def test_words_that_stand_twice_are_ambiguous_and_the_neighbours_say_which_is_likelier() -> None:
    text = "The port insists. And so on, and on.\n" + TEXT
    found = anchored(text, STATEMENTS)
    assert found["s-1"].state == "ambiguous"
    assert len(found["s-1"].places) == 2
    assert found["s-1"].now == stretch("The port insists", text[37:]).__class__(
        text.rindex("The port insists"), text.rindex("The port insists") + 16, checksum("The port insists")
    )


def test_words_that_are_gone_are_lost() -> None:
    assert anchored(TEXT.replace("insists", "yields"), STATEMENTS)["s-1"] == Anchor("lost", None)


@given(cut=st.integers(0, len(TEXT)), inserted=st.text(st.characters(codec="utf-8"), max_size=40))
def test_whatever_is_inserted_beside_it_a_statement_is_found_again(cut: int, inserted: str) -> None:
    text = TEXT[:cut] + inserted + TEXT[cut:]
    for name, one in anchored(text, STATEMENTS).items():
        before = STATEMENTS[name]
        if before.start < cut < before.end:
            continue
        assert one.now is not None
        assert checksum(text[one.now.start : one.now.end]) in {before.sha256, one.now.sha256}
        moved = before.start + (len(inserted) if cut <= before.start else 0)
        assert moved in {place.start for place in (one.places or (one.now,))}
