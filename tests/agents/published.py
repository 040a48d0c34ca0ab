"""The published runs in tests/agents/reference/: their tables, and what came of them."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from scenarios import formats
from scenarios.formats import DataSet

FOLDER = Path(__file__).parent / "reference"


def data_of(name: str, scales: Mapping[str, tuple[float, float]] | None = None) -> DataSet:
    """A table by folder and name, with its matrix of adjustments if it has one."""
    data = formats.read(FOLDER / f"{name}.csv", scales)
    if not (FOLDER / f"{name}.adjustment.csv").is_file():
        return data
    rows = rows_of(f"{name}.adjustment")
    return replace(data, adjustment=tuple(tuple(float(row[one]) for one in data.actors) for row in rows))


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a file by folder and name."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers_of(name: str, columns: Sequence[str]) -> np.ndarray:
    """Some columns of a file as numbers, (rows, columns)."""
    return np.array([[float(row[column]) for column in columns] for row in rows_of(name)])
