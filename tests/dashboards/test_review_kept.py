"""The page of coding loses nothing: not what is typed, not what was decided, not where the focus is."""

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from dashboards.review.page import page as written
from dashboards.review.server import PATH, make
from scenarios.models.evidence import Document
from sources.coding import Coded, Coding, Rejected, read_coding, write_coding
from sources.documents import checksum
from tests.dashboards.looked_at import opened_page
from tests.dashboards.test_review import SELECT, TEXT, desk, downloaded, file, page, press, saved, token

__all__ = ["file", "page"]  # fixtures

UNION = TEXT.index("The pilots' union")
END = UNION + len(TEXT.splitlines()[3])  # of the sentence that is proposed
AUTHORITY = TEXT.index("The port authority")


def again(page: Any) -> None:
    page.reload()
    page.wait_for_function("window.__ready")


def count(page: Any) -> str:
    found: str = page.locator("#count").inner_text()
    return found


def coded(start: int, end: int, **said: Any) -> Coded:
    usual: dict[str, Any] = {
        "document": "pilots",
        "speaker": "its secretary",
        "actor": "union",
        "issue": "shifts",
        "stance": "opposes",
        "mode": "indirect",
        "position": 5,
        "paraphrase": "Not now.",
    }
    return Coded(start=start, end=end, sha256=checksum(TEXT[start:end]), **usual | said)


def coding(*statements: Coded, rejected: tuple[Rejected, ...] = ()) -> Coding:
    document = Document(file="pilots.txt", sha256=checksum(TEXT), outlet="Courier", date=dt.date(2011, 5, 3))
    named = {f"s-{number}": one for number, one in enumerate(statements)}
    return Coding(coder="Anna", documents={"pilots": document}, statements=named, rejected=rejected)


def test_what_is_typed_into_a_proposal_is_a_decision_and_is_kept(page: Any, tmp_path: Path) -> None:
    page.locator("[name=paraphrase]").fill("Not now.")
    again(page)
    (one,) = downloaded(page, tmp_path).statements.values()
    assert (one.decision, one.paraphrase, one.position) == ("accepted", "Not now.", None)
    assert count(page) == "1 of 3 decided, 1 incomplete"


def test_a_button_is_pressed_at_once_after_typing_and_keeps_the_focus(page: Any) -> None:
    page.locator("[name=paraphrase]").fill("Not now.")
    page.locator(".scale button").nth(1).click()
    page.locator("[name=accept]").click()
    assert page.locator("aside h2").inner_text() == "Port authority"
    for name in ("next", "undo", "reject"):
        page.locator(f"[name={name}]").focus()
        press(page, "Enter")
        assert page.evaluate("document.activeElement.name") == name


def test_the_slider_can_be_dragged_and_says_the_nearest_wording(page: Any, tmp_path: Path) -> None:
    slider = page.locator("[name=position]")
    assert slider.evaluate("it => it.ariaValueText") == "not placed"
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    at, right = box["y"] + box["height"] / 2, box["x"] + box["width"]
    page.mouse.move(box["x"] + box["width"] / 2, at)
    page.mouse.down()
    for back in (60, 30, 10, 0):
        page.mouse.move(right - back, at)
    page.mouse.up()
    assert slider.evaluate("it => it.ariaValueText") == "100: all year"
    assert page.locator(".scale .near span").inner_text() == "all year"
    (one,) = downloaded(page, tmp_path).statements.values()
    assert one.position == 100


def test_a_proposal_that_became_another_actors_does_not_come_back(page: Any, tmp_path: Path) -> None:
    press(page, "j")  # of two proposals on one sentence the first is made the second's actor's
    page.locator("[name=actor]").select_option("union")
    told = downloaded(page, tmp_path)
    assert [(one.actor, one.decision) for one in told.statements.values()] == [("union", "edited")]
    assert [(one.actor, one.instead) for one in told.rejected] == [("authority", "s-pilots-01")]
    again(page)
    assert count(page) == "1 of 3 decided, 1 incomplete"
    assert downloaded(page, tmp_path) == told
    press(page, "k", "k", "k", "j", "r")
    assert [(one.actor, one.instead) for one in downloaded(page, tmp_path).rejected] == [("authority", None)]


def test_statements_on_the_same_words_are_all_kept(browser: Any, tmp_path: Path) -> None:
    given = coding(
        coded(UNION, END, decision="accepted"),
        coded(UNION, END, decision="accepted", stance="conditional"),
        coded(UNION, END, decision="edited", stance="neutral"),
        coded(AUTHORITY, AUTHORITY + 18, coders=("Anna", "Ben")),
        rejected=(Rejected(document="pilots", start=0, end=7, note="A menu."),),
    )
    path = tmp_path / "page.html"
    path.write_text(written(desk(coding=given), "Coding: Anna"), encoding="utf-8")
    with opened_page(browser, path, 1200, "light") as shown:
        found = downloaded(shown, tmp_path)
        assert found.statements == given.statements
        assert found.rejected == given.rejected
        assert shown.bad == []


