"""Who has recognised by day ninety: a map, and its twin of equal tiles on which small states can be read."""

from typing import Any

import numpy as np

from dashboards import borders, words
from dashboards.cells import heat
from dashboards.chart import Chart, Key, Table
from dashboards.reading import Reading, plain
from dashboards.theme import RAMP, Figure

DAYS = 90
MAP_REMARK = (
    "Shares of all worlds, those without a declaration included. Outlines are those of 2007-08; showing a "
    "territory as a feature of its own is for drawing only and takes no stand on its status."
)
COLUMNS = 10
VIEW: dict[str, dict[str, list[float]]] = {
    "europe": {"lonaxis": [-11, 41], "lataxis": [34.5, 70.5]},
    "world": {"lonaxis": [-170, 190], "lataxis": [-56, 78]},
}


def charts(reading: Reading) -> list[Chart]:
    """Return the map and the tiles, or nothing where no world has a declaration."""
    if (
        not reading.has("recognised_week", "declaration_week")
        or not reading.declared.any()
        or not shares(reading)
    ):
        return []
    keys = [Key("0 … 100% of worlds", "ramp", "ramp")]
    keys += [Key(reading.role_name(role), colour) for role, _, colour in _parties(reading)]
    on_map = Chart(
        id="map",
        title=f"Share of worlds in which each state has recognised by day {DAYS}",
        figure=figure(reading),
        label="Map: share of worlds in which each state has recognised by day ninety",
        keys=(*keys, Key("not in the case", "$land")),
        narrow={"height": 360},
        remark=MAP_REMARK,
        table=table(reading),
        sentence=sentence(reading),
    )
    as_tiles = Chart(
        id="tiles",
        title="The same shares, every state the same size",
        figure=tile_figure(reading),
        keys=tuple(keys),
        label="Tile grid: share of worlds in which each state has recognised by day ninety",
        narrow={"height": 340},
        remark=_outside(reading),
        table=table(reading),
        sentence=beyond(reading),
    )
    return [on_map, as_tiles]


def shares(reading: Reading) -> dict[str, float]:
    """Return each state's share of recognition by day ninety, by ISO code."""
    by_actor = reading.within(DAYS).mean(axis=0)
    found = {reading.iso3(a): float(by_actor[reading.place_in_axis(a)]) for a in reading.states()}
    return {code: share for code, share in found.items() if code}


def _parties(reading: Reading) -> list[tuple[str, str, str]]:
    """Return role, code and colour of the two parties, which are drawn but do not recognise."""
    found = []
    for role, colour in (("claimant", "$orange"), ("parent", "$context")):
        actor = reading.role(role)
        code = reading.iso3(actor) if actor else None
        if code:
            found.append((role, code, colour))
    return found


def _names(reading: Reading) -> dict[str, str]:
    return {code: plain(reading.name(a)) for a in reading.actors if (code := reading.iso3(a))}


def figure(reading: Reading) -> Figure:
    """Return a choropleth over the states of the case, all others as quiet land."""
    found = shares(reading)
    region = borders.region_of(found)
    drawn = {c: s for c, s in found.items() if c in borders.codes(region)}
    parties = [p for p in _parties(reading) if p[1] in borders.codes(region)]
    rest = sorted(borders.codes(region) - set(drawn) - {code for _, code, _ in parties})
    names = _names(reading)
    land = _choropleth(region, rest, [0] * len(rest), [[0, "$land"], [1, "$land"]], hoverinfo="skip")
    said = [f"{names[c]}: {words.percent(s)}" for c, s in drawn.items()]
    values = [round(s, 3) for s in drawn.values()]
    traces = [
        land,
        _choropleth(region, list(drawn), values, RAMP, text=said, hovertemplate="%{text}<extra></extra>"),
    ]
    for _, code, fill in parties:
        mark = [[0, fill], [1, fill]]
        traces.append(
            _choropleth(region, [code], [0], mark, text=[names[code]], hovertemplate="%{text}<extra></extra>")
        )
    return {"data": traces, "layout": _layout(region)}


def _choropleth(
    region: str, codes: list[Any], values: list[Any], scale: list[Any], **more: Any
) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "geojson": f"geo:{region}",
        "featureidkey": "id",
        "locationmode": "geojson-id",
        "locations": codes,
        "z": values,
        "zmin": 0,
        "zmax": 1,
        "colorscale": scale,
        "showscale": False,
        "marker": {"line": {"color": "$coast", "width": 0.7}},
        **more,
    }


def _layout(region: str) -> dict[str, Any]:
    view = VIEW[region]
    conic = {"type": "conic conformal", "parallels": [40, 60]}
    geo = {
        "fitbounds": False,
        "visible": False,
        "bgcolor": "rgba(0,0,0,0)",
        "projection": conic if region == "europe" else {"type": "natural earth"},
        "lonaxis": {"range": view["lonaxis"]},
        "lataxis": {"range": view["lataxis"]},
    }
    return {"height": 500, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "geo": geo}


