"""What can go wrong with a scenario.

    ScenarioError (a ValueError)
    ├── ScenarioNotFound    no such scenario, case or file
    ├── UnreadableFile      no text: a folder, too large, binary, vanished, not permitted
    ├── MalformedFile       text, but not the YAML that cases are written in
    └── WrongScenario       YAML, but what it says does not hold together

Each carries all that was found wrong, as `Problem`s, and prints them one a line.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from scenarios.marks import Mark


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, on which dotted path, and what was got and is allowed."""

    mark: Mark
    """The place to go to in order to mend it."""
    path: str
    """Dotted path of what is wrong; empty for a file as a whole."""
    message: str
    """What was got and what is allowed."""
    inherited: Mark | None = None
    """Where the value stands, if another file said it."""

    def __str__(self) -> str:
        where = f"{self.mark}: {self.path}" if self.path else str(self.mark)
        tail = f"; inherited from {self.inherited.beside(self.mark)}" if self.inherited else ""
        return printable(f"{where}: {self.message}{tail}")


class ScenarioError(ValueError):
    """A scenario that cannot be used; `problems` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(dict.fromkeys(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class ScenarioNotFound(ScenarioError):  # noqa: N818 - named by what is wrong, like FileNotFoundError's siblings
    """There is no such scenario, case or file."""


class UnreadableFile(ScenarioError):  # noqa: N818
    """A file holds no text that could be read."""


class MalformedFile(ScenarioError):  # noqa: N818
    """A file is not the YAML that cases are written in."""


class WrongScenario(ScenarioError):  # noqa: N818
    """What the files say does not hold together."""


def printable(text: str, most: int = 2000) -> str:
    """A message without characters that steer a terminal or turn the writing round, cut where endless."""
    safe = "".join(c if c.isprintable() or c == " " else f"\\u{ord(c):04x}" for c in text)
    return safe if len(safe) <= most else f"{safe[:most]} ... ({len(safe)} characters)"


def close(name: str, known: Iterable[str]) -> str | None:
    """The known name that is closest to a name, if one is close at all."""
    found = difflib.get_close_matches(name[:200], sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'serbia'?` where one of the known names is close, else nothing."""
    found = close(name, known)
    return f"; did you mean '{found}'?" if found else ""


def one_of(known: Iterable[str], most: int = 20) -> str:
    """`a, b, c`, cut short where there are very many."""
    names = list(known)
    return ", ".join(names[:most]) + (f", ... ({len(names)} in all)" if len(names) > most else "")
