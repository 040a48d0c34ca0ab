"""Options of a protocol: fields of its dataclass, each with the words or bounds that it allows."""

from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from math import isfinite
from typing import Any, cast

Value = str | float | bool | None


class OptionError(ValueError):
    """Options that a protocol does not have or values that they cannot take; `faults` has all of them."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        """Keep what is wrong, by the name of the option."""
        super().__init__("\n".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = dict(faults)


@dataclass(frozen=True)
class Option:
    """One option: its public name, default, meaning, and either its words or its bounds."""

    name: str
    field: str
    default: Value
    about: str
    words: Sequence[str] = ()
    low: float = -float("inf")
    high: float = float("inf")

    @property
    def allowed(self) -> str:
        """What it may be, as a sentence says it."""
        if self.words:
            return ", ".join(self.words)
        if isfinite(self.low) and isfinite(self.high):
            return f"a number from {self.low:g} to {self.high:g}"
        return f"a number from {self.low:g}" if isfinite(self.low) else "a number"

    def read(self, got: Value) -> Value:
        """The value that is meant; ValueError, with what is wrong, if it cannot be taken."""
        if self.words:
            if str(got) in self.words:
                return str(got)
            close = get_close_matches(str(got), self.words, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"allowed: {self.allowed}"
            raise ValueError(f"'{got}' is none of its words; {hint}")
        return self._number(got)

    def _number(self, got: Value) -> float | None:
        if got is None and self.default is None:
            return None
        try:
            number = float("nan") if isinstance(got, bool | None) else float(got)
        except ValueError:
            number = float("nan")
        if not (isfinite(number) and self.low <= number <= self.high):
            raise ValueError(f"'{got}' is not {self.allowed}")
        return number


def words(default: str, *others: str, about: str, name: str = "") -> Any:
    """A field whose value is one of some words, the first by default."""
    return field(default=default, metadata={"words": (default, *others), "about": about, "name": name})


def number(
    default: float | None,
    low: float = -float("inf"),
    high: float = float("inf"),
    *,
    about: str,
    name: str = "",
) -> Any:
    """A field whose value is a number within bounds; a default of None stands for a number not given."""
    return field(default=default, metadata={"low": low, "high": high, "about": about, "name": name})


def options_of(kind: type) -> dict[str, Option]:
    """The options of a protocol's class, by public name, in order."""
    found = [_option(one) for one in fields(kind) if "about" in one.metadata]
    return {one.name: one for one in found}


def _option(one: Field[Any]) -> Option:
    said = dict(one.metadata)
    name = said.pop("name") or one.name.replace("_", "-")
    return Option(name=name, field=one.name, default=cast("Value", one.default), **said)


def configured(kind: type, given: Mapping[str, Value]) -> dict[str, Value]:
    """The fields that options set, by name of the field; OptionError with all that is wrong."""
    known, found, faults = options_of(kind), {}, {}
    for name, got in given.items():
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"{_listed(list(known))}"
            faults[name] = f"is no option of this protocol; {hint}"
            continue
        try:
            found[known[name].field] = known[name].read(got)
        except ValueError as error:
            faults[name] = str(error)
    if faults:
        raise OptionError(faults)
    return found


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return f"there is {names[0]} only" if names else "there is none"
    return f"there are {', '.join(names)}"
