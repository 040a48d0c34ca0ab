"""The page of coding as HTML: for the server, or whole and offline."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from dashboards import theme
from dashboards.report.page import inline_json
from dashboards.review.desk import Desk

ENTRIES = ("css", "app_entry", "config", "scripts", "renderer")
"""What dash puts into a page."""


def page(
    desk: Desk,
    title: str,
    served: Mapping[str, Any] | None = None,
    dash: Mapping[str, str] | None = None,
    nonce: str = "",
) -> str:
    """The page of a desk.

    served : path and token to save with, and the revision; without it the page keeps its state in the browser
    dash : what dash puts into it; nonce : the word by which the server's policy knows the script
    """
    content = desk.content() | ({"served": dict(served)} if served else {})
    return _template().render(
        title=title,
        light=_raw(theme.css_variables("light")),
        dark=_raw(theme.css_variables("dark")),
        sans=_raw(theme.SANS),
        serif=_raw(theme.SERIF),
        css=_raw(asset("review.css")),
        js=_raw(asset("review.js")),
        content=inline_json(content),
        dash={name: _raw(dash[name]) for name in ENTRIES} if dash else {},
        nonce=nonce,
    )


@cache
def asset(name: str) -> str:
    """A file of the page."""
    return files("dashboards.review").joinpath("assets", name).read_text(encoding="utf-8")


def _raw(text: str) -> Markup:
    """Mark as safe what is our own or dash's; what documents and cases say passes as JSON."""
    return Markup(text)  # noqa: S704


@cache
def _template() -> jinja2.Template:
    text = files("dashboards.review").joinpath("page.html.j2").read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True).from_string(text)
