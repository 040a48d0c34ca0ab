"""The app: one state in, one page out. Figures, words and address are answered together.

All that is shown comes from one callback, which the browser's renderer asks for one state at a time and of
whose answers it drops those that a newer request has overtaken: no figure stands beside another lever.
"""

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import dash
import flask
from dash import ALL, Input, Output, ctx, html, no_update
from dash import State as Given

import scenarios
from dashboards import borders, serving, theme
from dashboards.chart import Chart
from dashboards.figures import scores
from dashboards.live import layout, pairs, reasons
from dashboards.live.answers import Answer, Answers
from dashboards.live.state import State, from_query
from dashboards.live.views import view
from sim.needs import CastError

FIRST = "kosovo-2007/baseline"
OUTLINES = "/outlines.js"
"""Where the outlines of states are, with which plotly draws maps and asks no network."""

WHY, COMPARE, SCORED = "why", "compare", "scored"
Shown = Mapping[str, Any] | None
"""What the page says of itself: the query of its state, and what of it meant nothing."""

PREFERRED = """(stored) => {
  if (stored === "dark" || stored === "light") return stored === "dark";
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}"""
PICTURE = """(clicks) => {
  const pressed = window.dash_clientside.callback_context.triggered_id;
  if (!pressed || !clicks.some(Boolean)) return window.dash_clientside.no_update;
  const name = pressed.png, place = document.getElementById(JSON.stringify({graph: name}));
  const drawn = place && place.querySelector(".js-plotly-plot");
  if (drawn) window.Plotly.downloadImage(drawn, {format: "png", scale: 2, filename: name,
    width: drawn.clientWidth, height: drawn.clientHeight});
  return window.dash_clientside.no_update;
}"""
SCHEME = """(dark) => {
  document.documentElement.dataset.mode = dark ? "dark" : "light";
  return [dark ? "dark" : "light", dark ? "dark" : "light"];
}"""


def make(hosts: Collection[str] = (), answers: Answers | None = None) -> dash.Dash:
    """The app; hosts : names that it answers to besides those of this machine."""
    known = answers or Answers()
    app = dash.Dash(
        "parley",
        assets_folder=str(layout.__file__).rpartition("/")[0] + "/assets",
        title="Parley",
        update_title="",
        suppress_callback_exceptions=True,
        compress=False,
    )
    app.index_string = _index(app.index_string)
    app.layout = layout.frame(_catalogue())
    serving.guard(app, hosts, images="data: blob:")
    outlines = flask.Response(borders.script(borders.FILES), mimetype="text/javascript")
    app.server.add_url_rule(OUTLINES, "outlines", lambda: outlines)
    _schemes(app)
    _pages(app, known)
    _tables(app, known)
    _clicks(app, known)
    return app


def _index(usual: str) -> str:
    """The page around the app: its language, its colours, and the outlines that maps are drawn with."""
    colours = "".join(
        f":root[data-mode={mode}]{{{theme.css_variables(mode)}color-scheme:{mode}}}"
        for mode in ("light", "dark")
    )
    style = f"<style>:root{{--sans:{theme.SANS};--serif:{theme.SERIF}}}{colours}</style>"
    usual = usual.replace("<html>", '<html lang="en" data-mode="light">')
    usual = usual.replace("{%scripts%}", f'<script src="{OUTLINES}"></script>{{%scripts%}}')
    return usual.replace("{%css%}", "{%css%}" + style)


@cache
def _catalogue() -> tuple[tuple[str, str, str], ...]:
    """The scenarios that can be chosen: case, name, title."""
    return tuple(
        (case, name, scenarios.load(name).title)
        for case in scenarios.list_cases()
        for name in scenarios.list_scenarios(case)
    )


def _schemes(app: dash.Dash) -> None:
    """Light and dark: as the system has it, until the switch is used."""
    clientside: Any = app.clientside_callback
    clientside(PREFERRED, Output("dark", "checked"), Input("scheme", "data"), prevent_initial_call=False)
    clientside(
        SCHEME,
        Output("theme", "forceColorScheme"),
        Output("scheme", "data"),
        Input("dark", "checked"),
        prevent_initial_call=True,
    )
    clientside(
        "(opened, navbar) => ({...navbar, collapsed: {mobile: !opened}})",
        Output("shell", "navbar"),
        Input("burger", "opened"),
        Given("shell", "navbar"),
    )


