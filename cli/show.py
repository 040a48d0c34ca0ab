"""`parley show`: a scenario's actors and positions, one actor in full, or where each value came from."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios import Scenario

EXAMPLES = (
    "parley show kosovo-2007",
    "parley show kosovo-2007/un-veto russia",
    "parley show kosovo-2007/un-veto russia --where",
)


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO", help="A case (its baseline), a scenario, or a path.", show_default=False
        ),
    ],
    actor: Annotated[
        str | None, typer.Argument(metavar="[ACTOR]", help="One actor in full.", show_default=False)
    ] = None,
    where: Annotated[
        bool, typer.Option("--where", help="Every value with the file, line and column that it came from.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show positions, salience, grade and evidence.

    With ACTOR, everything about one actor.
    """
    from cli import portrait
    from cli.refusal import unknown
    from cli.screen import say_json

    scenario = scenario_of(name)
    if actor is not None and actor not in scenario.actors:
        raise unknown(f"an actor of {scenario.case_name}", actor, scenario.actors)
    if where:
        _show_origins(scenario, actor, as_json=as_json)
    elif as_json:
        chosen = scenario if actor is None else scenario.actors[actor]
        say_json(chosen.model_dump(mode="json", by_alias=True, exclude_none=True))
    elif actor is not None:
        portrait.show_actor(scenario, actor)
    else:
        portrait.show_cast(scenario)


def scenario_of(name: str) -> "Scenario":
    """Read a scenario; a case stands for its baseline."""
    from pathlib import Path

    from scenarios import load
    from scenarios.folders import SHIPPED, is_case

    whole = any(is_case(folder) for folder in (SHIPPED / name, Path(name)))
    return load(str(Path(name) / "baseline") if whole else name)


def _show_origins(scenario: "Scenario", actor: str | None, *, as_json: bool) -> None:
    """Print each resolved value with its place: `file:line:column: path = value`, as editors jump to it."""
    import json

    from cli.screen import say, say_json

    found = list(_origins(scenario, f"actors.{actor}." if actor else ""))
    if as_json:
        say_json({path: {"value": value, "where": place} for path, value, place in found})
        return
    for path, value, place in found:
        say(f"{place}: {path} = {json.dumps(value, ensure_ascii=False)}")


def _origins(scenario: "Scenario", prefix: str) -> "Iterator[tuple[str, Any, str]]":
    """Path, value and place of each value that a file gives, as far as it is below the prefix."""
    tree = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    tree = tree["case"] | tree  # most keys of the case are written without `case.` before them
    for path, mark in scenario.origin.items():
        if path.startswith(prefix):
            yield path, _value(tree, path.split(".")), str(mark)


def _value(node: Any, steps: list[str]) -> Any:
    """The value at a path; an event is named by its id, other items of a list by their number."""
    for step in steps:
        if isinstance(node, list):
            named = [one for one in node if isinstance(one, dict) and one.get("id") == step]
            node = named[0] if named else node[int(step)]
        else:
            node = node.get(step)
    return int(node) if isinstance(node, float) and node.is_integer() else node
