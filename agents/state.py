"""State: what a block of runs has come to, and how a rule says what changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.arrays import NEVER, Bools, Codes, Floats, Ints, Terms
from agents.cast import Cast

NOT_TABLED, ADOPTED, VETOED, FAILED, WITHDRAWN = range(5)
FOR, ABSTAIN, AGAINST, VETO, ABSENT = 1, 0, -1, -2, -9


@dataclass(frozen=True)
class State:
    """The arrays of a block of runs at one week; axes as in Cast.

    Weeks are step indices, NEVER where it has not happened.  anchor : (R, K, N), the positions to which
    actors hold on.  called : (R,), when reserves were first called; fired : (R, E), when each event came.
    motion, insisted : (R, T), instructed : (R, T, N) (a vote that the scenario imposes, ABSENT for none),
    ordered_declare, ordered_coordinated : (R,) are the week's agenda, set by the calendar and used up in it.
    recent : (R, S, P), incidents of the steps of the last seven days, the latest last.
    """

    week: int
    position: Floats
    anchor: Floats
    declared: Ints
    coordinated: Bools
    ordered_declare: Bools
    ordered_coordinated: Bools
    agreed: Ints
    agreed_place: Floats
    talks_until: Ints
    talks_weeks: Floats
    motion: Bools
    insisted: Bools
    instructed: Codes
    text_week: Ints
    text_result: Ints
    vote: Codes
    endorsed: Bools
    condemned: Bools
    mandate: Bools
    common_position: Ints
    mission: Ints
    stance: Codes
    posture: Ints
    proposed: Ints
    objected: Ints
    recognised: NDArray[np.int16]
    commitment: Floats
    strength_factor: Floats
    caveat_factor: Floats
    withdrawn: Bools
    reserves: Floats
    pending: Floats
    due: Ints
    quiet: Floats
    usable: Floats
    excitation: Floats
    shock: Floats
    incidents: Ints
    recent: Ints
    severity: Floats
    precedent: Floats
    chain: Ints
    response: Ints
    called: Ints
    fired: Ints

    def after(self, change: "Change") -> "State":
        """The state with the change made; the old one is untouched."""
        # What dataclasses.replace does, without asking for each of some fifty fields what is said of it.
        new = object.__new__(State)
        new.__dict__.update(self.__dict__, **change.fields)
        if len(new.__dict__) != len(self.__dict__):
            raise TypeError(f"no fields of State: {sorted(change.fields.keys() - self.__dict__.keys())}")
        return new


@dataclass(frozen=True)
class Decision:
    """One kind of decision in one week, for A actors who may take it, in every run.

    name : such as "recognise" or "vote:endorse-plan"; actors : (A,), in their order and the same in every
    week; where a name has two decisions in a week, each is one actor's
    about : what each place decides on, if they do not decide on the same, in the order of these words; it is
    added to the name after a colon
    runs : the runs that the arrays are of, (M,) for R above, if not of all
    eligible, choice : (R, A); words : choice code -> word
    terms : name -> (R, A), (R, 1) where it is the same for all or (R, N) for all actors; or, where that is
    dear, gives them for pairs of a run and a place among the actors, each (pairs,), from (pairs,) indices
    probability, draw : shaped like terms, or None where nothing was drawn
    """

    name: str
    actors: Ints
    eligible: Bools
    choice: Ints | Bools | Codes
    words: Mapping[int, str]
    terms: Terms | Callable[[Ints, Ints], Terms]
    probability: Floats | None = None
    draw: Floats | None = None
    about: tuple[str, ...] = ()
    runs: Ints | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, or one for each place."""
        return tuple(f"{self.name}:{one}" for one in self.about) or (self.name,)

    def terms_at(self, run: Ints, place: Ints) -> Terms:
        """The terms of pairs, each (pairs,)."""
        if callable(self.terms):
            return self.terms(run, place)
        return {name: self.at(value, run, place) for name, value in self.terms.items()}

    def at(self, values: Any, run: Ints, place: Ints) -> Any:
        """Values of pairs, (pairs,), from (R, A), (R, 1) or (R, N); None stays None."""
        if values is None:
            return None
        columns = values.shape[1]
        if columns == 1:
            return values[run, 0]
        return values[run, place if columns == len(self.actors) else self.actors[place]]


@dataclass(frozen=True)
class Change:
    """What a rule changes: new arrays by field of State, and the decisions that led there.

    shift : where positions were negotiated, gives (R, K, N, N), points by which each source moved each actor
    """

    fields: Mapping[str, object] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    shift: Callable[[], Floats] | None = None


NOTHING = Change()


@dataclass(frozen=True)
class Draw:
    """The uniforms of one week, each from the block of its process.

    council : (R, T, N); silence, recognise : (R, N); union : (R, T, N); talks : (R, N); declare, chain : (R,)
    respond : (R, V); incidents : (R, P); negotiation : (R, K, N), or None where the protocol draws nothing
    """

    council: Floats
    silence: Floats
    union: Floats
    recognise: Floats
    declare: Floats
    respond: Floats
    incidents: Floats
    chain: Floats
    negotiation: Floats | None = None


def opening(cast: Cast, events: int = 0) -> State:
    """The state before the first week: positions as believed, nothing decided; `events` may come."""
    runs, actors = cast.runs, len(cast.actors)
    texts, places, postures = len(cast.texts.name), len(cast.ground.name), len(cast.postures.name)
    responses = len(cast.responses.name)

    def zeros(*shape: int) -> Floats:
        return np.zeros((runs, *shape))

    def no(*shape: int) -> Bools:
        return np.zeros((runs, *shape), dtype=np.bool_)

    def never(*shape: int, value: int = NEVER) -> Ints:
        return np.full((runs, *shape), value, dtype=np.int64)

    def ballots() -> Codes:
        return np.full((runs, texts, actors), ABSENT, dtype=np.int8)

    commitment = cast.p["plan.commitment"] if "plan.commitment" in cast.p else zeros()
    return State(
        week=0,
        position=cast.position,
        anchor=cast.position,
        declared=never(),
        coordinated=no(),
        ordered_declare=no(),
        ordered_coordinated=no(),
        agreed=never(),
        agreed_place=zeros(),
        talks_until=never(value=cast.deadline + 1),
        talks_weeks=zeros(),
        motion=no(texts),
        insisted=no(texts),
        instructed=ballots(),
        text_week=never(texts),
        text_result=never(texts, value=NOT_TABLED),
        vote=ballots(),
        endorsed=no(),
        condemned=no(),
        mandate=~no(),
        common_position=never(),
        mission=never(),
        stance=ballots(),
        posture=never(value=standing_posture(cast)),
        proposed=never(postures, value=0),
        objected=never(postures, actors, value=0),
        recognised=never(actors).astype(np.int16),
        commitment=commitment,
        strength_factor=zeros() + 1.0,
        caveat_factor=zeros() + 1.0,
        withdrawn=no(actors),
        reserves=zeros(places),
        pending=zeros(places),
        due=never(places),
        quiet=zeros(places),
        usable=zeros(places),
        excitation=zeros(places),
        shock=zeros(places),
        incidents=never(places, value=0),
        recent=never(max(round(7.0 / cast.days), 1), places, value=0),
        severity=zeros(places),
        precedent=zeros(),
        chain=never(),
        response=never(responses),
        called=never(),
        fired=never(events),
    )


def standing_posture(cast: Cast) -> int:
    """The posture in force at the start: the one that changes nothing (factors of one), else the first."""
    unchanged = (cast.postures.strength == 1.0) & (cast.postures.caveats == 1.0)
    return int(np.argmax(unchanged)) if unchanged.any() else 0