def placed(reading: Reading) -> dict[str, tuple[int, int]]:
    """Return column and row of every state's tile; those beyond Europe follow in rows beneath, by code."""
    wanted = {*shares(reading), *(code for _, code, _ in _parties(reading))}
    grid = {code: where for code, where in borders.tiles().items() if code in wanted}
    below = max((row for _, row in grid.values()), default=-2) + 2
    others = sorted(wanted - set(grid))
    return grid | {code: (i % COLUMNS, below + i // COLUMNS) for i, code in enumerate(others)}


def tile_figure(reading: Reading) -> Figure:
    """Return a heat map whose cells are the states' tiles."""
    found, where = shares(reading), placed(reading)
    height = max(row for _, row in where.values()) + 1
    names = _names(reading)
    z, text, hover = np.full((height, COLUMNS), np.nan), _blank(height), _blank(height)
    for code, share in found.items():
        column, row = where[code]
        z[row, column], text[row][column] = share, code
        hover[row][column] = f"{names[code]}: {words.percent(share)}"
    more = {"customdata": hover, "hovertemplate": "%{customdata}<extra></extra>"}
    traces = heat(z, text, (0, 1), "ramp", colorscale=RAMP, **more)
    for _, code, fill in _parties(reading):
        traces += _own_tile(where[code], code, names[code], fill, height)
    axis = {"visible": False, "showgrid": False}
    layout = {
        "height": 500,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**axis, "range": [-0.5, COLUMNS - 0.5]},
        "yaxis": {**axis, "range": [height - 0.5, -0.5]},
    }
    return {"data": traces, "layout": layout}


def _blank(height: int) -> list[list[str]]:
    return [[""] * COLUMNS for _ in range(height)]


def _own_tile(where: tuple[int, int], code: str, name: str, fill: str, height: int) -> list[dict[str, Any]]:
    """Return the tile of a party, in its own colour."""
    (column, row), z, text = where, np.full((height, COLUMNS), np.nan), _blank(height)
    z[row, column], text[row][column] = (0.6 if fill == "$orange" else 0.0), code
    return heat(
        z, text, (0, 1), "ramp", colorscale=[[0, fill], [1, fill]], hovertemplate=f"{name}<extra></extra>"
    )


def _outside(reading: Reading) -> str:
    beyond = sorted(c for c in placed(reading) if c not in borders.tiles())
    names = _names(reading)
    listed = "; ".join(f"{c} {names[c]}" for c in beyond)
    return f"Beneath the map: {listed}." if listed else ""


def sentence(reading: Reading) -> str:
    """Say how many states recognise almost surely, almost never, and which are the open cases."""
    by_actor = reading.within(DAYS).mean(axis=0)
    found = {reading.name(a): float(by_actor[reading.place_in_axis(a)]) for a in reading.states()}
    sure = [n for n, s in found.items() if s >= 0.9]
    never = [n for n, s in found.items() if s <= 0.1]
    middle = sorted((n for n, s in found.items() if 0.1 < s < 0.9), key=lambda n: abs(found[n] - 0.5))
    verb = "recognises" if len(sure) == 1 else "recognise"
    text = f"Within {DAYS} days of a declaration, {words.count(len(sure), 'state')} {verb} "
    text += f"in at least nine worlds of ten and {words.count(len(never), 'state')} in at most one of ten"
    return words.sentence(f"{text}; the most open are {words.listing(middle[:4])}" if middle else text)


def beyond(reading: Reading) -> str:
    """Say what the tiles show that the map cannot: the states that lie outside it."""
    found, names = shares(reading), {c: reading.name(a) for a in reading.actors if (c := reading.iso3(a))}
    outside = sorted((c for c in found if c not in borders.tiles()), key=lambda c: (-found[c], c))
    parts = [f"{names[c]} {words.percent(found[c])}" for c in outside]
    return words.sentence(f"outside the map: {words.listing(parts, 8)}") if parts else sentence(reading)


def table(reading: Reading) -> Table:
    """Return the share of worlds by state at days 30, 90, 365; at 90 also of those with a declaration."""
    columns = [reading.within(days).mean(axis=0) for days in (30, 90, 365)]
    columns.append(reading.within(DAYS)[reading.declared].mean(axis=0))
    order = sorted(reading.states(), key=lambda a: (-columns[1][reading.place_in_axis(a)], reading.name(a)))
    rows = [
        (reading.name(a), *(words.percent(float(c[reading.place_in_axis(a)])) for c in columns))
        for a in order
    ]
    heads = ("State", "By day 30", "By day 90", "By day 365 or the end", "By day 90, given a declaration")
    return Table(heads, tuple(rows))
