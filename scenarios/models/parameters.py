"""Parameters: the numbers of the rules, group by group, each with its unit and its source.

A group may be left out where its rules are not used; within a group every number is needed, since none has a
default. To add a number, add its line here and its value in the YAML of the cases.
"""

from scenarios.models.base import Strict
from scenarios.models.numbers import (
    Sourced,
    SourcedCount,
    SourcedIncidents,
    SourcedOffspring,
    SourcedPerDay,
    SourcedPoints,
    SourcedPointsPerDay,
    SourcedPointsPerWeek,
    SourcedSeverity,
    SourcedShare,
    SourcedSoldiers,
    SourcedWeeks,
    SourcedWeight,
)


class EvidenceParameters(Strict):
    """How errors in the coding of evidence hang together."""

    correlation: SourcedShare
    """Share of the error in a position that the members of a group have in common."""
    salience_correlation: SourcedShare
    """Share of the error in a salience that the members of a group have in common."""


class NegotiationParameters(Strict):
    """How positions move."""

    pace: SourcedPerDay
    """How fast positions move towards where influence pulls them."""
    susceptibility: SourcedShare
    """Weight of the others' positions for an actor of salience 0."""
    tie_floor: SourcedShare
    """Tie between two actors that have nothing in common."""
    tie_body: SourcedShare
    """What each shared body adds to a tie."""
    own_voice: SourcedShare | None = None
    """Weight of an actor's own voice in what it hears, beside the sum of its capability-weighted ties."""
    confidence: SourcedPoints | None = None
    """Distance beyond which a position has no influence; used only where negotiation is bounded."""


class TalksParameters(Strict):
    """When the parties agree."""

    yield_base: SourcedPoints
    """How far from its position a party of salience 0 could agree."""
    effort: SourcedPointsPerWeek
    """What the mediator's effort adds to that per week."""
    deadline_push: SourcedPoints
    """What a deadline adds to that on its day."""
    deadline_scale: SourcedWeeks
    """How long before the deadline its push is felt."""
    no_deal: SourcedPoints
    """What an attractive no-deal takes away from that."""


class CouncilParameters(Strict):
    """How members of the council vote."""

    band: SourcedPoints
    """Difference between text and reversion point within which a member abstains."""
    veto_threshold: SourcedPoints
    """Salience-weighted loss beyond which a permanent member vetoes."""
    noise: SourcedPoints
    """Spread of what is not modelled in a member's vote."""


class AllianceParameters(Strict):
    """When allies let a posture pass in silence."""

    tolerance: SourcedPoints
    """Distance between a posture and an ally's position within which it keeps silent."""
    noise: SourcedPoints
    """Spread of what is not modelled in an ally's objection."""
    alarm: SourcedPoints
    """How far violence at severity 100 moves every ally towards more of the force."""


class UnionParameters(Strict):
    """When members of the union support a text, abstain or object."""

    support_band: SourcedPoints
    """Distance between the text and a member's position within which it supports."""
    abstain_band: SourcedPoints
    """Distance beyond that within which it abstains constructively."""
    noise: SourcedPoints
    """Spread of what is not modelled in a member's stance."""
    basis: SourcedPoints
    """What a sure legal basis, against none, adds to every member's leaning to a text."""


class DeclarationParameters(Strict):
    """When the claimant declares: weights of a log rate."""

    base_rate: SourcedPerDay
    """Rate of declaring where all terms are zero."""
    expected_recognition: SourcedWeight
    """Weight of the share of states expected to recognise."""
    readiness: SourcedWeight
    """Weight of the force's readiness."""
    mission: SourcedWeight
    """Weight of a mission that is decided."""
    request: SourcedWeight
    """Weight of the partners' request to wait, while it stands."""
    impatience: SourcedWeight
    """What every week of waiting adds."""
    talks_open: SourcedWeight
    """Weight of talks that are still open."""
    coordination_threshold: SourcedPoints
    """Support of the partners from which a declaration counts as coordinated."""


class RecognitionParameters(Strict):
    """When a state recognises: weights of a log rate, and gates below which it does not."""

    base_rate: SourcedPerDay
    """Rate of recognising where all terms are zero."""
    position: SourcedWeight
    """Weight of the state's own position."""
    diffusion: SourcedWeight
    """Weight of the share of its peers that have recognised."""
    endorsement: SourcedWeight
    """Weight of a resolution that endorses the status."""
    settlement: SourcedWeight
    """Weight of an agreement of the parties."""
    coordinated: SourcedWeight
    """Weight of a coordinated declaration."""
    union_text: SourcedWeight
    """Weight of a common position of the union, for its members."""
    exposure: SourcedWeight
    """Weight of the state's exposure to the precedent, without a resolution."""
    reliance: SourcedWeight
    """Weight of the state's reliance on patrons of the parent less that on patrons of the claimant."""
    plan: SourcedWeight
    """Weight of the claimant's commitment to the plan, for states that ask for it."""
    gate_unilateral: SourcedPoints
    """Position from which a state may recognise after a unilateral declaration."""
    gate_coordinated: SourcedPoints
    """Position from which it may after a coordinated one."""
    gate_resolution: SourcedPoints
    """Position from which it may with a resolution."""
    gate_agreement: SourcedPoints
    """Position from which it may with an agreement of the parties."""


