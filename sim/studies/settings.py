"""Settings, KEY=VALUE, laid over one another: what a user gave first, then what is tried.

A scenario takes each key once.  Here a later setting takes the place of an earlier one, or of the part of it
that it speaks of.
"""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scenarios.exceptions import ScenarioError
from scenarios.marks import Mark
from scenarios.nodes import parse, plain

if TYPE_CHECKING:
    import scenarios
    from scenarios.models import Event
    from scenarios.variants import Variants


def programme(events: "Sequence[Event | dict[str, Any]]") -> str:
    """The setting that puts these events in the place of the scenario's, without notes and sources."""
    said = [one if isinstance(one, dict) else as_said(one) for one in events]
    return f"events={json.dumps(said, ensure_ascii=False)}"


def as_said(event: "Event") -> dict[str, Any]:
    """An event as a file says it, without what no run depends on."""
    left_out = {"source", "note"}
    said = event.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=left_out)
    return {**said, "do": event.do}


def expanded(scenario: "scenarios.Scenario", given: Sequence[str]) -> tuple[str, ...]:
    """The settings that made a scenario, with the keys and events that its short names stand for."""
    found: list[str] = []
    anew = False
    for setting in given:
        key, _, value = (part.strip() for part in setting.partition("="))
        lever = scenario.case.levers.get(key)
        if lever is None:
            found.append(setting)
            continue
        found += [f"{one}={value}" for one in lever.keys]
        found += [f"{one}={json.dumps(beside)}" for one, beside in lever.beside.items()]
        anew |= bool(lever.events or lever.replaces or lever.remove)
    return combined(found, [programme(scenario.events)] if anew else [])


def combined(given: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Settings with new ones laid over them: of two that overlap, the new one stands."""
    later = [_key(one) for one in new]
    return (*(one for said in given for one in _apart(said, later)), *new)


def applied(
    variants: "Variants", given: Sequence[str], settings: Sequence[str] = ()
) -> "scenarios.Scenario | None":
    """A scenario with what was given and then more laid over it; None if the case does not allow the more.

    Errors: ScenarioError if it does not allow what was given.
    """
    try:
        return variants.load(combined(given, settings))
    except ScenarioError:
        if not settings:
            raise
        return None


def _key(setting: str) -> list[str]:
    return setting.partition("=")[0].strip().split(".")


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one key is the other, lies within it or around it."""
    length = min(len(one), len(other))
    return list(one[:length]) == list(other[:length])


def _apart(setting: str, later: Sequence[Sequence[str]]) -> Iterator[str]:
    """What is left of a setting once later keys replace it, or some of the values of its mapping."""
    key, _, text = setting.partition("=")
    steps = _key(setting)
    if not any(_overlap(steps, one) for one in later):
        yield setting
        return
    node = parse(text.strip(), setting, Mark(setting)) if text.strip() else None
    if node is not None and isinstance(node.value, dict):
        # A move of an event speaks of all events, so that no list is laid over in part.
        for name, inner in node.children.items():
            yield from _apart(f"{key.strip()}.{name}={json.dumps(plain(inner))}", later)
