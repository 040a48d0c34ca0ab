"""What one run is given: constants, beliefs and luck, turned once from arrays into plain Python."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agents.cast import NOBODY, Cast, Rules
from agents.state import NOT_TABLED
from sim.cast import make_cast
from sim.clock import Clock
from sim.draws import Luck, Streams

if TYPE_CHECKING:
    import scenarios


@dataclass(frozen=True)
class Sheet:
    """What is known of one actor, and its luck.

    heard : issue -> weight of each other actor by name; council, alliance, union : whether it sits there, by
    week; recognising, silence : uniforms by week; council_luck, union_luck : uniforms by text
    """

    name: str
    kind: str
    position: dict[str, float]
    salience: dict[str, float]
    heard: dict[str, dict[str, float]]
    capability: float
    exposure: float
    reliance_against: float
    reliance_for: float
    asks_plan: float
    contingent: float
    caveat: float
    posts: dict[str, float]
    council: list[bool]
    alliance: list[bool]
    union: list[bool]
    permanent: bool
    votes: float
    patron_against: bool
    patron_for: bool
    recognising: list[float]
    silence: list[float]
    council_luck: dict[str, float]
    union_luck: dict[str, float]


@dataclass
class Text:
    """What may be put to a vote, and what became of it; votes : latest ballot or stance by actor."""

    name: str
    issue: str
    place: float
    reversion: float
    council: bool
    sponsors: set[str]
    weeks: int
    opens: int
    effect: str
    tabled: bool = False
    insisted: bool = False
    told: dict[str, int] = field(default_factory=dict)
    week: int | None = None
    result: int = NOT_TABLED
    votes: dict[str, int] = field(default_factory=dict)


@dataclass
class Posture:
    """What the alliance may agree on; how often it was proposed, and who broke the silence how often."""

    name: str
    place: float
    strength: float
    caveats: float
    reserves: bool
    proposed: int = 0
    objected: dict[str, int] = field(default_factory=dict)


@dataclass
class Response:
    """What an actor may do once its trigger has come; rate per day, shocks in incidents per week.

    chance : that it came in the week in which it was last due
    """

    name: str
    actor: str
    after: str
    rate: float
    shocks: dict[str, float]
    precedent: float
    luck: list[float]
    week: int | None = None
    chance: float = 0.0


@dataclass(frozen=True)
class Spot:
    """A place: incidents per week at rest, the weight of shocks, and its luck by week."""

    name: str
    garrison: bool
    base: float
    weight: float
    safeguarded: bool
    luck: list[float]


@dataclass(frozen=True)
class Given:
    """All of it; p : parameter -> value, units as in parameters.yaml; declare, chain : uniforms by week.

    A model writes on texts, postures and responses what becomes of them: each wants a Given of its own.
    """

    scenario: "scenarios.Scenario"
    clock: Clock
    rules: Rules
    weeks: int
    days: float
    issues: tuple[str, ...]
    claimant: str
    parent: str
    status: str
    posture: str
    deadline: int
    request: int
    p: dict[str, float]
    meetings: list[bool]
    actors: list[Sheet]
    texts: list[Text]
    postures: list[Posture]
    responses: list[Response]
    places: list[Spot]
    declare: list[float]
    chain: list[float]


def give(scenario: "scenarios.Scenario", seed: int, run: int) -> Given:
    """Draw the beliefs and the luck of a run as the ensemble does.

    Errors: ValueError if the scenario lacks a part that the plain model takes for granted.
    """
    streams = Streams(seed, [run])
    cast = make_cast(scenario, streams)
    luck = Luck(streams, cast)
    _complete(cast)
    return Given(
        scenario=scenario,
        clock=Clock.of(scenario),
        rules=cast.rules,
        weeks=cast.weeks,
        days=cast.days,
        issues=cast.issues,
        claimant=cast.actors[cast.claimant],
        parent=cast.actors[cast.parent],
        status=cast.issues[cast.status],
        posture=cast.issues[cast.posture],
        deadline=cast.deadline,
        request=cast.request,
        p={name: float(value[0]) for name, value in cast.p.items()},
        meetings=cast.meetings.tolist(),
        actors=_sheets(scenario, cast, luck),
        texts=_texts(cast),
        postures=_postures(cast),
        responses=_responses(cast, luck),
        places=_places(cast, luck),
        declare=luck.declare[0].tolist(),
        chain=luck.chain[0].tolist(),
    )


def _complete(cast: Cast) -> None:
    roles = (cast.claimant, cast.parent, cast.status, cast.posture)
    parts = (cast.texts.name, cast.postures.name, cast.responses.name, cast.ground.name)
    if NOBODY in roles or not all(parts):
        raise ValueError("the plain model is of cases with both parties and all parts, such as kosovo-2007")
    if cast.rules.protocol != "influence" or cast.rules.options:
        raise ValueError(f"the plain model has influence without options only, not {cast.rules.protocol}")


def _sheets(scenario: "scenarios.Scenario", cast: Cast, luck: Luck) -> list[Sheet]:
    kinds = [actor.kind for actor in scenario.actors.values()]
    holds, heard = cast.holds.tolist(), _heard(cast)
    position, salience = cast.position[0].tolist(), cast.salience[0].tolist()
    traits = ("exposure", "reliance_against", "reliance_for", "asks_plan", "contingent", "caveat")
    constants = ("capability", "permanent", "votes", "patron_against", "patron_for")
    believed: dict[str, Any] = {name: getattr(cast, name)[0].tolist() for name in traits}
    believed |= {name: getattr(cast, name).tolist() for name in constants}
    sheets = []
    for i, name in enumerate(cast.actors):
        held = [(k, issue) for k, issue in enumerate(cast.issues) if holds[k][i]]
        sheets.append(
            Sheet(
                name=name,
                kind=kinds[i],
                position={issue: position[k][i] for k, issue in held},
                salience={issue: salience[k][i] for k, issue in held},
                heard={issue: heard[issue][name] for _, issue in held},
                posts=dict(zip(cast.ground.name, cast.posts[i].tolist(), strict=True)),
                council=cast.council_member[:, i].tolist(),
                alliance=cast.alliance_member[:, i].tolist(),
                union=cast.union_member[:, i].tolist(),
                recognising=luck.recognise[0, :, i].tolist(),
                silence=luck.silence[0, :, i].tolist(),
                council_luck=dict(zip(cast.texts.name, luck.council[0, :, i].tolist(), strict=True)),
                union_luck=dict(zip(cast.texts.name, luck.union[0, :, i].tolist(), strict=True)),
                **{trait: values[i] for trait, values in believed.items()},
            )
        )
    return sheets


def _heard(cast: Cast) -> dict[str, dict[str, dict[str, float]]]:
    """Whom each actor hears on each issue, and how loud: capability x (floor + shared bodies + tie)."""
    ties = cast.ties
    weights = ties.weights()[0].tolist()
    return {
        issue: {
            listener: {
                source: weights[k][i][j]
                for j, source in enumerate(cast.actors)
                if i != j and ties.source[k, j] > 0
            }
            for i, listener in enumerate(cast.actors)
        }
        for k, issue in enumerate(cast.issues)
    }


def _texts(cast: Cast) -> list[Text]:
    texts, found = cast.texts, []
    for t, name in enumerate(texts.name):
        sponsors = {actor for i, actor in enumerate(cast.actors) if texts.sponsor[t, i]}
        text = Text(
            name=name,
            issue=cast.issues[texts.issue[t]],
            place=float(texts.place[t]),
            reversion=float(texts.reversion[t]),
            council=bool(texts.council[t]),
            sponsors=sponsors,
            weeks=int(texts.weeks[t]),
            opens=int(texts.opens[t]),
            effect=texts.effect[t],
        )
        found.append(text)
    return found


def _postures(cast: Cast) -> list[Posture]:
    one = cast.postures
    columns = (one.place.tolist(), one.strength.tolist(), one.caveats.tolist(), one.reserves.tolist())
    return [Posture(*row) for row in zip(one.name, *columns, strict=True)]


def _responses(cast: Cast, luck: Luck) -> list[Response]:
    one = cast.responses
    return [
        Response(
            name=name,
            actor=cast.actors[one.actor[v]],
            after=one.after[v],
            rate=float(one.rate[0, v]),
            shocks=dict(zip(cast.ground.name, one.shocks[v].tolist(), strict=True)),
            precedent=float(one.precedent[v]),
            luck=luck.respond[0, :, v].tolist(),
        )
        for v, name in enumerate(one.name)
    ]


def _places(cast: Cast, luck: Luck) -> list[Spot]:
    one, drawn = cast.ground, luck.incidents[0].T.tolist()
    columns = (one.garrison.tolist(), one.base[0].tolist(), one.weight[0].tolist(), one.safeguarded.tolist())
    return [Spot(*row) for row in zip(one.name, *columns, drawn, strict=True)]
