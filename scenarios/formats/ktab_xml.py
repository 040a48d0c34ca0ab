"""KTAB's XML: what its table has, and also how the model runs and whose position each ideal follows."""

from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.exceptions import one_of
from scenarios.formats.cells import Cell
from scenarios.formats.dataset import DataSet
from scenarios.formats.draft import MOST, Draft, said
from scenarios.formats.elements import Element, parse
from scenarios.formats.ktab import ROUNDING, add, hold
from scenarios.formats.numbers import POSITIVE, SHARE, shown, written

if TYPE_CHECKING:
    from scenarios.marks import Mark

OPTIONS = {
    "VictoryProbModel": ("Linear", "Square", "Quartic", "Octic", "Binary"),
    "PCEModel": ("Conditional", "MarkovIncentive", "MarkovUniform"),
    "StateTransitions": ("Deterministic", "Stochastic"),
    "VotingRule": ("Binary", "PropBin", "Prop", "PropCbc", "Cubic", "ASymProsp"),
    "BigRAdjust": ("None", "OneThird", "Half", "TwoThirds", "Full"),
    "BigRRange": ("Min", "Mid", "Max"),
    "ThirdPartyCommit": ("NoCommit", "SemiCommit", "FullCommit"),
    "InterVecBrgn": ("S1P1", "S2P2", "S2PMax"),
    "BargnModel": ("InitOnlyInterp", "InitRcvrInterp", "PWCompInterp"),
}
"""What may stand in `ModelParameters`, and the words of each."""

_CONTENTS: dict[str, tuple[str, ...]] = {
    "Scenario": ("name", "desc", "prngSeed", "ModelParameters", "Dimensions", "Actors", "IdealAdjustment"),
    "ModelParameters": tuple(OPTIONS),
    "Dimensions": ("dName",),
    "Actors": ("Actor",),
    "Actor": ("name", "description", "capability", "Position", "Salience"),
    "Position": ("dCoord",),
    "Salience": ("dSal",),
    "IdealAdjustment": ("iaPair",),
    "iaPair": ("adjustingIdeal", "referencePos", "adjust"),
}
_MANY = {"dName", "Actor", "dCoord", "dSal", "iaPair"}


def read(text: str, file: str) -> DataSet:
    """The data set of one of KTAB's XML files; raises `MalformedFile`."""
    draft = Draft(file, "ktab-xml", Path(file).stem)
    root = parse(text, file)
    if root.name != "Scenario":
        draft.refuse(root.mark, "", f"the root is '{shown(root.name)}'; KTAB's XML begins with Scenario")
        return draft.finished()
    _check(root, draft)
    draft.entitle(_cell(root, "name").text)
    axes = _axes(root, draft)
    for actor in _grandchildren(root, "Actors", "Actor"):
        _actor(actor, axes, draft)
    for option in _grandchildren(root, "ModelParameters", *OPTIONS):
        _option(option, draft)
    _adjust(_grandchildren(root, "IdealAdjustment", "iaPair"), draft)
    return draft.finished()


def _cell(element: Element, name: str) -> Cell:
    """The text of a child; an empty one at the element where there is no such child."""
    child = element.first(name)
    return child.cell if child else Cell("", element.mark)


def _grandchildren(root: Element, parent: str, *names: str) -> list[Element]:
    found = root.first(parent)
    return [child for child in found.children if child.name in names] if found else []


def _check(element: Element, draft: Draft) -> None:
    """Whether elements are where they belong, here and below; where none belongs, nothing is asked."""
    allowed = _CONTENTS.get(element.name)
    if allowed is None:
        return
    seen: dict[str, Mark] = {}
    for child in element.children:
        if child.name not in allowed:
            hint = draft.hint(child.name, allowed) or f"; allowed: {one_of(allowed)}"
            draft.refuse(child.mark, element.name, f"unknown element '{shown(child.name)}'{hint}")
            draft.torn = True
        elif child.name in seen and child.name not in _MANY:
            first = said(seen[child.name], child.mark)
            draft.refuse(child.mark, child.name, f"stands twice in {element.name}; the first is {first}")
        seen.setdefault(child.name, child.mark)
        _check(child, draft)


def _axes(root: Element, draft: Draft) -> list[str | None]:
    """The issues, named as the dimensions are; None for one without a good name."""
    for name, what in (("Dimensions", "dName"), ("Actors", "Actor")):
        if not _grandchildren(root, name, what):
            draft.refuse(root.mark, name, f"is missing or empty; one {what} or more is wanted in it")
            draft.torn = True
    known: dict[str, Mark] = {}
    return [add(draft, one.cell, "dName", known) for one in _grandchildren(root, "Dimensions", "dName")]


def _actor(element: Element, axes: list[str | None], draft: Draft) -> None:
    """One actor, and what it holds on all issues."""
    actor = draft.enlist(_cell(element, "name"), "name", _cell(element, "description"))
    power = draft.number(_cell(element, "capability"), "capability", POSITIVE)
    fields = {}
    for name, what in (("Position", "dCoord"), ("Salience", "dSal")):
        parent = element.first(name)
        found = parent.children if parent else []
        fields[name] = [(what, one.cell) for one in found if one.name == what]
        if axes and len(fields[name]) != len(axes):
            mark = parent.mark if parent else element.mark
            draft.refuse(mark, name, f"has {len(fields[name])} {what}; the file has {len(axes)} dimensions")
            draft.torn = True
    hold(draft, actor, power, axes, fields["Position"], fields["Salience"])


def _option(element: Element, draft: Draft) -> None:
    """One of the model's parameters."""
    word, allowed = element.cell.text, OPTIONS[element.name]
    if word in allowed:
        draft.options[element.name] = word
    else:
        message = f"'{shown(word)}' is not allowed; allowed: {one_of(allowed)}"
        draft.refuse(element.cell.mark, element.name, message)


def _adjust(pairs: list[Element], draft: Draft) -> None:
    """Whose position each ideal follows: KTAB starts from the identity, and each pair sets one entry."""
    given: dict[str, dict[str, float]] = {}
    marks: dict[str, Mark] = {}
    for pair in pairs:
        who = draft.known(_cell(pair, "adjustingIdeal"), "adjustingIdeal", draft.actors, "actor")
        whom = draft.known(_cell(pair, "referencePos"), "referencePos", draft.actors, "actor")
        cell = _cell(pair, "adjust")
        share = draft.number(cell, "adjust", SHARE)
        if who is None or whom is None or share is None:
            continue
        if whom in given.setdefault(who, {}):
            draft.refuse(pair.mark, "iaPair", f"a second one for '{who}' and '{whom}'; leave one")
        given[who][whom] = share
        marks.setdefault(who, cell.mark)
    for who, row in given.items():
        total = sum(({who: 1.0} | row).values())
        if total > 1 + ROUNDING:
            own = "" if who in row else ", where its own position counts 1 as no iaPair sets it"
            message = f"the adjustments of '{who}' sum to {written(total)}{own}; allowed: up to 1"
            draft.refuse(marks[who], "adjust", message)
    if pairs and len(draft.actors) <= MOST:
        rows = {who: {who: 1.0} | given.get(who, {}) for who in draft.actors}
        draft.adjustment = tuple(tuple(rows[who].get(whom, 0.0) for whom in rows) for who in rows)
