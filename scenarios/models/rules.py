"""Rules: the switches of a run. What is not said is off, so that a small case negotiates and no more."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from scenarios.models.base import Free, Strict, Text
from scenarios.models.numbers import Share, Votes, Weeks, refuse


def _option(got: Any) -> Any:
    if isinstance(got, bool) or not isinstance(got, int | float | str):
        raise PydanticCustomError("option", "is neither a number nor a word")
    return got


OptionValue = Annotated[Any, BeforeValidator(_option), WithJsonSchema({"type": ["number", "string"]})]
"""A number or a word; which of them, and which, the protocol knows."""


class NegotiationRule(Strict):
    """How positions move."""

    protocol: Text = "influence"
    """Name of the negotiation protocol: none, influence, compromise or another of the engine's."""
    options: Annotated[dict[str, OptionValue], Free()] = Field(default_factory=dict)
    """Options of the protocol, by the names that docs/protocols.md gives them."""
    bounded: bool = False
    """Whether positions farther than `parameters.negotiation.confidence` have no influence."""
    capability: Text | None = None
    """The measure of capability that weights actors; without it all weigh the same."""


class TalksRule(Strict):
    """Whether the parties talk."""

    enabled: bool = False
    """Whether talks are held, so that the parties may agree."""


class DeclarationRule(Strict):
    """Whether and how the claimant comes to declare."""

    mode: Literal["decided", "dated", "never"] = "never"
    """Decided by its leaders week by week, dated by an event, or never."""


class MandateRule(Strict):
    """How the mandate in force is read."""

    reading: Literal["covers", "lapses"] = "covers"
    """Whether it covers the force and the mission after a declaration."""


class ReservesRule(Strict):
    """How reserves are called."""

    automatic: bool = False
    """Whether reserves are called when unrest passes the trigger."""


class BodyRule(Strict):
    """How a body decides."""

    decision: Literal[
        "council", "consensus", "unanimity", "constructive_abstention", "qualified_majority", "majority"
    ]
    """The rule of decision."""
    majority: Votes | None = None
    """Votes needed to adopt."""
    veto: bool | None = None
    """Whether permanent members can veto."""
    withdraw_if_vetoed: bool | None = None
    """Whether sponsors withdraw a text that they expect to be vetoed."""
    blocking_share: Share | None = None
    """Share of the weighted votes of which abstainers block."""
    qualified_share: Share | None = None
    """Share of the weighted votes that a qualified majority needs."""
    review_weeks: Annotated[Weeks, Field(ge=1)] | None = None
    """How often the body reviews what it decides."""

    @model_validator(mode="after")
    def _complete(self) -> "BodyRule":
        if self.decision in {"council", "majority"} and self.majority is None:
            refuse([("", f"a {self.decision} needs the majority by which it adopts")])
        return self


class Rules(Strict):
    """The switches of a run, and for each body, under its id, how it decides."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, BodyRule] = Field(init=False)

    negotiation: NegotiationRule = NegotiationRule()
    """How positions move."""
    talks: TalksRule = TalksRule()
    """Whether the parties talk."""
    declaration: DeclarationRule = DeclarationRule()
    """Whether and how the claimant comes to declare."""
    mandate: MandateRule = MandateRule()
    """How the mandate in force is read."""
    reserves: ReservesRule = ReservesRule()
    """How reserves are called."""

    @property
    def bodies(self) -> dict[str, BodyRule]:
        """How each body decides, by its id."""
        return dict(self.__pydantic_extra__)
