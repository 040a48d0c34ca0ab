"""`parley list`: the cases and scenarios that come with Parley, with their questions."""

from cli.options import AsJson

EXAMPLES = ("parley list", "parley list --json")


def list_(as_json: AsJson = False) -> None:
    """List cases and scenarios with the questions that they answer."""
    from cli.screen import heading, say_json, table
    from scenarios import list_cases, list_scenarios

    cases = {case: [_words(name) for name in list_scenarios(case)] for case in list_cases()}
    if as_json:
        say_json(cases)
        return
    for case, entries in cases.items():
        heading(case)
        table(("Scenario", "Question"), [(one["name"], one["question"]) for one in entries], fold=(1,))


def _words(name: str) -> dict[str, str]:
    """Name, title and question of a scenario; only its own file is read, whether or not it holds together."""
    from scenarios.folders import scenario_file
    from scenarios.nodes import read

    said = read(scenario_file(name)).children
    words = {key: str(said[key].value) if key in said else "" for key in ("title", "question")}
    return {"name": name, **words}
