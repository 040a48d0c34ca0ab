"""The views. One file each; each offers `charts(reading)` and, where it has variants, `chart(reading, key)`.

A view returns an empty list where the case has no such thing, so a caller asks all of them alike.
"""

from collections.abc import Callable

from dashboards.chart import Chart
from dashboards.figures import (
    consensus,
    force,
    influence,
    map,  # noqa: A004
    odds,
    positions,
    protocols,
    recognition,
    timeline,
    union,
    unrest,
    votes,
)
from dashboards.reading import Reading, RunResults

View = Callable[[Reading], list[Chart]]

VIEWS: dict[str, View] = {
    "positions": positions.charts,
    "recognition": recognition.charts,
    "map": map.charts,
    "odds": odds.charts,
    "votes": votes.charts,
    "consensus": consensus.charts,
    "union": union.charts,
    "unrest": unrest.charts,
    "force": force.charts,
    "influence": influence.charts,
    "protocols": protocols.charts,
    "timeline": timeline.charts,
}


def draw(results: RunResults) -> dict[str, list[Chart]]:
    """Return every view's charts for these results, by name of the view."""
    reading = Reading(results)
    return {name: view(reading) for name, view in VIEWS.items()}
