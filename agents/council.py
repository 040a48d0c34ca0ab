"""The council, such as the UN Security Council: a text against what holds without it, votes, and the veto."""

import numpy as np

from agents.arrays import NEVER, Bools, Codes, Floats, Ints, Terms, among, total
from agents.cast import Cast
from agents.chance import noise
from agents.state import (
    ABSENT,
    ABSTAIN,
    ADOPTED,
    AGAINST,
    FAILED,
    FOR,
    NOTHING,
    VETO,
    VETOED,
    WITHDRAWN,
    Change,
    Decision,
    Draw,
    State,
)

IMPOSED = -1000.0
"""The term of a veto that the scenario imposes: no margin stands against it."""

VOTES = {FOR: "for", ABSTAIN: "abstains", AGAINST: "against", VETO: "vetoes"}
TABLING = {0: "withdraws the text", 1: "puts the text to the vote"}


def preference(position: Floats, place: float, reversion: float) -> Terms:
    """Points by which the text is nearer than what holds without it, as terms: (R, A)."""
    return {"without_it": np.abs(position - reversion), "with_it": -np.abs(position - place)}


def ballots(margin: Floats, salience: Floats, permanent: Bools, band: Floats, threshold: Floats) -> Codes:
    """Votes from margins: for above the band, against below it, else abstain; permanent members may veto.

    margin, salience : (R, A); permanent : (A,); band, threshold : (R,), points.  A veto needs a margin times
    salience below minus the threshold.
    """
    # For less against, as 1, 0 or -1.
    vote = (margin > band[:, None]).view(np.int8) - (margin < -band[:, None]).view(np.int8)
    vetoes = permanent & (vote == AGAINST) & (margin * salience < -threshold[:, None])
    return np.where(vetoes, np.int8(VETO), vote)


def result(vote: Codes, majority: int, veto_counts: bool) -> Ints:
    """VETOED with a veto, whatever the other votes; else ADOPTED with enough in favour, or FAILED; (R,)."""
    enough = (vote == FOR).sum(axis=-1) >= majority
    vetoed = (vote == VETO).any(axis=-1) & veto_counts
    return np.where(vetoed, VETOED, np.where(enough, ADOPTED, FAILED))


def convene(state: State, cast: Cast, draw: Draw) -> Change:
    """Deal with every text that is tabled this week, in the order of the case."""
    change = NOTHING
    decisions: tuple[Decision, ...] = ()
    for text in np.flatnonzero(cast.texts.council):
        if not state.motion[:, text].any():
            continue
        one = _consider(state, cast, draw, int(text))
        state, decisions = state.after(one), decisions + one.decisions
        change = Change({**change.fields, **one.fields}, decisions)
    return change


def _consider(state: State, cast: Cast, draw: Draw, text: int) -> Change:
    """Sponsors first ask whether a veto is certain; if they do not withdraw, the members vote.

    Only the runs in which the text is tabled are looked at, M of them.
    """
    issue, seats, runs = (
        int(cast.texts.issue[text]),
        cast.council_seats,
        np.flatnonzero(state.motion[:, text]),
    )
    member = (cast.council_member[state.week] & cast.holds[issue])[seats]
    told = among(state.instructed[runs, text], seats)
    place, reversion = cast.texts.place[text], cast.texts.reversion[text]
    terms = dict(preference(among(state.position[runs, issue], seats), place, reversion))
    expected = _votes(cast, issue, runs, terms, told)
    danger = ((expected == VETO) & member).any(axis=-1) & cast.rules.council_veto
    withdrawn = danger & ~state.insisted[runs, text] & cast.rules.withdraw_if_vetoed
    voting = ~withdrawn

    luck = among(draw.council[runs, text], seats)
    terms["chance"] = noise(luck, cast.p["council.noise"][runs, None])
    terms["instructed"] = np.select([told == VETO, told == ABSTAIN], [IMPOSED, -total(terms)], 0.0)
    vote = np.where(member, _votes(cast, issue, runs, terms, told), np.int8(ABSENT))
    counted = result(vote, cast.rules.council_majority, cast.rules.council_veto)
    outcome = np.where(withdrawn, WITHDRAWN, counted)
    adopted = np.zeros(cast.runs, dtype=np.bool_)
    adopted[runs] = voting & (outcome == ADOPTED)
    fields = _record(state, cast, text, runs, voting, vote, outcome) | _effects(state, cast, text, adopted)
    name, eligible = f"vote:{cast.texts.name[text]}", voting[:, None] & member
    ballot = Decision(name, seats, eligible, vote, VOTES, terms, draw=luck, runs=runs)
    return Change(fields, (_sponsors(state, cast, text, runs, danger, voting), ballot))


def _votes(cast: Cast, issue: int, runs: Ints, terms: Terms, told: Codes) -> Codes:
    """Ballots by the sum of the terms, (M, A), but what a member is told stands."""
    band, threshold, seats = cast.p["council.band"], cast.p["council.veto_threshold"], cast.council_seats
    salience = among(cast.salience[runs, issue], seats)
    vote = ballots(total(terms), salience, cast.permanent[seats], band[runs], threshold[runs])
    return np.where(told == ABSENT, vote, told)


def _sponsors(state: State, cast: Cast, text: int, runs: Ints, danger: Bools, voting: Bools) -> Decision:
    """What the sponsors make of the text: put to the vote, or withdrawn for a veto that they see coming."""
    sponsors = np.flatnonzero(cast.texts.sponsor[text])
    shape = (len(runs), len(sponsors))
    return Decision(
        f"sponsor:{cast.texts.name[text]}",
        sponsors,
        np.ones(shape, dtype=np.bool_),
        np.ascontiguousarray(np.broadcast_to(voting[:, None], shape)),
        TABLING,
        {
            "veto_expected": -(danger & cast.rules.withdraw_if_vetoed).astype(np.float64)[:, None],
            "insistence": 2.0 * state.insisted[runs, text, None].astype(np.float64),
        },
        runs=runs,
    )


def _record(
    state: State, cast: Cast, text: int, runs: Ints, voting: Bools, vote: Codes, outcome: Ints
) -> dict[str, object]:
    """What became of the text in these runs."""
    week, results, votes = state.text_week.copy(), state.text_result.copy(), state.vote.copy()
    week[runs, text], results[runs, text] = state.week, outcome
    voted = runs[voting]
    votes[voted, text] = ABSENT
    votes[voted[:, None], text, cast.council_seats] = vote[voting]
    return {"text_week": week, "text_result": results, "vote": votes}


def _effects(state: State, cast: Cast, text: int, adopted: Bools) -> dict[str, object]:
    """What an adopted text changes in the world."""
    effect = cast.texts.effect[text]
    if effect == "extend_talks":
        # Talks that a text revives run from now; a declaration or an agreement has closed them for good.
        until = state.week + 1 + int(cast.texts.weeks[text])
        alive = adopted & (state.declared == NEVER) & (state.agreed == NEVER)
        return {"talks_until": np.where(alive, np.maximum(state.talks_until, until), state.talks_until)}
    if effect == "endorse":
        return {"endorsed": state.endorsed | adopted}
    if effect == "condemn":
        return {"condemned": state.condemned | adopted}
    if effect == "end_mandate":
        return {"mandate": state.mandate & ~adopted}
    return {}
