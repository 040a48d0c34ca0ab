"""The typed form of a case: strict, frozen models, each field described where it is defined."""

from scenarios.models.actors import Actor, Membership, Position
from scenarios.models.case import (
    CalendarEntry,
    Case,
    Draft,
    IssueRoles,
    Locality,
    Posture,
    Response,
    Roles,
)
from scenarios.models.events import Event
from scenarios.models.evidence import Document, Reference, Statement
from scenarios.models.issues import Issue
from scenarios.models.numbers import ShareRange, Sourced
from scenarios.models.parameters import Parameters
from scenarios.models.rules import BodyRule, Rules
from scenarios.models.scenario import Contents, Scenario, ScenarioFile

__all__ = [
    "Actor",
    "BodyRule",
    "CalendarEntry",
    "Case",
    "Contents",
    "Document",
    "Draft",
    "Event",
    "Issue",
    "IssueRoles",
    "Locality",
    "Membership",
    "Parameters",
    "Position",
    "Posture",
    "Reference",
    "Response",
    "Roles",
    "Rules",
    "Scenario",
    "ScenarioFile",
    "ShareRange",
    "Sourced",
    "Statement",
]
