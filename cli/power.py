"""`parley power`: who can turn a vote in a body, counted over all its coalitions."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson, OnDay, quota_of

if TYPE_CHECKING:
    from fractions import Fraction

    from agents.power import Power
    from scenarios import Scenario
    from sim.power import Sitting

EXAMPLES = (
    "parley power kosovo-2007 unsc",
    "parley power kosovo-2007 unsc --on 2008-01-01",
    "parley power kosovo-2007/eu-split eu --rule qualified_majority",
)


def power(
    case: Annotated[
        str,
        typer.Argument(
            metavar="CASE", help="A case (its baseline), a scenario, or a path.", show_default=False
        ),
    ],
    body: Annotated[
        str, typer.Argument(metavar="BODY", help="A body's name in the YAML.", show_default=False)
    ],
    on: OnDay = None,
    rule: Annotated[
        str | None,
        typer.Option(
            metavar="RULE",
            help="Another decision rule than the scenario's: council, consensus, unanimity, "
            "constructive_abstention, qualified_majority, majority.",
            show_default=False,
        ),
    ] = None,
    quota: Annotated[
        int | None,
        typer.Option(
            metavar="N", parser=quota_of, help="Other votes needed than the scenario's.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the voting power of a body's members.

    Counts every coalition: Banzhaf (the Penrose measure, and normalised), Shapley-Shubik, and Coleman's power
    to act.
    """
    from agents.power import measure
    from cli.refusal import Refused, unknown
    from cli.screen import say_json
    from cli.show import scenario_of
    from sim.power import RULES, PowerError, sitting

    scenario = scenario_of(case)
    bodies = [name for name, actor in scenario.actors.items() if actor.kind == "body"]
    if body not in bodies:
        raise unknown(f"a body of {scenario.case_name}", body, bodies)
    if rule is not None and rule not in RULES:
        raise unknown("a decision rule", rule, RULES, where="--rule: ")
    try:
        seated = sitting(scenario, body, on, rule, quota)
    except PowerError as error:
        raise Refused(str(error)) from None
    measured = measure(seated.game)
    if as_json:
        say_json(_as_dict(scenario, seated, measured))
    else:
        _tell(scenario, seated, measured)


def _as_dict(scenario: "Scenario", seated: "Sitting", measured: "Power") -> dict[str, Any]:
    """For a program: the body, then its members in the order of the case."""
    return {
        "scenario": scenario.name,
        "body": seated.body,
        "on": seated.day,
        "rule": seated.rule,
        "note": seated.note,
        "members": len(seated.members),
        "quota": [vars(quota) for quota in seated.quotas],
        "coalitions": 2 ** len(seated.members),
        "winning": measured.winning,
        "power_to_act": float(measured.act),
        "power": {
            name: {
                "votes": seated.votes[i],
                "veto": measured.blocks[i],
                "banzhaf": float(measured.penrose[i]),
                "banzhaf_normalised": float(measured.banzhaf[i]),
                "shapley_shubik": float(measured.shapley[i]),
            }
            for i, name in enumerate(seated.members)
        },
    }


def _tell(scenario: "Scenario", seated: "Sitting", measured: "Power") -> None:
    """Print the body, then its members, the strongest first."""
    from cli.screen import heading, paragraph, say, table

    count = len(seated.members)
    heading(f"{seated.body}: {scenario.actors[seated.body].name}")
    paragraph(f"{scenario.name} on {seated.day}, decision rule {seated.rule}. {seated.note}")
    say(
        "",
        f"Members             {count}",
        f"Quota               {' and '.join(map(str, seated.quotas))}",
        f"Winning coalitions  {measured.winning:,} of {2**count:,}",
        f"Power to act        {_index(measured.act)} (Coleman)",
        "",
    )
    columns = ("Member", "Votes", "Veto", "Banzhaf", "Normalised", "Shapley-Shubik")
    order = sorted(range(count), key=lambda i: (-measured.shapley[i], -measured.penrose[i]))
    table(columns, (_row(seated, measured, i) for i in order), right=(1, 3, 4, 5), fold=(0,))


def _row(seated: "Sitting", measured: "Power", i: int) -> tuple[str, ...]:
    """One member: what it has and what it can bring about."""
    indices = (measured.penrose[i], measured.banzhaf[i], measured.shapley[i])
    veto = "yes" if measured.blocks[i] else "no"
    return seated.members[i], str(seated.votes[i]), veto, *map(_index, indices)


def _index(value: "Fraction") -> str:
    """An index for people, to four figures: 0.1963, 0.001865, 2.98e-08."""
    return f"{float(value):.4g}"
