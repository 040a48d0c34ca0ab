"""Negotiation protocols: how positions move when actors talk; one file each, registered by name."""

from agents.protocols.compromise import Compromise
from agents.protocols.influence import Influence
from agents.protocols.median import Median
from agents.protocols.none import NoNegotiation
from agents.protocols.table import Protocol, Table

_PROTOCOLS: dict[str, Protocol] = {
    protocol.name: protocol for protocol in (NoNegotiation(), Influence(), Compromise(), Median())
}


def names() -> list[str]:
    """The names of the protocols, in the order of the documentation."""
    return list(_PROTOCOLS)


def get(name: str) -> Protocol:
    """The protocol of that name; KeyError if there is none."""
    return _PROTOCOLS[name]


__all__ = ["Protocol", "Table", "get", "names"]
