"""The app: one state in, one page out. Figures, words and address are answered together.

All that is shown comes from one callback, which the browser's renderer asks for one state at a time and of
whose answers it drops those that a newer request has overtaken: no figure stands beside another lever.
"""

import csv
import io
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import dash
import flask
from dash import ALL, Input, Output, ctx, html, no_update
from dash import State as Given

import scenarios
from dashboards import borders, serving, theme
from dashboards.live import layout
from dashboards.live.answers import Answer, Answers
from dashboards.live.state import State, from_query
from dashboards.live.views import view
from sim.needs import CastError

FIRST = "kosovo-2007/baseline"
OUTLINES = "/outlines.js"
"""Where the outlines of states are, with which plotly draws maps and asks no network."""

PREFERRED = """(stored) => {
  if (stored === "dark" || stored === "light") return stored === "dark";
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
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

    def arrive(query: str, shown: Mapping[str, Any] | None) -> Any:
        state, wrong = from_query(query or "", FIRST)
        if shown and shown.get("query") == state.query:
            return (no_update,) * 8
        answer, more = _answer(known, state)
        if answer is None:
            answer, _ = _answer(known, State(FIRST))
            state = State(FIRST)
        assert answer is not None
        return (
            state.scenario,
            answer.scenario.question,
            state.runs,
            state.seed,
            view(state.view).name,
            layout.lever_inputs(answer, state),
            layout.faults([*wrong, *more]),
            {"query": state.query, "faults": [*wrong, *more]},
        )

    app.callback(
        Output("scenario", "value"),
        Output("question", "children"),
        Output("runs", "value"),
        Output("seed", "value"),
        Output("view", "value"),
        Output("levers", "children"),
        Output("faults", "children"),
        Output("shown", "data"),
        Input("address", "search"),
        Given("shown", "data"),
    )(arrive)

    def chosen(scenario: str | None, _reset: int | None, shown: Mapping[str, Any] | None) -> Any:
        """Another scenario, or none of the settings: an address, at which the page arrives."""
        now, _ = from_query((shown or {}).get("query", ""), FIRST)
        wanted = State(scenario or now.scenario, {}, now.runs, now.seed, now.view)
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
        values: list[Any], runs: Any, seed: Any, tab: str, dark: bool, shown: Mapping[str, Any] | None
    ) -> Any:
        before, _ = from_query((shown or {}).get("query", ""), FIRST)
        keys = [one["id"]["lever"] for one in ctx.inputs_list[0]]
        settings = {
            key: _written(value) for key, value in zip(keys, values, strict=True) if value not in (None, "")
        }
        state = State(
            before.scenario,
            settings or dict(before.settings if not keys else {}),
            _number(runs, 200),
            _number(seed, 2007),
            tab,
        )
        answer, wrong = _answer(known, state)
        if answer is None:
            return no_update, layout.faults(wrong), "", no_update, no_update
        mode: theme.Mode = "dark" if dark else "light"
        chosen_view = view(tab)
        drawn = [chart for figure in chosen_view.figures for chart in answer.charts(figure)]
        top = (
            layout.findings(answer)
            if chosen_view.name == "headline"
            else html.P(chosen_view.about, className="about")
        )
        status = f"{answer.results.runs} worlds of {answer.scenario.title.rstrip('.')}" + (
            f", {len(settings)} set" if settings else ""
        )
        query = state.query
        address = query if query != (shown or {}).get("query") else no_update
        said = [
            top,
            *layout.charts(drawn, mode),
            html.P(["The same in a terminal: ", html.Code(state.command)], className="remark"),
        ]
        return (
            said,
            layout.faults((shown or {}).get("faults", []) if address is no_update else []),
            status,
            {"query": query},
            address,
        )

    app.callback(
        Output("answers", "children"),
        Output("faults", "children", allow_duplicate=True),
        Output("status", "children"),
        Output("shown", "data", allow_duplicate=True),
        Output("address", "search", allow_duplicate=True),
        Input({"lever": ALL}, "value"),
        Input("runs", "value"),
        Input("seed", "value"),
        Input("view", "value"),
        Input("dark", "checked"),
        Given("shown", "data"),
        prevent_initial_call=True,
        running=[(Output("main", "className"), "busy", "")],
    )(answered)


def _tables(app: dash.Dash, known: Answers) -> None:
    """The data of a chart as a file."""

    def save(_clicks: list[int | None], shown: Mapping[str, Any] | None) -> Any:
        pressed = ctx.triggered_id
        if not isinstance(pressed, dict) or not any(_clicks):
            return no_update
        state, _ = from_query((shown or {}).get("query", ""), FIRST)
        answer, _ = _answer(known, state)
        if answer is None:
            return no_update
        charts = [chart for figure in view(state.view).figures for chart in answer.charts(figure)]
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
