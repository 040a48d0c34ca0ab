"""The decision log: terms add up, chances are what the rules say, and every view of it tells the same."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from agents.recognition import SHUT
from sim.ensemble import run
from sim.log import KINDS, TERM, tabulate
from sim.why import UnknownActorError, explain
from tests.sim.asking import block, lasting, load, results

RUNS = 12


def logged(name: str = "baseline") -> pa.Table:
    """Every weighing of every week."""
    done = block(name, RUNS)
    return tabulate(done.entries, done.cast.actors)


def column(table: pa.Table, name: str) -> np.ndarray:
    return np.asarray(table[name].to_pylist(), dtype=np.float64 if name not in WORDS else object)


WORDS = ("actor", "decision", "choice")


def keys(table: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name].to_pylist() for name in ("run", "week", "decision", "actor")), strict=True))


@pytest.mark.parametrize("name", ["baseline", "un-endorsement", "deal"])
def test_the_terms_of_every_decision_add_up_to_its_total(name: str) -> None:
    table = logged(name)
    terms = [column(table, one) for one in table.column_names if one.startswith(TERM)]
    assert len(terms) > 10
    assert np.allclose(np.nansum(terms, axis=0), column(table, "total"), rtol=1e-9, atol=1e-9)


def test_a_recognition_has_the_chance_of_its_hazard_and_follows_its_draw() -> None:
    table = logged()
    row = column(table, "decision") == "recognise"
    total, chance, draw = (column(table, one)[row] for one in ("total", "probability", "draw"))
    shut = column(table, f"{TERM}reservation")[row] == SHUT
    open_ = ~shut
    assert shut.any()
    assert open_.any()
    assert np.allclose(chance[open_], 1 - np.exp(-np.exp(total[open_]) * 7), rtol=1e-9)
    assert (chance[shut] == 0).all()
    assert ((draw < chance) == (column(table, "choice")[row] == "recognises")).all()


@pytest.mark.parametrize(("kind", "yes"), [("declare", "declares"), ("respond:protest", "responds")])
def test_whatever_has_a_chance_follows_its_draw(kind: str, yes: str) -> None:
    table = logged()
    row = column(table, "decision") == kind
    chance, draw = column(table, "probability")[row], column(table, "draw")[row]
    assert ((draw < chance) == (column(table, "choice")[row] == yes)).all()


def test_a_recognition_in_the_log_is_one_in_the_data() -> None:
    whole = results("baseline", RUNS)
    told = {
        (run, actor): week
        for run, week, actor, kind, choice in zip(
            *(whole.decisions[one].to_pylist() for one in ("run", "week", "actor", "decision", "choice")),
            strict=True,
        )
        if kind == "recognise" and choice == "recognises"
    }
    weeks = whole.data["recognised_week"]
    kept = {
        (int(r), str(weeks["actor"].values[a])): int(weeks.values[r, a])
        for r, a in zip(*np.nonzero(weeks.values >= 0), strict=True)
    }
    assert told == kept


def test_the_log_of_changes_is_the_full_log_without_what_did_not_change() -> None:
    full, changes = logged(), results("baseline", RUNS).decisions
    last: dict[tuple[Any, ...], Any] = {}
    expected = []
    for key, choice in zip(keys(full), full["choice"].to_pylist(), strict=True):
        number, _, decision, actor = key
        if last.get((number, decision, actor)) != choice:
            expected.append((key, choice))
        last[(number, decision, actor)] = choice
    assert list(zip(keys(changes), changes["choice"].to_pylist(), strict=True)) == expected
    assert changes.num_rows < full.num_rows / 5


def test_the_log_is_ordered_by_run_week_and_the_order_of_the_week() -> None:
    told = [
        (r, w, KINDS.index(d.partition(":")[0]), d)
        for r, w, d, _ in keys(results("baseline", RUNS).decisions)
    ]
    assert told == sorted(told)


def test_every_kind_of_decision_has_its_place_in_the_week() -> None:
    asked = ("baseline", "un-veto", "emission-standards-1989/baseline")
    kinds = {d.partition(":")[0] for name in asked for _, _, d, _ in keys(logged(name))}
    assert kinds == set(KINDS)


def test_whom_an_actor_gives_way_to_is_logged_with_what_the_other_can_expect() -> None:
    """Round 1 of the published run (Scholz, Calbert and Smith 2011, as reconstructed)."""
    table = logged("emission-standards-1989/baseline").to_pylist()
    first = {row["actor"]: row for row in table if row["run"] == 0 and row["week"] == 0}
    assert {actor: row["choice"] for actor, row in first.items()} == {
        "belgium": "to france",
        "luxembourg": "to belgium",
        "ireland": "to luxembourg",
    }
    assert {row["decision"] for row in first.values()} == {"yield:introduction"}
    belgium = first["belgium"]
    assert belgium["term.rival_challenge"] == pytest.approx(0.2432965945234421, abs=1e-9)
    assert belgium["term.own_challenge"] == pytest.approx(0.11483050347300794, abs=1e-9)


def test_moves_of_less_than_a_point_are_not_logged() -> None:
    slow = block("baseline", RUNS, "rules.negotiation.protocol=expected-utility")
    yields = [entry for entry in slow.entries if entry.names[0].startswith("yield")]
    at_once = ["rules.negotiation.protocol=expected-utility", "parameters.negotiation.pace=1"]
    swift = block("baseline", RUNS, *at_once)
    many = [entry for entry in swift.entries if entry.names[0].startswith("yield")]
    assert 0 < sum(len(entry.run) for entry in yields) < sum(len(entry.run) for entry in many)


def test_the_log_does_not_show_the_blocks() -> None:
    scenario = load("baseline")
    for size in (1, 5):
        assert run(scenario, RUNS, 2007, block=size).decisions.equals(results("baseline", RUNS).decisions)


# --------------------------------------------------------------------------------------------------- why


def test_a_week_replayed_agrees_with_the_ensembles_log() -> None:
    whole = results("baseline", RUNS)
    number = RUNS - 1
    for actor in ("france", "kosovo"):
        for row in explain(whole, actor, run=number).rows:
            again = explain(whole, actor, run=number, week=row["week"]).rows
            match = [one for one in again if one["decision"] == row["decision"]]
            assert match == [row], "the same bits, terms and all"


def test_an_explanation_is_told_in_words_with_the_strongest_term_first() -> None:
    whole = results("baseline", RUNS)
    told = explain(whole, "kosovo", run=3)
    assert told.text.startswith("Kosovo")
    assert f", run 3 of {whole.scenario.name} (seed 2007)" in told.text
    for part in told.text.split("\n\n")[1:]:
        amounts = [abs(float(line.split()[0])) for line in part.splitlines() if line.startswith("    ")]
        assert amounts == sorted(amounts, reverse=True)
    assert told.as_dict()["run"] == 3


def test_an_actor_with_no_decision_is_told_so() -> None:
    whole = results("baseline", RUNS)
    assert explain(whole, "unsc").text.endswith("its members decide. Ask for one of them.")
    early = whole.data["recognised_week"].sel(actor="united-states").values.tolist()
    run = next(i for i, week in enumerate(early) if 0 <= week < 40)
    told = explain(whole, "united-states", run, 41).text
    assert told.endswith(f"No decision was before it in week 41; it recognised in week {early[run]}.")


def test_why_says_what_is_not_there() -> None:
    whole = results("baseline", RUNS)
    with pytest.raises(UnknownActorError):
        explain(whole, "atlantis")
    with pytest.raises(IndexError, match=r"^--run: 12 is outside 0 to 11$"):
        explain(whole, "france", run=RUNS)
    with pytest.raises(IndexError, match=r"^--week: 56 is outside 0 to 55$"):
        explain(whole, "france", week=56)


def test_a_run_in_which_nothing_is_decided_has_an_empty_log() -> None:
    quiet = load("un-no-draft", "rules.talks.enabled=false", "rules.declaration.mode=never")
    table = run(lasting(quiet, 1), 2, 7).decisions
    assert set(table["decision"].to_pylist()) >= {"declare"}
    empty = tabulate([], ["someone"])
    assert empty.num_rows == 0
    assert empty.column_names == [
        "run",
        "week",
        "actor",
        "decision",
        "choice",
        "probability",
        "draw",
        "total",
    ]
