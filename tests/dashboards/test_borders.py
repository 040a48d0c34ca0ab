"""Borders of 2007-08: eleven cities lie where they must, and a map asks no network."""

import json
from itertools import pairwise
from typing import Any

import pytest

from dashboards import borders

CITIES = {
    "Pristina": (21.17, 42.66, "XKX"),
    "Mitrovica": (20.87, 42.88, "XKX"),
    "Belgrade": (20.46, 44.80, "SRB"),
    "Presevo": (21.65, 42.31, "SRB"),
    "Kola": (33.05, 68.88, "RUS"),
    "Moscow": (37.62, 55.75, "RUS"),
    "Kaliningrad": (20.90, 54.70, "RUS"),
    "Simferopol": (34.10, 44.95, "UKR"),
    "Kyrenia": (33.25, 35.25, "CYP"),
    "Podgorica": (19.26, 42.44, "MNE"),
    "Skopje": (21.43, 42.00, "MKD"),
}


Ring = list[list[float]]


def inside(x: float, y: float, ring: Ring) -> bool:
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


def polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def states_at(region: str, x: float, y: float) -> list[str]:
    found = []
    for feature in borders.geojson(region)["features"]:
        for outer, *holes in polygons(feature["geometry"]):
            if inside(x, y, outer) and not any(inside(x, y, hole) for hole in holes):
                found.append(feature["id"])
    return found


@pytest.mark.parametrize("region", ["europe", "world"])
@pytest.mark.parametrize("city", CITIES)
def test_a_city_lies_in_one_state_and_the_right_one(region: str, city: str) -> None:
    x, y, state = CITIES[city]
    assert states_at(region, x, y) == [state]


@pytest.mark.parametrize("region", ["europe", "world"])
def test_codes_are_three_letters_and_unique(region: str) -> None:
    ids = [feature["id"] for feature in borders.geojson(region)["features"]]
    assert len(ids) == len(set(ids))
    assert all(len(code) == 3 and code.isupper() for code in ids)


def test_no_two_states_share_a_tile() -> None:
    places = list(borders.tiles().values())
    assert len(places) == len(set(places))
    assert set(borders.tiles()) <= borders.codes("europe")


def test_the_region_follows_the_states() -> None:
    assert borders.region_of(["FRA", "XKX", "USA"]) == "europe"
    assert borders.region_of(["BRA", "IND", "FRA"]) == "world"


def test_the_script_holds_stand_ins_and_outlines() -> None:
    script = borders.script({"europe"})
    assert "T.world_110m=T.world_110m||{}" in script
    assert "</" not in script
    outlines = script.partition("A['geo:europe']=")[2].removesuffix(";})();")
    assert len(json.loads(outlines)["features"]) == 81
