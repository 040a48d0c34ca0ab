"""What every model of a case shares: strictness, texts, days and names of other entries.

Models refuse unknown keys and do not convert types: `"5"` is text and no number. They are filled from JSON
text (see `scenarios.resolve`), in which a date can only be text; `Day` reads it.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

Kind = Literal[
    "actor", "body", "document", "event", "evidence", "indicator", "issue", "place", "posture", "response",
    "source", "text",
]  # fmt: skip
"""What an entry's name can stand for; `source` and `evidence` are references or statements."""


class Strict(BaseModel):
    """A frozen model that refuses unknown keys, converts nothing and is described by its docstrings."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


@dataclass(frozen=True)
class Names:
    """Marks a text as the name of another entry, so that the reader can find dangling ones."""

    kind: Kind


@dataclass(frozen=True)
class Free:
    """Marks a mapping whose keys the engine knows and not the reader: any may be set."""


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", text):
        raise PydanticCustomError(
            "identifier", "'{got}' is not a name (letters, digits, - and _ only)", {"got": text}
        )
    return text


def _short_name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+", text):
        raise PydanticCustomError(
            "short_name", "'{got}' is not a name with a dot in it, such as force.strength", {"got": text}
        )
    return text


def _plain(text: str) -> str:
    odd = next((c for c in text if not c.isprintable() and c not in "\n\t"), None)
    if odd is not None:
        raise PydanticCustomError(
            "plain", "has the control character U+{code}; write plain text", {"code": f"{ord(odd):04X}"}
        )
    return text


def _day(got: Any) -> Any:
    if isinstance(got, dt.date):
        return got
    if isinstance(got, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", got):
        try:
            return dt.date.fromisoformat(got)
        except ValueError:
            pass
    shown = f"'{got}'" if isinstance(got, str) else str(got)
    raise PydanticCustomError("day", "{got} is not a date (YYYY-MM-DD)", {"got": shown})


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_plain)]
Identifier = Annotated[str, AfterValidator(_identifier)]
ShortName = Annotated[str, AfterValidator(_short_name)]
Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Hexadecimal = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

ActorId = Annotated[str, Names("actor")]
BodyId = Annotated[str, Names("body")]
DocumentId = Annotated[str, Names("document")]
EventName = Annotated[str, Names("event")]
Evidence = Annotated[str, Names("evidence")]
Indicator = Annotated[str, Names("indicator")]
IssueId = Annotated[str, Names("issue")]
PlaceId = Annotated[str, Names("place")]
PostureId = Annotated[str, Names("posture")]
ResponseId = Annotated[str, Names("response")]
Source = Annotated[str, Names("source")]
TextId = Annotated[str, Names("text")]
