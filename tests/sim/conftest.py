"""Run folders that several tests read: good ones, and one for each kind of damage."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sim.ensemble import run
from sim.results import Results
from sim.store.folder import write_run
from tests.sim.asking import lasting, load

SPOILT = ("lacking", "cut", "turned", "torn", "listed", "newer", "unsealed")
"""Folders by what is wrong with them."""


@pytest.fixture(scope="session")
def short() -> Results:
    """A short run."""
    return run(lasting(load("baseline"), 12), 4, 7)


@pytest.fixture(scope="session")
def kept(short: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three folders, one further down; tests only read them."""
    place = tmp_path_factory.mktemp("store")
    typed = "parley run kosovo-2007/baseline --runs 4 --seed 7 --set weeks=12 --set 'events=[]'"
    write_run(replace(short, command=typed), place / "run-9")
    write_run(run(lasting(load("un-veto"), 12), 3, 8), place / "run-10")
    write_run(replace(short, complete=False), place / "deep" / "er" / "half")
    return place


def spoil(place: Path, folder: str) -> None:
    """Do to a folder what its name says."""
    where = place / folder
    manifest = where / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    match folder:
        case "lacking":
            (where / "outcomes.json").unlink()
            (where / "trajectories.nc").unlink()
        case "cut":
            os.truncate(where / "trajectories.nc", 100)
        case "turned":
            data = bytearray((where / "decisions.parquet").read_bytes())
            data[len(data) // 2] ^= 1
            (where / "decisions.parquet").write_bytes(data)
        case "torn":
            os.truncate(manifest, 1000)
        case "listed":
            manifest.write_text("[1]", encoding="utf-8")
        case "newer":
            manifest.write_text(json.dumps(told | {"format": 99}), encoding="utf-8")
        case "unsealed":
            del told["files"]["outcomes.json"]
            manifest.write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture(scope="session")
def spoilt(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each kind of damage, and a good one."""
    place = tmp_path_factory.mktemp("spoilt")
    for folder in (*SPOILT, "good"):
        shutil.copytree(kept / "run-9", place / folder)
        spoil(place, folder)
    return place
