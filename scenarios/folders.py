"""Folders: where cases and scenarios lie, and how their names lead there.

A case is a folder with case.yaml, issues.yaml, actors.yaml and references.yaml, and where needed
statements.yaml, parameters.yaml and rules.yaml; every other YAML file in it is a scenario. Shipped cases lie
beside this file; a user's own may lie anywhere.
"""

from collections.abc import Collection
from pathlib import Path

from scenarios.exceptions import Problem, ScenarioNotFound, close, did_you_mean, one_of
from scenarios.marks import Mark

SHIPPED = Path(__file__).resolve().parent
REQUIRED = ("case", "issues", "actors", "references")
OPTIONAL = ("statements", "parameters", "rules")
BESIDE = ("questions", "history")
"""What is asked of a case and what happened: no part of it, and read for scoring only."""


def is_case(folder: Path) -> bool:
    """Whether a folder is that of a case."""
    try:
        return (folder / "case.yaml").is_file()
    except OSError:  # a name longer than a file may have
        return False


def shipped(name_or_path: str | Path) -> Path:
    """A shipped case by its name, or what lies in one by `case/file`; else what is meant from here."""
    here, there = Path(name_or_path), SHIPPED / name_or_path
    try:
        return there if is_case(there) or (not here.exists() and there.exists()) else here
    except OSError:  # a name longer than a file may have
        return here


def shipped_cases() -> tuple[str, ...]:
    """The names of the cases that come with Parley."""
    return tuple(sorted(folder.name for folder in SHIPPED.iterdir() if is_case(folder)))


def case_folder(name_or_path: str | Path) -> Path:
    """The folder of a case, by its name or its path."""
    for folder in (SHIPPED / name_or_path, Path.cwd() / name_or_path):
        if is_case(folder):
            return folder
    known = shipped_cases()
    hint = did_you_mean(str(name_or_path), known) or f"; cases: {one_of(known) or 'none'}"
    raise ScenarioNotFound([Problem(Mark(str(name_or_path)), "", f"there is no such case{hint}")])


def scenario_files(folder: Path) -> tuple[Path, ...]:
    """The scenarios in a folder, `baseline` first, then by name."""
    case_files = {*REQUIRED, *OPTIONAL, *BESIDE}
    files = [file for file in folder.glob("*.yaml") if file.stem not in case_files]
    return tuple(sorted(files, key=lambda file: (file.stem != "baseline", file.stem)))


def scenario_names(folder: Path) -> tuple[str, ...]:
    """The scenarios in a folder as case/name."""
    return tuple(f"{folder.name}/{file.stem}" for file in scenario_files(folder))


def name_of(file: Path) -> str:
    """The name of the scenario in a file: its folder and its stem."""
    return f"{file.parent.name}/{file.stem}"


def scenario_file(name_or_path: str | Path) -> Path:
    """The file of a scenario, by its name or its path; raises `ScenarioNotFound`."""
    asked = str(name_or_path)
    mark = Mark(asked)
    if asked.endswith((".yaml", ".yml")):
        return _named_file(Path.cwd() / asked)
    for file in (SHIPPED / f"{asked}.yaml", Path.cwd() / f"{asked}.yaml"):
        if _is_file(file):
            return file.resolve()
    for folder in (SHIPPED / asked, Path.cwd() / asked):
        if is_case(folder):
            names = one_of(scenario_names(folder), 40) or "none yet"
            raise ScenarioNotFound([Problem(mark, "", f"is a case; its scenarios: {names}")])
    raise ScenarioNotFound([Problem(mark, "", f"there is no such scenario{_hint(asked)}")])


def _named_file(file: Path) -> Path:
    """A file that is asked for by its path, which must be that of a scenario."""
    if not _exists(file) and is_case(file.parent):
        hint = did_you_mean(file.name, [one.name for one in scenario_files(file.parent)])
        raise ScenarioNotFound([Problem(Mark(str(file)), "", f"there is no such file{hint}")])
    if file.stem in {*REQUIRED, *OPTIONAL} and is_case(file.parent):
        message = f"holds the {file.stem} of a case; ask for one of its scenarios"
        raise ScenarioNotFound([Problem(Mark(str(file)), "", message)])
    return file.absolute()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return True  # reading it says what is wrong


def _meant(asked: str, known: Collection[str]) -> str:
    """`; did you mean ...?` by the last part of a name, as the names of one case all begin alike."""
    folder, _, stem = asked.rpartition("/")
    beside = [name.rpartition("/")[2] for name in known if name.rpartition("/")[0] == folder]
    if not beside:
        return did_you_mean(asked, known)
    found = close(stem, beside)
    return f"; did you mean '{folder}/{found}'?" if found else ""


def _hint(asked: str) -> str:
    known = [name for case in shipped_cases() for name in scenario_names(SHIPPED / case)]
    folder = Path.cwd() / Path(asked).parent
    if is_case(folder):
        known += [f"{Path(asked).parent}/{file.stem}" for file in scenario_files(folder)]
    return _meant(asked, known) or (f"; scenarios: {one_of(known, 40)}" if known else "")


def parent_file(extends: str, child: Path) -> Path | None:
    """The file that a scenario extends: a path from its folder, or case/name; None if there is none."""
    if extends.endswith((".yaml", ".yml")) or extends.startswith((".", "/")):
        named = extends if extends.endswith((".yaml", ".yml")) else f"{extends}.yaml"
        candidates = [child.parent / named]
    else:
        file = f"{extends}.yaml"
        candidates = [SHIPPED / file, child.parent / file, child.parent.parent / file, Path.cwd() / file]
    return next((file.resolve() for file in candidates if _is_file(file)), None)


def parent_hint(extends: str, child: Path) -> str:
    """`; did you mean ...?` for a parent that is not there."""
    shipped = [name for case in shipped_cases() for name in scenario_names(SHIPPED / case)]
    beside = [f"./{file.name}" for file in scenario_files(child.parent) if file != child]
    own = [name_of(file) for file in scenario_files(child.parent) if file != child]
    known = beside if extends.startswith(".") else [*own, *shipped]
    allowed = own or shipped
    return _meant(extends, known) or (f"; allowed: {one_of(allowed)}" if allowed else "")
