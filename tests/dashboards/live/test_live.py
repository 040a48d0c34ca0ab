"""The dashboard as a person uses it: levers, links, views, a mistake, a phone, the dark, a keyboard."""

import csv
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import scenarios
from dashboards.live import pairs, reasons
from dashboards.live.answers import Answers
from dashboards.live.app import make
from dashboards.live.levers import levers
from dashboards.live.state import State, from_query
from dashboards.live.views import VIEWS
from tests.dashboards.live.conftest import settled
from tests.dashboards.looked_at import assert_contract

# --- without a browser


def test_a_link_carries_the_state_and_nothing_that_is_usual() -> None:
    settings = {"kfor.strength": "12000", "rules.eu.decision": "unanimity"}
    state = State("kosovo-2007/un-veto", settings, 300, 5, "votes")
    assert from_query(state.query, "x/y") == (state, [])
    assert State("kosovo-2007/baseline").query == "?scenario=kosovo-2007/baseline"
    assert "--set kfor.strength=12000" in state.command


def test_a_view_tells_the_command_that_shows_it() -> None:
    home, rest = "kosovo-2007/un-veto", "--runs 200 --seed 2007"
    said = {
        f"parley run {home} {rest}": State(home, view="compare"),
        f"parley score {home} {rest}": State(home, view="scored"),
        f"parley compare {home} {rest} --set a.b=1": State(home, {"a.b": "1"}, view="compare"),
        f"parley compare x/y {home} {rest} --set a.b=1": State(
            home, {"a.b": "1"}, view="compare", other="x/y"
        ),
    }
    assert {state.command: state for state in said.values()} == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?runs=1e9", "runs: '1e9' is not a whole number from 1 to 2000"),
        ("?seed=-1", "seed: '-1' is not a whole number"),
        ("?set=kfor.strength", "set: 'kfor.strength' is not KEY=VALUE"),
        ("?file=/etc/passwd", "'file' is no part of an address here"),
    ],
)
def test_what_means_nothing_in_a_link_is_told(query: str, said: str) -> None:
    state, faults = from_query(query, "kosovo-2007/baseline")
    assert state == State("kosovo-2007/baseline")
    assert said in faults[0]


def test_every_lever_of_a_case_can_be_set_to_both_its_ends() -> None:
    for name in ("kosovo-2007/baseline", "emission-standards-1989/baseline"):
        for one in levers(scenarios.load(name)):
            ends = [value for value, _ in one.options] or [f"{one.low:g}", f"{one.high:g}"]
            for end in (ends[0], ends[-1]):
                scenarios.load(name, (f"{one.key}={end}",))


def test_an_ensemble_is_run_once_for_a_state_whatever_the_view(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboards.live import answers

    made: list[int] = []
    real = answers.run
    monkeypatch.setattr(answers, "run", lambda *given, **named: made.append(1) or real(*given, **named))
    known = Answers(kept=2)
    state = State("emission-standards-1989/baseline", runs=3)
    first = known.of(state)
    assert known.of(State(**{**vars(state), "view": "votes"})) is first
    for seed in (1, 2, 3):
        known.of(State(state.scenario, runs=3, seed=seed))
    assert known.of(state) is not first
    assert len(made) == 5


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../pyproject.toml",
        "/assets/%2e%2e/app.py",
        "/..%2f..%2fetc/passwd",
        "/assets//etc/passwd",
    ],
)
def test_no_file_beside_the_assets_can_be_read(path: str) -> None:
    answer = make().server.test_client().get(path, base_url="http://127.0.0.1:8050")
    assert b"[project]" not in answer.data
    assert b"root:" not in answer.data
    assert b"def make" not in answer.data


