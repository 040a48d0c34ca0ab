"""Which sections are written by programs, in which page each stands, and what writes it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docs.marked import DOCS, replaced, section

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Section:
    """A section: its page, the module and function whose text it holds, and what that is asked about."""

    page: str
    module: str
    function: str
    of_case: bool = False
    about: str = ""

    def text(self) -> str:
        """What should stand there."""
        from importlib import import_module

        written: Callable[..., str] = getattr(import_module(f"docs.{self.module}"), self.function)
        if not self.of_case:
            return written(self.about) if self.about else written()
        from docs.parameters import baseline

        return written(baseline())


MODEL, SCENARIO, PROTOCOLS = "model.md", "how-to/write-a-scenario.md", "protocols.md"
CHOOSE = (
    "influence",
    "nash",
    "kalai-smorodinsky",
    "procedural",
    "expected-utility",
    "quantal-response",
    "condorcet",
    "exchange",
)
"""The protocols with options of their own."""

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
    "levers": Section(SCENARIO, "vocabulary", "levers", of_case=True),
    "lever-keys": Section(SCENARIO, "vocabulary", "lever_keys"),
    "outcomes": Section("reference/outcomes.md", "outcomes", "outcomes", of_case=True),
    "variables": Section("reference/outcomes.md", "outcomes", "variables"),
    "commands": Section("reference/commands.md", "commands", "commands"),
    "why": Section("tutorial.md", "samples", "why"),
    "compared": Section("how-to/compare-scenarios.md", "samples", "compared"),
    "hanging": Section("how-to/find-what-matters.md", "samples", "hanging"),
    "swept": Section("how-to/sweep-a-range.md", "samples", "swept"),
    "bargained": Section(PROTOCOLS, "samples", "bargained"),
    "side-by-side": Section(PROTOCOLS, "samples", "side_by_side"),
    "protocol-table": Section(PROTOCOLS, "protocols", "overview"),
    **{f"options-{name}": Section(PROTOCOLS, "protocols", "options", about=name) for name in CHOOSE},
    "nash-cost": Section(PROTOCOLS, "readings", "nash_cost"),
    "precision": Section(PROTOCOLS, "readings", "precision"),
    "condorcet-options": Section(PROTOCOLS, "readings", "condorcet_options"),
    "protocol-references": Section(PROTOCOLS, "references", "references"),
    "protocol-variants": Section(PROTOCOLS, "references", "variants"),
    "exchange-votes": Section(PROTOCOLS, "readings", "exchange_votes"),
    "patterns": Section(MODEL, "patterns", "patterns"),
    "glance": Section(MODEL, "glance", "glance"),
    "score-rivals": Section("validation.md", "validation", "rivals"),
    "score-spreads": Section("validation.md", "validation", "spreads"),
    "score-misses": Section("validation.md", "validation", "misses"),
    "score-small": Section("validation.md", "validation", "small"),
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
