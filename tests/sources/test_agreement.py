"""What coders agree on: passages that match, laws, and two invented coders whose agreement is known."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.agreement.compare import Agreement, Measure, compare
from sources.agreement.passages import Passage, marked, matched, overlap
from sources.coding import Coding
from sources.faults import SourceError

HERE, THERE = "a" * 64, "b" * 64
DOCUMENT = {"file": "d.txt", "sha256": HERE, "outlet": "Gazette", "date": "2007-12-10"}


def sheet(*said: dict[str, Any], documents: dict[str, str] | None = None) -> Coding:
    """A coder's file with statements that are alike unless told otherwise."""
    usual = {
        "document": "d",
        "start": 0,
        "end": 10,
        "sha256": "0" * 64,
        "speaker": "Ana",
        "actor": "serbia",
        "issue": "talks",
        "stance": "supports",
        "mode": "direct",
        "position": 75.0,
    }
    documents = documents or {"d": HERE}
    return Coding.model_validate(
        {
            "documents": {
                name: DOCUMENT | {"sha256": sha, "date": "2007-12-10"} for name, sha in documents.items()
            },
            "statements": {f"s-{number}": usual | one for number, one in enumerate(said)},
        }
    )


def passage(coder: int, start: int, end: int, **said: Any) -> Passage:
    one = Passage(coder, f"{coder}-{start}", HERE, start, end, "serbia", "talks", "supports", "direct", 75.0)
    return replace(one, **said)


@st.composite
def passages(draw: st.DrawFn) -> list[Passage]:
    """Passages of up to four coders, near each other."""
    spans = st.tuples(st.integers(0, 3), st.integers(0, 12), st.integers(1, 6), st.sampled_from("ab"))
    drawn = draw(st.lists(spans, max_size=12))
    return [
        passage(coder, start, start + length, name=str(number), actor=actor)
        for number, (coder, start, length, actor) in enumerate(drawn)
    ]


def by_actor(one: Passage) -> str:
    return one.actor


def of(agreement: Agreement, what: str, issue: str | None = None) -> Measure:
    return next(one for one in agreement.measures if (one.what, one.issue) == (what, issue))


# -------------------------------------------------------------------------------------------------- passages


@given(passages())
def test_every_passage_is_in_one_match_with_others_of_other_coders_on_the_same_actor(
    pool: Sequence[Passage],
) -> None:
    found = matched(pool, by_actor)
    assert sorted(one.name for match in found for one in match) == sorted(one.name for one in pool)
    for match in found:
        assert len({one.coder for one in match}) == len(match)
        assert len({one.actor for one in match}) == 1
        assert all(any(overlap(one, other) for other in match if other != one) for one in match[1:])


@given(passages(), st.permutations(range(4)))
def test_who_is_first_decides_nothing(pool: Sequence[Passage], order: Sequence[int]) -> None:
    def as_sets(matches: Sequence[Sequence[Passage]]) -> set[frozenset[str]]:
        return {frozenset(one.name for one in match) for match in matches}

    moved = [replace(one, coder=order[one.coder]) for one in reversed(pool)]
    assert as_sets(matched(moved, by_actor)) == as_sets(matched(pool, by_actor))


def test_the_closest_pair_is_matched_first() -> None:
    long, half, most = passage(0, 0, 10), passage(1, 0, 5), passage(1, 1, 10)
    assert matched([long, half, most], by_actor) == [(half,), (long, most)]


def test_passages_that_only_touch_share_nothing() -> None:
    assert overlap(passage(0, 0, 5), passage(1, 5, 9)) == 0
    assert overlap(passage(0, 0, 6), passage(1, 3, 9)) == pytest.approx(3 / 9)
    assert overlap(passage(0, 0, 6), passage(1, 0, 6, document=THERE)) == 0


def test_stretches_are_cut_where_any_passage_begins_or_ends() -> None:
    codes, lengths = marked([passage(0, 2, 6), passage(1, 4, 8)], [{HERE: 20}, {HERE: 20}, {THERE: 5}])
    assert lengths.tolist() == [2, 2, 2, 2, 12, 5]
    nan = np.nan
    wanted = [[0, 1, 1, 0, 0, nan], [0, 0, 1, 1, 0, nan], [nan] * 5 + [0]]
    np.testing.assert_array_equal(codes, wanted)


# ------------------------------------------------------------------------------------------------- agreement


def test_a_coder_agrees_with_a_copy_in_everything() -> None:
    one = sheet({}, {"start": 20, "end": 30, "stance": "opposes", "mode": "narrated", "position": 0.0})
    found = compare({"anna": one, "ben": one}, 100, 0, {HERE: 100})
    assert found.disagreements == ()
    assert (found.shared, found.statements, found.documents) == (2, (2, 2), ("d",))
    assert [measure.found.value for measure in found.measures] == [1.0] * 12  # six of all, six of talks
    assert {measure.issue for measure in found.measures} == {None, "talks"}