def test_only_this_machine_and_its_own_pages_are_answered() -> None:
    client = make().server.test_client()
    here = "http://127.0.0.1:8050"
    assert client.get("/", base_url=here).status_code == 200
    assert client.get("/", base_url="http://evil.example:8050").status_code == 421
    assert (
        client.post(
            "/_dash-update-component", base_url=here, headers={"Origin": "http://evil.example"}
        ).status_code
        == 403
    )
    assert client.post("/_dash-update-component", base_url=here, json="x" * 50_000_000).status_code == 413
    headers = client.get("/", base_url=here).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_decision_is_a_chart_like_any_other() -> None:
    answer = Answers().of(State("kosovo-2007/baseline", runs=20))
    for actor in ("france", "russia", "cyprus", "kosovo", "serbia"):
        for one in reasons.charts(answer, actor, 2):
            assert_contract(one)


# --- in a browser


def test_every_view_is_drawn_and_said(opened: Any) -> None:
    page = opened("?runs=60")
    for one in VIEWS:
        page.get_by_role("tab", name=one.title).click()
        page.locator("#answers .findings, #answers .about").first.wait_for()
        settled(page)
        if one.name != "compare":  # with no lever moved there is nothing to compare
            page.locator("#answers .js-plotly-plot .main-svg").first.wait_for(state="attached")
        assert page.locator("#answers .chart").count() >= (one.name != "compare")
        assert page.locator("#answers .chart .said").count() == page.locator("#answers .chart").count()
        if one.name != "headline":
            assert f"view={one.name}" in page.url


def test_a_lever_changes_the_answer_and_the_link_shows_the_same_again(opened: Any) -> None:
    page = opened("?runs=60")
    before = page.locator(".findings").inner_text()
    page.get_by_label("Kosovo's leaders declare in this week, together with their partners").fill("20")
    page.locator("#status", has_text="1 set").wait_for()
    settled(page)
    after = page.locator(".findings").inner_text()
    assert after != before
    assert "28 Apr" in after
    assert "set=declaration.week=20" in page.url
    again = opened(page.url.partition("/?")[2].join(("?", "")))
    assert again.locator(".findings").inner_text() == after
    again.get_by_role("button", name="Reset").click()
    again.locator("#status:not(:has-text('set'))").wait_for()
    settled(again)
    assert again.locator(".findings").inner_text() == before


def test_another_scenario_brings_its_own_question_and_levers(opened: Any) -> None:
    page = opened("?scenario=emission-standards-1989/baseline&runs=30")
    assert "ten rounds of bargaining" in page.locator("#question").inner_text()
    assert page.get_by_label("How much the issue matters to Denmark").count() >= 1
    assert page.get_by_label("Strength of KFOR").count() == 0


def test_a_wrong_link_is_told_and_the_page_lives_on(opened: Any) -> None:
    page = opened("?scenario=kosovo-2007/baseline&runs=60&set=kfor.strength=999999")
    assert "999999 is above 60000" in page.locator("[role=alert]").inner_text()
    page.get_by_role("tab", name="Votes").click()
    page.locator("#answers .about").wait_for()
    settled(page)
    assert page.locator("#answers .chart").count() >= 1


