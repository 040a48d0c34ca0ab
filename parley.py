"""Parley in Python: `Model` for one run, `run` for an ensemble, `load` for a scenario, `compare` for two.

`stream` runs an ensemble of any size into a folder, which `open_run` reads where it lies.

Importing this module imports none of the rooms behind it; what is asked for is imported then.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios import load
    from sim.ensemble import run
    from sim.model import Model
    from sim.store.folder import open_run, write_run
    from sim.stream import stream
    from sim.studies.advise import advise
    from sim.studies.compare import compare
    from sim.studies.sensitivity import sensitivity
    from sim.studies.sweep import sweep

_WHERE = {
    "Model": "sim.model",
    "advise": "sim.studies.advise",
    "compare": "sim.studies.compare",
    "load": "scenarios",
    "open_run": "sim.store.folder",
    "run": "sim.ensemble",
    "sensitivity": "sim.studies.sensitivity",
    "stream": "sim.stream",
    "sweep": "sim.studies.sweep",
    "write_run": "sim.store.folder",
}

__all__ = [
    "Model",
    "advise",
    "compare",
    "load",
    "open_run",
    "run",
    "sensitivity",
    "stream",
    "sweep",
    "write_run",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for, and only then."""
    if name not in _WHERE:
        raise AttributeError(f"module 'parley' has no attribute '{name}'")
    return getattr(import_module(_WHERE[name]), name)
