"""The Python snippets of the how-to pages run as they stand, one after another."""

import ast
from pathlib import Path

import pytest

from tests.cli.conftest import in_process
from tests.docs.pages import blocks, python


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the run that the pages read."""
    place = tmp_path_factory.mktemp("how-to")
    out = place / "runs" / "base"
    answer = in_process("run", "kosovo-2007/baseline", "--runs", 20, "--out", out, "--no-report")
    assert answer.code == 0, answer.err
    return place


@pytest.mark.parametrize(
    "page",
    [
        "how-to/read-a-run-folder.md",
        "how-to/look-into-one-run.md",
        "how-to/compare-scenarios.md",
        "how-to/sweep-a-range.md",
        "how-to/find-a-lever.md",
        "how-to/find-what-matters.md",
    ],
)
def test_the_snippets_of_a_page_run(page: str, folder: Path) -> None:
    code = "\n".join(one.text for one in blocks(page) if one.language == "python" and not one.note)
    done = python(code, folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_snippet_for_duckdb_counts_what_the_one_for_arrow_counts(folder: Path) -> None:
    snippets = [one.text for one in blocks("how-to/read-a-run-folder.md") if "decisions.parquet" in one.text]
    assert ["duckdb" in one for one in snippets] == [False, True]
    by_arrow, by_duckdb = (python(one, folder) for one in snippets)
    assert by_arrow.returncode == by_duckdb.returncode == 0, by_arrow.stderr + by_duckdb.stderr
    counts = [(one["week_count"], one["week_mean"]) for one in ast.literal_eval(by_arrow.stdout)]
    assert len(counts) == 5
    assert [(runs, week) for _, runs, week in ast.literal_eval(by_duckdb.stdout)] == counts


def test_the_folder_has_the_files_that_the_page_lists(folder: Path) -> None:
    text = "".join(one.name for one in (folder / "runs" / "base").iterdir())
    for name in ("manifest.json", "outcomes.json", "trajectories.nc", "decisions.parquet"):
        assert name in text
