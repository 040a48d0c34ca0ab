"""The recorder: what is kept of a block of runs, week by week, as labelled arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.cast import Cast
from agents.kernels import positions
from agents.negotiation import protocol, table
from agents.protocols import Linear
from agents.state import Change, State
from sim import indicators

Array = NDArray[Any]


@dataclass(frozen=True)
class Variable:
    """A recorded variable: its axes, type on disk, unit and what it means."""

    axes: tuple[str, ...]
    kind: str
    unit: str
    meaning: str


WEEKLY: Mapping[str, Variable] = {
    "position": Variable(("issue", "actor"), "f4", "points 0-100", "position at the end of the week"),
    "posture_in_force": Variable((), "i1", "index of posture", "posture of the force in force"),
    "strength": Variable((), "f4", "soldiers", "strength of the force, reserves in place included"),
    "usable": Variable(("place",), "f4", "soldiers", "force that caveats leave usable in the place"),
    "reserves": Variable((), "f4", "battalions", "reserve battalions deployed"),
    "incidents": Variable(("place",), "i2", "incidents per week", "incidents"),
    "severity": Variable(
        ("place",), "f4", "severity", "severity of unrest; 100 = riots of the reference week"
    ),
    "precedent": Variable((), "f4", "points 0-100", "index of precedent"),
    "commitment": Variable((), "f4", "points 0-100", "the claimant's commitment to the plan"),
}
"""Kept every week, axes after (run, week)."""

ONCE: Mapping[str, Variable] = {
    "position_start": Variable(("issue", "actor"), "f4", "points 0-100", "position drawn at the start"),
    "salience": Variable(("issue", "actor"), "f4", "share", "salience drawn for the run"),
    "recognised_week": Variable(("actor",), "i2", "week, -1 = never", "week of recognition"),
    "declaration_week": Variable((), "i2", "week, -1 = never", "week of the declaration"),
    "coordinated": Variable((), "?", "true or false", "declared together with the partners"),
    "agreement_week": Variable((), "i2", "week, -1 = never", "week of an agreement of the parties"),
    "agreement_place": Variable((), "f4", "points 0-100", "what was agreed on the status issue"),
    "text_week": Variable(("text",), "i2", "week, -1 = never", "week in which the text was last dealt with"),
    "text_result": Variable(
        ("text",), "i1", "0 not tabled, 1 adopted, 2 vetoed, 3 failed, 4 withdrawn", "what became of the text"
    ),
    "vote": Variable(
        ("text", "actor"), "i1", "1 for, 0 abstain, -1 against, -2 veto, -9 none", "vote in the council"
    ),
    "stance": Variable(
        ("text", "actor"),
        "i1",
        "1 supports, 0 stands aside, -1 objects, -9 none",
        "latest stance in the union",
    ),
    "union_week": Variable(("text",), "i2", "week, -1 = never", "week in which the union adopted the text"),
    "proposals": Variable(("posture",), "i2", "times", "times that the posture was proposed"),
    "objection": Variable(("posture", "actor"), "i2", "times", "times that the ally broke the silence on it"),
    "response_week": Variable(("response",), "i2", "week, -1 = never", "week of the response"),
    "chain_week": Variable((), "i2", "week, -1 = never", "week of a like step elsewhere"),
    "reserves_week": Variable((), "i2", "week, -1 = never", "week in which reserves were first called"),
}
"""Kept once a run, axes after (run,)."""


def axes(cast: Cast) -> dict[str, tuple[str, ...]]:
    """The labels of every axis but run and week."""
    return {
        "issue": cast.issues,
        "actor": cast.actors,
        "place": cast.ground.name,
        "text": cast.texts.name,
        "posture": cast.postures.name,
        "response": cast.responses.name,
    }


class Recorder:
    """Keeps a block of runs."""

    def __init__(self, cast: Cast) -> None:
        """Make room for every week."""
        sizes = {name: len(labels) for name, labels in axes(cast).items()}
        self.cast = cast
        self.blank = np.where(cast.holds, 0.0, np.nan)
        self.weekly: dict[str, Array] = {
            # A week after the other in memory, as they are written; seen with runs first.
            name: np.zeros(
                (cast.weeks, cast.runs, *(sizes[axis] for axis in one.axes)), dtype=one.kind
            ).swapaxes(0, 1)
            for name, one in WEEKLY.items()
        }
        rule = protocol(cast)
        steady = rule.steady and not cast.rules.bounded
        self.steady: Linear | None = rule if steady and isinstance(rule, Linear) else None
        self.summed = np.zeros_like(cast.position)
        self.moved = np.zeros((*cast.position.shape[1:], cast.position.shape[-1]))

    def begin_week(self, state: State) -> None:
        """Add up positions before anyone moves, for who moved whom where the pull stays the same."""
        if self.steady is not None:
            self.summed += state.position

    def hear(self, change: Change) -> None:
        """Add up who moved whom where the pull differs from week to week."""
        if change.shift is not None and self.steady is None:
            self.moved += change.shift().sum(axis=0)

    def end_week(self, state: State) -> None:
        """Keep what the week came to."""
        week = state.week
        positions.kept(state.position, self.blank, self.weekly["position"][:, week])
        for name in ("usable", "incidents", "severity", "precedent", "commitment"):
            self.weekly[name][:, week] = getattr(state, name)
        self.weekly["posture_in_force"][:, week] = state.posture
        self.weekly["strength"][:, week] = indicators.strength(state, self.cast)
        self.weekly["reserves"][:, week] = state.reserves.sum(axis=-1)

    def finish(self, state: State) -> dict[str, Array]:
        """Everything kept of the block; `moved` is a sum over its runs, (K, N, N)."""
        texts, holds = self.cast.texts, self.cast.holds
        mission = np.array([effect == "mission" for effect in texts.effect], dtype=np.bool_)
        adopted = np.where(mission, state.mission[:, None], state.common_position[:, None])
        once = {
            "position_start": np.where(holds, self.cast.position, np.nan),
            "salience": np.where(holds, self.cast.salience, np.nan),
            "recognised_week": state.recognised,
            "declaration_week": state.declared,
            "coordinated": state.coordinated,
            "agreement_week": state.agreed,
            "agreement_place": state.agreed_place,
            "text_week": state.text_week,
            "text_result": state.text_result,
            "vote": state.vote,
            "stance": state.stance,
            "union_week": np.where(texts.council, -1, adopted),
            "proposals": state.proposed,
            "objection": state.objected,
            "response_week": state.response,
            "chain_week": state.chain,
            "reserves_week": state.called,
        }
        kept = {name: np.asarray(once[name]).astype(one.kind) for name, one in ONCE.items()}
        moved = self.moved
        if self.steady is not None:
            moved = self.steady.moved(table(state, self.cast), self.cast.pace[:, None, None], self.summed)
        moved = np.where(holds[:, :, None] & holds[:, None, :], moved, 0.0)
        return {**self.weekly, **kept, "moved": moved}
