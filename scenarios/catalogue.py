"""The catalogue: which cases and scenarios there are, and whether they hold together."""

from pathlib import Path

from scenarios.chain import read_folder
from scenarios.exceptions import Problem, ScenarioError
from scenarios.folders import (
    OPTIONAL,
    REQUIRED,
    SHIPPED,
    case_folder,
    is_case,
    scenario_file,
    scenario_files,
    scenario_names,
    shipped_cases,
)
from scenarios.marks import Mark
from scenarios.nodes import quoted, read
from scenarios.resolve import load


def list_cases() -> tuple[str, ...]:
    """The names of the cases that come with Parley."""
    return shipped_cases()


def list_scenarios(case: str | Path) -> tuple[str, ...]:
    """The scenarios of a case, given by its name or its folder, as case/name, `baseline` first."""
    return scenario_names(case_folder(case))


def check(path: str | Path) -> list[Problem]:
    """All problems of a scenario, or of all scenarios of a case, by name or path; none if all is well."""
    folder = _folder(path)
    if folder is None:
        return _problems_of(path)
    found = [problem for file in scenario_files(folder) for problem in _problems_of(file)]
    if not scenario_files(folder):
        found = _problems_of_folder(folder)
    # A parent's problem is said where it stands, and not again for each of its heirs.
    direct = {(one.mark, one.path, one.message) for one in found if one.inherited is None}
    return [
        one
        for one in dict.fromkeys(found)
        if one.inherited is None or (one.inherited, one.path, one.message) not in direct
    ]


def _folder(path: str | Path) -> Path | None:
    """The case folder that is meant, if a case or one of its files is."""
    asked = Path(path)
    for folder in (SHIPPED / asked, asked):
        if is_case(folder):
            return folder.resolve()
    if asked.suffix == ".yaml" and asked.stem in {*REQUIRED, *OPTIONAL} and is_case(asked.parent):
        return asked.parent.resolve()
    return None


def _problems_of(path: str | Path) -> list[Problem]:
    try:
        scenario = load(path)
    except ScenarioError as error:
        return error.problems
    root = len(scenario.chain) == 1
    return [problem for name in scenario.case.levers for problem in _at_the_ends(path, name)] if root else []


def _at_the_ends(path: str | Path, name: str) -> list[Problem]:
    """What is wrong with a root scenario where a lever of its case is set to either end of its range."""
    root = scenario_file(path)
    lever = read(root.parent / "case.yaml").children["levers"].children[name]
    found = []
    for end in ("low", "high"):
        setting = f"{name}={quoted(lever.children[end].value)}"  # type: ignore[arg-type]
        try:
            load(path, [setting])
        except ScenarioError as error:
            found += [
                Problem(lever.children[end].mark, f"levers.{name}.{end}", f"{one.path}: {one.message}")
                if one.mark == Mark(f"--set {setting}")
                else one
                for one in error.problems
            ]
    return found


def _problems_of_folder(folder: Path) -> list[Problem]:
    try:
        read_folder(folder)
    except ScenarioError as error:
        return error.problems
    return []
