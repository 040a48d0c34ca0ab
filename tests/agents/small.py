"""Small tables for cases that are counted by hand."""

from dataclasses import replace

import numpy as np

from agents import protocols
from agents.protocols import Table, Value
from tests.worlds import make_cast, make_table


def small_table(
    position: list[list[float]],
    salience: list[list[float]] | None = None,
    capability: list[float] | None = None,
    reference: float = np.nan,
) -> Table:
    """Everybody holds a position on every issue; all care wholly and weigh 1, if nothing else is said."""
    issues, actors = len(position), len(position[0])
    cast = make_cast(
        actors,
        issues,
        position=np.array([position], dtype=np.float64),
        salience=np.array([salience or np.ones((issues, actors))], dtype=np.float64),
        capability=np.array(capability or np.ones(actors), dtype=np.float64),
        reference=np.full(issues, reference),
    )
    return replace(make_table(cast), tell=True)


def stands_after(name: str, table: Table, **options: Value) -> list[float]:
    """Where all stand after a round, on the first issue."""
    said = {option.replace("_", "-"): value for option, value in options.items()}
    return protocols.get(name, said).round(table).position[0, 0].tolist()
