"""The state of a page: all that it shows, as a line that a link can carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

MOST_RUNS = 2_000
"""Runs behind a page; more take a command."""


SAID = ("runs", "seed", "view", "actor", "world", "other")
"""What an address says besides the scenario and what is set in it."""


@dataclass(frozen=True)
class State:
    """A scenario, what is set in it, how many runs of which luck, and the view.

    actor, world : whose reasons are told, and in which run; other : the scenario to compare with
    settings : key or short name -> value as it is written, for `load`
    """

    scenario: str
    settings: Mapping[str, str] = field(default_factory=dict)
    runs: int = 200
    seed: int = 2007
    view: str = "headline"
    actor: str = ""
    world: int = 0
    other: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The settings as `--set` takes them."""
        return tuple(f"{key}={value}" for key, value in sorted(self.settings.items()))

    @property
    def query(self) -> str:
        """The state as the part of an address after the question mark; what is usual is left out."""
        usual = State(self.scenario)
        told: list[tuple[str, str]] = [("scenario", self.scenario)]
        told += [(key, str(getattr(self, key))) for key in SAID if getattr(self, key) != getattr(usual, key)]
        told += [("set", word) for word in self.words]
        return "?" + urlencode(told, safe="/:=,")

    @property
    def command(self) -> str:
        """What to type for the same in a terminal; a view that no command shows stands for its runs."""
        settings = "".join(f" --set {word}" for word in self.words)
        asked = f"run {self.scenario}"
        if self.view == "scored":
            asked = f"score {self.scenario}"
        elif self.view == "compare" and self.other:
            asked = f"compare {self.other} {self.scenario}"
        elif self.view == "compare" and settings:
            asked = f"compare {self.scenario}"
        return f"parley {asked} --runs {self.runs} --seed {self.seed}{settings}"


def from_query(query: str, scenario: str) -> tuple[State, list[str]]:
    """The state in an address, and what in it means nothing; scenario : where it names none."""
    faults: list[str] = []
    found: dict[str, str] = {}
    settings: dict[str, str] = {}
    for key, value in parse_qsl(query.lstrip("?"), keep_blank_values=True):
        if key == "set":
            name, equals, set_to = value.partition("=")
            if name and equals and set_to:
                settings[name] = set_to
            else:
                faults.append(f"set: '{value}' is not KEY=VALUE")
        elif key in {"scenario", *SAID}:
            found[key] = value
        else:
            faults.append(f"'{key}' is no part of an address here")
    runs = _whole(found.get("runs"), "runs", 1, MOST_RUNS, 200, faults)
    seed = _whole(found.get("seed"), "seed", 0, 2**63 - 1, 2007, faults)
    world = _whole(found.get("world"), "world", 0, MOST_RUNS - 1, 0, faults)
    name, shown = found.get("scenario", scenario), found.get("view", "headline")
    return State(
        name, settings, runs, seed, shown, found.get("actor", ""), world, found.get("other", "")
    ), faults


def _whole(got: str | None, name: str, low: int, high: int, usual: int, faults: list[str]) -> int:
    if got is None:
        return usual
    if not got.isdecimal() or not low <= int(got) <= high:
        faults.append(f"{name}: '{got}' is not a whole number from {low} to {high}")
        return usual
    return int(got)
