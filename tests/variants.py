"""The protocols of negotiation as tests try them: each as it comes, and with every word of every option."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from agents import protocols
from agents.protocols import Protocol, Round, Table, Value


@dataclass(frozen=True)
class Variant:
    """A protocol with options."""

    name: str
    options: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([self.name, *(f"{name}={value}" for name, value in self.options.items())])

    @property
    def protocol(self) -> Protocol:
        """The protocol itself."""
        return protocols.get(self.name, self.options)

    def having(self, **options: Value) -> "Variant":
        """The same with other options; those that the protocol does not have are left out."""
        known = protocols.options(self.name)
        said = {name.replace("_", "-"): value for name, value in options.items()}
        return Variant(self.name, {**self.options, **{n: v for n, v in said.items() if n in known}})

    def round(self, table: Table) -> Round:
        """One round of it."""
        return self.protocol.round(table)


def _variants() -> list[Variant]:
    return [
        *(Variant(name) for name in protocols.names()),
        Variant("influence", {"confidence": 30}),
        *(
            Variant(name, options)
            for name in ("nash", "kalai-smorodinsky")
            for options in ({"loss": "linear"}, {"loss": "linear", "reference": 30}, {"reference": 30})
        ),
        Variant("procedural", {"quota": 0.7, "votes": "equal", "reference": 10}),
        Variant("procedural", {"quota": 1, "reference": 55}),
        Variant("expected-utility", {"preset": "scholz-paper"}),
        Variant("expected-utility", {"preset": "scholz-paper", "q": 0.5}),
        Variant(
            "expected-utility", {"q": 0.5, "victory": "pair", "viewpoint": "other", "capitulation": "on"}
        ),
        Variant(
            "expected-utility", {"preset": "scholz-paper", "status-quo": "flat", "choice": "lowest-average"}
        ),
        Variant("expected-utility", {"votes": "linear", "range": "round", "status-quo": "drifts", "q": 0}),
        Variant(
            "expected-utility",
            {
                "preset": "scholz-paper",
                "victory": "round",
                "votes": "risk",
                "viewpoint": "own",
                "range": "start",
            },
        ),
        Variant(
            "expected-utility", {"preset": "scholz-paper", "capitulation": "off", "choice": "least-move"}
        ),
        Variant("quantal-response", {"precision": 1}),
        Variant("quantal-response", {"precision": 1e12, "preset": "scholz-paper"}),
        *_condorcets(),
        Variant("exchange", {"p": 0.5}),
        Variant("exchange", {"p": 1, "salience-weight": 0.9, "fixed-weight": 0.1}),
    ]


def _condorcets() -> list[Variant]:
    names = (
        "VictoryProbModel", "PCEModel", "StateTransitions", "VotingRule", "BigRAdjust", "BigRRange",
        "ThirdPartyCommit", "InterVecBrgn", "BargnModel", "dimensions",
    )  # fmt: skip
    sets = (
        "Square MarkovIncentive Deterministic Binary None Min NoCommit S1P1 InitRcvrInterp joint",
        "Quartic MarkovUniform Deterministic PropBin Half Max FullCommit S2PMax PWCompInterp separate",
        "Octic Conditional Stochastic PropCbc TwoThirds Mid SemiCommit S2P2 InitOnlyInterp joint",
        "Binary Conditional Deterministic Cubic Full Mid SemiCommit S2P2 InitRcvrInterp joint",
        "Linear MarkovUniform Stochastic ASymProsp OneThird Max SemiCommit S1P1 PWCompInterp separate",
    )
    return [Variant("condorcet", dict(zip(names, words.split(), strict=True))) for words in sets]


VARIANTS = _variants()
every_variant = pytest.mark.parametrize("variant", VARIANTS, ids=str)
every_protocol = pytest.mark.parametrize("name", protocols.names())


def meant(variant: Variant) -> Mapping[str, Any]:
    """All options of a variant, those that are not said as they come."""
    return {name: one.default for name, one in protocols.options(variant.name).items()} | dict(
        variant.options
    )
