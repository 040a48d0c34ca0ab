"""Cast: everything that stays the same through a run; constants of the case and what one run believes.

Axes: R runs, K issues, N actors, W weeks, P places, T texts, Q postures, V responses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from agents.arrays import Bools, Floats, Ints, among
from agents.chance import share_after
from agents.protocols.options import Value
from agents.ties import Ties

NOBODY = -1
"""Stands for an actor or an issue that the case does not have."""

UNDATED = 1_000_000
"""The step of a deadline that the case does not have: after any week, so that it never passes."""


@dataclass(frozen=True)
class Rules:
    """The switches of the case, as the scenario sets them."""

    protocol: str = "influence"
    options: Mapping[str, Value] = field(default_factory=dict)
    bounded: bool = False
    talks: bool = True
    declaration: str = "decided"
    mandate: str = "covers"
    reserves: bool = True
    council_majority: int = 9
    council_veto: bool = True
    withdraw_if_vetoed: bool = True
    alliance_review: float = 4.0
    union_decision: str = "constructive_abstention"
    union_majority: int = 0
    union_blocking_share: float = 1 / 3
    union_qualified_share: float = 0.739


@dataclass(frozen=True)
class Texts:
    """What may be put to a vote.

    issue : (T,) index, place, reversion : (T,) points, council : (T,) true for the Council, false for the
    union, sponsor : (T, N), weeks : (T,) length of an extension; opens : (T,) the first step in which the
    union can vote on it; effect : one word per text.
    """

    name: tuple[str, ...]
    issue: Ints
    place: Floats
    reversion: Floats
    council: Bools
    sponsor: Bools
    weeks: Ints
    opens: Ints
    effect: tuple[str, ...]


@dataclass(frozen=True)
class Postures:
    """What the alliance may agree on.

    place : (Q,) points on the posture issue; strength, caveats : (Q,) factors; reserves : (Q,) on call.
    """

    name: tuple[str, ...]
    place: Floats
    strength: Floats
    caveats: Floats
    reserves: Bools


@dataclass(frozen=True)
class Responses:
    """What follows from what.

    actor : (V,) index; after : the trigger's word; rate : (R, V) per day; shocks : (V, P) incidents per week;
    precedent : (V,) points.
    """

    name: tuple[str, ...]
    actor: Ints
    after: tuple[str, ...]
    rate: Floats
    shocks: Floats
    precedent: Floats

    @cached_property
    def by_name(self) -> Ints:
        """The responses in the order of their names, (V,)."""
        return np.array(sorted(range(len(self.name)), key=self.name.__getitem__), dtype=np.int64)

    @cached_property
    def log_rate(self) -> Floats:
        """The logarithms of the rates, (R, V)."""
        return np.asarray(np.log(np.maximum(self.rate, 1e-12)), dtype=np.float64)


@dataclass(frozen=True)
class Ground:
    """Where things happen.

    garrison : (P,) whether the force stands there; base : (R, P) incidents per week; weight : (R, P) factor
    on shocks; safeguarded : (P,) whether the plan calms it.
    """

    name: tuple[str, ...]
    garrison: Bools
    base: Floats
    weight: Floats
    safeguarded: Bools


@dataclass(frozen=True)
class Cast:
    """Constants of a block of runs; every array is read-only.

    position, salience : (R, K, N), points 0-100 and shares; holds : (K, N), who has a position at all
    capability : (N,), share of the cast; exposure, reliance_against, reliance_for, asks_plan, contingent
    (soldiers), caveat (share) : (R, N); posts : (N, P) shares; states : (N,), who may recognise
    council_member, alliance_member, union_member : (W, N); permanent, patron_against, patron_for : (N,)
    votes : (N,) union votes; meetings : (W,) weeks in which the union's ministers or leaders meet
    council, union : ids of the bodies that vote on texts, "" without one
    reference : (K,), where an issue stands if nothing is agreed, NaN where that is not known
    p : parameter -> (R,), units as in parameters.yaml; days : length of a step
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    bodies: tuple[str, ...]
    groups: Bools
    weeks: int
    days: float
    runs: int
    p: Mapping[str, Floats]
    rules: Rules
    ties: Ties
    position: Floats
    salience: Floats
    holds: Bools
    capability: Floats
    states: Bools
    exposure: Floats
    reliance_against: Floats
    reliance_for: Floats
    asks_plan: Floats
    contingent: Floats
    caveat: Floats
    posts: Floats
    council_member: Bools
    alliance_member: Bools
    union_member: Bools
    permanent: Bools
    votes: Floats
    patron_against: Bools
    patron_for: Bools
    meetings: Bools
    claimant: int
    parent: int
    status: int
    posture: int
    deadline: int
    request: int
    texts: Texts
    postures: Postures
    responses: Responses
    ground: Ground
    council: str = ""
    union: str = ""
    reference: Floats = field(default_factory=lambda: np.full(1, np.nan))

    @cached_property
    def pace(self) -> Floats:
        """Share of the gap to its aim that a position closes in a step, (R,); all without a pace."""
        if "negotiation.pace" not in self.p:
            return np.ones(self.runs)
        return share_after(self.p["negotiation.pace"], self.days)

    @cached_property
    def susceptibility(self) -> Floats:
        """Share moved by others at salience 0, (R,); all where the case gives none."""
        return self.p.get("negotiation.susceptibility", np.ones(self.runs))

    @cached_property
    def electorate(self) -> Ints:
        """The states that hold a position on the status, who may recognise, (A,)."""
        return np.flatnonzero(self.states & self.holds[self.status])

    @cached_property
    def council_seats(self) -> Ints:
        """Who sits in the council in any week, (A,)."""
        return np.flatnonzero(self.council_member.any(axis=0))

    @cached_property
    def alliance_seats(self) -> Ints:
        """Who sits in the alliance in any week, (A,)."""
        return np.flatnonzero(self.alliance_member.any(axis=0))

    @cached_property
    def union_seats(self) -> Ints:
        """Who sits in the union in any week, (A,)."""
        return np.flatnonzero(self.union_member.any(axis=0))

    @cached_property
    def troops(self) -> Ints:
        """Who has a contingent in any run, (A,)."""
        return np.flatnonzero(self.contingent.any(axis=0))

    @cached_property
    def shares(self) -> Floats:
        """The share of the force that each contingent is, (R, A)."""
        whole = np.maximum(self.contingent.sum(axis=-1, keepdims=True), 1.0)
        return np.asarray(among(self.contingent, self.troops) / whole, dtype=np.float64)

    @cached_property
    def peers(self) -> Floats:
        """How loud the states together are to each actor on the status, (R, N)."""
        return self.ties.heard_on(self.status, np.tile(self.states.astype(np.float64), (self.runs, 1)))

    def weights(self, group: str, names: Sequence[str]) -> Floats:
        """Parameters of a group one below the other, (names, R); kept once they have been asked for."""
        known: dict[str, Floats] = self.__dict__.setdefault("_weights", {})
        if group not in known:
            known[group] = np.stack([self.p[f"{group}.{name}"] for name in names])
        return known[group]

    def per_week(self, steps: float) -> float:
        """Steps of the clock as weeks."""
        return steps * self.days / 7.0
