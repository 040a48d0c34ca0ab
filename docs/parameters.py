"""The tables of the model's numbers in docs/model.md, written from the YAML of the flagship case."""

from collections import Counter
from collections.abc import Iterator

import scenarios
from docs.marked import table
from scenarios.models.numbers import Sourced, written

CASE = "kosovo-2007/baseline"
NUMBERS = ("Low", "Mode", "High")


def baseline() -> "scenarios.Scenario":
    """The scenario whose numbers are shown."""
    return scenarios.load(CASE)


def parameters(scenario: "scenarios.Scenario") -> str:
    """Every parameter with its range, unit, sources, meaning and note, a table for each group."""
    parts: list[str] = []
    for group in type(scenario.parameters).model_fields:
        members = getattr(scenario.parameters, group)
        if members is None:
            continue
        fields = type(members).model_fields
        given = {name: getattr(members, name) for name in fields}
        rows = [
            (f"`{name}`", *_numbers(one), one.unit, _sources(one), _meaning(fields[name].description, one))
            for name, one in given.items()
            if one is not None
        ]
        heading = f"**{group}**: {type(members).__doc__}"
        parts += [heading, table(("Parameter", *NUMBERS, "Unit", "Source", "Meaning; note"), rows, (1, 2, 3))]
    return "\n\n".join(parts)


def places(scenario: "scenarios.Scenario") -> str:
    """The numbers that belong to a place or to a response."""
    case = scenario.case
    rows = [
        (f"`{kind}.{name}.{key}`", *_numbers(one), one.unit, _sources(one), one.note or "")
        for kind, name, key, one in (
            *(
                ("places", n, k, getattr(p, k))
                for n, p in case.places.items()
                for k in ("base_rate", "weight")
            ),
            *(("responses", n, "rate", r.rate) for n, r in case.responses.items()),
        )
    ]
    return table(("Key", *NUMBERS, "Unit", "Source", "Note"), rows, (1, 2, 3))


def texts(scenario: "scenarios.Scenario") -> str:
    """What may be put to a vote, and the postures, with their places."""
    case = scenario.case
    drafts = table(
        ("Text", "Issue", "Place", "Without it", "Effect", "Sponsors", "Why there"),
        [
            (f"`{name}`", f"`{one.issue}`", written(one.place), written(one.reversion), f"`{one.effect}`",
             ", ".join(one.sponsors) or "-", one.note or "")
            for name, one in case.texts.items()
        ],
        (2, 3),
    )  # fmt: skip
    postures = table(
        ("Posture", "Place", "Strength", "Caveats", "Reserves", "Why there"),
        [
            (f"`{name}`", written(one.place), written(one.strength), written(one.caveats),
             "on call" if one.reserves else "no", one.note or "")
            for name, one in case.postures.items()
        ],
        (1, 2, 3),
    )  # fmt: skip
    return f"{drafts}\n\n{postures}"


def cast(scenario: "scenarios.Scenario") -> str:
    """Who takes part, by kind."""
    kinds = Counter(actor.kind for actor in scenario.actors.values())
    names = {kind: [n for n, a in scenario.actors.items() if a.kind == kind] for kind in kinds}
    rows = [(kind, str(count), ", ".join(names[kind])) for kind, count in kinds.items()]
    return table(("Kind", "Number", "Who"), rows, (1,))


def counted(scenario: "scenarios.Scenario") -> str:
    """How many numbers are judgement, and on what the positions rest."""
    judged = list(_judged(scenario))
    rows = []
    for place in dict.fromkeys(where for where, _ in judged):
        numbers = [one for where, one in judged if where == place]
        in_part = sum(one.judged for one in numbers)
        alone = sum(one.source == ("judgement",) for one in numbers)
        drawn = sum(not one.fixed for one in numbers)
        rows.append((place, str(len(numbers)), str(drawn), str(in_part), str(alone)))
    every = [one for _, one in judged]
    rows.append(
        (
            "all",
            str(len(every)),
            str(sum(not one.fixed for one in every)),
            str(sum(one.judged for one in every)),
            str(sum(one.source == ("judgement",) for one in every)),
        )
    )
    columns = (
        "Where",
        "Sourced numbers",
        "Drawn for every run",
        "Judgement, at least in part",
        "Judgement alone",
    )
    return f"{table(columns, rows, (1, 2, 3, 4))}\n\n{_grades(scenario)}"


def _grades(scenario: "scenarios.Scenario") -> str:
    held = [one for actor in scenario.actors.values() for one in actor.positions.values()]
    grades: Counter[str] = Counter(one.grade for one in held)
    order = ("stated", "reported", "group", "assumed")
    told = ", ".join(f"{grades[grade]} {grade}" for grade in order)
    return (
        f"The {len(held)} positions of the case, each with a salience, are ranges graded by their evidence: "
        f"{told}. They rest on {len(scenario.statements)} coded statements and on "
        f"{len(scenario.references)} references."
    )


def _judged(scenario: "scenarios.Scenario") -> Iterator[tuple[str, Sourced]]:
    """Every sourced number of the case with the file part in which it stands."""
    for one in scenario.parameters.numbers().values():
        yield "parameters", one
    for place in scenario.case.places.values():
        yield "places", place.base_rate
        yield "places", place.weight
    for response in scenario.case.responses.values():
        yield "responses", response.rate
    for actor in scenario.actors.values():
        singles = (actor.contingent, actor.caveats, actor.exposure, actor.asks_plan, actor.cohesion)
        for number in (*actor.capability.values(), *actor.reliance.values(), *singles):
            if number is not None:
                yield "actors", number


def _numbers(one: Sourced) -> tuple[str, str, str]:
    """Low, mode and high; a number that is known stands under the mode alone."""
    low, mode, high = (written(number) for number in one.range)
    return ("", mode, "") if one.fixed else (low, mode, high)


def _sources(one: Sourced) -> str:
    return ", ".join(one.source)


def _meaning(description: str | None, one: Sourced) -> str:
    note = f" *{one.note}*" if one.note else ""
    return f"{description or ''}{note}"
