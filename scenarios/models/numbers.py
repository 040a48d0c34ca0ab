"""Numbers: bounded plain ones, sourced ones, and ranges from which runs draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.models.base import Source, Strict, Text

Fault = tuple[str, str]
"""A field of a model and what is wrong with it; the field "" is the model itself."""

LADDER = ("low", "mode", "high")


def written(number: float) -> str:
    """A number as a person would write it: 16000, 0.35."""
    return f"{number:.12g}"


def refuse(faults: Iterable[Fault]) -> None:
    """Raise all faults of one model as one pydantic error, which the reader takes apart again."""
    found = list(faults)
    if found:
        message = "; ".join(text for _, text in found)
        raise PydanticCustomError("faults", "{message}", {"message": message, "faults": found})


@dataclass(frozen=True)
class Bounds:
    """The unit of a plain number and the least and greatest it may be."""

    unit: str
    low: float | None = None
    high: float | None = None

    def fault(self, number: float) -> str | None:
        """What is wrong with a number, in words, if anything is."""
        if self.low is not None and number < self.low:
            return f"{written(number)} is below {written(self.low)} ({self.unit})"
        if self.high is not None and number > self.high:
            return f"{written(number)} is above {written(self.high)} ({self.unit})"
        return None

    def check(self, number: float) -> float:
        """Return the number if it is within the bounds; raise otherwise."""
        fault = self.fault(number)
        if fault:
            refuse([("", fault)])
        return number

    def limits(self) -> JsonSchemaValue:
        """The bounds in the words of JSON Schema."""
        pairs = (("minimum", self.low), ("maximum", self.high))
        return {word: limit for word, limit in pairs if limit is not None}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | self.limits()


def _as_tuple(got: Any) -> Any:
    if isinstance(got, str):
        return (got,)
    return tuple(got) if isinstance(got, list) else got


Sources = Annotated[
    tuple[Source, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=str | tuple[str, ...]),
    Field(min_length=1),
]
"""One or more of: the id of a reference, the id of a statement, `judgement`."""


def _ladder_faults(low: float, mode: float, high: float) -> Iterable[Fault]:
    if low > mode:
        yield "", f"low {written(low)} is above mode {written(mode)} (low <= mode <= high)"
    if mode > high:
        yield "", f"mode {written(mode)} is above high {written(high)} (low <= mode <= high)"


class Sourced(Strict):
    """A number that says where it comes from: one `value`, or `low`, `mode` and `high` to draw from."""

    value: float | None = None
    """The number, if it is taken as known."""
    low: float | None = None
    """The least it can plausibly be."""
    mode: float | None = None
    """The likeliest."""
    high: float | None = None
    """The most it can plausibly be."""
    unit: Text
    """What it is counted in."""
    source: Sources
    """References, statements or `judgement`: where the number comes from."""
    note: Text | None = None
    """How it follows from the source; required where the source is `judgement`."""

    @property
    def fixed(self) -> bool:
        """Whether the number is taken as known, so that every run has the same."""
        return self.value is not None or self.low == self.high

    @property
    def range(self) -> tuple[float, float, float]:
        """Low, mode and high; three times the value where it is fixed."""
        if self.value is not None:
            return (self.value, self.value, self.value)
        assert self.low is not None
        assert self.mode is not None
        assert self.high is not None
        return (self.low, self.mode, self.high)

    @property
    def best(self) -> float:
        """The value, or the likeliest one."""
        return self.range[1]

    @property
    def judged(self) -> bool:
        """Whether the number rests on judgement, if only in part."""
        return "judgement" in self.source

    def _faults(self) -> Iterable[Fault]:
        given = [rung for rung in LADDER if getattr(self, rung) is not None]
        missing = " and ".join(rung for rung in LADDER if rung not in given)
        if self.value is not None and given:
            yield "", f"has a value and also {', '.join(given)}; give value, or low, mode and high"
        elif self.value is None and not given:
            yield "", "has no number; give value, or low, mode and high"
        elif given and missing:
            verb = "are" if " and " in missing else "is"
            yield "", f"a range needs low, mode and high; {missing} {verb} missing"
        elif given:
            yield from _ladder_faults(*self.range)
        if self.judged and self.note is None:
            yield "", "is a judgement without a note; say in note why"

    @model_validator(mode="after")
    def _consistent(self) -> "Sourced":
        refuse(self._faults())
        return self


@dataclass(frozen=True)
class Unit(Bounds):
    """The unit of a sourced number and the least and greatest it may be."""

    def faults(self, number: Sourced) -> Iterable[Fault]:
        """Whatever is outside the bounds, and a unit that is not this one."""
        for name in ("value", *LADDER):
            got = getattr(number, name)
            fault = None if got is None else self.fault(got)
            if fault:
                yield name, fault
        if self.unit and number.unit != self.unit:
            yield "unit", f"'{number.unit}' is not the unit of this number; allowed: {self.unit}"

    def check_sourced(self, number: Sourced) -> Sourced:
        """Return the sourced number if it is within the bounds; raise otherwise."""
        refuse(self.faults(number))
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check_sourced, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        limits = {name: self.limits() for name in ("value", *LADDER)} if self.limits() else {}
        unit = {"unit": {"const": self.unit}} if self.unit else {}
        return {"allOf": [handler(schema), {"properties": limits | unit}]}


# Plain numbers.
Share = Annotated[float, Bounds("share", 0, 1)]
Point = Annotated[float, Bounds("points", 0, 100)]
Factor = Annotated[float, Bounds("factor", 0, 100)]
Incidents = Annotated[float, Bounds("incidents per week", 0, 10_000)]
Weeks = Annotated[int, Bounds("weeks", 0)]
Battalions = Annotated[float, Bounds("battalions", 0, 1000)]
Votes = Annotated[int, Bounds("votes", 0)]

# Sourced numbers, named after their units.
SourcedShare = Annotated[Sourced, Unit("share", 0, 1)]
SourcedPoints = Annotated[Sourced, Unit("points", 0, 100)]
SourcedPointsPerDay = Annotated[Sourced, Unit("points per day", 0)]
SourcedPointsPerWeek = Annotated[Sourced, Unit("points per week", 0, 100)]
SourcedPerDay = Annotated[Sourced, Unit("per day", 0)]
SourcedWeeks = Annotated[Sourced, Unit("weeks", 0)]
SourcedSoldiers = Annotated[Sourced, Unit("soldiers", 0)]
SourcedFactor = Annotated[Sourced, Unit("factor", 0)]
SourcedCount = Annotated[Sourced, Unit("count", 0)]
SourcedSeverity = Annotated[Sourced, Unit("severity", 0)]
SourcedIncidents = Annotated[Sourced, Unit("incidents per week", 0)]
SourcedOffspring = Annotated[Sourced, Unit("incidents per incident", 0)]
SourcedWeight = Annotated[Sourced, Unit("log rate")]
SourcedQuantity = Annotated[Sourced, Unit("", 0)]


class ShareRange(Strict):
    """A share to draw from: its low, mode and high (0-1)."""

    low: Share
    """The least it can plausibly be."""
    mode: Share
    """The likeliest."""
    high: Share
    """The most it can plausibly be."""

    @property
    def range(self) -> tuple[float, float, float]:
        """Low, mode and high."""
        return (self.low, self.mode, self.high)

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to draw."""
        return self.low == self.high

    @model_validator(mode="after")
    def _ordered(self) -> "ShareRange":
        refuse(_ladder_faults(*self.range))
        return self


def _as_range(got: Any) -> Any:
    if isinstance(got, int | float) and not isinstance(got, bool):
        return {"low": got, "mode": got, "high": got}
    return got


Salience = Annotated[ShareRange, BeforeValidator(_as_range, json_schema_input_type=Share | ShareRange)]
"""How much an issue matters to an actor: a share, or its low, mode and high."""
