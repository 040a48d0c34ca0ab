"""Candidates: stretches of documents that may be statements, which a coder still has to confirm.

A file of them has one JSON object per line; nothing reads it into a case.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import get_args

from scenarios.models.evidence import Mode, Stance
from sources.faults import SourceError


@dataclass(frozen=True)
class Candidate:
    """A stretch of a document that may tell where an actor stands on an issue.

    document : the name of its file; start, end : code points from 0, end exclusive; sha256 : of the stretch
    speaker : who says it; actor, issue : ids; rule : the rule that fired
    position : where on the scale of the issue it may stand, 0-100, if the words tell
    """

    document: str
    start: int
    end: int
    sha256: str
    speaker: str
    actor: str
    issue: str
    stance: Stance
    mode: Mode
    rule: str
    position: float | None = None

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        """What makes it another candidate than the next: the stretch, the actor and the issue."""
        return (self.document, self.start, self.end, self.actor, self.issue)


_KINDS: dict[str, tuple[type, ...]] = {
    "start": (int,),
    "end": (int,),
    "position": (int, float, type(None)),
}


def lines(candidates: Iterable[Candidate]) -> Iterator[str]:
    """Each candidate as a line of JSON, without its line end."""
    for one in candidates:
        yield json.dumps(asdict(one), ensure_ascii=False)


def parsed(text: str, name: str) -> list[Candidate]:
    """The candidates of a file of them; name : of the file, for messages.

    Errors: SourceError with all that is wrong, line by line.
    """
    found: list[Candidate] = []
    faults: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            faults.append(f"{name}:{number}:{error.colno}: is no JSON object ({error.msg})")
            continue
        wrong = list(_wrong(entry))
        faults += [f"{name}:{number}: {what}" for what in wrong]
        if not wrong:
            found.append(Candidate(**entry))
    if faults:
        raise SourceError(faults)
    return found


def _wrong(entry: object) -> Iterator[str]:
    """What is wrong with one line of a file of candidates."""
    if not isinstance(entry, dict):
        yield f"{json.dumps(entry)} is no JSON object"
        return
    known = [one.name for one in fields(Candidate)]
    yield from (f"{name!r} is not a key; there are {', '.join(known)}" for name in entry if name not in known)
    for name in known:
        kinds = _KINDS.get(name, (str,))
        if name not in entry:
            if name != "position":
                yield f"{name} is missing"
        elif not isinstance(entry[name], kinds) or isinstance(entry[name], bool):
            yield f"{name}: {json.dumps(entry[name])} is not {' or '.join(_NAMES[kind] for kind in kinds)}"
    for name, words in (("stance", get_args(Stance)), ("mode", get_args(Mode))):
        if isinstance(entry.get(name), str) and entry[name] not in words:
            yield f"{name}: {entry[name]!r} is none of {', '.join(words)}"
    start, end = entry.get("start"), entry.get("end")
    if type(start) is int and type(end) is int and not 0 <= start < end:
        yield f"{start}-{end} is no stretch of a text"


_NAMES = {int: "a whole number", float: "a number", str: "a text", type(None): "null"}