def _pages(app: dash.Dash, known: Answers) -> None:
    """From an address to levers, and from levers to answers and an address."""

    def arrive(query: str, shown: Shown) -> Any:
        state, wrong = from_query(query or "", FIRST)
        if shown and shown.get("query") == state.query:
            return (no_update,) * 13
        answer, more = _answer(known, state)
        if answer is None:
            state = State(FIRST)
            answer, _ = _answer(known, state)
        assert answer is not None
        wrong += more
        inputs = layout.lever_inputs(answer, state)
        asks = (layout.actors(answer), reasons.first(answer, state.actor), state.world)
        rivals = _rivals(state.scenario)
        other = state.other if state.other in {one["value"] for one in rivals} else state.scenario
        about = (state.scenario, answer.scenario.question, state.runs, state.seed, view(state.view).name)
        return (
            *about,
            *asks,
            rivals,
            other,
            inputs,
            layout.faults(wrong),
            {"query": state.query, "faults": wrong},
        )

    app.callback(
        Output("scenario", "value"),
        Output("question", "children"),
        Output("runs", "value"),
        Output("seed", "value"),
        Output("view", "value"),
        Output("actor", "data"),
        Output("actor", "value"),
        Output("world", "value"),
        Output("other", "data"),
        Output("other", "value"),
        Output("levers", "children"),
        Output("faults", "children"),
        Output("shown", "data"),
        Input("address", "search"),
        Given("shown", "data"),
    )(arrive)

    def chosen(scenario: str | None, _reset: int | None, shown: Shown) -> Any:
        """Another scenario, or none of the settings: an address, at which the page arrives."""
        now = _now(shown)
        wanted = replace(now, scenario=scenario or now.scenario, settings={}, actor="", world=0)
        same = ctx.triggered_id == "scenario" and wanted.scenario == now.scenario
        return no_update if same or wanted == now else wanted.query

    app.callback(
        Output("address", "search"),
        Input("scenario", "value"),
        Input("reset", "n_clicks"),
        Given("shown", "data"),
        prevent_initial_call=True,
    )(chosen)

    def answered(
        values: list[Any],
        runs: Any,
        seed: Any,
        tab: str,
        actor: str,
        world: Any,
        other: str,
        dark: bool,
        shown: Shown,
    ) -> Any:
        now = _now(shown)
        keys = [one["id"]["lever"] for one in ctx.inputs_list[0]]
        moved = {
            key: _written(value) for key, value in zip(keys, values, strict=True) if value not in (None, "")
        }
        settings = moved if keys else dict(now.settings)
        state = State(now.scenario, settings, _number(runs, 200), _number(seed, 2007), tab)
        if tab == WHY:
            state = replace(state, actor=actor or "", world=_number(world, 0))
        if tab == COMPARE and other != state.scenario:
            state = replace(state, other=other or "")
        answer, wrong = _answer(known, state)
        if answer is None:
            return no_update, layout.faults(wrong), "", {}, {}, no_update, no_update
        status = f"{answer.results.runs} worlds of {answer.scenario.title.rstrip('.')}"
        status += f", {len(settings)} set" if settings else ""
        address = no_update if shown and shown.get("query") == state.query else state.query
        told = (shown or {}).get("faults", []) if address is no_update else []
        asks, rival = ({} if tab == name else {"display": "none"} for name in (WHY, COMPARE))
        mode: theme.Mode = "dark" if dark else "light"
        page = content(known, answer, state, mode)
        return page, layout.faults(told), status, asks, rival, {"query": state.query}, address

    app.callback(
        Output("answers", "children"),
        Output("faults", "children", allow_duplicate=True),
        Output("status", "children"),
        Output("asks", "style"),
        Output("rival", "style"),
        Output("shown", "data", allow_duplicate=True),
        Output("address", "search", allow_duplicate=True),
        Input({"lever": ALL}, "value"),
        Input("runs", "value"),
        Input("seed", "value"),
        Input("view", "value"),
        Input("actor", "value"),
        Input("world", "value"),
        Input("other", "value"),
        Input("dark", "checked"),
        Given("shown", "data"),
        prevent_initial_call=True,
        running=[(Output("main", "className"), "busy", "")],
    )(answered)


