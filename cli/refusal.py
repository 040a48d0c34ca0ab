"""What ends a command, and with which exit code.

    Exception
    +-- Refused    bad input: its message on stderr, exit 2
    +-- Failed     the input was good and it still did not work: message on stderr, exit 1

Anything else that is raised is a fault of Parley; it says so and exits with 1.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """Bad input; the message says what, where, what was got and what is allowed."""


class Failed(Exception):  # noqa: N818
    """Something did not work although the input was good."""


def unknown(kind: str, got: str, known: Iterable[str], *, where: str = "") -> Refused:
    """The refusal of a name that does not exist, with the closest one that does."""
    names = sorted(known)
    close = get_close_matches(got, names, n=1)
    if close:
        hint = f"did you mean '{close[0]}'?"
    elif len(names) <= 12:
        hint = f"there are {', '.join(names)}" if names else "there is none"
    else:
        hint = f"there are {len(names)}, such as {', '.join(names[:3])}"
    return Refused(f"{where}'{got}' is not {kind}; {hint}")
