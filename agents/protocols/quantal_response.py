"""Quantal response: the challenge model in which expected utilities are seen with error."""

from dataclasses import dataclass
from typing import ClassVar

from agents.protocols.expected_utility import ExpectedUtility
from agents.protocols.options import number


@dataclass(frozen=True)
class QuantalResponse(ExpectedUtility):
    """Everyone challenges and yields as in the expected-utility model, but does not see utilities exactly.

    1. Steps 1-7 of expected-utility, with its options.
    2. To every expected utility, one's own and the rival's, a logistic error of scale 1 / precision is
       added; so the chance that a challenge with utility u against none is made is 1 / (1 + exp(-precision
       u)).
    3. Steps 8 and 9 with what is seen.  At infinite precision this is expected-utility; at 0 it is noise.

    Source: McKelvey and Palfrey 1995 (quantal response), Signorino 1999 (in strategic international
    relations); put on the challenge model here.  No published numbers exist for it.
    """

    name: ClassVar[str] = "quantal-response"

    accuracy: float = number(
        10.0,
        0.01,
        about="How exactly expected utilities are seen: the inverse of the error's scale.",
        name="precision",
    )

    @property
    def precision(self) -> float:
        """The inverse of the error's scale."""
        return self.accuracy

    @property
    def chancy(self) -> bool:
        """Errors are drawn."""
        return True