def _clicks(app: dash.Dash, known: Answers) -> None:
    """A click on what is drawn of an actor leads to its reasons."""

    def clicked(_points: list[Any], shown: Shown) -> Any:
        state, pressed = _now(shown), ctx.triggered_id
        answer, _ = _answer(known, state)
        if answer is None or not isinstance(pressed, dict) or not ctx.triggered:
            return no_update
        given = (ctx.triggered[0].get("value") or {}).get("points") or []
        chart = next((one for one in _charts(known, answer, state) if one.id == pressed.get("graph")), None)
        if chart is None or not given:
            return no_update
        actor = reasons.pointed(answer, chart, given[0])
        return replace(state, view=WHY, actor=actor).query if actor else no_update

    app.callback(
        Output("address", "search", allow_duplicate=True),
        Input({"graph": ALL}, "clickData"),
        Given("shown", "data"),
        prevent_initial_call=True,
    )(clicked)


def content(known: Answers, answer: Answer, state: State, mode: theme.Mode) -> list[Any]:
    """What the page shows of an answer."""
    here = view(state.view)
    top = layout.findings(answer) if here.name == "headline" else html.P(here.about, className="about")
    foot = html.P(["The same in a terminal: ", html.Code(state.command)], className="remark")
    if here.name == WHY:
        actor = reasons.first(answer, state.actor)
        return [top, *reasons.told(answer, actor, state.world, mode), foot]
    if here.name == COMPARE:
        top = pairs.about(known, answer, state)
    if here.name == SCORED and known.scored(answer) is None:
        top = html.P("What came of the questions of this case is not known here.", className="about")
    return [top, *layout.charts(_charts(known, answer, state), mode), foot]


def _charts(known: Answers, answer: Answer, state: State) -> list[Chart]:
    """The charts of a state's view."""
    if state.view == COMPARE:
        return pairs.charts(known, answer, state)
    if state.view == SCORED:
        card = known.scored(answer)
        names = {name: one.name for name, one in answer.scenario.actors.items()}
        return scores.charts(card, names) if card else []
    if state.view == WHY:
        return reasons.charts(answer, reasons.first(answer, state.actor), state.world)
    return [chart for figure in view(state.view).figures for chart in answer.charts(figure)]


def _rivals(scenario: str) -> list[dict[str, str]]:
    """The scenarios of the same case, to compare with."""
    case = scenario.partition("/")[0]
    return [{"value": name, "label": title} for of, name, title in _catalogue() if of == case]


def _now(shown: Shown) -> State:
    """The state that the page has."""
    return from_query(str((shown or {}).get("query", "")), FIRST)[0]


def _tables(app: dash.Dash, known: Answers) -> None:
    """The data of a chart as a file, and the chart as a picture."""
    clientside: Any = app.clientside_callback
    clientside(
        PICTURE, Output("pictured", "data"), Input({"png": ALL}, "n_clicks"), prevent_initial_call=True
    )

    def save(_clicks: list[int | None], shown: Shown) -> Any:
        pressed = ctx.triggered_id
        if not isinstance(pressed, dict) or not any(_clicks):
            return no_update
        state = _now(shown)
        answer, _ = _answer(known, state)
        if answer is None:
            return no_update
        charts = _charts(known, answer, state)
        one = next((chart for chart in charts if chart.id == pressed["csv"]), None)
        if one is None:
            return no_update
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(one.table.columns)
        writer.writerows(one.table.rows)
        return {"content": text.getvalue(), "filename": f"{one.id}.csv", "type": "text/csv"}

    app.callback(
        Output("saved", "data"),
        Input({"csv": ALL}, "n_clicks"),
        Given("shown", "data"),
        prevent_initial_call=True,
    )(save)


def _answer(known: Answers, state: State) -> tuple[Answer | None, list[str]]:
    """The answer, or what is wrong with the state."""
    if state.scenario not in {name for _, name, _ in _catalogue()}:
        return None, [f"'{state.scenario}' is no scenario here"]
    try:
        return known.of(state), []
    except (scenarios.ScenarioError, CastError) as error:
        return None, str(error).splitlines()


def _written(value: Any) -> str:
    """A value as `--set` takes it."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number(value: Any, usual: int) -> int:
    return int(value) if isinstance(value, int | float) and value >= 0 else usual
