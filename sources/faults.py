"""What ends the work on documents and codings: everything that is wrong with what was given, at once."""

from collections.abc import Iterable


class SourceError(Exception):
    """Bad input; one line for each fault: where, what was got, what is allowed."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults, of which there is at least one."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
