"""Decisions: what became of a candidate in a statement: taken as proposed, changed, or not proposed."""

from collections.abc import Iterable, Mapping

from scenarios.models.evidence import Decision, Statement
from sources.candidates import Candidate


def decision(statement: Statement, proposed: Iterable[Candidate], file: str) -> Decision:
    """What a coder made of the candidates for a statement, whose document is in a file of this name.

    accepted : a candidate has the same words, actor, issue, stance and mode; edited : one of the same actor
    and issue has words in common; added : none has
    """
    near = [
        one
        for one in proposed
        if (one.document, one.actor, one.issue) == (file, statement.actor, statement.issue)
        and one.start < statement.end
        and statement.start < one.end
    ]
    said = (statement.start, statement.end, statement.stance, statement.mode)
    if any((one.start, one.end, one.stance, one.mode) == said for one in near):
        return "accepted"
    return "edited" if near else "added"


def decisions(
    statements: Mapping[str, Statement], proposed: Iterable[Candidate], files: Mapping[str, str]
) -> dict[str, Decision]:
    """The decision of each statement; files : the file of each document."""
    found = list(proposed)
    return {name: decision(one, found, files[one.document]) for name, one in statements.items()}
