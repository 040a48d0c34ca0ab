"""What ends a command because of what the user gave: a message on stderr and exit code 2."""

from collections.abc import Iterable
from difflib import get_close_matches


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """Bad input; the message says what, where, what was got and what is allowed."""


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
