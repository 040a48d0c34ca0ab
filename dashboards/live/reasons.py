"""Reasons: what an actor decided in one world, and what its positions rest on."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboards import theme
from dashboards.chart import Chart
from dashboards.figures import why
from dashboards.live import layout
from dashboards.live.answers import Answer
from sim.why import explain

MOST = 12
"""Decisions that are drawn; the command tells all."""


def first(answer: Answer, actor: str | None) -> str:
    """The actor that was asked for, else the first that decides anything."""
    if actor in answer.scenario.actors:
        return str(actor)
    states = [name for name, one in answer.scenario.actors.items() if one.kind == "state"]
    return (states or list(answer.scenario.actors))[0]


def pointed(answer: Answer, chart: Chart, point: Mapping[str, Any]) -> str | None:
    """The actor that a point of a chart is about: by the name of its line, its label, or its state."""
    traces = chart.figure["data"]
    place = point.get("curveNumber", -1)
    trace = traces[place] if isinstance(place, int) and 0 <= place < len(traces) else {}
    said = {str(point.get(key, "")) for key in ("y", "x", "location", "label", "text")}
    said = {text.partition(":")[0] for text in said} | {str(trace.get("name", ""))}
    for name, one in answer.scenario.actors.items():
        if said & {one.name, one.iso3 or one.name}:
            return name
    return None


def charts(answer: Answer, actor: str, world: int) -> list[Chart]:
    """An actor's decisions in one world as waterfalls, the latest last."""
    rows = explain(answer.results, actor, min(world, answer.results.last)).rows
    return [why.chart(row, answer.scenario, place) for place, row in enumerate(rows[:MOST])]


def told(answer: Answer, actor: str, world: int, mode: theme.Mode) -> list[Any]:
    """An actor's decisions in one world, and the evidence of its positions."""
    found = explain(answer.results, actor, min(world, answer.results.last))
    drawn = charts(answer, actor, world)
    body = (
        layout.charts(drawn, mode) if drawn else [html.P(found.text.partition("\n\n")[2], className="about")]
    )
    if len(found.rows) > MOST:
        more = len(found.rows) - MOST
        body.append(html.P(f"And {more} decisions more; `parley why` tells all of them.", className="remark"))
    return [*body, _evidence(answer, actor)]


def _evidence(answer: Answer, actor: str) -> Any:
    """What each position of an actor rests on, with its grade."""
    scenario = answer.scenario
    entries = []
    for issue, position in scenario.actors[actor].positions.items():
        rests = []
        for name in position.evidence:
            statement, reference = scenario.statements.get(name), scenario.references.get(name)
            if statement is not None:
                document = scenario.case.documents[statement.document]
                rests.append(
                    html.Li(
                        [
                            statement.paraphrase,
                            html.Span(
                                f" {statement.speaker}; {document.outlet}, {document.date} ({name})",
                                className="where",
                            ),
                        ]
                    )
                )
            elif reference is not None:
                rests.append(html.Li([reference.title, html.Span(f" ({name})", className="where")]))
        numbers = f"{position.low:g} to {position.high:g}, likeliest {position.mode:g}"
        entries.append(
            html.Section(
                [
                    html.H3(scenario.issues[issue].title),
                    html.P(
                        [
                            f"{numbers}. ",
                            html.B(position.grade),
                            f". {position.note}" if position.note else "",
                        ],
                        className="said",
                    ),
                    html.Ul(rests, className="rests")
                    if rests
                    else html.P("Nothing that is said of it; an assumption.", className="remark"),
                ]
            )
        )
    if not entries:
        return html.Div()
    return html.Div(
        [html.H2("What its positions rest on", className="levers"), *entries], className="evidence"
    )
