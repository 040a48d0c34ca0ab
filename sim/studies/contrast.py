"""What two scenarios say otherwise: every value that differs, and why they may not be compared at all."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.clock import Clock

if TYPE_CHECKING:
    import scenarios

ABSENT = "nothing"
"""What a scenario says where only the other says something."""

_ABOUT = {"title", "question", "notes", "references", "statements", "name", "chain", "case_name", "hash"}
"""Parts of a scenario that no run depends on."""

_WORDS = {"note", "notes", "source", "evidence", "grade"}
"""Parts of a number that no run depends on."""


_NUMBER = {"low", "mode", "high", "unit"}
"""Parts of a range that are told together."""


@dataclass(frozen=True)
class Assumption:
    """A value that differs: its dotted path, and what each scenario says, as text."""

    path: str
    a: str
    b: str


def assumptions(a: "scenarios.Scenario", b: "scenarios.Scenario") -> tuple[Assumption, ...]:
    """Every value that differs and can move a run, in the order of the scenario; events last."""
    first, second = (dict(_leaves(_said(one))) for one in (a, b))
    paths = list(dict.fromkeys([*first, *second]))
    found = [Assumption(path, first.get(path, ABSENT), second.get(path, ABSENT)) for path in paths]
    events = [[_event(event) for event in _said(one)["events"]] for one in (a, b)]
    gone = [Assumption("events", said, ABSENT) for said in events[0] if said not in events[1]]
    new = [Assumption("events", ABSENT, said) for said in events[1] if said not in events[0]]
    return (*(one for one in found if one.a != one.b), *gone, *new)


def _said(scenario: "scenarios.Scenario") -> dict[str, Any]:
    """What a scenario says, as plain data."""
    said = json.loads(scenario.model_dump_json(by_alias=True, exclude_none=True, exclude=_ABOUT))
    assert isinstance(said, dict)
    return said


def _leaves(said: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Each value by its dotted path; a range is one value, and events are told apart from the rest."""
    for key, value in said.items():
        where = f"{path}.{key}" if path else key
        if key in _WORDS or where == "events":
            continue
        if isinstance(value, Mapping) and "mode" in value and "low" in value:
            yield where, _range([value[end] for end in ("low", "mode", "high")])
            rest = {one: held for one, held in value.items() if one not in _NUMBER}
            yield from _leaves(rest, where)
        elif isinstance(value, Mapping) and "value" in value:
            yield where, _range([value["value"]])
        elif isinstance(value, Mapping):
            yield from _leaves(value, where)
        else:
            yield where, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _range(ends: list[Any]) -> str:
    """A number, or low, mode and high where they differ."""
    told = [f"{end:g}" if isinstance(end, float | int) else str(end) for end in ends]
    return " – ".join(told if len(set(told)) > 1 else told[:1])


def _event(event: Mapping[str, Any]) -> str:
    """An event on a line, without what no run depends on."""
    return ", ".join(
        f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in event.items()
        if key not in _WORDS | {"id"}
    )


def mismatches(
    a: "scenarios.Scenario", b: "scenarios.Scenario", letters: tuple[str, str] = ("A", "B")
) -> tuple[str, ...]:
    """Why two scenarios cannot share their luck run by run, each reason in words; none where they can."""
    if a.case_name != b.case_name:
        return (f"they are of two cases, {a.case_name} and {b.case_name}",)
    found = []
    for what, first, second in (
        ("actors", a.actors, b.actors),
        ("issues", a.issues, b.issues),
        *((what, getattr(a.case, what), getattr(b.case, what)) for what in _LISTED),
    ):
        if list(first) != list(second):
            found.append(_apart(what, list(first), list(second), letters))
    clocks = Clock.of(a), Clock.of(b)
    for what, ends in (
        ("start", [str(one.start) for one in clocks]),
        ("days in a step", [f"{one.days:g}" for one in clocks]),
        ("steps", [str(one.steps) for one in clocks]),
    ):
        if ends[0] != ends[1]:
            found.append(f"{what}: {ends[0]} and {ends[1]}")
    return tuple(found)


_LISTED = ("places", "texts", "postures", "responses")
"""What a case lists, and draws of luck are made for."""


def _apart(what: str, first: list[str], second: list[str], letters: tuple[str, str]) -> str:
    """How two lists of names differ."""
    gone = [name for name in first if name not in second]
    new = [name for name in second if name not in first]
    parts = [f"only {letters[0]} has {', '.join(gone)}"] if gone else []
    parts += [f"only {letters[1]} has {', '.join(new)}"] if new else []
    return f"{what}: {' and '.join(parts) or 'in another order'}"