def test_two_coders_whose_agreement_is_counted_by_hand() -> None:
    anna = sheet({}, {"start": 20, "end": 30, "stance": "opposes", "position": 0.0}, {"start": 40, "end": 50})
    ben = sheet({}, {"start": 20, "end": 30, "position": 50.0}, {"start": 70, "end": 80})
    found = compare({"anna": anna, "ben": ben}, 0, 0, {HERE: 100})
    # Stances of two shared passages: +-, ++ in coincidences; D_o = 1/2, D_e = 2*3*1/(4*3) = 1/2.
    assert of(found, "stance").found.value == 0
    assert of(found, "stance").found.same == 0.5
    # Positions 75 75, 0 50: D_o = 2500/2; D_e the mean square distance of 75, 75, 0, 50 in their 6 pairs.
    among = (0 + 75**2 + 25**2 + 75**2 + 25**2 + 50**2) / 6
    assert of(found, "position").found.value == pytest.approx(1 - 1250 / among)
    # Marked, by code point: 20 of 100 by both, 10 by each alone, 60 by none.
    within, among = 20 / 100, 2 * 60 * 140 / (200 * 199)
    assert of(found, "marked").found.value == pytest.approx(1 - within / among)
    assert of(found, "marked").found.same == pytest.approx(0.8)
    assert of(found, "mode").found.why == "all values are the same"
    assert [(one.start, one.differs) for one in found.disagreements] == [
        (20, ("stance", "position")),
        (40, ("marked",)),
        (70, ("marked",)),
    ]


def test_neutral_is_a_stance_but_has_no_place_in_their_order() -> None:
    anna = sheet({"stance": "neutral"}, {"start": 20, "end": 30})
    found = compare({"anna": anna, "ben": sheet({}, {"start": 20, "end": 30})}, 0, 0)
    assert (of(found, "stance").found.units, of(found, "degree").found.units) == (2, 1)


def test_the_worst_comes_first_and_another_actor_is_laid_beside() -> None:
    places = [{"start": start, "end": start + 10} for start in (0, 20, 40, 60)]
    modes, actors, points, stances = places
    anna = sheet(
        modes | {"mode": "narrated"}, actors, points | {"position": 90.0}, stances | {"stance": "opposes"}
    )
    ben = sheet(modes, actors | {"actor": "kosovo"}, points, stances, {"start": 80, "end": 90})
    found = compare({"anna": anna, "ben": ben}, 0, 0)
    assert [(one.start, one.end, one.differs, one.gap) for one in found.disagreements] == [
        (60, 70, ("stance",), 0),
        (40, 50, ("position",), 15),
        (20, 30, ("actor",), 0),
        (80, 90, ("marked",), 0),
        (0, 10, ("mode",), 0),
    ]


def test_a_document_that_a_coder_did_not_read_is_missing_and_not_empty() -> None:
    both = {"d": HERE, "e": THERE}
    anna = sheet({}, {"document": "e"}, documents=both)
    ben = sheet({}, {"document": "e"}, documents=both)
    found = compare({"anna": anna, "ben": ben, "carla": sheet({})}, 0, 0)
    assert found.disagreements == ()
    assert (found.documents, found.alone) == (("d", "e"), ())
    less = compare({"anna": anna, "carla": sheet({})}, 0, 0)
    assert (less.documents, less.alone, less.statements) == (("d",), ("e",), (1, 1))


def test_a_document_is_known_by_its_text_whatever_its_name() -> None:
    ben = sheet({"document": "other-name"}, documents={"other-name": HERE})
    assert compare({"anna": sheet({}), "ben": ben}, 0, 0).shared == 1


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        compare({"anna": sheet({}), "ben": sheet({}, documents={"d": THERE})}, 0, 0)
    assert caught.value.faults == ("ben: documents.d: another coder has another text",)
    with pytest.raises(SourceError) as caught:
        compare({"anna": sheet({}), "ben": sheet({"document": "e"}, documents={"e": THERE})}, 0, 0)
    assert caught.value.faults == ("no document was read by two of anna, ben",)
    with pytest.raises(SourceError) as caught:
        compare({"anna": sheet({}), "ben": sheet({"document": "f"})}, 0, 0)
    assert caught.value.faults == ("ben: s-0.document: 'f' is not a document",)


@given(st.data())
def test_the_order_of_coders_changes_no_number(data: st.DataObject) -> None:
    spoken = st.tuples(
        st.integers(0, 30),
        st.sampled_from(["supports", "opposes", "neutral"]),
        st.sampled_from([0.0, 50.0, None]),
    )
    said = spoken.map(lambda one: {"start": one[0], "end": one[0] + 5, "stance": one[1], "position": one[2]})
    sheets = {name: sheet(*data.draw(st.lists(said, max_size=5))) for name in ("anna", "ben", "carla")}
    found = compare(sheets, 0, 0)
    turned = compare(dict(reversed(sheets.items())), 0, 0)
    assert [(one.start, one.end, one.differs) for one in turned.disagreements] == [
        (one.start, one.end, one.differs) for one in found.disagreements
    ]
    for one, other in zip(found.measures, turned.measures, strict=True):
        assert one.found.units == other.found.units
        assert one.found.value == pytest.approx(other.found.value, abs=1e-9)
