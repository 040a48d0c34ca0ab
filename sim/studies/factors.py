"""What runs of a scenario differ in: every number that is uncertain, several of a kind, and chance.

A factor names columns of the blocks from which a run's beliefs are drawn (`sim.beliefs`, `sim.cast`,
`sim.stage`).  What is taken as known has no column, so no factor.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.beliefs import Range, parameter_ranges

if TYPE_CHECKING:
    import scenarios
    from scenarios.models import Actor, Position, Sourced
    from scenarios.models.numbers import ShareRange

CHANCE = "chance"
JUDGEMENT, SOURCES, BOTH = "judgement", "sources", "sources and judgement"
"""What a number can rest on; a position has its grade instead: stated, reported, group, assumed."""

PARAMETERS, POSITION, SALIENCE, ACTORS, PLACES, RESPONSES = (
    f"evidence.{name}" for name in ("parameters", "position", "salience", "actors", "places", "responses")
)
NORMAL = frozenset({POSITION, SALIENCE})
"""The processes that draw standard normals; the others draw uniforms."""

Columns = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Factor:
    """Something that runs differ in.

    name : short and unique; said : in words; key : what to `--set`, with * for several
    columns : (process, column of its block, flattened), one for each number; none for chance
    rests : what the numbers rest on, and how many on each; range : low, mode and high of a single number
    members : what a factor of several numbers is made of
    """

    name: str
    said: str
    key: str = ""
    columns: Columns = ()
    rests: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    note: str = ""
    unit: str = ""
    range: Range | None = None
    members: tuple["Factor", ...] = ()

    @property
    def single(self) -> bool:
        """Whether it is one number, which can be called high or low."""
        return len(self.columns) == 1


def factors(scenario: "scenarios.Scenario") -> tuple[Factor, ...]:
    """Chance, each uncertain parameter, and each kind of the other uncertain numbers, members within."""
    kinds = (
        *(_views(scenario, issue, POSITION) for issue in scenario.issues),
        *(_views(scenario, issue, SALIENCE) for issue in scenario.issues),
        *_traits(scenario),
        *_places(scenario),
        _responses(scenario),
    )
    return (Factor(CHANCE, "Chance"), *_parameters(scenario), *(one for one in kinds if one.columns))


def sizes(scenario: "scenarios.Scenario") -> dict[str, int]:
    """How many numbers a run draws in each process."""
    actors = len(scenario.actors)
    views = len(scenario.issues) * (len(_bodies(scenario)) + actors)
    return {
        PARAMETERS: len(list(parameter_ranges(scenario))),
        POSITION: views,
        SALIENCE: views,
        ACTORS: len(_TRAITS) * actors,
        PLACES: 2 * len(scenario.case.places),
        RESPONSES: len(scenario.case.responses),
    }


def _parameters(scenario: "scenarios.Scenario") -> Iterator[Factor]:
    for column, (path, (low, _, high)) in enumerate(parameter_ranges(scenario)):
        if low == high:
            continue
        group, _, name = path.partition(".")
        members = getattr(scenario.parameters, group)
        said = type(members).model_fields[name].description or path
        yield _number(f"parameters.{path}", said.rstrip("."), (PARAMETERS, column), getattr(members, name))


def _number(name: str, said: str, column: tuple[str, int], number: "Sourced", key: str = "") -> Factor:
    """A factor that is one sourced number."""
    others = [one for one in number.source if one != JUDGEMENT]
    rests = SOURCES if not number.judged else BOTH if others else JUDGEMENT
    return Factor(
        name,
        said,
        key or name,
        (column,),
        {rests: 1},
        tuple(others),
        number.note or "",
        number.unit,
        number.range,
    )


def _group(name: str, said: str, key: str, members: Iterable[Factor]) -> Factor:
    """A factor that is all of several."""
    parts = tuple(members)
    rests = Counter[str]()
    for one in parts:
        rests.update(one.rests)
    columns = tuple(column for one in parts for column in one.columns)
    return Factor(name, said, key, columns, dict(rests), members=parts)


def _bodies(scenario: "scenarios.Scenario") -> list[str]:
    """The bodies about whose members errors are shared, in their order; not the mediator."""
    mediator = scenario.case.roles.mediator
    return [name for name, one in scenario.actors.items() if one.kind == "body" and name != mediator]


def _views(scenario: "scenarios.Scenario", issue: str, process: str) -> Factor:
    """Positions on an issue, or saliences: what is shared by each body's members, and each actor's own."""
    held = {name: one.positions[issue] for name, one in scenario.actors.items() if issue in one.positions}
    free = {name: view for name, view in held.items() if not _drawn(view, process).fixed}
    bodies, names = _bodies(scenario), list(scenario.actors)
    column = list(scenario.issues).index(issue) * (len(bodies) + len(names))
    what, end = ("positions", "") if process == POSITION else ("saliences", ".salience")
    name, title = f"{what}.{issue}", scenario.issues[issue].title
    members = []
    for place, body in enumerate(bodies):
        if any(body in scenario.actors[one].memberships for one in free):
            said = f"{scenario.actors[body].name}, all members: {what} on {title}"
            key = f"actors.*.positions.{issue}{end}"
            members.append(Factor(f"{name}.members-of-{body}", said, key, ((process, column + place),)))
    for one, view in free.items():
        members.append(
            Factor(
                f"{name}.{one}",
                f"{scenario.actors[one].name}: {what[:-1]} on {title}",
                f"actors.{one}.positions.{issue}{end}",
                ((process, column + len(bodies) + names.index(one)),),
                {view.grade: 1},
                view.evidence,
                view.note or "",
                "share" if end else "points",
                _drawn(view, process).range,
            )
        )
    said = f"{what.capitalize()} of all actors: {title}"
    return _group(name, said, f"actors.*.positions.{issue}{end}", members)


def _drawn(view: "Position", process: str) -> "Position | ShareRange":
    """What of a view is drawn in a process: the position itself, or its salience."""
    return view if process == POSITION else view.salience


_TRAITS = ("exposure", "reliance_against", "reliance_for", "asks_plan", "contingent", "caveats")
"""What is known of each actor only roughly, in the order in which it is drawn (`sim.cast`)."""

_SAID = {
    "exposure": "Exposure to the precedent",
    "reliance_against": "Reliance on the parent's patrons",
    "reliance_for": "Reliance on the claimant's patrons",
    "asks_plan": "How far the plan's safeguards are asked for",
    "contingent": "Contingents in the force",
    "caveats": "Caveats of contingents",
}


def _traits(scenario: "scenarios.Scenario") -> Iterator[Factor]:
    """Each trait, actor by actor."""
    for row, trait in enumerate(_TRAITS):
        word = trait.partition("_")[0] if trait.startswith("reliance") else trait
        members = [
            _number(
                f"{trait}.{name}",
                f"{actor.name}: {_SAID[trait][0].lower()}{_SAID[trait][1:]}",
                (ACTORS, row * len(scenario.actors) + place),
                number,
                f"actors.{name}.{word}",
            )
            for place, (name, actor) in enumerate(scenario.actors.items())
            if (number := _trait(scenario, actor, trait)) is not None and not number.fixed
        ]
        yield _group(trait, f"{_SAID[trait]}, of all actors", f"actors.*.{word}", members)


def _trait(scenario: "scenarios.Scenario", actor: "Actor", trait: str) -> "Sourced | None":
    """What is known of an actor's trait; of reliance, the strongest on any of the patrons."""
    if not trait.startswith("reliance"):
        number: Sourced | None = getattr(actor, trait)
        return number
    roles = scenario.case.roles
    patrons = roles.patrons_of_parent if trait.endswith("against") else roles.patrons_of_claimant
    leaned = [number for name, number in actor.reliance.items() if name in patrons]
    return max(leaned, key=lambda one: one.best, default=None)


def _places(scenario: "scenarios.Scenario") -> Iterator[Factor]:
    """Base rates and weights, place by place."""
    spots = scenario.case.places
    for row, (name, said) in enumerate((("base_rate", "base rate of incidents"), ("weight", "weight"))):
        members = [
            _number(
                f"places.{name}.{spot}",
                f"{place.name}: {said}",
                (PLACES, row * len(spots) + at),
                getattr(place, name),
                f"places.{spot}.{name}",
            )
            for at, (spot, place) in enumerate(spots.items())
            if not getattr(place, name).fixed
        ]
        yield _group(f"places.{name}", f"{said.capitalize()} in all places", f"places.*.{name}", members)


def _responses(scenario: "scenarios.Scenario") -> Factor:
    """How soon each response comes."""
    members = [
        _number(f"responses.rate.{name}", f"{one.title}: how soon", (RESPONSES, at), one.rate)
        for at, (name, one) in enumerate(scenario.case.responses.items())
        if not one.rate.fixed
    ]
    return _group("responses.rate", "How soon all responses come", "responses.*.rate", members)
