"""Parley in Python: `Model` for one run, `run` for an ensemble, `load` for a scenario, `compare` for two.

Importing this module imports none of the rooms behind it; what is asked for is imported then.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios import load
    from sim.compare import compare
    from sim.ensemble import run
    from sim.folder import open_run, write_run
    from sim.model import Model
    from sim.sensitivity import sensitivity

_WHERE = {
    "Model": "sim.model",
    "compare": "sim.compare",
    "load": "scenarios",
    "open_run": "sim.folder",
    "run": "sim.ensemble",
    "sensitivity": "sim.sensitivity",
    "write_run": "sim.folder",
}

__all__ = ["Model", "compare", "load", "open_run", "run", "sensitivity", "write_run"]


def __getattr__(name: str) -> Any:
    """Import what is asked for, and only then."""
    if name not in _WHERE:
        raise AttributeError(f"module 'parley' has no attribute '{name}'")
    return getattr(import_module(_WHERE[name]), name)
