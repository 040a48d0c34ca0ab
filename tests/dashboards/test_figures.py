"""Every view keeps one contract: a valid figure, a name, a sentence, a table, no more than its size."""

import json
import re

import plotly.graph_objects as go
import pytest

from dashboards import figures, theme
from dashboards.chart import Chart
from dashboards.reading import Reading
from tests.dashboards.fake import make, make_bare, make_rivals


def drawn() -> dict[str, list[Chart]]:
    """Every view's charts of made-up results, with made-up rivals: a made-up scenario cannot be played."""
    return figures.draw(make()) | {"protocols": figures.protocols.drawn(Reading(make()), make_rivals())}


DRAWN = drawn()
CHARTS = {chart.id: chart for charts in DRAWN.values() for chart in charts}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)

# plotly.js paints colours from the template; this names what may never be left as a token.
TOKEN = re.compile(r'"\$[a-z]')


@pytest.mark.parametrize("view", figures.VIEWS)
def test_a_full_case_has_every_view(view: str) -> None:
    assert DRAWN[view]


@every_chart
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_figure_is_valid_plotly(chart: Chart, mode: theme.Mode) -> None:
    drawn = chart.draw(mode)
    go.Figure(drawn)
    assert not TOKEN.search(json.dumps(drawn))


@every_chart
def test_it_has_a_name_a_title_and_sentences(chart: Chart) -> None:
    assert len(chart.label) > 12
    for text in (chart.title, chart.sentence):
        assert text[0].isupper() or text[0].isdigit()
    assert chart.sentence.endswith(".")
    assert not re.search(r"\bnan\b|\binf\b|None|\d\.\d{4}", f"{chart.title} {chart.sentence} {chart.remark}")


@every_chart
def test_it_has_a_table_of_the_same_data(chart: Chart) -> None:
    assert chart.table.rows
    assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)


@every_chart
def test_it_is_strict_json_and_small(chart: Chart) -> None:
    text = json.dumps(chart.figure, allow_nan=False)
    assert "NaN" not in text
    assert len(text) < 48_000


@every_chart
def test_narrow_changes_are_valid_layout(chart: Chart) -> None:
    figure = go.Figure(chart.draw())
    for dotted, value in chart.narrow.items():
        key = dotted.replace(".", "_")
        figure.layout.update({key: value})
        assert figure.layout[key] is not None, key


def test_ids_are_unique() -> None:
    assert len(CHARTS) == sum(len(charts) for charts in DRAWN.values())


def test_equal_results_draw_equal_figures() -> None:
    again = drawn()
    assert {c.id: c.figure for charts in again.values() for c in charts} == {
        i: c.figure for i, c in CHARTS.items()
    }


def test_a_case_without_bodies_or_declaration_leaves_views_out() -> None:
    drawn = figures.draw(make_bare())
    assert {name for name, charts in drawn.items() if charts} == {"positions", "influence"}


def test_a_run_in_which_nothing_is_declared_draws_no_recognition() -> None:
    results = make()
    results.data["declaration_week"][:] = -1
    results.data["recognised_week"][:] = -1
    drawn = figures.draw(results)
    assert not drawn["recognition"]
    assert not drawn["map"]
    assert not drawn["odds"]


def test_one_run_is_enough_for_every_view() -> None:
    drawn = figures.draw(make(seed=3, runs=1))
    for charts in drawn.values():
        for chart in charts:
            assert len(go.Figure(chart.draw()).data) > 0, chart.id


def test_names_cannot_bring_markup_into_a_figure() -> None:
    results = make()
    for actor in results.scenario.actors.values():
        actor.name = "<script>alert(1)</script>"
    for charts in figures.draw(results).values():
        for chart in charts:
            assert "<script" not in json.dumps(chart.figure)


def test_fifty_worlds_are_fifty_dots() -> None:
    (odds,) = DRAWN["odds"]
    assert sum(len(trace["x"]) for trace in odds.figure["data"]) == 50


def test_bars_of_votes_fill_to_a_hundred() -> None:
    for chart in DRAWN["votes"]:
        totals = [sum(trace["x"][i] for trace in chart.figure["data"]) for i in range(len(chart.table.rows))]
        assert totals == pytest.approx([100] * len(totals), abs=0.3)


def test_places_share_one_scale_from_nought() -> None:
    ranges = {tuple(chart.figure["layout"]["yaxis"]["range"]) for chart in DRAWN["unrest"]}
    assert len(ranges) == 1
    assert ranges.pop()[0] == 0


def test_the_claimant_is_on_the_map_and_on_the_tiles() -> None:
    on_map, tiles = DRAWN["map"]
    assert any(trace["locations"] == ["XKX"] for trace in on_map.figure["data"])
    assert "XKX" in json.dumps(tiles.figure)


def test_worlds_that_end_too_soon_count_for_no_refusal() -> None:
    reading = Reading(make())
    kept = reading.followed_for(90)
    assert ((reading.weeks - 1 - reading.values("declaration_week"))[kept] * 7 >= 84).all()
    assert (reading.values("declaration_week")[kept] >= 0).all()
