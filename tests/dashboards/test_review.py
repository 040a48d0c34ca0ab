"""The page of coding: decided by keyboard, kept at every change, the same words to the last code point."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboards.review.desk import Desk, about, fresh
from dashboards.review.page import page as written
from dashboards.review.server import PATH, make
from sources.candidates import Candidate, lines
from sources.coding import Coding, read_coding, write_coding
from sources.documents import Document, checksum
from sources.folder import Source
from tests.cli.asking import PROCESS, environment
from tests.dashboards.looked_at import opened_page

TEXT = (
    "Harbour Courier\n"
    "Pilots 🚢 threaten to strike\n"
    "Last updated: 3 May 2011\n"
    "The pilots' union 😀 wants no night shifts before the winter, its secretary said on Monday.\n"
    "The port authority insists on its plan, and called the union's demand a threat to the port.\n"
)
ISSUES = {
    "shifts": {
        "title": "Night shifts",
        "question": "Should pilots work at night?",
        "scale": {0: "never", 50: "in summer only", 100: "all year"},
    }
}
ACTORS = {"union": "Pilots' union", "authority": "Port authority"}


def candidate(words: str, actor: str, stance: str) -> Candidate:
    start = TEXT.index(words)
    return Candidate(
        document="pilots.txt",
        start=start,
        end=start + len(words),
        sha256=checksum(words),
        speaker="its secretary",
        actor=actor,
        issue="shifts",
        stance=stance,  # type: ignore[arg-type]
        mode="indirect",
        rule="reported",
    )


CANDIDATES = (
    candidate(
        "The pilots' union 😀 wants no night shifts before the winter, its secretary said on Monday.",
        "union",
        "opposes",
    ),
    candidate(
        "The port authority insists on its plan, and called the union's demand a threat to the port.",
        "authority",
        "supports",
    ),
    candidate(
        "The port authority insists on its plan, and called the union's demand a threat to the port.",
        "union",
        "opposes",
    ),
)


def desk(coder: str = "Anna", coding: Coding | None = None) -> Desk:
    source = Source("pilots.txt", Document(TEXT, checksum(TEXT)))
    texts, known = about([source], {}, "nowhere")
    return Desk(coder, texts, known, ISSUES, ACTORS, CANDIDATES, coding or fresh(coder, known))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "anna.html"
    path.write_text(written(desk(), "Coding: Anna"), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Any, file: Path) -> Iterator[Any]:
    with opened_page(browser, file, 1200, "light") as shown:
        yield shown
        assert shown.bad == []


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def downloaded(page: Any, folder: Path) -> Coding:
    with page.expect_download() as got:
        page.get_by_role("button", name="Download").click()
    got.value.save_as(folder / "anna.json")
    return read_coding(folder / "anna.json")


def test_a_coder_decides_everything_by_keyboard(page: Any, tmp_path: Path) -> None:
    press(page, "a")  # it still wants a position and a paraphrase: the first that is missing has the focus
    assert page.evaluate("document.activeElement.name") == "position"
    press(page, "1", "ArrowRight", "ArrowRight", "p")
    page.keyboard.type("No night shifts until winter.")
    press(page, "Escape", "s", "a", "Escape", "j", "r")
    told = downloaded(page, tmp_path)
    first, second = told.statements.values()
    assert (first.decision, first.position, first.paraphrase) == (
        "accepted",
        2,
        "No night shifts until winter.",
    )
    assert (second.decision, second.complete) == ("accepted", False)
    assert TEXT[first.start : first.end] == TEXT.splitlines()[3]
    assert [(one.actor, one.rule) for one in told.rejected] == [("union", "reported")]
    assert desk().checked(told) == told
    assert "3 of 3 decided, 1 incomplete" in page.locator("#count").inner_text()


def test_a_changed_candidate_is_edited_and_undone_step_by_step(page: Any, tmp_path: Path) -> None:
    page.locator("[name=stance]").select_option("conditional")
    press(page, "Escape")
    page.locator("#texts .text").first.focus()
    press(page, "a", "Escape")
    (one,) = downloaded(page, tmp_path).statements.values()
    assert (one.decision, one.stance) == ("edited", "conditional")
    press(page, "u", "u")
    told = downloaded(page, tmp_path)
    assert not told.statements
    assert page.locator("[name=stance]").input_value() == "opposes"


SELECT = """words => {
  const walk = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const at = node.data.indexOf(words), range = document.createRange();
    if (at < 0) continue;
    range.setStart(node, at); range.setEnd(node, at + words.length);
    getSelection().removeAllRanges(); getSelection().addRange(range); return;
  }
}"""


def test_words_behind_signs_beyond_the_basic_plane_are_added_by_code_points(
    page: Any, tmp_path: Path
) -> None:
    page.evaluate(SELECT, "wants no night shifts")
    press(page, "n")
    (one,) = downloaded(page, tmp_path).statements.values()
    assert one.decision == "added"
    assert TEXT[one.start : one.end] == "wants no night shifts"
    assert one.sha256 == checksum("wants no night shifts")
    press(page, "Escape", "u")
    assert not downloaded(page, tmp_path).statements


def test_the_other_proposals_of_a_sentence_go_at_once(page: Any, tmp_path: Path) -> None:
    press(page, "j", "x")
    assert [one.actor for one in downloaded(page, tmp_path).rejected] == ["union"]
    press(page, "u")
    assert not downloaded(page, tmp_path).rejected


def test_an_offline_page_keeps_what_was_done_and_takes_a_file_back(page: Any, tmp_path: Path) -> None:
    press(page, "j", "r")
    told = downloaded(page, tmp_path)
    page.reload()
    page.wait_for_function("window.__ready")
    assert downloaded(page, tmp_path) == told
    press(page, "u")
    page.evaluate("localStorage.clear()")
    page.reload()
    page.wait_for_function("window.__ready")
    assert not downloaded(page, tmp_path).rejected
    write_coding(told, tmp_path / "back.json")
    page.locator("#file").set_input_files(tmp_path / "back.json")
    page.wait_for_function("document.getElementById('count').textContent.startsWith('1 of 3')")
    assert downloaded(page, tmp_path) == told


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_no_rule_of_accessibility_is_broken(browser: Any, file: Path, width: int, scheme: str) -> None:
    with opened_page(browser, file, width, scheme) as shown:
        press(shown, "a", "Escape")
        found = Axe().run(shown).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= width


# --- served


@pytest.fixture
def served(tmp_path: Path) -> tuple[Any, Path]:
    out = tmp_path / "anna.yaml"
    return make(desk(), out, frozenset({"127.0.0.1"})).server.test_client(), out


def token(client: Any) -> str:
    shown = client.get("/", base_url="http://127.0.0.1:8051")
    assert shown.status_code == 200
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    content = shown.text.split('id="content">')[1].split("</script>")[0]
    found: str = json.loads(content)["served"]["token"]
    return found


def put(client: Any, word: str, **given: Any) -> Any:
    body = {"revision": 0, "coding": desk().coding.model_dump(mode="json", exclude_none=True)} | given
    return client.put(PATH, json=body, headers={"X-Parley": word}, base_url="http://127.0.0.1:8051")


def test_a_change_is_on_disk_before_it_is_answered(served: tuple[Any, Path]) -> None:
    client, out = served
    assert put(client, token(client)).json == {"revision": 1}
    assert read_coding(out) == desk().coding


def test_a_window_that_missed_a_change_does_not_undo_it(served: tuple[Any, Path]) -> None:
    client, out = served
    word = token(client)
    put(client, word)
    before = out.read_bytes()
    answer = put(client, word)
    assert (answer.status_code, answer.json) == (
        409,
        {"faults": ["it was changed in another window; reload this page"]},
    )
    assert out.read_bytes() == before


def test_what_does_not_fit_the_texts_is_not_written(served: tuple[Any, Path]) -> None:
    client, out = served
    coding = desk().coding.model_dump(mode="json", exclude_none=True)
    wrong = {
        "document": "pilots", "start": 5, "end": 9_999, "sha256": "0" * 64, "speaker": "x", "actor": "nobody",
        "issue": "shifts", "stance": "supports", "mode": "direct",
    }  # fmt: skip
    answer = put(client, token(client), coding=coding | {"statements": {"s-1": wrong}})
    assert answer.status_code == 409
    assert [fault.split(":")[0] for fault in answer.json["faults"]] == [
        "statements.s-1.actor",
        "statements.s-1.end",
    ]
    assert not out.exists()


def test_only_the_page_itself_and_this_machine_are_answered(served: tuple[Any, Path]) -> None:
    client, out = served
    assert put(client, "guessed").status_code == 403
    assert client.get("/", base_url="http://evil.example:8051").status_code == 421
    assert not out.exists()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return laid_out(tmp_path)


def laid_out(tmp_path: Path) -> Path:
    """A folder with a document, candidates, actors and issues."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "pilots.txt").write_text(TEXT, encoding="utf-8", newline="")
    (tmp_path / "candidates.jsonl").write_text(
        "".join(f"{one}\n" for one in lines(CANDIDATES)), encoding="utf-8"
    )
    (tmp_path / "actors.yaml").write_text(
        "".join(f"{name}: {{name: {json.dumps(text)}}}\n" for name, text in ACTORS.items()), encoding="utf-8"
    )
    (tmp_path / "issues.yaml").write_text(
        json.dumps(ISSUES).replace('"0"', "0").replace('"50"', "50").replace('"100"', "100"), encoding="utf-8"
    )
    return tmp_path


