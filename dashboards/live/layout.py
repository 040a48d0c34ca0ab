"""What the page is laid out of: the frame, the levers, and a chart with its sentence and its table."""

from collections.abc import Iterable, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards import theme, words
from dashboards.chart import Chart
from dashboards.live.answers import Answer
from dashboards.live.levers import AS_IT_IS, Lever, levers
from dashboards.live.state import State
from dashboards.live.views import VIEWS
from dashboards.report.words import headline

GRAPH: Any = {**theme.CONFIG, "toImageButtonOptions": {"scale": 2}}


def _aria(**said: str) -> Any:
    """Attributes for who listens to the page."""
    return {f"aria-{name}": value for name, value in said.items()}


def frame(catalogue: Sequence[tuple[str, str, str]]) -> Any:
    """The whole page; catalogue : (case, scenario, title)."""
    cases: dict[str, list[dict[str, str]]] = {}
    for case, name, title in catalogue:
        cases.setdefault(case, []).append({"value": name, "label": title})
    options = [{"group": case, "items": items} for case, items in cases.items()]
    return dmc.MantineProvider(
        id="theme",
        forceColorScheme="light",
        theme={
            "primaryColor": "blue",
            "primaryShade": 8,
            "fontFamily": theme.SANS,
            "headings": {"fontFamily": theme.SERIF},
        },
        children=[
            dcc.Location(id="address", refresh=False),
            dcc.Store(id="scheme", storage_type="local"),
            dcc.Store(id="shown"),
            dcc.Download(id="saved"),
            dcc.Store(id="pictured"),
            html.A("To the answers", href="#answers", className="skip"),
            dmc.AppShell(
                [
                    dmc.AppShellHeader(_header()),
                    dmc.AppShellNavbar(_panel(options), id="panel"),
                    dmc.AppShellMain(_main()),
                ],
                id="shell",
                header={"height": 58},
                navbar={"width": 340, "breakpoint": "sm", "collapsed": {"mobile": True}},
                padding="lg",
            ),
        ],
    )


def _header() -> Any:
    return dmc.Group(
        [
            dmc.Burger(id="burger", hiddenFrom="sm", opened=False, **_aria(label="Levers")),
            html.H1(["Parley", html.Span("explore a scenario")], className="brand"),
            dmc.Switch(id="dark", label="Dark", checked=False, size="md", ml="auto", persistence=False),
        ],
        h="100%",
        px="md",
    )


def _panel(options: Any) -> Any:
    return html.Div(
        [
            dmc.Select(
                id="scenario",
                label="Scenario",
                data=options,
                allowDeselect=False,
                searchable=True,
                maxDropdownHeight=420,
            ),
            html.P(id="question", className="question"),
            dmc.Group(
                [
                    dmc.NumberInput(
                        id="runs", label="Worlds", min=20, max=2000, step=100, value=200, debounce=400
                    ),
                    dmc.NumberInput(id="seed", label="Seed", min=0, step=1, value=2007, debounce=400),
                ],
                grow=True,
            ),
            dmc.Group(
                [
                    html.H2("Levers", className="levers"),
                    dmc.Button("Reset", id="reset", variant="subtle", size="compact-sm"),
                ],
                justify="space-between",
                mt="md",
            ),
            html.Div(id="levers"),
        ],
        className="panel",
    )


def _main() -> Any:
    tabs = [dmc.TabsTab(one.title, value=one.name) for one in VIEWS]
    # What a tab controls has to be there; what it shows stands below, since all answers come together.
    panels = [dmc.TabsPanel(html.Span(), value=one.name) for one in VIEWS]
    return html.Div(
        [
            html.Div(id="status", role="status", className="status", **_aria(live="polite")),
            html.Div(id="faults"),
            dmc.Tabs([dmc.TabsList(tabs), *panels], id="view", value="headline"),
            dmc.Group(
                [
                    dmc.Select(id="actor", label="Actor", data=[], allowDeselect=False, searchable=True),
                    dmc.NumberInput(id="world", label="World", min=0, step=1, value=0, debounce=300),
                ],
                id="asks",
                style={"display": "none"},
                mt="md",
            ),
            html.Div(
                dmc.Select(
                    id="other",
                    label="Compare with",
                    data=[],
                    allowDeselect=False,
                    searchable=True,
                    maw=460,
                    mt="md",
                ),
                id="rival",
                style={"display": "none"},
            ),
            html.Div(id="answers", tabIndex="-1"),
        ],
        id="main",
    )


