"""What a move costs the actor, in the model's own terms: no cost is set against a gain."""

from typing import TYPE_CHECKING

import numpy as np

from agents.arrays import Floats
from sim.cast import make_cast
from sim.draws import Streams
from sim.studies.moves import Move
from sim.studies.paired import Difference, difference, spread
from sim.studies.study import Study

if TYPE_CHECKING:
    from sim.studies.advise import Question

VOICES = 20
"""Runs over which the voice of an actor is averaged."""


def away(asked: "Question", found: Study, place: int) -> tuple[float, float] | None:
    """By how much farther the other issues end from where the actor wishes to stand, with half the interval.

    Points; each issue's capability-weighted mean position at the end, weighted by the actor's salience.
    """
    apart = [distance(asked, found, at) for at in (0, place)]
    if apart[0] is None or apart[1] is None:
        return None
    change = apart[1] - apart[0]
    return spread(change) if (~np.isnan(change)).sum() > 1 else None


def distance(asked: "Question", found: Study, place: int) -> Floats | None:
    """How far the other issues end from where the actor wishes to stand, (R,), points."""
    wished = asked.scenario.actors[asked.actor].positions
    total, weight = np.zeros(asked.runs), 0.0
    for issue, held in wished.items():
        key = issue.replace("-", "_")
        itself = {f"{of}_{key}" for of in ("position", "mean", "median")}
        if asked.outcome in itself or f"position_{key}" not in found.values:
            continue
        salience = held.salience.range[1]
        total += salience * np.abs(found.values[f"position_{key}"][place] - held.mode)
        weight += salience
    return total / weight if weight > 0 else None


def beside(asked: "Question", found: Study, place: int) -> tuple[Difference, ...]:
    """How the other outcomes of the headline change."""
    names = [one for one in asked.scenario.case.headline if one in found.measures and one != asked.outcome]
    return tuple(
        difference(asked.measured(found, 0, one), asked.measured(found, place, one)) for one in names
    )


class Voices:
    """How loud the actor is to others: its normalised weight in what they hear, averaged over runs."""

    def __init__(self, asked: "Question") -> None:
        """Draw who listens to whom in a few runs."""
        self.asked = asked
        runs = range(min(asked.runs, VOICES))
        self.weights = make_cast(asked.scenario, Streams(asked.seed, runs)).ties.matrix().mean(axis=0)

    def of(self, move: Move) -> float | None:
        """The actor's voice to the one that a move presses, on the issue that it is about; share."""
        if not move.target:
            return None
        actors, issue = list(self.asked.scenario.actors), move.name.rpartition(".")[2]
        row = self.weights[list(self.asked.scenario.issues).index(issue), actors.index(move.target)]
        return float(row[actors.index(self.asked.actor)])
