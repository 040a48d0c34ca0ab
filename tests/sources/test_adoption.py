"""Adoption: coders' statements become a case's, and nothing that the rule of positions reads is lost."""

import datetime as dt
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.models.evidence import Document, Statement
from sources.adoption import Known, adopt, as_yaml
from sources.coding import Coded, Coding
from sources.confirmations import gather
from sources.documents import checksum
from sources.faults import SourceError
from sources.positions import Rule, place_all
from sources.stakeholders import nameless

DAY = dt.date(1902, 3, 30)
TEXT = "The harbour stays open and the dues rise."
DOCUMENT = Document(file="d.txt", sha256=checksum(TEXT), outlet="Gazette", date=DAY)
KNOWN = Known({"ledger": DOCUMENT}, ("town", "port"), ("dues", "hours"))

UNKNOWN_TEXT = (
    "c: documents.e: is no text of the case, by its sha256; enter it in case.yaml, as "
    "`parley sources read --out` writes it"
)


def said(start: int = 0, end: int = 11, **other: Any) -> Coded:
    """A statement on a stretch of the text."""
    usual: dict[str, Any] = {
        "document": "d",
        "speaker": "Ana",
        "actor": "town",
        "issue": "dues",
        "stance": "supports",
        "mode": "direct",
        "position": 75,
        "paraphrase": "It will rise.",
    }
    return Coded(start=start, end=end, sha256=checksum(TEXT[start:end]), **usual | other)


def coding(coder: str, *statements: Coded, name: str = "d", document: Document = DOCUMENT) -> Coding:
    """One coder's file."""
    named = {f"s-{number}": one for number, one in enumerate(statements)}
    return Coding(coder=coder, documents={name: document}, statements=named)


def test_what_coders_say_alike_is_one_statement_by_all() -> None:
    first = said(paraphrase="In Anna's words.", decision="accepted")
    found = adopt({"a": coding("Anna", first), "b": coding("Ben", said(note="Why not."))}, KNOWN)
    (name,), (one,) = found.statements, found.statements.values()
    assert (name, one.document, one.coders) == ("s-0", "ledger", ("Anna", "Ben"))
    assert (one.paraphrase, one.note, one.decision) == ("In Anna's words.", None, "accepted")
    assert (found.differing, found.renamed) == ((), ())


@pytest.mark.parametrize(
    "other", [{"stance": "opposes"}, {"position": 74}, {"mode": "indirect"}, {"end": 16}, {"speaker": "Bo"}]
)
def test_where_coders_differ_each_keeps_its_own(other: dict[str, Any]) -> None:
    found = adopt({"a": coding("Anna", said()), "b": coding("Ben", said(**other))}, KNOWN)
    assert {name: one.coders for name, one in found.statements.items()} == {
        "s-0": ("Anna",),
        "s-ledger-01": ("Ben",),
    }
    assert found.differing == (("s-0", "s-ledger-01"),)
    assert found.renamed == (("b", "s-0", "s-ledger-01"),)


def test_statements_of_one_coder_and_on_other_words_are_no_difference() -> None:
    codings = {
        "a": coding("Anna", said(), said(stance="opposes")),
        "b": coding("Ben", said(20, 30), said(issue="hours")),
    }
    assert adopt(codings, KNOWN).differing == ()


def test_all_that_a_case_cannot_take_is_said_at_once() -> None:
    stranger = Document(file="e.txt", sha256="0" * 64, outlet="Gazette", date=DAY)
    later = DOCUMENT.model_copy(update={"date": dt.date(1902, 3, 31)})
    codings = {
        "a": coding("Anna", said(position=None, paraphrase=None), said(actor="twon"), said(document="x")),
        "b": coding("Ben", said(issue="fish"), document=later),
        "c": coding("Cy", said(document="e"), name="e", document=stranger),
        "d": coding("Di", said(document="ledger"), name="ledger", document=stranger),
    }
    with pytest.raises(SourceError) as error:
        adopt(codings, KNOWN)
    assert error.value.faults == (
        "a: statements.s-0: is incomplete, without position and paraphrase",
        "a: statements.s-1.actor: 'twon' is not an actor of the case; did you mean 'town'?",
        "a: statements.s-2.document: 'x' is not a document of this file; there are d",
        "b: documents.d.date: 1902-03-31, yet the case has 1902-03-30 for it",
        "b: statements.s-0.issue: 'fish' is not an issue of the case; there are dues, hours",
        UNKNOWN_TEXT,
        "d: documents.ledger: is another text than that of the case, by its sha256",
    )


def test_documents_without_a_statement_need_not_be_of_the_case() -> None:
    stranger = Document(file="e.txt", sha256="0" * 64, outlet="Gazette", date=DAY)
    assert adopt({"a": coding("Anna", name="e", document=stranger)}, KNOWN).statements == {}


statements = st.builds(
    lambda start, length, other: said(start, start + length, **other),
    st.integers(0, 20),
    st.integers(1, 20),
    st.fixed_dictionaries({
        "speaker": st.sampled_from(["Ana", "the town", "town"]),
        "actor": st.sampled_from(KNOWN.actors),
        "issue": st.sampled_from(KNOWN.issues),
        "stance": st.sampled_from(["supports", "opposes", "conditional", "neutral"]),
        "mode": st.sampled_from(["direct", "indirect", "narrated", "expected"]),
        "position": st.sampled_from([0, 25, 50, 60]),
        "coders": st.sampled_from([(), ("Di",)]),
    }),
)  # fmt: skip
files = st.lists(st.lists(statements, max_size=5), min_size=1, max_size=3).map(
    lambda all_: {str(n): coding(f"coder {n}", *one) for n, one in enumerate(all_)}
)


@given(files, st.integers(1, 3))
@settings(deadline=None)
def test_a_case_has_the_positions_that_its_coders_files_had(codings: dict[str, Coding], least: int) -> None:
    case = {"": Coding(documents=dict(KNOWN.documents), statements=dict(adopt(codings, KNOWN).statements))}
    stakeholders = nameless(KNOWN.actors)
    before, after = (
        [
            (
                one.actor,
                one.issue,
                one.found and (one.found.low, one.found.mode, one.found.high, one.found.grade),
            )
            for one in place_all(
                gather(given_, stakeholders, KNOWN.issues).statements,
                stakeholders,
                KNOWN.issues,
                Rule(DAY, "week", least),
            )
        ]
        for given_ in (codings, case)
    )
    assert after == before


@given(files)
@settings(deadline=None)
def test_what_is_written_are_statements_of_a_case_and_adopting_them_again_changes_nothing(
    codings: dict[str, Coding],
) -> None:
    found = adopt(codings, KNOWN)
    text = as_yaml(found)
    entries = yaml.safe_load(text)
    assert list(entries) == list(found.statements)
    for entry in entries.values():
        Statement.model_validate(entry | {"coders": tuple(entry.get("coders", ()))})
    again = adopt({"case": Coding(documents=dict(KNOWN.documents), statements=dict(found.statements))}, KNOWN)
    assert as_yaml(again) == text
    assert again.renamed == ()
