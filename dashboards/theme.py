"""Ink, type and the small plotly template, in one place for light and dark.

Figures name their colours by *token* (``$blue``, ``$blue/0.15``) instead of by value. `paint` replaces the
tokens for one mode, so that a figure is built once and shown in both; the report carries tokens and
paints them in the browser, a live app paints them on the server.

The hues are a subset of Okabe & Ito (2008), the colour-blind safe palette. Lines and fills reach 3:1 on
their paper, the ``-text`` twins 4.5:1 (WCAG 2.2 AA); tests hold both.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

Mode = Literal["light", "dark"]
Figure = dict[str, Any]

SANS = '-apple-system, "Segoe UI", Roboto, Arial, "Liberation Sans", sans-serif'
SERIF = 'Charter, "Iowan Old Style", "Palatino Linotype", Georgia, "Liberation Serif", serif'

PALETTES: dict[Mode, dict[str, str]] = {
    "light": {
        "paper": "#fdfcfa", "raised": "#f4f2ed", "ink": "#1d1d1b", "muted": "#5c5c57", "faint": "#8a8a83",
        "rule": "#e2dfd8", "axis": "#a3a09a", "context": "#b9b6af", "land": "#eae7e1", "coast": "#fdfcfa",
        "accent": "#0072b2", "accent-text": "#00649c",
        "blue": "#0072b2", "orange": "#d55e00", "green": "#009e73", "pink": "#c26a9b", "black": "#1d1d1b",
        "blue-text": "#00649c", "orange-text": "#b04d00", "green-text": "#00714f", "pink-text": "#a2457a",
        "black-text": "#1d1d1b", "middle": "#f1eee8", "abstain": "#d3cfc6",
        "on-low": "#000000", "on-middle": "#000000", "on-high": "#ffffff",
        "ramp-0": "#d6e4ee", "ramp-1": "#a9cbe1", "ramp-2": "#74add3", "ramp-3": "#2b7bb5",
        "ramp-4": "#0a3f6b",
    },
    "dark": {
        "paper": "#16181b", "raised": "#202327", "ink": "#ecebe7", "muted": "#b0b0aa", "faint": "#85857f",
        "rule": "#31353a", "axis": "#6d7278", "context": "#5b6067", "land": "#2d3136", "coast": "#16181b",
        "accent": "#56b4e9", "accent-text": "#6fc0ee",
        "blue": "#56b4e9", "orange": "#e69f00", "green": "#19b58a", "pink": "#d58bb4", "black": "#ecebe7",
        "blue-text": "#6fc0ee", "orange-text": "#eeb02e", "green-text": "#3bcaa1", "pink-text": "#e0a3c5",
        "black-text": "#ecebe7", "middle": "#24282c", "abstain": "#4a4f55",
        "on-low": "#ffffff", "on-middle": "#000000", "on-high": "#000000",
        "ramp-0": "#22303b", "ramp-1": "#28506c", "ramp-2": "#3a7ba6", "ramp-3": "#6db4dd",
        "ramp-4": "#d3ebfa",
    },
}  # fmt: skip

SERIES = ("blue", "orange", "green", "pink", "black")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
MARKERS = ("circle", "square", "diamond", "triangle-up", "star")

# Ticks that cannot be seen hold the words of a category axis off its bars.
SPACED: Figure = {"ticks": "outside", "ticklen": 6, "tickcolor": "rgba(0,0,0,0)"}

# One hue, monotone in lightness: readable without colour, and "more" is always farther from the paper.
RAMP = [[i / 4, f"$ramp-{i}"] for i in range(5)]
DIVERGING = [[0.0, "$orange-text"], [0.5, "$middle"], [1.0, "$blue-text"]]

CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,
    "displayModeBar": False,
    "responsive": True,
    "scrollZoom": False,
}

_AXIS = {
    "fixedrange": True,
    "zeroline": False,
    "ticks": "",
    "linecolor": "$axis",
    "tickfont": {"color": "$muted", "size": 12},
    "title": {"font": {"color": "$muted", "size": 12}, "standoff": 8},
    "automargin": True,
}

TEMPLATE: Figure = {
    "layout": {
        "font": {"family": SANS, "size": 13, "color": "$ink"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": "$raised",
            "bordercolor": "$axis",
            "font": {"family": SANS, "size": 13, "color": "$ink"},
            "align": "left",
        },
        "margin": {"l": 40, "r": 16, "t": 16, "b": 36},
        "xaxis": {**_AXIS, "showgrid": False, "showline": True},
        "yaxis": {**_AXIS, "showgrid": True, "gridcolor": "$rule", "showline": False},
        "annotationdefaults": {"font": {"color": "$muted", "size": 12}, "showarrow": False},
    }
}

_TOKEN = re.compile(r"\$([a-z]+(?:-[a-z0-9]+)?)(?:/([0-9.]+))?")


def colour(token: str, mode: Mode) -> str:
    """Return the CSS colour of a token such as ``$blue`` or ``$blue/0.2``; other strings pass unchanged."""
    found = _TOKEN.fullmatch(token)
    if not found or found[1] not in PALETTES[mode]:
        return token
    value = PALETTES[mode][found[1]]
    if found[2] is None:
        return value
    red, green, blue = (int(value[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{found[2]})"


def paint(thing: Any, mode: Mode) -> Any:
    """Return a copy of a figure (or any part of one) with every colour token replaced for `mode`."""
    if isinstance(thing, str):
        return colour(thing, mode) if thing.startswith("$") else thing
    if isinstance(thing, Mapping):
        return {key: paint(value, mode) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [paint(value, mode) for value in thing]
    return thing


def css_variables(mode: Mode) -> str:
    """Return the palette as CSS custom properties, so that page and figures share one source."""
    return "".join(f"--{name}:{value};" for name, value in PALETTES[mode].items())


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast ratio (1-21) of two ``#rrggbb`` colours."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(value: str) -> float:
    channels = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
