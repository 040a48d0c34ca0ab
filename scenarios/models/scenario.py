"""The scenario as a file says it and as it comes out, resolved."""

from typing import Any

from pydantic import ConfigDict, Field

from scenarios.marks import Mark
from scenarios.models.actors import Actor
from scenarios.models.base import Identifier, Strict, Text
from scenarios.models.case import Case
from scenarios.models.events import Event
from scenarios.models.evidence import Reference, Statement
from scenarios.models.issues import Issue
from scenarios.models.parameters import Parameters
from scenarios.models.rules import Rules


class ScenarioFile(Strict):
    """A what-if: what differs from its parent, and what happens."""

    model_config = ConfigDict(populate_by_name=True)

    title: Text
    """What the scenario is called."""
    question: Text
    """The question that it answers, in one sentence."""
    extends: Text | None = None
    """The scenario that it differs from, as case/name or as a path; a root scenario has none."""
    notes: Text | None = None
    """What else is to be known."""
    set_: dict[str, Any] = Field(default_factory=dict, alias="set")
    """New values for what exists, by dotted key."""
    add: dict[str, Any] = Field(default_factory=dict)
    """New entries, by dotted key."""
    remove: tuple[Text, ...] = ()
    """Dotted keys of entries that fall away, or `events.<id>`."""
    events: tuple[Event, ...] = ()
    """What happens, besides the parent's events."""


class Contents(Strict):
    """All that a resolved scenario says."""

    title: Text
    """What the scenario is called."""
    question: Text
    """The question that it answers, in one sentence."""
    notes: Text | None = None
    """What else is to be known."""
    case: Case
    """What is given, whatever the scenario."""
    issues: dict[Identifier, Issue] = Field(min_length=1)
    """What is negotiated."""
    actors: dict[Identifier, Actor] = Field(min_length=1)
    """Who negotiates, decides and acts."""
    references: dict[Identifier, Reference] = Field(default_factory=dict)
    """What numbers, positions and dates rest on."""
    statements: dict[Identifier, Statement] = Field(default_factory=dict)
    """What is said in the documents."""
    parameters: Parameters = Parameters()
    """The numbers of the rules."""
    rules: Rules = Rules()
    """The switches of a run."""
    events: tuple[Event, ...] = ()
    """What happens, in the order of the files."""


class Scenario(Contents):
    """A resolved scenario: its contents, where each of them came from, and a hash of them."""

    name: str
    """Its name, such as kosovo-2007/un-veto."""
    chain: tuple[str, ...]
    """Its name and those of its ancestors, up to the root."""
    case_name: str
    """The name of the case's folder."""
    origin: dict[str, Mark] = Field(default_factory=dict, exclude=True, repr=False)
    """For each value that a file gives, by dotted path: where."""
    hash: str = ""
    """SHA-256 of the contents as canonical JSON; equal contents have equal hashes wherever they lie."""
