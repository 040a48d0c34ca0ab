"""What results are made by: the versions and the sources on which their bits depend."""

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path

from sim.store.manifest import versions

SOURCES = ("agents", "scenarios", "sim")
"""The rooms that make results; the others ask for them and show them."""


@functools.cache
def makings() -> Mapping[str, str]:
    """Versions of Python and of packages, and a digest of our own sources, by name."""
    digest = hashlib.sha256()
    above = Path(__file__).parents[2]
    for room in SOURCES:
        for file in sorted((above / room).rglob("*.py")):
            digest.update(file.relative_to(above).as_posix().encode() + file.read_bytes())
    return {**versions(), "sources": digest.hexdigest()}


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """In what others are made differently, in words."""
    names = [name for name in here if there.get(name) != here[name]]
    return ", ".join(f"{name} {there.get(name, 'unknown'):.12} (here {here[name]:.12})" for name in names)
