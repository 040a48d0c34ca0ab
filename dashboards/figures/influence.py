"""Who moved whom: the strongest movers of an issue and those whom they moved."""

import numpy as np

from dashboards.cells import heat
from dashboards.chart import Chart, Key, Table
from dashboards.reading import Array, Reading, plain
from dashboards.theme import DIVERGING, SPACED, Figure

SOURCES, TARGETS, ROW = 7, 10, 26
FAINTEST = 0.05  # points; less is not worth a cell


def charts(reading: Reading) -> list[Chart]:
    """Return one chart for each issue on which anybody was moved."""
    if not reading.has("moved"):
        return []
    return [
        chart(reading, i) for i in reading.labels("issue") if np.abs(_moved(reading, i)).max() >= FAINTEST
    ]


def chart(reading: Reading, issue: str) -> Chart:
    """Return the chart of one issue."""
    title = reading.title("issues", issue)
    return Chart(
        id=f"influence-{issue}",
        title=title,
        label=f"Heat map: mean points by which actors moved one another on {title}",
        sentence=sentence(reading, issue),
        figure=figure(reading, issue),
        table=table(reading, issue),
        keys=(Key("towards 100 (+)", "$blue-text"), Key("towards 0 (−)", "$orange-text")),
        remark=f"Points on the 0-100 scale over the whole run, mean of all worlds; the {SOURCES} strongest "
        f"movers across, the {TARGETS} most moved down.",
        narrow={"margin.l": 92, "margin.r": 10},
    )


def _moved(reading: Reading, issue: str) -> Array:
    values: Array = np.nan_to_num(reading.values("moved", issue=issue).astype(float))
    held = np.zeros(len(reading.actors), dtype=bool)
    held[reading.indices(reading.holders(issue))] = True
    values[~held] = values[:, ~held] = 0.0  # a body holds no position that could move
    np.fill_diagonal(values, 0.0)  # what holds an actor to its own start is no influence of another
    return values


def strongest(reading: Reading, issue: str) -> tuple[list[int], list[int], Array]:
    """Return the places of the most moved actors, of the strongest movers, and the matrix (actor, source)."""
    values = _moved(reading, issue)
    sources = np.argsort(-np.abs(values).sum(axis=0), kind="stable")[:SOURCES]
    targets = np.argsort(-np.abs(values[:, sources]).sum(axis=1), kind="stable")[:TARGETS]
    able_s = [int(s) for s in sources if np.abs(values[:, s]).sum() > 0]
    return [int(t) for t in targets if np.abs(values[t]).sum() > 0], able_s, values


def figure(reading: Reading, issue: str) -> Figure:
    """Return the heat map, nought in the middle of its scale."""
    targets, sources, values = strongest(reading, issue)
    z = values[np.ix_(targets, sources)]
    reach = max(float(np.abs(z).max()), 0.5)
    text = [[f"{v:+.1f}".replace("-", "−") if abs(v) >= 0.1 else "" for v in row] for row in z]
    axes = {
        "x": [_short(reading, s) for s in sources],
        "y": [_short(reading, t) for t in targets],
        "hovertemplate": "%{x} moved %{y} by %{z:.1f}<extra></extra>",
    }
    traces = heat(z, text, (-reach, reach), "diverging", colorscale=DIVERGING, **axes)
    side = {"showline": False, **SPACED, "tickfont": {"size": 12, "color": "$ink"}}
    layout = {
        "height": ROW * len(targets) + 108,
        "margin": {"l": 116, "r": 24, "t": 100, "b": 8},
        "xaxis": {**side, "side": "top", "tickangle": -40, "tickfont": {"size": 11.5, "color": "$ink"}},
        "yaxis": {**side, "autorange": "reversed", "showgrid": False},
    }
    return {"data": traces, "layout": layout}


def _short(reading: Reading, place: int) -> str:
    name = reading.short_name(reading.actors[place])
    return plain(name if len(name) <= 18 else f"{name[:17].rstrip()}…")


def sentence(reading: Reading, issue: str) -> str:
    """Name the strongest mover and the single strongest pull."""
    _, _, values = strongest(reading, issue)
    source = int(np.argmax(np.abs(values).sum(axis=0)))
    target, by = (int(i) for i in np.unravel_index(np.argmax(np.abs(values)), values.shape))
    names = [reading.name(reading.actors[i]) for i in (source, by, target)]
    push = values[target, by]
    way = "towards 100" if push > 0 else "towards 0"
    return (
        f"The strongest mover in sum is {names[0]}; the strongest single pull is that of {names[1]} "
        f"on {names[2]}, {abs(push):.1f} points {way}."
    )


def table(reading: Reading, issue: str) -> Table:
    """Return the thirty strongest pulls, strongest first."""
    values = _moved(reading, issue)
    order = np.argsort(-np.abs(values), axis=None, kind="stable")[:30]
    rows = []
    for flat in order:
        target, source = divmod(int(flat), values.shape[1])
        if abs(values[target, source]) >= FAINTEST:
            rows.append(
                (
                    reading.name(reading.actors[source]),
                    reading.name(reading.actors[target]),
                    round(float(values[target, source]), 2),
                )
            )
    return Table(("Mover", "Moved", "Points"), tuple(rows))