def lever_inputs(answer: Answer, state: State) -> list[Any]:
    """An input for each lever of a scenario, as the state sets it."""
    return [_input(one, state.settings.get(one.key)) for one in levers(answer.scenario)]


def _input(one: Lever, value: str | None) -> Any:
    name = {"lever": one.key}
    if one.options:
        data = [
            {"value": AS_IT_IS, "label": "as in the scenario"},
            *({"value": v, "label": w} for v, w in one.options),
        ]
        return dmc.Select(
            id=name, label=one.title, data=data, value=value or AS_IT_IS, allowDeselect=False, mb="md"
        )
    bounds = f"{words.number(one.low or 0)} to {words.number(one.high or 0)} {one.unit}"
    return dmc.NumberInput(
        id=name,
        label=one.title,
        description=bounds,
        placeholder="as in the scenario",
        value=float(value) if value else "",
        min=one.low,
        max=one.high,
        step=one.step,
        allowDecimal=not one.whole,
        debounce=350,
        mb="md",
    )


def actors(answer: Answer) -> list[dict[str, str]]:
    """The actors of a scenario, to choose from."""
    return [{"value": name, "label": one.name} for name, one in answer.scenario.actors.items()]


def findings(answer: Answer) -> Any:
    """The headline: a figure set large, and the sentence that it stands for."""
    return html.Ul(
        [
            html.Li([html.P([html.B(one.figure), f" {one.unit}"], className="big"), html.P(one.sentence)])
            for one in headline(answer.reading)
        ],
        className="findings",
    )


def charts(found: Iterable[Chart], mode: theme.Mode) -> list[Any]:
    """Each chart with its title, sentence, figure, reservation and table."""
    return [_chart(one, mode) for one in found]


def _chart(one: Chart, mode: theme.Mode) -> Any:
    figure = one.draw(mode)
    height = figure["layout"].get("height", 400)
    return html.Section(
        [
            html.H3(one.title),
            html.P(one.sentence, className="said"),
            _keys(one),
            html.Div(
                dcc.Graph(id={"graph": one.id}, figure=figure, config=GRAPH, style={"height": height}),
                role="figure",
                **_aria(label=one.label),
            ),
            html.Ol([html.Li(note) for note in one.notes], className="notes") if one.notes else None,
            html.P(one.remark, className="remark") if one.remark else None,
            html.Details(
                [
                    html.Summary(["Data as a table", html.Span(f": {one.title}", className="unseen")]),
                    html.Div(
                        _table(one),
                        className="scroll",
                        role="region",
                        tabIndex="0",
                        **_aria(label=one.label),
                    ),
                ]
            ),
            dmc.Group(
                [
                    dmc.Button(
                        kind,
                        id={key: one.id},
                        variant="default",
                        size="compact-sm",
                        **_aria(label=f"{kind}: {one.title}"),
                    )
                    for kind, key in (("CSV", "csv"), ("PNG", "png"))
                ],
                mt="xs",
            ),
        ],
        className="chart",
    )


def _keys(one: Chart) -> Any:
    if not one.keys:
        return None
    marks = [
        html.Span(
            [
                html.I(
                    className=f"swatch {key.swatch}",
                    style={"--c": f"var(--{key.colour.lstrip('$').partition('/')[0]})"},
                ),
                key.text,
            ],
            className="key",
        )
        for key in one.keys
        if key.swatch != "ramp"
    ]
    return html.P(marks, className="keys") if marks else None


def _table(one: Chart) -> Any:
    def cell(value: Any) -> str:
        return "–" if value is None else words.number(value) if isinstance(value, float) else str(value)

    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in one.table.columns]))
    body = [
        html.Tr([html.Th(cell(row[0]), scope="row"), *(html.Td(cell(value)) for value in row[1:])])
        for row in one.table.rows
    ]
    return html.Table([html.Caption(one.label), head, html.Tbody(body)])


def faults(said: Sequence[str]) -> Any:
    """What is wrong, where the page lives on."""
    if not said:
        return None
    return dmc.Alert(
        html.Ul([html.Li(one) for one in said]),
        title="Not shown as asked",
        color="orange",
        variant="light",
        mb="md",
    )
