"""The command line, as the pages ask it."""

from tests.cli.conftest import ask, in_process

__all__ = ["ask", "in_process"]
