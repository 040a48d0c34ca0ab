"""Packaging: what is listed by hand is complete, and the locks pin everything without naming a host."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = ("agents", "cli", "dashboards", "scenarios", "sim", "sources")
LOCKS = ("requirements.lock", "requirements-test.lock")
PIN = re.compile(
    r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==[^ ]+ \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def _named(requirement: str) -> str:
    return re.split(r"[<>=!\[; ]", requirement)[0].lower().replace("_", "-")


def test_every_package_is_listed() -> None:
    found = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for room in ROOMS
        for file in (ROOT / room).rglob("__init__.py")
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == found


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_that_it_is_typed(room: str) -> None:
    assert (ROOT / room / "py.typed").is_file()


@pytest.mark.parametrize("room", ["dashboards", "scenarios", "sources"])
def test_every_data_file_is_shipped(room: str) -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"][room]
    shipped = {file for pattern in patterns for file in (ROOT / room).glob(pattern)}
    data = {
        file
        for file in (ROOT / room).rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc"} and file.name != "py.typed"
    }
    assert data - shipped == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:/|--(?:extra-)?index-url|--find-links|--trusted-host", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_requirement_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = {name for name, _ in PIN.findall(text)}
    asked = {_named(one) for one in PROJECT["project"]["dependencies"]}
    if lock == "requirements-test.lock":
        asked |= {_named(one) for one in PROJECT["project"]["optional-dependencies"]["test"]}
    else:
        asked |= {_named(one) for one in PROJECT["build-system"]["requires"]}
    assert asked - pinned == set()
    assert len(pinned) == len(re.findall(r"^[a-z].*==", text, re.MULTILINE))


def test_tests_run_on_what_users_run_on() -> None:
    pin = re.compile(r"^([a-z0-9-]+)(?:\[[^]]*\])?==([^ ]+)", re.MULTILINE)
    run, test = (dict(pin.findall((ROOT / lock).read_text())) for lock in LOCKS)
    shared = run.keys() - {"setuptools"}
    assert {name: test[name] for name in shared} == {name: run[name] for name in shared}


def test_the_version_is_said_the_same_everywhere() -> None:
    version = PROJECT["project"]["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {version}\n" in citation
    assert f"## [{version}]" in changelog