def test_the_data_of_a_chart_can_be_taken_along(opened: Any, tmp_path: Path) -> None:
    page = opened("?runs=60&view=recognition")
    page.locator("details summary").first.click()
    with page.expect_download() as got:
        page.get_by_role("button", name="CSV: ").first.click()
    got.value.save_as(tmp_path / "x.csv")
    rows = list(csv.reader((tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0][0] == "Group"
    assert len(rows) > 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_no_rule_of_accessibility_is_broken(opened: Any, width: int, scheme: str) -> None:
    page = opened("?runs=60", width, scheme)
    assert page.evaluate("document.documentElement.dataset.mode") == scheme
    if width < 700:
        page.get_by_role("button", name="Levers").click()
        page.get_by_label("Scenario").first.wait_for()
        page.wait_for_timeout(400)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:4]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


FOCUSED = """() => {
  const one = document.activeElement;
  return one.id || one.getAttribute("role") || one.tagName;
}"""


def test_the_keyboard_reaches_levers_tabs_and_tables(opened: Any) -> None:
    page = opened("?runs=60")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    assert {"scenario", "runs", "seed", "reset", "tab", "SUMMARY"} <= reached | {"tab"}
    page.get_by_role("tab", name="At a glance").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#answers .about").wait_for()
    settled(page)
    assert "view=positions" in page.url


def test_two_who_look_at_once_do_not_see_each_other(opened: Any) -> None:
    one, other = opened("?runs=60"), opened("?runs=60")
    one.get_by_label("Strength of KFOR at the start").fill("8000")
    one.locator("#status", has_text="1 set").wait_for()
    settled(one)
    assert "set" not in other.url
    assert other.get_by_label("Strength of KFOR at the start").input_value() == ""


def test_a_decision_is_told_by_its_terms_and_the_statements_it_rests_on(opened: Any) -> None:
    page = opened("?runs=60&view=why&actor=france&world=3")
    assert "France recognises" in page.locator("#answers").inner_text()
    assert "WHAT ITS POSITIONS REST ON" in page.locator("#answers").inner_text().upper()
    assert page.locator(".rests li").count() >= 4
    first = page.locator(".chart .said").first.inner_text()
    assert first.startswith(("Most for it: ", "Most against it: "))
    page.get_by_label("World").last.fill("4")
    page.wait_for_url("**world=4**")
    settled(page)
    page.get_by_role("textbox", name="Actor").click()
    page.get_by_role("option", name="Spain").click()
    page.wait_for_url("**actor=spain**")
    settled(page)
    assert "Spain" in page.locator(".chart h3").first.inner_text()


def test_a_chart_can_be_saved_as_a_picture(opened: Any, tmp_path: Path) -> None:
    page = opened("?runs=60&view=recognition")
    with page.expect_download() as got:
        page.get_by_role("button", name="PNG: ").first.click()
    got.value.save_as(tmp_path / "x.png")
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")


def test_a_click_on_a_members_vote_leads_to_its_reasons(opened: Any) -> None:
    page = opened("?runs=60&view=votes")
    page.locator("#answers .js-plotly-plot .bars .point path").first.click(force=True)
    page.wait_for_url("**view=why&actor=*")
    settled(page)
    assert page.locator(".evidence h3").count() >= 1


def test_levers_are_compared_with_the_scenario_as_it_is_world_by_world(opened: Any) -> None:
    page = opened("?runs=60&view=compare")
    assert "They are the same in every world" in page.locator(".about").inner_text()
    page.get_by_label("Kosovo's leaders declare in this week, together with their partners").fill("30")
    page.locator("#status", has_text="1 set").wait_for()
    settled(page)
    assert page.locator("#answers .chart").count() >= 3
    page.get_by_role("textbox", name="Compare with").click()
    page.get_by_role("option", name="Nothing is tabled in the Council").click()
    page.wait_for_url("**other=kosovo-2007/un-no-draft**")
    settled(page)
    assert "A: Nothing is tabled in the Council" in page.locator(".about").inner_text()


def test_a_comparison_of_a_scenario_with_itself_is_exactly_nothing() -> None:
    known = Answers()
    state = State("kosovo-2007/un-veto", runs=20, view="compare")
    found, wrong = pairs.compared(known, known.of(state), state)
    assert wrong == ""
    assert found is not None
    assert not any(one.differs for one in found.outcomes)
    assert pairs.charts(known, known.of(state), state) == []


def test_a_case_with_a_history_is_scored_and_another_says_that_it_is_not(opened: Any) -> None:
    page = opened("?runs=60&view=scored")
    shown = page.locator("#answers").inner_text()
    assert "Forecast and history, state by state" in shown
    assert "parley score kosovo-2007/baseline --runs 60 --seed 2007" in shown
    page = opened("?scenario=lake-orm-2009/baseline&runs=30&view=scored")
    assert "is not known here" in page.locator("#answers").inner_text()
