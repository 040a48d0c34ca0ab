"""The union's council: a common position and a mission, by unanimity with constructive abstention."""

import numpy as np

from agents.arrays import NEVER, Bools, Codes, Floats, Ints, Terms, among, total
from agents.cast import Cast
from agents.chance import noise
from agents.state import ABSENT, ABSTAIN, ADOPTED, FAILED, NOTHING, Change, Decision, Draw, State

SUPPORT, STAND_ASIDE, OBJECT = 1, 0, -1
WORDS = {SUPPORT: "supports", STAND_ASIDE: "abstains constructively", OBJECT: "objects"}


def leaning(state: State, cast: Cast, draw: Draw, text: int, runs: Ints) -> Terms:
    """Points by which those with a seat in the union are for a text, as terms: (M, A), in M of the runs.

    Every text gains from a sure legal basis and loses without any; a mission gains from the claimant's
    commitment to the plan.
    """
    issue, seats = int(cast.texts.issue[text]), cast.union_seats
    p = {name: cast.p[name][runs, None] for name in _LEANS}
    terms: dict[str, Floats] = {
        "position": among(state.position[runs, issue], seats) - cast.texts.place[text],
        "margin": p["union.support_band"],
        "legal_basis": p["union.basis"] * (legal_basis(state, cast)[runs, None] - 0.5),
    }
    if cast.texts.effect[text] == "mission":
        terms["plan"] = p["plan.mission"] * (state.commitment[runs, None] - 50.0) / 50.0
    terms["chance"] = noise(among(draw.union[runs, text], seats), p["union.noise"])
    return terms


_LEANS = ("union.support_band", "union.basis", "plan.mission", "union.noise")


def legal_basis(state: State, cast: Cast) -> Floats:
    """How sure the law is, (R,): 1 by resolution or agreement, 0.5 under a contested mandate, else 0."""
    covered = state.mandate if cast.rules.mandate == "covers" else state.mandate & (state.declared == NEVER)
    sure = state.endorsed | (state.agreed != NEVER)
    return np.where(sure, 1.0, np.where(covered, 0.5, 0.0))


def stances(amount: Floats, abstain_band: Floats) -> Codes:
    """Support at or above 0, stand aside within the band below it, else object: (R, N)."""
    # One step up from an objection for each of the two bounds that are reached.
    steps = (amount >= 0.0).view(np.int8) + (amount >= -abstain_band[:, None]).view(np.int8)
    return steps + np.int8(OBJECT)


def adopts(stance: Codes, member: Bools, votes: Floats, cast: Cast) -> Bools:
    """Whether the members' stances adopt a text under the decision rule of the scenario, (R,).

    unanimity: every member supports.
    constructive_abstention: nobody objects, and those who stand aside hold no more than the blocking share of
    the weighted votes (TEU 23(1) as of Nice).
    qualified_majority: supporters hold the qualified share of weighted votes and are a majority of members.
    majority: as many members as the rule says, or more than half.
    """
    support = (stance == SUPPORT) & member
    aside = (stance == STAND_ASIDE) & member
    objects = ((stance == OBJECT) & member).any(axis=-1)
    whole = float(votes[member].sum()) or 1.0
    rule = cast.rules.union_decision
    if rule == "unanimity":
        return np.asarray((support | ~member).all(axis=-1), dtype=np.bool_)
    if rule == "constructive_abstention":
        share = np.where(aside, votes, 0.0).sum(axis=-1) / whole
        return ~objects & (share <= cast.rules.union_blocking_share)
    most = support.sum(axis=-1) * 2 > member.sum()
    if rule == "majority":
        needed = cast.rules.union_majority or int(member.sum()) // 2 + 1
        return np.asarray(support.sum(axis=-1) >= needed, dtype=np.bool_)
    return most & (np.where(support, votes, 0.0).sum(axis=-1) / whole >= cast.rules.union_qualified_share)


def convene(state: State, cast: Cast, draw: Draw) -> Change:
    """At a meeting the members take a stance on every union text that is not yet adopted."""
    member = cast.union_member[state.week]
    texts = np.flatnonzero(~cast.texts.council)
    called = state.motion | cast.meetings[state.week]
    if not len(texts) or not member.any() or not called[:, texts].any():
        return NOTHING
    fields: dict[str, object] = {}
    decisions: tuple[Decision, ...] = ()
    for text in texts:
        one = _consider(state, cast, draw, int(text), member, called[:, text])
        state, decisions = state.after(one), decisions + one.decisions
        fields |= one.fields
    return Change(fields, decisions)


def _consider(state: State, cast: Cast, draw: Draw, text: int, member: Bools, called: Bools) -> Change:
    field = "mission" if cast.texts.effect[text] == "mission" else "common_position"
    adopted_week: Ints = getattr(state, field)
    open_text = called & (adopted_week == NEVER) & (state.week >= cast.texts.opens[text])
    runs = np.flatnonzero(open_text)
    if not len(runs):
        return NOTHING
    seats = cast.union_seats
    member = (member & cast.holds[cast.texts.issue[text]])[seats]
    terms = dict(leaning(state, cast, draw, text, runs))
    band = cast.p["union.abstain_band"][runs]
    told = among(state.instructed[runs, text], seats) == ABSTAIN
    terms["instructed"] = np.where(told, -total(terms) - band[:, None] / 2.0, 0.0)
    stance = stances(total(terms), band)
    adopted = adopts(stance, member, cast.votes[seats], cast)
    kept, week, result = state.stance.copy(), state.text_week.copy(), state.text_result.copy()
    kept[runs, text] = ABSENT
    kept[runs[:, None], text, seats] = np.where(member, stance, np.int8(ABSENT))
    week[runs, text], result[runs, text] = state.week, np.where(adopted, ADOPTED, FAILED)
    since = adopted_week.copy()
    since[runs[adopted]] = state.week
    fields = {field: since, "stance": kept, "text_week": week, "text_result": result}
    name, luck = f"union:{cast.texts.name[text]}", among(draw.union[runs, text], seats)
    eligible = np.ascontiguousarray(np.broadcast_to(member, stance.shape))
    decision = Decision(name, seats, eligible, stance, WORDS, terms, draw=luck, runs=runs)
    return Change(fields, (decision,))
