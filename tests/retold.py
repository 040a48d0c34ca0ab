"""The same world told otherwise: seats changed, the axis turned round or in another unit, one run alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from agents.arrays import Floats, Ints
from agents.cast import NOBODY, Cast
from agents.protocols import Table
from agents.state import Draw, State
from agents.ties import Ties

Whole = TypeVar("Whole", Cast, State, Draw, Table)


def relabel(whole: Whole, order: Ints) -> Whole:
    """The same thing with its actors in another order; `order[i]` is who takes seat i."""
    if isinstance(whole, Cast):
        return _relabelled_cast(whole, order)
    if isinstance(whole, Table):
        return _relabelled_table(whole, order)
    return replace(whole, **_seats(whole, order, PER_ACTOR[type(whole)]))


PER_ACTOR: Mapping[type, tuple[str, ...]] = {
    State: ("position", "anchor", "instructed", "vote", "stance", "objected", "recognised", "withdrawn"),
    Draw: ("council", "silence", "union", "recognise", "negotiation"),
    Table: ("position", "start", "salience", "capability", "holds", "luck", "ideal"),
    Cast: (
        "groups",
        "position",
        "salience",
        "holds",
        "capability",
        "states",
        "exposure",
        "reliance_against",
        "reliance_for",
        "asks_plan",
        "contingent",
        "caveat",
        "council_member",
        "alliance_member",
        "union_member",
        "permanent",
        "votes",
        "patron_against",
        "patron_for",
    ),
}
"""Fields whose last axis is actors."""


def _seats(whole: object, order: Ints, names: Sequence[str]) -> dict[str, Any]:
    """Those of the arrays that are there, reseated."""
    found = {name: getattr(whole, name) for name in names}
    return {name: np.ascontiguousarray(a[..., order]) for name, a in found.items() if a is not None}


def _relabelled_ties(ties: Ties, order: Ints) -> Ties:
    return replace(
        ties,
        source=ties.source[:, order],
        seats=ties.seats[:, order],
        bilateral=ties.bilateral[order][:, order],
    )


def _relabelled_table(table: Table, order: Ints) -> Table:
    follows = table.adjustment
    return replace(
        table,
        ties=_relabelled_ties(table.ties, order),
        adjustment=None if follows is None else follows[np.ix_(order, order)],
        **_seats(table, order, PER_ACTOR[Table]),
    )


def _relabelled_cast(cast: Cast, order: Ints) -> Cast:
    seat = {int(old): new for new, old in enumerate(order)} | {NOBODY: NOBODY}
    return replace(
        cast,
        actors=tuple(f"new-{cast.actors[i]}" for i in order),
        ties=_relabelled_ties(cast.ties, order),
        posts=cast.posts[order],
        claimant=seat[cast.claimant],
        parent=seat[cast.parent],
        texts=replace(cast.texts, sponsor=cast.texts.sponsor[:, order]),
        responses=replace(cast.responses, actor=np.array([seat[int(a)] for a in cast.responses.actor])),
        **_seats(cast, order, PER_ACTOR[Cast]),
    )


def mirrored(table: Table) -> Table:
    """The table with every axis turned round: what was at one end of the scale is at the other."""
    whole = table.per_issue(table.low + table.high)
    return replace(
        table,
        reference=whole - table.per_issue(table.reference),
        **_held(table, lambda place: whole[:, None] - place),
    )


def stretched(table: Table, start: float, unit: float) -> Table:
    """The table in another unit: what was x points is start + unit x."""
    return replace(
        table,
        low=start + unit * table.low,
        high=start + unit * table.high,
        reference=start + unit * table.reference,
        confidence=None if table.confidence is None else unit * table.confidence,
        **_held(table, lambda place: start + unit * place),
    )


def _held(table: Table, retell: Callable[[Floats], Floats]) -> dict[str, Floats]:
    """Every place on the axis told otherwise, where something is held."""
    places = {name: getattr(table, name) for name in ("position", "start", "ideal")}
    return {
        name: np.where(table.holds, retell(place), place)
        for name, place in places.items()
        if place is not None
    }


def one_run(whole: Whole, run: int) -> Whole:
    """One run out of a block, with the runs' axis kept at length one."""
    cut = slice(run, run + 1)
    changes: dict[str, Any] = {name: getattr(whole, name) for name in PER_RUN[type(whole)]}
    changes = {name: None if value is None else value[cut] for name, value in changes.items()}
    if isinstance(whole, Table | Cast):
        ties = whole.ties
        changes["ties"] = replace(ties, floor=ties.floor[cut], body=ties.body[cut])
    if isinstance(whole, Cast):
        ground = whole.ground
        changes |= {
            "runs": 1,
            "p": {name: value[cut] for name, value in whole.p.items()},
            "responses": replace(whole.responses, rate=whole.responses.rate[cut]),
            "ground": replace(ground, base=ground.base[cut], weight=ground.weight[cut]),
        }
    return replace(whole, **changes)


PER_RUN: Mapping[type, tuple[str, ...]] = {
    Table: ("position", "start", "salience", "susceptibility", "confidence", "luck", "ideal"),
    State: tuple(f.name for f in fields(State) if f.name != "week"),
    Draw: tuple(f.name for f in fields(Draw)),
    Cast: (
        "position",
        "salience",
        "exposure",
        "reliance_against",
        "reliance_for",
        "asks_plan",
        "contingent",
        "caveat",
    ),
}
"""Fields whose first axis is runs."""
