"""Negotiation protocols: how positions move when actors talk; one file each, registered by name."""

from collections.abc import Mapping

from agents.protocols.compromise import Compromise
from agents.protocols.condorcet import Condorcet
from agents.protocols.exchange import Exchange
from agents.protocols.expected_utility import ExpectedUtility
from agents.protocols.influence import Influence
from agents.protocols.kalai_smorodinsky import KalaiSmorodinsky
from agents.protocols.median import Median
from agents.protocols.nash import Nash
from agents.protocols.none import NoNegotiation
from agents.protocols.options import Option, OptionError, Value, configured, options_of
from agents.protocols.procedural import Procedural
from agents.protocols.protocol import Linear, Protocol
from agents.protocols.quantal_response import QuantalResponse
from agents.protocols.round import Offer, Round
from agents.protocols.table import Table

_PROTOCOLS: dict[str, type[Protocol]] = {
    kind.name: kind
    for kind in (
        NoNegotiation,
        Influence,
        Compromise,
        Median,
        Nash,
        KalaiSmorodinsky,
        Procedural,
        ExpectedUtility,
        QuantalResponse,
        Condorcet,
        Exchange,
    )
}


def names() -> list[str]:
    """The names of the protocols, in the order of the documentation."""
    return list(_PROTOCOLS)


def kind(name: str) -> type[Protocol]:
    """The class of the protocol of that name; KeyError if there is none."""
    return _PROTOCOLS[name]


def options(name: str) -> dict[str, Option]:
    """The options of the protocol of that name; KeyError if there is none."""
    return options_of(_PROTOCOLS[name])


def get(name: str, given: Mapping[str, Value] | None = None) -> Protocol:
    """The protocol of that name with these options; KeyError if there is none, or OptionError."""
    found = _PROTOCOLS[name]
    return found(**configured(found, given or {}))


__all__ = [
    "Linear",
    "Offer",
    "Option",
    "OptionError",
    "Protocol",
    "Round",
    "Table",
    "Value",
    "get",
    "kind",
    "names",
    "options",
]