class PlanParameters(Strict):
    """The claimant's commitment to the plan and what it is good for."""

    commitment: SourcedPoints
    """Commitment at the start."""
    growth: SourcedPerDay
    """How fast commitment grows towards the full one."""
    mission: SourcedPoints
    """What full commitment, against half, adds to every member's leaning to the mission."""
    enclaves: SourcedShare
    """Share of the unrest in safeguarded places that full commitment and acceptance take away together."""
    acceptance: SourcedShare
    """How far the parent accepts the plan's safeguards: gains room in talks, calms safeguarded places."""


class ForceParameters(Strict):
    """The force in the field."""

    strength: SourcedSoldiers
    """Strength at the start."""
    battalions: SourcedCount
    """Reserve battalions that can be called."""
    battalion_size: SourcedSoldiers
    """Soldiers in a reserve battalion."""
    lag: SourcedWeeks
    """Time from the order of a reserve battalion to its arrival."""
    trigger: SourcedSeverity
    """Severity of unrest at which reserves are called."""
    release: SourcedWeeks
    """Quiet time after which reserves go home."""
    half_saturation: SourcedSoldiers
    """Usable force in a place at which half of its incidents are deterred."""
    stay_gate: SourcedPoints
    """Position on the posture issue below which a contingent leaves once the mandate is gone."""


class UnrestParameters(Strict):
    """How incidents breed incidents."""

    branching: SourcedOffspring
    """Incidents that one incident sets off in its place."""
    decay: SourcedPerDay
    """How fast an incident's effect fades."""
    declaration_shock: SourcedIncidents
    """What a declaration adds."""
    deadline_shock: SourcedIncidents
    """What a deadline that passes without a declaration adds."""
    shock_decay: SourcedPerDay
    """How fast a shock fades."""
    spill: SourcedShare
    """Share of an incident's effect that is felt in other places."""
    riot_incidents: SourcedIncidents
    """Incidents in a week that make a severity of 100."""


class PrecedentParameters(Strict):
    """The index of precedent and the hazard of a like step elsewhere."""

    growth: SourcedPointsPerDay
    """What recognition by every state, without a resolution, would add per day."""
    decay: SourcedPerDay
    """How fast the index fades."""
    hazard: SourcedPerDay
    """Rate of a like step elsewhere at an index of 100."""


class ResponseParameters(Strict):
    """What speeds responses up: weights of a log rate."""

    position: SourcedWeight
    """Weight of how far the responding actor is from what happened."""
    recognitions: SourcedWeight
    """Weight of the number of recognitions."""
    endorsement: SourcedWeight
    """Weight of a resolution that endorses the status."""


class Parameters(Strict):
    """The numbers of the rules; this list of groups is the only one."""

    evidence: EvidenceParameters | None = None
    """How errors in the coding of evidence hang together."""
    negotiation: NegotiationParameters | None = None
    """How positions move."""
    talks: TalksParameters | None = None
    """When the parties agree."""
    council: CouncilParameters | None = None
    """How members of the council vote."""
    alliance: AllianceParameters | None = None
    """When allies let a posture pass in silence."""
    union: UnionParameters | None = None
    """When members of the union support a text, abstain or object."""
    declaration: DeclarationParameters | None = None
    """When the claimant declares."""
    recognition: RecognitionParameters | None = None
    """When a state recognises."""
    plan: PlanParameters | None = None
    """The claimant's commitment to the plan and what it is good for."""
    force: ForceParameters | None = None
    """The force in the field."""
    unrest: UnrestParameters | None = None
    """How incidents breed incidents."""
    precedent: PrecedentParameters | None = None
    """The index of precedent and the hazard of a like step elsewhere."""
    responses: ResponseParameters | None = None
    """What speeds responses up."""

    def numbers(self) -> dict[str, Sourced]:
        """All numbers that are given, by dotted name such as `council.band`."""
        groups = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {
            f"{name}.{field}": number
            for name, group in groups
            if group is not None
            for field in type(group).model_fields
            if (number := getattr(group, field)) is not None
        }
