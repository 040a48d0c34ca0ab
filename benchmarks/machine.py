"""The machine on which it is timed."""

import os
import platform
from importlib.metadata import version


def described() -> dict[str, str | int | float | None]:
    """What the figures depend on; load : how many processes wanted a core over the last minute."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": platform.machine(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "numba": version("numba"),
    }
