"""What tests of the command line share: an answer, a way to ask, and the small case asked about."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HARBOUR = ROOT / "tests" / "cases" / "harbour"
PROCESS = (sys.executable, "-m", "cli")


@dataclass(frozen=True)
class Answer:
    """What a command came back with."""

    code: int
    out: str
    err: str


Ask = Callable[..., Answer]


def environment() -> dict[str, str]:
    """The environment of a process that finds the project from any folder."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80"}
