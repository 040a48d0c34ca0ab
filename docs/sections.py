"""Which sections are written by programs, in which page each stands, and what writes it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docs.marked import DOCS, replaced, section

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Section:
    """A section: its page, and the module and function whose text it holds."""

    page: str
    module: str
    function: str
    of_case: bool = False

    def text(self) -> str:
        """What should stand there."""
        from importlib import import_module

        written: Callable[..., str] = getattr(import_module(f"docs.{self.module}"), self.function)
        if not self.of_case:
            return written()
        from docs.parameters import baseline

        return written(baseline())


MODEL, SCENARIO = "model.md", "how-to/write-a-scenario.md"

SECTIONS: dict[str, Section] = {
    "cast": Section(MODEL, "parameters", "cast", of_case=True),
    "steps": Section(MODEL, "week", "steps", of_case=True),
    "parameters": Section(MODEL, "parameters", "parameters", of_case=True),
    "places": Section(MODEL, "parameters", "places", of_case=True),
    "texts": Section(MODEL, "parameters", "texts", of_case=True),
    "judgement": Section(MODEL, "parameters", "counted", of_case=True),
    "keys": Section(SCENARIO, "vocabulary", "keys"),
    "roots": Section(SCENARIO, "vocabulary", "roots"),
    "timing": Section(SCENARIO, "vocabulary", "timing"),
    "milestones": Section(SCENARIO, "vocabulary", "milestones"),
    "indicators": Section(SCENARIO, "vocabulary", "indicators"),
    "verbs": Section(SCENARIO, "vocabulary", "verbs"),
    "rules": Section(SCENARIO, "vocabulary", "rules"),
    "outcomes": Section("reference/outcomes.md", "outcomes", "outcomes", of_case=True),
    "variables": Section("reference/outcomes.md", "outcomes", "variables"),
    "commands": Section("reference/commands.md", "commands", "commands"),
    "why": Section("tutorial.md", "samples", "why"),
    "patterns": Section(MODEL, "patterns", "patterns"),
    "glance": Section(MODEL, "glance", "glance"),
}


def write(name: str) -> bool:
    """Write a section anew; whether that changed the page."""
    one = SECTIONS[name]
    page = DOCS / one.page
    old = page.read_text(encoding="utf-8")
    new = replaced(old, name, one.text())
    if new != old:
        page.write_text(new, encoding="utf-8")
    return new != old


def fresh(name: str) -> bool:
    """Whether a section says what would be written now."""
    one = SECTIONS[name]
    return section((DOCS / one.page).read_text(encoding="utf-8"), name).strip() == one.text().strip()
