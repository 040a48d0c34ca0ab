"""`score` and `seal`: what is told, what was sealed before, and what is refused."""

import json
from pathlib import Path

import pytest

from tests.cli.asking import HARBOUR, Ask


def test_a_forecast_is_scored_in_words_and_as_json(ask: Ask) -> None:
    answer = ask("score", "kosovo-2007/baseline", "--runs", 30, "--no-protocols")
    assert (answer.code, answer.err) == (0, "")
    for said in (
        "206 questions with yes or no",
        "the texts at their word",
        "recalibrated *",
        "The worst misses",
    ):
        assert said in answer.out
    told = json.loads(ask("score", "kosovo-2007/baseline", "--runs", 30, "--no-protocols", "--json").out)
    own = told["rivals"][0]
    parts = told["decomposition"]
    assert own["brier"] == pytest.approx(sum(one["brier"] for one in told["chances"]) / len(told["chances"]))
    assert parts["score"] == pytest.approx(own["brier"])


def test_protocols_are_held_against_a_known_outcome(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "score.html"
    answer = ask("score", "emission-standards-1989/baseline", "--runs", 20, "--html", out)
    assert answer.code == 0
    assert "protocol median" in answer.out
    assert "80.55" in answer.out
    assert "protocol condorcet" in answer.out
    assert out.is_file()


def test_only_what_was_sealed_is_graded(ask: Ask, tmp_path: Path) -> None:
    folder, ledger = tmp_path / "run", tmp_path / "forecasts.jsonl"
    assert ask("run", "kosovo-2007/baseline", "--runs", 20, "--out", folder, "--no-report").code == 0
    sealed = ask("seal", folder)
    assert (sealed.code, sealed.err) == (0, "")
    assert "218 answers of 20 runs of kosovo-2007/baseline" in sealed.out
    graded = ask("score", "kosovo-2007/baseline", "--sealed")
    assert graded.code == 0
    assert "20 runs, seed 2007, sealed 20" in graded.out
    again = ask("seal", folder)
    assert (again.code, "has this forecast already" in again.err) == (2, True)
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace('"resolution": 0.0', '"resolution": 0.9'), encoding="utf-8")
    forged = ask("score", "kosovo-2007/baseline", "--sealed")
    assert forged.code == 2
    assert "forecasts.jsonl:1: was edited after it was sealed" in forged.err


def test_a_scenario_that_was_changed_was_not_sealed(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    ask("run", "kosovo-2007/baseline", "--runs", 5, "--out", folder, "--no-report")
    ask("seal", folder)
    answer = ask("score", "kosovo-2007/baseline", "--set", "weeks=40", "--sealed")
    assert answer.code == 2
    assert (
        "has no sealed forecast of kosovo-2007/baseline as it is now; 1 of other versions of it" in answer.err
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("kosovo-2007/basline",), "did you mean"),
        ((HARBOUR / "baseline.yaml",), "questions.yaml: there is no such file; nothing can be scored"),
        (("kosovo-2007/baseline", "--sealed"), "forecasts.jsonl: cannot be read: No such file or directory"),
        (("kosovo-2007/history",), "kept for scoring; nothing that makes a forecast reads it"),
    ],
)
def test_what_cannot_be_scored_is_refused(ask: Ask, words: tuple[object, ...], said: str) -> None:
    answer = ask("score", *words)
    assert answer.code == 2
    assert said in answer.err