WORDS = ("candidates.jsonl", "--documents", "documents", "--actors", "actors.yaml", "--issues", "issues.yaml")


def start(folder: Path, *more: str) -> tuple[subprocess.Popen[str], str]:
    command = [*PROCESS, "sources", "review", *WORDS, "--no-open", "--port", "0", *more]
    env = environment() | {"PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("http://"):
            return running, line.split()[0]
    raise AssertionError("the server did not start")


def saved(page: Any) -> None:
    """Wait until all is saved, without evaluating words, which the page's policy forbids."""
    page.locator("#state", has_text=re.compile(r"^Saved$")).wait_for()


def test_a_server_that_is_killed_has_lost_nothing(browser: Any, folder: Path) -> None:
    out = folder / "codings" / "anna.yaml"
    running, address = start(folder, "--coder", "Anna")
    context = browser.new_context(viewport={"width": 1200, "height": 844})
    shown = context.new_page()
    bad: list[str] = []
    shown.on("console", lambda m: bad.append(m.text) if m.type == "error" else None)
    shown.on("request", lambda r: bad.append(r.url) if not r.url.startswith((address, "data:")) else None)
    try:
        shown.goto(address)
        press(shown, "a", "Escape", "j", "r")
        saved(shown)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert bad == []
        kept = read_coding(out)
        assert (len(kept.statements), len(kept.rejected)) == (1, 1)
        running, address = start(folder, "--coder", "Anna")
        shown.goto(address)
        assert "2 of 3 decided" in shown.locator("#count").inner_text()
        press(shown, "s", "r")
        saved(shown)
        assert len(read_coding(out).rejected) == 2
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
        assert running.returncode == 0
    finally:
        running.kill()
        running.communicate()
        context.close()