def test_words_beside_the_article_are_taken_only_if_asked_for_twice(page: Any, tmp_path: Path) -> None:
    page.evaluate(SELECT, "threaten to strike")
    press(page, "n")
    assert "Press n again" in page.locator("#state").inner_text()
    assert not downloaded(page, tmp_path).statements
    page.evaluate(SELECT, "threaten to strike")
    press(page, "n")
    (one,) = downloaded(page, tmp_path).statements.values()
    assert TEXT[one.start : one.end] == "threaten to strike"


def test_a_page_made_anew_shows_its_file_and_offers_what_the_browser_kept(
    page: Any, file: Path, tmp_path: Path
) -> None:
    press(page, "r")
    kept = downloaded(page, tmp_path)
    other = coding(coded(UNION, UNION + 17))
    file.write_text(written(desk(coding=other), "Coding: Anna"), encoding="utf-8")
    again(page)
    assert downloaded(page, tmp_path).statements == other.statements
    page.get_by_role("button", name="Take it back").click()
    assert downloaded(page, tmp_path) == kept
    assert page.locator("#earlier").is_hidden()
    again(page)
    assert downloaded(page, tmp_path) == kept


def test_the_stance_of_a_stretch_is_shown_by_more_than_colour(page: Any) -> None:
    shapes = page.evaluate(
        "[...document.querySelectorAll('mark')].map(one => getComputedStyle(one, '::after').content)"
    )
    assert shapes == ['"▼"', '"▲"']


# --- served

Serve = Callable[[Coding | None], tuple[str, Path]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves a coding to a browser; returns where, and the file that it is kept in."""
    running = []

    def start(given: Coding | None = None) -> tuple[str, Path]:
        out = tmp_path / "kept.yaml"
        app = make(desk(coding=given), out, frozenset({"127.0.0.1"}))
        server = make_server("127.0.0.1", 0, app.server, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}/", out

    yield start
    for server in running:
        server.shutdown()


def test_a_coding_larger_than_a_closing_page_may_send_is_saved(browser: Any, serve: Serve) -> None:
    rejected = tuple(
        Rejected(document="pilots", start=n % 90, end=n % 90 + 5 + n // 90, note="No position." * 8)
        for n in range(600)
    )
    address, out = serve(coding(rejected=rejected))
    shown = browser.new_page()
    shown.goto(address)
    press(shown, "r")
    saved(shown)
    shown.close()
    assert len(read_coding(out).rejected) == 601
    assert out.stat().st_size > 65_536


def test_what_a_server_did_not_take_is_offered_when_it_is_back(browser: Any, serve: Serve) -> None:
    address, out = serve(None)
    shown = browser.new_page()
    shown.goto(address)
    shown.route(f"**{PATH}", lambda route: route.abort())
    press(shown, "r")
    shown.locator("#state", has_text=re.compile("the server does not answer")).wait_for()
    shown.goto("about:blank")
    assert not out.exists()
    shown.unroute(f"**{PATH}")
    shown.goto(address)
    assert shown.locator("#count").inner_text() == "0 of 3 decided"
    shown.get_by_role("button", name="Take it back").click()
    saved(shown)
    shown.goto(address)
    assert shown.locator("#earlier").is_hidden()
    shown.close()
    assert len(read_coding(out).rejected) == 1


def test_another_pages_request_is_not_answered(tmp_path: Path) -> None:
    out = tmp_path / "kept.yaml"
    client = make(desk(), out, frozenset({"127.0.0.1"})).server.test_client()
    base = "http://127.0.0.1:8051"
    word = token(client)
    body = {"revision": 0, "coding": desk().coding.model_dump(mode="json", exclude_none=True)}
    for headers, status in (
        ({"X-Parley": word, "Origin": "http://evil.example"}, 403),
        ({"X-Parley": word, "Origin": "null"}, 403),
        ({"X-Parley": "caf\u00e9"}, 403),
        ({"X-Parley": word, "Origin": base}, 200),
    ):
        assert client.put(PATH, json=body, headers=headers, base_url=base).status_code == status
        assert out.exists() == (status == 200)


def test_a_file_that_somebody_broke_is_said_and_left(tmp_path: Path) -> None:
    out = tmp_path / "kept.yaml"
    client = make(desk(), out, frozenset({"127.0.0.1"})).server.test_client()
    out.write_text("coder: [\n", encoding="utf-8")
    answer = client.get("/", base_url="http://127.0.0.1:8051")
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert answer.text.startswith(f"{out}:")
    assert out.read_text(encoding="utf-8") == "coder: [\n"


def test_what_another_program_wrote_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "kept.yaml"
    client = make(desk(), out, frozenset({"127.0.0.1"})).server.test_client()
    base = "http://127.0.0.1:8051"
    word = token(client)
    body = {"revision": 0, "coding": desk().coding.model_dump(mode="json", exclude_none=True)}
    other = coding(coded(UNION, END))
    write_coding(other, out)
    answer = client.put(PATH, json=body, headers={"X-Parley": word}, base_url=base)
    told = f"{out} was changed by another program; reload this page"
    assert (answer.status_code, answer.json) == (409, {"faults": [told]})
    token(client)  # the page is loaded anew, and shows what is there; the old one still may not write
    assert client.put(PATH, json=body, headers={"X-Parley": word}, base_url=base).status_code == 409
    assert read_coding(out) == other
    answer = client.put(PATH, json=body | {"revision": 1}, headers={"X-Parley": word}, base_url=base)
    assert answer.json == {"revision": 2}
