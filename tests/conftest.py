"""How Hypothesis searches, and that Ctrl-C can be tested however the tests were started."""

import os
import signal

from hypothesis import HealthCheck, settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job that a script starts in the background ignores it, and so would all that the tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)
"""Casts are large for Hypothesis, and slow machines are no failure."""

settings.register_profile("default", deadline=None, max_examples=25, suppress_health_check=CALM)
settings.register_profile(
    "ci", deadline=None, max_examples=25, derandomize=True, database=None, suppress_health_check=CALM
)
settings.register_profile("search", deadline=None, max_examples=1000, suppress_health_check=CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))
