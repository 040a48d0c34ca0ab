"""Issues: what is negotiated, on a scale whose marks have words."""

from pydantic import model_validator

from scenarios.models.base import Strict, Text
from scenarios.models.naming import Cues
from scenarios.models.numbers import SourcedPoints, refuse


class Issue(Strict):
    """A question on which actors hold positions between 0 and 100."""

    title: Text
    """What the issue is called in figures and reports."""
    question: Text
    """The question that a position answers."""
    scale: dict[int, Text]
    """What a position means in words, at 0 and at 100 and at as many points between as needed."""
    reversion: SourcedPoints | None = None
    """Where things stand if nothing is agreed: the reference point of those protocols that ask for one."""
    cues: Cues | None = None
    """Words by which the issue is known in documents, besides those of its title."""
    note: Text | None = None
    """How the scale is to be read."""

    @model_validator(mode="after")
    def _spans(self) -> "Issue":
        outside = [point for point in self.scale if not 0 <= point <= 100]
        faults = [(f"scale.{point}", f"{point} is not on the scale (0-100)") for point in outside]
        missing = [str(end) for end in (0, 100) if end not in self.scale]
        if missing:
            faults.append(("scale", f"has no words for {' and '.join(missing)}"))
        refuse(faults)
        return self
