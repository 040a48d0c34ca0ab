"""The facade: what Python users ask for by `import parley`, imported only when it is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

import parley
import scenarios
from sim import ensemble, model
from sim.store import folder
from sim.studies.compare import compare

ROOT = Path(__file__).resolve().parents[2]


def test_the_facade_gives_what_the_rooms_give() -> None:
    assert parley.load is scenarios.load
    assert parley.run is ensemble.run
    assert parley.Model is model.Model
    assert parley.compare is compare
    assert parley.open_run is folder.open_run
    assert parley.write_run is folder.write_run
    assert all(getattr(parley, name) for name in parley.__all__)


def test_what_it_does_not_have_is_said_by_name() -> None:
    with pytest.raises(AttributeError, match=r"^module 'parley' has no attribute 'Modell'$"):
        parley.Modell  # noqa: B018


def test_importing_it_imports_no_room() -> None:
    rooms = "('mesa', 'xarray', 'numpy', 'scenarios', 'sim')"
    code = f"import sys, parley; print([room for room in {rooms} if room in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_three_lines_of_a_newcomer(tmp_path: Path) -> None:
    one = parley.Model("kosovo-2007/un-veto", seed=1, run=2)
    one.step()
    assert one.week == 1
    results = parley.run(parley.load("kosovo-2007/un-no-draft", ["weeks=2"]), runs=2, seed=1)
    assert parley.open_run(parley.write_run(results, tmp_path / "run")).runs == 2
