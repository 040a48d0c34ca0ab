"""Outlines and tiles of states, read from this folder only: a map never asks the network.

Plotly fetches its own outlines for any choropleth, even one with its own GeoJSON, unless the browser holds
stand-ins; `script` gives both the stand-ins and the outlines under a key that figures name.
"""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

FILES = {"europe": "europe.geojson", "world": "world_110m.geojson"}


@cache
def geojson(region: str) -> dict[str, Any]:
    """Return the outlines of a region (`europe`, `world`) as GeoJSON with ISO 3166 codes as ids."""
    text = files(__package__).joinpath(FILES[region]).read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


@cache
def codes(region: str) -> frozenset[str]:
    """Return the ISO codes that have an outline in a region."""
    return frozenset(feature["id"] for feature in geojson(region)["features"])


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Return column and row of each European state in the grid of tiles, counted from the upper left."""
    text = files(__package__).joinpath("tiles.json").read_text(encoding="utf-8")
    return {code: (column, row) for code, (column, row) in json.loads(text).items()}


def region_of(states: Iterable[str]) -> str:
    """Return the region to draw: `europe` where most of the states lie in it, else `world`."""
    wanted = set(states)
    return "europe" if len(wanted & set(tiles())) * 2 >= len(wanted) else "world"


def script(regions: Iterable[str]) -> str:
    """Return the JavaScript that gives plotly these outlines and keeps it from fetching its own."""
    lines = [
        "(function(){var A=window.PlotlyGeoAssets=window.PlotlyGeoAssets||{};",
        "var T=A.topojson=A.topojson||{};",
        "T.world_110m=T.world_110m||{};T.world_50m=T.world_50m||{};",
    ]
    for region in sorted(set(regions)):
        outlines = json.dumps(geojson(region), separators=(",", ":"), ensure_ascii=False).replace(
            "</", "<\\/"
        )
        lines.append(f"A['geo:{region}']={outlines};")
    return "".join([*lines, "})();"])
