"""Candidates: a case whose statements are candidates is refused, however they came into its file."""

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pytest

import scenarios
from scenarios import ScenarioError
from scenarios.writing import written
from sources.candidates import Candidate, lines
from sources.documents import checksum

HARBOUR = Path(__file__).resolve().parents[1] / "cases" / "harbour"
ONE = Candidate(
    document="ledger",
    start=0,
    end=1,
    sha256=checksum("U"),
    speaker="The mayor of Upstream",
    actor="upstream",
    issue="dues",
    stance="opposes",
    mode="direct",
    rule="quoted",
)
ENTRY = asdict(ONE)
FILES = {
    "the file of one as it is": "".join(lines([ONE])),
    "the file of two as it is": "\n".join(lines([ONE, replace(ONE, end=2)])),
    "under names": written({"s-ledger-01": ENTRY}),
    "under names, with a place": written({"s-ledger-01": ENTRY | {"position": 10}}),
    "under names, with a place and a paraphrase": written(
        {"s-ledger-01": ENTRY | {"position": 10, "paraphrase": "Upstream will hardly pay."}}
    ),
    "as a list": written([ENTRY]),
    "as a coder's file": json.dumps({"coder": "anna", "statements": {"s-ledger-01": ENTRY}}),
}


@pytest.mark.parametrize("form", FILES)
def test_a_case_with_candidates_is_refused(tmp_path: Path, form: str) -> None:
    case = tmp_path / "harbour"
    shutil.copytree(HARBOUR, case)
    assert scenarios.check(case) == []
    (case / "statements.yaml").write_text(FILES[form], encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        scenarios.load(case / "baseline.yaml")
    assert any(one.mark.file.endswith("statements.yaml") for one in caught.value.problems)
