"""The words that scenarios are written in, listed from the models that read them."""

from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docs.marked import table
from scenarios import Scenario
from scenarios.integrity import FREE_INDICATORS
from scenarios.models import BodyRule, Rules, ScenarioFile
from scenarios.models.case import Lever
from scenarios.models.events import MILESTONES, EventKinds, Timed
from scenarios.overrides import ROOTS

INDICATORS = {
    "unrest.<place>": "severity of last week's unrest in a place; 100 is the reference week",
    "incidents.<place>": "incidents in a place in the last step",
    "recognitions.<body>": "members of a body, past and future ones included, that have recognised",
    "recognitions.count": "states that have recognised",
    "positions.<actor>.<issue>": "position of an actor on an issue, points 0-100",
    "precedent.index": "index of precedent, points 0-100",
    "force.strength": "soldiers of the force, reserves in place included",
    "force.usable": "soldiers that caveats leave usable, in all places",
    "plan.commitment": "the claimant's commitment to the plan, points 0-100",
    "week": "weeks since the start",
}
"""What an event may wait for with `when`, and what it is."""

REACHED = {
    "declaration": "the claimant has declared",
    "deadline": "the last deadline of the calendar has passed",
    "resolution": "the Council adopted a text",
    "veto": "a text was vetoed in the Council",
    "agreement": "the parties agreed, or an event made them",
    "mission": "the union adopted its mission",
    "first_recognition": "the first state recognised",
    "reserves": "reserve battalions were called for the first time",
}
"""What an event may come after, and when it counts as reached."""


def keys() -> str:
    """The keys of a scenario file."""
    return table(("Key", "Needed", "Meaning"), [_row(n, f) for n, f in ScenarioFile.model_fields.items()])


def roots() -> str:
    """The first word of a dotted key."""
    return ", ".join(f"`{root}`" for root in ROOTS)


def timing() -> str:
    """What an event says of its time and its grounds, whatever it does."""
    return table(("Key", "Needed", "Meaning"), [_row(n, f) for n, f in Timed.model_fields.items()])


def verbs() -> str:
    """Every word that can stand after `do`, with what it needs."""
    rows = []
    for kind in EventKinds:
        own = {
            name: one for name, one in kind.model_fields.items() if name not in {*Timed.model_fields, "do"}
        }
        needs = "; ".join(
            f"`{name}`{'' if one.is_required() else ' (may be left out)'}: {_lower(one.description)}"
            for name, one in own.items()
        )
        rows.append((f"`{_word(kind)}`", kind.__doc__ or "", needs or "nothing"))
    return table(("`do:`", "What happens", "Keys"), rows)


def indicators() -> str:
    """What an event may wait for."""
    return table(("`when:`", "What it is"), [(f"`{name}`", words) for name, words in INDICATORS.items()])


def milestones() -> str:
    """What an event may come after."""
    return table(("`after:`", "Reached when"), [(f"`{name}`", REACHED[name]) for name in MILESTONES])


def rules() -> str:
    """The switches, and what can be said of a body."""
    rows = []
    for name, one in Rules.model_fields.items():
        model = one.annotation
        assert isinstance(model, type)
        assert issubclass(model, BaseModel)
        for key, inner in model.model_fields.items():
            rows.append((f"`rules.{name}.{key}`", _allowed(inner), _default(inner), inner.description or ""))
    for key, inner in BodyRule.model_fields.items():
        rows.append((f"`rules.<body>.{key}`", _allowed(inner), _default(inner), inner.description or ""))
    return table(("Key", "Allowed", "If not said", "Meaning"), rows)


def levers(scenario: Scenario) -> str:
    """The short names of a case."""
    rows = [
        (f"`{name}`", f"{one.low:g} to {one.high:g}", one.unit, one.title)
        for name, one in scenario.case.levers.items()
    ]
    return table(("Short name", "Values", "Unit", "What it does"), rows)


def lever_keys() -> str:
    """What a case says of a lever."""
    return table(("Key", "Needed", "Meaning"), [_row(n, f) for n, f in Lever.model_fields.items()])


def unlisted() -> set[str]:
    """Indicators and milestones of the reader for which this module has no words, and the other way round."""
    free = {name for name in INDICATORS if "<" not in name}
    return (free ^ set(FREE_INDICATORS)) | (set(REACHED) ^ set(MILESTONES))


def _row(name: str, one: FieldInfo) -> tuple[str, str, str]:
    return f"`{one.alias or name}`", "yes" if one.is_required() else "no", one.description or ""


def _word(kind: type[BaseModel]) -> str:
    return str(get_args(kind.model_fields["do"].annotation)[0])


def _lower(text: str | None) -> str:
    words = (text or "").rstrip(".")
    return words[:1].lower() + words[1:]


def _allowed(one: FieldInfo) -> str:
    kinds = {bool: "`true`, `false`", str: "a name", int: "a whole number", float: "a share"}
    options = [one.annotation, *get_args(one.annotation)]
    for option in options:
        words = _literals(option) or kinds.get(option) or _inner(option, kinds)
        if words:
            return words
    return ""


def _literals(option: Any) -> str:
    """The words of a Literal, quoted."""
    if get_origin(option) is None or not all(isinstance(word, str) for word in get_args(option)):
        return ""
    return ", ".join(f"`{word}`" for word in get_args(option))


def _inner(option: Any, kinds: dict[type, str]) -> str:
    """What an annotated number is."""
    return next((kinds[part] for part in get_args(option) if part in kinds), "")


def _default(one: FieldInfo) -> str:
    if one.is_required():
        return "needed"
    if one.default is None:
        return "-"
    return f"`{str(one.default).lower() if isinstance(one.default, bool) else one.default}`"
