"""What programs write in the pages is fresh, links lead somewhere, and what pages name exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents import protocols
from docs import bench, commands, vocabulary
from docs import protocols as told
from docs.marked import replaced, section
from docs.sections import SECTIONS, fresh
from sim import indicators
from sim.effects import EFFECTS
from tests.docs.pages import DOCS

PAGES = sorted(str(one.relative_to(DOCS)) for one in DOCS.rglob("*.md"))
MEASURED = ("patterns", "glance")
"""Sections that take too long to be written again by a test."""

STALE = "is stale: run `make docs`"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("name", [name for name in SECTIONS if name not in MEASURED])
def test_a_written_section_is_fresh(name: str) -> None:
    assert fresh(name), f"{SECTIONS[name].page}: {name} {STALE}"


@pytest.mark.parametrize("name", MEASURED)
def test_a_measured_section_is_of_the_scenarios_as_they_are(name: str) -> None:
    told = section((DOCS / "model.md").read_text(encoding="utf-8"), name)
    assert f"scenarios `{bench.fingerprint()}`" in told, f"model.md: {name} {STALE}"


def test_patterns_are_those_of_the_engine() -> None:
    """One pattern measured again: a change of the engine that moves results makes the section stale."""
    from docs.ground import tail
    from docs.patterns import RUNS, SEED

    told = section((DOCS / "model.md").read_text(encoding="utf-8"), "patterns")
    rows = tail(bench.Bench(RUNS, SEED)).rows
    assert [value for _, value in rows if f"| {value} |" not in told] == [], f"model.md: patterns {STALE}"


def test_every_section_stands_where_it_is_said_to_stand() -> None:
    marks = {
        (page, name)
        for page in PAGES
        for name in re.findall(r"^<!-- ([\w-]+): begin -->$", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    }
    assert marks == {(one.page, name) for name, one in SECTIONS.items()}


def test_a_section_is_replaced_between_its_marks_only() -> None:
    page = "before\n<!-- a: begin -->\nold\n<!-- a: end -->\nafter\n"
    assert replaced(page, "a", "new\n") == "before\n<!-- a: begin -->\n\nnew\n\n<!-- a: end -->\nafter\n"
    with pytest.raises(ValueError, match="b: 0 sections"):
        replaced(page, "b", "new")


def test_verbs_are_those_of_the_engine() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", vocabulary.verbs(), re.MULTILINE))
    assert listed == set(EFFECTS)


def test_indicators_and_milestones_are_those_of_the_engine() -> None:
    assert vocabulary.unlisted() == set()
    assert {name.split(".")[0] for name in vocabulary.INDICATORS} == set(indicators._READINGS)


def test_functions_that_the_model_names_exist() -> None:
    text = (DOCS / "model.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:agents|sim)/[\w/]+\.py)`, `([\w.]+)`", text)
    assert len(named) > 25
    missing = [
        (file, name)
        for file, name in named
        if not re.search(
            rf"^\s*(?:def|class) {name.split('.')[-1]}\b", (DOCS.parent / file).read_text(), re.MULTILINE
        )
    ]
    assert missing == []


def test_commands_are_all_there() -> None:
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    assert re.findall(r"^## `parley ([\w ]+)`$", text, re.MULTILINE) == commands.names()


def test_every_protocol_has_a_page_of_its_own_in_the_order_of_the_code() -> None:
    text = (DOCS / "protocols.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    pages = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert [title for title in pages if title in protocols.names()] == protocols.names()
    for name in protocols.names():
        said = re.findall(r"^\*\*(Idea|Equations|Options|Reference|When to use it|What it gets wrong)\b",
                          pages[name], re.MULTILINE)  # fmt: skip
        wanted = ["Idea", "Equations", "Options", "Reference", "When to use it", "What it gets wrong"]
        assert said == wanted, name
        assert (f"options-{name}: begin" in pages[name]) == bool(told.own(name)), name


def test_every_option_that_can_be_set_is_told_of() -> None:
    text = (DOCS / "protocols.md").read_text(encoding="utf-8")
    missing = [
        (name, key)
        for name in protocols.names()
        for key in protocols.options(name)
        if f"| `{key}` |" not in text
    ]
    assert missing == []


def _links(page: str) -> Iterator[tuple[str, str]]:
    for target in LINK.findall((DOCS / page).read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            path, _, anchor = target.partition("#")
            yield path, anchor


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    here = DOCS / page
    for path, anchor in _links(page):
        target = (here.parent / path).resolve() if path else here
        assert target.exists(), f"{page}: {path}"
        assert not anchor or anchor in _anchors(target), f"{page}: {path}#{anchor}"


def test_decisions_are_numbered_without_gaps() -> None:
    files = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(one.name[:4]) for one in files] == list(range(1, len(files) + 1))
    for number, one in enumerate(files, 1):
        text = one.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), one.name
        parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], one.name
        assert "Good:" in text, one.name
        assert "Bad:" in text, one.name


def test_no_page_is_lost() -> None:
    """Each page can be reached from the index."""
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in PAGES:
        if page != "README.md":
            assert page in index or (page.startswith("decisions/") and "(decisions/)" in index), page
